"""22: who may do what, as a table of actions; each cell is a request. Each address has its row in a table of its own.

The actions are below, the addresses in tests/permission_rows.py: both are asked of the site by each of its viewers, and
an address without a row fails.
"""
# ruff: noqa: F401

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from moderation.models import Case, Visibility
from moderation.services import suspend
from notifications.models import Notification
from tests.factories import make_editor, make_member, make_story, make_thread, make_user
from tests.test_permissions import (
    Desk,
    asked,
    test_admin_opens_to_staff_with_the_permission_and_to_nobody_else,
    test_each_viewer_is_answered_as_the_table_says,
    test_every_address_has_its_row_and_no_row_is_left_over,
    test_members_alone_write_what_others_read,
    test_no_answer_is_a_fault,
)
from tests.world import World, make_moderator, make_world

pytestmark = pytest.mark.django_db
ROLES = ("stranger", "new member", "member", "author", "moderator", "editor", "owner")
DONE, REFUSED, REFUSED_BY_ADMIN = set("OR"), set("SFMPX"), set("SFMPXR")
"""The admin sends those without a right there on, to sign in or home."""


@dataclass
class Things:
    """The world, and what the author has in it that few may read."""

    world: World
    for_members: list[str]
    waiting: list[str]


ACTIONS: dict[str, str] = {
    "read a published page": "YYYYYYY",
    "read what is for members": "-YYYYYY",
    "read what waits at its own address": "---Y---",
    "read what waits in the queue": "----Y-Y",
    "write a text": "-YYYYYY",
    "edit one's own text": "---Y---",
    "edit out of another's text": "----Y-Y",
    "delete one's own text": "---Y---",
    "say that it helped": "-YY-YYY",
    "report": "YYY-YYY",
    "see who reported": "----Y-Y",
    "decide on what waits": "----Y-Y",
    "decide on an appeal against one's own decision": "------Y",
    "suspend a member": "----Y-Y",
    "read the log of staff": "----Y-Y",
    "read who of the staff opened what is one's own": "-YYYYYY",
    "upload a picture of oneself": "-YYYYYY",
    "edit the catalogue": "------Y",
    "change roles": "------Y",
    "change the log of staff": "-------",
    "keep one's own symptoms and place": "-YYYYYY",
    "take away another's symptom": "---Y---",
    "take one's data along": "-YYYYYY",
    "read another's messages": "--YY---",
}
"""What each role does with what is the author's: Y done, - refused. The member is whom the author writes to, the
moderator made the decision that is appealed against, and the owner is a superuser who did nothing yet."""


def requests(action: str, things: Things) -> list[tuple[str, str]]:
    """How it is done: methods and addresses, every one of which must come out as the table says."""
    world = things.world
    case = {"pk": world.case.pk}
    ways: dict[str, Callable[[], list[tuple[str, str]]]] = {
        "read a published page": lambda: [("GET", world.question.get_absolute_url()), ("GET", "/map/")],
        "read what is for members": lambda: [("GET", path) for path in things.for_members],
        "read what waits at its own address": lambda: [("GET", path) for path in things.waiting],
        "read what waits in the queue": lambda: [("GET", reverse("case-detail", kwargs=case))],
        "write a text": lambda: [("POST", reverse("thread-reply", args=[world.thread.pk]))],
        "edit one's own text": lambda: [("GET", reverse(f"{kind}-edit", args=[pk])) for kind, pk in texts(world)],
        "edit out of another's text": lambda: [("GET", reverse("case-act", kwargs=case | {"action": "redact"}))],
        "delete one's own text": lambda: [("POST", reverse("answer-delete", args=[world.answer.pk]))],
        "say that it helped": lambda: [("POST", reverse("story-helped", args=[world.story.pk]))],
        "report": lambda: [("POST", reverse("report-new", args=["story", world.story.pk]))],
        "see who reported": lambda: [("GET", reverse("case-detail", kwargs=case))],
        "decide on what waits": lambda: [("POST", reverse("case-act", kwargs=case | {"action": "publish"}))],
        "decide on an appeal against one's own decision": lambda: [
            ("POST", reverse("appeal-detail", args=[world.appeal.pk]))
        ],
        "suspend a member": lambda: [("GET", reverse("case-act", kwargs=case | {"action": "suspend"}))],
        "read who of the staff opened what is one's own": lambda: [("GET", reverse("account-log"))],
        "upload a picture of oneself": lambda: [("GET", reverse("picture"))],
        "read the log of staff": lambda: [("GET", reverse("moderation-log"))],
        "edit the catalogue": lambda: [("GET", reverse("admin:conditions_condition_changelist"))],
        "change roles": lambda: [
            ("GET", reverse("admin:accounts_user_changelist")),
            ("GET", reverse("admin:auth_group_changelist")),
        ],
        "change the log of staff": lambda: [("GET", reverse("admin:audit_entry_add"))],
        "keep one's own symptoms and place": lambda: [("GET", reverse("symptoms")), ("GET", reverse("map-place"))],
        "take away another's symptom": lambda: [
            ("POST", reverse("symptom-remove", args=[world.author.member_symptoms.get().pk]))
        ],
        "take one's data along": lambda: [("GET", reverse("account-data"))],
        "read another's messages": lambda: [("GET", reverse("conversation-detail", args=[world.conversation.pk]))],
    }
    return ways[action]()


def texts(world: World) -> list[tuple[str, int]]:
    return [
        ("answer", world.answer.pk),
        ("story", world.story.pk),
        ("thread", world.thread.pk),
        ("post", world.post.pk),
    ]


@pytest.fixture(scope="module")
def answers(django_db_setup, django_db_blocker) -> dict[str, dict[str, str]]:
    """What came of each request of each action, a letter for each role."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        mine = {"author": world.author, "condition": world.condition}
        restricted = [make(**mine, audience="members") for make in (make_story, make_thread)]
        waiting = [make(**mine, visibility=Visibility.HELD) for make in (make_story, make_thread)]
        paths = [[its.get_absolute_url() for its in them] for them in (restricted, waiting)]
        things, desk = Things(world, *paths), Desk(world)
        found = {
            action: {
                f"{method} {path}": "".join(desk.ask(role, method, path) for role in ROLES)
                for method, path in requests(action, things)
            }
            for action in ACTIONS
        }
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("action", ACTIONS)
def test_each_role_does_what_the_table_says_and_nothing_else(answers, action):
    for request, letters in answers[action].items():
        refused = REFUSED_BY_ADMIN if " /admin/" in request else REFUSED
        wanted = [DONE if cell == "Y" else refused for cell in ACTIONS[action]]
        assert all(letter in cell for letter, cell in zip(letters, wanted, strict=True)), f"{request}: {letters}"


def test_only_owners_suspend_one_of_the_staff_and_the_other_owners_hear():
    member, moderator, editor = make_member(), make_moderator(), make_editor()
    owner, other_owner = (make_user(is_staff=True, is_superuser=True) for _ in range(2))
    why = {"days": 7, "reason": "Adverts.", "ground": "sell-nothing"}
    for by in (member, editor, moderator):
        with pytest.raises(PermissionDenied):
            suspend(by=by, member=make_moderator(), **why)
    assert suspend(by=owner, member=moderator, **why)
    assert Notification.objects.filter(kind="moderation", recipient=other_owner).count() == 1
    assert not Notification.objects.filter(kind="moderation", recipient=owner).exists()


def test_moderator_finds_no_form_for_what_cannot_be_done(client):
    client.force_login(make_moderator())
    stories = [make_story(author=author, visibility=Visibility.HELD) for author in (make_member(), make_editor())]
    of_member, of_staff = (Case.objects.open().about("story", story.pk).get() for story in stories)
    wanted = {(of_member, "suspend"): 200, (of_staff, "suspend"): 403, (of_staff, "cover"): 200, (of_staff, "x"): 404}
    found = {row: client.get(reverse("case-act", args=[row[0].pk, row[1]])).status_code for row in wanted}
    assert found == wanted


def test_admin_shows_owners_no_address_no_secret_and_no_session_of_anybody(settings):
    settings.STAFF_NEEDS_SECOND_STEP = False
    world = make_world()
    browser, member = world.browser("owner"), make_member(email="canary-address@house.example", is_staff=True)
    device = Authenticator.objects.get(user=member)
    index = browser.get(reverse("admin:index"))
    lists = [model["admin_url"] for app in index.context["available_apps"] for model in app["models"]]
    ways = [("accounts_user_change", member.pk), ("mfa_authenticator_change", device.pk)]
    own = [reverse(f"admin:{name}", args=[key]) for name, key in ways]
    texts = {path: browser.get(path).text for path in (*lists, *own)}
    assert len(texts) > 20
    assert not {path for path, text in texts.items() if "canary-address" in text or "for-tests-only" in text}
    found = browser.get(reverse("admin:accounts_user_changelist"), {"q": "canary-address@house.example"}).text
    assert member.username in found
    guessed = browser.get(reverse("admin:accounts_user_changelist"), {"q": "canary-addr"}).text
    assert f"user/{member.pk}/" not in guessed
