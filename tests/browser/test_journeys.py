"""What people come for, with JavaScript switched off, and with the keyboard alone."""

import re

import pytest

from tests.browser.kinds import ALL, KINDS, QUESTION

FOCUS = """() => {
    const e = document.activeElement
    if (!e || e === document.body || e === document.documentElement) return null
    const style = getComputedStyle(e), box = e.getClientRects()[0]
    const between = (least, value, most) => Math.min(Math.max(value, least), most)
    const at = document.elementFromPoint(
        between(0, (box.left + box.right) / 2, innerWidth - 1), between(0, (box.top + box.bottom) / 2, innerHeight - 1))
    const order = [...document.querySelectorAll('*')].indexOf(e)
    return {
        order, name: `${e.tagName.toLowerCase()}.${e.className} “${(e.innerText || e.name || '').slice(0, 30)}”`,
        ring: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
        inView: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        onTop: at !== null && e.contains(at),
    }
}"""
MOST_STOPS = 400


@pytest.fixture
def reader(open_page):
    """A visitor on a phone whose browser runs no JavaScript."""
    return lambda path: open_page(path, width=390, height=844, java_script_enabled=False)


def test_reader_finds_a_question_by_search_and_reads_its_answers(reader):
    page = reader("/")
    page.get_by_label("What condition do you want to know about?").fill("is ALL hereditary")
    page.locator(".find-form").get_by_role("button", name="Search").click()
    page.wait_for_load_state()
    page.locator(".best").get_by_role("link").first.click()
    page.wait_for_load_state()
    assert page.url.endswith(QUESTION)
    assert "hereditary" in page.locator("h1").inner_text()
    assert page.locator(".verdict").first.is_visible()
    page.locator(".people").get_by_role("link").first.click()
    page.wait_for_load_state()
    assert page.url.endswith("#answers")


def test_reader_sorts_answers(reader):
    page = reader(f"{ALL}questions/living-with/")
    before = page.locator(".post").evaluate_all("posts => posts.map(post => post.id)")
    page.locator(".sort").get_by_role("link", name="newest").click()
    page.wait_for_load_state()
    assert page.url.endswith("?sort=new#answers")
    after = page.locator(".post").evaluate_all("posts => posts.map(post => post.id)")
    assert page.locator(".sort [aria-current]").inner_text() == "newest"
    assert sorted(before) == sorted(after)
    assert before != after


def test_reader_turns_the_pages_of_answers(reader):
    page = reader("/conditions/long-words/questions/hereditary/?sort=new")
    first = page.locator(".post .flow").first.inner_text()
    page.get_by_role("link", name="Next page").click()
    page.wait_for_load_state()
    assert page.url.endswith("?sort=new&page=2#answers")
    assert page.locator(".post .flow").first.inner_text() != first
    page.get_by_role("link", name="Next page").click()
    page.wait_for_load_state()
    assert page.get_by_role("link", name="Next page").count() == 0
    assert "Answer 0." in page.locator(".post .flow").last.inner_text()


def test_reader_goes_from_a_to_z_to_a_condition_a_question_and_its_history(reader):
    page = reader("/")
    page.get_by_role("link", name="See the list of conditions").click()
    page.wait_for_load_state()
    page.get_by_role("link", name="Acute lymphocytic leukemia", exact=False).first.click()
    page.wait_for_load_state()
    assert page.url.endswith(ALL)
    page.locator(f'a[href="{QUESTION}"]').first.click()
    page.wait_for_load_state()
    page.locator(f'a[href="{QUESTION}history/"]').first.click()
    page.wait_for_load_state()
    assert page.url.endswith(f"{QUESTION}history/")
    assert page.locator(".versions li").count() >= 1


def test_reader_goes_from_a_question_to_a_story_and_a_thread(reader):
    page = reader(QUESTION)
    page.locator('a[href^="/stories/"]').filter(has_text=re.compile(r"\w")).nth(1).click()
    page.wait_for_load_state()
    assert "/stories/" in page.url
    page.go_back()
    page.locator('.threads a[href^="/forum/"]').first.click()
    page.wait_for_load_state()
    assert re.search(r"/forum/\d+/", page.url)


def stops(page):
    """Every place that Tab leads to, until the keyboard leaves the page."""
    found = []
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None or (found and focus["order"] == found[0]["order"]):
            return found
        found.append(focus)
    raise AssertionError(f"After {MOST_STOPS} stops the keyboard is still in the page: {found[-1]['name']}")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    "kind", ["home", "question", "condition", "search-with-results", "stories", "thread", "sign-in"]
)
def test_keyboard_reaches_everything_and_shows_where_it_is(kind, width, open_page):
    page = open_page(KINDS[kind], width=width)
    found = stops(page)
    assert len(found) > 5
    assert [stop["name"] for stop in found if stop["ring"] < 2] == []
    assert [stop["name"] for stop in found if not stop["inView"] or not stop["onTop"]] == []
    assert [stop["order"] for stop in found] == sorted(stop["order"] for stop in found)
    reachable = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
            .filter(e => e.checkVisibility({visibilityProperty: true}) && e.type !== 'hidden')
            .filter(e => e.type !== 'radio' || e === document.querySelector(`[name="${e.name}"]`)).length"""
    )  # the arrow keys go on from the first radio button of a group
    assert len([stop for stop in found if not stop["name"].startswith("div")]) == reachable


def test_skip_link_comes_first_and_leads_to_the_main_part(open_page):
    page = open_page(QUESTION)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_reader_with_a_keyboard_searches_and_opens_the_best_answer(open_page):
    page = open_page("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("is ALL hereditary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    for _stop in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href')") == QUESTION:
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{QUESTION}")
    assert page.locator(".verdict").first.is_visible()
