import pytest
from django.core.exceptions import FieldFetchBlocked

from pages.prepared import PreparedQuery, assemble
from questions.models import Answer
from tests.factories import make_answer, make_user

pytestmark = pytest.mark.django_db
FIELDS = ("id", "body", "author_id", "author__id", "author__display_name")


@pytest.fixture
def by_author():
    return PreparedQuery(
        lambda author, body: Answer.objects.visible().filter(author_id=author, body=body).values_list(*FIELDS), int, str
    )


def test_prepared_query_gives_what_its_queryset_gives_for_any_values(by_author):
    for body in ("One.", "Two.", "it's 100% “quoted” %s"):
        answer = make_answer(body=body)
        expected = list(Answer.objects.filter(pk=answer.pk).values_list(*FIELDS))
        assert [tuple(row) for row in by_author.rows(answer.author_id, body)] == expected


def test_prepared_query_writes_its_sql_once(by_author, monkeypatch):
    list(by_author.rows(1, "x"))
    monkeypatch.setattr(by_author, "build", lambda *_: pytest.fail("the SQL was written again"))
    assert by_author.first(make_answer(body="Mine.").author_id, "Mine.") is not None


def test_value_is_never_read_as_sql(by_author):
    author = make_user()
    make_answer(author=author, body="Mine.")
    assert by_author.first(author.pk, "' OR '1'='1") is None


def test_value_that_the_query_never_uses_is_an_error():
    query = PreparedQuery(lambda _author: Answer.objects.values_list("id"), int)
    with pytest.raises(LookupError, match="value number 1"):
        query.first(1)


def test_row_becomes_an_instance_with_its_relations_and_no_query(by_author, django_assert_num_queries):
    made = make_answer(body="Mine.", author=make_user(display_name="Marisol"))
    row = by_author.first(made.author_id, "Mine.")
    with django_assert_num_queries(0):
        answer = assemble(Answer, FIELDS, row)
        assert (answer.pk, answer.body, answer.author.display_name) == (made.pk, "Mine.", "Marisol")


def test_column_that_was_not_asked_for_is_refused(by_author):
    made = make_answer(body="Mine.")
    answer = assemble(Answer, FIELDS, by_author.first(made.author_id, "Mine."))
    with pytest.raises(FieldFetchBlocked):
        _ = answer.country
