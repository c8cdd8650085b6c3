from unittest.mock import patch

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conditions.models import Condition
from conditions.services import rename_condition
from pages.machines import _card
from pages.question import load_question
from questions.models import Review
from tests.factories import (
    make_answer,
    make_condition,
    make_question,
    make_review,
    make_summary,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db
IMAGE = "/conditions/all/questions/hereditary/image.png"


@pytest.fixture
def hereditary():
    condition = make_condition(slug="all", name="Acute leukemia", name_in_text="acute leukemia", short_name="ALL")
    return make_question(condition=condition, topic=make_topic(slug="hereditary", title_pattern="Is {condition} bad?"))


def card_of(question):
    return _card(load_question(question.condition.slug, question.topic.slug))


# --- robots.txt ---------------------------------------------------------------------------------------------------
def test_robots_are_kept_from_what_is_no_page_and_shown_the_sitemap(client, settings):
    settings.SITE_URL = "https://cairn.example.org"
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /accounts/",
        "Disallow: /search/",
        "",
        "Sitemap: https://cairn.example.org/sitemap.xml",
    ]


# --- healthz ------------------------------------------------------------------------------------------------------
def test_health_is_ok_when_the_database_answers(client):
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert [query["sql"] for query in queries] == ["SELECT 1"]


def test_health_says_so_when_the_database_is_away(client):
    with patch("pages.machines.connection.cursor", side_effect=DatabaseError("gone")):
        response = client.get("/healthz")
    assert response.status_code == 503
    assert response.content == b"The database does not answer.\n"
    assert b"gone" not in response.content


def test_health_is_never_remembered(client):
    response = client.get("/healthz")
    assert response["Cache-Control"] == "no-store"
    assert not response.has_header("ETag")
    assert not response.cookies


# --- theme.css ----------------------------------------------------------------------------------------------------
def test_theme_holds_the_owner_colours_of_both_modes(client, settings):
    settings.THEME = {"pine": ("#0e4f52", "#8bd5c6")}
    response = client.get("/theme.css")
    assert response["Content-Type"] == "text/css; charset=utf-8"
    css = response.content.decode()
    assert ":root{--pine:#0e4f52;}" in css
    assert ":root[data-theme=dark]{--pine:#8bd5c6;}" in css
    assert "@media (prefers-color-scheme:dark)" in css


def test_theme_is_sent_again_only_when_it_is_another(client, settings):
    settings.THEME = {"pine": ("#0e4f52", "#8bd5c6")}
    first = client.get("/theme.css")
    assert first["Cache-Control"] == "public, max-age=3600"
    assert client.get("/theme.css", headers={"If-None-Match": first["ETag"]}).status_code == 304
    settings.THEME = {"pine": ("#0e4f53", "#8bd5c6")}
    assert client.get("/theme.css", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_without_a_theme_the_stylesheet_is_empty(client, settings):
    settings.THEME = {}
    assert client.get("/theme.css").content == b""


# --- The picture beside a link ------------------------------------------------------------------------------------
def test_picture_says_the_question_and_who_wrote_the_page(hereditary, settings):
    settings.IS_DEMO = False
    make_summary(question=hereditary, verdict="usually-no")
    card = card_of(hereditary)
    assert card.heading == "Is acute leukemia bad?"
    assert card.verdict == "Usually no"
    assert card.voice == "Written by our editors"
    assert card.site == settings.SITE_NAME
    assert card.warning == ""


def test_review_is_named_with_its_day_and_only_while_it_is_valid(hereditary):
    summary = make_summary(question=hereditary)
    review = make_review(summary=summary, days=1)
    assert card_of(hereditary).voice.startswith("Medically reviewed on ")
    assert str(review.reviewed_on.year) in card_of(hereditary).voice
    long_ago = timezone.localdate().replace(year=2020, day=1)
    Review.objects.update(reviewed_on=long_ago, due_on=long_ago.replace(day=2))
    assert card_of(hereditary).voice == "Written by our editors"


@pytest.mark.parametrize(
    ("is_sensitive", "verdict", "expected"),
    [(False, "yes", "Yes"), (True, "yes", ""), (False, "unknown", ""), (False, "not-applicable", "")],
)
def test_verdict_is_in_the_picture_only_where_it_stands_on_the_scale_and_is_safe_to_tease(
    hereditary, is_sensitive, verdict, expected
):
    hereditary.topic.is_sensitive = is_sensitive
    hereditary.topic.save()
    make_summary(question=hereditary, verdict=verdict)
    assert card_of(hereditary).verdict == expected


def test_short_answer_with_its_numbers_is_never_in_the_picture(hereditary):
    make_summary(question=hereditary, short_answer="40 in 100 people live five years.")
    make_answer(question=hereditary, body="They gave me 40 in 100.")
    words = " ".join([card_of(hereditary).heading, card_of(hereditary).verdict, card_of(hereditary).voice])
    assert not any(letter.isdigit() for letter in words)


def test_question_that_only_members_answered_says_that(hereditary):
    make_answer(question=hereditary)
    assert card_of(hereditary).voice == "Answers from members"


def test_question_that_no_one_has_answered_has_a_picture_too(client, hereditary):
    make_topic(slug="diet")
    assert card_of(hereditary).voice == ""
    assert client.get("/conditions/all/questions/diet/image.png").status_code == 200


def test_demonstration_says_so_in_the_picture(hereditary, settings):
    settings.IS_DEMO = True
    assert card_of(hereditary).warning == "Demonstration"


def test_picture_is_a_png_that_anyone_may_keep_for_an_hour(client, hereditary):
    response = client.get(IMAGE)
    assert response["Content-Type"] == "image/png"
    assert response.content.startswith(b"\x89PNG")
    assert response["Cache-Control"] == "public, max-age=3600"
    assert client.get(IMAGE, headers={"If-None-Match": response["ETag"]}).status_code == 304
    make_summary(question=hereditary)
    assert client.get(IMAGE, headers={"If-None-Match": response["ETag"]}).status_code == 200


def test_picture_needs_one_query(client, hereditary):
    make_summary(question=hereditary)
    client.get(IMAGE)
    with CaptureQueriesContext(connection) as queries:
        client.get(IMAGE)
    assert len(queries) == 1


def test_owner_colours_are_in_the_picture(hereditary, settings):
    settings.THEME = {"pine": ("#123f5a", "#9fd0ee")}
    assert dict(card_of(hereditary).colours)["pine"] == "#123f5a"


def test_picture_of_what_is_not_there_is_not_found(client, hereditary):
    assert client.get("/conditions/all/questions/nothing/image.png").status_code == 404
    Condition.objects.update(is_published=False)
    assert client.get(IMAGE).status_code == 404


def test_old_address_of_a_condition_leads_to_the_picture_at_its_new_one(client, hereditary):
    editor = make_user(is_superuser=True)
    rename_condition(by=editor, condition=hereditary.condition, name="Acute leukemia", slug="acute-leukemia")
    response = client.get(IMAGE)
    assert response.status_code == 301
    assert response["Location"] == "/conditions/acute-leukemia/questions/hereditary/image.png"


@pytest.mark.parametrize("address", ["/robots.txt", "/theme.css", "/healthz", "/sitemap.xml", "/sitemap-pages.xml"])
def test_machines_only_read(client, address):
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200
