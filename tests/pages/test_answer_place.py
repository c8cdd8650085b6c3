"""An answer's own address leads to the page on which it stands, however many others there are."""

from datetime import timedelta

import pytest
from django.utils import timezone

from questions.services import vote_helpful, withdraw_answer
from tests.factories import make_answer, make_condition, make_member, make_question, make_topic

pytestmark = pytest.mark.django_db
HERE = "/conditions/asthma/questions/diet/"


@pytest.fixture
def question():
    return make_question(condition=make_condition(slug="asthma"), topic=make_topic(slug="diet"))


def answers(question, count, **fields):
    """The newest first, as they stand on the page."""
    now = timezone.now()
    return [make_answer(question=question, posted_at=now - timedelta(hours=n), **fields) for n in range(count)]


def place(client, answer):
    response = client.get(answer.get_absolute_url())
    assert response.status_code == 302
    return response.url


def test_every_answer_leads_to_the_page_on_which_it_stands(client, question):
    written = answers(question, 41)
    for number, answer in ((0, ""), (19, ""), (20, "?page=2"), (40, "?page=3")):
        url = place(client, written[number])
        assert url == f"{HERE}{answer}#answer-{written[number].pk}"
        assert f'id="answer-{written[number].pk}"' in client.get(url).content.decode()


def test_an_answer_that_rises_takes_its_address_along(client, question):
    last = answers(question, 21)[-1]
    assert place(client, last) == f"{HERE}?page=2#answer-{last.pk}"
    vote_helpful(voter=make_member(), answer=last)
    assert place(client, last) == f"{HERE}#answer-{last.pk}"


def test_answers_for_members_count_for_members_only(client, question):
    last = answers(question, 20)[-1]
    make_answer(question=question, audience="members")
    assert place(client, last) == f"{HERE}#answer-{last.pk}"
    client.force_login(make_member())
    assert place(client, last) == f"{HERE}?page=2#answer-{last.pk}"


def test_an_answer_taken_back_has_an_address_for_its_author_only(client, question):
    own = make_answer(question=question, author=make_member())
    withdraw_answer(by=own.author, answer=own)
    assert client.get(own.get_absolute_url()).status_code == 404
    client.force_login(own.author)
    assert place(client, own) == f"{HERE}#answer-{own.pk}"


def test_the_number_of_queries_does_not_grow(client, question, django_assert_num_queries):
    last = answers(question, 45)[-1]
    with django_assert_num_queries(2):
        client.get(last.get_absolute_url())


@pytest.mark.parametrize("hide", [{"condition__is_published": False}, {"topic__is_retired": True}])
def test_an_answer_of_a_page_that_is_gone_has_no_place(client, question, hide):
    answer = make_answer(question=question)
    ((name, value),) = hide.items()
    owner, field = name.split("__")
    row = getattr(question, owner)
    type(row).objects.filter(pk=row.pk).update(**{field: value})
    assert client.get(answer.get_absolute_url()).status_code == 404
