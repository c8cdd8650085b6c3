"""37: one member who is the only one of their kind is nowhere: in no response, cache, log or mail.

What the site says is noted twice, before the member joins the map and the soulmates and after it, by each who looks. It
is the same to the byte. Nothing else shows as much: the names of countries, conditions and symptoms stand on many pages
for other reasons, and a number that went up by one would tell of the member without any name.
"""

import logging
import pickle
import re
from collections.abc import Iterable, Iterator

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from accounts.models import User
from conditions.models import Symptom
from conditions.services import name_symptom
from members.listing import join_soulmates
from members.models import Soulmate
from members.services import add_condition, add_symptoms, join_map, put_profile
from notifications.models import Mail
from notifications.sending import send_due
from schedule.jobs import jobs
from tests.crawl import Page, crawl
from tests.factories import make_condition, make_member
from tests.faults import expect_none
from tests.world import World, address, make_world, url_names

pytestmark = pytest.mark.django_db
WORDS = ("zwitscher", "tuvalu", '"tv"', "'tv'", "=tv", ":tv", " tv", "rareitis", "kolibri")
"""Name, country with its code, condition and symptoms of the member, in small letters."""
OF_EDITORS = {"sources-look"}
"""A job that asks other machines for the publications that editors cite."""
SITE = "http://testserver"
FIELDS = rb"(?:csrfmiddlewaretoken|form_id|started)"
NEW_EACH_TIME = re.compile(rb'name="%b"[^>]* value="[^"]*"|value="[^"]*" name="%b"' % (FIELDS, FIELDS))
AT_THEIR_LEVEL = ("django.template", "django.request")
"""Loggers that also say which page was asked for and what it is made of, at levels at which the site asks none."""
OF_THE_MOMENT = {"X-Request-ID", "Date", "Expires"}
VIEWERS = ("stranger", "member")
NEAR = [
    "/",
    "/map/",
    "/map/?in=oceania",
    "/conditions/",
    "/conditions/rareitis/",
    "/conditions/rareitis/map/",
    "/conditions/rareitis/map/?in=oceania",
    "/conditions/rareitis/map/?role=has-it",
    "/soulmates/",
    "/soulmates/map/",
    "/search/?q=zwitscher",
    "/search/?q=rareitis",
]
"""Where the member would be seen first."""


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Each record of every logger, those of libraries too, down to the finest level, with all that it holds."""
    records: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(f"{self.format(record)} {vars(record)}")

    root, listener = logging.getLogger(), Listener()
    levels = {name: logging.getLogger(name).getEffectiveLevel() for name in AT_THEIR_LEVEL}
    for logger in (root, *logging.Logger.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger):
            monkeypatch.setattr(logger, "propagate", True)
            monkeypatch.setattr(logger, "level", levels.get(logger.name, logging.DEBUG))
    logging.Logger.manager._clear_cache()  # type: ignore[attr-defined]  # noqa: SLF001 (as setLevel does)
    root.addHandler(listener)
    yield records
    root.removeHandler(listener)


@pytest.fixture
def world() -> World:
    """The site, with the condition and the symptoms of the member, and another member in the same places."""
    world = make_world()
    rare = make_condition(slug="rareitis", name="Rareitis")
    names = ("Kolibri hands", "Kolibri ears", "Kolibri feet", "Fever", "Cough", "Thirst")
    symptoms = [Symptom.objects.create(hpo_id=f"HP:9{n:06}", name=name) for n, name in enumerate(names)]
    for symptom in symptoms:
        name_symptom(symptom)
    other = world.people["member"]
    assert isinstance(other, User)
    add_condition(member=other, condition=rare, relation="has-it", audience="members", consent=True)
    put_profile(member=other, about="", country="ES", country_audience="members")
    join_map(member=other, country="ES", consent=True)
    add_symptoms(member=other, symptoms=symptoms[3:], consent=True)
    join_soulmates(member=other, consent=True)
    return world


def join_everything(member: User) -> None:
    """As a member does it, through the forms of the site."""
    browser = Client(headers={"origin": SITE})
    browser.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    nobody = {"audience": "nobody", "year_audience": "nobody"}
    own = list(Symptom.objects.filter(name__startswith="Kolibri").values_list("pk", flat=True))
    for name, values in (
        ("member-condition-add", {"condition": "Rareitis", "relation": "has-it", **nobody}),
        ("map-place", {"country": "TV"}),
        ("symptom-add", {"symptom": own, "q": "kolibri"}),
        ("soulmates-join", {}),
    ):
        browser.get(reverse(name))
        answer = browser.post(reverse(name), {**values, "consent": "on"})
        assert answer.status_code == 302, name
    for page in (
        "/account/map/",
        "/soulmates/",
        "/soulmates/symptoms/?q=kolibri",
        "/map/",
        "/conditions/rareitis/map/",
    ):
        assert browser.get(page).status_code == 200
    assert member.map_presence.country == "TV"
    assert member.member_conditions.get().condition.slug == "rareitis"
    assert Soulmate.objects.get(member=member).listed


def live_a_day() -> None:
    for job in jobs():
        if job.name not in OF_EDITORS:
            job.do()
    send_due()


type Answers = dict[tuple[str, str], tuple[int, dict[str, str], bytes]]
"""Status, headers and content, by who looks and the address."""


def all_addresses(world: World, alone: User) -> list[str]:
    """Every address of the site, those about the member among them, and the choices that name their place."""
    names = {name: route for name, route in url_names().items() if "logout" not in name}
    theirs = [reverse(name, args=[alone.username]) for name, route in names.items() if "username>" in route]
    return [*NEAR, *theirs, *(address(name, world) for name in names)]


def answers(world: World, addresses: list[str], *, follows_links: bool) -> Answers:
    """What each viewer gets at these addresses; a stranger may also follow the links from there."""
    found: Answers = {}
    for viewer in VIEWERS:
        browser = world.browser(viewer, raise_request_exception=False)

        def fetch(path: str, browser: Client = browser) -> Page:
            answer = browser.get(path)
            headers = {name: value for name, value in answer.items() if name not in OF_THE_MOMENT}
            return Page(path, answer.status_code, headers, NEW_EACH_TIME.sub(b"", answer.content))

        is_crawled = follows_links and viewer == "stranger"
        pages = crawl(fetch, SITE, addresses) if is_crawled else {path: fetch(path) for path in addresses}
        found |= {(viewer, path): (page.status, page.headers, page.body) for path, page in pages.items()}
    return found


def cached() -> list[str]:
    """Every key of every cache, and what lies there."""
    return [
        f"{key} {pickle.loads(content)!r}"
        for name in settings.CACHES
        for key, content in caches[name]._cache.items()  # noqa: SLF001 (no cache lists its keys)
    ]


def posted() -> list[str]:
    letters = [f"{letter.message()} {letter.recipients()}" for letter in mail.outbox]
    return [*letters, *(str(vars(letter)) for letter in Mail.objects.all())]


def telling(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if any(word in text.lower() for word in WORDS)]


def test_member_outside_every_threshold_is_in_no_response_cache_log_or_mail(
    world, said, django_capture_on_commit_callbacks
):
    alone = make_member(username="zwitscher", display_name="Zoe Zwitscher", email="zwitscher@members.example")
    live_a_day()
    addresses = all_addresses(world, alone)
    before = answers(world, addresses, follows_links=True)
    said.clear()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        join_everything(alone)
    at_once = answers(world, NEAR, follows_links=False)
    with django_capture_on_commit_callbacks(execute=True):
        live_a_day()
    the_next_day = answers(world, addresses, follows_links=True)
    assert the_next_day.keys() == before.keys()
    expect_none(place for place, answer in [*at_once.items(), *the_next_day.items()] if answer != before[place])
    expect_none(telling(cached()))
    expect_none(telling(said))
    expect_none(telling(posted()))
