from datetime import timedelta

import pytest
from django.utils import timezone

from pages.related import related_questions, stems
from questions.models import Question
from tests.factories import make_condition, make_question, make_review, make_summary, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def condition():
    return make_condition()


def reviewed(condition, **topic):
    question = make_question(condition=condition, topic=make_topic(**topic))
    make_review(summary=make_summary(question=question))
    return question


def slugs(*conditions, words="", days=0):
    today = timezone.localdate() + timedelta(days=days)
    return [row.slug for row in related_questions(conditions, words, today=today)]


def test_at_most_three_questions_in_their_order(condition):
    for number in range(5):
        reviewed(condition, slug=f"topic-{number}", place=number)
    assert slugs(condition) == ["topic-0", "topic-1", "topic-2"]


def test_those_that_speak_of_the_same_come_first(condition):
    for number in range(3):
        reviewed(condition, slug=f"topic-{number}", place=number)
    reviewed(condition, slug="work", place=9, title_pattern="Can people with {condition} work?")
    assert slugs(condition, words="Working while I am treated")[0] == "work"


def test_only_what_a_specialist_reviewed_and_is_in_date(condition):
    make_summary(question=make_question(condition=condition))
    question = reviewed(condition, slug="checked")
    assert slugs(condition) == slugs(condition, days=365) == ["checked"]
    assert slugs(condition, days=366) == []
    make_summary(question=Question.objects.get(pk=question.pk))
    assert slugs(condition) == []


def test_sensitive_question_is_not_put_before_anyone(condition):
    reviewed(condition, slug="life-expectancy", is_sensitive=True)
    assert slugs(condition, words="life expectancy") == []


def test_retired_topic_is_not_offered(condition):
    reviewed(condition, is_retired=True)
    assert slugs(condition) == []


def test_other_conditions_are_left_out(condition):
    reviewed(make_condition())
    assert slugs(condition) == []


def test_forms_of_a_word_are_one():
    assert stems("Working") & stems("I have worked")
    assert not stems("a of the")
