"""What someone may not see is nowhere: on no page, in no feed, sitemap, search, count or machine data, and in no cache.

Each kind of text, in each state, is looked for by each viewer on every address that can be opened.
"""

import re
from collections.abc import Iterable
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist
from django.test import Client
from django.urls import reverse

from accounts.models import User
from moderation.models import Audience, Visibility
from moderation.services import move
from questions.services import give_feedback
from tests.factories import (
    make_answer,
    make_condition,
    make_member,
    make_post,
    make_question,
    make_review,
    make_source,
    make_story,
    make_summary,
    make_thanks,
    make_thread,
    make_topic,
)
from tests.faults import expect_none
from tests.world import address, make_people, url_names

pytestmark = pytest.mark.django_db

MARKS = {kind: f"Zanzibar{kind}" for kind in ("answer", "story", "thread", "post", "quietpost", "thanks")}
"""For each kind of text a word that is in it and nowhere else. The quiet post stands in a thread that is private."""
PRIVATE = (Visibility.HELD, Visibility.REMOVED, Visibility.WITHDRAWN)
OTHERS = ("stranger", "new member", "member", "blocked", "editor")
"""Those who may not see what is private."""
REPORTED = ("answer", "story", "thread", "post", "thanks")
FOR_MODERATORS = {"moderation-list", "answer-history", "story-versions", "thread-edits", "post-edits"}
SHARED = re.compile(r"\S+-feed|sitemap|robots|question-image")
"""What is the same for everybody and may be kept by caches on the way: nothing private, not even for its author."""
TOKENS = re.compile(r'name="(csrfmiddlewaretoken|form_id)" value="[^"]*"|value="[^"]*" name="form_id"')
OWN = ("account/", "accounts/", "admin/", "notifications/", "drafts/")


class Stage:
    """A condition with a little of everything by others, and the author's texts, each with its mark."""

    def __init__(self) -> None:
        self.people = make_people()
        self.author: User = self.people["author"]
        bystander = make_member(display_name="A Bystander")
        self.condition = make_condition(slug="asthma", name="Asthma")
        self.question = make_question(condition=self.condition, topic=make_topic(slug="hereditary"))
        summary = make_summary(
            question=self.question, author=self.people["editor"], sources=[make_source(key="guide")], body="[1]"
        )
        self.feedback = give_feedback(summary=summary, is_helpful=False)
        self.reviewer = make_review(summary=summary).reviewer
        self.answer = make_answer(question=self.question, author=bystander)
        self.open_story = self.story = make_story(condition=self.condition, author=bystander)
        self.thanks = make_thanks(story=self.open_story, author=make_member())
        self.open_thread = self.thread = make_thread(
            author=bystander, condition=self.condition, title="How do you sleep?"
        )
        self.post = make_post(thread=self.thread, author=bystander)
        self.items: dict[str, Any] = {}
        self.hidden: list[Any] = []

    def put_all(self, *, visibility: str = Visibility.VISIBLE, audience: str = Audience.ANYONE, **state: Any) -> None:
        """The author writes one text of each kind. A reply is for whom its thread is for."""
        words = {kind: {"title": f"{mark} title", "body": f"{mark} body."} for kind, mark in MARKS.items()}
        place = {"author": self.author, "visibility": visibility, **state}
        about = {"condition": self.condition, "audience": audience}
        body = words["answer"]["body"]
        self.answer = make_answer(question=self.question, body=body, audience=audience, **place)
        self.story = make_story(**about, **words["story"], **place)
        self.thread = make_thread(**about, **words["thread"], **place)
        replies = {}
        self.hidden = [self.answer, self.story, self.thread]
        if visibility == Visibility.VISIBLE:
            quiet = make_thread(**about, title="A quiet thread", author=make_member())
            replies["quietpost"] = make_post(thread=quiet, body=words["quietpost"]["body"], author=self.author, **state)
            self.hidden.append(quiet)
        if audience == Audience.ANYONE:
            replies["post"] = self.post = make_post(thread=self.open_thread, body=words["post"]["body"], **place)
            self.thanks = make_thanks(story=self.open_story, body=words["thanks"]["body"], **place)
            replies["thanks"] = self.thanks
            self.hidden += [self.post, self.thanks]
        self.items = {"answer": self.answer, "story": self.story, "thread": self.thread, **replies}

    def hide_all(self, state: str) -> None:
        """Takes the texts out of view."""
        for item in self.hidden:
            assert move(item=item, to=state, only_from={Visibility.VISIBLE})

    def browser(self, viewer: str) -> Client:
        client = Client(raise_request_exception=False)
        if isinstance(self.people[viewer], User):
            client.force_login(self.people[viewer], backend="django.contrib.auth.backends.ModelBackend")
        return client


@pytest.fixture
def stage() -> Stage:
    return Stage()


def surfaces(stage: Stage) -> dict[str, str]:
    """Every address that can be opened and is not about one's own account."""
    found = {}
    for name, route in url_names().items():
        if not route.startswith(OWN) and (path := path_of(name, stage)):
            found[name] = path
    posts = [item for kind, item in stage.items.items() if kind.endswith("post")]
    threads = [stage.open_thread, *(post.thread for post in posts)]
    for name in [name for name in found if name.startswith("thread-") and name != "thread-list"]:
        found |= {f"{name} {thread.pk}": path_of(name, stage, thread=thread) for thread in threads}
    for name in [name for name in found if name.startswith("post-")]:
        found |= {f"{name} {post.pk}": path_of(name, stage, post=post) for post in posts}
    found["story-detail of another"] = stage.open_story.get_absolute_url()
    sections = ("stories", "forum", "questions", "conditions")
    found |= {f"sitemap {section}": f"/sitemap-{section}.xml" for section in sections}
    found |= {f"search {mark}": f"/search/?q={mark}" for mark in MARKS.values()}
    found |= {f"forum {tab}": f"/forum/?tab={tab}" for tab in ("new", "unanswered", "active", "following")}
    return found | {
        "newest answers": f"{stage.question.get_absolute_url()}?sort=new",
        "ask about it": f"/forum/ask/?condition={stage.condition.slug}&title={MARKS['thread']}",
    }


def path_of(name: str, stage: Stage, **instead: Any) -> str:
    """An address, or nothing where it needs what is not on the stage, such as a decision."""
    things = {**vars(stage), **instead}
    try:
        return address(name, type("Scene", (), things))  # type: ignore[arg-type]
    except (AttributeError, ObjectDoesNotExist):
        return ""


def look(stage: Stage, viewer: str) -> dict[str, str]:
    """What the viewer is shown at each address, without what is different each time."""
    cache.clear()
    client = stage.browser(viewer)
    shown = {}
    for name, path in surfaces(stage).items():
        response = client.get(path)
        assert response.status_code < 500, f"{viewer}: {path}"
        shown[name] = TOKENS.sub("", response.content.decode(errors="replace") + response.headers.get("Location", ""))
    return shown


def where(shown: dict[str, str]) -> dict[str, set[str]]:
    """Where each kind is found. A page that only repeats what was asked for does not count."""
    found: dict[str, set[str]] = {}
    for kind, mark in MARKS.items():
        seen = re.compile(f"{mark} (body|title)|{mark}-title", re.IGNORECASE)
        found[kind] = {name for name, text in shown.items() if seen.search(text)}
    return {kind: names for kind, names in found.items() if names}


def expect_nowhere(stage: Stage, viewers: Iterable[str]) -> None:
    expect_none({viewer: found for viewer in viewers if (found := where(look(stage, viewer)))})


def shared(found: dict[str, set[str]]) -> set[str]:
    return {name for names in found.values() for name in names if SHARED.match(name)}


def test_public_text_is_found_by_everybody_so_that_the_other_tests_prove_something(stage):
    stage.put_all()
    for viewer in OTHERS:
        found = where(look(stage, viewer))
        assert found.keys() == MARKS.keys(), viewer
        assert min(len(names) for kind, names in found.items() if kind != "thanks") > 1, viewer
    assert len(shared(found)) > 5


@pytest.mark.parametrize("state", PRIVATE)
def test_text_that_is_taken_out_of_view_is_nowhere_for_others(stage, state):
    stage.put_all()
    for viewer in ("stranger", "member"):
        look(stage, viewer)  # what is kept in memory is kept now
    stage.hide_all(state)
    expect_nowhere(stage, OTHERS)
    for names in where(look(stage, "moderator")).values():
        assert {name.split(" ")[0] for name in names} <= FOR_MODERATORS
    assert not shared(where(look(stage, "author")))


def test_text_for_members_is_nowhere_for_strangers_and_there_for_members(stage):
    stage.put_all(audience=Audience.MEMBERS)
    expect_nowhere(stage, ["stranger"])
    for viewer in ("new member", "member", "author", "moderator"):
        found = where(look(stage, viewer))
        assert found.keys() == stage.items.keys(), viewer
        assert not shared(found), viewer


@pytest.mark.parametrize("state", [Visibility.HELD, Visibility.REMOVED, Audience.MEMBERS])
def test_pages_of_strangers_are_the_same_as_if_nothing_had_been_written(stage, state):
    """No count, date, order or hint gives it away. (Points beside a name do count what only members read.)"""
    before = look(stage, "stranger")
    names = dict.fromkeys(("answer", "story", "thread", "post", "thanks", "report"))
    stage.put_all(**({"audience": state} if state == Audience.MEMBERS else {"visibility": state}))
    after = look(stage, "stranger")
    of_others = [name for name in before if name.partition("-")[0] not in names or name.endswith("-list")]
    expect_none(name for name in of_others if before[name] != after[name])


@pytest.mark.parametrize("state", [*PRIVATE, Audience.MEMBERS])
def test_stranger_who_reports_what_is_not_shown_hears_the_same_as_for_what_is_not_there(stage, state):
    """The form for a report stands at an address of its own for each text: it names the text, or knows of none."""
    client = stage.browser("stranger")

    def told(kind: str, pk: int) -> tuple[int, str]:
        path = reverse("report-new", kwargs={"kind": kind, "pk": pk})
        response = client.get(path)
        return response.status_code, TOKENS.sub("", response.content.decode()).replace(path, "its address")

    assert told("story", stage.open_story.pk)[0] == 200
    stage.put_all(**({"audience": state} if state == Audience.MEMBERS else {"visibility": state}))
    private = {kind: item for kind, item in stage.items.items() if kind in REPORTED}
    assert {"answer", "story", "thread"} <= private.keys()
    for kind, item in private.items():
        there, missing = told(kind, item.pk), told(kind, 70007000)
        assert there[0] == 404, kind
        assert there == missing, kind


def test_author_sees_what_waits_in_its_place(stage):
    stage.put_all()
    stage.hide_all(Visibility.HELD)
    shown = look(stage, "author")
    found = where(shown)
    for kind in ("answer", "story", "thread", "post", "thanks"):
        assert any("Only you can see this" in shown[name] for name in found[kind]), kind


def test_copy_that_a_visitor_kept_is_not_called_right_when_a_text_is_gone(stage):
    stage.put_all()
    client = stage.browser("stranger")
    tags = {}
    for path in surfaces(stage).values():
        response = client.get(path)
        if response.has_header("ETag") and b"Zanzibar" in response.content:
            tags[path] = response["ETag"]
    stage.hide_all(Visibility.HELD)
    assert len(tags) > 4
    expect_none(p for p, tag in tags.items() if client.get(p, headers={"if-none-match": tag}).status_code == 304)


def test_text_without_a_name_gives_its_author_away_nowhere(stage):
    """No page shows the text together with the author, to anyone but the author and moderators."""
    stage.put_all(is_anonymous=True)
    secrets = (stage.author.display_name, f"/members/{stage.author.username}")
    for viewer in OTHERS:
        shown = look(stage, viewer)
        found = where(shown)
        assert found.keys() == MARKS.keys(), viewer
        told = {name for names in found.values() for name in names if any(secret in shown[name] for secret in secrets)}
        expect_none(f"{viewer}: {name}" for name in told)
