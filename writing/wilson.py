"""Wilson's lower bound: what share of chances can be relied on, when there were few of them. Pure."""

import math
from collections.abc import Callable
from typing import Any, Final

Z: Final = 1.959964
"""For a two-sided interval of 95 %. Source: Wilson (1927), “Probable inference, the law of succession, and statistical
inference”, Journal of the American Statistical Association 22."""


def wilson_lower_bound(taken: Any, chances: Any, *, sqrt: Callable[[Any], Any] = math.sqrt) -> Any:
    """The lower end of the interval for the share `taken / chances`; `chances` is more than 0.

    Takes numbers, or with the database's `sqrt` two expressions, so that there is one formula for both.
    """
    share = taken / chances
    square = Z * Z
    spread = Z * sqrt((share * (1 - share) + square / (4 * chances)) / chances)
    return (share + square / (2 * chances) - spread) / (1 + square / chances)
