"""The way of a version: from a draft to readers and away from them, each step once and written down."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from accounts.models import User
from conditions.models import Condition
from questions.fingerprint import text_hash
from questions.models import Contribution, Part, Review, Summary, SummaryState, Transition
from questions.services import (
    DraftChangedError,
    approve_summary,
    ask_for_changes,
    edit_draft,
    publish_summaries,
    publish_summary,
    retire_summary,
    revise_summary,
    submit_summary,
    write_summary,
)
from tests.factories import (
    make_editor,
    make_question,
    make_record,
    make_review,
    make_source,
    make_specialist,
    make_summary,
    make_topic,
    make_user,
    sound_text,
)

pytestmark = pytest.mark.django_db
EVERY_RIGHT = {"is_superuser": True, "credential": "doctor", "conflict_of_interest": "None."}


@pytest.fixture
def editor():
    return make_editor()


@pytest.fixture
def specialist():
    return make_specialist()


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def draft(**fields):
    return make_summary(is_published=False, **sound_text() | fields)


def submitted(**fields):
    summary = draft(**fields)
    return submit_summary(by=summary.author, summary=summary)


def approved(by, **fields):
    summary = submitted(**fields)
    approve_summary(by=by, summary=summary, due_on=in_days(300))
    return fresh(summary)


def steps(summary):
    return [(step.from_state, step.to_state) for step in summary.transitions.all()]


# From a draft to readers.


def test_every_step_is_written_down_with_who_when_why_and_the_text(editor, specialist):
    source = make_source(key="guide")
    summary = draft(author=editor, sources=[source], body="It is so. [1]")

    submit_summary(by=editor, summary=summary, note="Please look at the numbers.")
    review = approve_summary(by=specialist, summary=summary, due_on=in_days(300), note="Compared.")
    publish_summary(by=editor, summary=summary)
    retire_summary(by=editor, summary=summary, note="A trial was withdrawn.")

    record = list(summary.transitions.all())
    assert steps(summary) == [
        ("draft", "submitted"),
        ("submitted", "approved"),
        ("approved", "published"),
        ("published", "retired"),
    ]
    assert [step.by for step in record] == [editor, specialist, editor, editor]
    assert [step.note for step in record] == ["Please look at the numbers.", "Compared.", "", "A trial was withdrawn."]
    assert record[1].review == review
    text = {"verdict": "usually-no", "short_answer": summary.short_answer, "body": "It is so. [1]"}
    assert {step.text_hash for step in record} == {text_hash(**text, sources=["guide"])}


AGAIN = {
    "submitted": lambda summary, people: submit_summary(by=people[0], summary=summary),
    "approved": lambda summary, people: approve_summary(
        by=people[1], summary=summary, due_on=in_days(300), note="Fine."
    ),
    "changes-asked": lambda summary, people: ask_for_changes(by=people[1], summary=summary, note="Too long."),
    "published": lambda summary, people: publish_summary(by=people[0], summary=summary),
    "retired": lambda summary, people: retire_summary(by=people[0], summary=summary),
}


def everything():
    return [list(model.objects.values()) for model in (Summary, Transition, Review, Contribution, Condition)]


@pytest.mark.parametrize("at", AGAIN)
def test_doing_it_twice_changes_nothing_the_second_time(editor, specialist, at):
    summary = draft(author=editor)
    if at in {"approved", "changes-asked"}:
        submit_summary(by=editor, summary=summary)
    if at == "retired":
        publish_summary(by=editor, summary=summary)
    AGAIN[at](summary, [editor, specialist])
    before = everything()

    AGAIN[at](summary, [editor, specialist])

    assert fresh(summary).state == at
    assert everything() == before


@pytest.mark.parametrize("make_other", [make_user, make_specialist])
def test_only_writers_submit_and_revise(make_other):
    with pytest.raises(PermissionDenied):
        submit_summary(by=make_other(), summary=draft())
    with pytest.raises(PermissionDenied):
        revise_summary(by=make_other(), summary=make_summary())


def test_what_was_submitted_never_changes(editor):
    summary = submitted(author=editor)

    with pytest.raises(ValidationError, match="Version 1 is submitted, and its text never changes"):
        edit_draft(by=editor, summary=summary, record=make_record(author=editor, short_answer="Yes."))

    assert fresh(summary).short_answer == summary.short_answer


def test_only_a_draft_is_submitted(editor, specialist):
    for summary in [make_summary(author=editor), approved(specialist, author=editor)]:
        with pytest.raises(ValidationError, match="Only a draft is submitted"):
            submit_summary(by=editor, summary=summary)


def test_an_approval_follows_a_submission_and_not_a_draft(specialist):
    summary = draft()

    with pytest.raises(ValidationError, match="Only a submitted or a published version"):
        approve_summary(by=specialist, summary=summary, due_on=in_days(300))
    assert not Review.objects.exists()


def test_a_specialist_says_what_has_to_change(specialist):
    with pytest.raises(ValidationError, match="Say what has to change"):
        ask_for_changes(by=specialist, summary=submitted(), note=" ")


def test_what_the_checks_find_stands_in_the_way_of_an_approval(editor, specialist):
    summary = submitted(author=editor, sources=[], body="## What is known\n\nMost people did not get it from a parent.")

    with pytest.raises(ValidationError, match="cites no source"):
        approve_summary(by=specialist, summary=summary, due_on=in_days(300))

    assert fresh(summary).state == SummaryState.SUBMITTED
    assert not Contribution.objects.filter(part=Part.REVIEWER).exists()


def test_a_version_with_changes_asked_is_answered_by_the_next_one(editor, specialist):
    summary = submitted(author=editor)
    ask_for_changes(by=specialist, summary=summary, note="Too long.")

    with pytest.raises(ValidationError, match="changes asked"):
        publish_summary(by=editor, summary=summary)
    answer = revise_summary(by=editor, summary=summary)

    assert (answer.number, answer.state, answer.based_on) == (2, "draft", fresh(summary))
    assert answer.body == summary.body
    assert list(answer.citations.values_list("source", "number")) == list(
        summary.citations.values_list("source", "number")
    )


def test_there_is_one_draft_of_each_next_version(editor):
    summary = make_summary(author=editor)

    assert revise_summary(by=editor, summary=summary) == revise_summary(by=make_editor(), summary=summary)
    assert Summary.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Summary.objects.filter(state="published").update(state="draft", published_at=None, based_on=summary)


def test_a_draft_is_edited_and_not_revised(editor):
    with pytest.raises(ValidationError, match="Edit it as it is"):
        revise_summary(by=editor, summary=draft())


def test_a_published_version_is_reviewed_again_with_new_dates(editor, specialist):
    summary = approved(specialist, author=editor)
    publish_summary(by=editor, summary=summary)

    review = approve_summary(by=make_specialist(), summary=summary, due_on=in_days(700))

    assert fresh(summary.question).current_review == review
    assert steps(summary)[-1] == ("published", "published")


def test_the_version_that_gives_way_is_superseded(editor):
    question = make_question()
    first, second = make_summary(question=question), make_summary(question=question)

    assert (fresh(first).state, fresh(second).state) == ("superseded", "published")
    with pytest.raises(IntegrityError), transaction.atomic():
        Summary.objects.filter(pk=first.pk).update(state="published")


def test_a_superseded_version_that_is_retired_never_comes_back(editor):
    question = make_question()
    first, second = make_summary(question=question), make_summary(question=question)
    retire_summary(by=editor, summary=first)

    retire_summary(by=editor, summary=second)

    assert fresh(question).published_summary is None


def test_a_reviewed_version_does_not_come_back_with_its_label_after_a_clinical_change(editor, specialist):
    question = make_question()
    first = make_summary(question=question)
    make_review(summary=first, by=specialist)
    clinical = make_summary(question=question, change_size="clinical")
    corrected = make_summary(question=question, change_size="content")

    retire_summary(by=editor, summary=corrected)
    assert fresh(question).published_summary == clinical
    retire_summary(by=editor, summary=clinical)

    assert (fresh(question).published_summary, fresh(question).current_review) == (None, None)
    assert fresh(first).state == "superseded"


def test_a_clinical_version_that_was_retired_before_still_stands_between(editor):
    question = make_question()
    make_summary(question=question)
    clinical = make_summary(question=question, change_size="clinical")
    last = make_summary(question=question, change_size="content")
    retire_summary(by=editor, summary=clinical)

    retire_summary(by=editor, summary=last)

    assert fresh(question).published_summary is None


def test_a_publisher_brings_back_what_a_clinical_change_replaced_by_saying_so(editor, specialist):
    question = make_question()
    first = make_summary(question=question)
    review = make_review(summary=first, by=specialist)
    wrong = make_summary(question=question, change_size="clinical")

    retire_summary(by=editor, summary=wrong, bring_back=True)

    assert (fresh(question).published_summary, fresh(question).current_review) == (first, review)


# Who may not review what.


def test_nobody_who_wrote_words_of_a_version_reviews_it(editor):
    second = make_editor(**EVERY_RIGHT)
    summary = draft(author=editor)
    edit_draft(by=second, summary=summary, record=make_record(author=editor, **sound_text() | {"verdict": "yes"}))
    submit_summary(by=editor, summary=summary)

    with pytest.raises(PermissionDenied, match="You wrote part of this text"):
        approve_summary(by=second, summary=summary, due_on=in_days(300))
    assert fresh(summary).author == editor


def test_whoever_wrote_the_version_before_wrote_words_of_the_next_one(editor):
    first_writer = make_editor(**EVERY_RIGHT)
    summary = make_summary(author=first_writer, **sound_text())
    revised = revise_summary(by=editor, summary=summary)
    submit_summary(by=editor, summary=revised)

    with pytest.raises(PermissionDenied):
        approve_summary(by=first_writer, summary=revised, due_on=in_days(300))


def test_the_database_knows_one_part_of_each_person(editor, specialist):
    summary = approved(specialist, author=editor)

    for person, part in [(editor, Part.REVIEWER), (specialist, Part.WRITER)]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Contribution.objects.create(summary=summary, person=person, part=part)


def test_saving_a_draft_without_a_change_makes_nobody_its_writer(editor):
    summary, visitor = draft(author=editor), make_editor()
    record = make_record(
        author=editor, body=summary.body, sources=[citation.source for citation in summary.citations.all()]
    )

    edit_draft(by=visitor, summary=summary, record=record, revision=1)

    assert not Contribution.objects.filter(person=visitor).exists()
    assert fresh(summary).revision == 1


def test_a_specialist_who_lost_the_role_since_opening_approves_nothing(specialist):
    summary = submitted()
    specialist.user_permissions.clear()

    with pytest.raises(PermissionDenied, match="Only specialists review"):
        approve_summary(by=User.objects.get(pk=specialist.pk), summary=summary, due_on=in_days(300))

    assert fresh(summary).state == SummaryState.SUBMITTED
    assert not Review.objects.exists()
    assert steps(summary) == [("draft", "submitted")]


# Two people, one draft.


def test_the_second_of_two_who_save_sees_both_texts_and_nothing_is_lost(editor):
    summary, other = draft(author=editor), make_editor(display_name="Noor")
    edit_draft(by=other, summary=summary, record=make_record(author=editor, short_answer="Never."), revision=1)

    mine = make_record(author=editor, short_answer="Always.")
    with pytest.raises(DraftChangedError, match="Noor saved this draft while you had it open") as caught:
        edit_draft(by=editor, summary=summary, record=mine, revision=1)

    assert caught.value.stored.short_answer == "Never."
    assert caught.value.record == mine
    assert fresh(summary).short_answer == "Never."
    edit_draft(by=editor, summary=summary, record=mine, revision=caught.value.stored.revision)
    assert fresh(summary).short_answer == "Always."


def test_saving_the_same_text_twice_is_no_conflict(editor):
    summary = draft(author=editor)
    record = make_record(author=editor, short_answer="Always.")

    edit_draft(by=editor, summary=summary, record=record, revision=1)
    edit_draft(by=editor, summary=summary, record=record, revision=1)

    assert fresh(summary).revision == 2


def test_a_draft_that_changed_since_it_was_read_is_not_submitted(editor):
    summary = draft(author=editor)
    edit_draft(by=make_editor(), summary=summary, record=make_record(author=editor, short_answer="Never."))

    with pytest.raises(DraftChangedError):
        submit_summary(by=editor, summary=summary, revision=1)
    assert fresh(summary).state == SummaryState.DRAFT


# The size of a change.


def changed(summary, by, size, **fields):
    """The next version of a published one, saved with this size and these words, and published."""
    revised = revise_summary(by=by, summary=summary)
    sources = [citation.source for citation in revised.citations.all()]
    text = {"short_answer": revised.short_answer, "body": revised.body, "verdict": revised.verdict, "sources": sources}
    record = make_record(author=by, change_size=size, **text | fields)
    edit_draft(by=by, summary=revised, record=record)
    return publish_summary(by=by, summary=revised)


def reviewed(editor, specialist, **fields):
    summary = approved(specialist, author=editor, **fields)
    return publish_summary(by=editor, summary=summary)


def test_a_typo_keeps_the_review_and_its_dates(editor, specialist):
    summary = reviewed(editor, specialist, short_answer="Usualy not.")
    before = fresh(summary.question).current_review

    after = changed(summary, editor, "typo", short_answer="Usually not.")

    kept = fresh(summary.question).current_review
    assert kept.summary == after
    assert kept.carried_from == before
    for name in ["reviewer", "reviewer_name", "reviewer_credential", "reviewed_on", "due_on"]:
        assert getattr(kept, name) == getattr(before, name)


@pytest.mark.parametrize("size", ["content", "clinical"])
def test_any_other_change_drops_the_label_until_it_is_reviewed_again(editor, specialist, size):
    summary = reviewed(editor, specialist)

    after = changed(summary, editor, size, short_answer="Usually not, it seems.")

    assert fresh(summary.question).current_review is None
    review = approve_summary(by=specialist, summary=after, due_on=in_days(300))
    assert fresh(summary.question).current_review == review


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"short_answer": "Always."}, "became"),
        ({"verdict": "yes"}, "The verdict is another one"),
        ({"sources": []}, "cites"),
    ],
)
def test_what_is_more_than_a_typo_is_not_published_as_one(editor, specialist, fields, reason):
    summary = reviewed(editor, specialist, short_answer="Usually not.")

    with pytest.raises(ValidationError, match=reason):
        changed(summary, editor, "typo", **fields)

    assert fresh(summary).state == SummaryState.PUBLISHED
    assert fresh(summary.question).current_review.summary == summary


def test_the_first_version_is_no_typo(editor):
    with pytest.raises(ValidationError, match="Nothing is published here yet"):
        publish_summary(by=editor, summary=draft(author=editor, change_size="typo"))


def test_a_reviewer_cannot_correct_a_typo_and_keep_the_own_review(editor):
    both = make_editor(**EVERY_RIGHT, display_name="Dr Both")
    summary = reviewed(editor, both, short_answer="Usualy not.")

    with pytest.raises(ValidationError, match="Dr Both reviewed this page, and cannot correct it as well"):
        changed(summary, both, "typo", short_answer="Usually not.")
    assert fresh(summary.question).current_review.summary == summary


def test_a_typo_of_a_version_without_a_review_gets_none(editor):
    summary = make_summary(author=editor, short_answer="Usualy not.")

    changed(summary, editor, "typo", short_answer="Usually not.")

    assert fresh(summary.question).current_review is None
    assert not Review.objects.exists()


def test_a_review_that_ran_out_is_kept_with_its_date_and_stays_run_out(editor, specialist):
    summary = make_summary(author=editor, short_answer="Usualy not.")
    make_review(summary=summary, by=specialist, days=10)
    with patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(days=20)):
        changed(summary, editor, "typo", short_answer="Usually not.")

    assert fresh(summary.question).current_review.due_on == in_days(10)


# How long a review lasts.


@pytest.mark.parametrize(
    ("topic", "days", "fits"),
    [
        ({}, 1095, True),
        ({}, 1098, False),
        ({"group": "treatment"}, 729, True),
        ({"group": "treatment"}, 733, False),
        ({"group": "outlook"}, 733, False),
        ({"is_about_treatment": True}, 733, False),
    ],
)
def test_the_next_review_is_due_within_36_months_and_24_for_treatment_and_outlook(specialist, topic, days, fits):
    summary = submitted(question=make_question(topic=make_topic(**topic)))

    if fits:
        approve_summary(by=specialist, summary=summary, due_on=in_days(days))
        return
    with pytest.raises(ValidationError, match=r"within (36|24) months"):
        approve_summary(by=specialist, summary=summary, due_on=in_days(days))
    assert fresh(summary).state == SummaryState.SUBMITTED


def test_the_database_refuses_a_review_that_lasts_too_long(specialist):
    review = make_review(summary=make_summary(), by=specialist)

    for limit, days in [(36, 1098), (24, 733)]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Review.objects.filter(pk=review.pk).update(limit_months=limit, due_on=in_days(days))


# Many at once, and the database gone.


def test_of_many_those_that_fail_the_checks_stay_and_say_why(editor):
    sound, unsound, old = draft(author=editor), make_summary(is_published=False, author=editor), make_summary()
    retire_summary(by=editor, summary=old)

    report = publish_summaries(by=editor, summaries=[sound, unsound, fresh(old)])

    assert [summary.pk for summary in report.published] == [sound.pk]
    refused = {summary.pk: sentence for summary, sentence in report.refused}
    assert refused.keys() == {unsound.pk, old.pk}
    assert "cites no source" in refused[unsound.pk]
    assert fresh(unsound).state == SummaryState.DRAFT


def test_only_publishers_publish_many(specialist):
    with pytest.raises(PermissionDenied):
        publish_summaries(by=specialist, summaries=[draft()])


@pytest.mark.parametrize("where", ["record_step", "refresh_question", "create_review"])
def test_a_database_that_goes_away_while_publishing_leaves_nothing_half_published(editor, specialist, where):
    summary = reviewed(editor, specialist, short_answer="Usualy not.")
    revised = revise_summary(by=editor, summary=summary)
    sources = [citation.source for citation in revised.citations.all()]
    text = make_record(
        author=editor, change_size="typo", short_answer="Usually not.", body=revised.body, sources=sources
    )
    edit_draft(by=editor, summary=revised, record=text)
    before = everything()

    gone = OperationalError("server closed the connection unexpectedly")
    with patch(f"questions.services.workflow.{where}", side_effect=gone), pytest.raises(OperationalError):
        publish_summary(by=editor, summary=revised)

    assert everything() == before
    assert fresh(summary.question).published_summary == summary
    assert publish_summary(by=editor, summary=revised).state == SummaryState.PUBLISHED


def test_writing_on_a_version_counts_its_writers(editor):
    base = make_summary(author=editor)
    other = make_editor()

    summary = write_summary(by=other, question=base.question, record=make_record(author=other), based_on=base)

    assert set(summary.contributions.values_list("person", "part")) == {(editor.pk, "writer"), (other.pk, "writer")}
