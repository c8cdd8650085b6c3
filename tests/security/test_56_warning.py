"""Advice that can harm is public only below a warning that leads to what the editors say, once a moderator let it."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from forum.services import reply
from moderation.models import Case, Decision, Visibility
from moderation.services import decide, undo
from moderation.transparency import transparency
from notifications.models import Notification
from stories.models import Story
from tests.factories import (
    make_answer,
    make_condition,
    make_member,
    make_post,
    make_review,
    make_story,
    make_summary,
    make_thanks,
    make_thread,
)
from tests.world import make_moderator

pytestmark = pytest.mark.django_db
ADVICE = "Stop taking your insulin, cinnamon does the same."
WARNING = "<strong>This gives advice that can harm.</strong>"
WHY = {"reason": "Who follows it could be hurt.", "ground": "safe"}


def label(item, detail):
    return decide(by=make_moderator(), item=item, action="label", detail=detail, **WHY)


def page(url: str) -> str:
    return Client().get(url, follow=True).text


def test_held_advice_is_published_with_a_warning_that_leads_to_the_editors_answer(client, settings):
    settings.FIRST_POSTS_HELD = 0
    summary = make_summary()
    make_review(summary=summary)
    question = summary.question
    thread = make_thread(condition=question.condition)
    post = reply(author=make_member(), thread=thread, body=ADVICE)
    assert (post.visibility, ADVICE in page(thread.get_absolute_url())) == (Visibility.HELD, False)
    client.force_login(make_moderator())
    url = f"/moderation/cases/{Case.objects.get().pk}/label/"
    form = client.get(url).text
    assert f'value="{question.get_absolute_url()}"' in form
    assert "(medically reviewed)" in form
    assert "Choose from the list, or give an address." in client.post(url, WHY).text
    assert "Give the address of a page" in client.post(url, WHY | {"page": "https://example.com/buy/"}).text
    assert client.post(url, WHY | {"chosen": question.get_absolute_url()}).status_code == 302
    post.refresh_from_db()
    assert (post.visibility, post.warning_url) == (Visibility.VISIBLE, question.get_absolute_url())
    shown = page(thread.get_absolute_url())
    assert [words in shown for words in (ADVICE, WARNING, f'href="{question.get_absolute_url()}"')] == [True] * 3
    client.force_login(post.author)
    statement = client.get(Notification.objects.get(recipient=post.author).url).text
    for words in ("put a warning above this", question.get_absolute_url(), WHY["reason"], "Appeal"):
        assert words in statement
    counted = {line.label: line.number for table in transparency().tables for line in table.lines}
    assert counted["warning put above it"] == "fewer than 5"


def test_text_of_each_kind_has_its_warning_and_says_nothing_outside_of_its_page():
    question = make_summary().question
    answer, story = make_answer(question=question, body=ADVICE), make_story(condition=question.condition, body=ADVICE)
    thanks = make_thanks(story=make_story(body="A calm day."), body=ADVICE)
    thread = make_thread(condition=question.condition, body=ADVICE)
    post = make_post(thread=make_thread(condition=question.condition, body="How do you sleep?"), body=ADVICE)
    shown = [(answer, question), (story, story), (thanks, thanks.story), (thread, thread), (post, post.thread)]
    for _item, place in shown:
        assert WARNING not in page(place.get_absolute_url())
    for item, _place in shown:
        label(item, question.get_absolute_url())
    for item, place in shown:
        html = page(place.get_absolute_url())
        assert (html.count(WARNING), html.count(ADVICE)) == (1, 1), item
        assert html.index(WARNING) < html.index(ADVICE), item
    slug = question.condition.slug
    elsewhere = ["/", "/stories/", f"/conditions/{slug}/", "/feeds/new/", "/feeds/stories/", "/feeds/forum/"]
    for url in (*elsewhere, f"/feeds/conditions/{slug}/", f"/feeds/forum/{post.thread_id}/"):
        assert "cinnamon" not in page(url), url
    reply(author=make_member(), thread=post.thread, body="Do not do that.", quoted=post)
    assert page(post.thread.get_absolute_url()).count("cinnamon") == 1


def test_warning_is_undone_and_taken_off_like_a_cover():
    story, moderator = make_story(), make_moderator()
    first = label(story, "/conditions/")
    assert label(story, "/conditions/") is None
    undo(by=moderator, decision=first, reason="The doctor had said so.")
    assert Story.objects.get().warning_url == ""
    label(story, "/stories/")
    taken_off = decide(by=moderator, item=story, action="unlabel", reason="", ground="keeps")
    assert Story.objects.get().warning_url == ""
    undo(by=moderator, decision=taken_off, reason="By mistake.")
    assert Story.objects.get().warning_url == "/stories/"


def test_warning_leads_nowhere_else():
    for address in ("", "//example.com/", "javascript:alert(1)", "/no/such/page/"):
        with pytest.raises(ValidationError):
            label(make_story(), address)
    assert not Decision.objects.exists()


def test_answer_offers_its_own_question_first_and_a_thread_without_editors_texts_its_condition(client):
    client.force_login(make_moderator())
    answer = make_answer(question=make_summary().question)
    thread = make_thread(condition=make_condition(name="Sill fever"))
    for item in (answer, thread):
        decide(by=make_moderator(), item=item, action="hold", **WHY)
    forms = [client.get(f"/moderation/cases/{case.pk}/label/").text for case in Case.objects.order_by("pk")]
    assert f'<option value="{answer.question.get_absolute_url()}" selected>' in forms[0]
    assert ">Sill fever</option>" in forms[1]
