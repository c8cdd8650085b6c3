"""Looks for advice that can harm: to stop a treatment, to take a poison, to stay away from help. Pure.

Talk about stopping a medicine is ordinary here. What a doctor decided, what someone did themselves, questions and
warnings are left alone; what tells others to do it is flagged, so that a moderator reads it first. So is what is much
like examples of such advice (moderation/classifier.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from moderation.classifier import UNLIKE
from moderation.phrases import Match
from moderation.sentences import sentence_of
from moderation.word_lists import Lists

HARMFUL_LIKE: Final = 0.0
"""From how much evidence on a text is flagged: chosen on texts that were new to the classifier (decision 0045)."""
EXAMPLES: Final = "examples"

EASED_BY: Final[Mapping[str, frozenset[str]]] = {
    "stop-treatment": frozenset({"honest-talk"}),
    "dangerous-remedies": frozenset({"honest-talk", "told-of-harm"}),
    "refuse-care": frozenset({"honest-talk", "told-of-harm"}),
}
"""What takes a flag back when it stands in the same sentence. An owner's own lists are never taken back."""


@dataclass(frozen=True)
class AdviceAssessment:
    """Whether a text gives advice that can harm, the lists that say so, and its words."""

    lists: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def is_harmful(self) -> bool:
        return bool(self.lists)


def assess(words: Sequence[str], matches: Sequence[Match], lists: Lists, evidence: float = UNLIKE) -> AdviceAssessment:
    """What a folded text whose phrases have been found tells others to do; `evidence`: how like examples it is."""
    found = [match for match in matches if lists.topics.get(match.list_name) == "advice"]
    eases = {name for names in EASED_BY.values() for name in names}
    eased = {(match.list_name, sentence_of(words, match)) for match in found if match.list_name in eases}
    harmful = [
        match
        for match in found
        if match.list_name not in eases
        and not any((ease, sentence_of(words, match)) in eased for ease in EASED_BY.get(match.list_name, ()))
    ]
    names = [*(match.list_name for match in harmful), *([EXAMPLES] if evidence >= HARMFUL_LIKE else [])]
    return AdviceAssessment(
        lists=tuple(dict.fromkeys(names)),
        words=tuple(dict.fromkeys(" ".join(words[match.start : match.end]) for match in harmful))[:3],
    )
