"""What alarms: some words alone, or signs of danger of two kinds together. Pure."""

import pytest

from moderation.crisis import Alarm, assess
from moderation.folding import fold
from moderation.word_lists import ready, shipped

LISTS = ready(shipped())
SIGNS = {
    "affairs": "I have given my guitar to my cousin.",
    "letter": "There is a letter to my parents in the drawer.",
    "means": "The rope is in my garage.",
    "alone": "I am alone tonight.",
    "calm": "I am very calm.",
}


def alarm_of(text):
    words = fold(text).words
    return assess(words, LISTS.book.find(words), LISTS).alarm


@pytest.mark.parametrize("sign", SIGNS)
def test_one_sign_alone_alarms_nobody(sign):
    assert alarm_of(SIGNS[sign]) == Alarm.NONE


@pytest.mark.parametrize("pair", [("affairs", "letter"), ("affairs", "calm"), ("means", "alone"), ("letter", "means")])
def test_signs_of_two_kinds_alarm(pair):
    assert alarm_of(" ".join(map(SIGNS.get, pair))) == Alarm.DANGER


def test_alone_and_calm_is_an_ordinary_evening():
    assert alarm_of(f"{SIGNS['alone']} {SIGNS['calm']}") == Alarm.NONE


def test_same_sign_twice_counts_once():
    assert alarm_of(f"{SIGNS['calm']} I feel peaceful.") == Alarm.NONE


def test_what_was_said_counts_for_the_moderator():
    words = fold(f"{SIGNS['means']} {SIGNS['alone']}").words
    assert assess(words, LISTS.book.find(words), LISTS).words


@pytest.mark.parametrize("reason", ["I am on holiday.", "The hospice nurse comes at six."])
def test_another_reason_takes_signs_back(reason):
    assert alarm_of(f"{SIGNS['affairs']} {SIGNS['calm']} {reason}") == Alarm.NONE


def test_another_reason_takes_no_plain_words_back():
    assert alarm_of("I want to die. I am on holiday.") == Alarm.DANGER


def test_dark_time_that_is_over_alarms_nobody():
    assert alarm_of("In 2015 I took an overdose. I found help. Today I am glad.") != Alarm.DANGER


@pytest.mark.parametrize("half", ["I found help.", "I was diagnosed in 2015."])
def test_past_alone_or_help_alone_takes_nothing_back(half):
    assert alarm_of(f"{half} I want to die.") == Alarm.DANGER


@pytest.mark.parametrize(
    "text",
    [
        "Dad keeps a rifle in the house and is alone tonight.",
        "Papá tiene una escopeta en casa y hoy está solo.",
        "Papa a sorti son fusil et il est seul ce soir.",
        "Papa hat ein Gewehr geholt und ist heute Abend allein.",
        "Papà ha preso il fucile e stasera è solo.",
        "O pai pegou a espingarda e está sozinho hoje.",
        "Pa heeft zijn geweer gepakt en is vanavond alleen.",
    ],
)
def test_signs_add_up_in_every_language(text):
    assert alarm_of(text) == Alarm.DANGER
