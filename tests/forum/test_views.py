"""What people send to the forum: nothing typed is lost, nothing is posted twice, and nobody does what is not theirs."""

import re

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import ConsentKind
from accounts.permissions import has_consent
from forum.models import Following, Post, PostVote, Thread, Volunteer
from forum.services import follow_thread, withdraw
from moderation.models import Audience, Visibility
from tests.factories import make_condition, make_member, make_post, make_thread, make_user
from writing.limits import Rule
from writing.models import Draft

pytestmark = pytest.mark.django_db
HERE = {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "same-origin"}
QUESTION = {"about": "asthma", "title": "How do you sleep?", "body": "I wake at four.", "audience": "members"}


@pytest.fixture
def asthma():
    return make_condition(slug="asthma", name="Asthma")


@pytest.fixture
def thread(asthma):
    return make_thread(condition=asthma)


@pytest.fixture
def member():
    return make_member(is_superuser=True)


@pytest.fixture
def signed_in(member):
    return as_member(member)


def as_member(member):
    client = Client()
    client.force_login(member)
    return client


def address(thread, what="reply"):
    return f"/forum/threads/{thread.pk}/{what}/"


# --- Replying -----------------------------------------------------------------------------------------------------
def test_member_replies_and_is_led_to_the_reply(signed_in, thread):
    response = signed_in.post(address(thread), {"form_id": "a", "body": "A short walk.", "follows": "on"}, follow=True)
    post = Post.objects.get()
    assert post.body == "A short walk."
    assert response.redirect_chain[-1][0].endswith(f"#reply-{post.pk}")
    assert Following.objects.filter(thread=thread, member=post.author).exists()


def test_same_form_sent_200_times_is_one_reply(signed_in, thread):
    urls = {signed_in.post(address(thread), {"form_id": "a", "body": "Me too."})["Location"] for _ in range(200)}
    assert (Post.objects.count(), len(urls)) == (1, 1)


def test_same_words_from_two_forms_are_two_replies(signed_in, thread):
    for form_id in ("a", "b"):
        signed_in.post(address(thread), {"form_id": form_id, "body": "Thank you."})
    assert Post.objects.count() == 2


def test_visitor_writes_first_and_finds_it_after_signing_in(client, thread, member):
    response = client.post(address(thread, "keep"), {"body": "A short walk."}, **HERE)
    assert response["Location"] == address(thread)
    assert settings.DRAFT_COOKIE_NAME in client.cookies
    page = client.get(address(thread)).content.decode()
    assert "A short walk." in page
    assert f"?next={address(thread)}" in page
    assert not Post.objects.exists()
    client.post("/accounts/login/", {"login": member.email, "password": "seven-small-stones"})
    assert "A short walk." in client.get(address(thread)).content.decode()


def test_visitors_words_from_another_site_are_not_kept_but_shown(client, thread):
    response = client.post(address(thread, "keep"), {"body": "A short walk."}, HTTP_ORIGIN="https://evil.example")
    assert response.status_code == 403
    assert "A short walk." in response.content.decode()
    assert not Draft.objects.exists()


def test_reply_whose_session_ended_stands_on_the_next_page(client, thread):
    response = client.post(address(thread), {"form_id": "a", "body": "A short walk."})
    assert "A short walk." in response.content.decode()
    assert not Post.objects.exists()


def test_draft_is_gone_once_it_is_posted(client, thread, member):
    client.force_login(member)
    client.post(address(thread, "keep"), {"body": "A short walk."}, **HERE)
    assert Draft.objects.filter(owner=member, kind="reply").exists()
    client.post(address(thread), {"form_id": "a", "body": "A short walk."})
    assert not Draft.objects.exists()


@pytest.mark.parametrize("words", ["   ", "\u202e\u202e", "x" * 20_001])
def test_words_that_cannot_be_posted_are_kept_with_the_reason(signed_in, thread, words):
    response = signed_in.post(address(thread), {"form_id": "a", "body": words})
    html = response.content.decode()
    assert response.status_code == 200
    assert "<title>Error: " in html
    assert words.strip() in html
    assert not Post.objects.exists()


def test_words_for_a_thread_that_has_gone_are_on_the_next_page(signed_in, thread):
    withdraw(by=thread.author, item=thread)
    response = signed_in.post(address(thread), {"form_id": "a", "body": "A short walk."})
    assert response.status_code == 404
    assert "A short walk." in response.content.decode()


def test_words_for_a_closed_thread_are_still_in_the_form(signed_in, thread):
    Thread.objects.filter(pk=thread.pk).update(is_closed=True)
    html = signed_in.post(address(thread), {"form_id": "a", "body": "A short walk."}).content.decode()
    assert "A short walk." in html
    assert "takes no more replies" in html
    assert not Post.objects.exists()


def test_found_personal_data_is_asked_about_once(signed_in, thread):
    sent = {"form_id": "a", "body": "Write to sam@example.org."}
    html = signed_in.post(address(thread), sent).content.decode()
    assert "keep_personal_data" in html
    assert not Post.objects.exists()
    signed_in.post(address(thread), sent | {"keep_personal_data": "on"})
    assert Post.objects.get().body == "Write to sam@example.org."


def test_first_words_of_a_member_need_the_consent_to_publishing(thread):
    member = make_member(consents=[])
    client = as_member(member)
    html = client.post(address(thread), {"form_id": "a", "body": "A short walk."}).content.decode()
    assert 'name="consent"' in html
    assert "is published on this site. We need your yes" in html
    assert ".:" not in html
    assert not Post.objects.exists()
    client.post(address(thread), {"form_id": "a", "body": "A short walk.", "consent": "on"})
    assert Post.objects.exists()
    assert has_consent(member, ConsentKind.PUBLISHING)


def test_quote_leads_to_what_is_quoted_and_copies_no_words(signed_in, client, thread):
    quoted = make_post(thread=thread, body="I walk at four.")
    assert "I walk at four." in signed_in.get(f"{address(thread)}?quote={quoted.pk}").content.decode()
    signed_in.post(address(thread), {"form_id": "a", "body": "Me too.", "quote": str(quoted.pk)})
    html = client.get(thread.get_absolute_url()).content.decode()
    assert html.count("I walk at four.") == 2
    withdraw(by=quoted.author, item=quoted)
    html = client.get(thread.get_absolute_url()).content.decode()
    assert "I walk at four." not in html
    assert "can no longer be read" in html


@pytest.mark.parametrize("quote", ["0", "x", "9" * 30, "-1"])
def test_quote_of_nothing_is_no_quote(signed_in, thread, quote):
    signed_in.post(address(thread), {"form_id": "a", "body": "Me too.", "quote": quote[:20]})
    assert Post.objects.get().quoted is None


# --- Asking -------------------------------------------------------------------------------------------------------
def test_visitor_asks_in_steps_and_posts_after_signing_in(client, asthma, member):
    client.post("/forum/ask/keep/", {"about": "asthma", "title": "How do you sleep?"}, **HERE)
    assert "How do you sleep?" in client.get("/forum/ask/write/").content.decode()
    assert client.post("/forum/ask/write/", QUESTION)["Location"] == "/forum/ask/check/"
    html = client.get("/forum/ask/check/").content.decode()
    assert "I wake at four." in html
    assert "/accounts/signup/?next=/forum/ask/check/" in html
    client.post("/accounts/login/", {"login": member.email, "password": "seven-small-stones"})
    form_id = re.search(r'name="form_id" value="([^"]+)"', client.get("/forum/ask/check/").content.decode())[1]
    for _ in range(2):
        response = client.post("/forum/ask/check/", QUESTION | {"form_id": form_id})
    thread = Thread.objects.get()
    assert response["Location"] == thread.get_absolute_url()
    assert (thread.audience, thread.author, list(thread.conditions.all())) == (Audience.MEMBERS, member, [asthma])
    assert not Draft.objects.exists()


def test_question_is_never_for_anyone_by_default(signed_in, asthma):
    unsaid = {name: value for name, value in QUESTION.items() if name != "audience"}
    html = signed_in.post("/forum/ask/write/", unsaid).content.decode()
    assert "<title>Error: " in html
    assert "I wake at four." in html
    assert not re.search(r'name="audience"[^>]*checked', html)
    assert not re.search(r'name="audience"[^>]*checked', signed_in.get("/forum/ask/write/").content.decode())


def test_question_about_several_conditions_and_about_all(signed_in, asthma):
    other = make_condition(name="Hay fever")
    signed_in.post("/forum/ask/check/", QUESTION | {"form_id": "a", "also_1": "hay fever"})
    signed_in.post("/forum/ask/check/", QUESTION | {"form_id": "b", "about": "all", "title": "For all"})
    assert list(Thread.objects.get(is_general=False).conditions.all()) == [asthma, other]
    assert not Thread.objects.get(is_general=True).places.exists()


def test_asking_without_a_draft_begins_at_the_beginning(client):
    assert client.get("/forum/ask/write/")["Location"] == "/forum/ask/"
    assert client.get("/forum/ask/check/")["Location"] == "/forum/ask/"


@pytest.mark.parametrize("title", ["", "   "])
def test_question_is_kept_before_it_has_a_title(client, asthma, title):
    client.post("/forum/ask/write/", {"about": "asthma", "title": title, "body": "I wake at four."}, **HERE)
    assert Draft.objects.get().fields["body"] == "I wake at four."


def test_unknown_condition_is_refused_with_the_words_kept(signed_in):
    html = signed_in.post("/forum/ask/check/", QUESTION | {"about": "unknown", "form_id": "a"}).content.decode()
    assert "I wake at four." in html
    assert not Thread.objects.exists()


def test_too_many_questions_a_day_say_when(signed_in, asthma, monkeypatch):
    monkeypatch.setattr("forum.views.asking.TEXTS", Rule("texts", a_day=2, on_first_day=2))
    for number in range(3):
        response = signed_in.post("/forum/ask/check/", QUESTION | {"form_id": str(number), "title": f"Q {number}"})
    assert response.status_code == 429
    assert "I wake at four." in response.content.decode()
    assert Thread.objects.count() == 2


# --- Changing, taking back, following, voting ---------------------------------------------------------------------
def test_author_changes_words_and_sees_what_they_were(thread, settings):
    settings.FIRST_POSTS_HELD = 0
    client = as_member(thread.author)
    page = client.get(address(thread, "edit")).content.decode()
    assert "I wake at four each night." in page
    sent = {"form_id": "a", "title": "Sleep", "body": "At five.", "audience": "members", "consent": "on"}
    client.post(address(thread, "edit"), sent)
    thread.refresh_from_db()
    assert (thread.title, thread.audience) == ("Sleep", Audience.MEMBERS)
    assert "I wake at four each night." in client.get(f"/forum/threads/{thread.pk}/edits/").content.decode()


def test_earlier_words_are_for_the_author_and_moderators(client, thread, signed_in):
    post = make_post(thread=thread)
    for path in (f"/forum/threads/{thread.pk}/edits/", f"/forum/posts/{post.pk}/edits/"):
        assert client.get(path).status_code == 404
        assert as_member(make_user()).get(path).status_code == 404
        assert signed_in.get(path).status_code == 200


def test_reply_is_hidden_brought_back_and_deleted_by_its_author(thread):
    post = make_post(thread=thread, author=make_user(is_superuser=True))
    client, path = as_member(post.author), f"/forum/posts/{post.pk}/withdraw/"
    assert "Choose what should happen" in client.post(path, {}).content.decode()
    for how, visibility in (("hide", "withdrawn"), ("bring-back", "visible"), ("delete", "withdrawn")):
        client.post(path, {"how": how})
        post.refresh_from_db()
        assert post.visibility == visibility
    assert post.body == ""


@pytest.mark.parametrize("what", ["edit", "withdraw", "close", "answered"])
def test_another_member_may_not(thread, what):
    client = as_member(make_member())
    assert client.post(address(thread, what), {"how": "hide", "reason": "x"}).status_code == 403
    thread.refresh_from_db()
    assert (thread.visibility, thread.is_closed, thread.is_answered) == (Visibility.VISIBLE, False, False)


@pytest.mark.parametrize("what", ["edit", "withdraw", "close", "answered", "follow"])
def test_stranger_signs_in_first(client, thread, what):
    response = client.post(address(thread, what), {"how": "hide"})
    assert response.status_code == 403
    assert "sign in" in response.content.decode().lower()


@pytest.mark.parametrize("what", ["reply", "follow", "edit"])
def test_held_and_members_only_threads_are_not_there_for_others(client, thread, what):
    Thread.objects.filter(pk=thread.pk).update(visibility="held")
    assert as_member(make_user()).get(address(thread, what)).status_code in {404, 405}
    Thread.objects.filter(pk=thread.pk).update(visibility="visible", audience="members")
    assert client.get(address(thread, "reply")).status_code == 404


def test_member_follows_and_stops(signed_in, thread, member):
    signed_in.post(address(thread, "follow"))
    signed_in.post(address(thread, "follow"))
    assert Following.objects.filter(thread=thread, member=member).count() == 1
    signed_in.post(address(thread, "follow"), {"stop": "1"})
    assert not Following.objects.filter(thread=thread, member=member).exists()


def test_followed_threads_say_what_is_new_until_it_is_read(signed_in, thread, member):
    follow_thread(member=member, thread=thread)
    assert "New replies" not in signed_in.get("/forum/?tab=following").content.decode()
    make_post(thread=thread)
    assert "New replies" in signed_in.get("/forum/?tab=following").content.decode()
    signed_in.post("/forum/seen/")
    assert "New replies" not in signed_in.get("/forum/?tab=following").content.decode()


def test_helped_me_is_said_once_and_undone(signed_in, thread, member):
    post = make_post(thread=thread)
    for _ in range(2):
        signed_in.post(f"/forum/posts/{post.pk}/helped/")
    assert PostVote.objects.filter(post=post, voter=member).count() == 1
    signed_in.post(f"/forum/posts/{post.pk}/helped/", {"undo": "1"})
    post.refresh_from_db()
    assert post.helpful_count == 0


def test_moderator_closes_with_a_reason_and_opens_again(signed_in, client, thread):
    html = signed_in.post(address(thread, "close"), {"reason": "Old.", "closed_to": "//x"}).text
    assert "Error: " in html
    signed_in.post(address(thread, "close"), {"reason": "Asked twice.", "closed_to": "/forum/"})
    html = client.get(thread.get_absolute_url()).content.decode()
    assert "Asked twice." in html
    assert '<a href="/forum/">Go on here</a>' in html
    signed_in.post(address(thread, "close"), {"reopen": "1"})
    thread.refresh_from_db()
    assert not thread.is_closed


def test_member_says_whether_they_would_help(signed_in, member):
    signed_in.post("/forum/help/", {"wants": "yes"})
    assert Volunteer.objects.filter(member=member).exists()
    signed_in.post("/forum/help/", {"wants": "no"})
    assert not Volunteer.objects.exists()


@pytest.mark.parametrize("path", ["ask/keep/", "seen/", "threads/1/follow/", "threads/1/answered/"])
def test_reading_an_address_changes_nothing(signed_in, path):
    assert signed_in.get(f"/forum/{path}").status_code == 405


def test_visitor_signs_in_to_say_that_a_reply_helped_and_it_counts_once(client, thread, member):
    post = make_post(thread=thread, body="Warm socks.")
    address = f"/forum/posts/{post.pk}/helped/"
    assert f'href="{address}"' in client.get(thread.get_absolute_url()).content.decode()
    for response in (client.get(address), client.post(address)):
        html = response.content.decode()
        assert "Warm socks." in html
        assert f"/accounts/login/?next={address}" in html
    client.force_login(member)
    assert "Yes, this helped me" in client.get(address).content.decode()
    assert not PostVote.objects.exists()
    for _click in range(2):
        assert client.post(address).url == post.get_absolute_url()
    assert PostVote.objects.get().voter == member
    post.refresh_from_db()
    assert post.helpful_count == 1


def test_reply_that_is_held_has_no_page_to_say_that_it_helped(client, thread):
    post = make_post(thread=thread, visibility="held")
    assert client.get(f"/forum/posts/{post.pk}/helped/").status_code == 404
