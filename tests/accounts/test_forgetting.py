"""Accounts that nobody confirmed and sessions that are over do not stay."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.forgetting import UNCONFIRMED_DAYS, forget_ended_sessions, forget_unconfirmed
from accounts.models import User
from accounts.services import join
from tests.accounts.getting_in import JOIN, SIGN_IN, answers
from tests.factories import PASSWORD, make_member, make_story, make_user

pytestmark = pytest.mark.django_db


def let_days_pass(days):
    User.objects.update(date_joined=timezone.now() - timedelta(days=days))


def test_newcomer_who_never_typed_the_code_is_forgotten_and_the_name_is_free(client):
    client.post(JOIN, answers())
    let_days_pass(UNCONFIRMED_DAYS + 1)
    assert forget_unconfirmed() == 1
    assert not EmailAddress.objects.exists()
    assert join(newcomer=User(), display_name="Marisol", email="another@example.org", password=None).pk


def test_newcomer_has_two_weeks(client):
    client.post(JOIN, answers())
    let_days_pass(UNCONFIRMED_DAYS - 1)
    assert forget_unconfirmed() == 0


def test_members_staff_and_those_who_are_only_named_stay():
    make_member()
    make_story(author=make_user())
    staff = make_user(is_staff=True)
    EmailAddress.objects.create(user=staff, email="staff@example.org", verified=False)
    let_days_pass(400)
    assert forget_unconfirmed() == 0
    assert User.objects.count() == 3


def test_sessions_that_are_over_are_forgotten_and_running_ones_stay():
    members = [make_member() for _ in range(3)]
    for member in members:
        Client().post(SIGN_IN, {"login": member.username, "password": PASSWORD})
    over, gone, running = UserSession.objects.order_by("pk")
    Session.objects.filter(session_key=over.session_key).update(expire_date=timezone.now() - timedelta(days=1))
    Session.objects.filter(session_key=gone.session_key).delete()
    forget_ended_sessions()
    assert list(UserSession.objects.all()) == [running]
    assert [session.session_key for session in Session.objects.all()] == [running.session_key]
