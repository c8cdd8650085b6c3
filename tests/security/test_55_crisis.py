"""Who may be in danger sees at once who helps; a person looks first; nothing is deleted; readers see help above it."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.test import Client

from forum.models import Post
from forum.services import reply
from moderation.helplines import help_in, helplines, region_of
from moderation.models import Case, Flag, Visibility
from moderation.screening import Mark, screen
from moderation.screening import Post as Text
from moderation.word_lists import ready, shipped
from tests.factories import make_condition, make_member, make_thread, make_topic, make_user

DANGER = "I want to die, I have been thinking about ending my life."
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known(settings):
    settings.FIRST_POSTS_HELD = 0


def test_own_set_is_above_the_bar():
    call_command("safety_eval")


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        (DANGER, {Mark.CRISIS}),
        ("My son says he wants to kill himself.", {Mark.CRISIS}),
        ("How many mg of morphine would kill me?", {Mark.CRISIS, Mark.METHOD}),
        ("I'm dying to know whether it helps.", set()),
        ("My brother killed himself in 2009 and I miss him.", set()),
        ("Years ago I wanted to die. Today I am glad to be here.", set()),
    ],
)
def test_flags(text, flags):
    assert set(screen(Text(text), ready(shipped())).flags) == flags


def test_text_of_a_person_in_danger_stands_and_tops_the_queue():
    post = reply(author=make_user(), thread=make_thread(), body=DANGER)
    assert (post.visibility, post.shows_help) == (Visibility.VISIBLE, True)
    older = Case.objects.create(kind="post", item_id=0, author=make_user())
    Case.objects.filter(pk=older.pk).update(opened_at=older.opened_at - timedelta(days=2))
    first = Case.objects.open().crisis_first().first()
    assert (first.kind, first.item_id, first.risk) == ("post", post.pk, "crisis")
    assert Flag.objects.get(case=first).reason == "self-harm"


def test_methods_are_held_and_not_deleted():
    words = "I want to die. How many mg of morphine would kill me?"
    post = reply(author=make_user(), thread=make_thread(), body=words)
    assert post.visibility == Visibility.HELD
    assert Post.objects.get(pk=post.pk).body == words


def test_grief_shows_help_and_raises_no_alarm():
    post = reply(author=make_user(), thread=make_thread(), body="My brother died by suicide. I miss him so much.")
    assert post.shows_help
    assert not Case.objects.open().exists()


def test_author_is_led_to_who_helps_in_their_country_and_on_to_their_text():
    member, thread = make_member(), make_thread()
    client = Client(headers={"Accept-Language": "de-AT,de;q=0.8"})
    client.force_login(member)
    sent = {"form_id": "a", "body": DANGER}
    answer = client.post(f"/forum/threads/{thread.pk}/reply/", sent)
    post = Post.objects.get(author=member)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/help-now/?text=")
    page = client.get(answer.headers["Location"])
    words = page.content.decode()
    assert "142" in words
    assert f'href="{post.get_absolute_url()}"' in words
    assert "no-store" in page.headers["Cache-Control"]


def kept_by_a_visitor(client, words):
    """Every page on which a visitor who has written `words` sees them again before anything is posted."""
    make_condition(slug="asthma", name="Asthma")
    make_topic(slug="what-is-it")
    thread = make_thread()
    steps = [
        ("/answers/new/asthma/what-is-it/draft/", {"body": words}, ["/answers/new/asthma/what-is-it/"]),
        (f"/forum/threads/{thread.pk}/keep/", {"body": words}, [f"/forum/threads/{thread.pk}/reply/"]),
        ("/forum/ask/keep/", {"title": "Since spring", "about": "all"}, []),
        ("/forum/ask/write/", {"title": "Since spring", "about": "all", "body": words, "audience": "anyone"}, ASKING),
        ("/stories/new/", {"condition": "Asthma", "relation": "has-it", "stage": "after", "language": "en"}, []),
        ("/stories/new/words/", {"title": "A year", "body": words}, ["/stories/new/words/"]),
        ("/stories/new/readers/", {"name": "named", "country": "KE", "audience": "anyone"}, ["/stories/new/check/"]),
    ]
    for address, typed, pages in steps:
        client.post(address, typed, headers={"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"})
        for page in pages:
            yield page, client.get(page).content.decode()


ASKING = ["/forum/ask/write/", "/forum/ask/check/"]
PAGES_WITH_WORDS = 6


@pytest.mark.parametrize(("words", "shown"), [(DANGER, 1), ("I am dying to know whether it helps.", 0)])
def test_author_sees_help_while_writing_and_only_then(client, words, shown):
    seen = list(kept_by_a_visitor(client, words))
    assert len(seen) == PAGES_WITH_WORDS
    for page, html in seen:
        assert words[3:] in html, page
        assert html.count('class="note help-card"') == shown, page


def test_readers_see_help_above_the_words(client):
    thread = make_thread()
    reply(author=make_user(), thread=thread, body=DANGER)
    page = client.get(thread.get_absolute_url()).content.decode()
    assert page.count('class="note help-card"') == 1
    assert page.index("help-card") < page.index("I want to die")


def test_page_of_help_leads_to_no_other_site(client):
    for way in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        assert "evil.example" not in client.get("/help-now/", {"text": way}).content.decode()
        assert "javascript:" not in client.get("/help-now/", {"text": way}).content.decode()


@pytest.mark.parametrize("country", sorted(helplines()))
def test_each_country_has_a_line_an_emergency_number_and_the_day_of_its_check(country):
    found = help_in(country)
    assert found.emergency
    assert all(line.name and line.dial for line in found.lines)
    assert isinstance(found.checked, date)


@pytest.mark.parametrize(
    ("header", "region"), [("de-AT, en;q=0.5", "AT"), ("en", ""), ("zh-Hant-TW", "TW"), ("x" * 9000, ""), ("", "")]
)
def test_country_comes_from_the_language_of_the_device(header, region):
    assert region_of(header) == region
