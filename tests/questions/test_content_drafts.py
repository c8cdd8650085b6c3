"""Drafts from files: whatever the files claim, nothing is published and nothing is reviewed by them."""

from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from questions.content import ContentError, Tally, export_content
from questions.content_drafts import import_drafts
from questions.models import Contribution, Question, Review, Source, Summary
from tests.factories import (
    make_condition,
    make_editor,
    make_question,
    make_review,
    make_source,
    make_specialist,
    make_summary,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_editor(username="wilma")


@pytest.fixture
def folder(tmp_path):
    """What another site exported: a published and reviewed version, with its source. The rows are then gone."""
    question = make_question(condition=make_condition(slug="cold"), topic=make_topic(slug="hereditary"))
    author = make_editor(username="noor")
    summary = make_summary(question=question, author=author, sources=[make_source(key="colds")], body="So. [1]")
    make_review(summary=summary, by=make_specialist(username="anna"))
    export_content(tmp_path)
    Question.objects.update(published_summary=None, current_review=None)
    summary.transitions.all().delete()
    Summary.objects.all().delete()
    Source.objects.all().delete()
    return tmp_path


def test_what_a_file_calls_published_and_reviewed_comes_as_a_draft(folder, writer):
    report = import_drafts(folder, by=writer)

    summary = Summary.objects.get()
    assert (summary.state, summary.published_at, summary.author) == ("draft", None, writer)
    assert [citation.source.key for citation in summary.citations.all()] == ["colds"]
    assert not Review.objects.exists()
    assert Question.objects.get().published_summary is None
    assert (report.sources, report.drafts) == (Tally(new=1), Tally(new=1))


def test_whoever_the_file_names_as_its_writer_cannot_review_it_here(folder, writer):
    import_drafts(folder, by=writer)

    assert set(Contribution.objects.values_list("person__username", "part")) == {
        ("wilma", "writer"),
        ("noor", "writer"),
    }


def test_twice_brings_nothing_more(folder, writer):
    import_drafts(folder, by=writer)

    assert import_drafts(folder, by=make_editor()).drafts == Tally(unchanged=1)
    assert Summary.objects.count() == 1


def test_a_published_page_stays_as_it_is(folder, writer):
    question = Question.objects.get()
    published = make_summary(question=question)

    import_drafts(folder, by=writer)

    question.refresh_from_db()
    assert question.published_summary == published
    assert question.summaries.at_work().get().number == 2


def test_a_source_that_is_there_stays_as_it_is(folder, writer):
    make_source(key="colds", title="Ours")

    assert import_drafts(folder, by=writer).sources == Tally(unchanged=1)
    assert Source.objects.get().title == "Ours"


@pytest.mark.parametrize("make_other", [make_user, make_specialist])
def test_only_writers_bring_drafts(folder, make_other):
    with pytest.raises(PermissionDenied):
        import_drafts(folder, by=make_other())
    assert not Source.objects.exists()


def test_one_text_that_cannot_be_shown_and_nothing_is_stored(folder, writer):
    path = folder / "summaries/cold/hereditary/v1.md"
    path.write_text(path.read_text().replace("So. [1]", "So. [3]"))

    with pytest.raises(ContentError, match=r"cites \[3\], and there is no such source"):
        import_drafts(folder, by=writer)
    assert not Source.objects.exists()


def test_a_folder_without_summaries_is_refused(folder, writer):
    (folder / "summaries/cold/hereditary/v1.md").unlink()
    with pytest.raises(ContentError, match="holds no summaries"):
        import_drafts(folder, by=writer)


def run(*arguments):
    output = StringIO()
    call_command("import_content", *arguments, stdout=output)
    return output.getvalue()


def test_the_command_brings_drafts_and_says_so(folder, writer):
    assert "This was a dry run" in run(str(folder), "--drafts-by=wilma", "--dry-run")
    assert not Summary.objects.exists()
    assert run(str(folder), "--drafts-by=wilma") == (
        "1 source: 1 new, 0 changed, 0 unchanged\n1 draft: 1 new, 0 changed, 0 unchanged\n"
    )
    with pytest.raises(CommandError, match="There is no “nobody”"):
        run(str(folder), "--drafts-by=nobody")
