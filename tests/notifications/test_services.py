"""Who is told of something, once, and how soon it also comes by mail."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.blocks import block, mute
from accounts.models import ConsentKind
from accounts.permissions import has_consent
from accounts.services import withdraw_consent
from notifications.kinds import NotificationKind, register_kind
from notifications.models import Mail, Notification, Pace
from notifications.services import choose_paces, forget, mark_read, paces_of, stop_mails
from schedule.purging import purge_expired
from tests.factories import make_user
from tests.notifications.cast import REPLY, news_of, tell

pytestmark = pytest.mark.django_db


def test_retry_tells_nobody_again(owner):
    tell(owner)
    tell(owner, title="Other words")
    assert news_of(owner).title == "A reply in “Asthma at night”"


def test_same_thing_is_told_to_each_member(owner, stranger):
    tell(owner)
    tell(owner, stranger)
    assert Notification.objects.count() == 2


@pytest.mark.parametrize("count", [1, 30])
def test_number_of_queries_does_not_grow_with_those_who_are_told(django_assert_num_queries, count):
    members, author = [make_user() for _number in range(count)], make_user()
    with django_assert_num_queries(7):  # a savepoint and its release, blocks, consents, choices, one insert, one count
        tell(*members, actor=author)
    assert Notification.objects.count() == count


def test_author_is_not_told_of_their_own_doing(owner):
    tell(owner, actor=owner)
    assert not Notification.objects.exists()


@pytest.mark.parametrize("avoid", [mute, block])
def test_member_hears_nothing_of_someone_they_muted_or_blocked(owner, stranger, avoid):
    avoid(member=owner, other=stranger)
    tell(owner, actor=stranger)
    assert not Notification.objects.exists()


def test_closed_account_is_told_nothing(owner):
    owner.is_active = False
    tell(owner)
    assert not Notification.objects.exists()


@pytest.mark.parametrize("url", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_notification_leads_to_this_site_only(owner, url):
    with pytest.raises(ValueError, match="this site"):
        tell(owner, url=url)


def test_very_long_title_is_cut(owner):
    tell(owner, title="x" * 1000)
    assert len(news_of(owner).title) == 300


def test_unknown_kind_is_a_mistake(owner):
    with pytest.raises(KeyError):
        tell(owner, kind="unknown")


def test_two_kinds_of_one_name_are_a_mistake():
    register_kind(REPLY)
    with pytest.raises(ValueError, match="reply"):
        register_kind(NotificationKind("reply", "Other words", "Other words", "never"))


def test_what_cannot_be_read_any_more_is_taken_back_from_everyone(owner, stranger):
    tell(owner, stranger)
    tell(owner, key="post:2")
    forget(key="post:1")
    assert [row.key for row in Notification.objects.all()] == ["post:2"]


def test_member_marks_only_their_own_as_read(owner, stranger):
    tell(owner, stranger)
    mark_read(member=owner)
    mark_read(member=owner, notification=news_of(stranger))
    assert news_of(owner).read_at
    assert not news_of(stranger).read_at


def test_reading_again_keeps_the_first_moment(owner):
    tell(owner)
    mark_read(member=owner)
    before = news_of(owner).read_at
    mark_read(member=owner, notification=news_of(owner))
    assert news_of(owner).read_at == before


def test_kind_says_how_soon_for_those_who_have_not_chosen(owner):
    assert paces_of(owner) == {"reply": "at-once", "helped": "weekly"}


def test_without_consent_nothing_goes_by_mail_but_the_site_tells():
    member = make_user()
    tell(member)
    assert news_of(member).pace == Pace.NEVER
    assert set(paces_of(member).values()) == {Pace.NEVER}


def test_choice_holds_for_what_comes_and_for_what_waits(owner):
    tell(owner)
    choose_paces(member=owner, paces={"reply": "daily"})
    tell(owner, key="post:2")
    assert {row.pace for row in Notification.objects.all()} == {Pace.DAILY}


def test_choosing_mails_is_agreeing_to_them():
    member = make_user()
    choose_paces(member=member, paces={"reply": "never"})
    assert not has_consent(member, ConsentKind.EMAIL)
    choose_paces(member=member, paces={"reply": "weekly"})
    assert has_consent(member, ConsentKind.EMAIL)


@pytest.mark.parametrize("paces", [{"reply": "hourly"}, {"unknown": "daily"}])
def test_choice_that_does_not_exist_is_refused(owner, paces):
    with pytest.raises(ValidationError):
        choose_paces(member=owner, paces=paces)


def test_withdrawn_consent_ends_every_mail_also_those_that_wait(owner):
    tell(owner)
    withdraw_consent(member=owner, kind=ConsentKind.EMAIL)
    tell(owner, key="post:2")
    assert {row.pace for row in Notification.objects.all()} == {Pace.NEVER}


def test_stopping_one_kind_leaves_the_others(owner):
    choose_paces(member=owner, paces={"reply": "daily"})
    stop_mails(member=owner, kinds=["reply"])
    assert paces_of(owner) == {"reply": "never", "helped": "weekly"}


def test_nothing_is_kept_longer_than_three_months(owner):
    tell(owner)
    mail = Mail.objects.create(recipient=owner)
    tell(owner, key="post:2")
    long_ago = timezone.now() - timedelta(days=91)
    Notification.objects.filter(key="post:1").update(made_at=long_ago)
    Mail.objects.filter(pk=mail.pk).update(made_at=long_ago)
    gone = purge_expired()
    assert (gone["notifications"], gone["mails"]) == (1, 1)
    assert news_of(owner).key == "post:2"
    assert not Mail.objects.exists()
