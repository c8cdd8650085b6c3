import itertools
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import Http404
from django.template.loader import render_to_string
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from accounts import points
from moderation.services import remove
from pages.about import about_page
from pages.data_map import ROOMS, data_rooms
from questions.readability import measure
from tests.crawl import Page, words
from tests.factories import make_story, make_user
from tests.world import make_moderator

pytestmark = pytest.mark.django_db
NAMES = [
    *("us", "how-we-review", "community-rules", "privacy", "accessibility", "data", "contact"),
    "taking-part",
]
BLOCKS = ("h1", "h2", "h3", "p", "li", "caption")


def page_at(client, name):
    response = client.get(f"/about/{name}/")
    return Page(f"/about/{name}/", response.status_code, dict(response.headers), response.content)


def main(page):
    return page.all("article")[0]


def sentences(page):
    """The page's own sentences, each with an end."""
    blocks = [words(node) for node in main(page).iter() if node.tag in BLOCKS]
    return [text if text.endswith((".", "?", ":")) else f"{text}." for text in blocks if text]


@pytest.mark.parametrize("name", NAMES)
def test_page_stands_with_one_heading_and_the_way_to_the_others(client, name):
    page = page_at(client, name)
    levels = [level for level, _words in page.headings]
    assert page.status == 200
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert page.errors == []
    assert len(page.ids) == len(set(page.ids))
    assert page.title.startswith(page.headings[0][1])
    reached = {link.address for link in page.links("http://testserver")}
    assert {f"/about/{other}/" for other in NAMES if other != name} <= reached


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("is_demo", [False, True])
def test_page_is_in_plain_words(client, settings, name, is_demo):
    settings.IS_DEMO = is_demo
    text = " ".join(sentences(page_at(client, name)))
    measured = measure(text, names=["Human Phenotype Ontology", "Atkinson Hyperlegible Next", "accessibility"])
    assert measured.grade <= 8
    assert measured.longest_sentence <= 21


@pytest.mark.parametrize("name", NAMES)
def test_titles_and_descriptions_fit_search_engines(name):
    meta = about_page(name).meta
    assert len(meta.title) <= 65
    assert 70 <= len(meta.description) <= 160
    assert meta.canonical == f"/about/{name}/"


@pytest.mark.parametrize("name", ["", "we", "us.html", "base"])
def test_page_that_there_is_none_of_is_not_found(name):
    with pytest.raises(Http404):
        about_page(name)


def test_unknown_address_is_not_found(client):
    assert client.get("/about/base/").status_code == 404


def test_numbers_of_moderators_take_as_many_queries_for_one_decision_as_for_ten(client):
    client.get("/about/transparency/")
    counts = []
    for more in (1, 9):
        for _number in range(more):
            remove(by=make_moderator(), item=make_story(), reason="It insults.", ground="kind")
        with CaptureQueriesContext(connection) as queries:
            shown = client.get("/about/transparency/").text
        counts.append(len(queries))
    assert counts[0] == counts[1] < 15
    assert "<td>10</td>" in shown


def test_small_number_of_moderators_is_not_said(client):
    for _number in range(4):
        remove(by=make_moderator(), item=make_story(), reason="It insults.", ground="kind")
    shown = client.get("/about/transparency/").text
    assert "fewer than 5" in shown
    assert "<td>4</td>" not in shown


@pytest.mark.parametrize("name", NAMES)
def test_page_needs_no_query_but_for_the_release_of_the_symptoms_and_its_rendering_none(client, rf, name):
    own = 1 if name == "data" else 0
    request = rf.get("/")
    request.user = AnonymousUser()
    with CaptureQueriesContext(connection) as queries:
        page = about_page(name)
    assert len(queries) == own
    with CaptureQueriesContext(connection) as queries:
        assert render_to_string(page.template, {"page": page}, request)
    assert len(queries) == 0
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/about/{name}/")
    assert len(queries) == own
    client.force_login(make_user())
    client.get("/about/us/")  # notes once in a while that the session is in use
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/about/{name}/")
    assert len(queries) == 2 + own


def test_rules_tell_points_from_the_numbers_that_count_them(client, monkeypatch):
    for place, name in enumerate(("ANSWER", "STORY", "THREAD", "POST", "HELPFUL_VOTE"), start=1):
        monkeypatch.setattr(points, f"PER_{name}", 1000 + place)
    table = page_at(client, "community-rules").all("table")[0]
    rows = {words(row[0]): words(row[1]) for row in table.iter("tr")}
    assert rows == {
        "For": "Points",
        "A story": "1002",
        "An answer to a question": "1001",
        "A question in the forum": "1003",
        "A reply in the forum": "1004",
        "Each member whom an answer, a story or a reply of yours helped": "1005",
    }


@override_settings(MAP_MIN_COUNT=7)
def test_privacy_tells_the_smallest_number_of_the_map(client):
    assert "at least 7 people are in it" in page_at(client, "privacy").text


def test_privacy_prints_the_whole_data_map(client):
    page = page_at(client, "privacy")
    tables = page.all("table")
    assert len(tables) == len(data_rooms()) == len(ROOMS)
    for table, room in zip(tables, data_rooms(), strict=True):
        rows = [words(row) for row in table.iter("tr")][1:]
        assert len(rows) == len(room.lines)
        for row, line in zip(rows, room.lines, strict=True):
            assert row.startswith(str(line.what))
            assert row.endswith(str(line.how_long))


def test_reader_of_any_of_these_pages_gets_no_cookie(client):
    for name in NAMES:
        assert not client.get(f"/about/{name}/").cookies


def test_data_names_the_release_of_the_symptoms_as_its_licence_asks(client):
    text = words(main(page_at(client, "data")))
    assert "This site uses the Human Phenotype Ontology (version 2025-01-16)." in text
    assert "Find out more at https://hpo.jax.org" in text


@pytest.mark.parametrize("is_demo", [False, True])
def test_demonstration_says_what_nobody_has_checked(client, settings, is_demo):
    settings.IS_DEMO = is_demo
    data = page_at(client, "data").text
    assert ("No clinician has checked them." in data) is is_demo
    assert ("The links to their sources were not opened to check them." in data) is is_demo
    assert ("no clinician has checked its texts" in page_at(client, "how-we-review").text) is is_demo


@override_settings(CONTACT_EMAIL="help@cairn.example")
def test_contact_gives_the_owner_s_address(client):
    text = page_at(client, "contact").text
    assert '<a href="mailto:help@cairn.example">' in text
    assert "CONTACT_EMAIL" not in text


@override_settings(CONTACT_EMAIL="")
def test_contact_tells_the_owner_how_to_set_an_address(client):
    text = page_at(client, "contact").text
    assert "CONTACT_EMAIL" in text
    assert "mailto:" not in text


def test_taking_part_has_a_place_for_each_button_of_the_site(client):
    page = page_at(client, "taking-part")
    assert {"story", "ask", "answer", "map", "symptoms", "soulmates-map", "messages", "suggest"} <= set(page.ids)


@pytest.mark.parametrize(
    "address",
    [
        *("/map/", "/account/map/", "/soulmates/", "/soulmates/symptoms/", "/soulmates/map/", "/messages/"),
        "/account/contact/",
    ],
)
def test_taking_part_leads_to_what_is_open_and_calls_nothing_closed(client, address):
    page = page_at(client, "taking-part")
    assert f'href="{address}"' in page.text
    assert "Not open yet" not in page.text
    client.force_login(make_user())
    assert client.get(address).status_code == 200


def test_nothing_asks_to_join_while_joining_is_closed(client):
    for name in NAMES:
        assert not re.search(r'href="/accounts/signup/', page_at(client, name).text)
