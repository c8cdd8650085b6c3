"""Nothing is shown before both agreed: every address of the site, for both people, in every state between them.

Each of the two keeps things to themselves. Whatever stands between them, the other finds none of it, and whoever
waved finds the same pages whether the wave waits, was declined, or its maker was blocked.
"""

import re

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from accounts.blocks import block as block_only
from accounts.models import ConsentKind, User
from accounts.services import give_consent, withdraw_consent
from conditions.models import Symptom
from members.contact import accept, block, decline, end, wave
from members.messaging import send
from members.models import Connection
from members.services import add_condition, put_profile, record_symptom
from tests.factories import make_condition, make_user
from tests.faults import expect_none
from tests.world import url_names
from writing.services import save_draft
from writing.writers import Writer

pytestmark = pytest.mark.django_db
BETWEEN = ("/members/", "/messages/", "/notifications/", "/account/", "/forum/")
"""Addresses of what members do and show."""
CATALOGUE = (
    "/conditions/",
    "/account/conditions/add/",
    "/forum/ask/",
    "/search/",
    "/stories/",
    "/soulmates/",
    "/sitemap",
)
"""Addresses where every condition and symptom has its name."""
TOKENS = re.compile(
    r'name="(csrfmiddlewaretoken|form_id)" value="[^"]*"|value="[^"]*" name="form_id"|"made_at": "[^"]*"'
)
DIGITS = re.compile(r"\d+")
"""In one's own data: moments and numbers of rows."""
NAMES = {"waver": "Anahid", "receiver": "Benedikt"}


def make_person(role, condition, symptom):
    """Someone who tells nobody anything, and is willing to be waved at."""
    person = make_user(username=role, display_name=NAMES[role], email=f"{role}-secret@members.example")
    for kind in (ConsentKind.MESSAGES, ConsentKind.CONDITIONS, ConsentKind.SYMPTOMS):
        give_consent(member=person, kind=kind)
    put_profile(member=person, about=f"{role}-secret-about", country="KE")
    add_condition(member=person, condition=condition, relation="has-it", diagnosed_year=1987)
    record_symptom(member=person, symptom=symptom, strength="mild")
    return person


class Scene:
    """Two people. What each keeps is found by its mark."""

    def __init__(self):
        self.people = {}
        for role in ("waver", "receiver"):
            condition = make_condition(slug=f"{role}-hidden-condition", name=f"{role}-hidden condition")
            symptom = Symptom.objects.create(hpo_id=f"HP:{len(role):07}", name=f"{role}-hidden symptom")
            self.people[role] = make_person(role, condition, symptom)
        self.waver, self.receiver = self.people["waver"], self.people["receiver"]
        self.condition = make_condition(slug="asthma", name="Asthma")

    @property
    def connection(self):
        return Connection.objects.get()

    def draft(self, role):
        """Words that were typed for the other, and not sent."""
        save_draft(
            writer=Writer(member=self.people[role]),
            kind="message",
            about=str(self.connection.pk),
            title="A message",
            fields={"body": f"{role}-secret-draft"},
            url="/messages/",
        )

    def browser(self, role):
        client = Client(raise_request_exception=False, headers={"origin": "http://testserver"})
        client.force_login(self.people[role], backend="django.contrib.auth.backends.ModelBackend")
        return client


STATES = {
    "waved": lambda scene: scene.connection,
    "declined": lambda scene: decline(by=scene.receiver, connection=scene.connection),
    "taken back": lambda scene: end(by=scene.waver, connection=scene.connection),
    "declined and taken back": lambda scene: (
        decline(by=scene.receiver, connection=scene.connection),
        end(by=scene.waver, connection=scene.connection),
    ),
    "waver blocked": lambda scene: block(member=scene.receiver, other=scene.waver),
    "receiver blocked": lambda scene: block(member=scene.waver, other=scene.receiver),
    "blocked without ending": lambda scene: block_only(member=scene.receiver, other=scene.waver),
    "waver left contact": lambda scene: withdraw_consent(member=scene.waver, kind=ConsentKind.MESSAGES),
    "receiver left contact": lambda scene: withdraw_consent(member=scene.receiver, kind=ConsentKind.MESSAGES),
    "waver suspended": lambda scene: User.objects.filter(pk=scene.waver.pk).update(is_active=False),
}
"""Everything short of agreeing."""
ALIKE = ("waved", "declined", "waver blocked", "blocked without ending")
"""States that are one and the same for whoever waved."""


def make_scene(state):
    scene = Scene()
    wave(by=scene.waver, to=scene.receiver)
    scene.draft("waver")
    scene.draft("receiver")
    STATES[state](scene)
    return scene


def addresses(scene):
    """Every address that takes no argument, or one that leads to the other person or to what is between the two."""
    found = set()
    values = {
        "username": ["waver", "receiver"],
        "pk": [str(scene.connection.pk), str(scene.receiver.pk)],
        "message": ["1"],
        "condition": ["asthma"],
        "topic": ["hereditary"],
        "kind": ["messages"],
        "act": ["let-be"],
        "name": ["us"],
        "section": ["pages"],
        "slug": ["a"],
    }
    for route in url_names().values():
        paths = ["/" + route]
        is_of_pairs = route.startswith(("messages/", "account/"))
        for part in re.findall(r"<[^>]*>", route):
            name = part.strip("<>").rpartition(":")[2]
            fill = values.get(name, ["1"]) if is_of_pairs or name != "pk" else values["pk"][:1]
            paths = [path.replace(part, value, 1) for path in paths for value in fill]
        found |= set(paths)
    return sorted(path for path in found if not path.startswith(("/admin/", "/^")) and "(" not in path)


def finds_secrets(other, path, words):
    """Whether an answer holds what the other keeps. Names of the catalogue may stand in the catalogue."""
    if f"{other}-secret" in words:
        return True
    return not path.startswith(CATALOGUE) and f"{other}-hidden" in words


def shown_to(scene, role, paths=None):
    """What the person is answered at each address, without what is different each time."""
    cache.clear()
    browser = scene.browser(role)
    shown = {}
    for path in paths or addresses(scene):
        response = browser.get(path)
        assert response.status_code < 500, path
        body = b"".join(response.streaming_content) if response.streaming else response.content
        shown[path] = f"{response.status_code} " + TOKENS.sub("", body.decode(errors="replace"))
    return shown


def who_is_here(scene):
    """The two roles, each with the other one, of those who can still sign in."""
    active = set(User.objects.filter(is_active=True).values_list("username", flat=True))
    return [pair for pair in (("waver", "receiver"), ("receiver", "waver")) if pair[0] in active]


@pytest.mark.parametrize("state", STATES)
def test_neither_finds_anything_that_the_other_keeps_at_any_address(state):
    scene = make_scene(state)
    assert len(addresses(scene)) > 100
    for role, other in who_is_here(scene):
        shown = shown_to(scene, role)
        expect_none(f"{role}: {path}" for path, words in shown.items() if finds_secrets(other, path, words))


@pytest.mark.parametrize("state", STATES)
def test_no_address_opens_a_conversation_or_takes_a_message(state):
    scene = make_scene(state)
    pk = scene.connection.pk
    for role, other in who_is_here(scene):
        browser = scene.browser(role)
        for path in ("", "write/", "read/", "let-go/", "1/remove/"):
            assert browser.get(f"/messages/{pk}/{path}").status_code in {404, 405}, path
            assert browser.post(f"/messages/{pk}/{path}", {"body": "Hello."}).status_code in {404, 405}, path
        browser.post(f"/members/{other}/write/", {"body": "Hello."})
    assert not scene.connection.messages.exists()


def test_who_waved_finds_the_same_pages_whether_it_waits_was_declined_or_they_are_blocked():
    answers = {state: pages_of_the_waver(state) for state in ALIKE}
    assert len(answers["waved"]) > 10
    for state in ALIKE[1:]:
        expect_none(f"{state}: {path}" for path, words in answers["waved"].items() if answers[state][path] != words)


def pages_of_the_waver(state):
    """All pages of the one who waved, without numbers of rows; the state is undone afterwards."""
    with transaction.atomic():
        scene = make_scene(state)
        numbers = {str(its.pk) for its in (scene.connection, *scene.people.values())}
        paths = [path for path in addresses(scene) if path.startswith(BETWEEN)]
        shown = shown_to(scene, "waver", paths)
        transaction.set_rollback(True)
    plain = re.compile(rf"/({'|'.join(numbers)})(?=/)|peb [abc]")
    return {
        plain.sub("", path): DIGITS.sub("", words) if path.startswith("/account/data/") else plain.sub("", words)
        for path, words in shown.items()
    }


def test_both_find_the_message_once_both_agreed_so_that_the_other_tests_prove_something():
    scene = make_scene("waved")
    accept(by=scene.receiver, connection=scene.connection)
    send(sender=scene.waver, connection=scene.connection, body="waver-secret-message")
    page = f"/messages/{scene.connection.pk}/"
    for role in ("waver", "receiver"):
        assert "waver-secret-message" in shown_to(scene, role, [page])[page]


def test_sender_never_learns_whether_a_message_was_read():
    scene = make_scene("waved")
    accept(by=scene.receiver, connection=scene.connection)
    send(sender=scene.waver, connection=scene.connection, body="Hello.")
    pages = ["/messages/", f"/messages/{scene.connection.pk}/", "/notifications/", "/account/"]
    before = shown_to(scene, "waver", pages)
    scene.browser("receiver").post(f"/messages/{scene.connection.pk}/read/")
    assert scene.connection.messages.get().read_at
    assert shown_to(scene, "waver", pages) == before
