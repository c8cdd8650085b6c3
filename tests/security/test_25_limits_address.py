"""25, second half: how many forms come from one network address, whoever sends them."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from forum.models import Post
from tests.accounts.getting_in import JOIN, SIGN_IN, answers
from tests.factories import PASSWORD, make_member, make_post, make_thread
from tests.faults import expect_none
from tests.world import address, make_world, url_names
from writing.models import Tally

pytestmark = pytest.mark.django_db
MOST = 5
HERE, ELSEWHERE = "198.51.100.7", "203.0.113.9"
ALWAYS_OPEN = {"account_logout", "unsubscribe", "csp-reports"}
WORDS = "These words are not lost."


@pytest.fixture(autouse=True)
def counted(settings):
    settings.FORMS_PER_HOUR = MOST
    settings.CACHES = {"default": {"BACKEND": "writing.tallies.TallyCache"}}


def browser(member=None, where=HERE, **options):
    made = Client(REMOTE_ADDR=where, raise_request_exception=False, headers={"origin": "http://testserver"}, **options)
    if member:
        made.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    return made


def use_up(where=HERE):
    """As many forms as there may be, none of them by a member."""
    for _time in range(MOST):
        assert browser(where=where).post(reverse("people")).status_code == 403


def reply(made, thread):
    sent = {"body": WORDS, "form_id": "1", "quote": ""}
    return made.post(f"/forum/threads/{thread.pk}/reply/", sent)


def test_many_accounts_of_one_address_share_what_it_has():
    post = make_post(author=make_member())
    said = [
        browser(make_member()).post(reverse("post-helped", args=[post.pk])).status_code for _member in range(MOST + 2)
    ]
    assert said == [302] * MOST + [429] * 2


def test_who_is_refused_reads_when_to_go_on_and_sends_the_same_words_then():
    use_up()
    member, thread = make_member(), make_thread(author=make_member())
    refused = reply(browser(member), thread)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    assert "You can go on at" in refused.text
    assert WORDS in refused.text
    assert "Send it again" in refused.text
    assert not Post.objects.exists()
    cache.clear()
    assert reply(browser(member), thread).status_code == 302
    assert Post.objects.get().body == WORDS


def test_another_address_goes_on_and_a_made_up_one_does_not_help():
    use_up()
    thread = make_thread(author=make_member())
    assert reply(browser(make_member(), where=ELSEWHERE), thread).status_code == 302
    made_up = browser(make_member(), HTTP_X_FORWARDED_FOR=ELSEWHERE)
    assert reply(made_up, thread).status_code == 429


@pytest.mark.parametrize("where", ["2001:db8:1:2::3", "2001:db8:1:2:ffff::9"])
def test_one_household_is_one_address(where):
    use_up(where="2001:db8:1:2::1")
    assert browser(where=where).post(SIGN_IN, {"login": "nobody"}).status_code == 429
    assert browser(where="2001:db8:1:3::1").post(SIGN_IN, {"login": "nobody"}).status_code == 200


def test_every_form_of_the_site_is_counted_but_those_that_must_stay_open():
    world = make_world()
    use_up()
    for viewer in (world.author, None):
        made = browser(viewer)
        found = {}
        for name in url_names():
            status = made.post(address(name, world)).status_code
            if (status != 429) != (name in ALWAYS_OPEN):
                found[name] = status
        expect_none(found)
        assert made.post("/admin/login/", {"username": "x"}).status_code == 429


@pytest.mark.parametrize(("path", "sent"), [(SIGN_IN, {"login": "marisol", "password": PASSWORD}), (JOIN, answers())])
def test_getting_in_is_counted_too_and_the_password_is_asked_for_again(path, sent):
    use_up()
    refused = browser().post(path, sent)
    assert refused.status_code == 429
    assert escape(sent.get("login") or sent["display_name"]) in refused.text
    assert "password" in refused.text
    assert PASSWORD not in refused.text


def test_form_of_another_site_uses_nothing_up():
    strict = browser(make_member(), enforce_csrf_checks=True)
    for _time in range(MOST * 2):
        assert strict.post(reverse("people"), headers={"origin": "https://evil.example"}).status_code == 403
    assert not Tally.objects.exists()


def test_reading_is_not_counted_and_the_address_is_stored_nowhere():
    use_up()
    assert browser().get("/forum/").status_code == 200
    assert HERE not in repr(list(Tally.objects.values()))


def test_owner_may_count_nothing(settings):
    settings.FORMS_PER_HOUR = 0
    for _time in range(2):
        use_up()
