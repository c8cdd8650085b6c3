"""Waves: asked, answered or not, limited, and never telling that somebody said no."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Block, Consent, ConsentKind
from accounts.services import give_consent, withdraw_consent
from members.contact import WAVE_AGAIN, accept, block, decline, end, let_be, mute, open_door, wave
from members.messaging import let_go, mark_read, remove_message, send, write_first
from members.models import Connection, Message, OpenDoor, Standing
from members.services import add_condition
from moderation.models import Visibility
from notifications.models import Notification
from tests.factories import make_condition, make_user

pytestmark = pytest.mark.django_db


def willing(**fields):
    """Someone who agreed to contact, and to keeping conditions."""
    member = make_user(**fields)
    for kind in (ConsentKind.MESSAGES, ConsentKind.CONDITIONS):
        give_consent(member=member, kind=kind)
    return member


@pytest.fixture
def ana():
    return willing(display_name="Ana")


@pytest.fixture
def ben():
    return willing(display_name="Ben")


def news_of(member):
    return list(Notification.objects.filter(recipient=member).values_list("kind", flat=True))


def waiting(member):
    member.refresh_from_db()
    return member.waiting_count


def talk(one, other):
    return accept(by=other, connection=wave(by=one, to=other))


def later(connection, after=WAVE_AGAIN):
    """Moves all that happened into the past."""
    for name in ("waved_at", "receiver_waved_at", "ended_at"):
        if moment := getattr(connection, name):
            setattr(connection, name, moment - after)
    connection.save()


# --- Waving -------------------------------------------------------------------------------------------------------
def test_wave_waits_for_its_receiver_and_tells_them_once(ana, ben):
    first = wave(by=ana, to=ben)
    assert wave(by=ana, to=ben) == first
    assert Connection.objects.get().state == Standing.WAVED
    assert (news_of(ben), news_of(ana)) == (["wave"], [])
    assert (waiting(ben), waiting(ana)) == (1, 0)


def test_notices_of_contact_say_no_name_and_no_word(ana, ben):
    wave(by=ben, to=willing(display_name="Anabel"))
    connection = talk(ana, ben)
    send(sender=ana, connection=connection, body="Zanzibar and my knee.")
    told = Notification.objects.all()
    assert {row.kind for row in told} == {"wave", "wave-answered", "message"}
    for row in told:
        assert not any(word in row.title + row.url for word in ("Ana", "Ben", "Zanzibar", "knee", "ana", "ben"))


def test_wave_needs_the_consent_of_both(ana, ben):
    shy = make_user()
    with pytest.raises(PermissionDenied, match="takes no waves"):
        wave(by=ana, to=shy)
    with pytest.raises(ValidationError, match="consent"):
        wave(by=shy, to=ben)
    assert not Connection.objects.exists()
    wave(by=shy, to=ben, consent=True)
    assert Consent.objects.given().filter(member=shy, kind=ConsentKind.MESSAGES).exists()


def test_consent_to_an_earlier_text_is_not_enough(ana, ben):
    Consent.objects.filter(member=ben, kind=ConsentKind.MESSAGES).update(version=1)
    with pytest.raises(PermissionDenied):
        wave(by=ana, to=ben)


def test_nobody_waves_to_themselves_or_to_who_is_not_here(ana, ben):
    with pytest.raises(PermissionDenied):
        wave(by=ana, to=ana)
    ben.is_active = False
    ben.save()
    with pytest.raises(PermissionDenied):
        wave(by=ana, to=ben)
    with pytest.raises(IntegrityError), transaction.atomic():
        Connection.objects.create(waver=ana, receiver=ana)


def test_database_holds_one_row_for_two_people_whoever_waves(ana, ben):
    wave(by=ana, to=ben)
    with pytest.raises(IntegrityError), transaction.atomic():
        Connection.objects.create(waver=ben, receiver=ana)
    with pytest.raises(IntegrityError), transaction.atomic():
        Connection.objects.update(state=Standing.ACCEPTED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Connection.objects.update(state=Standing.ENDED)


def test_waving_back_agrees(ana, ben):
    wave(by=ana, to=ben)
    assert wave(by=ben, to=ana).state == Standing.ACCEPTED
    assert (waiting(ben), news_of(ana), news_of(ben)) == (0, ["wave-answered"], [])


# --- Answering ----------------------------------------------------------------------------------------------------
def test_accepting_twice_is_accepting_once(ana, ben):
    connection = wave(by=ana, to=ben)
    accept(by=ben, connection=connection)
    assert accept(by=ben, connection=connection).agreed_at
    assert news_of(ana) == ["wave-answered"]


def test_only_who_was_waved_at_answers(ana, ben):
    connection = wave(by=ana, to=ben)
    for who in (ana, willing()):
        for act in (accept, decline):
            with pytest.raises(PermissionDenied):
                act(by=who, connection=connection)
    with pytest.raises(PermissionDenied):
        end(by=ben, connection=connection)
    assert Connection.objects.get().state == Standing.WAVED


def test_declining_tells_nobody_and_may_be_thought_over(ana, ben):
    connection = wave(by=ana, to=ben)
    decline(by=ben, connection=connection)
    decline(by=ben, connection=connection)
    assert (news_of(ana), news_of(ben), waiting(ben)) == ([], [], 0)
    assert list(Connection.objects.waved_by(ana)) == [connection]
    assert wave(by=ben, to=ana).state == Standing.ACCEPTED


def test_declined_wave_that_is_sent_again_at_once_reaches_nobody(ana, ben):
    decline(by=ben, connection=wave(by=ana, to=ben))
    assert wave(by=ana, to=ben).state == Standing.DECLINED
    assert news_of(ben) == []


@pytest.mark.parametrize("answer", [None, decline])
def test_wave_may_be_repeated_once_after_three_months_declined_or_not(ana, ben, answer):
    connection = wave(by=ana, to=ben)
    if answer:
        answer(by=ben, connection=connection)
    connection.refresh_from_db()
    later(connection)
    again = wave(by=ana, to=ben)
    assert (again.state, again.wave_count) == (Standing.WAVED, 2)
    assert (waiting(ben), news_of(ben)) == (1, ["wave"])
    if answer:
        answer(by=ben, connection=again)
    again.refresh_from_db()
    later(again)
    third = wave(by=ana, to=ben)
    assert third.wave_count == 2
    assert third.state == (Standing.DECLINED if answer else Standing.WAVED)


@pytest.mark.parametrize("answer", [None, decline])
def test_taking_a_wave_back_does_not_let_it_be_sent_anew(ana, ben, answer):
    connection = wave(by=ana, to=ben)
    if answer:
        answer(by=ben, connection=connection)
    end(by=ana, connection=connection)
    end(by=ana, connection=connection)
    assert (news_of(ben), waiting(ben)) == ([], 0)
    with pytest.raises(ValidationError, match="again from"):
        wave(by=ana, to=ben)
    connection.refresh_from_db()
    later(connection)
    assert wave(by=ana, to=ben).state == Standing.WAVED
    end(by=ana, connection=connection)
    connection.refresh_from_db()
    later(connection)
    with pytest.raises(ValidationError, match="waved twice"):
        wave(by=ana, to=ben)


def test_who_took_a_wave_back_can_still_be_waved_at(ana, ben):
    end(by=ana, connection=wave(by=ana, to=ben))
    turned = wave(by=ben, to=ana)
    assert (turned.waver, turned.state, turned.wave_count, turned.receiver_wave_count) == (ben, Standing.WAVED, 1, 1)
    assert waiting(ana) == 1


# --- Ending -------------------------------------------------------------------------------------------------------
def test_who_did_not_end_a_conversation_waits_before_waving_again(ana, ben):
    connection = talk(ana, ben)
    end(by=ben, connection=connection)
    with pytest.raises(ValidationError, match="again from"):
        wave(by=ana, to=ben)
    assert wave(by=ben, to=ana).state == Standing.WAVED


def test_stranger_ends_nothing(ana, ben):
    connection = talk(ana, ben)
    with pytest.raises(PermissionDenied):
        end(by=willing(), connection=connection)


# --- Blocking and muting ------------------------------------------------------------------------------------------
def test_blocking_ends_a_conversation_and_tells_nobody(ana, ben):
    connection = talk(ana, ben)
    Notification.objects.all().delete()
    block(member=ben, other=ana)
    assert Connection.objects.get().state == Standing.ENDED
    assert news_of(ana) == []
    with pytest.raises(PermissionDenied, match="ended"):
        send(sender=ana, connection=connection, body="Hello?")
    with pytest.raises(PermissionDenied, match="ended"):
        send(sender=ben, connection=connection, body="Hello?")


def test_blocked_member_cannot_wave_and_hears_what_everybody_hears(ana, ben):
    block(member=ben, other=ana)
    with pytest.raises(PermissionDenied) as blocked:
        wave(by=ana, to=ben)
    with pytest.raises(PermissionDenied) as shy:
        wave(by=ana, to=make_user())
    assert str(blocked.value) == str(shy.value)
    assert not Connection.objects.exists()


def test_blocking_after_a_conversation_answers_a_wave_like_its_end_alone(ana, ben):
    cara = willing()
    talk(ana, ben)
    block(member=ben, other=ana)
    end(by=cara, connection=talk(ana, cara))
    words = []
    for other in (ben, cara):
        with pytest.raises(ValidationError) as refused:
            wave(by=ana, to=other)
        words.append(refused.value.messages)
    assert words[0] == words[1]


def test_wave_of_someone_who_is_blocked_then_looks_like_one_that_waits(ana, ben):
    connection = wave(by=ana, to=ben)
    block(member=ben, other=ana)
    assert list(Connection.objects.waved_by(ana)) == [connection]
    assert not Connection.objects.waiting_for(ben)
    assert (waiting(ben), news_of(ben)) == (0, [])
    assert wave(by=ana, to=willing()) != connection
    with pytest.raises(PermissionDenied):
        accept(by=ben, connection=connection)


def test_blocking_takes_ones_own_wave_back(ana, ben):
    connection = wave(by=ana, to=ben)
    block(member=ana, other=ben)
    assert (waiting(ben), news_of(ben)) == (0, [])
    with pytest.raises(PermissionDenied):
        accept(by=ben, connection=connection)


def test_end_of_blocking_brings_no_conversation_back(ana, ben):
    talk(ana, ben)
    block(member=ana, other=ben)
    let_be(member=ana, other=ben)
    assert not Block.objects.exists()
    assert Connection.objects.get().state == Standing.ENDED


def test_muted_member_is_not_counted_and_makes_no_news(ana, ben):
    connection = talk(ana, ben)
    send(sender=ana, connection=connection, body="One.")
    assert waiting(ben) == 1
    mute(member=ben, other=ana)
    assert waiting(ben) == 0
    Notification.objects.all().delete()
    send(sender=ana, connection=connection, body="Two.")
    assert (waiting(ben), news_of(ben)) == (0, [])
    let_be(member=ben, other=ana)
    assert waiting(ben) == 2


# --- Messages -----------------------------------------------------------------------------------------------------
def test_nobody_writes_before_both_agreed(ana, ben):
    connection = wave(by=ana, to=ben)
    for who in (ana, ben, willing()):
        with pytest.raises(PermissionDenied):
            send(sender=who, connection=connection, body="Hello.")
    decline(by=ben, connection=connection)
    for who in (ana, ben):
        with pytest.raises(PermissionDenied):
            send(sender=who, connection=connection, body="Hello.")
    assert not Message.objects.exists()


def test_message_reaches_the_other_and_nobody_else(ana, ben):
    connection = talk(ana, ben)
    message = send(sender=ana, connection=connection, body="Hello **Ben** <script>")
    assert (message.sender, message.receiver) == (ana, ben)
    assert message.body_html == "<p>Hello <strong>Ben</strong> &lt;script&gt;</p>\n"
    assert (waiting(ben), waiting(ana)) == (1, 0)
    assert not Message.objects.readable_by(willing())
    with pytest.raises(PermissionDenied):
        send(sender=willing(), connection=connection, body="Me too.")


@pytest.mark.parametrize("body", ["", "  \n ", "\u200b", "x" * 20_001])
def test_message_without_words_or_with_too_many_is_refused(ana, ben, body):
    connection = talk(ana, ben)
    with pytest.raises(ValidationError):
        send(sender=ana, connection=connection, body=body)
    assert not Message.objects.exists()


def test_many_messages_are_one_notice_until_they_are_read(ana, ben):
    connection = talk(ana, ben)
    Notification.objects.all().delete()
    for number in range(3):
        send(sender=ana, connection=connection, body=f"Number {number}.")
    assert (news_of(ben), waiting(ben)) == (["message"], 3)
    mark_read(member=ben, connection=connection)
    assert (news_of(ben), waiting(ben)) == ([], 0)
    send(sender=ana, connection=connection, body="Another.")
    assert (news_of(ben), waiting(ben)) == (["message"], 1)


def test_answering_counts_as_reading(ana, ben):
    connection = talk(ana, ben)
    send(sender=ana, connection=connection, body="How are you?")
    send(sender=ben, connection=connection, body="Fine.")
    assert waiting(ben) == 0


def test_removing_is_for_oneself_and_what_both_remove_is_deleted(ana, ben):
    message = send(sender=ana, connection=talk(ana, ben), body="Hello.")
    remove_message(by=ben, message=message)
    remove_message(by=ben, message=message)
    assert waiting(ben) == 0
    assert not Message.objects.readable_by(ben)
    assert list(Message.objects.readable_by(ana)) == [message]
    with pytest.raises(PermissionDenied):
        remove_message(by=willing(), message=message)
    remove_message(by=ana, message=message)
    assert not Message.objects.exists()


def test_held_message_is_seen_by_its_sender_alone(ana, ben):
    connection = talk(ana, ben)
    Notification.objects.all().delete()
    held = send(sender=ana, connection=connection, body="Buy this.", visibility=Visibility.HELD)
    assert list(Message.objects.readable_by(ana)) == [held]
    assert not Message.objects.readable_by(ben)
    assert (waiting(ben), news_of(ben), Connection.objects.get().last_message_at) == (0, [], None)
    remove_message(by=ana, message=held)
    assert not Message.objects.exists()


def test_ended_conversation_is_let_go_by_each_for_themselves(ana, ben):
    connection = talk(ana, ben)
    send(sender=ana, connection=connection, body="Hello.")
    with pytest.raises(PermissionDenied, match="first"):
        let_go(by=ana, connection=connection)
    end(by=ana, connection=connection)
    let_go(by=ana, connection=connection)
    assert not Connection.objects.conversations_of(ana)
    assert Connection.objects.conversations_of(ben)
    assert Message.objects.readable_by(ben).count() == 1
    let_go(by=ben, connection=connection)
    assert not Message.objects.exists()


# --- Without a wave -----------------------------------------------------------------------------------------------
@pytest.fixture
def asthma():
    return make_condition(slug="asthma", name="Asthma")


def shows(member, condition, audience="members"):
    add_condition(member=member, condition=condition, relation="has-it", audience=audience)


def test_open_door_lets_members_of_the_same_condition_write(ana, ben, asthma, settings):
    settings.FIRST_POSTS_HELD = 0
    shows(ana, asthma)
    shows(ben, asthma)
    with pytest.raises(PermissionDenied):
        write_first(sender=ana, to=ben, body="Hello.")
    open_door(member=ben)
    write_first(sender=ana, to=ben, body="Hello.")
    assert Connection.objects.get().state == Standing.ACCEPTED
    assert (waiting(ben), news_of(ben)) == (1, ["message"])
    with pytest.raises(PermissionDenied):
        write_first(sender=ana, to=ben, body="Hello.")


@pytest.mark.parametrize(("mine", "theirs"), [("nobody", "members"), ("members", "nobody")])
def test_condition_that_one_of_two_hides_opens_no_door(ana, ben, asthma, mine, theirs):
    shows(ana, asthma, mine)
    shows(ben, asthma, theirs)
    open_door(member=ben)
    with pytest.raises(PermissionDenied):
        write_first(sender=ana, to=ben, body="Hello.")


def test_who_declined_or_blocked_somebody_is_not_written_to_through_the_open_door(ana, ben, asthma):
    shows(ana, asthma)
    shows(ben, asthma)
    open_door(member=ben)
    decline(by=ben, connection=wave(by=ana, to=ben))
    with pytest.raises(PermissionDenied):
        write_first(sender=ana, to=ben, body="Hello.")
    cara = willing()
    shows(cara, asthma)
    block(member=ben, other=cara)
    with pytest.raises(PermissionDenied):
        write_first(sender=cara, to=ben, body="Hello.")


def test_who_writes_unasked_waits_for_an_answer_after_three_messages(ana, ben, asthma):
    shows(ana, asthma)
    shows(ben, asthma)
    open_door(member=ben)
    connection = write_first(sender=ana, to=ben, body="One.").connection
    send(sender=ana, connection=connection, body="Two.")
    send(sender=ana, connection=connection, body="Three.")
    with pytest.raises(ValidationError, match="wait for an answer"):
        send(sender=ana, connection=connection, body="Four.")
    send(sender=ben, connection=connection, body="Hello!")
    send(sender=ana, connection=connection, body="Four.")


# --- Leaving ------------------------------------------------------------------------------------------------------
def test_taking_the_consent_back_ends_all_and_leaves_others_what_they_got(ana, ben):
    cara, dora = willing(), willing()
    connection = talk(ana, ben)
    send(sender=ana, connection=connection, body="Hello.")
    wave(by=ana, to=cara)
    wave(by=dora, to=ana)
    open_door(member=ana)
    withdraw_consent(member=ana, kind=ConsentKind.MESSAGES)
    assert not OpenDoor.objects.exists()
    assert not Connection.objects.conversations_of(ana)
    assert not Message.objects.readable_by(ana)
    assert Message.objects.readable_by(ben).count() == 1
    assert (waiting(ana), waiting(cara)) == (0, 0)
    assert set(Connection.objects.values_list("state", flat=True)) == {Standing.ENDED, Standing.DECLINED}
    connection.refresh_from_db()
    later(connection)
    with pytest.raises(PermissionDenied, match="takes no waves"):
        wave(by=ben, to=ana)
