"""The first picture of an account waits until a moderator has looked at it; until then its file is nobody else's."""

from datetime import timedelta
from functools import partial

import pytest
from django.test import Client

from members.models import Profile
from members.rights import export
from members.services import put_picture, put_profile, remove_picture, show_picture_to
from moderation.models import Case, Visibility
from moderation.services import (
    APPEAL_DAYS,
    Reporter,
    appeal,
    decide,
    decide_appeal,
    publish,
    reject,
    report,
    undo,
)
from pages.erasing import erase_member
from schedule.purging import purge_expired
from tests.factories import make_story, make_user
from tests.security.pictures import picture
from tests.world import make_moderator

pytestmark = pytest.mark.django_db
WHY = {"reason": "It shows somebody else.", "ground": "private"}


@pytest.fixture
def member(settings, tmp_path):
    """Somebody whose first texts have been read."""
    settings.FIRST_POSTS_HELD, settings.MEDIA_ROOT = 1, tmp_path
    return make_story(author=make_user(display_name="Sill")).author


@pytest.fixture
def profile(member):
    return add(member)


def statuses(profile, *viewers) -> list[int]:
    found = []
    for viewer in viewers:
        client = Client()
        if viewer:
            client.force_login(viewer)
        found += [client.get(f"/pictures/{profile.picture_key}-{side}.jpg").status_code for side in (320, 96)]
    return found


def test_first_picture_is_for_its_member_and_moderators_only_until_it_was_looked_at(client, member, profile):
    moderator, other = make_moderator(), make_user()
    assert statuses(profile, None, other) == [404] * 4
    assert statuses(profile, member, moderator) == [200] * 4
    assert profile.picture_key not in Client().get(f"/members/{member.username}/").text
    client.force_login(member)
    for url in ("/account/picture/", f"/members/{member.username}/"):
        assert "Only you can see this until we have read it." in client.get(url).text
    client.force_login(moderator)
    assert f"/pictures/{profile.picture_key}-320.jpg" in client.get("/moderation/").text
    url = f"/moderation/cases/{Case.objects.get().pk}/publish/"
    assert client.post(url, {"ground": "keeps"}).status_code == 302
    assert statuses(profile, None, other, member) == [200] * 6
    assert profile.picture_key in Client().get(f"/members/{member.username}/").text


def test_next_picture_of_a_member_is_shown_at_once(member, profile):
    publish(by=make_moderator(), item=profile)
    first = profile.picture_key
    profile = add(member)
    assert (profile.picture_key != first, profile.visibility) == (True, Visibility.VISIBLE)
    remove_picture(member=member)
    assert add(member).visibility == Visibility.VISIBLE
    assert not Case.objects.open().exists()


def test_rejected_picture_stays_away_and_the_next_one_waits_too(member, profile):
    moderator = make_moderator()
    decision = reject(by=moderator, item=profile, **WHY)
    assert statuses(profile, None, moderator, member) == [404] * 4 + [200] * 2
    undo(by=moderator, decision=decision, reason="It is them.")
    assert Profile.objects.get().visibility == Visibility.HELD
    reject(by=moderator, item=Profile.objects.get(), **WHY)
    profile = add(member)
    assert (profile.visibility, Case.objects.open().count()) == (Visibility.HELD, 1)


def test_rejected_picture_is_deleted_when_nobody_can_appeal_any_more_and_not_before(
    member, profile, tmp_path, django_capture_on_commit_callbacks
):
    decision = reject(by=make_moderator(), item=profile, **WHY)
    limit = decision.made_at + timedelta(days=APPEAL_DAYS)
    with django_capture_on_commit_callbacks(execute=True):
        purge_expired(now=limit)
    assert len(files(tmp_path)) == 2
    made = appeal(by=member, decision=decision, words="It is me.")
    assert purge_expired(now=limit + timedelta(days=1))["removed-pictures"] == 0
    decide_appeal(by=make_moderator(), appeal=made, outcome="upheld", answer="It is not.")
    with django_capture_on_commit_callbacks(execute=True):
        assert purge_expired(now=limit + timedelta(minutes=1))["removed-pictures"] == 1
    assert (files(tmp_path), Profile.objects.get().picture_key) == ([], "")
    assert export(member)["members.Profile"][0]["picture"] == ""
    undo(by=make_moderator(), decision=decision, reason="Too late.")
    assert (Profile.objects.get().visibility, Case.objects.open().count()) == (Visibility.WITHDRAWN, 0)
    assert add(member).visibility == Visibility.HELD


def test_rejected_picture_comes_back_while_it_can_be_undone(member, profile, tmp_path):
    decision = reject(by=make_moderator(), item=profile, **WHY)
    purge_expired(now=decision.made_at + timedelta(days=APPEAL_DAYS - 1))
    undo(by=make_moderator(), decision=decision, reason="It is them.")
    publish(by=make_moderator(), item=Profile.objects.get())
    assert (statuses(profile, None), len(files(tmp_path))) == ([200, 200], 2)
    assert purge_expired(now=decision.made_at + timedelta(days=999))["removed-pictures"] == 0


def add(member) -> Profile:
    put_picture(member=member, content=picture(), audience="anyone")
    return Profile.objects.get()


ACTS = {"close": partial(erase_member, texts="keep"), "remove": remove_picture, "replace": add}


@pytest.mark.parametrize("act", ACTS)
def test_files_of_a_rejected_picture_go_with_its_account_and_when_its_member_says_so(
    act, member, profile, tmp_path, django_capture_on_commit_callbacks
):
    decision = reject(by=make_moderator(), item=profile, **WHY)
    with django_capture_on_commit_callbacks(execute=True):
        ACTS[act](member=member)
    assert not [name for name in files(tmp_path) if profile.picture_key in name]
    if act != "close":
        undo(by=make_moderator(), decision=decision, reason="By mistake.")
        assert Profile.objects.get().visibility == {"remove": "withdrawn", "replace": "held"}[act]


def test_taking_back_a_removal_publishes_no_picture_that_was_put_in_its_place(member, profile):
    publish(by=make_moderator(), item=profile)
    decision = decide(by=make_moderator(), item=profile, action="remove", **WHY)
    profile = add(member)
    undo(by=make_moderator(), decision=decision, reason="By mistake.")
    assert (Profile.objects.get().visibility, statuses(profile, None)) == (Visibility.HELD, [404, 404])
    assert Case.objects.open().count() == 1


def files(folder) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


def test_nothing_that_a_member_does_makes_a_held_picture_public(member, profile):
    show_picture_to(member=member, audience="members")
    put_profile(member=member, about="", writing_audience="anyone")
    assert statuses(Profile.objects.get(), None, make_user()) == [404] * 4
    profile = add(member)
    assert statuses(profile, None) == [404, 404]
    remove_picture(member=member)
    assert not Case.objects.open().exists()
    assert add(member).visibility == Visibility.HELD


def test_nobody_publishes_a_picture_that_they_have_not_seen(client, member, profile):
    client.force_login(make_moderator())
    url = f"/moderation/cases/{Case.objects.get().pk}/publish/"
    seen = client.get(url).text.partition('name="seen" value="')[2].partition('"')[0]
    assert seen
    add(member)
    assert "Please read it again." in client.post(url, {"ground": "keeps", "seen": seen}).text
    assert Profile.objects.get().visibility == Visibility.HELD


def test_picture_is_reported_and_taken_down(client, member, profile):
    moderator = make_moderator()
    publish(by=moderator, item=profile)
    url = f"/report/picture/{profile.pk}/"
    assert url in client.get(f"/members/{member.username}/").text
    assert client.get(url).status_code == 200
    report(item=profile, by=Reporter("192.0.2.7"), reason="privacy", words="That is me.")
    assert decide(by=moderator, item=profile, action="remove", **WHY)
    assert statuses(profile, None, make_user()) == [404] * 4
    assert client.get(url).status_code == 404


def test_without_first_texts_no_picture_waits(settings, member):
    settings.FIRST_POSTS_HELD = 0
    assert add(member).visibility == Visibility.VISIBLE
