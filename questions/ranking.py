"""In which order answers stand (docs/decisions/0007-the-order-of-answers.md). Pure.

Nobody can vote against an answer, so a vote says “this one, of those that were there”. The *chances* of an answer are
the votes that its question got since the answer came; the votes it *took* are its own. Wilson's lower bound says what
share of the chances can be relied on, when there were few.
"""

import math
from collections.abc import Callable
from typing import Any, Final

from writing.wilson import wilson_lower_bound

DOUBT: Final = 10
"""Chances that every answer begins with and did not take: one friend's vote lifts nobody to the top."""


def rank(helped: Any, votes_since: Any, *, sqrt: Callable[[Any], Any] = math.sqrt) -> Any:
    """What answers are sorted by, the highest first; numbers or expressions of the database."""
    return wilson_lower_bound(helped, votes_since + DOUBT, sqrt=sqrt)
