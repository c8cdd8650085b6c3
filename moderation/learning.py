"""A small classifier that learns from what the moderators of this site decided. Pure.

Naive Bayes over single words and pairs of words (after Robinson and Graham's use of it against unwanted mail): it
learns from few examples, its model is a table of counts that anyone can read, and it needs no library
(docs/decisions/0024-a-classifier-of-counts.md). It never decides alone: it adds points to, or takes points from, what
the rules found, and only after it has been measured on decisions that it has not seen.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from moderation.folding import ENDS

MOST_FEATURES: Final = 20_000
LEAST_SEEN: Final = 2
MOST_POINTS: Final = 0.5
LEAST_POINTS: Final = -0.2
SURE: Final = 4.0
"""How many natural units of evidence count as full points: odds of about 55 to 1."""


@dataclass(frozen=True)
class Example:
    """A text that moderators decided about, as folded words."""

    words: Sequence[str]
    is_advert: bool


@dataclass(frozen=True)
class Learned:
    """What was learnt: in how many adverts and other texts each feature stood, and how many there were."""

    adverts: Mapping[str, int]
    others: Mapping[str, int]
    advert_count: int
    other_count: int

    def as_data(self) -> dict[str, Any]:
        """Plain data, to be kept."""
        return {
            "adverts": dict(self.adverts),
            "others": dict(self.others),
            "advert_count": self.advert_count,
            "other_count": self.other_count,
        }


@dataclass(frozen=True)
class Measured:
    """How well it did on decisions that it had not seen, each part of them in turn."""

    examples: int
    adverts: int
    found: int
    false_alarms: int

    @property
    def recall(self) -> float:
        return self.found / self.adverts if self.adverts else 0.0

    @property
    def false_share(self) -> float:
        others = self.examples - self.adverts
        return self.false_alarms / others if others else 0.0


def learned_from(data: Mapping[str, Any]) -> Learned:
    """What `Learned.as_data` gave."""
    return Learned(data["adverts"], data["others"], data["advert_count"], data["other_count"])


def learn(examples: Iterable[Example]) -> Learned:
    """Counts in how many texts of each sort a feature stands. What stands in fewer than two texts is not kept: it
    teaches nothing, and could be somebody's name."""
    adverts: Counter[str] = Counter()
    others: Counter[str] = Counter()
    advert_count = other_count = 0
    for example in examples:
        (adverts if example.is_advert else others).update(features_of(example.words))
        advert_count += example.is_advert
        other_count += not example.is_advert
    kept = {feature for feature, _count in (adverts + others).most_common(MOST_FEATURES)}
    kept = {feature for feature in kept if adverts[feature] + others[feature] >= LEAST_SEEN}
    return Learned(
        {feature: count for feature, count in adverts.items() if feature in kept},
        {feature: count for feature, count in others.items() if feature in kept},
        advert_count,
        other_count,
    )


def features_of(words: Sequence[str]) -> set[str]:
    """The words of a text and its pairs of neighbouring words; figures stand as “0”."""
    plain = ["0" if word.isdigit() else word for word in words]
    pairs = {f"{one} {other}" for one, other in pairwise(plain) if one not in ENDS and other not in ENDS}
    return {word for word in plain if word not in ENDS and len(word) > 1} | pairs


def evidence(learned: Learned, words: Sequence[str]) -> float:
    """The logarithm of the odds that a text is an advert, with even odds before it is read; of the strongest 20
    features, so that long texts are not judged by their length."""
    scores = []
    for feature in features_of(words):
        in_adverts, in_others = learned.adverts.get(feature, 0), learned.others.get(feature, 0)
        if in_adverts or in_others:
            advert_share = (in_adverts + 0.5) / (learned.advert_count + 1)
            other_share = (in_others + 0.5) / (learned.other_count + 1)
            scores.append(math.log(advert_share / other_share))
    return sum(sorted(scores, key=abs, reverse=True)[:20])


def points_for(learned: Learned, words: Sequence[str]) -> float:
    """What the evidence adds to the points of the rules: at most 0.5, at least −0.2."""
    share = max(-1.0, min(1.0, evidence(learned, words) / SURE))
    return round(share * (MOST_POINTS if share > 0 else -LEAST_POINTS), 3)


def measure(examples: Sequence[Example], *, parts: int = 5) -> Measured:
    """Learns from all parts but one and asks about that one, for each part in turn. Examples go to parts by their
    place, so give them in the order of time or shuffled."""
    found = false_alarms = 0
    for part in range(parts):
        learned = learn(example for place, example in enumerate(examples) if place % parts != part)
        for example in examples[part::parts]:
            is_called_advert = evidence(learned, example.words) > 0
            found += is_called_advert and example.is_advert
            false_alarms += is_called_advert and not example.is_advert
    return Measured(len(examples), sum(example.is_advert for example in examples), found, false_alarms)
