"""23: a number in an address opens nothing of others: theirs and one that does not exist are the same to who asks.

Everything private of the author is asked for by other people, by every method, and by its real number and by one that
nothing has. Both answers must be alike to the letter, and nothing may be stored. The addresses are those of the table
of tests/permission_rows.py in which a member misses what is the author's; a new one is asked for by itself.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from moderation.models import Visibility
from tests.factories import make_answer, make_post, make_thread
from tests.faults import expect_none
from tests.permission_rows import ROWS
from tests.world import VIEWERS, World, address, make_world, url_names

pytestmark = pytest.mark.django_db
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
NOBODY = 987_654_321
OTHERS = ("stranger", "new member", "member", "blocked", "editor")
EXPECTED = {
    *("answer-edit", "appeal-detail", "appeal-new", "connection-accept", "connection-end", "conversation-detail"),
    *("conversation-read", "decision-detail", "draft-discard", "member-condition-edit", "member-condition-remove"),
    *("message-new", "message-remove", "notification-open", "story-edit", "story-sharing", "symptom-remove"),
}
"""What is private for certain. The table may hold more."""
NUMBERED = re.compile(r"(?<=/)\d+(?=/)")
VARIES = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|name="form_id" value="[^"]*"|(?<=next=)[^"&]*')
TEXTS = ("answer", "post", "thread", "story")


def private_names() -> Iterator[str]:
    """Addresses with a number, in which somebody without a part in it is told that there is nothing, or that a whole
    room is closed."""
    member, editor = VIEWERS.index("new member"), VIEWERS.index("editor")
    for name, route in url_names().items():
        letters = {ROWS[f"{name} {method}"][viewer] for method in ("GET", "POST") for viewer in (member, editor)}
        if "int:" in route and ("M" in letters or name.startswith(("case-", "decision-"))):
            yield name


def nobodys(path: str) -> str:
    """The same address with a number that nothing has."""
    return NUMBERED.sub(str(NOBODY), path)


def said(browser: Client, method: str, path: str) -> tuple[int, str, str]:
    """The whole answer, without what is drawn by chance. What the request changed is undone."""
    cache.clear()
    cookies = browser.cookies.copy()
    with transaction.atomic():
        response = browser.generic(method, path, content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    browser.cookies = cookies
    location = response.headers.get("Location", "")
    return response.status_code, *(VARIES.sub("", told).replace(path, "…") for told in (location, text_of(response)))


def text_of(response: HttpResponseBase) -> str:
    return b"".join(response).decode()  # type: ignore[arg-type]


def told_apart(world: World, viewer: str, paths: list[str]) -> list[str]:
    """Where somebody learns that there is something with a number."""
    browser = world.browser(viewer, raise_request_exception=False, headers={"origin": "http://testserver"})
    faults = []
    for path in paths:
        for method in METHODS:
            theirs, nothing = said(browser, method, path), said(browser, method, nobodys(path))
            if theirs != nothing or theirs[0] >= 500:
                faults.append(f"{viewer}: {method} {path} says {theirs[0]} and {nothing[0]} where nothing is")
    return faults


def test_table_knows_what_is_private():
    expect_none(EXPECTED - set(private_names()))


@pytest.mark.parametrize("viewer", OTHERS)
def test_what_is_another_s_and_what_is_nobody_s_are_told_apart_by_no_one(viewer):
    world = make_world()
    part = {"member": ("connection-", "conversation-", "message-")}.get(viewer, ())
    public = ("answer-", "post-", "thread-", "story-", "thanks-")  # theirs are shown to all: those held are below
    names = [name for name in private_names() if not name.startswith((*part, *public))]
    assert len(names) > 10
    expect_none(told_apart(world, viewer, [address(name, world) for name in names]))


@pytest.mark.parametrize("viewer", OTHERS)
def test_held_text_of_another_is_told_apart_by_no_one(viewer):
    world = make_world()
    held = {"author": world.author, "visibility": Visibility.HELD}
    thread = make_thread(condition=world.condition, **held)
    waiting = replace(
        world,
        answer=make_answer(**held),
        story=world.held_story,
        thread=thread,
        post=make_post(thread=world.thread, **held),
    )
    names = [name for name, route in url_names().items() if "int:pk>" in route and name.split("-")[0] in TEXTS]
    paths = [address(name, waiting) for name in names if name != "story-update-remove"]
    paths += [reverse("report-new", kwargs={"kind": kind, "pk": getattr(waiting, kind).pk}) for kind in TEXTS]
    assert len(paths) > 25
    expect_none(told_apart(waiting, viewer, paths))
