"""Looks whether someone may be in danger of taking their life or of hurting themselves: pure.

It errs on the side of offering help. What it finds never deletes a text: help is shown to its author and to readers, a
person looks first, and only words about methods wait until then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from moderation.phrases import Match
from moderation.sentences import sentence_of
from moderation.word_lists import Lists

IN_DANGER = frozenset({"in-danger", "other-in-danger"})
METHODS = "methods"
ABOUT = "about-suicide"
AT_EASE = "at-ease"


class Alarm(StrEnum):
    """How near the danger seems. `TOPIC`: the text is about suicide or self-harm, and nobody seems in danger now."""

    NONE = "none"
    TOPIC = "topic"
    DANGER = "danger"


@dataclass(frozen=True)
class CrisisAssessment:
    """How near the danger seems, whether methods are described, and the words that say so."""

    alarm: Alarm = Alarm.NONE
    has_method: bool = False
    words: tuple[str, ...] = ()

    @property
    def needs_help_card(self) -> bool:
        """Whether places that help are shown beside the text."""
        return self.alarm != Alarm.NONE


def assess(words: Sequence[str], matches: Sequence[Match], lists: Lists) -> CrisisAssessment:
    """What a folded text whose phrases have been found says of danger."""
    found = [match for match in matches if lists.topics.get(match.list_name) == "crisis"]
    eased = [sentence_of(words, match) for match in found if match.list_name == AT_EASE]
    alarming = [match for match in found if match.list_name in IN_DANGER and sentence_of(words, match) not in eased]
    methods = [match for match in found if match.list_name == METHODS and sentence_of(words, match) not in eased]
    is_topic = any(match.list_name in {ABOUT, METHODS, *IN_DANGER} for match in found)
    calm = Alarm.TOPIC if is_topic else Alarm.NONE
    alarm = Alarm.DANGER if alarming or methods else calm
    quotes = dict.fromkeys(" ".join(words[match.start : match.end]) for match in [*alarming, *methods])
    return CrisisAssessment(alarm, bool(methods), tuple(quotes)[:3])
