"""41: people and private texts are in no search engine; each text can be for members only, or without a name.

That private texts are on no page, feed, sitemap, search, count or JSON-LD is shown by tests/test_privacy.py, which
looks at every address as each viewer; the heart of it is repeated here.
"""

import pytest
from django.test import Client

from moderation.models import Audience, Visibility
from tests.crawl import Page
from tests.factories import make_member
from tests.faults import expect_none
from tests.test_privacy import Stage, expect_nowhere, look, where
from tests.world import VIEWERS, address, make_world, url_names

pytestmark = pytest.mark.django_db
NEVER_INDEXED = ("account", "accounts/", "moderation/", "notifications", "drafts/", "report", "search", "messages/")


@pytest.fixture
def stage() -> Stage:
    return Stage()


def as_page(response) -> Page:
    return Page("", response.status_code, dict(response.headers), response.content)


def is_hidden(response) -> bool:
    """Whether search engines are told to leave it out."""
    return "noindex" in response.get("X-Robots-Tag", "") or "noindex" in (as_page(response).meta("robots") or "")


def test_profiles_search_and_pages_of_one_s_own_are_in_no_search_engine():
    world, found = make_world(), []
    browsers = {viewer: world.browser(viewer, raise_request_exception=False) for viewer in ("stranger", "moderator")}
    for name, route in url_names().items():
        if route.startswith(NEVER_INDEXED) or name.startswith(("member", "report", "search")):
            for viewer, client in browsers.items():
                response = client.get(path := address(name, world))
                is_page = response.get("Content-Type", "").startswith("text/html")
                if response.status_code == 200 and is_page and not is_hidden(response):
                    found.append(f"{viewer}: {path}")
    assert set(browsers) <= set(VIEWERS)
    expect_none(found)


def test_profile_is_in_no_search_engine_until_its_member_wants_that():
    member = make_member(username="zoe", display_name="Zoe")
    assert is_hidden(Client().get(f"/members/{member.username}/"))


def test_held_text_is_in_no_search_engine_also_on_its_author_s_page(stage):
    stage.put_all(visibility=Visibility.HELD)
    client = stage.browser("author")
    for item in (stage.story, stage.thread):
        response = client.get(item.get_absolute_url())
        assert response.status_code == 200
        assert is_hidden(response)


def test_text_for_members_leaks_nowhere(stage):
    stage.put_all(audience=Audience.MEMBERS)
    expect_nowhere(stage, ["stranger"])
    assert where(look(stage, "member"))


def test_name_can_be_left_out_of_each_text(stage):
    stage.put_all(is_anonymous=True)
    shown = look(stage, "stranger")
    told = {name for names in where(shown).values() for name in names if stage.author.display_name in shown[name]}
    expect_none(told)
