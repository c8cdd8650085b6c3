import pytest
from django.core.management import call_command

from moderation.folding import fold
from moderation.learning import Example, evidence, learn, learned_from, measure, points_for
from moderation.models import Ground, LearnedTable, Visibility
from moderation.services import publish, reject, teaching
from moderation.services.screening import learned_in_use
from tests.moderation.cast import make_held, make_moderator

ADVERTS = [f"Our zebra lamp number {number} heals the room, ask the zebra shop" for number in range(40)]
OTHERS = [f"On day {number} the infusion took four hours and the nurse was kind" for number in range(120)]


def some(texts, *, is_advert):
    return [Example(fold(text).words, is_advert) for text in texts]


def test_learns_words_of_this_site():
    learned = learn([*some(ADVERTS, is_advert=True), *some(OTHERS, is_advert=False)])
    assert evidence(learned, fold("A zebra lamp for your room").words) > 0
    assert evidence(learned, fold("The nurse was kind").words) < 0
    assert points_for(learned, fold(ADVERTS[0]).words) == 0.5
    assert points_for(learned, fold(OTHERS[0]).words) == -0.2
    assert points_for(learned_from(learned.as_data()), fold(ADVERTS[0]).words) == 0.5


def test_words_of_one_text_alone_are_not_kept():
    learned = learn(some(["Marisol lives in the third house", "The second house is red"], is_advert=False))
    assert "house" in learned.others
    assert "marisol" not in learned.others


def test_measures_on_what_it_has_not_seen():
    noise = [Example(fold(f"word{number} thing{number}").words, is_advert=number % 2 == 0) for number in range(60)]
    assert measure(noise).found == 0
    seen = measure([*some(ADVERTS, is_advert=True), *some(OTHERS, is_advert=False)])
    assert (seen.recall, seen.false_share) == (1, 0)


@pytest.mark.django_db
def test_counts_only_after_enough_decisions(monkeypatch):
    moderator = make_moderator()
    for text in ADVERTS[:4]:
        reject(by=moderator, item=make_held(body=text), reason="An advert.", ground=Ground.SELL)
    for text in OTHERS[:8]:
        publish(by=moderator, item=make_held(body=text))
    call_command("train_classifier", verbosity=0)
    assert learned_in_use() is None
    monkeypatch.setattr(teaching, "FEWEST_ADVERTS", 4)
    monkeypatch.setattr(teaching, "FEWEST_OTHERS", 8)
    call_command("train_classifier", verbosity=0)
    table = LearnedTable.objects.get()
    assert (table.examples, table.recall, table.false_share, table.is_used) == (12, 1, 0, True)
    assert learned_in_use() is not None
    assert make_held().visibility == Visibility.HELD
