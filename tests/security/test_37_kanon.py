"""37: the public map shows groups, never a person: over all filters, over 30 days, to someone who knows the code.

Every public number is a multiple of the smallest group, so each sum and difference of responses, in any combination, is
one too: a linear attack finds multiples and nothing else. What is left is to bound what no number tells, from the rule
itself; `tests/security/attacker.py` does that.
"""

import random
import re
from collections import Counter
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core import mail

from accounts.models import User
from conditions.models import Relation
from members.areas import Rule, Tally
from members.counting import people_by_condition, published_of
from members.models import ROLE_OF, MapCount, MapPresence, MapRole, MapScope, MemberCondition
from members.places import countries_of
from members.regions import codes_of
from members.services import add_condition, count_map, join_map
from pages.map_filters import CONTINENTS
from tests.factories import make_condition, make_member
from tests.security.attacker import claims

pytestmark = pytest.mark.django_db
K = settings.MAP_MIN_COUNT
RULE = Rule(K, len(MapRole))
MEMBERS, DAYS, START = 2_000, 30, date(2026, 3, 1)
COUNTRIES = sorted(countries_of("EU") | countries_of("SA") | {"US", "CA", "KE", "NG", "IN", "JP", "AU", "TV", "XK"})
SHARES = (0.5, 0.25, 0.12, 0.06, 0.03, 0.02, 0.01, 0.006, 0.004)
"""How many of the members have the first condition, the second …: from 1,000 people to 8."""


class Town:
    """2,000 members, of whom some join the map, leave it or move on each day."""

    def __init__(self) -> None:
        self.random = random.Random(37)
        self.conditions = [make_condition(slug=f"condition-{n}") for n in range(len(SHARES))]
        self.members = User.objects.bulk_create(
            User(username=f"m{n}", display_name=f"Person {n}", name_key=f"person-{n}") for n in range(MEMBERS)
        )
        people = ((1 / (place + 1)) for place in range(len(COUNTRIES)))
        self.weights = list(people)
        self.random.shuffle(COUNTRIES)
        MemberCondition.objects.bulk_create(self.belonging())
        self.join(1_100)

    def belonging(self):
        for member in self.members:
            for condition in set(self.random.choices(self.conditions, SHARES, k=self.random.choice([1, 1, 2]))):
                relation = self.random.choices(Relation.values, [50, 20, 6, 6, 4, 5, 3, 2, 1, 3])[0]
                yield MemberCondition(member=member, condition=condition, relation=relation)

    def somewhere(self) -> str:
        return self.random.choices(COUNTRIES, self.weights)[0]

    def place(self) -> dict[str, str]:
        """A country, and for most a region of it: a few have many people, and many have a few."""
        country = self.somewhere()
        regions = ["", *codes_of(country)]
        weights = [30, 40, 20, 10, 10, *[1] * len(regions)]
        return {"country": country, "region": self.random.choices(regions, weights[: len(regions)])[0]}

    def join(self, number: int) -> None:
        away = list(User.objects.filter(map_presence__isnull=True, username__startswith="m").order_by("pk"))
        MapPresence.objects.bulk_create(
            MapPresence(member=member, **self.place()) for member in self.random.sample(away, number)
        )

    def live_a_day(self) -> None:
        there = list(MapPresence.objects.order_by("pk"))
        self.random.shuffle(there)
        MapPresence.objects.filter(pk__in=[presence.pk for presence in there[:20]]).delete()
        for presence in there[20:30]:
            MapPresence.objects.filter(pk=presence.pk).update(**self.place())
        for presence in there[30:50]:
            region = self.random.choice(["", *codes_of(presence.country)[:4]])
            MapPresence.objects.filter(pk=presence.pk).update(region=region)
        self.join(self.random.randint(5, 35))


@pytest.fixture
def town():
    return Town()


def truth_of(condition) -> Counter[tuple[str, str, str]]:
    rows = MemberCondition.objects.filter(condition=condition, member__map_presence__isnull=False)
    return Counter(
        (country, region, ROLE_OF[relation])
        for country, region, relation in rows.values_list(
            "member__map_presence__country", "member__map_presence__region", "relation"
        )
    )


def placed(condition, published) -> list[str]:
    """The people whom the attacker rightly places in a group that is too small."""
    truth, found = truth_of(condition), []
    for claim in claims(published, RULE):
        if claim.singles_out(K):
            group = [
                number
                for (country, region, role), number in truth.items()
                if country in claim.countries
                and (not claim.roles or role in claim.roles)
                and (not claim.regions or region in claim.regions)
            ]
            if claim.least <= sum(group) <= claim.most:
                found.append(f"{condition}: {claim}")
    return found


def test_attacker_of_30_days_places_nobody_and_no_two_days_differ_by_a_person(town):
    numbers: dict[tuple[int, str], list[int]] = {}
    people: dict[tuple[int, str], list[int]] = {}
    regions: dict[tuple[int, str], list[int]] = {}
    natives: dict[tuple[int, str], list[int]] = {}
    found, shown = [], 0
    for day in range(DAYS):
        if day:
            town.live_a_day()
        count_map(on=START + timedelta(days=day))
        counts = people_by_condition()
        for row in MapCount.objects.filter(scope=MapScope.CONDITION).select_related("condition"):
            published = published_of(row)
            shown += len(published.areas)
            found += placed(row.condition, published)
            for country in COUNTRIES:
                key = (row.condition_id, country)
                numbers.setdefault(key, []).append(published.count(("country", country)))
                roles = counts[row.condition_id].countries.get(country, {})
                people.setdefault(key, []).append(sum(tally.people for tally in roles.values()))
                for region in codes_of(country):
                    key = (row.condition_id, region)
                    regions.setdefault(key, []).append(published.count(("region", region)))
                    natives.setdefault(key, []).append(counts[row.condition_id].regions.get(region, Tally()).people)
    assert shown > DAYS * 20
    assert found == []
    assert [key for key, days in numbers.items() if not changes_with_groups(days, people[key])] == []
    assert any(len(set(days)) > 1 for days in numbers.values())
    assert [key for key, days in regions.items() if not changes_with_groups(days, natives[key], hides=True)] == []
    assert sum(any(days) for days in regions.values()) > 20
    assert any(len({*days} - {0}) > 1 for days in regions.values())


def changes_with_groups(numbers: list[int], people: list[int], *, hides: bool = False) -> bool:
    """Whether each number stood for at least K people, and changed only when K more came than left, or the reverse.

    `hides` says that it may also be hidden for the sake of others; it then begins anew.
    """
    at_change = 0
    for day, number in enumerate(numbers):
        before = numbers[day - 1] if day else 0
        if number % K or (number != before and number and people[day] < K):
            return False
        if number != before:
            if before and not (hides and not number) and abs(people[day] - at_change) < K:
                return False
            at_change = people[day]
    return True


def test_every_response_to_every_filter_holds_multiples_alone_and_adds_up(town, client):
    count_map()
    for condition in (town.conditions[0], town.conditions[4], town.conditions[-1]):
        address = f"/conditions/{condition.slug}/map/"
        whole = read(client, address)
        for role in ("", *MapRole.values):
            world = read(client, f"{address}?role={role}")
            assert not (role and 'class="parts"' in client.get(f"{address}?role={role}").content.decode())
            parts = [read(client, f"{address}?role={role}&in={continent}") for continent in CONTINENTS]
            in_continents = Counter[str]()
            for part in parts:
                in_continents.update(part)
            in_continents["Country not shown"] += world.get("Country not shown", 0)
            assert +in_continents == Counter(world)
            assert world.keys() <= whole.keys()
            assert all(whole[place] - number not in range(-K, 0) for place, number in world.items())
    assert 'class="parts"' in client.get("/map/").content.decode()
    everyone = read(client, "/map/")
    total = sum(MapCount.objects.exclude(scope=MapScope.EVERYONE).values_list("total", flat=True))
    assert sum(everyone.values()) == total


def read(client, address: str) -> dict[str, int]:
    """The table of a map. Every number of the page that is about people is a multiple."""
    html = client.get(address).content.decode()
    rows = re.findall(r'<tr id="area-\w*"><th scope="row">(.*?)</th><td>([\d,]+)</td>', html)
    numbers = {place: int(number.replace(",", "")) for place, number in rows}
    told = [*re.findall(r"<text [^>]*>(\d+)</text>", html), *re.findall(r"</a> ([\d,]+)</li>", html)]
    told += re.findall(r"About ([\d,]+) member", html)
    told += re.findall(r"<li><span>[^<]+</span><span>([\d,]+)</span></li>", html)
    assert all(int(number.replace(",", "")) % K == 0 for number in [*told, *map(str, numbers.values())])
    assert "Person " not in html
    return numbers


def test_member_below_every_threshold_is_in_no_response_mail_or_log(client, caplog):
    condition = make_condition(slug="rare", name="Rare")
    for _number in range(4):
        lonely = make_member()
        add_condition(member=lonely, condition=condition, relation="has-it", consent=True)
        join_map(member=lonely, country="TV", consent=True)
    count_map()
    addresses = (
        "/",
        "/map/",
        "/map/?in=oceania",
        "/conditions/rare/",
        "/conditions/rare/map/",
        "/sitemap-conditions.xml",
    )
    for address in addresses:
        text = client.get(address).content.decode()
        assert "Tuvalu" not in text
        assert lonely.username not in text
    assert "/conditions/rare/map/" not in text
    assert not mail.outbox
    assert "TV" not in caplog.text
    assert not any(row.areas or row.roles or row.near for row in MapCount.objects.all())


def test_page_with_four_people_is_that_with_none(client):
    condition = make_condition(slug="rare")
    count_map()
    before = client.get("/conditions/rare/map/").content
    for _number in range(4):
        member = make_member()
        add_condition(member=member, condition=condition, relation="has-it", consent=True)
        join_map(member=member, country="ES", consent=True)
        count_map()
        assert client.get("/conditions/rare/map/").content == before
