"""Two people in the same moment: one connection, one agreement, exact counts."""

import pytest
from django.db import connections
from django.http import QueryDict

from accounts.models import ConsentKind, User
from accounts.services import give_consent
from members.contact import accept, block, wave
from members.messaging import send
from members.models import Connection, Message, Standing
from tests.factories import make_user
from tests.questions.test_at_once import MANY, at_once
from writing.services import submit_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connections["default"].vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]


def willing():
    member = make_user()
    give_consent(member=member, kind=ConsentKind.MESSAGES)
    return member


def fresh(member):
    return User.objects.get(pk=member.pk)


def test_two_who_wave_to_each_other_at_once_have_agreed_once():
    pairs = [(willing(), willing()) for _number in range(10)]
    for ana, ben in pairs:
        done = at_once(lambda a=ana, b=ben: wave(by=a, to=b), lambda a=ana, b=ben: wave(by=b, to=a))
        assert [type(its) for its in done] == [Connection, Connection], done
        connection = Connection.objects.get(waver__in=[ana, ben])
        assert connection.state == Standing.ACCEPTED
        assert (fresh(ana).waiting_count, fresh(ben).waiting_count) == (0, 0)


def test_fifty_clicks_on_one_wave_are_one_wave():
    ana, ben = willing(), willing()
    at_once(*(lambda: wave(by=ana, to=ben) for _click in range(MANY)))
    assert Connection.objects.get().wave_count == 1
    assert fresh(ben).waiting_count == 1


def test_messages_of_two_at_once_are_all_there_and_counted():
    ana, ben = willing(), willing()
    connection = accept(by=ben, connection=wave(by=ana, to=ben))
    done = at_once(
        *(lambda number=number: send(sender=ana, connection=connection, body=f"{number}.") for number in range(MANY))
    )
    assert {type(its) for its in done} == {Message}, done
    assert (Message.objects.count(), fresh(ben).waiting_count) == (MANY, MANY)


def test_messages_from_many_conversations_at_once_are_all_counted():
    ben = willing()
    talks = []
    for _number in range(8):
        other = willing()
        talks.append((other, accept(by=ben, connection=wave(by=other, to=ben))))
    at_once(*(lambda o=other, c=connection: send(sender=o, connection=c, body="Hello.") for other, connection in talks))
    assert fresh(ben).waiting_count == 8


def test_sending_and_blocking_at_once_leaves_nothing_open():
    ana, ben = willing(), willing()
    connection = accept(by=ben, connection=wave(by=ana, to=ben))
    sends = [lambda: send(sender=ana, connection=connection, body="Hello.") for _number in range(7)]
    at_once(*sends, lambda: block(member=ben, other=ana))
    assert Connection.objects.get().state == Standing.ENDED
    assert fresh(ben).waiting_count == 0


def test_two_hundred_sendings_of_one_form_at_once_are_one_message():
    ana, ben = willing(), willing()
    connection = accept(by=ben, connection=wave(by=ana, to=ben))
    sent = QueryDict("form_id=a&body=Hello.")

    def act():
        return send(sender=ana, connection=connection, body="Hello.").get_absolute_url()

    urls = set(at_once(*(lambda: submit_once(member=ana, sent=sent, act=act) for _click in range(200))))
    assert urls == {Message.objects.get().get_absolute_url()}
