"""A title is part of what somebody wrote: a moderator takes personal data out of it, and a cover is over it too.

A word of the titles is looked for at every address afterwards (docs/decisions/0053-titles.md)."""

import re

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from forum.drafts import REPLY
from forum.models import Following, Thread
from forum.services import edit_thread, offer_thread
from moderation.models import Case, Decision, Ground, ProposedChange, Reason, Source
from moderation.services import decide, flag, hold, publish, undo
from notifications.models import Notification
from notifications.sending import send_due
from pages.account import export_json
from stories.models import Story
from tests.factories import make_member, make_post, make_story, make_thanks, make_thread
from tests.moderation.cast import make_moderator
from tests.world import World, address, make_world, url_names
from writing.models import Draft
from writing.services import save_draft
from writing.writers import Writer

pytestmark = pytest.mark.django_db
CANARY = "zephyrine"
TITLES = {"thread": f"Who knows {CANARY} of Sillwater?", "story": f"My years with {CANARY}"}
ELSE = {"thread": "Who knows [left out]?", "story": "My years with [left out]"}
WHY = {"reason": "It names a doctor.", "ground": Ground.PRIVATE}
ASKED = "/forum/ask/?condition=asthma&title=who+knows+sillwater"
ON_PAGES = {
    *(
        "home",
        "condition-detail",
        "condition-stories",
        "condition-forum",
        "story-list",
        "thread-list",
        "question-detail",
    ),
    *("story-detail", "thread-detail", "post-detail", "thread-reply", "report-new", ASKED),
    *("site-feed", "condition-feed", "story-feed", "forum-feed", "thread-feed", "sitemap-stories", "sitemap-threads"),
}
FOR_A_MEMBER = {"draft-list", "story-thanks"}
FOR_ITS_AUTHOR = {"notification-list", "member-detail", "story-edit", "thread-edit", "thread-waiting"}
COVERED = re.compile(r'<details class="cover" data-nosnippet><summary>.*?</details>', re.DOTALL)


def make_stage() -> World:
    """A site whose thread and story have the word in their titles, and in all that is called after them."""
    world = make_world()
    Thread.objects.filter(pk=world.thread.pk).update(title=TITLES["thread"])
    Story.objects.filter(pk=world.story.pk).update(title=TITLES["story"])
    world.thread, world.story = Thread.objects.get(pk=world.thread.pk), Story.objects.get(pk=world.story.pk)
    member, moderator = world.people["member"], world.people["moderator"]
    Following.objects.create(thread=world.thread, member=member)
    about = {"kind": REPLY, "about": str(world.thread.pk), "title": world.thread.title}
    save_draft(writer=Writer(member=member), fields={"body": "Me too."}, url="/", **about)
    offer_thread(thread=world.thread, members=[member])
    for item in (make_post(thread=world.thread, author=member), make_thanks(story=world.story, author=member)):
        publish(by=moderator, item=item) if hold(by=moderator, item=item, reason="Once more.") else None
    for item in (world.thread, world.story):
        publish(by=moderator, item=item) if hold(by=moderator, item=item, reason="Once more.") else None
    return world


def tells(world: World, viewer: str) -> set[str]:
    """The names of the addresses at which this viewer finds the word outside of a cover, or an address with it."""
    client, found = world.browser(viewer, raise_request_exception=False), set()
    for name in url_names():
        answer = client.get(address(name, world))
        is_text = not answer.streaming and not answer.get("Content-Type", "").startswith("image")
        said = COVERED.sub("", answer.text) if is_text else ""
        if CANARY in said.lower() or CANARY in answer.get("Location", ""):
            found.add(name)
    for section in ("stories", "threads"):
        if CANARY in client.get(f"/sitemap-{section}.xml").text:
            found.add(f"sitemap-{section}")
    if CANARY in client.get(ASKED).text:
        found.add(ASKED)
    return found


def stored(world: World) -> list[str]:
    """What others than the author are told, keep, or take along, and what leaves by mail."""
    send_due()
    news = Notification.objects.all()
    return [
        *news.values_list("title", flat=True),
        *news.values_list("url", flat=True),
        *Draft.objects.values_list("title", flat=True),
        *ProposedChange.objects.values_list("url", flat=True),
        *(f"{one.subject} {one.body}" for one in mail.outbox),
        export_json(world.people["member"]),
    ]


def redact(world: World, item: Thread | Story) -> Decision:
    kind = item._meta.model_name
    decision = decide(
        by=world.people["moderator"], item=item, action="redact", words=item.body, title=ELSE[kind], **WHY
    )
    assert decision
    return decision


def test_word_of_a_title_is_nowhere_after_it_was_taken_out_and_found_again_after_undoing():
    world = make_stage()
    viewers = ("stranger", "member", "author")
    before = {viewer: tells(world, viewer) for viewer in viewers}
    assert before["stranger"] >= ON_PAGES
    assert (before["member"] >= FOR_A_MEMBER, before["author"] >= FOR_ITS_AUTHOR) == (True, True)
    decisions = [redact(world, item) for item in (world.thread, world.story)]
    assert {viewer: tells(world, viewer) for viewer in viewers} == {viewer: set() for viewer in viewers}
    assert not [words for words in stored(world) if CANARY in words.lower()]
    assert "Who knows [left out]?" in world.browser("stranger").get("/forum/").text
    for decision in decisions:
        undo(by=make_moderator(), decision=decision, reason="The name is that of a medicine.")
    assert tells(world, "stranger") == before["stranger"]


def test_word_of_a_title_stands_only_behind_a_cover_and_is_found_again_when_it_is_off():
    world = make_stage()
    before = tells(world, "stranger")
    for item in (world.thread, world.story):
        decide(by=world.people["moderator"], item=item, action="cover", detail="self-harm", **WHY)
    assert {viewer: tells(world, viewer) for viewer in ("stranger", "member")} == {"stranger": set(), "member": set()}
    for item in (Thread.objects.get(pk=world.thread.pk), Story.objects.get(pk=world.story.pk)):
        html = Client().get(item.get_absolute_url()).text
        (whole,) = [found for found in COVERED.findall(html) if CANARY in found.lower()]
        assert item.title in whole.replace("&#x27;", "'")
        assert "Covered by a moderator</h1>" in html
        assert item.get_absolute_url().endswith(f"/{item._meta.model_name}/")
    for item in (world.thread, world.story):
        decide(by=world.people["moderator"], item=item, action="uncover", reason="", ground="keeps")
    assert tells(world, "stranger") == before
    assert Draft.objects.filter(kind=REPLY, title=TITLES["thread"]).exists()


def test_author_reads_in_the_statement_that_it_was_done_and_why_and_undoing_brings_the_old_title_back():
    story = make_story(author=make_member(), title="Dr Verne saved me")
    decision = decide(
        by=make_moderator(), item=story, action="redact", words=story.body, title="A doctor  saved me", **WHY
    )
    story.refresh_from_db()
    assert (story.title, decision.snapshot.title) == ("A doctor saved me", "Dr Verne saved me")
    assert "Verne" not in str(decision.before)
    client = Client()
    client.force_login(story.author)
    page = client.get(Notification.objects.get(recipient=story.author).url).text
    for words in (WHY["reason"], "A doctor saved me", "Appeal", "Dr Verne saved me"):
        assert words in page
    undo(by=make_moderator(), decision=decision, reason="He agreed to it.")
    story.refresh_from_db()
    assert story.title == "Dr Verne saved me"


def test_old_title_is_not_brought_back_over_one_that_the_author_chose_since(settings):
    settings.FIRST_POSTS_HELD = 0
    thread = make_thread(author=make_member(), title="Who knows Dr Verne?")
    decision = decide(by=make_moderator(), item=thread, action="redact", words=thread.body, title="Who knows?", **WHY)
    edit = {"body": thread.body, "audience": thread.audience, "is_anonymous": False}
    edit_thread(by=thread.author, thread=thread, title="Who knows a doctor?", **edit)
    with pytest.raises(ValidationError, match="changed the text since"):
        undo(by=make_moderator(), decision=decision, reason="By mistake.")
    assert Thread.objects.get().title == "Who knows a doctor?"


def test_title_of_words_that_wait_is_changed_too_and_never_comes_back_with_them(settings):
    settings.FIRST_POSTS_HELD = 0
    advert = "Herbal cure for everything, order now with 50% off: healer@example.com"
    thread = make_thread(author=make_member(), title="Who knows Dr Verne?")
    edit = {"audience": thread.audience, "is_anonymous": False}
    edit_thread(by=thread.author, thread=thread, title=thread.title, body=advert, **edit)
    decide(by=make_moderator(), item=thread, action="redact", words=thread.body, title="Who knows?", **WHY)
    waiting = ProposedChange.objects.get()
    assert (waiting.title, waiting.fields["title"]) == ("Who knows?", "Who knows?")
    decide(by=make_moderator(), item=waiting, action="redact", words="A healer.", title="Who knows one?", **WHY)
    thread.refresh_from_db()
    assert (thread.title, thread.body) == ("Who knows one?", "A healer.")


def test_moderator_changes_the_title_in_the_form_and_cannot_leave_it_empty(client):
    thread, post = make_thread(title="Call 555 0199"), make_post()
    client.force_login(make_moderator())
    urls = {}
    for item in (thread, post):
        case = flag(item=item, source=Source.MODERATOR, reason=Reason.PRIVACY)
        urls[item] = f"/moderation/cases/{case.pk}/redact/"
    assert 'name="title"' not in client.get(urls[post]).text
    page = client.get(urls[thread]).text
    assert 'name="title" value="Call 555 0199"' in page
    sent = {"words": thread.body, "ground": "private", "reason": "A number."}
    for title in ("", "  ", "\u200b"):
        assert "Something has to stay." in client.post(urls[thread], sent | {"title": title}).text
    assert client.post(urls[thread], sent | {"title": "x" * 161}).status_code == 200
    assert Thread.objects.get(pk=thread.pk).title == "Call 555 0199"
    assert client.post(urls[thread], sent | {"title": "Call [left out]"}).status_code == 302
    assert Thread.objects.get(pk=thread.pk).title == "Call [left out]"
    assert not Case.objects.open().about("thread", thread.pk).exists()
