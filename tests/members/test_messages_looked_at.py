"""What the automatic look at a message between two members comes to, and what moderators do about it."""

import pytest

from members.contact import block, open_door
from members.messaging import remove_message, send, write_first
from members.models import Message
from moderation.acts import acts_for
from moderation.kinds import kind_of
from moderation.models import Action, Case, Ground, Reason, Risk, Visibility
from moderation.services import publish, reject, remove
from moderation.services.phrase_lists import try_list
from moderation.services.teaching import examples
from moderation.word_lists import WordList
from notifications.models import Notification
from tests.factories import make_condition
from tests.members.test_contact import news_of, shows, talk, waiting, willing
from tests.world import make_moderator

pytestmark = pytest.mark.django_db
SPELL = (
    "I was cured of herpes by the great Dr Ehi Ozo, a herbal healer who casts spells. He also brings back your ex. "
    "Contact him on WhatsApp +234 803 555 0188 for your own cure."
)


@pytest.fixture
def ana():
    return willing(display_name="Ana")


@pytest.fixture
def ben():
    return willing(display_name="Ben")


@pytest.fixture
def asthma():
    return make_condition(name="Asthma", slug="asthma")


def test_advert_waits_for_a_moderator_and_reaches_the_other_once_it_is_let_through(ana, ben):
    connection = talk(ana, ben)
    Notification.objects.all().delete()
    held = send(sender=ana, connection=connection, body=SPELL)
    assert held.visibility == Visibility.HELD
    assert [flag.reason for flag in Case.objects.get().flags.all()] == [Reason.SPAM]
    assert (waiting(ben), news_of(ben), list(Message.objects.readable_by(ben))) == (0, [], [])
    publish(by=make_moderator(), item=held)
    assert (waiting(ben), news_of(ben), list(Message.objects.readable_by(ben))) == (1, ["message"], [held])


def test_rejected_message_never_reaches_the_other(ana, ben):
    held = send(sender=ana, connection=talk(ana, ben), body=SPELL)
    Notification.objects.all().delete()
    reject(by=make_moderator(), item=held, reason="It is an advert.", ground=Ground.SELL)
    assert (waiting(ben), news_of(ben), list(Message.objects.readable_by(ben))) == (0, [], [])
    assert list(Message.objects.readable_by(ana)) == [held]


def test_removed_message_is_counted_and_announced_no_more(ana, ben):
    message = send(sender=ana, connection=talk(ana, ben), body="You are a fool.")
    assert waiting(ben) == 1
    remove(by=make_moderator(), item=message, reason="It hurts.", ground=Ground.KIND)
    assert (waiting(ben), "message" in news_of(ben)) == (0, False)


def test_friends_give_each_other_numbers_and_links_from_their_first_message_on(ana, ben, settings):
    settings.FIRST_POSTS_HELD = 3
    connection = talk(ana, ben)
    for words in ("My WhatsApp is +34 612 345 678.", "Write to ana@example.org", "I read this: https://example.org/a"):
        assert send(sender=ana, connection=connection, body=words).visibility == Visibility.VISIBLE
    assert not Case.objects.exists()


def test_newcomer_who_writes_without_a_wave_is_read_first_until_the_other_answers(ana, ben, asthma, settings):
    settings.FIRST_POSTS_HELD = 3
    for member in (ana, ben):
        shows(member, asthma)
    open_door(member=ben)
    first = write_first(sender=ana, to=ben, body="Hello, I have it too.")
    assert first.visibility == Visibility.HELD
    publish(by=make_moderator(), item=first)
    send(sender=ben, connection=first.connection, body="Hello Ana.")
    assert send(sender=ana, connection=first.connection, body="How are you?").visibility == Visibility.VISIBLE


def test_danger_is_sent_on_at_the_head_of_the_queue_with_help_above_it(ana, ben):
    message = send(sender=ana, connection=talk(ana, ben), body="I want to kill myself tonight. I have the pills here.")
    assert (message.visibility, message.shows_help) == (Visibility.VISIBLE, True)
    assert Case.objects.get().risk == Risk.CRISIS


def test_message_that_waited_while_the_conversation_ended_never_arrives(ana, ben):
    connection = talk(ana, ben)
    held = send(sender=ana, connection=connection, body=SPELL)
    block(member=ben, other=ana)
    Notification.objects.all().delete()
    publish(by=make_moderator(), item=held)
    assert (waiting(ben), news_of(ben), list(Message.objects.readable_by(ben))) == (0, [], [])


def test_held_message_that_its_sender_lets_go_leaves_the_queue(ana, ben):
    held = send(sender=ana, connection=talk(ana, ben), body=SPELL)
    remove_message(by=ana, message=held)
    assert not Case.objects.open().exists()


def test_moderator_cannot_ask_for_another_wording_of_a_message(ana, ben):
    held = send(sender=ana, connection=talk(ana, ben), body=SPELL)
    acts = [act.action for act in acts_for(Case.objects.get(), kind_of(held), held)]
    assert acts == [Action.PUBLISH, Action.REJECT, Action.SUSPEND, Action.HAND_OVER]


def test_messages_teach_nothing_and_are_in_no_dry_run(ana, ben):
    held = send(sender=ana, connection=talk(ana, ben), body=SPELL)
    reject(by=make_moderator(), item=held, reason="It is an advert.", ground=Ground.SELL)
    assert examples() == []
    send(sender=ben, connection=held.connection, body="I bought a zebra lamp.")
    assert try_list(WordList("lamps", "spam", ("zebra lamp",), 1.0)).tried == 0
