"""First texts wait; each decision is made once, by someone else than the author, and written down with its reason."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from moderation.fingerprint import fingerprint
from moderation.kinds import Kind, register
from moderation.models import Action, Decision, Visibility
from moderation.services import hold, move, publish, reject, remove, restore, returning_visibility, starting_visibility
from notifications.models import Notification
from stories.models import Story
from tests.factories import make_story, make_user
from tests.moderation.cast import KIND, followed, make_held, make_moderator, visibility_of

pytestmark = pytest.mark.django_db

BY_REASON = {reject: Visibility.HELD, hold: Visibility.VISIBLE, remove: Visibility.VISIBLE}
"""Each decision that takes something away, with the state in which it begins."""


def decide(function, by, item):
    why = {"reason": "It names your doctor.", "ground": "private"} if function in BY_REASON else {}
    return function(by=by, item=item, **why)


# --- First texts --------------------------------------------------------------------------------------------------
def test_first_texts_of_a_new_member_wait(author, settings):
    settings.FIRST_POSTS_HELD = 2
    assert starting_visibility(author=author) == Visibility.HELD
    for expected in (Visibility.HELD, Visibility.VISIBLE):
        make_held(Visibility.VISIBLE, author=author)
        assert starting_visibility(author=author) == expected


@pytest.mark.parametrize("visibility", [Visibility.HELD, Visibility.REMOVED, Visibility.WITHDRAWN])
def test_only_published_texts_count(author, settings, visibility):
    settings.FIRST_POSTS_HELD = 1
    make_held(visibility, author=author)
    assert starting_visibility(author=author) == Visibility.HELD


def test_texts_of_others_do_not_count(author, settings):
    settings.FIRST_POSTS_HELD = 1
    make_story()
    assert starting_visibility(author=author) == Visibility.HELD


def test_texts_of_every_kind_count_together(author, settings):
    settings.FIRST_POSTS_HELD = 2
    register(Kind(**vars(KIND) | {"name": "other"}))
    make_held(Visibility.VISIBLE, author=author)
    assert starting_visibility(author=author) == Visibility.VISIBLE


def test_texts_of_moderators_do_not_wait(moderator):
    assert starting_visibility(author=moderator) == Visibility.VISIBLE


def test_owner_can_let_everything_through(author, settings):
    settings.FIRST_POSTS_HELD = 0
    assert starting_visibility(author=author) == Visibility.VISIBLE


def test_counting_takes_one_query(author, settings, django_assert_num_queries):
    settings.FIRST_POSTS_HELD = 1
    make_held(Visibility.VISIBLE, author=author)
    with django_assert_num_queries(1):
        starting_visibility(author=author)


# --- Decisions ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("decision", "before", "after"),
    [
        (publish, Visibility.HELD, Visibility.VISIBLE),
        (reject, Visibility.HELD, Visibility.REMOVED),
        (hold, Visibility.VISIBLE, Visibility.HELD),
        (remove, Visibility.VISIBLE, Visibility.REMOVED),
        (restore, Visibility.REMOVED, Visibility.VISIBLE),
    ],
)
def test_decision_changes_the_state_and_says_who_and_why(moderator, decision, before, after):
    story = make_held(before)
    made = decide(decision, moderator, story)
    assert (visibility_of(story), story.visibility, followed) == (after, after, [(before, after)])
    assert (made.kind, made.item_id, made.author, made.by) == ("story", story.pk, story.author, moderator)
    assert made.action == decision.__name__
    assert Decision.objects.get() == made


@pytest.mark.parametrize("decision", [publish, reject, hold, remove, restore])
@pytest.mark.parametrize("before", Visibility.values)
def test_same_decision_twice_is_one(moderator, decision, before):
    story = make_held(before)
    first = decide(decision, moderator, story)
    assert decide(decision, make_moderator(), story) is None
    assert Decision.objects.count() == len(followed) == (0 if first is None else 1)


def test_second_of_two_who_decide_at_once_changes_nothing(moderator):
    story = make_held()
    stale = Story.objects.get(pk=story.pk)
    publish(by=moderator, item=story)
    assert decide(reject, make_moderator(), stale) is None
    assert visibility_of(story) == Visibility.VISIBLE
    assert stale.visibility == Visibility.VISIBLE


def test_moderator_does_not_publish_what_the_author_took_back(moderator):
    story = make_held(Visibility.WITHDRAWN)
    assert publish(by=moderator, item=story) is None
    assert visibility_of(story) == Visibility.WITHDRAWN


def test_words_that_changed_since_they_were_read_are_not_published(moderator):
    story = make_held()
    seen = fingerprint(story.title, story.body_html)
    Story.objects.filter(pk=story.pk).update(body_html="<p>Other words.</p>")
    with pytest.raises(ValidationError, match="read it again"):
        publish(by=moderator, item=story, seen=seen)
    assert visibility_of(story) == Visibility.HELD
    fresh = Story.objects.get(pk=story.pk)
    assert publish(by=moderator, item=fresh, seen=fingerprint(fresh.title, fresh.body_html))


@pytest.mark.parametrize("decision", [publish, reject, hold, remove, restore])
def test_members_decide_nothing(decision):
    story = make_held()
    with pytest.raises(PermissionDenied):
        decide(decision, make_user(), story)
    assert visibility_of(story) == Visibility.HELD


@pytest.mark.parametrize("decision", [publish, reject, hold, remove, restore])
def test_moderator_does_not_decide_about_their_own_words(moderator, decision):
    story = make_held(author=moderator)
    with pytest.raises(PermissionDenied):
        decide(decision, moderator, story)


@pytest.mark.parametrize(("decision", "before"), BY_REASON.items())
@pytest.mark.parametrize("reason", ["", "   "])
def test_what_takes_something_away_says_why(moderator, decision, before, reason):
    story = make_held(before)
    with pytest.raises(ValidationError, match="Say why"):
        decision(by=moderator, item=story, reason=reason, ground="private")
    assert visibility_of(story) == before


@pytest.mark.parametrize(
    "fields", [{"action": Action.REJECT, "reason": ""}, {"action": "burn"}, {"action": Action.PUBLISH, "own": True}]
)
def test_database_refuses_a_decision_without_reason_of_no_kind_or_about_oneself(moderator, author, fields):
    writer = moderator if fields.pop("own", False) else author
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(kind="story", item_id=1, author=writer, by=moderator, **fields)


# --- The author hears ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("decision", "before"), [*BY_REASON.items(), (publish, Visibility.HELD)])
def test_author_hears_of_each_decision_once_and_without_their_words(moderator, decision, before):
    story = make_held(before, title="In spring", body="A secret body.")
    made = decide(decision, moderator, story)
    decide(decision, moderator, story)
    news = Notification.objects.get()
    assert (news.recipient, news.kind) == (story.author, "decision")
    assert "In spring" in news.title
    assert "secret" not in news.title
    assert "doctor" not in news.title
    lead = story.get_absolute_url() if decision is publish else f"/moderation/decisions/{made.pk}/"
    assert news.url == lead


# --- The author's own doing ---------------------------------------------------------------------------------------
def test_move_does_nothing_from_a_state_that_was_not_named():
    story = make_held(Visibility.REMOVED)
    assert not move(item=story, to=Visibility.WITHDRAWN, only_from={Visibility.VISIBLE, Visibility.HELD})
    assert (visibility_of(story), followed) == (Visibility.REMOVED, [])


def test_move_of_a_row_that_is_gone_does_nothing():
    story = make_held()
    gone = Story.objects.get(pk=story.pk)
    Story.objects.filter(pk=story.pk).delete()
    assert not move(item=gone, to=Visibility.WITHDRAWN, only_from={Visibility.HELD})


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ([], Visibility.HELD),  # a new member's first text
        ([publish], Visibility.VISIBLE),
        ([reject], Visibility.HELD),
        ([publish, hold], Visibility.HELD),
        ([publish, remove], Visibility.HELD),
        ([publish, remove, restore], Visibility.VISIBLE),
    ],
)
def test_taking_back_and_showing_again_does_not_pass_a_moderator(moderator, decisions, expected):
    story = make_held()
    for decision in decisions:
        assert decide(decision, moderator, story)
    move(item=story, to=Visibility.WITHDRAWN, only_from=set(Visibility))
    assert returning_visibility(item=story) == expected


# --- Kinds --------------------------------------------------------------------------------------------------------
def test_two_kinds_of_one_name_are_a_mistake():
    register(KIND)
    with pytest.raises(ValueError, match="story"):
        register(Kind(**vars(KIND) | {"label": "Another"}))
