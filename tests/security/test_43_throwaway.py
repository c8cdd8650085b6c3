"""43, beside the first texts: all texts of an account with a throwaway mail address wait, until one is trusted."""

import pytest

from audit.models import Entry
from forum.services import edit_post, reply
from moderation.models import Case, PhraseList, Reason, Visibility
from moderation.reasons import why_held
from moderation.services import publish, starting_visibility, throwaway_domains, trust_address
from moderation.throwaway import is_throwaway
from tests.factories import make_member, make_thread, make_user
from tests.world import make_moderator

pytestmark = pytest.mark.django_db
CLEAN = "I wake at four and walk around the block. It helps me to sleep again."


@pytest.fixture
def member(settings):
    settings.FIRST_POSTS_HELD = 0
    return make_member(email="someone@mailinator.com", display_name="Quick Joiner")


def write(member, body=CLEAN):
    return reply(author=member, thread=make_thread(), body=body)


@pytest.mark.parametrize(
    ("email", "expected"),
    [
        ("a@mailinator.com", True),
        ("a@MAILINATOR.com", True),
        ("a@inbox.mailinator.com", True),
        ("a@notmailinator.com", False),
        ("a@mailinator.com.example.org", False),
        ("mailinator.com@example.org", False),
        ("a@com", False),
        ("", False),
    ],
)
def test_address_is_known_by_its_domain_and_those_below(email, expected):
    assert is_throwaway(email, {"mailinator.com"}) is expected


def test_shipped_list_names_no_provider_that_people_keep():
    kept = ("gmail.com", "outlook.com", "gmx.de", "web.de", "proton.me", "icloud.com", "duck.com", "example.org")
    assert not any(is_throwaway(f"a@{domain}", throwaway_domains()) for domain in kept)
    assert len(throwaway_domains()) > 30


def test_each_text_waits_also_after_others_were_published_and_the_author_reads_why(member):
    for number in range(4):
        post = write(member, f"{CLEAN} {number}")
        assert post.visibility == Visibility.HELD
        case = Case.objects.open().get(item_id=post.pk, kind="post")
        assert case.flags.get().reason == Reason.ADDRESS
        assert "thrown away" in why_held(case)
        publish(by=make_moderator(), item=post)
    assert starting_visibility(author=member) == Visibility.HELD


def test_change_of_a_text_waits_too_and_the_old_words_stand(member):
    post = write(member)
    publish(by=make_moderator(), item=post)
    edit_post(by=member, post=post, body="I sleep now.", is_anonymous=False)
    post.refresh_from_db()
    assert (post.body, post.visibility) == (CLEAN, Visibility.VISIBLE)


def test_account_works_but_for_that(client, member):
    client.force_login(member)
    thread = make_thread()
    sent = {"body": CLEAN, "form_id": "1", "quote": ""}
    assert client.post(f"/forum/threads/{thread.pk}/reply/", sent).status_code == 302
    assert client.get("/account/").status_code == 200
    page = client.get(thread.get_absolute_url()).text
    assert "Only you can see this until we have read it." in page
    assert "thrown away" in client.get("/appeals/").text


def test_moderator_says_in_the_queue_that_they_need_not_wait(client, member):
    waiting, moderator = write(member), make_moderator()
    client.force_login(moderator)
    assert "because the mail address is of a throwaway service" in client.get("/moderation/").text
    for _time in range(2):
        assert client.post(f"/moderation/members/{member.pk}/trust-address/").status_code == 302
    assert "because the mail address" not in client.get("/moderation/").text
    member.refresh_from_db()
    assert write(member, f"{CLEAN} Again.").visibility == Visibility.VISIBLE
    waiting.refresh_from_db()
    assert waiting.visibility == Visibility.HELD
    entry = Entry.objects.get(action="member.trust-address")
    assert (entry.by_id, entry.whose_id) == (moderator.pk, member.pk)


def test_nobody_trusts_the_own_address_and_members_none(client, member):
    client.force_login(member)
    assert client.post(f"/moderation/members/{member.pk}/trust-address/").status_code == 403
    moderator = make_moderator(email="x@mailinator.com")
    client.force_login(moderator)
    assert client.post(f"/moderation/members/{moderator.pk}/trust-address/").status_code == 403
    member.refresh_from_db()
    assert not member.is_address_trusted


def test_new_address_counts_from_the_next_text(settings, member):
    member.email = "someone@example.org"
    member.save(update_fields=["email"])
    assert write(member).visibility == Visibility.VISIBLE
    known = make_member(email="known@example.org")
    known.email = "known@yopmail.com"
    known.save(update_fields=["email"])
    assert write(known).visibility == Visibility.HELD


def test_owner_edits_the_list_in_the_admin(client, member):
    owner = make_user(is_staff=True, is_superuser=True)
    client.force_login(owner)
    sent = {"name": "throwaway-mail", "topic": "mail", "points": "0", "lines": "Throw.Example\nother.example"}
    assert client.post("/admin/moderation/phraselist/add/", sent).status_code == 302
    assert PhraseList.objects.get().topic == "mail"
    assert throwaway_domains() == {"throw.example", "other.example"}
    assert write(member).visibility == Visibility.VISIBLE
    assert write(make_member(email="a@throw.example"), f"{CLEAN} Two.").visibility == Visibility.HELD
    PhraseList.objects.all().delete()
    assert write(member, f"{CLEAN} Three.").visibility == Visibility.HELD


def test_account_that_is_closed_is_trusted_by_nobody(member):
    member.closed_at = member.date_joined
    member.save(update_fields=["closed_at"])
    assert not trust_address(by=make_moderator(), member=member)
