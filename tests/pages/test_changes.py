"""Every change that a page shows moves the version of its conditions; readers' copies would stay old without it."""

import inspect
from datetime import timedelta

import pytest
from django.utils import timezone

import conditions.services
import forum.services
import members.services
import questions.services
import questions.services.answers
import questions.services.feedback
import questions.services.files
import questions.services.reminders
import questions.services.sources
import questions.services.topics
import questions.services.workflow
import questions.services.writing
import stories.services
from conditions import versions
from conditions.models import Condition
from conditions.services import CodeRecord, ConditionRecord, SymptomRecord
from members.services import count_map, join_map, leave_map
from questions.services import FactRecord, ReviewRecord
from tests.factories import (
    make_answer,
    make_condition,
    make_editor,
    make_question,
    make_record,
    make_review,
    make_source,
    make_specialist,
    make_story,
    make_summary,
    make_thread,
    make_topic,
    make_user,
    sound_text,
)

pytestmark = pytest.mark.django_db
ROOMS = (
    conditions.services,
    questions.services.answers,
    questions.services.feedback,
    questions.services.files,
    questions.services.reminders,
    questions.services.sources,
    questions.services.topics,
    questions.services.workflow,
    questions.services.writing,
    stories.services,
    forum.services,
    members.services,
)
SILENT = {
    "save_name": "its callers mark the condition",
    "question_of": "an empty row shows nothing",
    "write_summary": "a draft is not shown",
    "edit_draft": "a draft is not shown",
    "put_draft": "a draft is not shown",
    "revise_summary": "a draft is not shown",
    "submit_summary": "what is submitted is not shown",
    "give_feedback": "for editors' eyes",
    "explain_feedback": "for editors' eyes",
    "mark_feedback_read": "for editors' eyes",
    "raise_concern": "the record shows a concern once it is settled",
    "forget_old_feedback": "drops words that no page shows",
    "remind_reviewers": "mails specialists",
    "record_check": "editors alone see what was found behind a link",
    "publish_summaries": "publishes each by publish_summary",
    "add_reads": "readers do not see how often a page is read",
    "put_profile": "no page shows profiles yet",
    "add_condition": "shown from the next daily count of the map on",
    "record_symptom": "for the member's own eyes",
    "join_map": "shown from the next daily count on",
    "leave_map": "shown from the next daily count on",
    "teaser": "makes nothing but words",
    "mark_changed": "is itself the mark",
    "mark_all_changed": "is itself the mark",
}
"""Services after which no page of a condition is another, and why."""


@pytest.fixture
def question():
    return make_question(condition=make_condition(slug="asthma", name="Asthma"), topic=make_topic(slug="diet"))


def record(condition, **fields):
    """The condition as it is, but for these fields."""
    kept = {name: getattr(condition, name) for name in ("slug", "name", "definition", "name_in_text", "short_name")}
    return ConditionRecord(**kept | fields)


def retired(summary, **fields):
    """What a file says that retires a published version and is otherwise equal to it."""
    return make_record(
        author=summary.author,
        state="retired",
        written_at=summary.written_at,
        published_at=summary.published_at,
        **fields,
    )


def put_condition(**fields):
    return lambda question: lambda: conditions.services.put_condition(record(question.condition, **fields))


def save_condition(question):
    return lambda: conditions.services.save_condition(question.condition)


def rename_condition(question):
    editor = make_user(is_superuser=True)
    return lambda: conditions.services.rename_condition(by=editor, condition=question.condition, name="New", slug="new")


def put_topic(_question):
    values = dict.fromkeys(("slug", "title_pattern", "heading_pattern", "description_pattern"), "x")
    return lambda: questions.services.put_topic(values | {"place": 99, "group": "basics"})


def put_source_that_is_cited(question):
    make_summary(question=question, sources=[make_source(key="guide")], body="By chance. [1]")
    return lambda: make_source(key="guide", title="Corrected")


def put_source_of_a_fact(question):
    fact = FactRecord("How common", "1 in 10", make_source(key="guide"))
    questions.services.put_facts(condition=question.condition, facts=[fact])
    return lambda: make_source(key="guide", title="Corrected")


def put_facts(question):
    fact = FactRecord("How common", "1 in 10", make_source())
    return lambda: questions.services.put_facts(condition=question.condition, facts=[fact])


def approve_summary(question):
    summary, specialist = make_summary(question=question, **sound_text()), make_specialist()
    due_on = timezone.localdate() + timedelta(days=30)
    return lambda: questions.services.approve_summary(by=specialist, summary=summary, due_on=due_on)


def ask_for_changes(question):
    summary, specialist = make_summary(question=question), make_specialist()
    return lambda: questions.services.ask_for_changes(by=specialist, summary=summary, note="A study is out.")


def put_review(question):
    summary = make_summary(question=question)
    return lambda: make_review(summary=summary)


def publish_summary(question):
    summary = make_summary(question=question, is_published=False)
    editor = make_editor()
    return lambda: questions.services.publish_summary(by=editor, summary=summary)


def retire_summary(question):
    summary, editor = make_summary(question=question), make_editor()
    return lambda: questions.services.retire_summary(by=editor, summary=summary)


def put_summary_that_is_new(question):
    now = timezone.now()
    new = make_record(state="published", published_at=now)
    return lambda: questions.services.put_summary(question=question, number=1, record=new)


def put_summary_that_retires(question):
    summary = make_summary(question=question)
    return lambda: questions.services.put_summary(question=question, number=summary.number, record=retired(summary))


def put_summary_with_a_review(question):
    summary, specialist, today = make_summary(question=question), make_specialist(), timezone.localdate()
    review = ReviewRecord(specialist, "Dr A", "specialist", "approved", today, today + timedelta(days=9))
    same = make_record(
        author=summary.author,
        state="published",
        written_at=summary.written_at,
        published_at=summary.published_at,
        reviews=[review],
    )
    return lambda: questions.services.put_summary(question=question, number=summary.number, record=same)


def put_answer(question):
    author = make_user()
    return lambda: make_answer(question=question, author=author)


def withdraw_answer(question):
    answer = make_answer(question=question)
    return lambda: questions.services.withdraw_answer(by=answer.author, answer=answer)


def vote_helpful(question):
    answer, voter = make_answer(question=question), make_user()
    return lambda: questions.services.vote_helpful(voter=voter, answer=answer)


def recount(question):
    return lambda: questions.services.recount(question)


def tell_story(question):
    author = make_user()
    return lambda: make_story(condition=question.condition, author=author)


def withdraw_story(question):
    story = make_story(condition=question.condition)
    return lambda: stories.services.withdraw_story(by=story.author, story=story)


def settle_concern(question):
    concern = questions.services.raise_concern(question=question, kind="problem", words="The number is wrong.")
    values = {"by": make_user(is_superuser=True), "outcome": "corrected", "explanation": "It is right now."}
    return lambda: questions.services.settle_concern(concern=concern, **values)


def ask(question):
    author = make_user()
    return lambda: make_thread(conditions=[make_condition(), question.condition], author=author)


def reply(question):
    thread, author = make_thread(conditions=[make_condition(), question.condition]), make_user()
    return lambda: forum.services.reply(author=author, thread=thread, body="A short walk.")


def mark_answered(question):
    thread = make_thread(condition=question.condition)
    return lambda: forum.services.mark_answered(by=thread.author, thread=thread)


def close(question):
    thread, moderator = make_thread(condition=question.condition), make_user(is_superuser=True)
    return lambda: forum.services.close(by=moderator, thread=thread, reason="Answered elsewhere.")


def count_map_that_grew(question):
    for _number in range(5):
        member = make_user()
        members.services.add_condition(member=member, condition=question.condition, relation="has-it")
        join_map(member=member, country="ES")
    return count_map


def count_map_that_shrank(question):
    count_map_that_grew(question)()
    leave_map(member=members.services.MapPresence.objects.first().member)
    return count_map


SHOWN = {
    "put_condition: name": put_condition(name="Bronchial asthma"),
    "put_condition: definition": put_condition(definition="Narrow airways."),
    "put_condition: other names": put_condition(other_names=["Wheezing"]),
    "put_condition: codes": put_condition(codes=[CodeRecord("icd-10", "J45")]),
    "put_condition: symptoms": put_condition(symptoms=[SymptomRecord("HP:0030828", "Wheezing")]),
    "put_condition: published": put_condition(is_published=False),
    "save_condition": save_condition,
    "rename_condition": rename_condition,
    "put_topic": put_topic,
    "put_source: cited": put_source_that_is_cited,
    "put_source: of a fact": put_source_of_a_fact,
    "put_facts": put_facts,
    "approve_summary": approve_summary,
    "ask_for_changes": ask_for_changes,
    "put_review": put_review,
    "publish_summary": publish_summary,
    "retire_summary": retire_summary,
    "settle_concern": settle_concern,
    "put_summary: new": put_summary_that_is_new,
    "put_summary: retires": put_summary_that_retires,
    "put_summary: review": put_summary_with_a_review,
    "put_answer": put_answer,
    "withdraw_answer": withdraw_answer,
    "vote_helpful": vote_helpful,
    "recount": recount,
    "tell_story": tell_story,
    "withdraw_story": withdraw_story,
    "ask": ask,
    "reply": reply,
    "mark_answered": mark_answered,
    "close": close,
    "count_map: grew": count_map_that_grew,
    "count_map: shrank": count_map_that_shrank,
}
"""Changes that a condition's pages show: each prepares what it needs and returns the change itself."""


def version_of(question):
    return Condition.objects.get(pk=question.condition_id).version


@pytest.mark.parametrize("prepare", SHOWN.values(), ids=SHOWN.keys())
def test_change_that_shows_moves_the_version(question, prepare):
    change = prepare(question)
    before = version_of(question)
    change()
    assert version_of(question) > before


@pytest.mark.parametrize("prepare", SHOWN.values(), ids=SHOWN.keys())
def test_change_that_shows_ends_what_this_process_remembers(question, prepare):
    change = prepare(question)
    remembered = versions.version_lately("asthma")
    change()
    assert versions.version_lately("asthma") != remembered


def test_every_service_is_known_to_show_or_to_be_silent():
    services = {
        name
        for room in ROOMS
        for name, function in inspect.getmembers(room, inspect.isfunction)
        if function.__module__ == room.__name__ and not name.startswith("_")
    }
    shown = {name.partition(":")[0] for name in SHOWN}
    assert services == shown | SILENT.keys()
    assert not shown & SILENT.keys()


def test_what_changes_nothing_leaves_readers_their_copies(question):
    summary = make_summary(question=question, sources=[make_source(key="guide")], body="By chance. [1]")
    answer = make_answer(question=question)
    questions.services.withdraw_answer(by=answer.author, answer=answer)
    before = version_of(question)
    questions.services.withdraw_answer(by=answer.author, answer=answer)
    questions.services.publish_summary(by=summary.author, summary=summary)
    make_source(key="guide")
    conditions.services.put_condition(record(question.condition))
    count_map()
    assert not questions.services.put_topic({"slug": "diet"})
    assert version_of(question) == before
