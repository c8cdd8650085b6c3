"""11: what stands behind the question mark, or in the path, breaks no page and makes none slow or large.

Which parameters a page reads is not written down here: the page is asked once, and what it looks up is noted.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.http import QueryDict
from django.test import Client

from tests.faults import expect_none
from tests.permission_rows import ROWS
from tests.world import World, address, make_world, url_names

pytestmark = pytest.mark.django_db
LONG = "a" * 5_000
VALUES = [
    *("", "0", "-1", "1.5", "1e309", "NaN", "99999999999999999999999", "٣", "²", "0x10"),
    *(
        "' OR 1=1 --",
        '"',
        "\\",
        "%",
        "_%_%",
        ";DROP TABLE accounts_user",
        "a AND (",
        "a* NEAR/0 b",
        "col:x",
        "!&|<->:*",
    ),
    *(
        "\x00",
        "\ud800",
        "\u202e\u0301\u0301",
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "{{ 7*7 }}",
        "__class__",
    ),
    *(LONG, "((((" * 200),
]
IN_PATHS = ["0", "99999999999999999999999", "-1", "\x00", "%2e%2e%2f", "' OR 1=1 --", "a" * 500, "٣"]
ALSO = {"q", "page", "sort", "author__password", "id__in", "visibility", "before", "after"}
"""Asked of every page, the names of columns included: none may reach a query."""
MOST_SECONDS, MOST_BYTES = 2, 2_000_000
VIEWERS = ("stranger", "moderator")


def encoded(value: str) -> str:
    return quote(value.encode("utf-8", "surrogatepass"), safe="")


@contextmanager
def looked_up() -> Iterator[set[str]]:
    """The names that are looked for in a query string or a form."""
    names: set[str] = set()

    def noting(method):
        def noted(this, name, *more):
            names.add(str(name))
            return method(this, name, *more)

        return noted

    methods = {name: noting(getattr(QueryDict, name)) for name in ("get", "getlist", "__getitem__", "__contains__")}
    with mock.patch.multiple(QueryDict, **methods):
        yield names


def read_by(viewer: str) -> list[str]:
    """Pages of a stranger, or those that only a moderator opens; the ways in have a test of their own (21)."""
    place = {"stranger": 0, "moderator": 5}[viewer]
    names = [name for name, route in url_names().items() if not route.startswith("accounts/")]
    opened = [name for name in names if ROWS[f"{name} GET"][place] in "OR"]
    return opened if viewer == "stranger" else [name for name in opened if ROWS[f"{name} GET"][0] not in "OR"]


def fault(browser: Client, path: str) -> str:
    """What is wrong with the answer, if anything."""
    started = time.perf_counter()
    response = browser.get(path)
    size = sum(map(len, response))  # type: ignore[arg-type]
    took = time.perf_counter() - started
    if response.status_code >= 500:
        return f"{path[:200]}: {response.status_code}"
    return f"{path[:200]}: {took:.1f} s, {size} bytes" if took > MOST_SECONDS or size > MOST_BYTES else ""


@pytest.fixture
def world() -> World:
    return make_world()


def browser_of(world: World, viewer: str) -> Client:
    cache.clear()
    return world.browser(viewer, raise_request_exception=False)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_hostile_parameters_break_no_page(world, viewer):
    browser, faults, asked = browser_of(world, viewer), [], 0
    for name in read_by(viewer):
        path = address(name, world)
        with looked_up() as names:
            browser.get(path)
        own = {name for name in names if name.isidentifier() and name != "csrfmiddlewaretoken"}
        for parameter in sorted(own):
            faults += [fault(browser, f"{path}?{parameter}={encoded(value)}") for value in VALUES]
            asked += 1
        together = (
            f"{path}?" + "&".join(f"{name}={encoded(value)}" for name in sorted(own | ALSO)) for value in VALUES
        )
        faults += [fault(browser, url) for url in list(together)[:: 4 if own else 15]]
    assert len(VALUES) == 29
    assert asked > (20 if viewer == "stranger" else 3)
    expect_none(filter(None, faults))


def test_hostile_paths_break_no_page(world):
    browser, faults = browser_of(world, "moderator"), []
    for name, route in url_names().items():
        path = address(name, world)
        parts = path.strip("/").split("/")
        variable = [place for place, part in enumerate(route.strip("/").split("/")) if "<" in part]
        for place in variable:
            for value in IN_PATHS:
                hostile = [*parts[:place], encoded(value), *parts[place + 1 :]]
                faults.append(fault(browser, f"/{'/'.join(hostile)}/"))
    assert len(faults) > 300
    expect_none(filter(None, faults))


def test_page_beyond_the_last_is_the_last_or_missing_and_search_text_is_cut(world, client):
    for path in ("/conditions/asthma/questions/hereditary/", "/stories/", "/forum/", "/conditions/"):
        assert client.get(path, {"page": "100000"}).status_code in {200, 301, 302, 404}
    assert LONG not in client.get("/search/", {"q": LONG}).content.decode()
