"""What a visit costs and leaves behind: bytes and requests, no word to another site, nothing kept in the browser."""

from dataclasses import dataclass, field

import pytest

from tests.browser.kinds import KINDS, QUESTION, WITH_A_COOKIE
from tests.faults import expect_none

pytestmark = pytest.mark.xdist_group("visits")  # one worker makes the visits

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
        visit = found[kind] = Visit()
        context = browser.new_context(base_url=site, viewport={"width": 390, "height": 844})
        page = context.new_page()
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.requestWillBeSent", lambda e, v=visit: _note(v, e))
        wire.on(
            "Network.loadingFinished", lambda e, v=visit: v.asked[e["requestId"]].__setitem__(2, e["encodedDataLength"])
        )
        page.on("console", lambda message, v=visit: v.said.append(message.text))
        page.on("pageerror", lambda error, v=visit: v.said.append(str(error)))
        page.goto(path)
        page.evaluate("document.fonts.ready.then(() => true)")
        page.wait_for_load_state("networkidle")
        visit.cookies, visit.kept = context.cookies(), page.evaluate(KEPT)
        context.close()
    return found


def _note(visit: Visit, event: dict) -> None:
    if not event["request"]["url"].startswith("data:"):
        visit.asked[event["requestId"]] = [event["type"], event["request"]["url"], 0]


def test_question_page_is_light(visits):
    visit = visits["question"]
    weights = {kind: visit.weight(kind) for kind in MOST}
    print(f"\n{len(visit.asked)} requests, {visit.weight()} bytes: {weights}")  # noqa: T201
    assert len(visit.asked) <= MOST_REQUESTS
    assert 0 < visit.weight() <= MOST_OF_A_QUESTION * KILOBYTE
    expect_none({kind: size for kind, size in weights.items() if not 0 < size <= MOST[kind] * KILOBYTE})


def test_no_page_is_heavy(visits):
    weights = {kind: visit.weight() for kind, visit in visits.items()}
    assert all(weights.values())
    expect_none({kind: size for kind, size in weights.items() if size > MOST_OF_ANY_PAGE * KILOBYTE})


def test_no_page_asks_another_site(visits, site):
    asked = [(kind, address) for kind, visit in visits.items() for _type, address, _size in visit.asked.values()]
    assert len(asked) > len(KINDS)
    expect_none(f"{kind} asks {address}" for kind, address in asked if not address.startswith(f"{site}/"))


def test_browser_keeps_nothing_of_a_visitor_who_only_reads(visits):
    expect_none({kind: visit.cookies for kind, visit in visits.items() if visit.cookies and kind not in WITH_A_COOKIE})
    expect_none({kind: visit.kept for kind, visit in visits.items() if visit.kept})


def test_browser_has_nothing_to_complain_about(visits):
    """No breach of the content policy, no missing file, no error."""
    visits = visits | {"not-found": Visit(said=[text for text in visits["not-found"].said if "404" not in text])}
    expect_none({kind: visit.said for kind, visit in visits.items() if visit.said})


def test_style_in_a_page_is_refused_by_its_content_policy(open_page):
    page = open_page(QUESTION)
    with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
