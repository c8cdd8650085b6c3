"""53: each question page says what it is, from when and out of which sources, and names its reviewer."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings

from questions.models import Review, Summary
from tests.crawl import Page, words
from tests.factories import make_question, make_review, make_summary
from tests.faults import expect_none

GENERAL = "It does not replace advice from your doctor."
LABEL = "Medically reviewed summary"
NOT_YET = ("A specialist has not checked it yet.", "Written by editors. Review due.")


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker) -> list[tuple[Page, Summary]]:
    """Every question page of the demo that has a summary. The demo is undone before another test sees the database."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(IS_DEMO=True):
        call_command("load_demo", stdout=StringIO())
        client, found = Client(), []
        for summary in published():
            path = summary.question.get_absolute_url()
            response = client.get(path)
            found.append((Page(path, response.status_code, dict(response.headers), response.content), summary))
        reviews = {review.summary_id for review in Review.objects.filter(decision="approved")}
        for page, summary in found:
            page.tree.set("reviewed", str(summary.pk in reviews))
        transaction.set_rollback(True)
    return found


def published() -> list[Summary]:
    rows = Summary.objects.filter(state="published").select_related("author", "question__condition", "question__topic")
    return [summary for summary in rows if summary.question.published_summary_id == summary.pk]


def record_of(page: Page) -> str:
    """The words of the part “About this page”."""
    return next(words(node) for tag, node in page.elements if tag == "section" and node.get("id") == "record")


def test_every_seed_page_has_disclaimer_date_and_named_sources(pages):
    assert len(pages) > 5
    faults = []
    for page, summary in pages:
        text = words(page.tree)
        faults += [f"{page.address}: no disclaimer"] * (GENERAL not in text)
        faults += [f"{page.address}: no date"] * ("Last updated" not in text)
        links = [node for tag, node in page.elements if tag == "a" and (node.get("href") or "").startswith("http")]
        faults += [f"{page.address}: no source"] * (summary.source_count == 0 or not links)
        faults += [f"{page.address}: no author"] * (summary.author.display_name not in record_of(page))
    expect_none(faults)


def test_label_stands_only_with_reviewer_credential_and_date(pages):
    faults = []
    for page, _summary in pages:
        record, text = record_of(page), words(page.tree)
        is_labelled = LABEL in text
        if is_labelled:
            named = "Page last reviewed" in record and "No specialist yet" not in record and ", " in record
            faults += [f"{page.address}: a label without a name"] * (not named)
            faults += [f"{page.address}: a label without a review"] * (page.tree.get("reviewed") != "True")
        else:
            faults += [f"{page.address}: neither label nor a word that it lacks"] * (
                not any(n in text for n in NOT_YET)
            )
    expect_none(faults)


@pytest.mark.django_db
def test_review_is_of_one_version_and_the_next_one_has_none(client):
    question = make_question()
    make_review(summary=make_summary(question=question))
    assert LABEL in client.get(question.get_absolute_url()).content.decode()
    make_summary(question=question, short_answer="Changed.")
    html = client.get(question.get_absolute_url()).content.decode()
    assert LABEL not in html
    assert NOT_YET[0] in html
