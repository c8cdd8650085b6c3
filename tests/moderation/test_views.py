"""The moderators' pages: for moderators only; each action asks for what it needs, loses nothing, and happens once."""

import pytest
from django.urls import reverse
from django.utils import timezone

from moderation.models import Action, Case, Decision, Reason, Source, Visibility
from moderation.services import claim, flag, reject
from stories.models import Story
from tests.factories import make_user
from tests.moderation.cast import make_held, make_moderator, visibility_of

pytestmark = pytest.mark.django_db

LIST = "/moderation/"
WHY = {"reason": "It names <your> doctor.", "ground": "private"}


@pytest.fixture
def desk(client, moderator):
    """The browser of a moderator."""
    client.force_login(moderator)
    return client


def held(**fields):
    story = make_held(**fields)
    flag(item=story, source=Source.FIRST_TEXT, reason=Reason.FIRST_TEXT)
    return story


def case_of(story):
    return Case.objects.get(kind="story", item_id=story.pk)


def press(client, story, action, **sent):
    return client.post(reverse("case-act", args=[case_of(story).pk, action]), sent, follow=True)


@pytest.mark.parametrize("name", ["moderation-list", "moderation-log"])
def test_visitor_is_led_to_signing_in(client, name):
    assert client.get(reverse(name))["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("name", ["case-detail", "case-claim", "case-release", "case-act"])
def test_member_sees_nothing_of_moderation(client, author, name):
    story = held(title="Secret title")
    address = reverse(name, args=[case_of(story).pk, *(["publish"] if name == "case-act" else [])])
    client.force_login(author)
    for answer in (client.get(address), client.post(address), client.get(LIST)):
        assert answer.status_code in {403, 405}
        assert b"Secret title" not in answer.content


def test_list_shows_what_waits_and_nothing_else(desk):
    held(title="Waits")
    make_held(Visibility.VISIBLE, title="Is visible")
    words = desk.get(LIST).text
    assert "Waits" in words
    assert "Is visible" not in words


def test_empty_list_says_thank_you(desk):
    assert "All read. Thank you." in desk.get(LIST).text
    assert "Nothing here fits" in desk.get(f"{LIST}?kind=story").text


def test_list_is_kept_by_no_cache(desk):
    assert "no-store" in desk.get(LIST)["Cache-Control"]


def test_publishing_shows_it_and_says_so(desk):
    story = held()
    form = desk.get(reverse("case-act", args=[case_of(story).pk, "publish"])).context["form"]
    answer = press(desk, story, "publish", seen=form.initial["seen"], ground="keeps", reason="")
    assert "Published." in answer.text
    assert visibility_of(story) == Visibility.VISIBLE
    assert Decision.objects.get().reason


def test_pressing_publish_twice_is_harmless(desk):
    story = held()
    press(desk, story, "publish", ground="keeps")
    assert "Someone has already decided about this." in press(desk, story, "publish", ground="keeps").text
    assert Decision.objects.count() == 1


def test_text_that_changed_since_is_shown_again_instead(desk):
    story = held()
    seen = desk.get(reverse("case-act", args=[case_of(story).pk, "publish"])).context["form"].initial["seen"]
    Story.objects.update(body_html="<p>New words.</p>")
    words = press(desk, story, "publish", seen=seen, ground="keeps").text
    assert "Please read it again." in words
    assert "New words." in words
    assert visibility_of(story) == Visibility.HELD


@pytest.mark.parametrize("action", ["reject", "ask", "suspend", "hand-over"])
def test_action_without_a_reason_asks_for_one_and_loses_nothing(desk, action):
    story = held()
    answer = press(desk, story, action, reason=" ", ground="private", days="7")
    assert "<title>Error: " in answer.text
    assert "Say why" in answer.text
    assert visibility_of(story) == Visibility.HELD
    assert not Decision.objects.exists()


def test_reason_that_is_too_long_is_not_lost(desk):
    answer = press(desk, held(), "reject", reason="x" * 501, ground="private")
    assert "x" * 501 in answer.text
    assert "at most 500 characters" in answer.text


def test_words_to_begin_with_fill_the_form(desk):
    story = held()
    page = desk.get(reverse("case-act", args=[case_of(story).pk, "ask"]) + "?wording=crisis").text
    assert "You are not alone." in page
    assert 'value="safe" selected' in page


def test_rejecting_with_a_reason_tells_the_author_why_and_keeps_their_words(desk, client):
    story = held(body="My own words.")
    press(desk, story, "reject", **WHY)
    decision = Decision.objects.get(action=Action.REJECT)
    assert visibility_of(story) == Visibility.REMOVED
    client.force_login(story.author)
    words = client.get(f"/moderation/decisions/{decision.pk}/").text
    assert "It names &lt;your&gt; doctor." in words
    assert "My own words." in words
    assert decision.by.display_name not in words


def test_suspending_leaves_the_text_for_a_decision(desk):
    story = held()
    press(desk, story, "suspend", days="7", **WHY)
    story.author.refresh_from_db()
    assert story.author.suspended_until > timezone.now()
    assert case_of(story).is_open


def test_claiming_and_letting_go(desk, moderator):
    story = held()
    pk = case_of(story).pk
    assert "Nobody else can decide" in desk.post(reverse("case-claim", args=[pk]), follow=True).text
    assert case_of(story).claimed_by == moderator
    assert "You let go of it." in desk.post(reverse("case-release", args=[pk]), follow=True).text
    assert case_of(story).claimed_by is None


def test_case_that_another_is_reading_cannot_be_decided(desk):
    story, other = held(), make_moderator()
    claim(by=other, case=case_of(story))
    assert "is reading this now." in desk.get(LIST).text
    answer = press(desk, story, "reject", **WHY)
    assert "Another moderator is reading this." in answer.text
    assert visibility_of(story) == Visibility.HELD


def test_only_adverts_are_taken_down_together_and_only_after_a_second_look(desk):
    adverts, other = [held(title=f"Buy {number}") for number in range(3)], held(title="Honest")
    for story in adverts:
        flag(item=story, source=Source.SCREENING, reason=Reason.SPAM)
    sent = {"case": [case_of(story).pk for story in [*adverts, other]]}
    page = desk.post("/moderation/spam/", sent).text
    assert "Buy 0" in page
    assert "Honest" not in page
    assert not Decision.objects.exists()
    assert "3 adverts were taken down." in desk.post("/moderation/spam/", sent | {"sure": "1"}, follow=True).text
    assert {visibility_of(story) for story in adverts} == {Visibility.REMOVED}
    assert visibility_of(other) == Visibility.HELD


def test_decision_is_read_by_the_author_and_moderators_only(client, author, moderator):
    story = make_held()
    decision = reject(by=moderator, item=story, reason="Because.", ground="private")
    address = f"/moderation/decisions/{decision.pk}/"
    assert client.get(address).status_code == 302
    for reader, status in [(author, 404), (story.author, 200), (make_moderator(), 200)]:
        client.force_login(reader)
        assert client.get(address).status_code == status


def test_decision_about_a_text_that_was_deleted_still_says_why(client, moderator):
    story = make_held()
    decision = reject(by=moderator, item=story, reason="Because of that.", ground="private")
    Story.objects.all().delete()
    client.force_login(story.author)
    assert "Because of that." in client.get(f"/moderation/decisions/{decision.pk}/").text


def test_decision_is_taken_back_by_its_page(desk, moderator):
    story = held()
    decision = reject(by=make_moderator(), item=story, reason="Because.", ground="private")
    address = f"/moderation/decisions/{decision.pk}/undo/"
    assert "Say why." in desk.post(address, {"reason": ""}).text
    assert "Taken back." in desk.post(address, {"reason": "A mistake."}, follow=True).text
    assert visibility_of(story) == Visibility.HELD
    assert "Somebody has taken it back already." in desk.post(address, {"reason": "Again."}, follow=True).text


def test_moderator_cannot_decide_about_their_own_by_the_address(desk, moderator):
    story = held(author=moderator)
    assert "Another moderator reads it." in desk.get(LIST).text
    for action in ("publish", "reject"):
        assert press(desk, story, action, **WHY).status_code == 403
    assert visibility_of(story) == Visibility.HELD


def test_what_is_not_there_is_not_found(desk):
    story = held()
    pk = case_of(story).pk
    assert desk.get("/moderation/cases/999999/").status_code == 404
    assert desk.post(f"/moderation/cases/{pk}/burn/").status_code == 404
    assert desk.get(f"/moderation/cases/{pk}/undo/").status_code == 404


def test_looking_changes_nothing(desk):
    story = held()
    pk = case_of(story).pk
    before = Case.objects.values().get()
    for path in ("", "publish/", "reject/", "redact/", "suspend/", "hand-over/"):
        assert desk.get(f"/moderation/cases/{pk}/{path}").status_code == 200
    assert desk.get(f"/moderation/cases/{pk}/claim/").status_code == 405
    assert Case.objects.values().get() == before
    assert visibility_of(story) == Visibility.HELD


def test_record_of_decisions_is_not_changed_in_the_admin(client, moderator):
    decision = reject(by=moderator, item=make_held(), reason="Because.", ground="private")
    client.force_login(make_user(is_staff=True, is_superuser=True))
    assert client.get("/admin/moderation/decision/").status_code == 200
    assert client.post(f"/admin/moderation/decision/{decision.pk}/change/", {"reason": "No."}).status_code == 403
    assert client.post(f"/admin/moderation/decision/{decision.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.get("/admin/moderation/decision/add/").status_code == 403


def test_after_deciding_the_next_case_is_there_with_what_was_done(desk):
    stories = [held(title=f"Story {number}") for number in range(3)]
    first, second, third = (case_of(story) for story in stories)
    answer = press(desk, stories[0], "reject", **WHY)
    assert answer.redirect_chain == [(f"{LIST}?at={second.pk}#case-{second.pk}", 302)]
    article = answer.text.partition(f'id="case-{second.pk}"')[2].partition("</article>")[0]
    assert "Not published. The author hears why." in article
    assert answer.text.count("Not published. The author hears why.") == 1
    assert press(desk, stories[2], "reject", **WHY).redirect_chain == [(LIST, 302)]
    desk.post(reverse("case-claim", args=[second.pk]))
    released = desk.post(reverse("case-release", args=[second.pk]))
    assert released["Location"] == f"{LIST}?at={second.pk}#case-{second.pk}"
    assert (first.pk, third.pk) == tuple(
        Case.objects.exclude(settled_at=None).order_by("pk").values_list("pk", flat=True)
    )


def test_next_case_is_one_that_the_moderator_may_read_on_whichever_page(desk, moderator, monkeypatch):
    monkeypatch.setattr("moderation.queue.PER_PAGE", 2)
    first, own, taken, free = held(), held(author=moderator), held(), held(title="Free to read")
    claim(by=make_moderator(), case=case_of(taken))
    answer = press(desk, first, "reject", **WHY)
    assert answer.redirect_chain[-1][0].startswith(f"{LIST}?at={case_of(free).pk}#")
    assert f'id="case-{case_of(free).pk}"' in answer.text
    assert f'id="case-{case_of(own).pk}"' not in answer.text


@pytest.mark.parametrize("at", ["0", "999", "-1", "x", "²", "9" * 40])
def test_case_that_is_not_there_leaves_the_list_and_what_was_said_as_they_are(desk, at):
    story = held()
    desk.post(reverse("case-release", args=[case_of(story).pk]))
    answer = desk.get(f"{LIST}?at={at}")
    assert (answer.status_code, answer.text.count("You let go of it.")) == (200, 1)


def test_single_keys_are_off_until_a_moderator_wants_them_and_again_when_not(desk):
    held()
    script = "js/queue-keys"
    assert script not in desk.get(LIST).text
    assert script in desk.post(reverse("moderation-keys"), {"on": "1"}, follow=True).text
    page = desk.get(LIST).text
    assert "Switch the keys off" in page
    assert page.count("<kbd>") == 8
    assert script not in desk.post(reverse("moderation-keys"), {"on": "0"}, follow=True).text
