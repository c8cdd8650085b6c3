"""How much a text is like examples of adverts, of words of people in danger, and of advice that can harm. Pure.

Phrases find what somebody thought of; this finds the same said in other words. It is logistic regression over the words
of a text, pairs of neighbours, and pieces of words, which also know forms and misspellings that no example has. Its
weights are learnt with scikit-learn from the texts in data/examples (scripts/build_classifier.py, docs/decisions/0045);
to apply them takes nothing but numpy. What a site's own moderators teach it stands in moderation/learning.py.

A feature's place in the tables is a hash of its letters, so no words are kept (K. Weinberger and others, 2009, “Feature
hashing for large scale multitask learning”, doi:10.1145/1553374.1553516). Features are weighed by tf-idf.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from moderation.folding import ENDS

FILE: Final = Path(__file__).parent / "data" / "classifier.npz"
TOPICS: Final = ("spam", "crisis", "advice")
PLACES: Final = 2**16
PIECES: Final = range(3, 6)
FIGURE: Final = "0"
OF_ADDRESSES: Final = frozenset({"http", "https", "www", "example", "com", "org", "net", "html"})
READINGS: Final = ((100, 0.0), (20, 1.25))
"""A text is read in parts of about 100 words, and again of about 20: one sentence of a long text can say it all. The
short ones are torn from what surrounds them, so their evidence counts so much less."""

UNLIKE: Final = float("-inf")
"""The evidence on a text that is not compared."""

type Features = tuple[NDArray[np.int64], NDArray[np.float32]]
"""Places in a table, and how often the feature of each occurs."""


@dataclass(frozen=True, eq=False)
class Classifier:
    """What was learnt: `rarity` of features, 2 by `PLACES`: whole words, and their pieces; `weights`, as much for each
    of `TOPICS`; and one of the `offsets` for each."""

    rarity: NDArray[np.float32]
    weights: NDArray[np.float32]
    offsets: NDArray[np.float32]

    def evidence(self, words: Sequence[str]) -> dict[str, float]:
        """For each topic the logarithm of the odds that folded words are of it, with even odds before they are read;
        of a long text, that of the part which has most (`READINGS`)."""
        parts = [(part, less) for size, less in READINGS for part in parts_of(words, size)]
        totals = np.max([self._evidence(part) - less for part, less in parts], axis=0)
        return dict(zip(TOPICS, totals.tolist(), strict=True))

    def _evidence(self, words: Sequence[str]) -> NDArray[np.float32]:
        totals = self.offsets.copy()
        for block, (places, counts) in enumerate(features_of(words)):
            values = (1 + np.log(counts)) * self.rarity[block, places]
            if length := np.sqrt(values @ values):
                totals += self.weights[:, block, places] @ values / length
        return totals


@lru_cache(maxsize=1)
def shipped() -> Classifier:
    """What comes with Cairn."""
    with np.load(FILE) as tables:
        return Classifier(*(tables[name].astype(np.float32) for name in ("rarity", "weights", "offsets")))


def features_of(words: Sequence[str]) -> tuple[Features, Features]:
    """Words and pairs of neighbours, among which a sentence's end is one; and the pieces of words.

    Figures are all alike and words of addresses are left out, so that no number and no site is ever learnt.
    """
    plain = [FIGURE if word.isdigit() else word for word in words if word not in OF_ADDRESSES]
    whole = [place_of(word) for word in plain if word not in ENDS]
    whole += [place_of(f"{one} {other}") for one, other in pairwise(plain)]
    return _counted(whole), _counted([place for word in plain if word not in ENDS for place in pieces_of(word)])


def _counted(places: Sequence[int]) -> Features:
    found, counts = np.unique(np.array(places, dtype=np.int64), return_counts=True)
    return found, counts.astype(np.float32)


@lru_cache(maxsize=20_000)
def pieces_of(word: str) -> tuple[int, ...]:
    """The places of all runs of 3 to 5 letters of a word; “_” stands before it and after it."""
    whole = f"_{word}_"
    return tuple(place_of(whole[at : at + size]) for size in PIECES for at in range(len(whole) - size + 1))


def place_of(feature: str) -> int:
    """Where a feature stands in the tables."""
    return crc32(feature.encode()) % PLACES


def parts_of(words: Sequence[str], size: int) -> list[Sequence[str]]:
    """A text in parts of whole sentences, of about `size` words where sentences are short; each begins in the middle of
    the one before, so that neighbouring sentences stand together in one of them."""
    starts = [0]
    for place, word in enumerate(words[:-1], start=1):
        if word in ENDS and place - starts[-1] >= size // 2:
            starts.append(place)
    return [words[start:end] for start, end in zip(starts[:-1] or starts, [*starts[2:], len(words)], strict=True)]
