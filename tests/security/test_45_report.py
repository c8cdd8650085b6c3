"""45: every text can be reported without an account, once by each; there is a receipt, and the outcome is told."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from members.models import Profile
from moderation.kinds import kinds
from moderation.models import Case, ProposedChange, Report, Snapshot, Source, Visibility
from moderation.services import decide, publish, remove
from notifications.models import Notification
from stories.models import Story
from tests.factories import (
    make_answer,
    make_member,
    make_post,
    make_story,
    make_thanks,
    make_thread,
)
from tests.world import make_moderator

pytestmark = pytest.mark.django_db
HERE = {"origin": "http://testserver"}


def make_picture() -> Profile:
    """The row of a picture that anyone may see, without its file."""
    shown = {"picture_key": "0" * 32, "picture_audience": "anyone"}
    return Profile.objects.update_or_create(member=make_member(), defaults=shown)[0]


MAKERS = {
    "picture": make_picture,
    "answer": make_answer,
    "story": make_story,
    "thread": make_thread,
    "thanks": make_thanks,
    "post": make_post,
    "member": make_member,
}


def send(client, kind, item, follow=True, **said):
    said = {"reason": "cruelty", "words": "It insults people."} | said
    return client.post(reverse("report-new", args=[kind, item.pk]), said, headers=HERE, follow=follow)


@pytest.fixture
def letters(django_capture_on_commit_callbacks, settings):
    """Runs what waits for the end of the transaction, and gives the mails of it."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}

    def after(act):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return mail.outbox

    return after


@pytest.mark.parametrize("kind", MAKERS)
def test_stranger_reports_every_kind_of_text_without_a_cookie_and_gets_a_receipt(client, kind):
    item = MAKERS[kind]()
    page = client.get(reverse("report-new", args=[kind, item.pk]))
    assert page.status_code == 200
    assert "csrfmiddlewaretoken" not in page.text
    answer = send(client, kind, item)
    assert "We have your report" in answer.text
    assert not client.cookies
    report = Report.objects.get()
    assert (report.kind, report.item_id, report.reporter, report.weight) == (kind, item.pk, None, 0)
    assert Case.objects.open().get().flags.get().source == Source.REPORT


def test_every_kind_that_there_is_was_tried():
    assert {kind.name for kind in kinds()} <= MAKERS.keys() | {"message", "change"}


@pytest.mark.parametrize("visibility", [Visibility.HELD, Visibility.VISIBLE])
def test_change_of_a_text_is_shown_to_nobody_and_reported_as_the_text_itself(client, visibility):
    story = make_story(audience="members")
    change = ProposedChange.objects.create(
        target_kind="story", target_id=story.pk, author=story.author, title="Mine", url="/", visibility=visibility
    )
    for reader in (None, make_member(), story.author):
        if reader:
            client.force_login(reader)
        assert send(client, "change", change).status_code == 404
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("kind", "path"), [("answer", "question"), ("story", ""), ("thread", ""), ("post", "thread"), ("thanks", "story")]
)
def test_every_text_leads_to_its_report(client, kind, path):
    item = MAKERS[kind]()
    page = client.get((getattr(item, path) if path else item).get_absolute_url()).text
    assert reverse("report-new", args=[kind, item.pk]) in page


def test_profile_leads_to_its_report(client):
    member = make_member()
    assert reverse("report-new", args=["member", member.pk]) in client.get(f"/members/{member.username}/").text


def test_text_is_kept_as_it_was_when_it_was_reported(client):
    story = make_story(title="Then", body="Words of then.")
    send(client, "story", story)
    Story.objects.update(title="Now", body="Words of now.")
    snapshot = Report.objects.get().snapshot
    assert (snapshot.title, snapshot.body) == ("Then", "Words of then.")


@pytest.mark.parametrize("is_removed", [True, False])
def test_stranger_with_an_address_gets_two_mails_that_say_nothing_of_the_text(client, letters, is_removed):
    story = make_story(title="My asthma", body="Asthma made me rude.")
    received = letters(lambda: send(client, "story", story, email="Reader@mail.example", name="R"))
    assert [(its.to, its.subject) for its in received] == [(["Reader@mail.example"], "We have your report – Cairn")]
    decided = (
        (lambda: remove(by=make_moderator(), item=story, reason="It insults.", ground="kind"))
        if is_removed
        else (lambda: keep(story))
    )
    told = list(letters(decided))
    assert [its.subject for its in told if its.to == ["Reader@mail.example"]] == ["About your report – Cairn"]
    body = next(its.body for its in told if its.to == ["Reader@mail.example"])
    assert ("taken it down" in body, "so it stays" in body) == (is_removed, not is_removed)
    words = "".join(its.subject + its.body for its in [*received, *told])
    assert not re.search("asthma|rude|insult", words, re.IGNORECASE)


def keep(story):
    decide(by=make_moderator(), item=story, action="keep", reason="", ground="keeps")


def test_member_hears_twice_and_finds_the_outcome_on_the_receipt(client):
    story, reader = make_story(), make_member()
    client.force_login(reader)
    send(client, "story", story)
    remove(by=make_moderator(), item=story, reason="It insults.", ground="kind")
    news = Notification.objects.filter(recipient=reader, kind="report")
    assert news.count() == 2
    assert "taken it down" in client.get(news.first().url).text


def test_author_never_learns_who(client):
    story, reader = make_story(), make_member(display_name="Zenobia Reader")
    client.force_login(reader)
    send(client, "story", story, words="I know her, says Zenobia.")
    decision = remove(by=make_moderator(), item=story, reason="It insults.", ground="kind")
    client.force_login(story.author)
    seen = "".join(
        client.get(path).text
        for path in (f"/moderation/decisions/{decision.pk}/", story.get_absolute_url(), "/appeals/", "/notifications/")
    )
    assert "A reader told us about it." in seen
    assert "Zenobia" not in seen


@pytest.mark.parametrize("who", ["stranger", "address", "member"])
def test_one_person_reports_one_text_once(client, who):
    story = make_story()
    if who == "member":
        client.force_login(make_member())
    said = {"email": "reader@mail.example"} if who == "address" else {}
    for reason in ("spam", "cruelty", "spam"):
        assert send(client, "story", story, reason=reason, **said).status_code == 200
    assert (Report.objects.count(), Case.objects.count(), Snapshot.objects.count()) == (1, 1, 1)


def test_second_stranger_at_one_address_does_not_see_the_first_ones_receipt(client):
    story = make_story()
    send(client, "story", story, words="My own secret reason.")
    answer = send(client, "story", story)
    assert "My own secret" not in answer.text
    assert Report.objects.get().key not in answer.redirect_chain[-1][0]


def test_own_text_and_what_one_may_not_read_cannot_be_reported(client):
    own = make_story()
    client.force_login(own.author)
    assert send(client, "story", own).status_code == 403
    client.logout()
    hidden, quiet = make_story(visibility=Visibility.HELD), make_story(audience="members")
    for item in (hidden, quiet):
        assert send(client, "story", item).status_code == 404
    assert not Report.objects.exists()


def test_form_from_another_site_is_refused_and_a_member_needs_the_token():
    story = make_story()
    path = reverse("report-new", args=["story", story.pk])
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, {"reason": "spam"}, headers={"origin": "https://evil.example"}).status_code == 403
    assert strict.post(path, {"reason": "spam"}).status_code == 403
    assert strict.post(path, {"reason": "spam"}, headers=HERE).status_code == 302
    strict.force_login(make_member())
    assert strict.post(path, {"reason": "spam"}, headers=HERE).status_code == 403


def test_missing_reason_says_so_and_loses_nothing(client):
    answer = send(client, "story", make_story(), reason="", words="Long words.", email="not an address")
    assert "<title>Error: " in answer.text
    assert "Choose what it is about." in answer.text
    assert "This is not an e-mail address." in answer.text
    assert "Long words." in answer.text


def test_more_than_twenty_in_a_day_are_told_to_wait(client):
    stories = [make_story() for _number in range(21)]
    codes = [send(client, "story", story, follow=False).status_code for story in stories]
    assert codes == [302] * 20 + [429]


def test_receipt_is_found_by_nobody_else_and_by_no_search_engine(client):
    send(client, "story", make_story(), words="Secret words.")
    page = client.get(reverse("report-receipt", args=[Report.objects.get().key]))
    assert 'content="noindex"' in page.text
    assert "no-store" in page["Cache-Control"]
    assert "Secret words." not in page.text
    assert client.get(reverse("report-receipt", args=["x" * 24])).status_code == 404


def test_publishing_what_was_held_also_tells_whoever_reported_it(client, letters):
    story = make_story()
    send(client, "story", story, email="reader@mail.example")
    Story.objects.update(visibility=Visibility.HELD)
    told = letters(lambda: publish(by=make_moderator(), item=story))
    assert "About your report – Cairn" in [its.subject for its in told]
