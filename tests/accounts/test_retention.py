"""Accounts that nobody confirmed, sessions that are over and network addresses do not stay."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.retention import NO_ADDRESS
from accounts.services import join
from schedule.purging import purge_expired
from tests.accounts.getting_in import JOIN, SIGN_IN, answers
from tests.factories import PASSWORD, make_member, make_story, make_user

pytestmark = pytest.mark.django_db


def let_days_pass(days):
    User.objects.update(date_joined=timezone.now() - timedelta(days=days))


def test_newcomer_who_never_typed_the_code_is_forgotten_and_the_name_is_free(client):
    client.post(JOIN, answers())
    let_days_pass(15)
    assert purge_expired()["unconfirmed-accounts"] == 1
    assert not EmailAddress.objects.exists()
    assert join(newcomer=User(), display_name="Marisol", email="another@example.org", password=None).pk


def test_newcomer_has_two_weeks(client):
    client.post(JOIN, answers())
    let_days_pass(13)
    assert purge_expired()["unconfirmed-accounts"] == 0


def test_members_staff_and_those_who_are_only_named_stay():
    make_member()
    make_story(author=make_user())
    staff = make_user(is_staff=True)
    EmailAddress.objects.create(user=staff, email="staff@example.org", verified=False)
    let_days_pass(400)
    assert purge_expired()["unconfirmed-accounts"] == 0
    assert User.objects.count() == 3


def test_sessions_that_are_over_are_forgotten_and_running_ones_stay():
    members = [make_member() for _ in range(3)]
    for member in members:
        Client().post(SIGN_IN, {"login": member.username, "password": PASSWORD})
    over, gone, running = UserSession.objects.order_by("pk")
    Session.objects.filter(session_key=over.session_key).update(expire_date=timezone.now() - timedelta(days=1))
    Session.objects.filter(session_key=gone.session_key).delete()
    purge_expired()
    assert list(UserSession.objects.all()) == [running]
    assert [session.session_key for session in Session.objects.all()] == [running.session_key]


@pytest.fixture
def device():
    member = make_member()
    Client().post(SIGN_IN, {"login": member.username, "password": PASSWORD})
    return UserSession.objects.get(user=member)


def used(device, days):
    UserSession.objects.filter(pk=device.pk).update(last_seen_at=timezone.now() - timedelta(days=days))
    purge_expired()
    device.refresh_from_db()
    return device.ip


def test_address_goes_a_week_after_the_last_visit_and_the_device_stays(device):
    assert used(device, 6) != NO_ADDRESS
    assert used(device, 8) == NO_ADDRESS


def test_list_of_devices_says_nothing_of_an_address_that_is_gone(client):
    member = make_member()
    client.post(SIGN_IN, {"login": member.username, "password": PASSWORD})
    client.get("/account/")
    assert "network" in client.get("/accounts/sessions/").content.decode()
    UserSession.objects.update(ip=NO_ADDRESS)
    html = client.get("/accounts/sessions/").content.decode()
    assert "Signed in on" in html
    assert "network" not in html


def test_no_session_lasts_longer_than_thirty_days(device):
    UserSession.objects.filter(pk=device.pk).update(created_at=timezone.now() - timedelta(days=31))
    purge_expired()
    assert not UserSession.objects.exists()
    assert not Session.objects.exists()
