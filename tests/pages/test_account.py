"""Downloading one's data and closing the account, as a member meets them: only after a fresh sign-in, kept nowhere."""

import json
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Closing
from tests.crawl import Page
from tests.factories import PASSWORD, make_answer, make_member, make_story

pytestmark = pytest.mark.django_db
FILES = {"json": "application/json", "html": "text/html; charset=utf-8"}
GUARDED = ["/account/data/my-data.json", "/account/data/my-data.html", "/account/close/", "/account/close/texts/"]


@pytest.fixture
def marisol():
    return make_member(username="marisol", display_name="Marisol")


@pytest.fixture
def signed_in(client, marisol):
    """Who typed the password once more, as these pages ask for."""
    client.post("/accounts/login/", {"login": marisol.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def as_page(response):
    return Page("", response.status_code, dict(response.headers), response.content)


def later(client, minutes):
    """The same browser, so many minutes later."""
    session = client.session
    for method in session["account_authentication_methods"]:
        method["at"] -= minutes * 60
    session.save()


@pytest.mark.parametrize("address", ["/account/data/", "/account/close/", "/account/close/texts/"])
def test_page_is_whole_and_kept_nowhere(signed_in, address):
    response = signed_in.get(address)
    page = as_page(response)
    assert page.status == 200
    assert page.errors == []
    assert [level for level, _words in page.headings].count(1) == 1
    assert "no-store" in response["Cache-Control"]
    assert page.meta("robots") == "noindex"


@pytest.mark.parametrize("address", ["/account/data/", *GUARDED])
def test_stranger_signs_in_first(client, address):
    response = client.get(address)
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


@pytest.mark.parametrize("address", GUARDED)
def test_signing_in_is_not_enough(client, marisol, address):
    client.post("/accounts/login/", {"login": marisol.email, "password": PASSWORD})
    assert client.get(address).url.startswith("/accounts/reauthenticate/")


@pytest.mark.parametrize("address", GUARDED)
def test_password_of_six_minutes_ago_is_too_old(signed_in, address):
    assert signed_in.get(address).status_code == 200
    later(signed_in, 6)
    response = signed_in.get(address)
    assert response.status_code == 302
    assert response.url.startswith("/accounts/reauthenticate/")


def test_closing_cannot_be_sent_six_minutes_later(signed_in):
    later(signed_in, 6)
    assert signed_in.post("/account/close/", {"texts": "remove"}).url.startswith("/accounts/reauthenticate/")
    assert not Closing.objects.exists()


@pytest.mark.parametrize(("ending", "kind"), FILES.items())
def test_file_is_a_download_that_nothing_keeps(signed_in, marisol, ending, kind):
    make_answer(author=marisol, body="Rest helped me.")
    response = signed_in.get(f"/account/data/my-data.{ending}")
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"].startswith('attachment; filename="my-data-')
    assert "no-store" in response["Cache-Control"]
    assert "Rest helped me." in response.content.decode()


def test_json_is_whole(signed_in, marisol):
    make_answer(author=marisol, body="Ünïcode.")
    held = json.loads(signed_in.get("/account/data/my-data.json").content)
    assert held["records"]["questions.Answer"][0]["body"] == "Ünïcode."
    assert {row["kind"] for row in held["records"]["accounts.Consent"]} >= {"publishing", "map"}
    assert held["records"]["accounts.User"][0]["email"] == marisol.email


def test_html_says_names_and_choices_in_words_and_runs_nothing(signed_in, marisol):
    make_story(author=marisol, title="<script>alert(1)</script>", relation="has-it")
    html = signed_in.get("/account/data/my-data.html").content.decode()
    assert "<script" not in html
    assert "Living with it" in html or "living with it" in html
    assert "<h2>Stories</h2>" in html
    assert Page("", 200, {}, html.encode()).errors == []


def test_nothing_is_chosen_beforehand(signed_in):
    boxes = as_page(signed_in.get("/account/close/")).all("input")
    choices = [node for node in boxes if node.get("name") == "texts"]
    assert {node.get("value") for node in choices} == {"keep", "remove", "choose"}
    assert not [node for node in choices if node.get("checked") is not None]


def test_closing_without_a_choice_says_what_is_missing(signed_in):
    page = as_page(signed_in.post("/account/close/", {}))
    assert page.title.startswith("Error: ")
    assert "Choose what becomes of your texts." in page.text
    assert not Closing.objects.exists()


@pytest.mark.parametrize("texts", ["keep", "remove"])
def test_closing_is_asked_for_and_signs_out_everywhere(signed_in, marisol, texts):
    response = signed_in.post("/account/close/", {"texts": texts}, follow=True)
    assert response.redirect_chain == [("/account/closing/", 302)]
    assert "Your account will be closed" in response.content.decode()
    assert response.wsgi_request.user.is_anonymous
    closing = Closing.objects.get(member=marisol)
    assert (closing.texts, closing.due_on) == (texts, timezone.localdate() + timedelta(days=14))
    assert not [s for s in Session.objects.all() if s.get_decoded().get("_auth_user_id") == str(marisol.pk)]


def test_texts_are_decided_one_by_one(signed_in, marisol):
    answer, story = make_answer(author=marisol), make_story(author=marisol, title="My spring")
    response = signed_in.post("/account/close/", {"texts": "choose"})
    assert response.url == "/account/close/texts/"
    assert "My spring" in signed_in.get(response.url).content.decode()
    signed_in.post(response.url, {"removed": [f"story-{story.pk}"]})
    closing = Closing.objects.get(member=marisol)
    assert (closing.texts, closing.removed) == ("choose", [["story", story.pk]])
    assert answer.pk


def test_text_of_another_member_cannot_be_chosen(signed_in):
    story = make_story()
    page = as_page(signed_in.post("/account/close/texts/", {"removed": [f"story-{story.pk}"]}))
    assert page.title.startswith("Error: ")
    assert not Closing.objects.exists()


def test_signing_in_keeps_the_account(signed_in, marisol):
    signed_in.post("/account/close/", {"texts": "remove"})
    response = signed_in.post("/accounts/login/", {"login": marisol.email, "password": PASSWORD}, follow=True)
    assert not Closing.objects.exists()
    assert "Your account stays open." in response.content.decode()


def test_timer_closes_the_account_when_its_day_has_come(signed_in, marisol, capsys):
    signed_in.post("/account/close/", {"texts": "remove"})
    Closing.objects.update(due_on=timezone.localdate())
    call_command("run_due")
    marisol.refresh_from_db()
    assert marisol.closed_at
    assert not marisol.is_active
    assert (marisol.display_name, marisol.email) == ("Former member", "")
    response = signed_in.post("/accounts/login/", {"login": "marisol@members.example", "password": PASSWORD})
    assert response.wsgi_request.user.is_anonymous
