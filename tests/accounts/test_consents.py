"""A yes is separate for each purpose, in the words of a version, and as easy to take back as to give."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from accounts import consent_texts, consequences
from accounts.consent_texts import CONSENT_TEXTS, text_in_version, text_of
from accounts.fields import ConsentField
from accounts.models import Consent, ConsentKind
from accounts.permissions import consents_of, has_consent
from accounts.services import give_consent, withdraw_consent
from members.models import MapPresence
from members.services import join_map
from tests.factories import make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def newer_text(monkeypatch):
    """The map's text in one more version."""
    last = text_of("map")
    texts = CONSENT_TEXTS | {
        "map": (*CONSENT_TEXTS["map"], replace(last, version=last.version + 1, ask="I agree to something else."))
    }
    monkeypatch.setattr(consent_texts, "CONSENT_TEXTS", texts)


def test_every_kind_has_a_text_and_versions_count_from_one():
    assert set(CONSENT_TEXTS) == set(ConsentKind.values)
    for kind, versions in CONSENT_TEXTS.items():
        assert [(text.kind, text.version) for text in versions] == [(kind, n) for n in range(1, len(versions) + 1)]


def test_nobody_has_agreed_to_anything_at_first():
    assert consents_of(make_user()) == frozenset()
    assert consents_of(AnonymousUser()) == frozenset()
    assert not has_consent(AnonymousUser(), "map")


def test_a_yes_counts_for_its_own_purpose_only():
    member = make_user()
    consent = give_consent(member=member, kind="map")
    assert (consent.version, consent.withdrawn_at) == (text_of("map").version, None)
    assert consents_of(member) == {"map"}
    assert has_consent(member, "map")
    assert not has_consent(member, "symptoms")
    assert not has_consent(make_user(), "map")


def test_the_same_yes_twice_is_recorded_once():
    member = make_user()
    assert give_consent(member=member, kind="map") == give_consent(member=member, kind="map")
    assert Consent.objects.count() == 1


def test_what_was_taken_back_no_longer_counts_and_stays_on_record():
    member = make_user()
    give_consent(member=member, kind="email")
    withdraw_consent(member=member, kind="email")
    withdraw_consent(member=member, kind="email")
    assert not has_consent(member, "email")
    consent = Consent.objects.get()
    assert consent.withdrawn_at >= consent.given_at
    give_consent(member=member, kind="email")
    assert has_consent(member, "email")
    assert Consent.objects.count() == 2


def test_a_yes_to_older_words_must_be_given_again(newer_text):
    member = make_user()
    Consent.objects.create(member=member, kind="map", version=1)
    assert not has_consent(member, "map")
    assert consents_of(member) == frozenset()
    give_consent(member=member, kind="map")
    assert has_consent(member, "map")
    assert list(Consent.objects.filter(withdrawn_at=None).values_list("version", flat=True)) == [text_of("map").version]
    assert text_in_version("map", 1) != text_of("map")


def test_taking_the_map_back_deletes_the_place_on_the_map():
    member = make_member()
    join_map(member=member, country="ES")
    withdraw_consent(member=member, kind="map")
    assert not MapPresence.objects.exists()


def test_withdrawal_calls_each_named_service_once_and_fails_as_a_whole(settings, monkeypatch):
    called = []
    monkeypatch.setattr(consequences, "import_string", lambda path: lambda *, member: called.append((path, member.pk)))
    settings.ON_WITHDRAWAL = {"symptoms": ["one.service", "another.service"]}
    member = make_member()
    withdraw_consent(member=member, kind="symptoms")
    withdraw_consent(member=member, kind="symptoms")
    assert called == [("one.service", member.pk), ("another.service", member.pk)]

    def fail(*, member):
        raise RuntimeError

    monkeypatch.setattr(consequences, "import_string", lambda _path: fail)
    settings.ON_WITHDRAWAL = {"map": ["failing.service"]}
    with pytest.raises(RuntimeError):
        withdraw_consent(member=member, kind="map")
    assert has_consent(member, "map")


def test_name_that_leads_nowhere_stops_the_start(settings):
    settings.ON_WITHDRAWAL = {"map": ["members.services.no_such_thing"], "mood": []}
    assert {fault.id for fault in consequences.check_names()} == {"accounts.E001", "accounts.E002"}


def test_services_that_the_site_names_are_there():
    assert list(consequences.check_names()) == []


def test_database_refuses_a_second_running_yes_an_unknown_kind_and_an_end_before_the_beginning():
    member = make_user()
    Consent.objects.create(member=member, kind="map", version=1)
    wrong = [
        {"kind": "map", "version": 1},
        {"kind": "mood", "version": 1},
        {"kind": "email", "version": 0},
        {"kind": "email", "version": 1, "withdrawn_at": datetime(2020, 1, 1, tzinfo=UTC)},
    ]
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Consent.objects.create(member=member, **fields)


def test_one_query_says_what_a_member_agreed_to(django_assert_num_queries):
    member = make_member()
    with django_assert_num_queries(1):
        assert len(consents_of(member)) == len(ConsentKind)
    with django_assert_num_queries(1):
        has_consent(member, "map")


def test_field_is_unticked_and_must_be_ticked():
    field = ConsentField("map")
    assert field.required
    assert not field.initial
    assert field.label == text_of("map").ask
