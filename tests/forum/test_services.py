from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import points
from accounts.blocks import block, mute
from forum import services
from forum.models import Post, Thread
from forum.services import close, mark_answered
from moderation.models import Audience, Visibility
from moderation.services import hold, publish, remove, waiting_change
from notifications.models import Notification
from tests.factories import make_condition, make_thread, make_user

pytestmark = pytest.mark.django_db


def ask(**fields):
    return services.ask(**{"audience": Audience.ANYONE, "visibility": Visibility.VISIBLE} | fields)


def reply(**fields):
    return services.reply(**{"visibility": Visibility.VISIBLE} | fields)


@pytest.fixture
def asker():
    return make_user()


@pytest.fixture
def thread(asker):
    return ask(author=asker, conditions=[make_condition()], title="How?", body="How do you do it?")


@pytest.fixture
def moderator():
    return make_user(is_superuser=True)


def test_stranger_neither_asks_nor_replies(thread):
    with pytest.raises(PermissionDenied):
        ask(author=AnonymousUser(), conditions=[make_condition()], title="T", body="B")
    with pytest.raises(PermissionDenied):
        reply(author=AnonymousUser(), thread=thread, body="B")


def test_thread_is_about_at_least_one_condition(asker):
    with pytest.raises(ValidationError):
        ask(author=asker, conditions=[], title="T", body="B")
    assert not Thread.objects.exists()


def test_thread_may_be_about_several_conditions_and_changes_the_pages_of_each(asker):
    conditions = [make_condition(), make_condition()]
    before = [condition.version for condition in conditions]
    thread = ask(author=asker, conditions=conditions, title="T", body="B")
    assert set(thread.conditions.all()) == set(conditions)
    for condition, old in zip(conditions, before, strict=True):
        condition.refresh_from_db()
        assert condition.version > old


def test_reply_is_counted_and_moves_the_thread_up(thread, asker):
    later = timezone.now() + timedelta(hours=1)
    reply(author=make_user(), thread=thread, body="Like this.", posted_at=later)
    thread.refresh_from_db()
    assert thread.reply_count == 1
    assert thread.last_post_at == later


def test_reply_from_the_past_does_not_move_the_thread_down(thread):
    before = thread.last_post_at
    reply(author=make_user(), thread=thread, body="Like this.", posted_at=before - timedelta(days=9))
    thread.refresh_from_db()
    assert thread.last_post_at == before


def test_asking_and_replying_earn_points(thread, asker):
    helper = make_user()
    reply(author=helper, thread=thread, body="Like this.")
    asker.refresh_from_db()
    helper.refresh_from_db()
    assert (asker.points, helper.points) == (points.PER_THREAD, points.PER_POST)


def test_closed_thread_takes_no_reply_and_says_why(thread, moderator):
    close(by=moderator, thread=thread, reason="Moved elsewhere.")
    thread.refresh_from_db()
    assert (thread.is_closed, thread.closed_reason) == (True, "Moved elsewhere.")
    with pytest.raises(PermissionDenied):
        reply(author=make_user(), thread=thread, body="Too late.")
    assert not Post.objects.exists()


def test_member_does_not_close_a_thread(thread, asker):
    with pytest.raises(PermissionDenied):
        close(by=asker, thread=thread, reason="Mine.")


def test_only_the_one_who_asked_says_that_it_was_answered(thread, asker, moderator):
    with pytest.raises(PermissionDenied):
        mark_answered(by=moderator, thread=thread)
    mark_answered(by=asker, thread=thread)
    thread.refresh_from_db()
    assert thread.is_answered


def test_empty_reply_is_refused_and_not_counted(thread):
    with pytest.raises(ValidationError):
        reply(author=make_user(), thread=thread, body="   ")
    thread.refresh_from_db()
    assert thread.reply_count == 0


# --- Who sees it --------------------------------------------------------------------------------------------------
def places(thread):
    return thread.places.values_list("is_listed", "is_for_members", "is_unanswered").first()


def test_first_thread_of_a_new_member_waits_for_a_moderator(asker):
    thread = services.ask(author=asker, conditions=[make_condition()], title="T", body="B", audience="anyone")
    asker.refresh_from_db()
    assert (thread.visibility, thread.published_at, asker.points) == (Visibility.HELD, None, 0)
    assert places(thread) == (False, False, True)


def test_first_reply_of_a_new_member_waits_and_is_not_counted(thread):
    services.reply(author=make_user(), thread=thread, body="Like this.")
    thread.refresh_from_db()
    assert thread.reply_count == 0
    assert places(thread) == (True, False, True)


def test_published_reply_is_counted_then_and_moves_the_thread_up(thread, moderator):
    helper = make_user()
    later = timezone.now() + timedelta(hours=1)
    post = services.reply(author=helper, thread=thread, body="Like this.", posted_at=later)
    publish(by=moderator, item=post)
    thread.refresh_from_db()
    helper.refresh_from_db()
    assert (thread.reply_count, thread.last_post_at, helper.points) == (1, later, points.PER_POST)
    assert places(thread) == (True, False, False)
    post.refresh_from_db()
    assert post.published_at is not None


@pytest.mark.parametrize("decide", [hold, remove])
def test_reply_that_a_moderator_takes_away_is_no_longer_counted(thread, moderator, decide):
    post = reply(author=make_user(), thread=thread, body="Like this.", posted_at=timezone.now() + timedelta(hours=1))
    decide(by=moderator, item=post, reason="Advert.", ground="private")
    thread.refresh_from_db()
    post.author.refresh_from_db()
    assert (thread.reply_count, thread.last_post_at, post.author.points) == (0, thread.posted_at, 0)
    assert places(thread) == (True, False, True)


def test_removed_thread_leaves_every_list_and_takes_its_points_along(thread, asker, moderator):
    remove(by=moderator, item=thread, reason="Advert.", ground="private")
    asker.refresh_from_db()
    assert (places(thread)[0], asker.points) == (False, 0)


def test_replies_are_for_whom_their_thread_is(asker):
    thread = ask(author=asker, conditions=[make_condition()], title="T", body="B", audience=Audience.MEMBERS)
    post = reply(author=make_user(), thread=thread, body="Like this.")
    thread.refresh_from_db()
    assert (post.audience, thread.reply_count, places(thread)[1]) == (Audience.MEMBERS, 1, True)
    change(thread, audience=Audience.ANYONE)
    post.refresh_from_db()
    assert (post.audience, places(thread)[1]) == (Audience.ANYONE, False)


@pytest.mark.parametrize(("before", "after"), [("anyone", "members"), ("members", "anyone")])
def test_another_audience_changes_what_strangers_see(asker, before, after):
    condition = make_condition()
    thread = ask(author=asker, conditions=[condition], title="T", body="B", audience=before)
    condition.refresh_from_db()
    version = condition.version
    change(thread, audience=after)
    condition.refresh_from_db()
    assert condition.version > version


def test_what_strangers_may_not_see_changes_nothing_for_them(asker):
    condition = make_condition()
    condition.refresh_from_db()
    version = condition.version
    thread = ask(author=asker, conditions=[condition], title="T", body="B", audience=Audience.MEMBERS)
    reply(author=make_user(), thread=thread, body="Among us.")
    services.ask(author=make_user(), conditions=[condition], title="T", body="B", audience=Audience.ANYONE)
    condition.refresh_from_db()
    assert condition.version == version


def test_thread_about_all_conditions_names_none(asker):
    thread = ask(author=asker, conditions=[], is_general=True, title="T", body="B")
    assert not thread.places.exists()
    with pytest.raises(ValidationError):
        ask(author=asker, conditions=[make_condition()], is_general=True, title="T", body="B")


def test_first_condition_is_the_home_and_each_is_named_once(asker):
    home, other = make_condition(), make_condition()
    thread = ask(author=asker, conditions=[home, other, home], title="T", body="B")
    assert [place.condition for place in thread.places.all()] == [home, other]


def test_thread_has_at_most_five_conditions(asker):
    with pytest.raises(ValidationError):
        ask(author=asker, conditions=[make_condition() for _ in range(6)], title="T", body="B")


# --- Changing and taking back -------------------------------------------------------------------------------------
def change(thread, **fields):
    kept = {name: getattr(thread, name) for name in ("title", "body", "audience", "is_anonymous")}
    services.edit_thread(by=thread.author, thread=thread, **kept | fields)


def test_changed_question_keeps_what_it_said_before(thread, settings):
    settings.FIRST_POSTS_HELD = 0
    change(thread, body="In other words.")
    thread.refresh_from_db()
    assert thread.body == "In other words."
    assert [edit.body for edit in thread.edits.all()] == ["How do you do it?"]
    assert thread.edited_at


def test_same_words_again_are_no_change(thread):
    change(thread)
    thread.refresh_from_db()
    assert (thread.edits.count(), thread.edited_at) == (0, None)


def test_changed_words_of_a_new_member_wait_again(thread, moderator):
    change(thread, body="Buy this.")
    thread.refresh_from_db()
    assert (thread.visibility, "Buy" in thread.body) == (Visibility.VISIBLE, False)
    assert waiting_change(target="thread", target_id=thread.pk).body == "Buy this."
    post = reply(author=make_user(), thread=make_thread(), body="Like this.")
    services.edit_post(by=post.author, post=post, body="Buy this.", is_anonymous=False)
    post.refresh_from_db()
    assert (post.visibility, post.body) == (Visibility.VISIBLE, "Like this.")
    assert waiting_change(target="post", target_id=post.pk).body == "Buy this."


def test_changed_words_of_a_known_member_stay(moderator):
    thread = ask(author=moderator, conditions=[make_condition()], title="T", body="B")
    change(thread, body="Better.")
    thread.refresh_from_db()
    assert thread.visibility == Visibility.VISIBLE


def test_nobody_changes_what_another_wrote(thread, moderator):
    post = reply(author=make_user(), thread=thread, body="Like this.")
    for by in (moderator, make_user()):
        with pytest.raises(PermissionDenied):
            services.edit_post(by=by, post=post, body="Mine.", is_anonymous=False)
        with pytest.raises(PermissionDenied):
            services.edit_thread(by=by, thread=thread, title="Mine", body="Mine", audience="anyone", is_anonymous=False)
        with pytest.raises(PermissionDenied):
            services.withdraw(by=by, item=post)


def test_removed_words_are_not_changed_by_their_author(thread, moderator):
    post = reply(author=make_user(), thread=thread, body="Like this.")
    remove(by=moderator, item=post, reason="Advert.", ground="private")
    with pytest.raises(PermissionDenied):
        services.edit_post(by=post.author, post=post, body="Again.", is_anonymous=False)


def test_words_without_a_name_give_no_points_and_take_theirs_back(thread, asker):
    change(thread, is_anonymous=True)
    asker.refresh_from_db()
    assert asker.points == 0
    post = reply(author=make_user(), thread=make_thread(), body="Like this.", is_anonymous=True)
    services.vote_post_helpful(voter=make_user(), post=post)
    post.author.refresh_from_db()
    assert post.author.points == 0


def test_hidden_reply_can_be_brought_back_and_a_deleted_one_cannot(thread, moderator):
    post = reply(author=moderator, thread=thread, body="Like this.")
    services.withdraw(by=moderator, item=post)
    services.withdraw(by=moderator, item=post)
    thread.refresh_from_db()
    assert (post.visibility, thread.reply_count) == (Visibility.WITHDRAWN, 0)
    services.bring_back(by=moderator, item=post)
    thread.refresh_from_db()
    assert (post.visibility, thread.reply_count) == (Visibility.VISIBLE, 1)
    services.edit_post(by=moderator, post=post, body="Like that.", is_anonymous=False)
    services.withdraw(by=moderator, item=post, for_good=True)
    post.refresh_from_db()
    assert (post.body, post.body_html, post.edits.count()) == ("", "", 0)
    with pytest.raises(PermissionDenied):
        services.bring_back(by=moderator, item=post)


def test_deleted_question_has_no_words_left(thread, asker):
    services.withdraw(by=asker, item=thread, for_good=True)
    thread.refresh_from_db()
    assert (thread.title, thread.body, thread.body_html, thread.visibility) == ("", "", "", Visibility.WITHDRAWN)


def test_reply_that_a_moderator_removed_does_not_come_back_by_hiding_it(thread, moderator):
    post = reply(author=make_user(), thread=thread, body="Like this.")
    hold(by=moderator, item=post, reason="To be read.")
    services.withdraw(by=post.author, item=post)
    services.bring_back(by=post.author, item=post)
    assert post.visibility == Visibility.HELD


def test_withdrawn_consent_hides_all_that_the_member_wrote(thread, asker):
    post = reply(author=asker, thread=make_thread(), body="Like this.")
    services.withdraw_everything(member=asker)
    thread.refresh_from_db()
    post.refresh_from_db()
    assert {thread.visibility, post.visibility} == {Visibility.WITHDRAWN}


# --- Quotes, votes, following -------------------------------------------------------------------------------------
def test_reply_quotes_what_stands_in_its_own_thread(thread):
    first = reply(author=make_user(), thread=thread, body="Like this.")
    assert reply(author=make_user(), thread=thread, body="Yes.", quoted=first).quoted == first
    with pytest.raises(PermissionDenied):
        reply(author=make_user(), thread=make_thread(), body="Yes.", quoted=first)


def test_blocked_member_neither_replies_nor_quotes(thread, asker):
    blocked = make_user()
    block(member=asker, other=blocked)
    with pytest.raises(PermissionDenied):
        reply(author=blocked, thread=thread, body="Hello.")
    other = make_thread()
    post = reply(author=asker, thread=other, body="Like this.")
    with pytest.raises(PermissionDenied):
        reply(author=blocked, thread=other, body="Hello.", quoted=post)


def test_vote_is_counted_once_and_can_be_taken_back(thread):
    post, voter = reply(author=make_user(), thread=thread, body="Like this."), make_user()
    services.vote_post_helpful(voter=voter, post=post)
    services.vote_post_helpful(voter=voter, post=post)
    post.refresh_from_db()
    post.author.refresh_from_db()
    assert (post.helpful_count, post.author.points) == (1, points.PER_POST + points.PER_HELPFUL_VOTE)
    services.take_back_post_vote(voter=voter, post=post)
    services.take_back_post_vote(voter=voter, post=post)
    post.refresh_from_db()
    post.author.refresh_from_db()
    assert (post.helpful_count, post.author.points) == (0, points.PER_POST)


def test_nobody_votes_for_their_own_reply_nor_for_one_that_is_gone(thread, moderator):
    post = reply(author=make_user(), thread=thread, body="Like this.")
    with pytest.raises(PermissionDenied):
        services.vote_post_helpful(voter=post.author, post=post)
    remove(by=moderator, item=post, reason="Advert.", ground="private")
    with pytest.raises(PermissionDenied):
        services.vote_post_helpful(voter=make_user(), post=post)


def news_of(member):
    return list(Notification.objects.filter(recipient=member).values_list("kind", flat=True))


def test_whoever_asked_is_quoted_or_follows_hears_of_a_reply_once(thread, asker):
    follower, quoted_author = make_user(), make_user()
    services.follow_thread(member=follower, thread=thread)
    first = reply(author=quoted_author, thread=thread, body="Like this.", follows=True)
    reply(author=make_user(), thread=thread, body="Yes.", quoted=first)
    assert news_of(asker) == ["forum-reply", "forum-reply"]
    assert news_of(quoted_author) == ["forum-reply"]
    assert news_of(follower) == ["forum-followed", "forum-followed"]


def test_held_reply_is_told_to_nobody_until_it_is_published(thread, asker, moderator):
    post = services.reply(author=make_user(), thread=thread, body="Like this.")
    assert news_of(asker) == []
    publish(by=moderator, item=post)
    assert news_of(asker) == ["forum-reply"]
    remove(by=moderator, item=post, reason="Advert.", ground="private")
    assert news_of(asker) == []


def test_who_stopped_following_or_muted_the_author_hears_nothing(thread, asker):
    services.unfollow_thread(member=asker, thread=thread)
    follower, muted = make_user(), make_user()
    services.follow_thread(member=follower, thread=thread)
    mute(member=follower, other=muted)
    reply(author=muted, thread=thread, body="Like this.")
    assert news_of(asker) == news_of(follower) == []


def test_what_the_forum_counts_of_each_member_is_what_it_gave_points_for(thread, asker, moderator):
    helper = make_user()
    post = reply(author=helper, thread=thread, body="Like this.")
    services.vote_post_helpful(voter=asker, post=post)
    reply(author=helper, thread=thread, body="Unsaid.", is_anonymous=True)
    remove(by=moderator, item=reply(author=helper, thread=thread, body="Buy."), reason="Advert.", ground="private")
    counted = services.contributions()
    for member in (asker, helper):
        member.refresh_from_db()
        assert counted[member.pk].points == member.points


# --- Closing ------------------------------------------------------------------------------------------------------
def test_closing_leads_on_only_within_this_site(thread, moderator):
    close(by=moderator, thread=thread, reason="Old.", closed_to="https://testserver/forum/")
    thread.refresh_from_db()
    assert thread.closed_to == "/forum/"
    for elsewhere in ("//evil.example/", "/no-such-page/", "javascript:alert(1)"):
        with pytest.raises(ValidationError):
            close(by=moderator, thread=thread, reason="Old.", closed_to=elsewhere)


def test_closing_says_why_and_can_be_undone(thread, moderator):
    with pytest.raises(ValidationError):
        close(by=moderator, thread=thread, reason="  ")
    close(by=moderator, thread=thread, reason="Old.")
    services.reopen(by=moderator, thread=thread)
    thread.refresh_from_db()
    assert (thread.is_closed, thread.closed_reason) == (False, "")
    assert reply(author=make_user(), thread=thread, body="Like this.")


def test_queries_of_a_reply_do_not_grow_with_the_thread(thread):
    counts = []
    for more in (0, 1, 30):
        for _ in range(more):
            reply(author=make_user(), thread=thread, body="Like this.")
        author = make_user()
        with CaptureQueriesContext(connection) as queries:
            services.reply(author=author, thread=thread, body="Like this.")
            services.reply(author=author, thread=thread, body="Like this.", visibility=Visibility.VISIBLE)
        counts.append(len(queries))
    assert len(set(counts)) == 1
