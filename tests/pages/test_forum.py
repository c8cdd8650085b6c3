from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import Http404, QueryDict
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from conditions.models import Condition
from forum.models import Post
from forum.services import close, mark_answered
from markup import members_text
from moderation.kinds import kind_of
from moderation.models import Visibility
from pages.errors import GoneError
from pages.forum import thread_list_page
from pages.thread import load_thread, plain, thread_page
from tests.factories import make_condition, make_post, make_question, make_review, make_summary, make_thread, make_user

pytestmark = pytest.mark.django_db
NOT_VISIBLE = [Visibility.HELD, Visibility.REMOVED, Visibility.WITHDRAWN]
LIST_QUERIES, DETAIL_QUERIES = 1, 5
SIGNED_IN_LIST, SIGNED_IN_DETAIL = 4, 7
"""A session and the member, and what they avoid, follow, wrote, voted for and may do."""
NOBODY = AnonymousUser()


@pytest.fixture
def leukemia():
    return make_condition(slug="leukemia", name="Leukemia", name_in_text="leukemia", short_name="ALL")


@pytest.fixture
def thread(leukemia):
    return make_thread(condition=leukemia, author=make_user(display_name="Lucía"), title="Steroid weeks")


def hide(row, visibility):
    row = type(row).objects.get(pk=row.pk)
    was, row.visibility = row.visibility, visibility
    row.save(update_fields=["visibility"])
    kind_of(row).follow_change(row, was)
    return row


def listed(condition=None, query="", viewer=NOBODY):
    return thread_list_page(condition, filters=QueryDict(query), viewer=viewer)


def titles(page):
    return [line.row.title for line in page.threads]


def page_of(thread, number="", viewer=NOBODY):
    loaded = load_thread(thread.pk, thread.slug, viewer=viewer)
    return thread_page(loaded, viewer=viewer, page_number=number)


def read(client, thread, **query):
    response = client.get(thread.get_absolute_url(), query)
    assert response.status_code == 200
    return response.content.decode()


def crowd(thread, number):
    """So many replies, a minute after each other."""
    author = make_user()
    start = timezone.now()
    Post.objects.bulk_create(
        Post(
            thread=thread,
            author=author,
            body="x",
            body_html=f"<p>Reply {n}.</p>",
            posted_at=start + timedelta(minutes=n),
        )
        for n in range(number)
    )


def test_thread_shows_the_question_then_replies_oldest_first_each_with_its_anchor(client, thread):
    first = make_post(thread=thread, author=make_user(display_name="Holly"), body="Play dough.")
    second = make_post(thread=thread, author=thread.author, body="Thank you.")
    html = read(client, thread)
    assert html.count("<h1") == 1
    assert html.index("I wake at four") < html.index("Play dough.") < html.index("Thank you.")
    assert f'id="reply-{first.pk}"' in html
    assert f'href="/forum/posts/{second.pk}/"' in html
    words = " ".join(html.split())
    assert "Lucía</bdi></a> (asked the question)" in words
    assert "Holly</bdi></a> (asked" not in words
    assert "2 replies" in html
    assert "10 points" in html
    assert "Personal experience. Not checked by a doctor." in html


def test_what_a_member_wrote_runs_no_script(client, leukemia):
    thread = make_thread(condition=leukemia, title="<script>alert(1)</script>", body="<script>alert(1)</script> words")
    make_post(thread=thread, body="<img src=x onerror=alert(1)>")
    html = read(client, thread)
    assert "<script>alert" not in html
    assert "<img" not in html


@pytest.mark.parametrize("visibility", NOT_VISIBLE)
def test_hidden_reply_is_on_no_page_and_in_no_count(client, thread, visibility):
    make_post(thread=thread, body="Seen words.")
    hide(make_post(thread=thread, body="Unseen words."), visibility)
    html = read(client, thread)
    assert page_of(thread).reply_count == 1
    assert "1 reply" in html
    assert "Unseen" not in html


@pytest.mark.parametrize("visibility", NOT_VISIBLE)
def test_hidden_thread_is_in_no_list(client, leukemia, visibility):
    make_thread(condition=leukemia, title="Seen")
    hide(make_thread(condition=leukemia, title="Unseen"), visibility)
    for tab in ("active", "new", "unanswered"):
        assert titles(listed(query=f"tab={tab}")) == titles(listed(leukemia, f"tab={tab}")) == ["Seen"]


@pytest.mark.parametrize("visibility", [Visibility.HELD, Visibility.REMOVED])
def test_thread_that_may_not_be_seen_is_not_found(client, thread, visibility):
    hide(thread, visibility)
    with pytest.raises(Http404) as caught:
        load_thread(thread.pk, thread.slug, viewer=NOBODY)
    assert not isinstance(caught.value, GoneError)


def test_withdrawn_thread_is_gone_without_its_words(client, thread):
    hide(thread, Visibility.WITHDRAWN)
    response = client.get(thread.get_absolute_url())
    assert response.status_code == 410
    assert "Steroid" not in response.content.decode()
    assert "/conditions/leukemia/forum/" in response.content.decode()


@pytest.mark.parametrize("number", [0, 999, 10**30])
def test_thread_that_never_was_is_not_found(client, number):
    assert client.get(f"/forum/{number}/any/").status_code == 404


def test_other_words_at_the_end_of_the_address_lead_to_the_right_one(client, thread):
    response = client.get(f"/forum/{thread.pk}/other/?page=2")
    assert (response.status_code, response["Location"]) == (301, f"/forum/{thread.pk}/steroid-weeks/?page=2")


def test_unpublished_condition_is_not_named_and_takes_its_threads_along(client, leukemia):
    secret = make_condition(name="Secret")
    both = make_thread(conditions=[leukemia, secret], title="Both")
    alone = make_thread(condition=secret, title="Alone")
    Condition.objects.filter(pk=secret.pk).update(is_published=False)
    assert titles(listed()) == ["Both"]
    assert "Secret" not in client.get("/forum/").content.decode()
    assert "Secret" not in read(client, both)
    assert client.get(alone.get_absolute_url()).status_code == 404


def test_thread_about_two_conditions_is_in_both_lists_and_once_in_the_whole(leukemia):
    other = make_condition()
    make_thread(conditions=[leukemia, other], title="Two")
    assert titles(listed()) == titles(listed(leukemia)) == titles(listed(other)) == ["Two"]


def test_closed_thread_says_why_and_takes_no_reply(client, thread):
    moderator = User.objects.create(username="moderator", display_name="Mod", is_superuser=True)
    close(by=moderator, thread=thread, reason="It has been answered in the other thread.")
    html = read(client, thread)
    assert "This thread takes no more replies." in html
    assert "It has been answered in the other thread." in html
    assert f"/forum/threads/{thread.pk}/keep/" not in html


def test_open_thread_takes_a_visitors_words_without_a_cookie(client, thread):
    html = read(client, thread)
    assert f'action="/forum/threads/{thread.pk}/keep/"' in html
    assert "csrfmiddlewaretoken" not in html
    assert not client.cookies


def test_replies_come_thirty_to_a_page_with_the_question_in_short_on_the_next(client, leukemia):
    thread = make_thread(condition=leukemia, body="It begins. " + "And goes on. " * 60 + "The very end.")
    crowd(thread, 31)
    first, second = page_of(thread), page_of(thread, "2")
    assert (len(first.replies), len(second.replies)) == (30, 1)
    assert (first.quote, second.meta.canonical) == ("", f"{thread.get_absolute_url()}?page=2")
    html = read(client, thread, page=2)
    assert "The question, in short:" in html
    assert "It begins." in html
    assert "The very end." not in html
    assert "The very end." in read(client, thread)


def test_list_is_in_the_order_of_the_chosen_tab(leukemia):
    now = timezone.now()
    old = make_thread(condition=leukemia, title="Old", posted_at=now - timedelta(days=9))
    make_thread(condition=leukemia, title="New", posted_at=now - timedelta(days=1))
    make_post(thread=old, posted_at=now)
    assert titles(listed()) == ["Old", "New"]
    assert titles(listed(query="tab=new")) == ["New", "Old"]
    assert titles(listed(query="tab=unanswered")) == ["New"]
    assert titles(listed(query="tab=nonsense")) == ["Old", "New"]


def test_closed_thread_is_not_called_unanswered(thread, leukemia):
    close(by=make_user(is_superuser=True), thread=thread, reason="Old.")
    assert titles(listed(query="tab=unanswered")) == titles(listed(leukemia, "tab=unanswered")) == []


def test_list_says_who_asked_what_about_and_its_state(client, thread):
    make_post(thread=thread)
    mark_answered(by=thread.author, thread=thread)
    html = client.get("/forum/").content.decode()
    for words in ("Lucía", "About ALL", "1 reply,", "Answered"):
        assert words in html
    assert "About ALL" not in client.get("/conditions/leukemia/forum/").content.decode()


@pytest.mark.parametrize("tab", ["active", "new", "unanswered"])
def test_every_thread_is_met_once_by_following_older(client, leukemia, tab):
    author = make_user()
    for number in range(45):
        make_thread(condition=leukemia, author=author, title=f"Thread {number}")
    page = listed(query=f"tab={tab}")
    seen = titles(page)
    while page.older:
        page = listed(query=page.older.lstrip("?"))
        seen += titles(page)
    assert seen == [f"Thread {number}" for number in reversed(range(45))]
    assert client.get(f"/forum/{page.newer}").status_code == 200


def test_only_the_beginning_of_the_list_is_indexed(leukemia):
    author = make_user()
    assert not listed(leukemia).meta.is_indexable
    for _ in range(21):
        make_thread(condition=leukemia, author=author)
    page = listed(leukemia)
    assert page.meta.is_indexable
    assert not listed(leukemia, "tab=new").meta.is_indexable
    assert not listed(leukemia, page.older.lstrip("?")).meta.is_indexable


def test_empty_list_says_what_it_is_for_and_gives_one_action(client, leukemia):
    html = client.get("/conditions/leukemia/forum/").content.decode()
    assert "Nobody has asked here yet." in html
    assert "/forum/ask/?condition=leukemia" in html


def test_reviewed_question_of_the_condition_is_offered(client, thread, leukemia):
    question = make_question(condition=leukemia)
    assert "Our editors wrote about this" not in read(client, thread)
    make_review(summary=make_summary(question=question))
    html = read(client, thread)
    assert "Our editors wrote about this" in html
    assert question.get_absolute_url() in html


def test_words_of_a_text_come_without_its_marks():
    assert plain(members_text.render("Tom & I\n*went*\n\n- home\n- early")) == "Tom & I went home early"


@pytest.mark.parametrize("body", ["Hi.", "word " * 100, "x" * 400])
def test_titles_and_descriptions_fit_search_engines(leukemia, body):
    thread = make_thread(condition=leukemia, title="T" * 160, body=body)
    for meta in (page_of(thread).meta, listed().meta, listed(leukemia).meta):
        assert len(meta.title) <= 65
        assert 70 <= len(meta.description) <= 160


@pytest.mark.parametrize("is_member", [False, True])
def test_query_count_is_the_same_for_0_1_and_10_replies(client, thread, leukemia, is_member):
    if is_member:
        client.force_login(make_user())
        read(client, thread)
    counts = []
    for more in (0, 1, 9):
        for _ in range(more):
            make_post(thread=thread)
            make_review(summary=make_summary(question=make_question(condition=leukemia)))
        with CaptureQueriesContext(connection) as queries:
            read(client, thread)
        counts.append(len(queries))
    assert counts == [DETAIL_QUERIES + SIGNED_IN_DETAIL * is_member] * 3


@pytest.mark.parametrize("is_member", [False, True])
def test_query_count_is_the_same_for_0_1_and_10_threads(client, is_member):
    if is_member:
        client.force_login(make_user())
        client.get("/forum/")
    counts = []
    for more in (0, 1, 9):
        for _ in range(more):
            make_thread()
        with CaptureQueriesContext(connection) as queries:
            client.get("/forum/")
        counts.append(len(queries))
    assert counts == [LIST_QUERIES + SIGNED_IN_LIST * is_member] * 3


def test_rendering_makes_no_query(rf, thread, leukemia, django_assert_num_queries):
    make_post(thread=thread)
    make_review(summary=make_summary(question=make_question(condition=leukemia)))
    request = rf.get("/")
    request.user = AnonymousUser()
    pages = {"pages/thread.html": page_of(thread), "pages/thread_list.html": listed()}
    with django_assert_num_queries(0):
        for template, page in pages.items():
            assert render_to_string(template, {"page": page}, request)


@pytest.mark.parametrize("tab", ["active", "new", "unanswered"])
@pytest.mark.parametrize("is_whole", [False, True])
def test_each_list_walks_an_index_and_sorts_nothing(leukemia, tab, is_whole):
    make_thread(condition=leukemia)
    with CaptureQueriesContext(connection) as queries:
        assert titles(listed(None if is_whole else leukemia, f"tab={tab}"))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' * (connection.vendor == 'sqlite')}{queries[-1]['sql']}")
        plan = str(cursor.fetchall())
    names = {"active": "active", "new": "newest", "unanswered": "unanswered"}
    assert f"thread_{names[tab]}" in plan or f"thread_place_{names[tab]}" in plan
    whole_plan = plan.partition("SubPlan")[0].partition("CORRELATED")[0]
    assert "TEMP B-TREE" not in whole_plan
    assert "Sort" not in whole_plan
