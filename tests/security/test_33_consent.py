"""33: each purpose is agreed to by itself, in words that are kept, and taken back with the same one click.

Research is not among them: the site gives nothing to anyone for research, so there is nothing to agree to. A command or
an address that did would need a purpose of its own first; a test below says so.
"""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command, get_commands

from accounts.consent_texts import CONSENT_TEXTS
from accounts.models import Consent, ConsentKind
from accounts.permissions import consents_of
from conditions.models import Symptom
from members.models import MapPresence, MemberCondition, MemberSymptom
from members.services import add_condition, join_map, record_symptom
from tests.crawl import Page
from tests.factories import make_condition, make_member
from tests.faults import expect_none
from tests.world import url_names

pytestmark = pytest.mark.django_db
HEALTH = (ConsentKind.PUBLISHING, ConsentKind.CONDITIONS, ConsentKind.SYMPTOMS, ConsentKind.MAP, ConsentKind.MATCHING)


@pytest.fixture
def newcomer(client):
    member = make_member(consents=())
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    return member


def as_page(response) -> Page:
    return Page("", response.status_code, dict(response.headers), response.content)


def ticked(page: Page) -> list[str]:
    boxes = [node for node in page.all("input") if node.get("type") == "checkbox"]
    return [node.get("name", "") for node in boxes if node.get("checked") is not None]


def test_each_purpose_has_its_own_form_and_nothing_is_ticked(client, newcomer):
    page = as_page(client.get("/account/privacy/"))
    assert ticked(page) == []
    actions = {node.get("action") for node in page.all("form")}
    expect_none(kind for kind in ConsentKind.values if f"/account/privacy/{kind}/" not in actions)
    assert len(CONSENT_TEXTS) == len(ConsentKind.values) >= 5


@pytest.mark.parametrize("kind", ConsentKind.values)
def test_yes_is_kept_with_its_words_and_its_time_and_taken_back_with_one_click(client, newcomer, kind):
    client.post(f"/account/privacy/{kind}/", {"agrees": "on"})
    consent = Consent.objects.get(member=newcomer)
    assert (consent.kind, consent.version) == (kind, CONSENT_TEXTS[kind][-1].version)
    assert consent.given_at
    assert consents_of(newcomer) == {kind}
    client.post(f"/account/privacy/{kind}/withdraw/")
    consent.refresh_from_db()
    assert consent.withdrawn_at >= consent.given_at
    assert consents_of(newcomer) == frozenset()


def test_without_the_tick_nothing_is_kept(client, newcomer):
    condition = make_condition(slug="asthma", name="Asthma")
    symptom = Symptom.objects.create(hpo_id="HP:0012378", name="Fatigue")
    page = as_page(client.post("/account/conditions/add/", {"condition": "asthma", "relation": "has-it"}))
    assert page.title.startswith("Error: ")
    for keep in (
        lambda: add_condition(member=newcomer, condition=condition, relation="has-it", consent=False),
        lambda: record_symptom(member=newcomer, symptom=symptom, strength="mild", consent=False),
        lambda: join_map(member=newcomer, country="ES", consent=False),
    ):
        with pytest.raises((ValidationError, PermissionDenied)):
            keep()
    for model in (MemberCondition, MemberSymptom, MapPresence, Consent):
        assert not model.objects.exists()


def test_who_says_no_to_everything_has_a_working_account(client, newcomer):
    for address in ("/account/", "/account/privacy/", "/account/data/", "/forum/", "/notifications/", "/drafts/"):
        assert client.get(address).status_code == 200, address
    assert client.get("/").status_code == 200


def test_place_on_the_map_is_gone_at_once_and_from_the_next_count(client, newcomer):
    condition = make_condition(slug="asthma", name="Asthma")
    client.post("/account/privacy/map/", {"agrees": "on"})
    MapPresence.objects.create(member=newcomer, country="ES")
    client.post("/account/privacy/map/withdraw/")
    assert not MapPresence.objects.exists()
    call_command("count_map", verbosity=0)
    assert condition


def test_all_that_health_consents_kept_is_gone_when_they_are_taken_back(client, newcomer):
    make_condition(slug="asthma", name="Asthma")
    for kind in HEALTH:
        client.post(f"/account/privacy/{kind}/", {"agrees": "on"})
    assert consents_of(newcomer) == set(HEALTH)
    for kind in HEALTH:
        client.post(f"/account/privacy/{kind}/withdraw/")
    for model in (MapPresence, MemberCondition, MemberSymptom):
        assert not model.objects.filter(member=newcomer).exists()


def test_nothing_is_given_away_for_research():
    """No purpose, no address and no command of that kind; the copy of the data is the member's own."""
    words = ("research", "dataset", "partner", "third-part")
    commands = [name for name, room in get_commands().items() if not room.startswith("django")]
    names = [*url_names(), *url_names().values(), *commands, *ConsentKind.values]
    assert len(commands) > 5
    expect_none(name for name in names if any(word in name for word in words))
