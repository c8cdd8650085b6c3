"""Finding one’s condition on the map, joining, moving, leaving: on a phone, without JavaScript, by keyboard alone."""

from playwright.sync_api import Page

from tests.browser.keyboard import press, tab_to
from tests.browser.kinds import ALL
from tests.browser.test_rights import has_script, open_phone, sign_in

__all__ = ["has_script", "open_phone"]
MAP = f"{ALL}map/"
IVA = "iva@members.example"
PLACE = "/account/map/?condition=acute-lymphocytic-leukemia"


def choose(page: Page, place: str, *, kind: str = "country") -> None:
    """Picks a country or a region in its list by typing the beginning of its name."""
    tab_to(page, f"main select[name={kind}]")
    page.keyboard.type(place)


def shown_in(page: Page, path: str) -> str:
    page.goto(path)
    return page.locator("main, .more").all_inner_texts()[-1] + page.locator("main").inner_text()


def test_reader_goes_from_the_world_to_a_continent_and_to_its_line(open_phone):
    page = open_phone()
    page.goto("/map/")
    tab_to(page, "main input[name=condition]")
    page.keyboard.insert_text("acute lymphocytic leukemia")
    with page.expect_navigation(url=f"**{MAP}"):
        page.keyboard.press("Enter")
    assert page.locator(".map .near a").first.is_hidden()
    press(page, '.map .far a[aria-label^="Europe: "]', lead="in=europe")
    press(page, '.map a[aria-label^="Spain: "]', lead="#area-ES")
    assert page.locator("tr:target th").inner_text() == "Spain"
    number = page.locator(".map .far a[aria-label^='Spain: ']").text_content()
    assert page.locator("tr:target td").inner_text() == number
    regions = page.locator("tr:target + tr.parts")
    assert regions.get_by_text("Catalonia").is_hidden()
    tab_to(page, "tr:target + tr.parts summary")
    page.keyboard.press("Enter")
    names = regions.locator("li span:first-child").all_inner_texts()
    assert names == ["Catalonia", "Elsewhere or not told"]


def test_member_joins_the_map_moves_and_leaves(open_phone):
    page = open_phone()
    page.goto(MAP)
    press(page, "main a.btn-p", lead="/accounts/login/")
    sign_in(page, back=PLACE, login=IVA)
    assert not page.locator("main input[name=consent]").is_checked()
    choose(page, "Spain")
    press(page, "main form.write button[type=submit]", lead="/account/map/")
    assert page.title().startswith("Error: ")
    assert page.locator("main select[name=country]").input_value() == "ES"
    tab_to(page, "main input[name=consent]")
    page.keyboard.press("Space")
    press(page, "main form.write button[type=submit]", lead="/account/map/$")
    assert "You are shown in: Spain" in page.locator("main").inner_text()
    choose(page, "Cataloni", kind="region")
    press(page, "main form.write button[type=submit]", lead="/account/map/$")
    assert "You are shown in: Spain, Catalonia" in page.locator("main").inner_text()
    for path in (MAP, ALL, f"{ALL}questions/hereditary/", "/"):
        assert "You are shown in: Spain." in shown_in(page, path)
    page.goto("/account/map/")
    choose(page, "Kosovo")
    press(page, "main form.write button[type=submit]", lead="/account/map/$")
    assert "You are shown in: Kosovo" in page.locator("main").inner_text()
    press(page, 'main form[action="/account/map/leave/"] button', lead="/account/map/$")
    assert "You left the map. Your place is deleted." in page.locator("main").inner_text()
    assert not page.locator("main input[name=consent]").is_checked()
    assert "You are shown in" not in shown_in(page, MAP)
