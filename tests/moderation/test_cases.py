"""The queue: one open case for each text, whatever flags it; the highest risk counts; nothing held is forgotten."""

import pytest
from django.db import IntegrityError, transaction

from moderation.models import Case, Flag, Reason, Risk, Source, Visibility
from moderation.services import flag, move, publish, queue_what_waits, returning_visibility
from stories.models import Story
from tests.factories import make_story
from tests.moderation.cast import make_held

pytestmark = pytest.mark.django_db


def test_text_that_is_held_is_in_the_queue_from_its_first_moment():
    story = make_story(visibility=Visibility.HELD, language="es")
    case = Case.objects.get()
    assert (case.kind, case.item_id, case.author, case.language) == ("story", story.pk, story.author, "es")
    assert (case.risk, case.flags.get().source) == (Risk.ORDINARY, Source.FIRST_TEXT)


def test_visible_text_is_in_the_queue_only_when_something_flags_it():
    story = make_story()
    assert not Case.objects.exists()
    flag(item=story, source=Source.SCREENING, reason=Reason.SPAM, words="a price")
    assert Case.objects.get().item_id == story.pk
    assert Story.objects.get().visibility == Visibility.VISIBLE


def test_same_flag_twice_is_one_and_other_flags_join_the_same_case():
    story = make_story()
    for reason in (Reason.SPAM, Reason.SPAM, Reason.PRIVACY):
        flag(item=story, source=Source.SCREENING, reason=reason, words="a telephone number")
    assert (Case.objects.count(), Flag.objects.count()) == (1, 2)


def test_case_takes_the_highest_risk_and_keeps_it():
    story, risks = make_story(), []
    for reason in (Reason.SPAM, Reason.ADVICE, Reason.SELF_HARM, Reason.SPAM):
        risks.append(flag(item=story, source=Source.SCREENING, reason=reason, words=str(len(risks))).risk)
    assert risks == [Risk.ORDINARY, Risk.HIGH, Risk.CRISIS, Risk.CRISIS]


def test_crisis_comes_first_and_then_the_oldest():
    texts = [make_story() for _number in range(3)]
    for story, reason in zip(texts, (Reason.SPAM, Reason.ADVICE, Reason.SELF_HARM), strict=True):
        flag(item=story, source=Source.SCREENING, reason=reason)
    assert [case.item_id for case in Case.objects.open().crisis_first()] == [texts[2].pk, texts[0].pk, texts[1].pk]


def test_decision_settles_the_case_and_a_later_flag_opens_another(moderator):
    story = make_story(visibility=Visibility.HELD)
    decision = publish(by=moderator, item=story)
    assert decision.case == Case.objects.get()
    assert not decision.case.is_open
    assert flag(item=story, source=Source.SCREENING, reason=Reason.SPAM) != decision.case


def test_text_that_its_author_takes_back_leaves_the_queue():
    story = make_story(visibility=Visibility.HELD)
    move(item=story, to=Visibility.WITHDRAWN, only_from=[Visibility.HELD])
    assert not Case.objects.open().exists()


def test_taking_back_does_not_pass_a_report(settings):
    settings.FIRST_POSTS_HELD = 0
    story = make_story()
    flag(item=story, source=Source.REPORT, reason=Reason.CRUELTY)
    move(item=story, to=Visibility.WITHDRAWN, only_from=[Visibility.VISIBLE])
    assert returning_visibility(item=story) == Visibility.HELD


def test_what_was_held_before_there_were_cases_comes_into_the_queue_by_the_clock():
    story = make_held()
    Case.objects.all().delete()
    assert (queue_what_waits(), queue_what_waits()) == (1, 0)
    assert Case.objects.get().item_id == story.pk


@pytest.mark.parametrize("fields", [{"risk": "none"}, {"claimed_until": "2026-01-01T00:00Z"}, {}])
def test_database_refuses_a_second_open_case_an_unknown_risk_and_half_a_claim(author, fields):
    Case.objects.create(kind="story", item_id=1, author=author)
    number = 2 if fields else 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(kind="story", item_id=number, author=author, **fields)
