import pytest
from django.urls import reverse

from tests.factories import make_question, make_source, make_summary
from tests.questions.desk import BODY

pytestmark = pytest.mark.django_db


@pytest.fixture
def question():
    question = make_question()
    make_summary(question=question, short_answer="Usually not at all.", sources=[make_source()], body=BODY)
    make_summary(question=question, short_answer="Mostly not at all.", sources=[make_source()], body=BODY)
    return question


def at(question, name="question-compare"):
    return reverse(name, args=[question.condition.slug, question.topic.slug])


def test_history_leads_to_the_newest_change(client, question):
    assert f'href="{at(question)}"' in client.get(at(question, "question-history")).content.decode()
    page = client.get(at(question)).content.decode()
    assert "<del>Usually</del>" in page
    assert "<ins>Mostly</ins>" in page


def test_reader_chooses_versions_and_the_look(client, question):
    make_summary(question=question, short_answer="Never.")
    query = {"before": "1", "after": "2", "as": "inline"}
    page = client.get(at(question), query).content.decode()
    assert "<del>Usually</del><ins>Mostly</ins> not at all." in page
    assert "Never." not in page


def test_version_that_no_reader_saw_is_not_there(client, question):
    make_summary(question=question, is_published=False, short_answer="A secret draft.")
    for query in ({"after": "3"}, {"before": "3"}, {"before": "x"}, {"before": "-1"}, {"after": "9" * 30}):
        assert client.get(at(question), query).status_code == 404
    assert "A secret draft." not in client.get(at(question)).content.decode()


def test_single_version_has_nothing_to_compare(client):
    question = make_question()
    make_summary(question=question)
    assert client.get(at(question)).status_code == 404
    assert at(question) not in client.get(at(question, "question-history")).content.decode()


def test_query_count_does_not_grow_with_versions(client, question, django_assert_num_queries):
    with django_assert_num_queries(4):
        client.get(at(question))
    for _number in range(6):
        make_summary(question=question)
    with django_assert_num_queries(4):
        client.get(at(question))
