"""Members see what staff read of theirs: what and when, in words, and never who."""

import json

import pytest

from audit.models import Entry
from audit.services import record
from moderation.models import Visibility
from moderation.services import appeal, decide_appeal, open_case, reject
from pages.account import export_of
from pages.own_log import OTHERWISE, PER_PAGE, own_log_page, words_of
from tests.crawl import Page
from tests.factories import make_member, make_story
from tests.world import make_moderator

pytestmark = pytest.mark.django_db
ADDRESS = "/account/log/"
WHY = {"reason": "It names a doctor.", "ground": "private"}


@pytest.fixture
def marisol():
    return make_member(display_name="Marisol")


@pytest.fixture
def moderator():
    return make_moderator(display_name="Kind Moderator", username="kind-moderator")


def own_page(client, member):
    client.force_login(member)
    return client.get(ADDRESS)


def test_member_reads_that_a_held_text_was_read_and_not_by_whom(client, marisol, moderator):
    story = make_story(author=marisol, title="My first year", visibility=Visibility.HELD)
    case = open_case(item=story)
    client.force_login(moderator)
    client.get(f"/moderation/cases/{case.pk}/")
    response = own_page(client, marisol)
    page = Page("", response.status_code, dict(response.headers), response.content)
    assert page.errors == []
    assert "A moderator read this while it waited to be shown to others." in response.text
    assert "My first year" in response.text
    assert story.get_absolute_url() in response.text
    assert "Kind Moderator" not in response.text
    assert "kind-moderator" not in response.text
    assert "no-store" in response["Cache-Control"]


def test_nobody_else_reads_it_and_a_moderator_s_own_reading_is_no_line_of_theirs(client, marisol, moderator):
    story = make_story(author=marisol, title="My first year", visibility=Visibility.HELD)
    case = open_case(item=story)
    client.force_login(moderator)
    client.get(f"/moderation/cases/{case.pk}/")
    for person in (make_member(), moderator):
        said = own_page(client, person).text
        assert "Nobody has read anything of yours" in said
        assert "My first year" not in said


def test_decision_and_appeal_lead_to_their_pages(client, marisol, moderator):
    decision = reject(by=moderator, item=make_story(author=marisol, visibility=Visibility.HELD), **WHY)
    made = appeal(by=marisol, decision=decision, words="")
    decide_appeal(by=make_moderator(), appeal=made, outcome="upheld", answer="It stays.")
    said = own_page(client, marisol).text
    assert f'href="/moderation/decisions/{decision.pk}/"' in said
    assert f'href="/appeals/{made.pk}/"' in said
    assert "A moderator decided about what you wrote." in said


def test_text_that_is_gone_leaves_its_kind(marisol, moderator):
    record(by=moderator.pk, action="read.held", about="story:70007000", whose=marisol.pk)
    [line] = own_log_page(marisol, page_number="").entries
    assert (line.thing, line.url) == ("Story", "")


def test_somebody_else_s_text_is_named_by_no_row(marisol, moderator):
    """A number in the log opens nothing: titles are looked up among the member's own texts."""
    other = make_story(title="Secret title", visibility=Visibility.HELD)
    record(by=moderator.pk, action="read.held", about=f"story:{other.pk}", whose=marisol.pk)
    [line] = own_log_page(marisol, page_number="").entries
    assert "Secret" not in line.thing


def test_every_action_of_the_log_has_its_words():
    actions = ("read.held", "read.account", "account.export", "moderation.remove", "appeal.upheld")
    assert all(words_of(action) != OTHERWISE for action in actions)
    assert words_of("something-new") == OTHERWISE


def test_queries_do_not_grow_and_long_logs_have_pages(marisol, moderator, django_assert_num_queries):
    for entries in (0, 1, PER_PAGE + 5):
        while Entry.objects.concerning(marisol.pk).count() < entries:
            story = make_story(author=marisol, visibility=Visibility.HELD)
            record(by=moderator.pk, action="read.held", about=f"story:{story.pk}", whose=marisol.pk)
        with django_assert_num_queries(4 if entries else 2):
            page = own_log_page(marisol, page_number="")
        assert len(page.entries) == min(entries, PER_PAGE)
    assert len(own_log_page(marisol, page_number="2").entries) == 5


def test_export_holds_the_entries_without_who(marisol, moderator):
    record(by=moderator.pk, action="read.held", about="story:7", whose=marisol.pk)
    [row] = export_of(marisol)["audit.Entry"]
    assert row["action"] == "read.held"
    assert "by_id" not in row
    assert str(marisol.pk) == str(row["whose_id"])
    [done] = export_of(moderator)["audit.Entry"]
    assert "whose_id" not in done
    assert "hash" not in json.dumps(done, default=str)
