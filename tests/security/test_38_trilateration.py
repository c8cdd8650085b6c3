"""38: nobody's place follows from asking from many places: there are no distances, and one's own changes nothing."""

import re

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import models

from accounts.models import ConsentKind
from accounts.services import give_consent
from members.models import MapPresence, Profile
from members.places import countries_of
from members.services import add_condition, count_map, join_map
from tests.factories import make_condition, make_member

pytestmark = pytest.mark.django_db
ORIGINS = sorted(countries_of("EU") | countries_of("AF") | countries_of("AS"))[:100]
OWN = re.compile(r"You are shown in: .*?</p>|name=\"csrfmiddlewaretoken\" value=\"[^\"]*\"|nonce=\"[^\"]*\"", re.DOTALL)


def test_from_a_hundred_places_the_answers_are_the_same(client):
    condition = make_condition(slug="asthma", name="Asthma")
    targets = [make_member(username=f"target-{n}") for n in range(6)]
    for target in targets:
        add_condition(member=target, condition=condition, relation="has-it", audience="members", consent=True)
        join_map(member=target, country="PT", consent=True)
    attacker = make_member()
    add_condition(member=attacker, condition=condition, relation="has-it", consent=True)
    client.force_login(attacker)
    client.get("/about/us/")
    answers = set()
    for country in ORIGINS:
        cache.clear()
        join_map(member=attacker, country=country, consent=True)
        count_map()
        pages = ("/conditions/asthma/map/", "/map/", "/members/target-0/")
        answers.add("".join(OWN.sub("", client.get(page).content.decode()) for page in pages))
    assert len(ORIGINS) == 100
    assert len(answers) == 1
    assert "target-1" not in answers.pop()


def test_no_coordinate_and_nothing_finer_than_a_region_is_stored():
    for model in (MapPresence, Profile):
        assert not [
            field.name for field in model._meta.fields if isinstance(field, models.FloatField | models.DecimalField)
        ]
    assert {field.name for field in MapPresence._meta.fields} == {"id", "member", "country", "region", "joined_at"}
    assert MapPresence._meta.get_field("country").max_length == 2
    with pytest.raises(ValidationError, match="from the list"):
        join_map(member=make_member(), country="ES", region="ES-B", consent=True)


def test_own_place_changes_at_most_three_times_a_day(client):
    member = make_member(consents=())
    give_consent(member=member, kind=ConsentKind.MAP)
    client.force_login(member)
    for country in ("ES", "PT", "FR"):
        assert client.post("/account/map/", {"country": country}).status_code == 302
    refused = client.post("/account/map/", {"country": "IT"})
    assert "Please try again tomorrow" in refused.content.decode()
    assert '<option value="IT" selected>' in refused.content.decode()
    assert client.post("/account/map/leave/").status_code == 302
    refused = client.post("/account/map/", {"country": "IT", "consent": "on"})
    assert "Please try again tomorrow" in refused.content.decode()
    assert not MapPresence.objects.exists()
