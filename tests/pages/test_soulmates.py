"""The page of soulmates, and the block that leads there."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from accounts.models import ConsentKind
from accounts.services import give_consent
from conditions.models import Symptom
from members.contact import accept, decline, wave
from members.listing import join_soulmates, leave_soulmates
from members.models import Connection, Soulmate
from members.services import add_symptoms, put_profile, record_symptom, remove_symptom
from members.tasks import count_matches
from pages.joined import joined_by
from pages.soulmates import soulmates_block, soulmates_page
from tests.factories import make_question, make_user

pytestmark = pytest.mark.django_db

STATES = ("stranger", "apart", "few", "none", "some")


@pytest.fixture
def symptoms():
    return [
        Symptom.objects.create(hpo_id=f"HP:{n:07}", name=name) for n, name in enumerate(("Tired", "Fever", "Cough"))
    ]


def finder(symptoms, **fields):
    member = make_user(**fields)
    add_symptoms(member=member, symptoms=symptoms, consent=True)
    join_soulmates(member=member, consent=True)
    return member


def willing(symptoms, **fields):
    """A finder who lets others wave."""
    member = finder(symptoms, **fields)
    give_consent(member=member, kind=ConsentKind.MESSAGES)
    return member


def viewer_in(state, symptoms):
    if state == "stranger":
        return AnonymousUser()
    if state == "apart":
        return make_user()
    member = finder(symptoms[:2] if state == "few" else symptoms)
    if state == "some":
        finder(symptoms, display_name="Amina")
    count_matches.func()
    return member


@pytest.mark.parametrize("state", STATES)
def test_page_and_block_tell_each_state(state, symptoms, client):
    viewer = viewer_in(state, symptoms)
    assert soulmates_page(viewer).state == state
    said = {
        "stranger": "See how it works",
        "apart": "Add my symptoms",
        "few": "Add my symptoms",
        "none": "Look at my symptoms",
        "some": "See my soulmates",
    }
    assert soulmates_block(joined_by(viewer)).act == said[state]
    if viewer.pk:
        client.force_login(viewer, backend="django.contrib.auth.backends.ModelBackend")
    question = make_question()
    html = client.get(question.get_absolute_url()).content.decode()
    assert soulmates_block(joined_by(viewer)).words in html
    assert client.get("/soulmates/").status_code == 200


def test_block_counts_who_waits(symptoms):
    viewer = viewer_in("some", symptoms)
    assert soulmates_block(joined_by(viewer)).words == "1 member has days that look like yours."
    finder(symptoms)
    count_matches.func()
    assert soulmates_block(joined_by(viewer)).words == "2 members have days that look like yours."


@pytest.mark.parametrize(("state", "queries"), [("stranger", 0), ("apart", 1), ("some", 1)])
def test_block_costs_a_member_one_look_up_and_a_visitor_none(state, queries, symptoms, django_assert_num_queries):
    viewer = viewer_in(state, symptoms)
    with django_assert_num_queries(queries):
        soulmates_block(joined_by(viewer))


@pytest.mark.parametrize("others", [0, 1, 10])
def test_queries_of_the_page_do_not_grow(others, symptoms, django_assert_max_num_queries):
    viewer = finder(symptoms)
    for _number in range(others):
        finder(symptoms)
    with django_assert_max_num_queries(12):
        assert len(soulmates_page(viewer).cards) == others


def test_queries_do_not_grow_with_what_stands_between(symptoms):
    viewer, counts = willing(symptoms), []
    for more in (1, 9):
        for number in range(more):
            other = willing(symptoms)
            if number % 2:
                wave(by=viewer, to=other)
        with CaptureQueriesContext(connection) as queries:
            soulmates_page(viewer)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_rendering_makes_no_query(rf, symptoms, django_assert_num_queries):
    viewer = willing(symptoms)
    wave(by=viewer, to=willing(symptoms))
    willing(symptoms)
    request = rf.get("/soulmates/")
    request.user = viewer
    page = soulmates_page(viewer)
    with django_assert_num_queries(0):
        assert 'value="at-once"' in render_to_string("pages/soulmates.html", {"page": page}, request)


def test_match_shows_what_stands_between_the_two(symptoms, client):
    viewer, other = willing(symptoms), willing(symptoms, username="amina")
    client.force_login(viewer, backend="django.contrib.auth.backends.ModelBackend")
    html = client.get("/soulmates/").content.decode()
    assert '<form method="post" action="/members/amina/wave/">' in html
    assert "csrfmiddlewaretoken" in html.partition("/members/amina/wave/")[2].partition("</form>")[0]
    sent = {"go": "at-once", "next": "/soulmates/"}
    response = client.post("/members/amina/wave/", sent, follow=True)
    assert response.redirect_chain == [("/soulmates/", 302)]
    assert "You waved to " in response.content.decode()
    assert "You waved on " in response.content.decode()
    assert "/members/amina/wave/" not in response.content.decode()
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    html = client.get("/soulmates/").content.decode()
    assert "They waved to you." in html
    assert 'href="/messages/">Answer the wave' in html
    talk = accept(by=other, connection=Connection.objects.get())
    for member in (viewer, other):
        client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
        assert f'href="/messages/{talk.pk}/">Your conversation' in client.get("/soulmates/").content.decode()


def test_declined_wave_looks_like_one_that_waits(symptoms, client):
    viewer, other = willing(symptoms), willing(symptoms)
    decline(by=other, connection=wave(by=viewer, to=other))
    client.force_login(viewer, backend="django.contrib.auth.backends.ModelBackend")
    assert "You waved on " in client.get("/soulmates/").content.decode()


def test_who_takes_no_waves_has_no_button(symptoms, client):
    viewer = willing(symptoms)
    finder(symptoms, username="amina")
    client.force_login(viewer, backend="django.contrib.auth.backends.ModelBackend")
    html = client.get("/soulmates/").content.decode()
    assert "/members/amina/" in html
    assert "at-once" not in html


def test_first_wave_asks_for_consent_and_leads_back(symptoms, client):
    viewer = finder(symptoms)
    willing(symptoms, username="amina")
    client.force_login(viewer, backend="django.contrib.auth.backends.ModelBackend")
    asked = client.post("/members/amina/wave/", {"go": "at-once", "next": "/soulmates/"})
    assert 'name="consent"' in asked.content.decode()
    assert "errors" not in asked.content.decode()
    assert not Connection.objects.exists()
    done = client.post("/members/amina/wave/", {"consent": "on", "next": "/soulmates/"})
    assert done["Location"] == "/soulmates/"
    assert Connection.objects.get().waver == viewer


def test_wave_leads_to_no_other_site(symptoms, client):
    viewer = willing(symptoms)
    willing(symptoms, username="amina")
    client.force_login(viewer, backend="django.contrib.auth.backends.ModelBackend")
    done = client.post("/members/amina/wave/", {"go": "at-once", "next": "https://elsewhere.example/"})
    assert done["Location"] == "/messages/"


def test_card_shows_the_name_why_and_a_country_only_if_members_may_see_it(symptoms, client):
    viewer = viewer_in("some", symptoms)
    amina = Soulmate.objects.exclude(member=viewer).get().member
    client.force_login(viewer, backend="django.contrib.auth.backends.ModelBackend")
    put_profile(member=amina, about="", country="KE", country_audience="nobody")
    html = client.get("/soulmates/").content.decode()
    assert "Amina" in html
    assert "You share 3 of your 3 symptoms: Tired, Fever and Cough." in html
    assert "Kenya" not in html
    put_profile(member=amina, about="", country="KE", country_audience="members")
    assert "Kenya" in client.get("/soulmates/").content.decode()


def test_page_is_kept_nowhere_and_found_by_no_search_engine(symptoms, client):
    response = client.get("/soulmates/")
    assert "no-store" in response.headers["Cache-Control"]
    assert re.search(r'<meta name="robots" content="noindex', response.content.decode())
    assert not response.cookies


def test_change_of_symptoms_is_seen_by_others_in_the_next_request(symptoms, client):
    viewer, other = finder(symptoms), finder(symptoms, display_name="Amina")
    client.force_login(viewer, backend="django.contrib.auth.backends.ModelBackend")

    def seen():
        return client.get("/soulmates/").content.decode()

    assert "You share 3 of your 3 symptoms: Tired, Fever and Cough." in seen()
    more = Symptom.objects.create(hpo_id="HP:0000009", name="Itch")
    add_symptoms(member=other, symptoms=[more])
    assert "They noted 1 thing that you did not." in seen()
    remove_symptom(member=other, symptom=more)
    assert "that you did not" not in seen()
    remove_symptom(member=other, symptom=symptoms[0])
    assert "Amina" not in seen(), "with two symptoms nobody is compared"
    record_symptom(member=other, symptom=symptoms[0], strength="mild")
    assert "Amina" in seen()
    leave_soulmates(member=other)
    assert "Amina" not in seen()
