"""A moderator puts a plain cover over a text: it can be read by who opens it, and stands nowhere outside of it."""

import re
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from forum.services import reply
from moderation.models import Case, Cover, Decision, Reason, Source, Visibility
from moderation.services import decide, flag, report, undo
from moderation.services.reporting import Reporter
from moderation.services.visibility import returning_visibility
from moderation.transparency import transparency
from notifications.models import Notification
from questions.services import edit_answer, record_of
from stories.models import Story, StoryUpdate
from tests.factories import make_answer, make_member, make_post, make_story, make_summary, make_thanks, make_thread
from tests.world import make_moderator

pytestmark = pytest.mark.django_db
SECRET = "zephyrine"
"""A word of the covered text: whatever says it outside of the cover has leaked it."""
COVERED = re.compile(r'<details class="cover" data-nosnippet><summary>.*?</details>', re.DOTALL)
WHY = {"reason": "It says how it felt.", "ground": "safe"}
WORDS = f"I saw it all, {SECRET} and more."


def cover(item, detail=Cover.SELF_HARM):
    return decide(by=make_moderator(), item=item, action="cover", detail=detail, **WHY)


def page(url: str) -> str:
    return Client().get(url, follow=True).text


def make_all():
    """A text of each kind that anyone reads, with the page that shows it."""
    question = make_summary().question
    answer = make_answer(question=question, body=WORDS)
    story = make_story(condition=question.condition, body=WORDS)
    StoryUpdate.objects.create(story=story, body=WORDS, body_html=f"<p>{WORDS}</p>")
    thanks = make_thanks(story=make_story(body="A calm day."), body=WORDS)
    thread = make_thread(condition=question.condition, body=WORDS)
    post = make_post(thread=make_thread(condition=question.condition, body="How do you sleep?"), body=WORDS)
    return [
        (answer, question.get_absolute_url()),
        (story, story.get_absolute_url()),
        (thanks, thanks.story.get_absolute_url()),
        (thread, thread.get_absolute_url()),
        (post, post.thread.get_absolute_url()),
    ]


def test_text_of_each_kind_stands_behind_its_cover_and_nowhere_else():
    shown = make_all()
    condition = shown[0][0].question.condition
    for item, url in shown:
        assert SECRET in COVERED.sub("", page(url)), item
        assert cover(item)
    for item, url in shown:
        html = page(url)
        (whole,) = COVERED.findall(html)
        assert (SECRET in whole, str(Cover.SELF_HARM.label) in whole, "Show it" in whole) == (True, True, True), item
        assert SECRET not in COVERED.sub("", html), item
    slug, thread, post = condition.slug, shown[3][0], shown[4][0]
    elsewhere = ["/", "/stories/", "/forum/", f"/conditions/{slug}/", f"/conditions/{slug}/stories/", "/search/?q=saw"]
    elsewhere += ["/feeds/new/", f"/feeds/conditions/{slug}/", "/feeds/stories/", "/feeds/forum/"]
    for url in (*elsewhere, f"/conditions/{slug}/forum/", f"/feeds/forum/{post.thread_id}/"):
        answer = Client().get(url, follow=True)
        assert (answer.status_code, SECRET in answer.text) == (200, False), url
    member = make_member()
    reply(author=member, thread=thread, body="I know that.", quotes_question=True)
    reply(author=member, thread=post.thread, body="So do I.", quoted=post)
    for one in (thread, post.thread):
        assert SECRET not in COVERED.sub("", page(one.get_absolute_url()))
    client = Client()
    client.force_login(member)
    for url in (f"/forum/posts/{post.pk}/helped/", f"/forum/threads/{thread.pk}/reply/?quote=question"):
        answer = client.get(url)
        assert (answer.status_code, SECRET in COVERED.sub("", answer.text)) == (200, False), url


def test_cover_publishes_what_was_held_is_recorded_told_and_counted():
    story = make_story(author=make_member())
    Story.objects.update(visibility=Visibility.HELD)
    case = flag(item=story, source=Source.SCREENING, reason=Reason.SELF_HARM)
    decision = cover(story)
    story.refresh_from_db()
    assert (story.visibility, story.cover) == (Visibility.VISIBLE, "self-harm")
    assert (decision.detail, decision.reason, decision.ground, decision.case) == ("self-harm", *WHY.values(), case)
    assert not Case.objects.open().exists()
    assert cover(story) is None
    client = Client()
    client.force_login(story.author)
    statement = client.get(Notification.objects.get(recipient=story.author).url).text
    for words in ("put a cover over this", str(Cover.SELF_HARM.label), WHY["reason"], "Appeal"):
        assert words in statement
    counted = {line.label: line.number for table in transparency().tables for line in table.lines}
    assert counted["put behind a cover"] == "fewer than 5"
    assert returning_visibility(item=story) == Visibility.VISIBLE


def test_undoing_brings_the_earlier_cover_back_and_uncovering_takes_it_off():
    story, moderator = make_story(), make_moderator()
    cover(story, Cover.OTHER)
    second = cover(story, Cover.DYING)
    undo(by=moderator, decision=second, reason="The first one said enough.")
    assert Story.objects.get().cover == "other"
    decision = decide(by=moderator, item=story, action="uncover", reason="", ground="keeps")
    assert (Story.objects.get().cover, decision.reason[:11]) == ("", "A moderator")
    undo(by=moderator, decision=decision, reason="By mistake.")
    assert (Story.objects.get().cover, Decision.objects.count()) == ("other", 5)


def test_undoing_a_cover_over_a_held_text_holds_it_again():
    story = make_story()
    Story.objects.update(visibility=Visibility.HELD)
    undo(by=make_moderator(), decision=cover(story), reason="Too early.")
    assert (Story.objects.get().visibility, Story.objects.get().cover) == (Visibility.HELD, "")


def test_cover_has_to_say_something_and_stays_off_what_cannot_have_one():
    with pytest.raises(ValidationError):
        cover(make_story(), "")
    with pytest.raises(ValidationError):
        cover(make_story(), "boo")
    with pytest.raises(ValidationError):
        cover(make_member())
    assert not Decision.objects.exists()


def test_moderator_covers_from_the_queue(client):
    story, moderator = make_story(), make_moderator()
    report(item=story, by=Reporter("192.0.2.7", make_member()), reason=Reason.CRUELTY, words="")
    case = Case.objects.get()
    client.force_login(moderator)
    url = f"/moderation/cases/{case.pk}/cover/"
    assert url in client.get("/moderation/").text
    assert "Choose from the list." in client.post(url, WHY).text
    assert client.post(url, WHY | {"detail": "body"}).status_code == 302
    assert (Story.objects.get().cover, Case.objects.open().count()) == ("body", 0)
    assert f"/moderation/cases/{case.pk}/uncover/" not in client.get("/moderation/").text


def test_author_who_changes_the_words_keeps_the_cover(settings):
    settings.FIRST_POSTS_HELD = 0
    answer = make_answer(body=WORDS, author=make_member())
    cover(answer)
    edit_answer(by=answer.author, answer=answer, record=replace(record_of(answer), body="It was a long night."))
    answer.refresh_from_db()
    assert (answer.body, answer.cover) == ("It was a long night.", "self-harm")
