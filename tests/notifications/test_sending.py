"""Each mail leaves once at most, whoever is killed when; what the server refuses is tried again."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail as post_office
from django.utils import timezone

from notifications.composing import make_daily_mails, make_mails, make_weekly_mails
from notifications.models import Mail, Notification, Pace
from notifications.sending import WAITS, send_due
from notifications.services import choose_paces, forget, mark_read
from tests.factories import make_user
from tests.notifications.cast import make_reader, tell

pytestmark = pytest.mark.django_db


class Server:
    """A mail server that says what it is told to say."""

    def __init__(self, *faults, closed=False):
        self.faults, self.closed, self.sent = list(faults), closed, []

    def open(self):
        if self.closed:
            raise ConnectionRefusedError

    def close(self):
        pass

    def send_messages(self, messages):
        if self.faults and (fault := self.faults.pop(0)):
            raise fault
        self.sent += messages


@pytest.fixture
def server(monkeypatch):
    def put(server):
        monkeypatch.setattr("notifications.sending.mailers", type("Mailers", (), {"default": server}))
        return server

    return put


def later(mail):
    """The mail's next attempt has come."""
    Mail.objects.filter(pk=mail.pk).update(next_attempt_at=timezone.now() - timedelta(seconds=1))


def test_mail_leaves_once_however_often_it_is_sent(owner):
    tell(owner)
    assert [send_due(), send_due()] == [1, 0]
    assert [message.to for message in post_office.outbox] == [[owner.email]]
    assert Mail.objects.get().sent_at


def test_several_pieces_of_news_leave_in_one_mail(owner):
    tell(owner)
    tell(owner, key="post:2", title="Another reply")
    send_due()
    assert len(post_office.outbox) == 1
    assert "Another reply" in post_office.outbox[0].body


def test_mail_whose_sender_was_killed_is_not_sent_again(owner):
    tell(owner)
    make_mails(Pace.AT_ONCE)
    Mail.objects.update(claimed_at=timezone.now())  # … and the process ended here
    assert send_due() == 0
    assert not post_office.outbox


def test_mail_whose_sender_was_killed_before_claiming_leaves_with_the_next(owner):
    tell(owner)
    make_mails(Pace.AT_ONCE)
    assert send_due() == 1


def test_two_who_send_at_once_send_each_mail_once(owner, server):
    tell(owner)

    class Eager(Server):
        def send_messages(self, messages):
            send_due()  # another process comes by while this one sends
            super().send_messages(messages)

    eager = server(Eager())
    send_due()
    assert len(eager.sent) == 1


def test_closed_mail_server_costs_no_attempt(owner, server):
    tell(owner)
    server(Server(closed=True))
    assert send_due() == 0
    assert Mail.objects.get().attempts == 0
    working = server(Server())
    assert send_due() == 1
    assert len(working.sent) == 1


def test_mail_refused_for_now_is_tried_again_later(owner, server):
    tell(owner)
    working = server(Server(smtplib.SMTPDataError(451, b"later")))
    send_due()
    mail = Mail.objects.get()
    assert (mail.claimed_at, mail.attempts) == (None, 1)
    assert mail.next_attempt_at > timezone.now() + WAITS[0] / 2
    assert send_due() == 0
    later(mail)
    assert send_due() == 1
    assert len(working.sent) == 1


def test_mail_is_given_up_after_its_last_attempt(owner, server):
    tell(owner)
    server(Server(*[smtplib.SMTPDataError(451, b"later")] * 10))
    for _attempt in range(10):
        send_due()
        later(Mail.objects.get())
    assert Mail.objects.get().attempts == len(WAITS) + 1


@pytest.mark.parametrize(
    "refusal",
    [smtplib.SMTPDataError(550, b"no"), smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"nobody")})],
)
def test_mail_refused_for_good_is_not_tried_again(owner, server, refusal):
    tell(owner)
    server(Server(refusal))
    send_due()
    later(Mail.objects.get())
    assert send_due() == 0
    assert Mail.objects.get().claimed_at


def test_mail_that_may_have_left_is_not_sent_again(owner, server):
    tell(owner)
    broken = server(Server(smtplib.SMTPServerDisconnected()))
    send_due()
    later(Mail.objects.get())
    assert send_due() == 0
    assert not broken.sent


def test_one_refused_mail_does_not_stop_the_next(owner, stranger, server):
    tell(owner, stranger)
    working = server(Server(smtplib.SMTPDataError(451, b"later")))
    assert send_due() == 1
    assert len(working.sent) == 1


def test_what_was_read_on_the_site_does_not_come_by_mail(owner):
    tell(owner)
    mark_read(member=owner)
    assert send_due() == 0


def test_what_was_read_or_taken_back_after_the_mail_was_made_does_not_leave(owner, stranger):
    tell(owner)
    tell(stranger, key="post:2")
    make_mails(Pace.AT_ONCE)
    mark_read(member=owner)
    forget(key="post:2")
    assert send_due() == 0
    assert not Mail.objects.exists()


def test_mail_that_was_stopped_after_it_was_made_does_not_leave(owner):
    tell(owner)
    make_mails(Pace.AT_ONCE)
    choose_paces(member=owner, paces={"reply": "never"})
    assert send_due() == 0


@pytest.mark.parametrize("spoil", ["unconfirmed", "closed"])
def test_no_mail_goes_to_an_address_that_is_not_confirmed_or_to_a_closed_account(owner, spoil):
    tell(owner)
    if spoil == "unconfirmed":
        owner.emailaddress_set.update(verified=False)
    else:
        owner.is_active = False
        owner.save(update_fields=["is_active"])
    assert send_due() == 0
    assert not post_office.outbox


@pytest.mark.parametrize(("pace", "make"), [("daily", make_daily_mails), ("weekly", make_weekly_mails)])
def test_news_waits_for_the_day_or_week_that_was_chosen(owner, pace, make):
    choose_paces(member=owner, paces={"reply": pace})
    tell(owner)
    tell(owner, key="post:2")
    assert send_due() == 0
    assert [make(), make()] == [1, 0]
    assert send_due() == 1
    assert news_count(Mail.objects.get()) == 2


def news_count(mail):
    return Notification.objects.filter(mail=mail).count()


def test_nothing_is_made_for_those_who_want_no_mail():
    tell(make_user())
    assert sum([make_mails(pace) for pace in (Pace.AT_ONCE, Pace.DAILY, Pace.WEEKLY)]) == 0


def test_number_of_queries_without_news_is_small(django_assert_num_queries):
    make_reader()
    with django_assert_num_queries(2):
        assert send_due() == 0
