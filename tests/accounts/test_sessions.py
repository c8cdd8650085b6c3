"""How long someone stays signed in, and what ends a session for good."""

import time
from unittest import mock

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings as site_settings
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import sessions
from tests.accounts.getting_in import SIGN_IN
from tests.factories import PASSWORD, make_member, make_user

pytestmark = pytest.mark.django_db
PAGE = "/account/"
LIST = "/accounts/sessions/"
DAY = 24 * 3600


@pytest.fixture
def member():
    return make_member(username="wanjiku", consents=[])


def signed_in(member, **where):
    client = Client(**where)
    client.post(SIGN_IN, {"login": member.username, "password": PASSWORD, "remember": "on"})
    client.get(PAGE)
    return client


def visit(client, *, after):
    """Looks at a page of one's own some seconds later."""
    now = time.time() + after
    with mock.patch("accounts.sessions.now", return_value=int(now)):
        return client.get(PAGE)


def cookie_of(client):
    return client.cookies[site_settings.SESSION_COOKIE_NAME].value


def is_open(cookie):
    """Whether a browser that still holds this cookie is let in."""
    client = Client()
    client.cookies[site_settings.SESSION_COOKIE_NAME] = cookie
    return client.get(PAGE).status_code == 200


@pytest.mark.parametrize(
    ("is_staff", "idle", "longest"), [(False, 14 * DAY, 30 * DAY), (True, 30 * 60, 12 * 3600)], ids=["member", "staff"]
)
def test_session_ends_when_it_was_idle_and_at_its_longest(member, is_staff, idle, longest):
    member.is_staff = is_staff
    member.save(update_fields=["is_staff"])
    client = signed_in(member)
    assert visit(client, after=idle - 60).status_code == 200
    response = visit(client, after=2 * idle)
    assert response.status_code == 302
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'

    client, moment = signed_in(member), 0
    while moment < longest - idle:
        moment += idle // 2
        assert visit(client, after=moment).status_code == 200
    assert visit(client, after=longest + 60).status_code == 302


def test_person_who_was_signed_out_is_told_why(member):
    client = signed_in(member)
    visit(client, after=20 * DAY)
    assert "You were signed out after a while" in client.get("/stories/").content.decode()


def test_visits_are_noted_now_and_then_not_on_each_page(member, django_assert_num_queries):
    client = signed_in(member)
    client.get(PAGE)
    with django_assert_num_queries(2):  # the session and the member
        client.get(PAGE)
    before = UserSession.objects.get().last_seen_at
    visit(client, after=sessions.MEMBER_PAUSE + 5)
    assert UserSession.objects.get().last_seen_at > before


def test_visitor_costs_no_query_and_gets_no_cookie(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/about/us/")
    assert response.cookies == {}


def test_address_is_kept_only_coarsely(member):
    signed_in(member, REMOTE_ADDR="203.0.113.77")
    signed_in(member, REMOTE_ADDR="2001:db8:1:2:3:4:5:6")
    assert set(UserSession.objects.values_list("ip", flat=True)) == {"203.0.113.0", "2001:db8:1::"}


def test_signing_out_ends_the_session_for_good_and_clears_the_browser(member):
    client = signed_in(member)
    cookie = cookie_of(client)
    response = client.post("/accounts/logout/")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_open(cookie)


def test_signing_in_changes_the_session_s_key_and_keeps_what_was_in_it(client, member):
    visitor = client.session
    visitor["noted"] = "a word"
    visitor.save()
    before = cookie_of(client)
    client.post(SIGN_IN, {"login": member.username, "password": PASSWORD})
    assert cookie_of(client) != before
    assert client.session["noted"] == "a word"
    assert not Session.objects.filter(session_key=before)


def test_new_password_ends_the_other_sessions_and_keeps_this_one(member):
    phone, laptop = signed_in(member), signed_in(member)
    stolen = cookie_of(phone)
    new = {"oldpassword": PASSWORD, "password1": "another-long-phrase", "password2": "another-long-phrase"}
    assert laptop.post("/accounts/password/change/", new).status_code == 302
    assert get_user(laptop) == member
    assert not is_open(stolen)


def test_account_that_was_taken_out_of_use_is_signed_out_at_once(member):
    client = signed_in(member)
    member.is_active = False
    member.save(update_fields=["is_active"])
    assert client.get(PAGE).status_code == 302


@pytest.mark.parametrize(("changed", "stays"), [({"is_staff": "on"}, False), ({"display_name": "Wanjiku Two"}, True)])
def test_sessions_end_when_rights_change_and_not_with_a_name(member, changed, stays):
    owner, client = Client(), signed_in(member)
    owner.force_login(make_user(is_staff=True, is_superuser=True), backend="django.contrib.auth.backends.ModelBackend")
    form = owner.get(address := reverse("admin:accounts_user_change", args=[member.pk])).context["adminform"].form
    values = {name: form[name].value() for name in form.fields if form[name].value()}
    moments = {"last_login", "date_joined"}
    sent = {name: value for name, value in values.items() if name not in moments}
    for name in moments:
        moment = timezone.localtime(values[name])
        sent |= {f"{name}_0": f"{moment:%Y-%m-%d}", f"{name}_1": f"{moment:%H:%M:%S}"}
    assert owner.post(address, sent | changed).status_code == 302
    assert is_open(cookie_of(client)) is stays


def test_devices_are_listed_and_the_others_can_be_signed_out(member):
    phone = signed_in(member, headers={"user-agent": "A phone"})
    laptop = signed_in(member, headers={"user-agent": "A laptop"})
    stranger = signed_in(make_member(), headers={"user-agent": "A stranger"})
    text = laptop.get(LIST).content.decode()
    assert "A phone" in text
    assert "A laptop" in text
    assert "A stranger" not in text
    assert text.count("this device") == 1
    laptop.post(LIST)
    assert not is_open(cookie_of(phone))
    assert is_open(cookie_of(laptop))
    assert is_open(cookie_of(stranger))


def test_member_s_page_is_kept_by_nobody(member):
    assert "no-store" in signed_in(member).get(PAGE).headers["Cache-Control"]
