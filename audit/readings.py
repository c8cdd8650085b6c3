"""Reading that is written down: which private thing of a member somebody who works for the site was shown."""

import re
from typing import Final, NamedTuple

_ABOUT: Final = re.compile(r"([a-z-]+):(\d{1,18})")


class Reading(NamedTuple):
    """`action` begins with “read.” and says why the thing is private; `about` is a subject and a number; `whose` is the
    number of the member whose it is."""

    action: str
    about: str
    whose: int | None


def subject_of(about: str) -> tuple[str, int]:
    """The subject and number that a row of the log is about; ("", 0) where it says none."""
    found = _ABOUT.match(about)
    return (found[1], int(found[2])) if found else ("", 0)
