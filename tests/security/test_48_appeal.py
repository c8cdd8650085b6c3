"""48: an author appeals within six months; another person decides; both decisions are kept."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from moderation.models import Appeal, Decision, Outcome, Visibility
from moderation.services import appeal, decide_appeal, remove, suspend
from notifications.models import Notification
from stories.models import Story
from tests.factories import make_member, make_story
from tests.world import make_moderator

pytestmark = pytest.mark.django_db
WHY = {"reason": "It insults.", "ground": "kind"}


@pytest.fixture
def first(db):
    return make_moderator(display_name="First Moderator")


@pytest.fixture
def story(db):
    return make_story(author=make_member())


@pytest.fixture
def decision(story, first):
    return remove(by=first, item=story, **WHY)


def test_author_appeals_and_another_moderator_takes_the_decision_back(client, story, decision):
    client.force_login(story.author)
    answer = client.post(f"/appeals/new/{decision.pk}/", {"words": "It was a joke."}, follow=True)
    assert "Somebody who did not decide before reads this." in answer.text
    second, made = make_moderator(), Appeal.objects.get()
    client.force_login(second)
    assert f"/appeals/{made.pk}/" in client.get("/appeals/").text
    assert "It was a joke." in client.get(f"/appeals/{made.pk}/").text
    client.post(f"/appeals/{made.pk}/", {"outcome": "overturned", "answer": "It reads as a joke."})
    made.refresh_from_db()
    assert (made.outcome, made.decided_by, made.first_by) == (Outcome.OVERTURNED, second, decision.by)
    assert Story.objects.get().visibility == Visibility.VISIBLE
    assert [its.action for its in Decision.objects.order_by("pk")] == ["remove", "undo"]
    client.force_login(story.author)
    assert "It reads as a joke." in client.get(f"/appeals/{made.pk}/").text
    assert Notification.objects.filter(recipient=story.author, url=f"/appeals/{made.pk}/").exists()


def test_decision_that_stays_stays(story, decision):
    made = appeal(by=story.author, decision=decision, words="")
    decide_appeal(by=make_moderator(), appeal=made, outcome="upheld", answer="It insults someone.")
    assert Story.objects.get().visibility == Visibility.REMOVED
    assert Decision.objects.get() == decision


def test_same_moderator_is_refused_by_page_service_and_database(client, story, first, decision):
    made = appeal(by=story.author, decision=decision, words="")
    client.force_login(first)
    assert f"/appeals/{made.pk}/" not in client.get("/appeals/").text
    assert client.post(f"/appeals/{made.pk}/", {"outcome": "upheld", "answer": "No."}).status_code == 403
    with pytest.raises(PermissionDenied):
        decide_appeal(by=first, appeal=made, outcome="upheld", answer="No.")
    values = {"decided_by": first, "decided_at": timezone.now(), "outcome": "upheld", "answer": "No."}
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=made.pk).update(**values)


def test_author_who_moderates_does_not_decide_about_the_own_appeal(first):
    author = make_moderator()
    decision = remove(by=first, item=make_story(author=author), **WHY)
    made = appeal(by=author, decision=decision, words="")
    with pytest.raises(PermissionDenied):
        decide_appeal(by=author, appeal=made, outcome="overturned", answer="Yes.")


def test_nobody_else_reads_or_makes_it(client, story, decision):
    made = appeal(by=story.author, decision=decision, words="My secret reason.")
    assert client.get(f"/appeals/{made.pk}/").status_code == 302
    client.force_login(make_member())
    for path in (f"/appeals/{made.pk}/", f"/appeals/new/{decision.pk}/", f"/moderation/decisions/{decision.pk}/"):
        assert client.get(path).status_code == 404
        assert client.post(path, {"words": "x", "outcome": "upheld", "answer": "x"}).status_code in {404, 405}
    with pytest.raises(PermissionDenied):
        appeal(by=make_member(), decision=decision, words="")


def old(decision, days):
    """The same decision, made so many days ago. The table takes no change, so it is written as it would have been."""
    values = {
        name: getattr(decision, name) for name in ("kind", "item_id", "author", "by", "action", "ground", "reason")
    }
    return Decision.objects.create(**values, made_at=timezone.now() - timedelta(days=days))


@pytest.mark.parametrize(("days", "is_possible"), [(0, True), (180, True), (183, True), (190, False)])
def test_appeal_is_possible_for_six_months(story, decision, days, is_possible):
    decision = old(decision, days)
    if is_possible:
        assert appeal(by=story.author, decision=decision, words="")
    else:
        with pytest.raises(ValidationError, match="six months"):
            appeal(by=story.author, decision=decision, words="")


def test_one_appeal_for_each_decision_and_one_answer(story, decision):
    made = appeal(by=story.author, decision=decision, words="First.")
    assert appeal(by=story.author, decision=decision, words="Again.") == made
    assert decide_appeal(by=make_moderator(), appeal=made, outcome="upheld", answer="No.")
    assert decide_appeal(by=make_moderator(), appeal=made, outcome="overturned", answer="Yes.") is None
    assert Appeal.objects.get().outcome == "upheld"


def test_answer_says_why(story, decision):
    made = appeal(by=story.author, decision=decision, words="")
    with pytest.raises(ValidationError):
        decide_appeal(by=make_moderator(), appeal=made, outcome="upheld", answer=" ")
    assert Appeal.objects.get().decided_at is None


def test_suspended_member_appeals_and_may_write_again(client, first):
    member = make_member()
    decision = suspend(by=first, member=member, days=30, **WHY)
    client.force_login(member)
    client.post(f"/appeals/new/{decision.pk}/", {"words": ""})
    decide_appeal(by=make_moderator(), appeal=Appeal.objects.get(), outcome="overturned", answer="Too long.")
    member.refresh_from_db()
    assert member.suspended_until is None
