"""For how many days what was typed is kept, and the traces of forms."""

from typing import Final

VISITOR_DAYS: Final = 14
MEMBER_DAYS: Final = 180
SUBMISSION_DAYS: Final = 30
TALLY_DAYS: Final = 2
