"""The members whose symptoms are most like somebody's, and why: for reading.

Whoever is returned wants to be found, has an open account, and neither muted nor blocked the member, nor was by them.
Of another person nothing is told but the name, a country shown to members, and which of the *member's own* symptoms
they share: never what else they noted.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Block, User
from conditions.models import Symptom
from members.matching import Comparison, Felt, closeness, compare, is_rare
from members.models import (
    MemberCondition,
    MemberSymptom,
    PlaceSums,
    Posting,
    ProfileAudience,
    Soulmate,
    Strength,
)
from members.postings import BLOCK, Packed, best, count, joined_sums, similarities

MOST: Final = 20
SPARE: Final = 30
"""Candidates beyond those that are wanted: some have closed their account, were blocked, or share a place."""
NAMED: Final = 8
"""Symptoms that a sentence names."""
SHOWN_TO_MEMBERS: Final = (ProfileAudience.MEMBERS, ProfileAudience.ANYONE)
_STRENGTHS: Final = {str(strength): number for number, strength in enumerate(Strength, start=1)}


@dataclass(frozen=True)
class Match:
    """A member with similar symptoms. `pk` is the member's key, `score` the simGIC between 0 and 1.

    `shared`, `close` and `alone` divide the viewer's own symptoms, in words: both have them; the other has something
    close; only the viewer has them. `more` counts what only the other has. `rare` is a shared one that few have.
    `country` is a code, empty unless they show it to members.
    """

    pk: int
    score: float
    name: str
    username: str
    country: str
    shared: tuple[str, ...]
    close: tuple[str, ...]
    alone: tuple[str, ...]
    more: int
    rare: str

    @property
    def own_count(self) -> int:
        return len(self.shared) + len(self.close) + len(self.alone)

    @property
    def words(self) -> str:
        """Why the two are alike, in a sentence or three."""
        return " ".join(filter(None, [self._shared_words, self._close_words, self._rare_words]))

    @property
    def differs(self) -> str:
        """What only one of them has, in words; empty for nothing."""
        alone = _("Only you noted: %(symptoms)s.") % {"symptoms": in_words(self.alone)} if self.alone else ""
        more = ngettext(
            "They noted %(count)d thing that you did not.", "They noted %(count)d things that you did not.", self.more
        )
        return " ".join(filter(None, [alone, more % {"count": self.more} if self.more else ""]))

    @property
    def _shared_words(self) -> str:
        if not self.shared:
            return ""
        words = ngettext(
            "You share %(shared)d of your %(own)d symptom: %(symptoms)s.",
            "You share %(shared)d of your %(own)d symptoms: %(symptoms)s.",
            self.own_count,
        )
        return words % {"shared": len(self.shared), "own": self.own_count, "symptoms": in_words(self.shared)}

    @property
    def _close_words(self) -> str:
        if not self.close:
            return ""
        return _("They have something close to: %(symptoms)s.") % {"symptoms": in_words(self.close)}

    @property
    def _rare_words(self) -> str:
        return _("Few members have: %(symptom)s.") % {"symptom": self.rare} if self.rare else ""


@dataclass(frozen=True)
class _Near:
    """What the postings tell: the best places with their scores, and of each of the symptoms, with all that are
    broader, its IC and how many members have it."""

    scores: Mapping[int, float]
    weights: Mapping[int, float]
    carriers: Mapping[int, int]
    total: int


@dataclass(frozen=True)
class _Person:
    """Someone whom the member may meet, with their place; the country is empty unless they show it to members."""

    place: int
    name: str
    username: str
    country: str


def matches_of(member: User, limit: int = MOST) -> tuple[Match, ...]:
    """The members most like this one, best first: at most seven queries, however many there are.

    Empty for who does not want to be found, and for who noted too little.
    """
    mine = Soulmate.objects.filter(member=member).first()
    if mine is None or not mine.listed:
        return ()
    wanted = limit + SPARE
    while True:
        near = _nearest(mine, wanted)
        people = _open_to(member, near.scores)
        if len(people) >= limit or len(near.scores) < wanted:
            return _matches(member, people, near, limit)
        wanted *= 4


def _nearest(mine: Soulmate, wanted: int) -> _Near:
    """The best places among all, exactly: three queries."""
    blocks = [(number, bytes(sums)) for number, sums in PlaceSums.objects.values_list("block", "sums")]
    sums = joined_sums(blocks, most=max((number for number, _sums in blocks), default=0) * BLOCK)
    rows = Posting.objects.filter(symptom__in=mine.listed).values_list(
        "symptom_id", "symptom__information", "is_dense", "places"
    )
    postings = {key: (weight, Packed(is_dense, bytes(places))) for key, weight, is_dense, places in rows}
    own_sum = float(sums[mine.pk])
    total = int((sums > 0).sum())
    sums[mine.pk] = 0
    scores = similarities(own_sum, postings.values(), sums)
    return _Near(
        scores={place: float(scores[place]) for place in best(scores, wanted)},
        weights={key: weight for key, (weight, _packed) in postings.items()},
        carriers={key: count(packed) for key, (_weight, packed) in postings.items()},
        total=total,
    )


def _open_to(member: User, scores: Mapping[int, float]) -> dict[int, _Person]:
    """Those at these places whom the member may meet, by the member's key: one query."""
    avoid = Block.objects.filter(
        Q(member=member, other=OuterRef("member")) | Q(member=OuterRef("member"), other=member)
    )
    found = Soulmate.objects.filter(pk__in=scores, member__is_active=True, member__closed_at=None)
    seen = ("display_name", "username", "profile__country", "profile__country_audience")
    rows = found.exclude(Exists(avoid)).values_list("member", "pk", *(f"member__{name}" for name in seen))
    return {
        pk: _Person(place, name, username, country if audience in SHOWN_TO_MEMBERS else "")
        for pk, place, name, username, country, audience in rows
    }


def _matches(member: User, people: Mapping[int, _Person], near: _Near, limit: int) -> tuple[Match, ...]:
    """The matches in words, best first; equal ones by how equally strong, then by shared conditions: three queries."""
    scores = {pk: round(near.scores[person.place], 5) for pk, person in people.items()}
    worst = sorted(scores.values(), reverse=True)[:limit][-1:]
    meant = [pk for pk, score in scores.items() if score >= min(worst, default=0)]
    felt, weights, names = _felt([member.pk, *meant])
    mine = felt.get(member.pk, ())
    close_to = closeness(mine, {**weights, **near.weights})
    shared_conditions = _shared_conditions(member, meant)
    found = []
    for pk in meant:
        same = compare(mine, felt.get(pk, ()), close_to)
        if same.shared or same.close:
            order = (-scores[pk], -same.agreement, -shared_conditions.get(pk, 0), pk)
            found.append((order, pk, same))
    return tuple(_match(pk, people[pk], same, near, names) for _order, pk, same in sorted(found)[:limit])


def _felt(members: Iterable[int]) -> tuple[dict[int, list[Felt]], dict[int, float], dict[int, str]]:
    """What each member noted, in the order in which they did, and the IC and names of these symptoms: two queries."""
    noted = MemberSymptom.objects.filter(member__in=members).order_by("pk")
    entries = list(noted.values_list("member_id", "symptom_id", "strength"))
    symptoms = Symptom.objects.filter(pk__in={key for _pk, key, _strength in entries})
    weights, lineages, names = {}, {}, {}
    for key, lineage, weight, plain, name in symptoms.values_list("pk", "lineage", "information", "plain_name", "name"):
        weights[key], lineages[key], names[key] = weight, frozenset(lineage) | {key}, plain or name
    felt: dict[int, list[Felt]] = defaultdict(list)
    for pk, key, strength in entries:
        felt[pk].append(Felt(key, lineages[key], _STRENGTHS[strength]))
    return felt, weights, names


def _shared_conditions(member: User, people: Iterable[int]) -> dict[int, int]:
    """How many conditions of the member others share and show to members: one query."""
    own = MemberCondition.objects.filter(member=member).values("condition")
    rows = MemberCondition.objects.filter(member__in=people, condition__in=own, audience__in=SHOWN_TO_MEMBERS)
    counts: dict[int, int] = defaultdict(int)
    for pk in rows.values_list("member_id", flat=True):
        counts[pk] += 1
    return counts


def _match(pk: int, person: _Person, same: Comparison, near: _Near, names: Mapping[int, str]) -> Match:
    rarest = min(same.shared, key=lambda key: near.carriers.get(key, 0), default=None)
    is_few = rarest is not None and is_rare(near.carriers.get(rarest, 0), near.total)
    return Match(
        pk=pk,
        score=near.scores[person.place],
        name=person.name,
        username=person.username,
        country=person.country,
        shared=tuple(names[key] for key in same.shared),
        close=tuple(names[key] for key in same.close),
        alone=tuple(names[key] for key in same.alone),
        more=same.more,
        rare=names[rarest] if rarest is not None and is_few else "",
    )


def in_words(names: Sequence[str]) -> str:
    """The first few names as a list in words, and how many more there are."""
    named = list(names[:NAMED])
    if left := len(names) - len(named):
        named.append(ngettext("%(count)d more", "%(count)d more", left) % {"count": left})
    return get_text_list(named, _("and"))
