import re

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from accounts.blocks import block
from accounts.models import ConsentKind
from accounts.services import give_consent
from conditions.models import Symptom
from members.contact import wave
from members.listing import join_soulmates
from members.services import put_profile, record_symptom
from pages.soulmates_map import soulmates_map_page
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ADDRESS = "/soulmates/map/"


@pytest.fixture
def symptoms():
    return [Symptom.objects.create(hpo_id=f"T:{n}", name=f"Symptom {n}", information=2) for n in range(4)]


def finder(symptoms, country="", audience="members", **fields):
    """A member who noted these symptoms, wants to be found, and shows a country to an audience."""
    member = make_user(**fields)
    for symptom in symptoms:
        record_symptom(member=member, symptom=symptom, strength="mild", consent=True)
    join_soulmates(member=member, consent=True)
    put_profile(member=member, about="", country=country, country_audience=audience)
    return member


def read(client, member):
    client.force_login(member)
    response = client.get(ADDRESS)
    assert response.status_code == 200
    return response.content.decode()


def test_visitor_signs_in_first(client):
    assert client.get(ADDRESS).status_code == 302


def test_matches_stand_in_the_countries_that_they_show_to_members(client, symptoms):
    me = finder(symptoms, country="DE")
    finder(symptoms, country="ES", display_name="Open Olga", username="olga")
    finder(symptoms, country="PT", audience="nobody", display_name="Quiet Quentin")
    html = read(client, me)
    assert "2 matches" in html
    assert re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', html) == [("Spain", "1")]
    assert '<h3 id="in-ES">Spain</h3>' in html
    assert 'href="#in-ES" aria-label="Spain: 1 match"' in html
    assert '<a href="/members/olga/"><bdi>Open Olga</bdi></a>' in html
    assert "Not on the map, because they show no country: 1 match" in html
    for hidden in ("Portugal", "Quentin"):
        assert hidden not in html


def test_blocked_match_is_not_there(client, symptoms):
    me, other = finder(symptoms), finder(symptoms, country="ES", display_name="Open Olga")
    block(member=other, other=me)
    html = read(client, me)
    assert "Olga" not in html
    assert "Spain" not in html


def test_match_on_the_map_can_be_waved_to(client, symptoms):
    me, other = finder(symptoms), finder(symptoms, country="ES", username="olga")
    for member in (me, other):
        give_consent(member=member, kind=ConsentKind.MESSAGES)
    assert '<form method="post" action="/members/olga/wave/">' in read(client, me)
    wave(by=other, to=me)
    assert "They waved to you." in read(client, me)


def test_who_has_no_matches_is_told_how_they_come(client):
    assert "They come when you have noted your symptoms" in read(client, make_user())


def test_own_country_changes_nothing(client, symptoms):
    me = finder(symptoms, country="DE")
    finder(symptoms, country="ES")
    finder(symptoms, country="JP")
    before = soulmates_map_page(me)
    for country in ("PT", "KR", "BR"):
        put_profile(member=me, about="", country=country, country_audience="members")
        assert soulmates_map_page(me) == before


def test_page_is_kept_nowhere(client, symptoms):
    client.force_login(finder(symptoms))
    assert "no-store" in client.get(ADDRESS)["Cache-Control"]


def test_query_count_does_not_grow_and_rendering_makes_none(rf, symptoms, django_assert_num_queries):
    me = finder(symptoms)
    counts = []
    for more in (1, 9):
        for _number in range(more):
            finder(symptoms, country="ES")
        with CaptureQueriesContext(connection) as queries:
            page = soulmates_map_page(me)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10
    request = rf.get(ADDRESS)
    request.user = me
    with django_assert_num_queries(0):
        render_to_string("pages/soulmates_map.html", {"page": page}, request)
