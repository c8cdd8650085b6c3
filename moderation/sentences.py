"""Where sentences of a folded text begin and end. Pure."""

from collections.abc import Sequence

from moderation.folding import ENDS
from moderation.phrases import Match


def sentence_of(words: Sequence[str], match: Match) -> tuple[int, int]:
    """The first place of the sentence in which a phrase stands, and the place after its last word."""
    start, end = match.start, match.end
    while start and words[start - 1] not in ENDS:
        start -= 1
    while end < len(words) and words[end] not in ENDS:
        end += 1
    return start, end
