"""Every change that a page shows moves the version of its conditions; readers' copies would stay old without it."""

import inspect
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

import conditions.services
import forum.services
import members.services
import questions.services
import questions.services.answers
import questions.services.counting
import questions.services.feedback
import questions.services.files
import questions.services.reminders
import questions.services.sources
import questions.services.topics
import questions.services.votes
import questions.services.workflow
import questions.services.writing
import stories.services
import stories.services.following
import stories.services.keeping
import stories.services.telling
import stories.services.votes
from conditions import versions
from conditions.models import Condition
from conditions.services import CodeRecord, ConditionRecord, SymptomRecord
from members.services import count_map, join_map, leave_map
from questions.services import FactRecord, ReviewRecord
from tests.factories import (
    make_answer,
    make_condition,
    make_editor,
    make_post,
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
    questions.services.counting,
    questions.services.votes,
    stories.services.following,
    stories.services.keeping,
    stories.services.telling,
    stories.services.votes,
    forum.services.changes,
    forum.services.following,
    forum.services.offers,
    forum.services.posts,
    forum.services.telling,
    forum.services.threads,
    forum.services.withdrawing,
    members.services,
)
SILENT = {
    "follow_thread_change": "what calls it shows it",
    "follow_post_change": "what calls it shows it",
    "recount_replies": "its callers mark the conditions",
    "place_in_lists": "its callers mark the conditions",
    "mark_thread_changed": "is itself the mark",
    "contributions": "only counts",
    "worth_of": "only counts",
    "erase_words": "its words can no longer be read by then",
    "follow_thread": "nobody else sees who follows",
    "unfollow_thread": "nobody else sees who follows",
    "mark_all_seen": "nobody else sees who has read",
    "choose_to_help": "nobody else sees who would help",
    "offer_thread": "nobody else sees who was asked",
    "tell_asker": "only the asker hears of it",
    "tell_who_waits": "only those who follow hear of it",
    "take_back_news": "only those who follow hear of it",
    "tell_of_offer": "only those who are asked hear of it",
    "take_back_offers": "only those who were asked hear of it",
    "tell_of_silence": "only the asker hears of it",
    "save_name": "its callers mark the condition",
    "put_words": "its callers mark the condition",
    "put_part_words": "its callers mark the condition",
    "question_of": "an empty row shows nothing",
    "write_summary": "a draft is not shown",
    "record_of": "stores nothing",
    "standing_of": "only counts",
    "settle": "its callers' tests show it",
    "lock_question": "finds a row",
    "rank_answers": "its callers mark the condition",
    "edit_draft": "a draft is not shown",
    "put_draft": "a draft is not shown",
    "revise_summary": "a draft is not shown",
    "submit_summary": "what is submitted is not shown",
    "give_feedback": "for editors' eyes",
    "explain_feedback": "for editors' eyes",
    "mark_feedback_read": "for editors' eyes",
    "raise_concern": "the record shows a concern once it is settled",
    "remind_reviewers": "mails specialists",
    "remind_of_due_reviews": "mails specialists",
    "record_check": "editors alone see what was found behind a link",
    "publish_summaries": "publishes each by publish_summary",
    "add_reads": "readers do not see how often a page is read",
    "put_profile": "the profile is no page of a condition",
    "put_picture": "the profile is no page of a condition",
    "show_picture_to": "the profile is no page of a condition",
    "remove_picture": "the profile is no page of a condition",
    "drop_pictures": "the profile is no page of a condition",
    "picture_path": "makes nothing but words",
    "public_story_title": "makes nothing but words",
    "picture_of": "stores nothing",
    "add_condition": "shown from the next daily count of the map on",
    "forget_conditions": "gone from the next daily count of the map on",
    "forget_symptoms": "for the member's own eyes",
    "remove_condition": "gone from the next daily count of the map on",
    "record_symptom": "for the member's own eyes",
    "name_symptom": "for finding it when members note it",
    "put_information": "for comparing members",
    "describe_symptoms": "for the member's own eyes",
    "add_symptoms": "for the member's own eyes",
    "too_many_symptoms": "makes nothing but words",
    "remove_symptom": "for the member's own eyes",
    "follow_symptoms": "for the members' own eyes",
    "join_map": "shown from the next daily count on",
    "leave_map": "shown from the next daily count on",
    "teaser": "makes nothing but words",
    "story_title": "names a row",
    "own_story": "finds a row",
    "check_content_notes": "stores nothing",
    "give_points": "its callers mark the condition",
    "mark_changed": "is itself the mark",
    "mark_all_changed": "is itself the mark",
}
"""Services after which no page of a condition is another, and why."""


@pytest.fixture(autouse=True)
def trusted(settings):
    """A site that reads nobody's new words beforehand, so that they show at once."""
    settings.FIRST_POSTS_HELD = 0


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


def post_answer(question):
    author = make_user()
    return lambda: make_answer(question=question, author=author)


def withdraw_answer(question):
    answer = make_answer(question=question)
    return lambda: questions.services.withdraw_answer(by=answer.author, answer=answer)


def vote_helpful(question):
    answer, voter = make_answer(question=question), make_user()
    return lambda: questions.services.vote_helpful(voter=voter, answer=answer)


def take_back_vote(question):
    answer, voter = make_answer(question=question), make_user()
    questions.services.vote_helpful(voter=voter, answer=answer)
    return lambda: questions.services.take_back_vote(voter=voter, answer=answer)


def edit_answer(question, **fields):
    answer = make_answer(question=question)
    changed = replace(questions.services.record_of(answer), **fields or {"body": "Other words."})
    return lambda: questions.services.edit_answer(by=answer.author, answer=answer, record=changed)


def hide_answer_from_visitors(question):
    return edit_answer(question, audience="members")


def return_answer(question):
    answer = make_answer(question=question, author=make_user(is_superuser=True))
    questions.services.withdraw_answer(by=answer.author, answer=answer)
    return lambda: questions.services.return_answer(by=answer.author, answer=answer)


def delete_answer(question):
    answer = make_answer(question=question)
    return lambda: questions.services.delete_answer(by=answer.author, answer=answer)


def withdraw_all_answers(question):
    answer = make_answer(question=question)
    return lambda: questions.services.withdraw_everything(member=answer.author)


def recount(question):
    return lambda: questions.services.recount(question)


def tell_story(question):
    author = make_user()
    return lambda: make_story(condition=question.condition, author=author)


def of_story(change, **fields):
    """A change that an author makes to their own story."""

    def prepare(question):
        story = make_story(condition=question.condition)
        return lambda: change(by=story.author, story=story, **fields)

    return prepare


def return_story(question):
    story = make_story(condition=question.condition, author=make_user(is_superuser=True))
    stories.services.withdraw_story(by=story.author, story=story)
    return lambda: stories.services.return_story(by=story.author, story=story)


def remove_update(question):
    story = make_story(condition=question.condition)
    update = stories.services.add_update(by=story.author, story=story, body="A year went by.")
    return lambda: stories.services.remove_update(by=story.author, update=update)


def put_waiting_words(service, make, **fields):
    """Words that waited beside a text, put in place as a moderator's yes does it."""

    def prepare(question):
        item = make(question)
        return lambda: service.put_new_words(item.pk, fields)

    return prepare


def story_of(question):
    return make_story(condition=question.condition)


def withdraw_all_stories(question):
    story = make_story(condition=question.condition)
    return lambda: stories.services.withdraw_everything(member=story.author)


def add_content_notes(question):
    story, moderator = make_story(condition=question.condition), make_user(is_superuser=True)
    return lambda: stories.services.add_content_notes(by=moderator, story=story, notes=["death"])


def vote_for_story(question):
    story, voter = make_story(condition=question.condition), make_user()
    return lambda: stories.services.vote_helpful(voter=voter, story=story)


def take_back_vote_for_story(question):
    story, voter = make_story(condition=question.condition), make_user()
    stories.services.vote_helpful(voter=voter, story=story)
    return lambda: stories.services.take_back_vote(voter=voter, story=story)


def settle_concern(question):
    concern = questions.services.raise_concern(question=question, kind="problem", words="The number is wrong.")
    values = {"by": make_user(is_superuser=True), "outcome": "corrected", "explanation": "It is right now."}
    return lambda: questions.services.settle_concern(concern=concern, **values)


def ask(question):
    author = make_user()
    return lambda: make_thread(conditions=[make_condition(), question.condition], author=author)


def reply(question):
    thread, author = make_thread(conditions=[make_condition(), question.condition]), make_user()
    return lambda: forum.services.reply(author=author, thread=thread, body="A short walk.", visibility="visible")


def mark_answered(question):
    thread = make_thread(condition=question.condition)
    return lambda: forum.services.mark_answered(by=thread.author, thread=thread)


def close(question):
    thread, moderator = make_thread(condition=question.condition), make_user(is_superuser=True)
    return lambda: forum.services.close(by=moderator, thread=thread, reason="Answered elsewhere.")


def forum_post(question):
    return make_post(thread=make_thread(condition=question.condition))


def edit_thread(question):
    thread = make_thread(condition=question.condition)
    kept = {"body": thread.body, "audience": thread.audience, "is_anonymous": False}
    return lambda: forum.services.edit_thread(by=thread.author, thread=thread, title="Other words", **kept)


def withdraw_post(question):
    post = forum_post(question)
    return lambda: forum.services.withdraw(by=post.author, item=post)


def bring_post_back(question):
    post = make_post(thread=make_thread(condition=question.condition), author=make_user(is_superuser=True))
    forum.services.withdraw(by=post.author, item=post)
    return lambda: forum.services.bring_back(by=post.author, item=post)


def withdraw_from_forum(question):
    post = forum_post(question)
    return lambda: forum.services.withdraw_everything(member=post.author)


def reopen(question):
    thread, moderator = make_thread(condition=question.condition), make_user(is_superuser=True)
    forum.services.close(by=moderator, thread=thread, reason="Old.")
    return lambda: forum.services.reopen(by=moderator, thread=thread)


def edit_post(question):
    post = forum_post(question)
    return lambda: forum.services.edit_post(by=post.author, post=post, body="Other words.", is_anonymous=False)


def vote_post_helpful(question):
    post, voter = forum_post(question), make_user()
    return lambda: forum.services.vote_post_helpful(voter=voter, post=post)


def take_back_post_vote(question):
    post, voter = forum_post(question), make_user()
    forum.services.vote_post_helpful(voter=voter, post=post)
    return lambda: forum.services.take_back_post_vote(voter=voter, post=post)


def count_map_that_grew(question):
    for _number in range(5):
        member = make_user()
        members.services.add_condition(member=member, condition=question.condition, relation="has-it", consent=True)
        join_map(member=member, country="ES", consent=True)
    return count_map


def count_map_that_shrank(question):
    count_map_that_grew(question)()
    for presence in members.services.MapPresence.objects.all():
        leave_map(member=presence.member)
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
    "post_answer": post_answer,
    "withdraw_answer": withdraw_answer,
    "vote_helpful": vote_helpful,
    "take_back_vote": take_back_vote,
    "edit_answer": edit_answer,
    "edit_answer: audience": hide_answer_from_visitors,
    "return_answer": return_answer,
    "delete_answer": delete_answer,
    "withdraw_everything: answers": withdraw_all_answers,
    "follow_answer": withdraw_all_answers,
    "recount": recount,
    "tell_story": tell_story,
    "withdraw_story": of_story(stories.services.withdraw_story),
    "return_story": return_story,
    "delete_story": of_story(stories.services.delete_story),
    "edit_story": of_story(stories.services.edit_story, title="Another", body="Other words."),
    "add_update": of_story(stories.services.add_update, body="A year went by."),
    "remove_update": remove_update,
    "share_story": of_story(
        stories.services.share_story, audience="members", is_anonymous=False, country="", content_notes=[]
    ),
    "anonymise_story": of_story(stories.services.anonymise_story),
    "withdraw_everything: stories": withdraw_all_stories,
    "add_content_notes": add_content_notes,
    "vote_helpful: story": vote_for_story,
    "take_back_vote: story": take_back_vote_for_story,
    "follow_story": withdraw_all_stories,
    "edit_thread": edit_thread,
    "withdraw": withdraw_post,
    "bring_back": bring_post_back,
    "withdraw_everything: forum": withdraw_from_forum,
    "reopen": reopen,
    "edit_post": edit_post,
    "vote_post_helpful": vote_post_helpful,
    "take_back_post_vote": take_back_post_vote,
    "ask": ask,
    "reply": reply,
    "mark_answered": mark_answered,
    "close": close,
    "put_new_words: answer": put_waiting_words(
        questions.services.answers, lambda question: make_answer(question=question), body="Other words."
    ),
    "put_new_words: story": put_waiting_words(stories.services.telling, story_of, title="Another", body="Other words."),
    "put_new_words: later part": put_waiting_words(
        stories.services.telling, story_of, heading="", body="A year went by."
    ),
    "put_new_words: thread": put_waiting_words(
        forum.services.threads,
        lambda question: make_thread(condition=question.condition),
        title="Another",
        body="Other words.",
    ),
    "put_new_words: post": put_waiting_words(forum.services.posts, forum_post, body="Other words."),
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


def test_words_that_wait_for_a_moderator_leave_readers_their_copies(question, settings):
    settings.FIRST_POSTS_HELD = 3
    story = make_story(condition=question.condition)
    before = version_of(question)
    stories.services.edit_story(by=story.author, story=story, title="Another", body="Other words.")
    assert stories.services.add_update(by=story.author, story=story, body="A year went by.") is None
    assert version_of(question) == before


def test_one_person_who_leaves_the_map_leaves_readers_their_copies(question):
    count_map_that_grew(question)()
    before = version_of(question)
    leave_map(member=members.services.MapPresence.objects.first().member)
    count_map()
    assert version_of(question) == before
