"""Looks whether someone may be in danger of taking their life or of hurting themselves: pure.

It errs on the side of offering help. What it finds never deletes a text: help is shown to its author and to readers, a
person looks first, and only words about methods wait until then.

Some words alarm on their own. Others are signs, such as a farewell, things put in order, means at hand, or being alone
tonight: one alone says little; signs of different kinds whose points add up to `ALARM_FROM` alarm together. A text also
alarms when it is much like examples of what people in danger write (moderation/classifier.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from moderation.classifier import UNLIKE
from moderation.phrases import Match
from moderation.sentences import sentence_of
from moderation.word_lists import Lists

IN_DANGER: Final = frozenset({"in-danger", "other-in-danger", "plans-death", "harms-self"})
METHODS: Final = "methods"
ABOUT: Final = "about-suicide"
AT_EASE: Final = "at-ease"
"""Takes back what stands in the same sentence."""
OTHER_REASONS: Final = "other-reasons"
"""Takes back all signs of a text, and no alarm: care at the end of life, mourning, a journey."""
OVER: Final = frozenset({"long-ago", "well-again"})
"""Where both stand in a text, it tells of a time that is over, and nothing alarms."""
SIGN: Final = "sign-"
ALARM_FROM: Final = 1.0
ALARM_LIKE: Final = 0.25
"""From how much evidence on a text alarms; chosen on texts that were new to the classifier (docs/decisions/0045)."""


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


def assess(words: Sequence[str], matches: Sequence[Match], lists: Lists, evidence: float = UNLIKE) -> CrisisAssessment:
    """What a folded text whose phrases have been found says of danger; `evidence`: how like examples it is."""
    found = [match for match in matches if lists.topics.get(match.list_name) == "crisis"]
    eased = {sentence_of(words, match) for match in found if match.list_name == AT_EASE}
    names = {match.list_name for match in found}
    grave = [] if names >= OVER else [match for match in found if sentence_of(words, match) not in eased]
    methods = [match for match in grave if match.list_name == METHODS]
    is_other = names >= OVER or OTHER_REASONS in names
    is_like = evidence >= ALARM_LIKE and not is_other
    alarming = [match for match in grave if match.list_name in IN_DANGER]
    alarming = alarming or ([] if OTHER_REASONS in names else _adding_up(grave, lists))
    is_topic = bool(names & {ABOUT, METHODS, *IN_DANGER})
    calm = Alarm.TOPIC if is_topic else Alarm.NONE
    alarm = Alarm.DANGER if alarming or methods or is_like else calm
    quotes = dict.fromkeys(" ".join(words[match.start : match.end]) for match in [*alarming, *methods])
    return CrisisAssessment(alarm, bool(methods), tuple(quotes)[:3])


def _adding_up(grave: Sequence[Match], lists: Lists) -> list[Match]:
    """The first sign of each kind, where together they have the points that alarm; else none. A word counts once."""
    signs: dict[str, Match] = {}
    for match in sorted(grave, key=lambda one: -lists.points.get(one.list_name, 0)):
        if match.list_name.startswith(SIGN) and match.list_name not in signs and not _overlaps(match, signs.values()):
            signs[match.list_name] = match
    points = sum(lists.points[name] for name in signs)
    return list(signs.values()) if round(points, 3) >= ALARM_FROM else []


def _overlaps(match: Match, others: Iterable[Match]) -> bool:
    return any(match.start < other.end and other.start < match.end for other in others)
