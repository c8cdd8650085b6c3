from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

import demo
from questions.checking import blocking_errors, findings_of
from tests.factories import make_condition, make_question, make_source, make_summary, make_topic
from tests.questions.desk import BODY

pytestmark = pytest.mark.django_db


def checked(*arguments):
    output = StringIO()
    call_command("check_content", *arguments, stdout=output)
    return output.getvalue()


def test_demo_has_no_error():
    call_command("load_topics", stdout=StringIO())
    call_command("import_content", str(Path(demo.__file__).parent / "content"), stdout=StringIO())
    output = checked()
    assert "43 versions, 0 errors" in output


def test_error_is_named_with_its_page_and_ends_the_command_badly():
    question = make_question(condition=make_condition(slug="gout"), topic=make_topic(slug="cure"))
    make_summary(question=question, body="## A\n\nIt is so.")
    output = StringIO()
    with pytest.raises(CommandError, match="1 versions, 1 errors"):
        call_command("check_content", stdout=output)
    assert "gout/cure/v1: error: The section “A” cites no source." in output.getvalue()


def test_warnings_alone_end_well_and_can_be_left_out():
    make_summary(sources=[make_source()], body=BODY + " You should rest.")
    assert "“should” judges" in checked()
    assert "should" not in checked("--errors-only")


def test_drafts_are_checked_when_asked_for():
    make_summary(is_published=False, body="## A\n\nIt is so.")
    assert checked().startswith("0 versions, 0 errors")
    with pytest.raises(CommandError):
        checked("--drafts")


def test_what_no_reader_sees_any_more_is_left_alone():
    question = make_question()
    make_summary(question=question, body="## A\n\nIt is so.")
    make_summary(question=question, sources=[make_source()], body=BODY)
    assert checked().count("error:") == 0


def test_facts_and_names_of_the_condition_are_known_to_the_checks():
    condition = make_condition(name="Friedreich ataxia", short_name="FRDAX")
    condition.facts.create(place=1, label="Inherited?", value="Yes, from both parents.", source=make_source())
    question = make_question(condition=condition, topic=make_topic(slug="hereditary"))
    summary = make_summary(question=question, sources=[make_source()], body=BODY + " FRDAX is rare.", verdict="no")
    assert {finding.rule for finding in findings_of(summary)} >= {"fact-differs"}
    assert not blocking_errors(summary)


def test_checks_of_many_need_no_more_queries_than_of_one(django_assert_max_num_queries):
    for _number in range(6):
        make_summary(sources=[make_source(), make_source()], body="## A\n\nIt is so. [1] [2]")
    with django_assert_max_num_queries(10):
        checked()
