"""What a visit costs and leaves behind: bytes and requests, no word to another site, nothing kept in the browser."""

from dataclasses import dataclass, field

import pytest

from tests.browser.kinds import KINDS, QUESTION, WITH_A_COOKIE, visit
from tests.faults import expect_none

KILOBYTE = 1000
MOST = {"Document": 20, "Stylesheet": 12, "Font": 40}
MOST_REQUESTS, MOST_OF_A_QUESTION, MOST_OF_ANY_PAGE = 8, 75, 120
KEPT = """async () => localStorage.length + sessionStorage.length + (await caches.keys()).length
    + (await indexedDB.databases()).length + (await navigator.serviceWorker.getRegistrations()).length"""


@dataclass
class Visit:
    """A first visit to a page. `asked` holds [kind, address, bytes over the wire] of each request."""

    asked: dict[str, list] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    cookies: list = field(default_factory=list)
    kept: int = 0

    def weight(self, kind: str = "") -> int:
        return sum(size for its, _address, size in self.asked.values() if kind in {"", its})


@pytest.fixture(scope="module")
def visits(browser, site) -> dict[str, Visit]:
    """Every kind of page, each with an empty cache, and what the browser received, said and kept."""
    found = {}
    for kind, path in KINDS.items():
        seen = found[kind] = Visit()
        context = browser.new_context(base_url=site, viewport={"width": 390, "height": 844})
        page = context.new_page()
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.requestWillBeSent", lambda e, v=seen: _note(v, e))
        wire.on(
            "Network.loadingFinished", lambda e, v=seen: v.asked[e["requestId"]].__setitem__(2, e["encodedDataLength"])
        )
        page.on("console", lambda message, v=seen: v.said.append(message.text))
        page.on("pageerror", lambda error, v=seen: v.said.append(str(error)))
        visit(page, path)
        page.evaluate("document.fonts.ready.then(() => true)")
        while not all(size for *_rest, size in seen.asked.values()):
            page.wait_for_timeout(10)
        seen.cookies, seen.kept = context.cookies(), page.evaluate(KEPT)
        context.close()
    return found


def _note(seen: Visit, event: dict) -> None:
    if not event["request"]["url"].startswith("data:"):
        seen.asked[event["requestId"]] = [event["type"], event["request"]["url"], 0]


def test_question_page_is_light(visits):
    question = visits["question"]
    weights = {kind: question.weight(kind) for kind in MOST}
    print(f"\n{len(question.asked)} requests, {question.weight()} bytes: {weights}")  # noqa: T201
    assert len(question.asked) <= MOST_REQUESTS
    assert 0 < question.weight() <= MOST_OF_A_QUESTION * KILOBYTE
    expect_none({kind: size for kind, size in weights.items() if not 0 < size <= MOST[kind] * KILOBYTE})


def test_no_page_is_heavy(visits):
    weights = {kind: seen.weight() for kind, seen in visits.items()}
    assert all(weights.values())
    expect_none({kind: size for kind, size in weights.items() if size > MOST_OF_ANY_PAGE * KILOBYTE})


def test_no_page_asks_another_site(visits, site):
    asked = [(kind, address) for kind, seen in visits.items() for _type, address, _size in seen.asked.values()]
    assert len(asked) > len(KINDS)
    expect_none(f"{kind} asks {address}" for kind, address in asked if not address.startswith(f"{site}/"))


def test_browser_keeps_nothing_of_a_visitor_who_only_reads(visits):
    expect_none({kind: seen.cookies for kind, seen in visits.items() if seen.cookies and kind not in WITH_A_COOKIE})
    expect_none({kind: seen.kept for kind, seen in visits.items() if seen.kept})


def test_browser_has_nothing_to_complain_about(visits):
    """No breach of the content policy, no missing file, no error."""
    visits = visits | {"not-found": Visit(said=[text for text in visits["not-found"].said if "404" not in text])}
    expect_none({kind: seen.said for kind, seen in visits.items() if seen.said})


def test_style_in_a_page_is_refused_by_its_content_policy(open_page):
    page = open_page(QUESTION)
    with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
