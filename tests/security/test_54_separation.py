"""54: what editors and what members wrote are never mixed up: not on the page, not for machines, not in a teaser."""

import json
import re

import pytest
from django.conf import settings

from tests.crawl import Page
from tests.factories import (
    make_answer,
    make_condition,
    make_member,
    make_question,
    make_review,
    make_summary,
    make_topic,
)
from tests.faults import expect_none

pytestmark = pytest.mark.django_db
EDITORS, MEMBERS = "Editorsentence", "Membersentence"
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
TEASERS = ("description", "og:description", "twitter:description", "og:title", "og:image:alt")


@pytest.fixture
def page(client) -> Page:
    """A reviewed question page with an answer of a member."""
    question = make_question(condition=make_condition(slug="asthma", name="Asthma"), topic=make_topic(slug="diet"))
    summary = make_summary(
        question=question, short_answer=f"{EDITORS} one.", body=f"## What is known\n\n{EDITORS} two. It is long."
    )
    make_review(summary=summary)
    make_answer(question=question, author=make_member(display_name="Zoe Member"), body=f"{MEMBERS} here.")
    response = client.get(question.get_absolute_url())
    return Page(question.get_absolute_url(), response.status_code, dict(response.headers), response.content)


def nodes(page: Page) -> dict[str, dict]:
    found = SCRIPT.search(page.text)
    assert found
    return {node["@type"]: node for node in json.loads(found[1])["@graph"]}


def test_each_has_a_region_of_its_own(page):
    article, folk = page.text.split("<main")[1].split('<section class="folk"')
    assert EDITORS in article
    assert MEMBERS not in article
    assert MEMBERS in folk
    assert EDITORS not in folk
    assert "Personal experience. Not checked by a doctor." in folk


def test_regions_differ_in_colour():
    css = "".join(path.read_text("utf-8") for path in (settings.BASE_DIR / "static" / "css").glob("*.css"))
    assert re.search(r"\.folk\s*\{[^}]*background", css)


def test_members_are_in_no_teaser(page):
    expect_none(name for name in TEASERS if MEMBERS in (page.meta(name) or "") or "Zoe" in (page.meta(name) or ""))
    assert page.meta("description")


def test_machines_get_two_types_with_their_own_authors(page):
    said = nodes(page)
    medical, community = said["MedicalWebPage"], said["QAPage"]
    assert MEMBERS not in json.dumps(medical)
    assert "Zoe" not in json.dumps(medical)
    assert medical["reviewedBy"]["jobTitle"]
    assert EDITORS not in json.dumps(community)
    assert [answer["author"]["name"] for answer in community["mainEntity"]["suggestedAnswer"]] == ["Zoe Member"]


def test_no_answer_of_a_member_is_called_accepted_or_reviewed(page):
    community = json.dumps(nodes(page)["QAPage"])
    expect_none(word for word in ("acceptedAnswer", "reviewedBy", "lastReviewed") if word in community)
    assert "acceptedAnswer" not in page.text


def test_answers_make_no_description_where_editors_wrote_nothing(client):
    question = make_question()
    make_answer(question=question, body=f"{MEMBERS} here.")
    response = client.get(question.get_absolute_url())
    alone = Page("", response.status_code, dict(response.headers), response.content)
    expect_none(name for name in TEASERS if MEMBERS in (alone.meta(name) or ""))
