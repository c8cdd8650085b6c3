"""The account's own pages: a topic each, for the member alone, saved by itself."""

import re

import pytest
from django.test import Client

from accounts.consent_texts import text_of
from accounts.models import Consent, ConsentKind, User
from accounts.permissions import consents_of
from accounts.services import RENAMES_PER_DAY
from accounts.topics import TOPICS
from conditions.models import Condition
from tests.accounts.getting_in import errors_of
from tests.factories import make_condition, make_member, make_user

pytestmark = pytest.mark.django_db
PRIVACY = "/account/privacy/"


@pytest.fixture
def member():
    return make_member(display_name="Marisol", username="marisol", consents=[])


@pytest.fixture
def client(member):
    client = Client()
    client.force_login(member)
    return client


@pytest.mark.parametrize("address", ["/account/", "/account/name/", PRIVACY, "/accounts/sessions/", "/accounts/2fa/"])
def test_stranger_is_led_to_signing_in_and_back(address):
    response = Client().get(address)
    assert response.status_code == 302
    assert response.headers["Location"] == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("address", [f"{PRIVACY}map/", f"{PRIVACY}map/withdraw/"])
def test_looking_at_an_address_changes_nothing(client, member, address):
    assert client.get(address).status_code == 405
    assert consents_of(member) == frozenset()


def test_overview_and_menu_lead_to_every_topic(client):
    overview = client.get("/account/").content.decode()
    menu = client.get("/account/name/").content.decode()
    for topic in TOPICS:
        assert f">{topic.name}</a>" in overview
        assert f">{topic.name}</a>" in menu
    assert menu.count('aria-current="page"') == 1
    for address in set(re.findall(r'<li><h2><a href="([^"]+)"', overview)):
        response = client.get(address)
        asks_again = response.headers.get("Location", "").startswith("/accounts/reauthenticate/")
        assert response.status_code == 200 or asks_again


def test_page_of_consents_asks_for_each_by_itself_and_ticks_none(client):
    text = client.get(PRIVACY).content.decode()
    assert len(re.findall(r'<input type="checkbox"', text)) == len(ConsentKind)
    assert "checked" not in text
    assert text.count('<form class="stack"') == len(ConsentKind)


@pytest.mark.parametrize("kind", ConsentKind.values)
def test_yes_is_saved_and_taken_back_with_one_button_each(client, member, kind):
    client.post(f"{PRIVACY}{kind}/", {"agrees": "on"})
    assert consents_of(member) == {kind}
    text = client.get(PRIVACY).content.decode()
    assert "Saved: you said yes" in text
    assert "You said yes on" in text
    client.post(f"{PRIVACY}{kind}/withdraw/")
    assert consents_of(member) == frozenset()
    assert Consent.objects.get().withdrawn_at


def test_yes_without_a_tick_is_refused_and_said_beside_the_box(client, member):
    response = client.post(f"{PRIVACY}map/", {})
    text = response.content.decode()
    assert "<title>Error: " in text
    assert "We need your yes" in errors_of(response)
    assert text.count('aria-invalid="true"') == 1
    assert consents_of(member) == frozenset()


def test_unknown_purpose_is_not_found(client):
    assert client.post(f"{PRIVACY}mood/", {"agrees": "on"}).status_code == 404
    assert client.post(f"{PRIVACY}mood/withdraw/").status_code == 404


def test_nobody_agrees_for_somebody_else(client, member):
    other = make_user()
    client.post(f"{PRIVACY}map/", {"agrees": "on", "member": other.pk, "version": "99"})
    assert consents_of(other) == frozenset()
    assert list(Consent.objects.values_list("member", "version")) == [(member.pk, text_of("map").version)]


def test_older_yes_is_asked_for_again(client, member):
    Consent.objects.create(member=member, kind="map", version=text_of("map").version - 1)
    text = client.get(PRIVACY).content.decode()
    assert "We changed what this means" in text
    assert text.count('<form class="stack"') == len(ConsentKind)


def test_number_of_queries_does_not_grow_with_consents(client, member, django_assert_num_queries):
    client.get(PRIVACY)
    with django_assert_num_queries(3):  # session, member, consents
        client.get(PRIVACY)
    for kind in ConsentKind.values:
        Consent.objects.create(member=member, kind=kind, version=1)
    with django_assert_num_queries(3):
        client.get(PRIVACY)


def test_form_without_its_token_is_refused(member):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    assert client.post(f"{PRIVACY}map/", {"agrees": "on"}).status_code == 403
    assert client.post("/account/name/", {"display_name": "Solveig"}).status_code == 403
    assert consents_of(member) == frozenset()


def test_member_takes_a_new_name_and_readers_get_it_at_once(client, member):
    condition = make_condition()
    response = client.post("/account/name/", {"display_name": "Stone Path"}, follow=True)
    assert "You are now called Stone Path." in response.content.decode()
    member.refresh_from_db()
    assert (member.display_name, member.username) == ("Stone Path", "stone-path")
    assert Condition.objects.get().version > condition.version


@pytest.mark.parametrize("name", ["Dr Path", "x", "path@example.org", "Olu"])
def test_name_that_cannot_be_taken_is_said_and_stays_in_the_field(client, member, name):
    make_user(display_name="Olu", is_staff=True)
    response = client.post("/account/name/", {"display_name": name, "is_staff": "on"})
    assert errors_of(response).strip()
    assert f'value="{name}"' in response.content.decode()
    assert User.objects.get(pk=member.pk).display_name == "Marisol"


def test_name_changes_a_few_times_a_day_at_most(client, member):
    for number in range(RENAMES_PER_DAY):
        client.post("/account/name/", {"display_name": f"Stone {'abc'[number]}"})
    response = client.post("/account/name/", {"display_name": "Stone last"})
    assert "often today" in errors_of(response)
    assert User.objects.get(pk=member.pk).display_name == "Stone c"


def test_one_person_s_name_never_stands_in_another_s_header(client, member):
    other = make_member(display_name="Wanjiku")
    second = Client()
    second.force_login(other)
    for _ in range(2):
        mine, theirs = client.get("/stories/").content.decode(), second.get("/stories/").content.decode()
        assert "Marisol" in mine
        assert "Wanjiku" not in mine
        assert "Wanjiku" in theirs
        assert "Marisol" not in theirs
        visitor = Client().get("/stories/").content.decode()
        assert "Marisol" not in visitor
        assert ">Sign in</a>" in visitor
