"""What may happen to summaries, reviews, answers and votes, and who may do it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import points
from accounts.models import User
from conditions.models import Condition
from markup import members_text
from moderation.models import Visibility
from questions.models import (
    Answer,
    ChangeSize,
    Citation,
    Fact,
    HelpfulVote,
    Question,
    Review,
    Source,
    Summary,
    SummaryState,
    Topic,
)
from questions.services import (
    FactRecord,
    ReviewRecord,
    approve_summary,
    ask_for_changes,
    edit_draft,
    publish_summary,
    put_facts,
    put_source,
    put_summary,
    put_topic,
    question_of,
    recount,
    refresh_question,
    retire_summary,
    vote_helpful,
    withdraw_answer,
    write_summary,
)
from tests.factories import (
    make_answer,
    make_condition,
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

MAY_2026 = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def editor():
    return make_editor()


@pytest.fixture
def specialist():
    return make_specialist()


@pytest.fixture
def member():
    return make_user()


def version_of(question):
    return Condition.objects.values_list("version", flat=True).get(pk=question.condition_id)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


# Topics, sources, facts, questions.


def test_a_topic_is_added_once_and_then_left_to_its_owner():
    values = {
        "place": 1,
        "slug": "hereditary",
        "group": "causes",
        "title_pattern": "Is {condition} hereditary?",
        "heading_pattern": "Is it hereditary?",
        "description_pattern": "About {condition}.",
    }

    assert put_topic(values)
    assert not put_topic(values | {"place": 2})
    assert Topic.objects.get().place == 1


def test_a_topic_of_an_unknown_group_is_refused():
    with pytest.raises(ValidationError):
        make_topic(group="nowhere")


def test_a_source_with_the_same_values_is_left_alone():
    source = make_source(key="colds")
    summary = make_summary(sources=[source], body="It is so. [1]")
    version = version_of(summary.question)

    make_source(key="colds")

    assert version_of(summary.question) == version


def test_a_changed_source_is_new_in_every_version_and_fact_that_leans_on_it():
    source = make_source(key="colds", title="About colds")
    summary = make_summary(sources=[source], body="It is so. [1]")
    with_fact = make_condition()
    put_facts(condition=with_fact, facts=[FactRecord("How common", "Very.", source)])
    versions = version_of(summary.question), fresh(with_fact).version

    make_source(key="colds", title="All about colds")

    assert "All about colds" in fresh(summary).sources_html
    assert version_of(summary.question) > versions[0]
    assert fresh(with_fact).version > versions[1]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "example.org", ""])
def test_a_source_needs_a_real_link(url):
    with pytest.raises(ValidationError):
        make_source(url=url)


def test_a_source_that_is_refused_leaves_the_old_one():
    make_source(key="colds", title="About colds")

    with pytest.raises(ValidationError):
        make_source(key="colds", title="")

    assert Source.objects.get().title == "About colds"


def test_what_a_source_says_of_itself_is_text_in_the_page():
    source = put_source(
        key="x",
        values={
            "title": "<script>alert(1)</script>",
            "organisation": '"><img src=x>',
            "url": "https://example.org/?a=1&b='2'",
            "published": "",
            "checked_on": date(2026, 5, 4),
        },
    )

    html = make_summary(sources=[source], body="It is so. [1]").sources_html

    assert "<script" not in html
    assert "<img" not in html
    assert "a=1&amp;b=&#x27;2&#x27;" in html


def test_facts_stand_in_the_order_in_which_they_are_given():
    condition, source = make_condition(), make_source()
    facts = [FactRecord(label, "So.", source) for label in ["One", "Two", "Three"]]

    assert put_facts(condition=condition, facts=facts)
    assert put_facts(condition=condition, facts=facts[::-1])
    assert [fact.label for fact in condition.facts.all()] == ["Three", "Two", "One"]


def test_the_same_facts_again_change_nothing():
    condition, source = make_condition(), make_source()
    put_facts(condition=condition, facts=[FactRecord("How common", "Very.", source)])
    before = list(Fact.objects.values()), fresh(condition).version

    assert not put_facts(condition=condition, facts=[FactRecord("How common", "Very.", source)])
    assert (list(Fact.objects.values()), fresh(condition).version) == before


def test_a_fact_that_does_not_fit_leaves_the_old_ones():
    condition, source = make_condition(), make_source()
    put_facts(condition=condition, facts=[FactRecord("How common", "Very.", source)])

    with pytest.raises(ValidationError, match="Usual age"):
        put_facts(condition=condition, facts=[FactRecord("Usual age", "", source)])

    assert Fact.objects.get().label == "How common"


def test_a_question_has_one_row():
    condition, topic = make_condition(), make_topic()

    assert question_of(condition=condition, topic=topic) == question_of(condition=condition, topic=topic)
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.create(condition=condition, topic=topic)


# Writing.


@pytest.mark.parametrize("make_writer", [make_user, make_specialist])
def test_only_writers_write(make_writer, editor):
    with pytest.raises(PermissionDenied):
        write_summary(by=make_writer(), question=make_question(), record=make_record(author=editor))


def test_a_stranger_writes_nothing(editor):
    with pytest.raises(PermissionDenied):
        write_summary(by=AnonymousUser(), question=make_question(), record=make_record(author=editor))


def test_versions_are_numbered_from_one():
    question = make_question()

    assert [make_summary(question=question).number for _ in range(3)] == [1, 2, 3]


def test_a_draft_is_shown_to_nobody():
    summary = make_summary(is_published=False)

    assert summary.state == SummaryState.DRAFT
    assert fresh(summary.question).published_summary is None


def test_a_version_is_prepared_for_readers_when_it_is_written():
    sources = [make_source(title="One"), make_source(title="Two")]
    summary = make_summary(sources=sources, body="## Why?\n\nBecause. [2]\n\n## Why?\n\nReally. [1]")

    assert '<h2 id="about-why">Why?</h2>' in summary.body_html
    assert summary.contents == [["about-why", "Why?"], ["about-why-2", "Why?"]]
    assert summary.source_count == 2
    assert summary.sources_html.index("One") < summary.sources_html.index("Two")
    assert [citation.source for citation in summary.citations.all()] == sources


def test_a_text_is_cleaned_when_it_is_written():
    summary = make_summary(short_answer=" Usually\u202e not.\x00 ", body="Cafe\u0301.\r\nYes.")

    assert (summary.short_answer, summary.body) == ("Usually not.", "Café.\nYes.")


@pytest.mark.parametrize(("words", "fits"), [(60, True), (61, False)])
def test_a_short_answer_has_at_most_60_words(words, fits):
    if fits:
        make_summary(short_answer=" ".join(["so"] * words))
    else:
        with pytest.raises(ValidationError, match="61 words; 60 is the most"):
            make_summary(short_answer=" ".join(["so"] * words))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"short_answer": ""}, "blank"),
        ({"body": ""}, "blank"),
        ({"body": " \x00 "}, "blank"),
        ({"change_note": ""}, "blank"),
        ({"verdict": "never"}, "not a valid choice"),
        ({"body": "# Loud"}, "use ##"),
        ({"body": "It is so. [1]"}, r"cites \[1\], and there is no such source"),
        ({"body": "It is so. [0]"}, r"cites \[0\], and there is no such source"),
        ({"body": "::: care Ask [7] if:\n- you can\n:::"}, r"cites \[7\], and there is no such source"),
    ],
)
def test_a_text_that_cannot_be_shown_is_refused(fields, reason):
    with pytest.raises(ValidationError, match=reason):
        make_summary(**fields)
    assert not Summary.objects.exists()


def test_a_source_has_one_number_in_a_version():
    source = make_source()

    with pytest.raises(ValidationError, match="A source stands in the list twice"):
        make_summary(sources=[source, source])


def test_a_draft_can_be_edited_by_writers_only(editor, member):
    summary = make_summary(is_published=False, author=editor)
    record = make_record(author=editor, short_answer="It varies.", sources=[make_source()], body="So. [1]")

    with pytest.raises(PermissionDenied):
        edit_draft(by=member, summary=summary, record=record)
    edit_draft(by=editor, summary=summary, record=record)

    summary = fresh(summary)
    assert summary.short_answer == "It varies."
    assert summary.citations.count() == summary.source_count == 1


@pytest.mark.parametrize("end", [publish_summary, lambda **k: (publish_summary(**k), retire_summary(**k))])
def test_a_version_that_was_published_never_changes(editor, end):
    summary = make_summary(is_published=False, author=editor)
    end(by=editor, summary=summary)

    with pytest.raises(ValidationError, match="Add a new version"):
        edit_draft(by=editor, summary=summary, record=make_record(author=editor, short_answer="It varies."))


# Publishing and retiring.


def test_only_publishers_publish_and_retire(member):
    summary = make_summary(is_published=False)

    with pytest.raises(PermissionDenied):
        publish_summary(by=member, summary=summary)
    with pytest.raises(PermissionDenied):
        retire_summary(by=member, summary=make_summary())


def test_publishing_shows_the_version_and_tells_caches(editor):
    summary = make_summary(is_published=False)
    version = version_of(summary.question)

    publish_summary(by=editor, summary=summary)

    assert fresh(summary.question).published_summary == summary
    assert fresh(summary).published_at is not None
    assert version_of(summary.question) > version


def test_publishing_again_changes_nothing(editor):
    summary = make_summary()
    before = fresh(summary).published_at, version_of(summary.question)

    publish_summary(by=editor, summary=summary)

    assert (fresh(summary).published_at, version_of(summary.question)) == before


def test_publishing_does_not_bring_a_retired_version_back(editor):
    summary = make_summary()
    retire_summary(by=editor, summary=summary)

    with pytest.raises(ValidationError, match="Version 1 is retired"):
        publish_summary(by=editor, summary=summary)
    assert fresh(summary).state == SummaryState.RETIRED


def test_an_older_version_is_not_published_over_a_newer_one(editor):
    question = make_question()
    first, second = (make_summary(question=question, is_published=False) for _ in range(2))

    publish_summary(by=editor, summary=second)
    with pytest.raises(ValidationError, match="Version 2 is published already, and version 1 is older"):
        publish_summary(by=editor, summary=first)

    assert fresh(question).published_summary == second


def test_retiring_shows_the_version_before_with_its_own_review(editor, specialist):
    question = make_question()
    first, second = make_summary(question=question), make_summary(question=question, change_size=ChangeSize.CONTENT)
    review = make_review(summary=first, by=specialist)
    assert fresh(question).current_review is None

    retire_summary(by=editor, summary=second)

    assert fresh(question).published_summary == first
    assert fresh(question).current_review == review


def test_retiring_the_only_version_leaves_none(editor):
    summary = make_summary()
    make_review(summary=summary)

    retire_summary(by=editor, summary=summary)

    assert fresh(summary.question).published_summary is None
    assert fresh(summary.question).current_review is None


def test_a_draft_is_not_retired(editor):
    summary = make_summary(is_published=False)

    with pytest.raises(ValidationError, match="Only what readers saw is retired"):
        retire_summary(by=editor, summary=summary)

    assert fresh(summary).state == SummaryState.DRAFT


# Reviewing.


def in_a_year():
    return timezone.localdate() + timedelta(days=365)


def test_a_review_keeps_the_name_and_credential_of_its_day(specialist):
    review = make_review(summary=make_summary(), by=specialist)
    specialist.display_name, specialist.credential = "Dr New", "retired"
    specialist.save()

    assert fresh(review).reviewer_name != "Dr New"
    assert fresh(review).reviewer_credential == "blood specialist"
    assert fresh(review).reviewed_on == timezone.localdate()


@pytest.mark.parametrize(
    "reviewer",
    [
        make_user,
        make_editor,
        AnonymousUser,
        lambda: make_specialist(credential=""),
        lambda: make_specialist(conflict_of_interest=""),
        lambda: make_specialist(is_active=False),
    ],
)
def test_only_a_specialist_with_a_credential_reviews(reviewer):
    with pytest.raises(PermissionDenied):
        approve_summary(by=reviewer(), summary=make_summary(), due_on=in_a_year())


def test_an_author_cannot_review_even_with_every_right():
    author = make_editor(is_superuser=True, credential="blood specialist", conflict_of_interest="None.")
    summary = make_summary(author=author)

    with pytest.raises(PermissionDenied):
        approve_summary(by=author, summary=summary, due_on=in_a_year())


def test_an_author_cannot_review_at_the_database(specialist):
    summary = make_summary()
    review = Review(
        summary=summary,
        summary_author=summary.author,
        reviewer=summary.author,
        reviewer_name="Dr A.",
        reviewer_credential="blood specialist",
        decision="approved",
        reviewed_on=date(2026, 5, 4),
        due_on=date(2027, 5, 4),
    )
    with pytest.raises(IntegrityError, match="review_not_by_author"), transaction.atomic():
        review.save()

    review.reviewer = specialist
    review.save()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"reviewer_name": ""}, "review_names_reviewer"),
        ({"reviewer_credential": ""}, "review_names_reviewer"),
        ({"due_on": None}, "review_approval_has_due_date"),
        ({"due_on": date(2026, 5, 4)}, "review_approval_has_due_date"),
        ({"decision": "changes-asked"}, "review_approval_has_due_date"),
        ({"decision": "fine"}, "review_decision_known"),
    ],
)
def test_the_database_refuses_a_review_without_name_credential_or_dates(specialist, fields, constraint):
    summary = make_summary()
    values = {
        "summary": summary,
        "summary_author": summary.author,
        "reviewer": specialist,
        "reviewer_name": "Dr A.",
        "reviewer_credential": "blood specialist",
        "decision": "approved",
        "reviewed_on": date(2026, 5, 4),
        "due_on": date(2027, 5, 4),
    }
    # Two constraints may refuse the same row; each of them alone would.
    with pytest.raises(IntegrityError, match="review_"), transaction.atomic():
        Review.objects.create(**values | fields)
    with pytest.raises(ValidationError) as caught:
        Review(**values | fields).validate_constraints()
    assert caught.value.messages
    assert constraint in {item.name for item in Review._meta.constraints}


@pytest.mark.parametrize("days", [None, 0, -1])
def test_an_approval_has_a_due_date_that_lies_ahead(specialist, days):
    due_on = None if days is None else timezone.localdate() + timedelta(days=days)

    with pytest.raises(ValidationError, match="An approval says when"):
        approve_summary(by=specialist, summary=make_summary(**sound_text()), due_on=due_on)


def test_asking_for_changes_is_recorded_and_approves_nothing(specialist):
    summary = make_summary()

    ask_for_changes(by=specialist, summary=summary, note="Too short.")

    assert summary.reviews.count() == 1
    assert fresh(summary.question).current_review is None


def test_the_approval_that_lasts_longest_counts():
    summary = make_summary()
    make_review(summary=summary, days=100)
    longest = make_review(summary=summary, days=300)
    make_review(summary=summary, days=200)

    assert fresh(summary.question).current_review == longest


def test_an_approval_made_already_counts_before_one_dated_in_the_future(specialist):
    summary = make_summary()
    made = make_review(summary=summary, days=100)
    future = timezone.localdate() + timedelta(days=30)
    Review.objects.create(
        summary=summary,
        summary_author=summary.author,
        reviewer=specialist,
        reviewer_name="Dr A.",
        reviewer_credential="blood specialist",
        decision="approved",
        reviewed_on=future,
        due_on=future + timedelta(days=365),
    )

    refresh_question(summary.question)

    assert fresh(summary.question).current_review == made


def test_a_review_belongs_to_its_version_and_to_no_other():
    question = make_question()
    make_review(summary=make_summary(question=question))

    make_summary(question=question)

    assert fresh(question).current_review is None


# Versions from files.


def review_record(reviewer, **fields):
    values = {
        "reviewer_name": "Dr A.",
        "reviewer_credential": "blood specialist",
        "decision": "approved",
        "reviewed_on": date(2026, 5, 8),
        "due_on": date(2029, 5, 8),
    }
    return ReviewRecord(reviewer=reviewer, **values | fields)


def file_record(**fields):
    return make_record(**{"written_at": MAY_2026, "state": "published", "published_at": MAY_2026} | fields)


def test_a_version_from_a_file_comes_with_its_number_dates_and_reviews(editor, specialist):
    question = make_question()

    assert put_summary(
        question=question, number=7, record=file_record(author=editor, reviews=[review_record(specialist)])
    )

    summary = fresh(question).published_summary
    assert (summary.number, summary.written_at, summary.published_at) == (7, MAY_2026, MAY_2026)
    assert fresh(question).current_review.reviewer == specialist


def test_the_same_version_again_changes_nothing(editor, specialist):
    question, record = make_question(), file_record(author=editor, reviews=[review_record(specialist)])
    put_summary(question=question, number=1, record=record)
    version = version_of(question)

    assert not put_summary(question=question, number=1, record=record)
    assert version_of(question) == version
    assert Review.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"verdict": "yes"},
        {"short_answer": "Yes."},
        {"body": "Yes."},
        {"change_note": "Another note."},
        {"written_at": MAY_2026 + timedelta(days=1)},
        {"published_at": MAY_2026 + timedelta(days=1)},
    ],
)
def test_no_file_changes_a_published_version(editor, fields):
    question = make_question()
    put_summary(question=question, number=1, record=file_record(author=editor))

    with pytest.raises(ValidationError, match="never changes"):
        put_summary(question=question, number=1, record=file_record(**{"author": editor} | fields))


def test_no_file_changes_the_author_or_the_sources_of_a_published_version(editor):
    question, sources = make_question(), [make_source(), make_source()]
    put_summary(question=question, number=1, record=file_record(author=editor, sources=sources))

    for fields in [{"author": make_editor(), "sources": sources}, {"author": editor, "sources": sources[::-1]}]:
        with pytest.raises(ValidationError, match="never changes"):
            put_summary(question=question, number=1, record=file_record(**fields))


@pytest.mark.parametrize(("here", "there"), [("published", "draft"), ("retired", "published"), ("retired", "draft")])
def test_no_file_takes_a_state_back(editor, here, there):
    question = make_question()
    put_summary(question=question, number=1, record=file_record(author=editor, state=here))

    with pytest.raises(ValidationError, match="No file takes that back"):
        put_summary(question=question, number=1, record=file_record(author=editor, state=there))


def test_a_file_retires_a_published_version(editor):
    question = make_question()
    put_summary(question=question, number=1, record=file_record(author=editor))

    assert put_summary(question=question, number=1, record=file_record(author=editor, state="retired"))
    assert fresh(question).published_summary is None


def test_a_draft_becomes_what_the_file_says(editor):
    question, other = make_question(), make_editor()
    draft = {"author": editor, "state": "draft", "published_at": None}
    put_summary(question=question, number=1, record=file_record(**draft, sources=[make_source()], body="So. [1]"))

    assert put_summary(question=question, number=1, record=file_record(author=other, short_answer="Yes."))

    summary = fresh(question).published_summary
    assert (summary.short_answer, summary.author, summary.source_count) == ("Yes.", other, 0)
    assert not Citation.objects.exists()


def test_a_draft_in_a_file_has_no_reviews(editor, specialist):
    draft = {"author": editor, "state": "draft", "published_at": None}

    with pytest.raises(ValidationError, match="neither “draft” nor “submitted”"):
        put_summary(
            question=make_question(), number=1, record=file_record(**draft, reviews=[review_record(specialist)])
        )


def test_an_approved_version_published_by_a_file_keeps_its_review(editor, specialist):
    question, review = make_question(), review_record(specialist)
    approved = {"author": editor, "state": "approved", "published_at": None}
    put_summary(question=question, number=1, record=file_record(**approved, reviews=[review]))
    assert fresh(question).current_review is None

    put_summary(question=question, number=1, record=file_record(author=editor))

    assert fresh(question).current_review.reviewer == specialist


def test_reviews_from_files_are_added_and_never_changed(editor, specialist):
    question, first = make_question(), review_record(specialist)
    put_summary(question=question, number=1, record=file_record(author=editor, reviews=[first]))
    second = review_record(specialist, note="Looked again.")

    assert put_summary(question=question, number=1, record=file_record(author=editor, reviews=[second]))
    assert [review.note for review in Review.objects.all()] == ["", "Looked again."]


def test_a_file_cannot_make_the_author_the_reviewer(editor):
    question = make_question()

    with pytest.raises(ValidationError, match="The author of a text cannot review it"):
        put_summary(question=question, number=1, record=file_record(author=editor, reviews=[review_record(editor)]))

    assert not Summary.objects.exists()


@pytest.mark.parametrize(("state", "published_at"), [("draft", MAY_2026), ("published", None), ("retired", None)])
def test_a_version_has_a_date_of_publishing_when_it_was_published_and_only_then(editor, state, published_at):
    with pytest.raises(ValidationError, match="has a date of publishing"):
        put_summary(
            question=make_question(),
            number=1,
            record=file_record(author=editor, state=state, published_at=published_at),
        )


@pytest.mark.parametrize(
    "fields",
    [{"verdict": "never"}, {"state": "secret"}, {"short_answer": ""}, {"state": "draft"}, {"published_at": None}],
)
def test_the_database_refuses_a_version_that_is_not_one(fields):
    summary = make_summary()

    with pytest.raises(IntegrityError), transaction.atomic():
        Summary.objects.filter(pk=summary.pk).update(**fields)


def test_the_database_knows_one_version_of_a_number_and_one_number_of_a_source():
    source = make_source()
    summary = make_summary(sources=[source], body="So. [1]")

    for fields in [{"source": make_source(), "number": 1}, {"source": source, "number": 2}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Citation.objects.create(summary=summary, **fields)
    summary.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        summary.save()


def test_the_database_refuses_a_review_of_a_question_without_a_summary():
    review = make_review(summary=make_summary(is_published=False))

    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.update(current_review=review)


# Answers.


def test_a_member_answers_and_is_counted(member):
    question = make_question()
    version = version_of(question)

    answer = make_answer(
        question=question, author=member, body="**Not** in my family.", relation="has-it", country="NZ"
    )

    assert answer.body_html == "<p><strong>Not</strong> in my family.</p>\n"
    assert fresh(question).answer_count == 1
    assert fresh(member).points == points.PER_ANSWER
    assert version_of(question) > version


@pytest.mark.parametrize("make_author", [AnonymousUser, lambda: make_user(is_active=False)])
def test_a_stranger_or_a_closed_account_cannot_answer(make_author):
    with pytest.raises(PermissionDenied):
        make_answer(author=make_author())


def test_a_member_answers_a_question_once(member):
    question = make_question()
    make_answer(question=question, author=member)

    with pytest.raises(ValidationError, match="You have already answered this question"):
        make_answer(question=question, author=member)
    with pytest.raises(IntegrityError, match=r"answer_one_per_member|questions_answer"), transaction.atomic():
        Answer.objects.create(question=question, author=member, body="Again.")
    assert fresh(question).answer_count == 1


@pytest.mark.parametrize("body", ["", "  \n ", "\x00\u202e"])
def test_an_answer_says_something(member, body):
    with pytest.raises(ValidationError):
        make_answer(author=member, body=body)


def test_an_answer_that_is_too_long_is_refused_in_a_sentence(member):
    make_answer(author=member, body="x" * members_text.MAX_LENGTH)

    with pytest.raises(ValidationError, match="it may have 20000 characters"):
        make_answer(author=member, body="x" * (members_text.MAX_LENGTH + 1))


@pytest.mark.parametrize("fields", [{"relation": "enemy"}, {"diagnosed_year": -1}])
def test_an_answer_says_nothing_impossible_of_its_author(fields):
    with pytest.raises(ValidationError):
        make_answer(**fields)


def test_a_refused_answer_counts_nowhere(member):
    question = make_question()

    with pytest.raises(ValidationError):
        make_answer(question=question, author=member, relation="enemy")

    assert (fresh(question).answer_count, fresh(member).points) == (0, 0)


def test_authors_withdraw_their_own_answers_once(member):
    answer = make_answer(author=member)

    withdraw_answer(by=member, answer=answer)
    withdraw_answer(by=member, answer=answer)

    assert fresh(answer).visibility == Visibility.WITHDRAWN
    assert fresh(answer.question).answer_count == 0
    assert fresh(member).points == 0


@pytest.mark.parametrize("make_other", [make_user, make_editor, lambda: make_user(is_superuser=True)])
def test_nobody_withdraws_the_answer_of_another(make_other):
    answer = make_answer()

    with pytest.raises(PermissionDenied):
        withdraw_answer(by=make_other(), answer=answer)


# Votes.


def test_a_vote_counts_once_and_gives_points_to_the_author(member):
    author = make_user()
    answer = make_answer(author=author)

    vote_helpful(voter=member, answer=answer)
    vote_helpful(voter=member, answer=answer)

    assert fresh(answer).helpful_count == 1
    assert fresh(author).points == points.PER_ANSWER + points.PER_HELPFUL_VOTE
    assert fresh(member).points == 0


def test_an_author_cannot_vote_for_the_own_answer(member):
    with pytest.raises(PermissionDenied):
        vote_helpful(voter=member, answer=make_answer(author=member))


@pytest.mark.parametrize("visibility", [Visibility.HELD, Visibility.REMOVED, Visibility.WITHDRAWN])
def test_nobody_votes_for_what_is_not_visible(member, visibility):
    answer = make_answer()
    answer.visibility = visibility

    with pytest.raises(PermissionDenied):
        vote_helpful(voter=member, answer=answer)


@pytest.mark.parametrize("make_voter", [AnonymousUser, lambda: make_user(is_active=False)])
def test_a_stranger_or_a_closed_account_cannot_vote(make_voter):
    with pytest.raises(PermissionDenied):
        vote_helpful(voter=make_voter(), answer=make_answer())


def test_the_database_knows_one_vote_of_a_member(member):
    answer = make_answer()
    vote_helpful(voter=member, answer=answer)

    with pytest.raises(IntegrityError), transaction.atomic():
        HelpfulVote.objects.create(answer=answer, voter=member)


def test_recounting_finds_the_truth_again(member):
    question = make_question()
    answers = [make_answer(question=question) for _ in range(3)]
    vote_helpful(voter=member, answer=answers[0])
    withdraw_answer(by=answers[2].author, answer=answers[2])
    Question.objects.update(answer_count=99)
    Answer.objects.update(helpful_count=99)

    recount(question)

    assert fresh(question).answer_count == 2
    assert [fresh(answer).helpful_count for answer in answers] == [1, 0, 0]


def test_points_are_added_in_the_database_and_not_to_an_old_number():
    author = make_user()
    seen_before = User.objects.get(pk=author.pk)
    first = make_answer(author=seen_before)
    make_answer(author=seen_before)

    vote_helpful(voter=make_user(), answer=first)

    assert fresh(author).points == 2 * points.PER_ANSWER + points.PER_HELPFUL_VOTE


def test_asking_for_changes_later_ends_an_approval_of_the_same_version(specialist):
    summary = make_summary()
    make_review(summary=summary, by=specialist)
    ask_for_changes(by=make_specialist(), summary=summary, note="A study is out.")
    summary.question.refresh_from_db()
    assert summary.question.current_review is None


def test_approval_after_the_changes_counts_again(specialist):
    summary = make_summary(**sound_text())
    ask_for_changes(by=specialist, summary=summary, note="Too short.")
    due_on = timezone.localdate() + timedelta(days=365)
    review = approve_summary(by=specialist, summary=summary, due_on=due_on)
    summary.question.refresh_from_db()
    assert summary.question.current_review == review
