"""Closed communities: with SIGN_UP=invited only those join who hold an invitation, each once."""

import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.inviting import InvitationGoneError, holds, invite, use_invitation
from accounts.models import Invitation, User
from audit.models import Entry
from config.environment import Environment
from tests.accounts.getting_in import CONFIRM, JOIN, answers, mailed_code
from tests.crawl import Page
from tests.factories import PASSWORD, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_user(is_staff=True, is_superuser=True)


@pytest.fixture
def token(settings, owner):
    settings.SIGN_UP = "invited"
    return invite(by=owner, days=7)[1]


def open_link(client, token):
    address = f"/account/invitation/{token}/"
    page = client.get(address)
    return page, client.post(address) if page.status_code == 200 else page


def test_invited_person_joins_and_the_link_is_used_up(client, token):
    page, pressed = open_link(client, token)
    assert Page("", page.status_code, dict(page.headers), page.content).errors == []
    assert "no-store" in page["Cache-Control"]
    assert pressed.url == JOIN
    assert client.get(JOIN).status_code == 200
    assert client.post(JOIN, answers()).headers["Location"].startswith(CONFIRM)
    client.post(CONFIRM, {"code": mailed_code()})
    member = User.objects.get(email="marisol@example.org")
    assert client.get("/account/").status_code == 200
    assert not Invitation.objects.exists()
    page, _pressed = open_link(Client(), token)
    assert (page.status_code, "does not hold any more" in page.text) == (404, True)
    entry = Entry.objects.get(action="invitation.use")
    assert (entry.by_id, entry.whose_id) == (None, member.pk)
    assert token not in repr(list(Entry.objects.values()))


@pytest.mark.parametrize("session", [None, "made-up"])
def test_without_one_joining_is_refused_and_what_was_typed_is_there(client, settings, session):
    settings.SIGN_UP = "invited"
    if session:
        kept = client.session
        kept["invitation"] = session
        kept.save()
    for path in (JOIN, "/accounts/signup/passkey/"):
        asked = client.get(path)
        assert "Joining needs an invitation" in asked.text, path
        refused = client.post(path, answers(), headers={"origin": "http://testserver"})
        assert refused.status_code == 403, path
        assert "New members join by invitation here" in refused.text
        assert 'value="Marisol"' in refused.text
        assert "marisol@example.org" in refused.text
        assert answers()["password1"] not in refused.text
    assert not User.objects.exists()


def test_refused_form_goes_through_once_the_link_was_opened(client, token):
    assert client.post(JOIN, answers()).status_code == 403
    open_link(client, token)
    assert client.post(JOIN, answers()).headers["Location"].startswith(CONFIRM)


def test_looking_at_the_link_remembers_nothing(client, token):
    client.get(f"/account/invitation/{token}/")
    client.head(f"/account/invitation/{token}/")
    assert not client.cookies.get("session")
    assert client.post(JOIN, answers()).status_code == 403


def test_mistyped_form_does_not_use_it_up(client, token):
    open_link(client, token)
    assert client.post(JOIN, answers(email="no address")).status_code == 200
    assert holds(token)


def test_known_address_is_answered_as_an_unknown_one_and_uses_nothing_up(client, token):
    make_member(email="marisol@example.org", display_name="Known")
    open_link(client, token)
    assert client.post(JOIN, answers()).headers["Location"].startswith(CONFIRM)
    assert holds(token)


def test_somebody_who_was_quicker_leaves_no_account_behind(client, token, monkeypatch):
    open_link(client, token)
    Invitation.objects.all().delete()
    monkeypatch.setattr("accounts.adapter.holds", lambda _token: True)
    refused = client.post(JOIN, answers(), headers={"origin": "http://testserver"})
    assert refused.status_code == 403
    assert 'value="Marisol"' in refused.text
    assert not User.objects.filter(email="marisol@example.org").exists()


def test_it_ends_on_its_day(token, monkeypatch):
    assert holds(token)
    later = timezone.now() + timedelta(days=7, minutes=1)
    monkeypatch.setattr("accounts.inviting.timezone.now", lambda: later)
    assert not holds(token)
    with pytest.raises(InvitationGoneError):
        use_invitation(token=token, member=make_member())


def test_only_a_hash_is_kept(token):
    assert token not in repr(list(Invitation.objects.values()))
    assert re.fullmatch(r"[0-9a-f]{64}", Invitation.objects.get().token_hash)


@pytest.mark.parametrize("days", [0, 31, -1])
def test_days_have_bounds(owner, days):
    with pytest.raises(ValueError, match=str(days)):
        invite(by=owner, days=days)


def test_members_invite_nobody():
    with pytest.raises(PermissionDenied):
        invite(by=make_member(), days=7)


def test_owner_makes_one_in_the_admin_and_takes_it_back(client, owner, settings):
    settings.SIGN_UP, settings.SITE_URL = "invited", "http://testserver"
    client.force_login(owner)
    page = client.post("/admin/accounts/invitation/add/", {"days": "3"}, follow=True)
    [link] = re.findall(r"<code>(http://testserver/account/invitation/[\w-]+/)</code>", page.text)
    assert Client().get(link).status_code == 200
    assert link not in client.get("/admin/accounts/invitation/").text
    made = Invitation.objects.get()
    assert timedelta(days=2, hours=23) < made.expires_at - timezone.now() <= timedelta(days=3)
    entry = Entry.objects.get(action="invitation.make")
    assert (entry.by_id, entry.about) == (owner.pk, f"invitation:{made.pk}")
    assert client.post("/admin/accounts/invitation/add/", {"days": "31"}).status_code == 200
    client.post(f"/admin/accounts/invitation/{made.pk}/delete/", {"post": "yes"})
    assert Client().get(link).status_code == 404


def test_closed_site_lets_in_no_one_who_is_invited_either(client, token, settings):
    open_link(client, token)
    settings.SIGN_UP = "closed"
    assert "Joining is closed" in client.post(JOIN, answers()).text
    assert not User.objects.filter(email="marisol@example.org").exists()


def test_members_go_on_signing_in(client, settings):
    settings.SIGN_UP = "invited"
    member = make_member()
    assert client.post("/accounts/login/", {"login": member.email, "password": PASSWORD}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_two_in_the_same_moment_one_joins(owner):
    if connection.vendor == "sqlite":
        pytest.skip("threads share one connection to a database in memory; PostgreSQL shows it")
    token, people, said, at_once = invite(by=owner, days=1)[1], [make_member(), make_member()], [], Barrier(2)

    def use(member):
        at_once.wait()
        try:
            use_invitation(token=token, member=member)
            said.append("in")
        except InvitationGoneError:
            said.append("out")
        connection.close()

    threads = [Thread(target=use, args=[member]) for member in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["in", "out"]


def test_setting_takes_three_words():
    def read(value):
        return Environment({"SIGN_UP": value}).choice("SIGN_UP", "open", among=("open", "invited", "closed"))

    assert [read("Invited"), read("closed")] == ["invited", "closed"]
    with pytest.raises(Exception, match="Set it to open, invited or closed"):
        read("true")
