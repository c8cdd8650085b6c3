"""Rules of the whole house, over every public page of the demo: what links reach, and one address for each URL name."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from urllib.parse import urlsplit
from xml.etree.ElementTree import fromstring

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings

from forum.models import Thread
from pages.about import _subjects
from pages.meta import MAX_DESCRIPTION, MAX_TITLE, MIN_DESCRIPTION
from pages.urls import urlpatterns
from questions.models import Review
from stories.models import Story
from tests.crawl import SVG, Page, crawl, words
from tests.faults import expect_none

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
ALL = "/conditions/acute-lymphocytic-leukemia/"
EXAMPLES = {
    "home": "/",
    "condition-list": "/conditions/",
    "condition-detail": ALL,
    "question-list": f"{ALL}questions/",
    "question-detail": f"{ALL}questions/hereditary/",
    "question-history": f"{ALL}questions/hereditary/history/",
    "question-compare": f"{ALL}questions/hereditary/history/compare/",
    "reviewer-detail": lambda: f"/reviewers/{Review.objects.first().reviewer_id}/",
    "question-image": f"{ALL}questions/hereditary/image.png",
    "condition-stories": f"{ALL}stories/",
    "condition-forum": f"{ALL}forum/",
    "condition-map": f"{ALL}map/",
    "map": "/map/",
    "soulmates-map": "/soulmates/map/",
    "story-list": "/stories/",
    "story-detail": lambda: Story.objects.visible().first().get_absolute_url(),
    "thread-list": "/forum/",
    "thread-detail": lambda: Thread.objects.visible().first().get_absolute_url(),
    "member-detail": "/members/lucia/",
    "member-picture": "/pictures/none-96.jpg",
    "draft-list": "/drafts/",
    "answer-detail": "/answers/70007000/",
    "message-list": "/messages/",
    "conversation-detail": "/messages/1/",
    "answer-history": "/answers/1/history/",
    "ask": "/forum/ask/",
    "post-detail": "/forum/posts/70007000/",
    "post-edits": "/forum/posts/1/edits/",
    "thread-edits": "/forum/threads/1/edits/",
    "thread-waiting": "/forum/threads/1/waiting/",
    "thread-feed": lambda: f"/feeds/forum/{Thread.objects.visible().first().pk}/",
    "soulmates": "/soulmates/",
    "help-now": "/help-now/",
    "search": "/search/?q=leukaemia",
    "about": "/about/us/",
    "site-feed": "/feeds/new/",
    "condition-feed": f"/feeds{ALL}",
    "story-feed": "/feeds/stories/",
    "forum-feed": "/feeds/forum/",
    "sitemap-index": "/sitemap.xml",
    "sitemap": "/sitemap-pages.xml",
    "picture": "/media/pictures/none.webp",
    "robots": "/robots.txt",
    "theme": "/theme.css",
    "healthz": "/healthz",
    "security-txt": "/.well-known/security.txt",
}
"""One address for each name in pages/urls.py. A new page goes here."""
MORE = {
    "/search/": 200,
    "/search/?q=xyzzy": 200,
    f"{ALL}questions/hereditary/?sort=new": 200,
    f"{ALL}questions/hereditary/history/compare/?as=inline": 200,
    f"{ALL}questions/hereditary/history/compare/?before=9": 404,
    f"{ALL}questions/cure/history/compare/": 404,
    f"{ALL}questions/hereditary/problem/": 200,
    f"{ALL}questions/hereditary/thanks/": 200,
    f"{ALL}questions/hereditary/helpful/x/": 200,
    "/accounts/signup/": 200,
    "/accounts/password/reset/": 200,
    "/no-such-page/": 404,
    "/.well-known/security.txt": 404,
    "/media/pictures/none.webp": 404,
    "/conditions/no-such-condition/": 404,
    f"{ALL}questions/no-such-topic/": 404,
    "/about/no-such-page/": 404,
    "/stories/70007000/gone/": 404,
    "/forum/70007000/gone/": 404,
    "/sitemap-nothing.xml": 404,
    "/pictures/none-96.jpg": 404,
    "/answers/1/history/": 302,
    "/soulmates/map/": 302,
    "/soulmates/symptoms/": 302,
    "/messages/": 302,
    "/messages/1/": 302,
    "/forum/posts/70007000/": 404,
    "/answers/70007000/": 404,
    "/forum/posts/1/edits/": 404,
    "/forum/threads/1/edits/": 404,
    "/forum/threads/1/waiting/": 404,
}
"""Further states of the pages, and the answers that they give."""
WITH_A_COOKIE = ("/accounts/",)
"""Where a form that changes something stands: its token needs a cookie."""


@dataclass
class House:
    """Every page by its address, and those that a visitor who starts at home can reach."""

    pages: dict[str, Page]
    reached: set[str]

    def html(self) -> Iterator[Page]:
        yield from (page for page in self.pages.values() if page.is_html)

    def whole(self) -> Iterator[Page]:
        """The pages that are there, without error pages and what only leads on."""
        yield from (page for page in self.html() if page.status == 200)


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker) -> House:
    """The demo is loaded in a transaction of its own, which is undone before a test sees the database."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(IS_DEMO=True):
        call_command("load_demo", stdout=StringIO())
        client = Client()

        def fetch(address: str) -> Page:
            client.cookies.clear()
            response = client.get(address)
            return Page(
                address, response.status_code, dict(response.headers), response.content, tuple(response.cookies)
            )

        reached = crawl(fetch, SITE, ["/"])
        examples = [example() if callable(example) else example for example in EXAMPLES.values()]
        others = [address for address in [*examples, *MORE, *sitemap_files(fetch)] if address not in reached]
        pages = reached | {address: fetch(address) for address in others}
        transaction.set_rollback(True)
    return House(pages=pages, reached=set(reached))


def sitemap_files(fetch) -> list[str]:
    return [path_of(node.text) for node in fromstring(fetch("/sitemap.xml").body).iter() if node.tag.endswith("}loc")]


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}{'?' + parts.query if parts.query else ''}"


# --- Addresses ----------------------------------------------------------------------------------------------------
def test_every_url_name_has_an_example():
    assert {pattern.name for pattern in urlpatterns} == EXAMPLES.keys()


def test_demo_is_large_enough_to_prove_something(house):
    assert len(house.reached) > 200
    assert {"/conditions/", "/stories/", "/forum/", f"{ALL}questions/hereditary/history/"} <= house.reached


def test_every_page_answers_as_it_should(house):
    wrong = {a: page.status for a, page in house.pages.items() if page.status != MORE.get(a, 200)}
    expect_none(wrong)


def test_every_link_leads_to_a_page_of_its_own(house):
    broken = [
        f"{page.address} → {link.address}"
        for page in house.html()
        for link in page.links(SITE)
        if link.address != page.address and house.pages[link.address].status != 200
    ]
    expect_none(broken)


def test_every_fragment_leads_to_a_place_in_its_page(house):
    broken = {
        f"{page.address} → {link.address}#{link.fragment}"
        for page in house.html()
        for link in page.links(SITE)
        if link.fragment and (target := house.pages.get(link.address)) and target.is_html
        if link.fragment not in target.ids
    }
    expect_none(broken)


def test_every_part_of_a_page_is_there_and_comes_from_this_site(house):
    parts = {part for page in house.html() for part in page.parts(SITE)}
    assert parts
    elsewhere = [part for part in parts if not part.startswith(f"{SITE}/")]
    missing = [
        part
        for part in parts
        if (path := urlsplit(part).path).startswith(settings.STATIC_URL)
        if not finders.find(path.removeprefix(settings.STATIC_URL))
    ]
    expect_none([*elsewhere, *missing])


def test_drawing_that_a_page_points_at_in_another_file_is_in_it(house):
    targets = {part for page in house.html() for part in page.parts(SITE) if "#" in part}
    assert targets
    for target in targets:
        path, fragment = target.removeprefix(SITE + settings.STATIC_URL).split("#")
        with open(finders.find(path), encoding="utf-8") as file:
            assert f'id="{fragment}"' in file.read()


def test_sitemap_lists_the_pages_for_search_engines_and_no_other(house):
    listed = Counter(
        path_of(node.text)
        for address, page in house.pages.items()
        if address.startswith("/sitemap-") and page.status == 200
        for node in fromstring(page.body).iter()
        if node.tag.endswith("}loc")
    )
    indexable = {page.address for page in house.whole() if page.is_indexable and page.canonical == SITE + page.address}
    without_query = {address for address in indexable if "?" not in address}
    expect_none(f"{address} is in the sitemap" for address in listed.keys() - indexable)
    expect_none(f"{address} is not in the sitemap" for address in without_query - listed.keys())
    expect_none(f"{address} is in the sitemap more than once" for address, times in listed.items() if times > 1)


def test_no_page_for_search_engines_is_an_orphan(house):
    orphans = {page.address for page in house.whole() if page.is_indexable and "?" not in page.address} - house.reached
    expect_none(orphans)


def test_every_about_page_is_in_the_house(house):
    assert {f"/about/{slug}/" for slug in _subjects()} <= house.reached


# --- The HTML -----------------------------------------------------------------------------------------------------
def test_html_has_no_parse_error(house):
    expect_none({page.address: page.errors for page in house.html() if page.tree is not None and page.errors})


def test_page_says_its_language_and_direction(house):
    said = {page.address: (page.tree.get("lang"), page.tree.get("dir")) for page in house.html()}
    expect_none({address: words for address, words in said.items() if words != ("en", "ltr")})


def test_page_has_one_main_heading(house):
    wrong = {
        page.address: page.headings for page in house.html() if [level for level, _ in page.headings].count(1) != 1
    }
    expect_none(wrong)


def test_no_heading_level_is_skipped(house):
    wrong = []
    for page in house.html():
        level_before = 0
        for level, heading in page.headings:
            if level > level_before + 1:
                wrong.append(f"{page.address}: h{level} “{heading}” after h{level_before}")
            level_before = level
    expect_none(wrong)


def test_no_heading_or_link_is_without_words(house):
    silent = [f"{page.address}: h{level}" for page in house.html() for level, heading in page.headings if not heading]
    silent += [
        f"{page.address}: {node.get('href')}"
        for page in house.html()
        for node in page.all("a")
        if not words(node) and not node.get("aria-label") and not any(image.get("alt") for image in node.iter("img"))
    ]
    expect_none(silent)


def test_ids_are_unique_in_their_page(house):
    twice = {page.address: [name for name, n in Counter(page.ids).items() if n > 1] for page in house.html()}
    expect_none({address: names for address, names in twice.items() if names})


def test_every_id_that_an_element_names_is_in_the_page(house):
    missing = set()
    for page in house.html():
        there = set(page.ids)
        for tag, node in page.elements:
            named = (
                f"{node.get('aria-labelledby', '')} {node.get('aria-describedby', '')} {node.get('for', '')}".split()
            )
            if tag == "use" and (target := node.get("href", "")).startswith("#"):
                named.append(target[1:])
            missing |= {f"{page.address}: {tag} names “{name}”" for name in named if name not in there}
    expect_none(missing)


def test_no_style_or_script_stands_in_a_page(house):
    found = []
    for page in house.html():
        for tag, node in page.elements:
            handlers = [name for name in node.attrib if name.lower().startswith("on") or name == "style"]
            is_data = tag == "script" and node.get("type") in {"application/ld+json", "application/json"}
            is_inline = tag == "style" or (tag == "script" and not node.get("src") and not is_data)
            if handlers or is_inline or node.get("href", "").startswith("javascript:"):
                found.append(f"{page.address}: <{tag}> {handlers}")
    expect_none(found)


def test_data_for_search_engines_is_json_of_schema_org(house):
    scripts = [node for page in house.html() for node in page.all("script")]
    blocks = [node.text for node in scripts if node.get("type") == "application/ld+json"]
    assert blocks
    assert {json.loads(block)["@context"] for block in blocks} == {"https://schema.org"}


# --- For search engines -------------------------------------------------------------------------------------------
def same_page(page: Page) -> str:
    """What counts as one page: several ways of sorting it have the same canonical address."""
    return page.canonical or SITE + page.address


def test_titles_are_unique_over_the_site(house):
    owners: dict[str, set[str]] = {}
    for page in house.whole():
        owners.setdefault(page.title, set()).add(same_page(page))
    expect_none({title: pages for title, pages in owners.items() if len(pages) > 1})


def test_title_is_there_and_short_enough_to_be_shown(house):
    wrong = {p.address: p.title for p in house.html() if not 0 < len(p.title) <= MAX_TITLE}
    expect_none(wrong)


def test_description_has_a_length_that_search_engines_show(house):
    wrong = {
        page.address: page.meta("description")
        for page in house.whole()
        if page.is_indexable and not MIN_DESCRIPTION <= len(page.meta("description") or "") <= MAX_DESCRIPTION
    }
    expect_none(wrong)


def test_canonical_address_is_absolute_and_a_page_that_is_there(house):
    wrong = {
        page.address: page.canonical
        for page in house.whole()
        if page.is_indexable
        if not page.canonical.startswith(f"{SITE}/") or path_of(page.canonical) not in house.pages
    }
    expect_none(wrong)


def test_picture_for_sharing_is_an_address_of_this_site(house):
    pictures = {page.address: page.meta("og:image") for page in house.whole() if page.meta("og:image")}
    assert pictures[EXAMPLES["question-detail"]] == SITE + EXAMPLES["question-image"]
    expect_none([url for url in pictures.values() if not url.startswith(f"{SITE}/")])


# --- For the visitor ----------------------------------------------------------------------------------------------
def test_visitor_who_only_reads_gets_no_cookie(house):
    given = {a: page.cookies for a, page in house.pages.items() if page.cookies and not a.startswith(WITH_A_COOKIE)}
    expect_none(given)


def test_every_page_of_the_demo_says_that_it_is_one(house):
    def says_so(page: Page) -> bool:
        return any("Demonstration." in words(node) for node in page.all("aside"))

    expect_none([page.address for page in house.html() if not says_so(page)])


def test_every_icon_is_hidden_or_has_a_name(house):
    nameless = {
        f"{page.address}: {list(node.attrib)}"
        for page in house.html()
        for tag, node in page.elements
        if node.tag == f"{SVG}svg" and node.get("aria-hidden") != "true" and not node.get("aria-label")
        if not node.get("aria-labelledby")
    }
    expect_none(nameless)
