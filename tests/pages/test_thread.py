"""What each viewer meets in a thread: held, hidden, anonymous and members-only words, quotes, places of replies."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils import timezone

from accounts.blocks import mute
from forum.models import Post, Thread
from forum.services import withdraw
from moderation.models import Audience, Visibility
from moderation.services import hold, publish, remove
from pages.errors import GoneError
from pages.thread import load_thread, place_of_post, thread_page
from tests.factories import make_condition, make_post, make_thread, make_user

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


@pytest.fixture
def thread():
    return make_thread(title="Steroid weeks", author=make_user(display_name="Lucía", username="lucia"))


@pytest.fixture
def moderator():
    return make_user(is_superuser=True)


def seen_by(viewer, thread, number=""):
    return thread_page(load_thread(thread.pk, thread.slug, viewer=viewer), viewer=viewer, page_number=number)


def words(page):
    return [reply.body_html for reply in page.replies]


def html_for(client, viewer, path):
    client.logout()
    if viewer.pk:
        client.force_login(viewer)
    return client.get(path)


# --- Held, removed, withdrawn -------------------------------------------------------------------------------------
def test_held_reply_is_in_its_place_for_its_author_and_nowhere_else(client, thread):
    post = make_post(thread=thread, body="Wait for me.", visibility=Visibility.HELD)
    assert seen_by(NOBODY, thread).replies == seen_by(make_user(), thread).replies == ()
    response = html_for(client, post.author, thread.get_absolute_url())
    assert "Wait for me." in response.text
    assert "Only you can see this until we have read it." in response.text
    assert "Wait for me." not in html_for(client, NOBODY, thread.get_absolute_url()).text


def test_held_thread_is_there_for_its_author_only(client, thread, moderator):
    hold(by=moderator, item=thread, reason="To be read.")
    assert seen_by(thread.author, thread).state == Visibility.HELD
    for viewer in (NOBODY, make_user()):
        assert html_for(client, viewer, thread.get_absolute_url()).status_code == 404
        assert "Steroid weeks" not in html_for(client, viewer, "/forum/").text
    assert "Your questions that nobody else sees yet" in html_for(client, thread.author, "/forum/").text


def test_reply_that_was_read_leaves_its_place_and_one_that_never_was_leaves_none(thread, moderator):
    read, unread = make_post(thread=thread, body="Buy."), make_post(thread=thread, body="Buy.", visibility="held")
    remove(by=moderator, item=read, reason="Advert.", ground="private")
    withdraw(by=unread.author, item=unread)
    (card,) = seen_by(NOBODY, thread).replies
    assert (card.pk, card.is_gone, card.body_html, card.voice.url) == (str(read.pk), True, "", "")


def test_place_of_a_reply_that_was_taken_back_says_so_without_name_or_words(client, thread):
    post = make_post(thread=thread, body="Too much.", author=make_user(display_name="Holly"))
    withdraw(by=post.author, item=post)
    html = html_for(client, NOBODY, thread.get_absolute_url()).text
    assert "This reply was taken back by its author." in html
    assert "Too much." not in html
    assert "Holly" not in html
    assert f'id="reply-{post.pk}"' in html
    own = html_for(client, post.author, thread.get_absolute_url()).text
    assert "Too much." in own
    assert "Bring back" in own


def test_author_of_a_withdrawn_question_is_led_to_what_they_can_do(thread):
    withdraw(by=thread.author, item=thread)
    with pytest.raises(GoneError) as gone:
        load_thread(thread.pk, thread.slug, viewer=thread.author)
    assert gone.value.url == f"/forum/threads/{thread.pk}/withdraw/"


# --- For members only ---------------------------------------------------------------------------------------------
def test_thread_for_members_is_for_members(client):
    thread = make_thread(title="Among us", body="Secret words.", audience=Audience.MEMBERS)
    make_post(thread=thread, body="Among us too.")
    refused = html_for(client, NOBODY, thread.get_absolute_url())
    assert refused.status_code == html_for(client, NOBODY, f"/forum/{thread.pk}/x/").status_code == 404
    assert "Among us" not in refused.text
    assert "/accounts/login/?next=" in refused.text
    for path in ("/forum/", f"{thread.conditions.get().get_absolute_url()}forum/", "/feeds/forum/", "/feeds/new/"):
        assert "Among us" not in html_for(client, NOBODY, path).text
    member = make_user()
    assert "Secret words." in html_for(client, member, thread.get_absolute_url()).text
    assert "Among us" in html_for(client, member, "/forum/").text
    assert "noindex" in html_for(client, member, thread.get_absolute_url()).text


def test_thread_for_members_is_in_no_sitemap_and_has_no_feed(client):
    thread = make_thread(audience=Audience.MEMBERS)
    assert client.get(f"/feeds/forum/{thread.pk}/").status_code == 404
    assert client.get("/sitemap-threads-1.xml").status_code == 404
    with pytest.raises(Http404):
        place_of_post(make_post(thread=thread).pk, viewer=NOBODY)


# --- Without a name -----------------------------------------------------------------------------------------------
def test_words_without_a_name_lead_to_nobody(client):
    author = make_user(display_name="Lucía", username="lucia")
    thread = make_thread(author=author, is_anonymous=True)
    post = make_post(thread=thread, author=author, is_anonymous=True)
    make_post(thread=thread, quoted=post)
    for path in (thread.get_absolute_url(), "/forum/", "/feeds/forum/", f"/feeds/forum/{thread.pk}/", "/feeds/new/"):
        html = client.get(path).text
        assert "A member" in html
        assert "Luc" not in html
        assert "lucia" not in html


def test_name_does_not_betray_who_asked_without_one():
    author = make_user()
    thread = make_thread(author=author, is_anonymous=True)
    named, unnamed = make_post(thread=thread, author=author), make_post(thread=thread, author=author, is_anonymous=True)
    asked = {card.pk: card.is_asker for card in seen_by(NOBODY, thread).replies}
    assert asked == {str(named.pk): False, str(unnamed.pk): True}


def test_muted_member_is_folded_away_and_not_in_lists(client, thread):
    viewer = make_user()
    post = make_post(thread=thread, body="Loud words.")
    mute(member=viewer, other=post.author)
    assert "<details><summary>You muted this member." in html_for(client, viewer, thread.get_absolute_url()).text
    mute(member=viewer, other=thread.author)
    assert "Steroid weeks" not in html_for(client, viewer, "/forum/").text
    assert "Steroid weeks" in html_for(client, NOBODY, "/forum/").text


# --- Addresses of replies -----------------------------------------------------------------------------------------
def crowd(thread, number):
    author, start = make_user(), timezone.now()
    return Post.objects.bulk_create(
        Post(thread=thread, author=author, body="x", body_html="x", posted_at=start + timedelta(minutes=n))
        for n in range(number)
    )


def test_address_of_a_reply_leads_to_its_page_and_stays_when_others_go(client, thread, moderator):
    posts = crowd(thread, 61)
    url = thread.get_absolute_url()
    places = {0: f"{url}#reply-", 29: f"{url}#reply-", 30: f"{url}?page=2#reply-", 60: f"{url}?page=3#reply-"}
    for number, place in places.items():
        assert client.get(f"/forum/posts/{posts[number].pk}/")["Location"] == f"{place}{posts[number].pk}"
    for post in posts[:10]:
        remove(by=moderator, item=post, reason="Advert.", ground="private")
    assert client.get(f"/forum/posts/{posts[30].pk}/")["Location"] == f"{url}?page=2#reply-{posts[30].pk}"


def test_address_leads_to_where_the_reply_really_is(client, thread):
    posts = crowd(thread, 61)
    posts[3].visibility, posts[3].published_at = Visibility.HELD, None
    posts[3].save()
    for post in (posts[0], posts[30], posts[31], posts[60]):
        page = client.get(f"/forum/posts/{post.pk}/", follow=True)
        assert f'id="reply-{post.pk}"' in page.text


@pytest.mark.parametrize("visibility", [Visibility.HELD, Visibility.REMOVED, Visibility.WITHDRAWN])
def test_reply_in_a_thread_that_cannot_be_read_has_no_address(thread, visibility):
    post = make_post(thread=thread)
    Thread.objects.filter(pk=thread.pk).update(visibility=visibility)
    with pytest.raises(Http404):
        place_of_post(post.pk, viewer=NOBODY)


@pytest.mark.parametrize("number", [0, 10**17])
def test_address_of_no_reply_is_not_found(client, number):
    assert client.get(f"/forum/posts/{number}/").status_code == 404


def test_feed_of_a_thread_has_its_visible_replies_with_lasting_addresses(client, thread):
    post = make_post(thread=thread, body="A short walk.")
    make_post(thread=thread, body="Unseen.", visibility=Visibility.HELD)
    feed = client.get(f"/feeds/forum/{thread.pk}/").text
    assert "A short walk." in feed
    assert f"/forum/posts/{post.pk}/" in feed
    assert "Unseen." not in feed


# --- Conditions ---------------------------------------------------------------------------------------------------
def test_thread_about_all_conditions_is_in_the_whole_forum_only(client):
    condition = make_condition()
    thread = make_thread(is_general=True, title="Letters to schools")
    assert "About all conditions" in client.get("/forum/").text
    assert "Letters to schools" not in client.get(f"{condition.get_absolute_url()}forum/").text
    assert client.get(thread.get_absolute_url()).status_code == 200


def test_home_condition_comes_first_whatever_its_name():
    home, other = make_condition(name="Zebra disease"), make_condition(name="Asthma")
    thread = make_thread(conditions=[home, other])
    assert [name for _url, name in seen_by(NOBODY, thread).conditions] == ["Zebra disease", "Asthma"]


def test_publishing_a_held_question_puts_it_into_the_lists(client, moderator):
    thread = make_thread(title="At last", visibility=Visibility.HELD)
    publish(by=moderator, item=thread)
    for path in ("/forum/", f"{thread.conditions.get().get_absolute_url()}forum/"):
        assert "At last" in client.get(path).text
