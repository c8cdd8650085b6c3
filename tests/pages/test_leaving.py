"""The proof: nothing of a member who has left is in any table, but for what they chose to leave and what is a record.

A column that nobody classified, or a table that points at members and that the canary does not fill, fails here.
"""

import base64
import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils import timezone

from accounts.closing import ask_to_close, keep_account
from accounts.models import Closing, User
from conditions.models import Condition
from forum.models import Post, Thread
from pages.account import export_of, own_texts
from pages.data_map import DATA_MAP
from pages.data_without_people import WITHOUT_PEOPLE
from pages.erasing import carry_out_closings, close_account
from pages.leaving import NOT_DELETED, OnClosing, on_closing
from questions.models import Answer
from stories.models import Story
from tests.canary import CANARY, make_canary
from tests.factories import make_member, make_user
from tests.faults import expect_none

pytestmark = pytest.mark.django_db
NOT_MODELS = {"django_migrations"}
WITHOUT = {f"{table}.{name}" for table, names in WITHOUT_PEOPLE.items() for name in names.split()}
RECORDS = {
    "questions.SummaryComment.author",
    "questions.Summary.author",
    "questions.Summary.changed_by",
    "questions.Review.reviewer",
    "questions.Review.summary_author",
    "questions.Contribution.person",
    "questions.Transition.by",
    "questions.Concern.settled_by",
}
"""What editors and moderators did: no member alone has these."""


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def canary(media, settings):
    settings.FIRST_POSTS_HELD = 0
    return make_canary()


def leave(member, texts="remove", removed=()):
    ask_to_close(member=member, texts=texts, removed=removed)
    Closing.objects.update(due_on=timezone.localdate())
    assert carry_out_closings() == 1
    member.refresh_from_db()


def every_model():
    return apps.get_models(include_auto_created=True)


def columns_of(model):
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def name_of(model, field):
    """As the data map has it: a table between two others counts as the field that it belongs to."""
    owner = model._meta.auto_created
    if not owner:
        return f"{model._meta.label}.{field.name}"
    link = next(its for its in owner._meta.local_many_to_many if its.remote_field.through is model)
    return f"{owner._meta.label}.{link.name}"


def words_of(row, field):
    """What a row says in a column; a session says it behind a signature."""
    value = field.value_from_object(row)
    if isinstance(row, Session) and field.name == "session_data":
        value = row.get_decoded()
    return value if isinstance(value, str) else json.dumps(value, default=str)


def where_the_canary_sings():
    """Every column of every table in which the member's words stand."""
    return {
        name_of(model, field)
        for model in every_model()
        for row in model.objects.all()
        for field in model._meta.concrete_fields
        if CANARY in words_of(row, field).lower()
    }


def who_points_at(member):
    """Every column of every table with a row that points at the member."""
    return {
        name_of(model, field)
        for model in every_model()
        for field in columns_of(model)
        if isinstance(field, models.ForeignKey) and field.related_model is User
        if model.objects.filter(**{field.name: member.pk}).exists()
    }


def points_at_members():
    return {
        name_of(model, field)
        for model in every_model()
        for field in columns_of(model)
        if isinstance(field, models.ForeignKey) and field.related_model is User
    }


# --- Every column is thought of ------------------------------------------------------------------------------------
def test_every_column_of_every_table_is_classified():
    there = {name_of(model, field) for model in every_model() for field in columns_of(model)}
    expect_none(sorted(there - DATA_MAP.keys() - WITHOUT))


def test_no_column_is_both_about_people_and_not():
    expect_none(WITHOUT & DATA_MAP.keys())


def test_what_is_said_to_be_without_people_is_there():
    there = {name_of(model, field) for model in every_model() for field in columns_of(model)}
    expect_none(sorted(WITHOUT - there))


def test_every_table_of_the_database_belongs_to_a_model():
    known = {model._meta.db_table for model in every_model()} | NOT_MODELS
    expect_none(set(connection.introspection.table_names()) - known)


def test_everything_that_stays_is_in_the_data_map():
    known = DATA_MAP.keys() | {field.rpartition(".")[0] for field in DATA_MAP}
    expect_none(NOT_DELETED.keys() - known)


def test_canary_has_something_in_every_table_that_points_at_members(canary):
    elsewhere = RECORDS | {
        *("accounts.Closing.member", "moderation.Decision.by"),
        *("moderation.Appeal.first_by", "moderation.Appeal.decided_by"),
    }
    expect_none(points_at_members() - who_points_at(canary) - elsewhere)


# --- Closing -------------------------------------------------------------------------------------------------------
def test_who_removes_everything_leaves_no_word_in_any_table(canary):
    assert len(where_the_canary_sings()) > 25
    leave(canary, "remove")
    expect_none(where_the_canary_sings())


def test_who_removes_everything_leaves_no_row_but_empty_places_and_records(canary):
    leave(canary, "remove")
    left = who_points_at(canary)
    expect_none({field for field in left if on_closing(field) in {OnClosing.DELETED, OnClosing.EMPTIED}})
    assert not Answer.objects.filter(author=canary).exists()
    assert not Story.objects.filter(author=canary).exists()
    for place in (*Thread.objects.filter(author=canary), *Post.objects.filter(author=canary)):
        assert (place.body, place.body_html, place.visibility) == ("", "", "withdrawn")


def test_who_keeps_the_texts_leaves_only_them(canary):
    leave(canary, "keep")
    in_others_drafts = {"writing.Draft.title"}
    found = where_the_canary_sings() - in_others_drafts
    expect_none({field for field in found if on_closing(field) != OnClosing.CHOSEN})
    left = {on_closing(field) for field in who_points_at(canary)}
    assert left <= {OnClosing.CHOSEN, OnClosing.STAYS}
    assert Answer.objects.get(author=canary, visibility="visible").body == f"{CANARY} changed"
    assert Story.objects.filter(author=canary, visibility="visible").exists()
    assert Thread.objects.filter(author=canary, visibility="visible").exists()


def test_texts_that_nobody_can_read_are_never_kept(canary):
    assert Answer.objects.filter(author=canary, visibility="held").exists()
    leave(canary, "keep")
    assert not Answer.objects.filter(author=canary, visibility="held").exists()


def test_who_decides_one_by_one_removes_what_was_ticked_and_no_more(canary):
    texts = own_texts(canary)
    assert {text.kind for text in texts} == {"answer", "story", "thread", "post", "thanks"}
    story = next(text for text in texts if text.kind == "story")
    post = next(text for text in texts if text.kind == "post")
    leave(canary, "choose", [("story", story.pk), ("post", post.pk)])
    assert not Story.objects.filter(author=canary).exists()
    assert Post.objects.get(pk=post.pk).body == ""
    assert Answer.objects.filter(author=canary, visibility="visible").exists()
    assert Thread.objects.filter(author=canary, visibility="visible").exists()


def test_kept_text_is_signed_by_a_former_member(client, canary):
    answer = Answer.objects.get(author=canary, visibility="visible")
    leave(canary, "keep")
    html = client.get(answer.question.get_absolute_url()).content.decode()
    assert "Former member" in html
    assert "Zoe" not in html


def test_readers_copies_with_the_name_are_made_anew(canary):
    condition = Story.objects.filter(author=canary).get().condition
    leave(canary, "keep")
    assert Condition.objects.get(pk=condition.pk).version > condition.version


def test_row_of_the_user_stays_and_says_nothing(canary, client):
    leave(canary)
    assert canary.display_name == "Former member"
    assert canary.closed_at
    assert canary.username.startswith("former-")
    assert (canary.email, canary.first_name, canary.last_name, canary.name_key, canary.credential) == ("",) * 5
    assert (canary.is_active, canary.is_staff, canary.is_superuser) == (False, False, False)
    assert not canary.has_usable_password()
    assert client.get(f"/members/{CANARY}/").status_code == 404


def test_no_file_is_left(canary, media, django_capture_on_commit_callbacks):
    assert list(media.rglob("*.jpg"))
    with django_capture_on_commit_callbacks(execute=True):
        leave(canary)
    assert not list(media.rglob("*.jpg"))


def test_votes_of_who_left_are_counted_no_more(canary):
    voted = Answer.objects.get(votes__voter=canary)
    assert voted.helpful_count == 1
    before = voted.author.points
    leave(canary, "keep")
    voted.refresh_from_db()
    assert voted.helpful_count == 0
    assert User.objects.get(pk=voted.author_id).points == before - 5


# --- Asking, waiting, coming back ------------------------------------------------------------------------------------
def test_account_is_closed_after_the_days_that_were_named_and_not_before(settings):
    settings.CLOSING_DAYS = 14
    member = make_member()
    closing = ask_to_close(member=member, texts="keep")
    assert closing.due_on == timezone.localdate() + timedelta(days=14)
    assert carry_out_closings() == 0
    member.refresh_from_db()
    assert member.is_active


def test_who_comes_back_keeps_everything(canary):
    before = where_the_canary_sings()
    ask_to_close(member=canary, texts="remove")
    assert keep_account(member=canary)
    assert not keep_account(member=canary)
    Closing.objects.update(due_on=timezone.localdate())
    assert carry_out_closings() == 0
    assert before - where_the_canary_sings() <= {
        "usersessions.UserSession.user_agent", "usersessions.UserSession.data", "sessions.Session.session_data"
    }  # fmt: skip


def test_who_came_back_in_the_last_moment_is_not_closed():
    member = make_member()
    ask_to_close(member=member, texts="remove")
    Closing.objects.update(due_on=timezone.localdate())
    keep_account(member=member)
    assert not close_account(member.pk)


def test_carrying_out_twice_changes_nothing(canary):
    leave(canary)
    closed_at = canary.closed_at
    assert carry_out_closings() == 0
    canary.refresh_from_db()
    assert canary.closed_at == closed_at


def test_closing_that_fails_half_way_changes_nothing(canary, monkeypatch):
    ask_to_close(member=canary, texts="remove")
    Closing.objects.update(due_on=timezone.localdate())
    before = where_the_canary_sings()

    def fail(**_inputs):
        raise RuntimeError

    monkeypatch.setattr("accounts.rights.erase", fail)
    with pytest.raises(RuntimeError):
        carry_out_closings()
    assert where_the_canary_sings() == before
    assert Closing.objects.count() == 1


def test_suspended_member_is_closed_too(canary):
    ask_to_close(member=canary, texts="remove")
    User.objects.filter(pk=canary.pk).update(is_active=False)
    Closing.objects.update(due_on=timezone.localdate())
    assert carry_out_closings() == 1
    expect_none(where_the_canary_sings())


def test_only_owner_of_the_site_hands_over_first():
    owner = make_user(is_superuser=True)
    with pytest.raises(ValidationError, match="only owner"):
        ask_to_close(member=owner, texts="keep")
    make_user(is_superuser=True)
    ask_to_close(member=owner, texts="keep")


def test_texts_must_be_decided_about():
    with pytest.raises(ValidationError):
        ask_to_close(member=make_member(), texts="")
    assert not Closing.objects.exists()


def test_mail_says_the_day_and_how_to_stay(mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ask_to_close(member=make_member(display_name="Zoe"), texts="keep")
    assert len(mailoutbox) == 1
    assert mailoutbox[0].subject == "Your account will be closed"
    assert "/accounts/login/" in mailoutbox[0].body


# --- Taking along ----------------------------------------------------------------------------------------------------
def test_export_has_every_table_that_points_at_members(canary):
    tables = {field.rpartition(".")[0] for field in points_at_members()} | {
        "questions.AnswerVersion", "stories.StoryUpdate", "stories.StoryVersion", "forum.ThreadEdit", "forum.PostEdit"
    }  # fmt: skip
    expect_none(tables - export_of(canary).keys())


def test_export_holds_every_word_of_the_member(canary):
    exported = json.dumps(export_of(canary), default=str, ensure_ascii=False)
    for words in ("answered", "changed", "waits", "told it. It", "one year later", "asked", "replied", "@members"):
        assert f"{CANARY}{words if words == '@members' else ''}" in exported
        assert words in exported


def test_export_holds_nobody_else_s_text(canary):
    exported = json.dumps(export_of(canary), default=str)
    for words in ("It was not in my family.", "I wake at four", "A short walk helps me.", "It began in spring"):
        assert words not in exported


def test_export_opens_no_door(canary):
    rows = export_of(canary)
    assert "password" not in rows["accounts.User"][0]
    assert all("data" not in row for row in rows["mfa.Authenticator"])
    assert all("session_key" not in row for row in rows["usersessions.UserSession"])


def test_export_holds_the_picture(canary):
    picture = export_of(canary)["members.Profile"][0]["picture"]
    assert base64.b64decode(picture.partition(",")[2]).startswith(b"\xff\xd8\xff")


def test_export_of_who_has_nothing_is_whole():
    rows = export_of(make_user(display_name="New"))
    assert rows["accounts.User"][0]["display_name"] == "New"
    assert rows["questions.Answer"] == []
