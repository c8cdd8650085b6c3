"""32: what a cache on the way may keep is the same for everyone, and nothing of one person is ever in it.

The cache here is as careless as the rules let it be: it keeps all that is not forbidden, also what looks like a style
sheet, and asks again only when it must.
"""

import re
from dataclasses import dataclass, field

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.factories import make_member
from tests.faults import expect_none
from tests.world import World, address, make_world, url_names

pytestmark = pytest.mark.django_db
UNKEYED = {
    "X-Forwarded-Host": "evil.example",
    "X-Host": "evil.example",
    "X-Forwarded-Scheme": "http",
    "X-Original-URL": "/zwitscher",
    "X-Rewrite-URL": "/zwitscher",
    "X-Request-ID": "zwitscher",
    "Referer": "http://evil.example/zwitscher",
    "User-Agent": "zwitscher",
    "Accept-Language": "zwitscher",
    "Forwarded": "host=evil.example",
}
"""Headers that a cache does not look at when it chooses the copy."""
ADDED = re.compile(rb'name="(csrfmiddlewaretoken|form_id)" value="[^"]*"|value="[^"]*" name="form_id"')
DISGUISES = ("x.css", ";x.css", "%2Fx.css", "?x.css", "%0ax.css", "x.js", "x.png", "..%2f..%2fstatic%2fx.css")


@dataclass
class Cache:
    """A shared cache (RFC 9111) that takes every liberty."""

    kept: dict[tuple[str, str | None], bytes] = field(default_factory=dict)

    def get(self, client: Client, path: str) -> bytes:
        """The copy, where one may be used for this visitor; else a fresh answer, kept if that is allowed."""
        cookie = "; ".join(f"{key}={morsel.value}" for key, morsel in client.cookies.items())
        for key in ((path, None), (path, cookie)):
            if key in self.kept:
                return self.kept[key]
        response = client.get(path)
        if may_keep(response):
            varies = "cookie" in response.get("Vary", "").lower()
            self.kept[path, cookie if varies else None] = response.content
        return response.content


def may_keep(response: HttpResponse) -> bool:
    """Whether a shared cache may keep an answer, also without asking for it anew."""
    control = response.get("Cache-Control", "")
    return response.status_code in {200, 404, 410} and not re.search(r"no-store|private|no-cache", control)


@pytest.fixture
def world() -> World:
    return make_world()


def reading_paths(world: World) -> list[str]:
    """Every address that answers a reader."""
    return [address(name, world) for name in url_names()]


def test_no_address_gives_a_visitor_who_only_reads_a_cookie(world):
    """But for the pages with a form for joining or signing in, which say that they may not be kept."""
    given = {}
    for path in reading_paths(world):
        response = Client(raise_request_exception=False).get(path)
        if response.cookies and not may_keep_nowhere(response):
            given[path] = list(response.cookies)
    expect_none(given)


def may_keep_nowhere(response: HttpResponse) -> bool:
    return {"private", "no-store"} <= set(response.get("Cache-Control", "").replace(" ", "").split(","))


def test_no_page_of_who_is_signed_in_may_be_kept(world):
    client = world.browser("author", raise_request_exception=False)
    open_to_caches = {}
    for name in [name for name in url_names() if "logout" not in name]:
        response = client.get(path := address(name, world))
        if response.get("Content-Type", "").startswith("text/html") and not may_keep_nowhere(response):
            open_to_caches[path] = response.get("Cache-Control")
    expect_none(open_to_caches)


def test_member_and_visitor_in_turn_never_see_each_other_s_page(world):
    member, stranger = world.browser("author"), Client()
    paths = [world.condition.get_absolute_url(), world.question.get_absolute_url(), "/", "/stories/"]
    fresh = {(who, path): ADDED.sub(b"", who.get(path).content) for who in (member, stranger) for path in paths}
    assert all(fresh[member, path] != fresh[stranger, path] for path in paths)
    for turn in ((member, stranger), (stranger, member), (member, stranger)):
        cache = Cache()
        for path in paths:
            for who in turn:
                assert ADDED.sub(b"", cache.get(who, path)) == fresh[who, path], path


@pytest.mark.parametrize("base", ["/account/", "/account/privacy/", "/notifications/", "/drafts/", "/account/data/"])
def test_private_page_under_the_name_of_a_style_sheet_is_never_kept(base):
    """A visitor who asks for the same address afterwards finds nothing of the member."""
    member = Client(raise_request_exception=False)
    member.force_login(make_member(display_name="Zwitscher"), backend="django.contrib.auth.backends.ModelBackend")
    for disguise in DISGUISES:
        cache = Cache()
        cache.get(member, base + disguise)
        assert b"Zwitscher" not in cache.get(Client(raise_request_exception=False), base + disguise), disguise
        assert not any(b"Zwitscher" in kept for kept in cache.kept.values()), disguise


def test_header_that_no_cache_looks_at_changes_nothing(world):
    """Otherwise one visitor could choose what the next one gets."""
    changed = {}
    for path in reading_paths(world):
        plain = Client(raise_request_exception=False).get(path)
        if not may_keep_nowhere(plain) and plain.status_code < 400:
            dressed = Client(raise_request_exception=False).get(path, headers=UNKEYED)
            said = str(dressed.headers) + dressed.content.decode(errors="replace")
            if "evil.example" in said or "zwitscher" in said or plain.status_code != dressed.status_code:
                changed[path] = dressed.status_code
    expect_none(changed)


def test_the_careless_cache_does_find_a_leak():
    """Were a page of one person not marked, the next visitor would see it."""
    assert may_keep(HttpResponse("Only for Amal"))
    assert not may_keep(HttpResponse("Only for Amal", headers={"Cache-Control": "private, no-store"}))
