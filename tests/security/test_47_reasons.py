"""47: a decision needs a reason and a ground; its author reads action, rule, facts, automation, and how to appeal."""

import pytest
from django.core.exceptions import ValidationError

from moderation.models import TAKES_AWAY, Action, Decision, Ground, Reason, Source
from moderation.services import decide, flag, reject_adverts, suspend, undo
from notifications.models import Notification
from stories.models import Story
from tests.factories import make_member, make_story
from tests.world import make_moderator

pytestmark = pytest.mark.django_db
TEXT_ACTIONS = ["hold", "redact", "limit", "cover", "label", "ask", "remove"]
MORE = {"redact": {"words": "Without the name."}, "cover": {"detail": "dying"}, "label": {"detail": "/conditions/"}}
STATE = ("visibility", "audience", "cover", "warning_url", "body", "body_html")
WHY = {"reason": "It names your doctor.", "ground": "private"}


def act(action, story, **why):
    return decide(by=make_moderator(), item=story, action=action, **WHY | why, **MORE.get(action, {}))


@pytest.mark.parametrize("action", TEXT_ACTIONS)
@pytest.mark.parametrize("missing", ["reason", "ground"])
def test_decision_without_reason_or_ground_is_none(action, missing):
    story = make_story()
    with pytest.raises(ValidationError):
        act(action, story, **{missing: ""})
    assert not Decision.objects.exists()
    assert Story.objects.get().visibility == "visible"


def test_suspension_needs_both_too():
    for missing in ("reason", "ground"):
        with pytest.raises(ValidationError):
            suspend(by=make_moderator(), member=make_member(), days=7, **WHY | {missing: ""})


@pytest.mark.parametrize("action", TEXT_ACTIONS)
def test_author_reads_all_five_things_and_not_who(client, action):
    story = make_story(author=make_member())
    decision = act(action, story)
    client.force_login(story.author)
    news = Notification.objects.get(recipient=story.author)
    assert news.url == f"/moderation/decisions/{decision.pk}/"
    page = client.get(news.url).text
    said = {
        "action": "What we did",
        "rule": str(Ground.PRIVATE.label),
        "facts": "It names your doctor.",
        "how it was found": "A moderator noticed it.",
        "automation": "A person decided this.",
        "appeal": f"/appeals/new/{decision.pk}/",
    }
    assert [name for name, words in said.items() if words not in page] == []
    assert decision.by.display_name not in page


def test_member_who_is_suspended_reads_them_too(client):
    member = make_member()
    decision = suspend(by=make_moderator(), member=member, days=7, **WHY)
    client.force_login(member)
    page = client.get(f"/moderation/decisions/{decision.pk}/").text
    for words in ("asks you to pause", str(Ground.PRIVATE.label), "It names your doctor.", "/appeals/new/"):
        assert words in page


def test_notice_names_no_reason_and_the_mail_no_condition():
    story = make_story(title="My asthma")
    act("remove", story)
    assert "doctor" not in Notification.objects.get().title


def test_bulk_adverts_need_no_statement_and_are_marked_all_the_same(client):
    author = make_member()
    adverts = [make_story(author=author) for _number in range(3)]
    cases = [flag(item=its, source=Source.SCREENING, reason=Reason.SPAM) for its in adverts]
    assert reject_adverts(by=make_moderator(), cases=cases, reason="An advert.") == 3
    assert not Notification.objects.filter(recipient=author).exists()
    assert set(Decision.objects.values_list("is_bulk", "ground")) == {(True, "sell-nothing")}
    client.force_login(author)
    assert "We took this down." in client.get(adverts[0].get_absolute_url()).text
    assert client.get("/appeals/").text.count("/moderation/decisions/") == 3


@pytest.mark.parametrize("action", TEXT_ACTIONS)
def test_undoing_brings_the_state_before_back_and_keeps_both(action):
    story = make_story(body="Doctor Who helped me.")
    before = Story.objects.values(*STATE).get()
    decision = act(action, story)
    assert Story.objects.values(*STATE).get() != before
    undone = undo(by=make_moderator(), decision=decision, reason="It was a figure in a film.")
    assert Story.objects.values(*STATE).get() == before
    assert undo(by=make_moderator(), decision=decision, reason="Again.") is None
    assert list(Decision.objects.order_by("pk")) == [decision, undone]


def test_redacted_words_that_the_author_changed_since_are_not_overwritten():
    story = make_story(body="Doctor Who helped me.")
    decision = act("redact", story)
    Story.objects.update(body="New words of the author.")
    with pytest.raises(ValidationError):
        undo(by=make_moderator(), decision=decision, reason="It was a film.")
    assert Story.objects.get().body == "New words of the author."


def test_every_action_that_takes_something_away_was_tried():
    tried = {*TEXT_ACTIONS, Action.SUSPEND, Action.REJECT, Action.HAND_OVER}
    assert set(TAKES_AWAY) == tried
