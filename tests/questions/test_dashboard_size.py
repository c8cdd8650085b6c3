"""The first page of a person with every role, on a site with 5,000 summaries and as many of all that it lists."""

from copy import copy
from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from django.db.models import OuterRef, Subquery
from django.db.models.base import ModelState
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conditions.models import Condition
from questions.models import (
    Citation,
    Concern,
    DailyReads,
    MissedSearch,
    PageFeedback,
    Question,
    Review,
    SourceCheck,
    Summary,
    Topic,
)
from tests.factories import make_condition, make_review, make_source, make_summary, make_topic
from tests.questions.desk import READ, person

pytestmark = pytest.mark.django_db
CONDITIONS, TOPICS = 50, 100
MOST_QUERIES = 12


def like(row, **fields):
    """The same row again, not stored yet, with other values."""
    new = copy(row)
    new.pk, new._state = None, ModelState()
    for name, value in fields.items():
        setattr(new, name, value)
    return new


def store(rows):
    rows = list(rows)
    return type(rows[0]).objects.bulk_create(rows, batch_size=500)


@pytest.fixture
def large_site():
    """5,000 published summaries under review, each read, doubted, found unhelpful, with a lost source and a draft."""
    pattern = make_summary(sources=[source := make_source()], body="It is so. [1]")
    review = make_review(summary=pattern)
    SourceCheck.objects.create(source=source, result="vanished")
    conditions = store(like(make_condition(), slug=f"c-{n}", name=f"C {n}") for n in range(CONDITIONS))
    topics = store(like(make_topic(), slug=f"t-{n}") for n in range(TOPICS))
    questions = store(Question(condition=c, topic=t) for c, t in product(conditions, topics))
    summaries = store(like(pattern, question=question) for question in questions)
    states = ("draft", "submitted", "changes-asked", "approved")
    store(
        like(pattern, question=question, number=2, state=states[n % 4], published_at=None)
        for n, question in enumerate(questions)
    )
    store(Citation(summary=summary, source=source, number=1) for summary in summaries)
    today = timezone.localdate()
    due = [today + timedelta(days=n % 60 - 30) for n in range(len(summaries))]
    began = today - timedelta(days=400)
    store(like(review, summary=s, due_on=day, reviewed_on=began) for s, day in zip(summaries, due, strict=True))
    published = Summary.objects.filter(question=OuterRef("pk"), state="published").values("pk")
    Question.objects.update(published_summary=Subquery(published))
    reviews = Review.objects.filter(summary=OuterRef("published_summary")).values("pk")
    Question.objects.update(current_review=Subquery(reviews))
    store(DailyReads(condition=q.condition, topic=q.topic, day=today, count=n) for n, q in enumerate(questions))
    store(PageFeedback(summary=summary, is_helpful=False, words="More on sleep.") for summary in summaries)
    store(Concern(question=question, kind="problem", words="Wrong.", due_on=today) for question in questions)
    store(MissedSearch(words=f"word {n}", day=today, count=5) for n in range(len(questions)))


def test_index_needs_at_most_12_queries_at_5000_summaries(client, large_site):
    rights = ("add_summary", "review_summary", "publish_summary", "settle_concern")
    user = person(*READ, *rights, credential="doctor", conflict_of_interest="None.")
    assert Summary.objects.filter(state="published").count() > CONDITIONS * TOPICS
    assert (Condition.objects.count(), Topic.objects.count()) > (CONDITIONS, TOPICS)
    client.force_login(user)
    client.get("/admin/")  # the first request of a session notes it
    with CaptureQueriesContext(connection) as captured:
        html = client.get("/admin/").content.decode()
    assert len(captured) <= MOST_QUERIES
    assert html.count('class="box"') == 11
    for key in ("waiting", "drafts", "approved", "overdue", "due", "unhelpful", "problems", "sources", "wanted"):
        assert "Nothing today." not in html.partition(f'id="box-{key}"')[2].partition("</section>")[0], key
