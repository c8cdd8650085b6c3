"""A writer changes a page, a specialist asks for more and then approves, and it is live: also without JavaScript."""

import pytest

from tests.browser.staff import STAFF, sign_in
from tests.browser.test_accessibility import AXE, RUN, SCHEMES, WIDTHS
from tests.faults import expect_none

FRDA = "/conditions/friedreich-ataxia/questions/"
SCREENS = {
    "dashboard": "/admin/",
    "list": "/admin/questions/summary/",
    "sources": "/admin/questions/source/",
    "source": "/admin/questions/source/1/change/",
    "write": "/admin/questions/summary/add/",
    "version": "/admin/questions/summary/1/version/",
    "review": "/admin/questions/summary/1/review/",
    "publish": "/admin/questions/summary/1/publish/",
    "retire": "/admin/questions/summary/1/retire/",
    "compare": "/admin/questions/summary/7/compare/",
    "picture": "/admin/questions/summary/picture/",
    "publish-many": "/admin/questions/summary/publish-many/?pk=1&pk=2",
    "concerns": "/admin/questions/concern/",
    "readers-words": "/admin/questions/pagefeedback/",
}


@pytest.fixture(scope="module")
def sessions(browser, site):
    """Every editor signs in once, with a password and the code of an app; the cookies serve all tests here."""
    states = {}
    for username in STAFF:
        context = browser.new_context(base_url=site, java_script_enabled=False)
        page = context.new_page()
        sign_in(page, username)
        states[username] = context.storage_state()
        context.close()
    return states


@pytest.fixture
def desk(browser, site, sessions):
    """Opens the dashboard as one of the staff: `desk("wren", java_script_enabled=False)`."""
    contexts = []

    def sit_down(username, **options):
        context = browser.new_context(base_url=site, storage_state=sessions[username], **options)
        contexts.append(context)
        page = context.new_page()
        page.goto("/admin/")
        return page

    yield sit_down
    for context in contexts:
        context.close()


def go(page, name):
    page.get_by_role("link", name=name, exact=False).first.click()
    page.wait_for_load_state()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()


def in_box(page, key, words):
    page.locator(f".box[aria-labelledby=box-{key}]").get_by_role("link", name=words).first.click()
    page.wait_for_load_state()


def change_text(page, old, new):
    body = page.locator("textarea[name=body]")
    text = body.input_value()
    assert old in text
    body.fill(text.replace(old, new, 1))


@pytest.mark.parametrize(("with_script", "topic"), [(True, "what-is-it"), (False, "causes")])
def test_change_goes_from_writer_to_specialist_and_back_and_live(with_script, topic, desk, open_page):
    options = {"java_script_enabled": with_script}
    wren, vega, pia = (desk(username, **options) for username in STAFF)

    wren.goto("/admin/questions/summary/?q=friedreich")
    wren.get_by_role("link", name=f"Friedreich ataxia: {topic}, 1", exact=True).click()
    wren.wait_for_load_state()
    press(wren, "Write the next version")
    change_text(wren, "## What is not known yet", "## A new part\n\nFirst words. [1]\n\n## What is not known yet")
    wren.locator("input[name=change_note]").fill("A new part.")
    press(wren, "Check the text")
    assert wren.locator(".findings").is_visible()
    press(wren, "Save the draft")
    assert "The draft is saved." in wren.content()
    press(wren, "Save and submit for review")
    assert "Submitted." in wren.content()

    vega.reload()
    in_box(vega, "waiting", f"Friedreich ataxia: {topic}")
    go(vega, "Compare inline")
    assert any("First words." in words for words in vega.locator("ins").all_inner_texts())
    vega.go_back()
    vega.get_by_label("asked for changes").check()
    vega.get_by_label("Note to the writer").fill("Say whose first words.")
    press(vega, "Record my decision")
    assert "Say whose first words." in vega.content()

    wren.goto("/admin/")
    in_box(wren, "changes", f"Friedreich ataxia: {topic}")
    press(wren, "Write the next version")
    change_text(wren, "First words.", "The first words of a doctor.")
    press(wren, "Save and submit for review")

    vega.goto("/admin/")
    in_box(vega, "waiting", f"Friedreich ataxia: {topic}")
    vega.get_by_label("approved").check()
    press(vega, "Record my decision")
    assert "Approved." in vega.content()

    pia.reload()
    in_box(pia, "approved", f"Friedreich ataxia: {topic}")
    press(pia, "Publish this version")
    assert "Readers see it now." in pia.content()

    page = open_page(f"{FRDA}{topic}/", **options)
    assert "The first words of a doctor." in page.content()
    record = page.locator("#record").inner_text()
    assert "Wren (writer)" in record
    assert "Dr Vega, clinical geneticist" in record
    go(page, "See all")
    assert "Dr Vega" in page.locator(".versions li").first.inner_text()
    go(page, "Compare two versions")
    assert any("A new part" in words for words in page.locator("ins").all_inner_texts())


def test_preview_follows_the_text_and_tab_leaves_the_editor(desk):
    page = desk("wren")
    page.goto("/admin/questions/summary/add/")
    editor = page.locator("textarea[name=body]")
    editor.fill("## A heading\n\nSome words. [1]")
    page.locator(".markdownx-preview h2").wait_for()
    assert page.locator(".markdownx-preview").inner_text().startswith("A heading")
    editor.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") != "body"
    assert "\t" not in editor.input_value()


def test_source_is_found_and_added_without_script(desk):
    page = desk("wren", java_script_enabled=False)
    page.goto("/admin/questions/summary/add/")
    page.get_by_label("Short answer").fill("My words stay.")
    page.locator("input[name=sources-find]").fill("nhs cystic")
    press(page, "Find in the library")
    page.locator(".sources-found input").first.check()
    press(page, "Check the text")
    assert page.locator(".sources-list li").count() == 1
    assert page.get_by_label("Short answer").input_value() == "My words stay."


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_on_the_editors_screens(screen, desk):
    publishes = screen in {"publish", "retire", "publish-many"}
    page = desk("pia" if publishes else "drvega" if screen == "review" else "wren")
    response = page.goto(SCREENS[screen])
    assert response.status == 200
    page.evaluate(AXE)
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme, options in SCHEMES.items():
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            faults += [f"{width} px, {scheme}: {fault}" for fault in page.evaluate(RUN, options)["faults"]]
    expect_none(faults)


def test_reader_reports_a_problem_without_script_and_gets_no_cookie(open_page, desk):
    page = open_page(f"{FRDA}hereditary/", java_script_enabled=False, width=390)
    page.get_by_role("link", name="Report a problem").click()
    page.get_by_label("What is wrong?").fill("The chance is not right for my country.")
    press(page, "Send the report")
    assert "Thank you" in page.locator("h1").inner_text()
    page.goto(f"{FRDA}hereditary/")
    press(page, "No")
    page.get_by_label("What were you looking for?").fill("Tests for my sister.")
    press(page, "Send it to the editors")
    assert page.context.cookies() == []
    wren = desk("wren", java_script_enabled=False)
    assert "The chance is not right for my country." in wren.content()
    assert "Tests for my sister." in wren.content()
