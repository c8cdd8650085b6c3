from datetime import timedelta
from urllib.parse import quote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import Http404, QueryDict
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Block
from moderation.models import Visibility
from pages.errors import GoneError
from pages.loading import MovedError
from pages.stories import story_list_page
from pages.story import later, load_story, story_page
from stories.models import Story
from stories.services import add_update, delete_story, withdraw_story
from tests.factories import make_condition, make_story, make_user

pytestmark = pytest.mark.django_db
HIDDEN = [Visibility.HELD, Visibility.REMOVED, Visibility.WITHDRAWN]
LIST_QUERIES, DETAIL_QUERIES, SIGNED_IN = 2, 4, 4
"""`SIGNED_IN` finds the session, the member, whom they avoid, and their vote."""


@pytest.fixture
def leukemia():
    return make_condition(slug="leukemia", name="Leukemia", name_in_text="leukemia", short_name="ALL")


def hidden_story(visibility, **fields):
    story = make_story(**fields)
    Story.objects.filter(pk=story.pk).update(visibility=visibility)
    return story


def listed(condition=None, query="", viewer=None):
    return story_list_page(condition, viewer=viewer or AnonymousUser(), filters=QueryDict(query))


def opened(story, viewer=None):
    """The page of a story for a viewer, a stranger if none is given."""
    viewer = viewer or AnonymousUser()
    return story_page(load_story(story.pk, story.slug, viewer), viewer=viewer)


def titles(page):
    return [story.title for story in page.stories]


def test_story_is_shown_with_its_author_voice_notes_and_text(client, leukemia):
    author = make_user(display_name="Wanjiku")
    story = make_story(
        condition=leukemia,
        author=author,
        title="Eleven scarves",
        body="## A week\n\nI *knitted*.",
        relation="has-it",
        country="KE",
        content_notes=["hospital"],
    )
    html = client.get(story.get_absolute_url()).content.decode()
    assert html.count("<h1") == 1
    assert "Wanjiku</bdi>" in html
    assert "<span>living with ALL</span>" in html
    assert "Kenya" in html
    assert "Personal experience. Not checked by a doctor." in html
    assert "Before you read:" in html
    assert "describes time in hospital" in html
    assert "<h2>A week</h2>" in html
    assert "30 points" in html


def test_story_is_marked_with_its_language_and_may_run_either_way(client):
    story = make_story(title="قصتي", body="كان يوما طويلا.", language="ar")
    html = client.get(story.get_absolute_url()).content.decode()
    assert '<h1 id="story-h" lang="ar" dir="auto">' in html
    assert '<div class="flow" lang="ar" dir="auto">' in html


def test_what_a_member_wrote_runs_no_script(client):
    story = make_story(title="<script>alert(1)</script>", body="<script>alert(1)</script> words")
    html = client.get(story.get_absolute_url()).content.decode()
    assert "<script>alert" not in html


@pytest.mark.parametrize("visibility", [Visibility.HELD, Visibility.REMOVED])
def test_story_that_may_not_be_seen_is_not_found(client, visibility):
    story = hidden_story(visibility)
    with pytest.raises(Http404) as caught:
        load_story(story.pk, story.slug, AnonymousUser())
    assert not isinstance(caught.value, GoneError)
    assert client.get(story.get_absolute_url()).status_code == 404


def test_story_of_an_unpublished_condition_is_not_found(client):
    story = make_story()
    type(story.condition).objects.filter(pk=story.condition_id).update(is_published=False)
    assert client.get(story.get_absolute_url()).status_code == 404
    assert titles(listed()) == []


@pytest.mark.parametrize("number", [0, 999, 10**30])
def test_story_that_never_was_is_not_found(client, number):
    assert client.get(f"/stories/{number}/any/").status_code == 404


def test_withdrawn_story_is_gone_with_kind_words_and_without_its_own(client, leukemia):
    story = make_story(condition=leukemia, title="Secret title", body="Secret words.")
    withdraw_story(by=story.author, story=story)
    response = client.get(story.get_absolute_url())
    html = response.content.decode()
    assert response.status_code == 410
    assert "This story was taken back" in html
    assert "/conditions/leukemia/stories/" in html
    assert 'content="noindex"' in html
    assert "Secret" not in html


def test_other_words_at_the_end_of_the_address_lead_to_the_right_one(client):
    story = make_story(title="Route 14")
    with pytest.raises(MovedError):
        load_story(story.pk, "route-15", AnonymousUser())
    response = client.get(f"/stories/{story.pk}/route-15/")
    assert (response.status_code, response["Location"]) == (301, f"/stories/{story.pk}/route-14/")


def test_title_without_letters_still_has_an_address(client):
    story = make_story(title="???")
    assert story.get_absolute_url().endswith("/story/")
    assert client.get(story.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("visibility", HIDDEN)
def test_hidden_story_is_in_no_list_and_no_count(client, leukemia, visibility):
    seen = make_story(condition=leukemia, title="Seen", language="en", relation="parent")
    hidden_story(visibility, condition=leukemia, title="Unseen", language="es", relation="partner")
    for page in (listed(), listed(leukemia), listed(query="who=partner"), listed(query="language=es")):
        assert titles(page) == ["Seen"]
        assert (page.filters.total, page.filters.count) == (1, 1)
        assert [choice.value for choice in page.filters.who] == ["parent"]
        assert page.filters.languages == ()
    assert "Unseen" not in client.get("/stories/").content.decode()
    assert "Unseen" not in client.get(seen.get_absolute_url()).content.decode()


def test_list_of_a_condition_has_its_stories_only_newest_first(leukemia):
    now = timezone.now()
    make_story(condition=leukemia, title="Older", posted_at=now - timedelta(days=2))
    make_story(condition=leukemia, title="Newer", posted_at=now - timedelta(days=1))
    make_story(title="Elsewhere", posted_at=now)
    assert titles(listed(leukemia)) == ["Newer", "Older"]
    assert titles(listed()) == ["Elsewhere", "Newer", "Older"]


def test_stories_are_chosen_by_who_tells_them_and_in_which_language():
    make_story(title="A", relation="parent", language="en")
    make_story(title="B", relation="parent", language="es")
    make_story(title="C", relation="has-it", language="es")
    page = listed(query="who=parent&language=es")
    assert titles(page) == ["B"]
    assert [(choice.label, choice.count, choice.is_chosen) for choice in page.filters.who] == [
        ("Living with it", 1, False),
        ("Parent", 2, True),
    ]
    assert [(choice.label, choice.is_chosen) for choice in page.filters.languages] == [
        ("English", False),
        ("Spanish", True),
    ]
    assert not page.meta.is_indexable
    assert page.meta.canonical == "/stories/"


def test_choices_that_nobody_fits_together_offer_all_stories(client):
    make_story(relation="parent", language="en")
    make_story(relation="has-it", language="es")
    html = client.get("/stories/?who=parent&language=es").content.decode()
    assert "No story fits these choices." in html


@pytest.mark.parametrize("query", ["who=nobody", "language=zz", "page=-1", "page=x", "page=999999999999"])
def test_senseless_choices_show_the_whole_list(client, query):
    make_story(title="Here")
    html = client.get(f"/stories/?{query}").content.decode()
    assert "Here" in html


def test_language_that_nobody_knows_is_shown_by_its_code():
    make_story(language="tlh")
    make_story(language="en")
    assert [choice.label for choice in listed().filters.languages] == ["English", "tlh"]


def test_list_has_twelve_stories_on_a_page_and_keeps_the_choice(client):
    condition, author = make_condition(), make_user()
    for number in range(13):
        make_story(condition=condition, author=author, title=f"Story {number}", relation="parent")
    page = listed(query="who=parent")
    assert len(page.stories) == 12
    assert 'href="?who=parent&amp;page=2"' in client.get("/stories/?who=parent").content.decode()
    assert len(listed(query="who=parent&page=2").stories) == 1
    assert listed(query="page=2").meta.canonical == "/stories/?page=2"


def test_empty_list_says_what_it_is_for_and_is_not_indexed(client, leukemia):
    page = listed(leukemia)
    html = client.get("/conditions/leukemia/stories/").content.decode()
    assert not page.meta.is_indexable
    assert "No stories yet" in html
    assert "/stories/new/?condition=leukemia" in html


def test_story_stands_beside_others_of_its_condition_never_itself(leukemia):
    story = make_story(condition=leukemia, title="This")
    make_story(title="Elsewhere")
    assert opened(story).more == ()
    for number in range(3):
        make_story(condition=leukemia, title=f"Other {number}")
    more = opened(story).more
    assert [card.title for card in more] == ["Other 2", "Other 1"]


def test_own_sentences_of_a_story_with_notes_do_not_announce_it():
    gentle = make_story(title="A", body="We planted tomatoes. They grew.")
    hard = make_story(title="B", body="He died in May. We cried.", content_notes=["death"])
    assert "tomatoes" in opened(gentle).meta.description
    assert "died" not in opened(hard).meta.description


@pytest.mark.parametrize("name", ["Flu", "A very long name of a condition that goes on and on " * 3])
def test_titles_and_descriptions_fit_search_engines(name):
    condition = make_condition(name=name.strip())
    story = make_story(condition=condition, title="T" * 120, body="Short.", content_notes=["death"])
    for meta in (listed().meta, listed(condition).meta, opened(story).meta):
        assert len(meta.title) <= 65
        assert 70 <= len(meta.description) <= 160


@pytest.mark.parametrize("is_member", [False, True])
def test_query_count_is_the_same_for_0_1_and_10_stories(client, leukemia, is_member):
    story = make_story(condition=leukemia)
    other = make_condition(slug="other")
    if is_member:
        client.force_login(make_user())
        client.get("/")  # the first request of a session writes it down
    lists, details = [], []
    for more in (0, 1, 9):
        for _ in range(more):
            make_story(condition=other)
            make_story(condition=leukemia)
        with CaptureQueriesContext(connection) as queries:
            listed(other)
        lists.append(len(queries))
        with CaptureQueriesContext(connection) as queries:
            client.get(story.get_absolute_url())
        details.append(len(queries))
    assert lists == [LIST_QUERIES] * 3
    assert details == [DETAIL_QUERIES + SIGNED_IN * is_member] * 3


def test_rendering_makes_no_query(rf, leukemia, django_assert_num_queries):
    story = make_story(condition=leukemia)
    make_story(condition=leukemia)
    request = rf.get("/")
    request.user = AnonymousUser()
    pages = {
        "pages/story.html": opened(story),
        "pages/story_list.html": listed(),
    }
    with django_assert_num_queries(0):
        for template, page in pages.items():
            assert render_to_string(template, {"page": page}, request)


def test_story_without_a_name_shows_nothing_that_leads_to_its_author(client, leukemia):
    author = make_user(display_name="Wanjiku")
    story = make_story(condition=leukemia, author=author, relation="has-it", country="KE", is_anonymous=True)
    addresses = [story.get_absolute_url(), "/stories/", "/conditions/leukemia/", "/", "/feeds/stories/"]
    pages = {url: client.get(url).content.decode() for url in [*addresses, "/conditions/leukemia/stories/"]}
    assert [url for url, html in pages.items() if story.title not in html] == []
    assert [url for url, html in pages.items() if "Wanjiku" in html or author.username in html] == []
    assert "A member</bdi>" in pages[story.get_absolute_url()]
    assert "<span>living with ALL</span>" in pages[story.get_absolute_url()]
    assert "point" not in pages[story.get_absolute_url()].partition("<article")[2].partition("</header>")[0]
    voices = {opened(one).voice for one in (story, make_story(relation="has-it", country="KE", is_anonymous=True))}
    assert len({voice.pebble for voice in voices}) == 1


def test_members_only_story_is_nowhere_for_a_stranger_and_answers_like_no_story(client, leukemia):
    story = make_story(condition=leukemia, title="Only for us here", audience="members")
    other = make_story(condition=leukemia)
    for url in [
        "/",
        "/stories/",
        "/conditions/leukemia/",
        "/conditions/leukemia/stories/",
        "/feeds/stories/",
        "/feeds/new/",
        "/feeds/conditions/leukemia/",
        "/sitemap-stories.xml",
        "/search/?q=only+for+us",
        other.get_absolute_url(),
    ]:
        html = client.get(url).content.decode()
        assert story.title not in html, url
        assert story.slug not in html, url
    for url in [story.get_absolute_url(), f"/stories/{story.pk}/wrong-words/"]:
        assert client.get(url).status_code == 404
        assert story.slug not in client.get(url).headers.get("Location", "")
    assert listed(leukemia).filters.total == 1


def test_visitor_is_told_of_signing_in_alike_where_a_story_is_for_members_and_where_there_is_none(client):
    story = make_story(audience="members")
    there, nowhere = (client.get(f"/stories/{pk}/its-title/").content.decode() for pk in (story.pk, story.pk + 1))
    assert f"/accounts/login/?next=%2Fstories%2F{story.pk}%2Fx%2F" in there
    assert there.replace(f"%2F{story.pk}%2F", "") == nowhere.replace(f"%2F{story.pk + 1}%2F", "")
    client.force_login(make_user())
    assert "?next=" not in client.get(f"/stories/{story.pk + 1}/x/").content.decode()


def test_members_only_story_is_read_by_members_and_kept_by_no_cache(client, leukemia):
    story = make_story(condition=leukemia, title="Only for us here", audience="members")
    reader = make_user()
    client.force_login(reader)
    response = client.get(story.get_absolute_url())
    assert "For members only" in response.content.decode()
    assert response.headers["Cache-Control"] == "private, no-store"
    assert not opened(story, reader).meta.is_indexable
    assert titles(listed(leukemia, viewer=reader)) == [story.title]
    assert titles(listed(leukemia, viewer=story.author)) == [story.title]


@pytest.mark.parametrize(
    ("visibility", "words"),
    [
        (Visibility.HELD, "This takes up to 2 days."),
        (Visibility.REMOVED, "We took this down."),
        (Visibility.WITHDRAWN, "You took this back."),
    ],
)
def test_author_sees_the_story_in_place_in_every_state_and_nobody_else_does(client, leukemia, visibility, words):
    story = hidden_story(visibility, condition=leukemia)
    client.force_login(story.author)
    assert words in client.get(story.get_absolute_url()).content.decode()
    for stranger in (make_user(), make_user(is_superuser=True)):
        client.force_login(stranger)
        assert client.get(story.get_absolute_url()).status_code in {404, 410}
        assert titles(listed(leukemia, viewer=stranger)) == []


def test_withdrawn_story_that_was_for_members_tells_nobody_that_it_was_there(client):
    story = hidden_story(Visibility.WITHDRAWN, audience="members")
    assert client.get(story.get_absolute_url()).status_code == 404


def test_deleted_story_gets_a_kind_answer(client, leukemia):
    story = make_story(condition=leukemia)
    delete_story(by=story.author, story=story)
    response = client.get(story.get_absolute_url())
    assert response.status_code == 410
    assert "/conditions/leukemia/stories/" in response.content.decode()


def test_author_finds_what_can_be_done_now_and_a_stranger_finds_nothing(leukemia):
    story = make_story(condition=leukemia)
    assert opened(story).own_urls == {} == opened(story, make_user()).own_urls
    own = opened(story, story.author).own_urls
    assert set(own) == {"edit", "add", "sharing", "withdraw", "delete", "versions"}
    withdraw_story(by=story.author, story=story)
    assert set(opened(story, story.author).own_urls) == {"edit", "add", "sharing", "bring_back", "delete", "versions"}
    Story.objects.update(visibility=Visibility.REMOVED)
    assert set(opened(story, story.author).own_urls) == {"edit", "add", "sharing", "delete", "versions"}


def test_story_of_someone_whom_the_viewer_muted_is_folded_and_left_out_of_lists(leukemia):
    named, other = make_story(condition=leukemia), make_story(condition=leukemia)
    unnamed = make_story(condition=leukemia, author=named.author, is_anonymous=True)
    reader = make_user()
    Block.objects.create(member=reader, other=named.author, is_mute=True)
    assert opened(named, reader).is_folded
    assert not opened(unnamed, reader).is_folded
    assert listed(leukemia, viewer=reader).filters.total == 2
    assert [card.url for card in opened(other, reader).more] == [unnamed.get_absolute_url()]
    assert not opened(named).is_folded


def test_later_parts_stand_below_with_date_and_words_for_how_much_later(client, leukemia, settings):
    settings.FIRST_POSTS_HELD = 0
    story = make_story(condition=leukemia, posted_at=timezone.now() - timedelta(days=370))
    add_update(by=story.author, story=story, body="Back to school.")
    add_update(by=story.author, story=story, heading="My birthday", body="Cake.")
    page = opened(story)
    assert [part.heading for part in page.parts] == ["One year later", "My birthday"]
    assert {part.remove_url for part in page.parts} == {""}
    assert all(part.remove_url for part in opened(story, story.author).parts)
    html = client.get(story.get_absolute_url()).content.decode()
    assert html.index("One year later") < html.index("Back to school") < html.index("Cake")
    assert "Changed on" in html


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "A little later"),
        (29, "A little later"),
        (31, "One month later"),
        (70, "2 months later"),
        (366, "One year later"),
        (740, "2 years later"),
    ],
)
def test_how_much_later_is_said_in_words(days, words):
    now = timezone.now()
    assert later(now - timedelta(days=days), now) == words


def test_stranger_gets_no_cookie_from_reading_a_story_and_is_led_to_sign_in_for_the_vote(client):
    story = make_story()
    response = client.get(story.get_absolute_url())
    assert not response.cookies
    assert f"?next={quote(story.get_absolute_url(), safe='')}%23helped" in response.content.decode()


def test_reader_votes_undoes_it_and_the_author_is_offered_neither(client):
    story, reader = make_story(), make_user()
    client.force_login(reader)
    address = f"/stories/helped/{story.pk}/"
    assert client.post(address).headers["Location"] == f"{story.get_absolute_url()}#helped"
    html = client.get(story.get_absolute_url()).content.decode()
    assert "This helped 1 person" in html
    assert 'aria-pressed="true"' in html
    client.post(address, {"vote": "back"})
    assert 'aria-pressed="false"' in client.get(story.get_absolute_url()).content.decode()
    client.force_login(story.author)
    assert "aria-pressed" not in client.get(story.get_absolute_url()).content.decode()
    assert client.post(address).status_code == 403


def test_list_is_narrowed_by_where_people_are(leukemia):
    make_story(condition=leukemia, title="New", stage="new")
    make_story(condition=leukemia, title="After", stage="after")
    page = listed(leukemia, "stage=after")
    assert titles(page) == ["After"]
    assert [(choice.value, choice.count, choice.is_chosen) for choice in page.filters.stages] == [
        ("new", 1, False),
        ("after", 1, True),
    ]
    assert "stage=after&" in page.filters.query


def test_author_finds_what_only_they_can_see_on_the_lists_and_nobody_else_does(client, leukemia):
    author = make_user()
    for visibility in HIDDEN:
        hidden_story(visibility, condition=leukemia, author=author, title=visibility.name)
    make_story(condition=leukemia, author=author, title="Visible")
    client.force_login(author)
    for url in ("/stories/", "/conditions/leukemia/stories/"):
        own = client.get(url).content.decode().partition("Your stories that only you can see")[2].partition("</ul>")[0]
        assert [name for name in ("HELD", "REMOVED", "WITHDRAWN", "Visible") if name in own] == [
            "HELD",
            "REMOVED",
            "WITHDRAWN",
        ]
    assert listed(make_condition(), viewer=author).own == () == listed(leukemia).own
    assert listed(leukemia, viewer=make_user()).own == ()


def test_reader_hides_stories_of_a_kind_and_the_choice_stays_with_the_other_choices(client, leukemia):
    notes = {"Spring": [], "Summer": ["death"], "Autumn": ["needles", "death"], "Winter": ["needles"]}
    made = {
        title: make_story(condition=leukemia, title=title, content_notes=kept, relation="has-it")
        for title, kept in notes.items()
    }
    html = client.get(made["Autumn"].get_absolute_url()).content.decode()
    assert (
        "/stories/?without=death&amp;without=needles" in html or "/stories/?without=needles&amp;without=death" in html
    )
    assert "Show me stories without this" not in client.get(made["Spring"].get_absolute_url()).content.decode()
    page = listed(leukemia, query="without=death&who=has-it&without=nonsense")
    assert {story.title for story in page.stories} == {"Spring", "Winter"}
    assert (page.filters.count, page.filters.total) == (2, 4)
    assert page.filters.query == "who=has-it&without=death&"
    html = client.get(f"/conditions/{leukemia.slug}/stories/?without=death").content.decode()
    assert "mentions death" in html
    assert 'name="without" value="death"' in html
    assert {s.title for s in listed(leukemia, query="without=death&without=needles").stories} == {"Spring"}
