"""How alike two members' symptoms are, and why: pure. No database, no request, no Django.

Two lists of symptoms are compared by simGIC, the graph information content similarity of

    Pesquita C, Faria D, Bastos H, Falcão AO, Couto FM (2008). Metrics for GO based protein semantic similarity: a
    systematic evaluation. BMC Bioinformatics 9 (Suppl 5): S4. doi:10.1186/1471-2105-9-S5-S4

    simGIC(A, B) = Σ IC(t) for t in A⁺ ∩ B⁺  /  Σ IC(t) for t in A⁺ ∪ B⁺

where A⁺ are the symptoms of A with all that are broader, and IC(t) = −ln p(t) is the information in having t: p(t) is
the share of annotated conditions, or else of members, that have t or something narrower. So two people with different
pains in the bones are alike by what both pains are, and a rare symptom weighs more than a common one.

By hand: pain (IC 1) is broader than bone pain (IC 3) and leg pain (IC 2), rash (IC 4) is apart.
- bone pain against leg pain: shared {pain} = 1; together {pain, bone pain, leg pain} = 6; 1/6.
- {bone pain, rash} against {bone pain}: shared 1 + 3 = 4; together 1 + 3 + 4 = 8; 1/2.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

LEAST = 3
"""Symptoms that a member notes before they are compared: with fewer, half of all members would be alike."""
CLOSE = 0.5
"""Likeness of two symptoms, by `likeness`, from which on one is “close to” the other."""
FEW, FEW_IN = 5, 20
"""A symptom that at most `FEW` members have, or at most one in `FEW_IN`, is one that few have."""


@dataclass(frozen=True)
class Felt:
    """A symptom that somebody has: its key, the keys of itself and of all that are broader, and how strong (1 to 3)."""

    key: int
    lineage: frozenset[int]
    strength: int


type CloseTo = Callable[[Felt], frozenset[int]]


@dataclass(frozen=True)
class Comparison:
    """What one person's symptoms have in common with another's, by the keys of that one person's symptoms.

    `more` counts the other's symptoms that are not even close to one of theirs. `agreement` says how equally strong
    the shared ones are, between 0 and 1.
    """

    shared: tuple[int, ...]
    close: tuple[int, ...]
    alone: tuple[int, ...]
    more: int
    agreement: float


def simgic(one: Set[int], other: Set[int], weights: Mapping[int, float]) -> float:
    """simGIC of two sets of symptoms with all broader ones, between 0 and 1; 0 where both are empty."""
    together = math.fsum(weights[key] for key in one | other)
    return math.fsum(weights[key] for key in one & other) / together if together else 0.0


def likeness(one: Felt, other: Felt, weights: Mapping[int, float]) -> float:
    """How alike two symptoms are, between 0 and 1: twice the IC of the most telling symptom that is broader than both,
    by the sum of their own (Lin D (1998). An information-theoretic definition of similarity. ICML 15: 296-304)."""
    common = max(map(weights.__getitem__, one.lineage & other.lineage), default=0.0)
    both = weights[one.key] + weights[other.key]
    return 2 * common / both if both else 0.0


def closeness(mine: Iterable[Felt], weights: Mapping[int, float]) -> CloseTo:
    """Says to which of my symptoms another one is close, by their keys; each is reckoned once. The weights are those of
    the symptoms themselves and of all that are broader than one of mine."""
    known: dict[int, frozenset[int]] = {}

    def close_to(other: Felt) -> frozenset[int]:
        if other.key not in known:
            known[other.key] = frozenset(felt.key for felt in mine if likeness(felt, other, weights) >= CLOSE)
        return known[other.key]

    return close_to


def compare(mine: Sequence[Felt], theirs: Sequence[Felt], close_to: CloseTo) -> Comparison:
    """What my symptoms have in common with theirs. Both keep their order."""
    own, by_key = {felt.key for felt in mine}, {felt.key: felt for felt in theirs}
    near = frozenset[int]().union(*map(close_to, theirs))
    shared = [felt for felt in mine if felt.key in by_key]
    others = [felt.key for felt in mine if felt.key not in by_key]
    gaps = [abs(felt.strength - by_key[felt.key].strength) for felt in shared]
    return Comparison(
        shared=tuple(felt.key for felt in shared),
        close=tuple(key for key in others if key in near),
        alone=tuple(key for key in others if key not in near),
        more=sum(felt.key not in own and not close_to(felt) for felt in theirs),
        agreement=1 - sum(gaps) / (2 * len(gaps)) if gaps else 0.0,
    )


def is_rare(carriers: int, total: int) -> bool:
    """Whether it is fair to say that few have it: a handful or one in twenty, and never as many as half of all."""
    return carriers <= max(FEW, total / FEW_IN) and 2 * carriers < total
