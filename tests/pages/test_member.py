"""A profile shows each thing to those whom its member chose, and to nobody else."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import Http404
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from accounts.blocks import block, mute
from accounts.models import User
from members.models import Profile
from members.services import add_condition, put_picture, put_profile, remove_picture, show_picture_to
from moderation.models import Audience, Visibility
from moderation.services import waiting_change
from pages.member import load_member, member_page
from tests.factories import make_answer, make_condition, make_question, make_story, make_thread, make_topic, make_user

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()
VISITOR_QUERIES, MEMBER_QUERIES = 5, 8


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def _no_words_wait(settings):
    settings.FIRST_POSTS_HELD = 0


@pytest.fixture
def marisol():
    return make_user(username="marisol", display_name="Marisol", date_joined=datetime(2023, 9, 14, tzinfo=UTC))


@pytest.fixture
def asthma():
    return make_condition(slug="asthma", name="Asthma", name_in_text="asthma")


def tell(member, condition, audience):
    """Everything that a profile can hold, for one audience."""
    put_profile(
        member=member,
        about="I like tomatoes.",
        about_audience=audience,
        country="KE",
        country_audience=audience,
        writing_audience=audience,
    )
    add_condition(
        member=member,
        condition=condition,
        relation="parent",
        diagnosed_year=2019,
        audience=audience,
        year_audience=audience,
        consent=True,
    )
    make_answer(question=make_question(condition=condition, topic=make_topic()), author=member)
    make_story(condition=condition, author=member, title="The first winter")
    make_thread(condition=condition, author=member, title="Who sleeps?")


def seen(member, viewer=NOBODY, **more):
    return member_page(load_member(member.username), viewer=viewer, **more)


def things(page):
    return [
        bool(page.about),
        bool(page.country),
        bool(page.conditions),
        bool(page.writing.answers and page.writing.stories and page.writing.threads),
    ]


def picture(colour="red"):
    output = BytesIO()
    Image.new("RGB", (200, 200), colour).save(output, "PNG")
    return output.getvalue()


@pytest.mark.parametrize(
    ("audience", "by_visitor", "by_member", "by_oneself"),
    [("nobody", False, False, True), ("members", False, True, True), ("anyone", True, True, True)],
)
def test_each_thing_is_seen_by_its_audience(marisol, asthma, audience, by_visitor, by_member, by_oneself):
    tell(marisol, asthma, audience)
    assert things(seen(marisol)) == [by_visitor] * 4
    assert things(seen(marisol, make_user())) == [by_member] * 4
    assert things(seen(marisol, marisol)) == [by_oneself] * 4


def test_words_that_wait_for_a_moderator_are_seen_by_nobody(client, marisol, asthma, settings):
    settings.FIRST_POSTS_HELD = 3
    tell(marisol, asthma, "anyone")
    assert waiting_change(target="profile", target_id=marisol.pk).body == "I like tomatoes."
    for viewer in (NOBODY, make_user()):
        assert seen(marisol, viewer).about is None
        assert things(seen(marisol, viewer))[1:] == [True] * 3
    assert "tomatoes" not in client.get("/members/marisol/").text


def test_audience_of_one_thing_says_nothing_of_another(marisol, asthma):
    tell(marisol, asthma, "nobody")
    Profile.objects.update(country_audience="anyone")
    assert things(seen(marisol)) == [False, True, False, False]


def test_year_has_an_audience_of_its_own(marisol, asthma):
    tell(marisol, asthma, "anyone")
    assert seen(marisol).conditions[0].words == "parent of someone with asthma, diagnosed in 2019"
    marisol.member_conditions.update(year_audience="members")
    assert seen(marisol).conditions[0].words == "parent of someone with asthma"
    assert "2019" in seen(marisol, make_user()).conditions[0].words


def test_nothing_is_public_from_the_start(marisol, asthma):
    put_profile(member=marisol, about="I like tomatoes.", country="KE")
    add_condition(member=marisol, condition=asthma, relation="has-it", consent=True)
    page = seen(marisol, make_user())
    assert page.is_private
    assert things(page) == [False] * 4


def test_private_profile_says_the_name_and_that_the_rest_is_private(client, marisol, asthma):
    tell(marisol, asthma, "nobody")
    html = client.get("/members/marisol/").content.decode()
    assert "<bdi>Marisol</bdi></h1>" in html
    assert "Marisol keeps the rest private." in html
    for word in ("tomatoes", "Kenya", "sthma", "2023", "first winter"):
        assert word not in html


def test_search_engines_keep_no_profile(client, marisol, asthma):
    tell(marisol, asthma, "anyone")
    assert '<meta name="robots" content="noindex">' in client.get("/members/marisol/").content.decode()
    assert "/members/" not in client.get("/sitemap-pages.xml").content.decode()


@pytest.mark.parametrize("visibility", [Visibility.HELD, Visibility.REMOVED, Visibility.WITHDRAWN])
def test_hidden_writing_is_listed_for_nobody_else(marisol, asthma, visibility):
    tell(marisol, asthma, "anyone")
    for rows in (marisol.answers, marisol.stories, marisol.threads):
        rows.update(visibility=visibility)
    assert seen(marisol).writing.is_empty
    assert seen(marisol, make_user()).writing.is_empty


def test_writing_for_members_is_listed_for_members_only(marisol, asthma):
    tell(marisol, asthma, "anyone")
    marisol.stories.update(audience=Audience.MEMBERS)
    assert not seen(marisol).writing.stories
    assert seen(marisol, make_user()).writing.stories
    assert not seen(marisol, marisol, seen_as="anyone").writing.stories


def test_what_was_written_without_a_name_is_in_no_profile(marisol, asthma):
    tell(marisol, asthma, "anyone")
    for rows in (marisol.answers, marisol.stories, marisol.threads):
        rows.update(is_anonymous=True)
    assert seen(marisol).writing.is_empty
    assert seen(marisol, marisol).writing.is_empty


def test_member_can_look_with_the_eyes_of_others(client, marisol, asthma):
    tell(marisol, asthma, "members")
    assert things(seen(marisol, marisol, seen_as="members")) == [True] * 4
    assert things(seen(marisol, marisol, seen_as="anyone")) == [False] * 4
    assert seen(marisol, marisol).about.seen_by == "Members see this."
    assert seen(marisol, marisol, seen_as="members").about.seen_by == ""


def test_nobody_looks_with_the_eyes_of_the_member(marisol, asthma):
    tell(marisol, asthma, "nobody")
    assert things(seen(marisol, seen_as="nobody")) == [False] * 4
    assert things(seen(marisol, make_user(), seen_as="members")) == [False] * 4


def test_who_was_blocked_sees_a_private_profile(marisol, asthma):
    tell(marisol, asthma, "anyone")
    other = make_user()
    block(member=marisol, other=other)
    page = seen(marisol, other)
    assert page.is_private
    assert things(page) == [False] * 4
    assert page.looks.can_avoid
    assert not page.looks.is_blocked


def test_who_was_muted_sees_no_difference(marisol, asthma):
    tell(marisol, asthma, "anyone")
    other = make_user()
    mute(member=marisol, other=other)
    assert things(seen(marisol, other)) == [True] * 4


def test_who_has_left_is_a_former_member(client, marisol, asthma):
    tell(marisol, asthma, "anyone")
    User.objects.filter(pk=marisol.pk).update(closed_at=timezone.now(), is_active=False)
    html = client.get("/members/marisol/").content.decode()
    assert "This person has closed their account." in html
    assert "tomatoes" not in html


def test_suspended_member_keeps_the_rest_private(marisol, asthma):
    tell(marisol, asthma, "anyone")
    User.objects.filter(pk=marisol.pk).update(is_active=False)
    assert seen(marisol).is_private


def test_unknown_name_is_not_found(client):
    with pytest.raises(Http404):
        load_member("nobody")
    assert client.get("/members/nobody/").status_code == 404


def test_address_takes_every_name_that_a_member_may_have(client):
    member = make_user(username="ana@home+1.é")
    assert client.get(seen(member).urls["this"]).status_code == 200


@pytest.mark.parametrize(
    ("audience", "by_visitor", "by_member", "by_oneself"),
    [("nobody", 404, 404, 200), ("members", 404, 200, 200), ("anyone", 200, 200, 200)],
)
def test_picture_is_served_to_its_audience_only(client, media, marisol, audience, by_visitor, by_member, by_oneself):
    put_picture(member=marisol, content=picture(), audience=audience)
    url = f"/pictures/{marisol.profile.picture_key}-96.jpg"
    assert client.get(url).status_code == by_visitor
    client.force_login(make_user())
    assert client.get(url).status_code == by_member
    client.force_login(marisol)
    assert client.get(url).status_code == by_oneself


def test_picture_is_served_as_nothing_but_a_picture(client, media, marisol):
    put_picture(member=marisol, content=picture(), audience="anyone")
    response = client.get(f"/pictures/{marisol.profile.picture_key}-320.jpg")
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, max-age=600"
    assert response.content.startswith(b"\xff\xd8\xff")


def test_blocked_member_gets_no_picture(client, media, marisol):
    put_picture(member=marisol, content=picture(), audience="anyone")
    other = make_user()
    block(member=marisol, other=other)
    client.force_login(other)
    assert client.get(f"/pictures/{marisol.profile.picture_key}-96.jpg").status_code == 404


def test_size_that_was_not_made_is_not_found(client, media, marisol):
    put_picture(member=marisol, content=picture(), audience="anyone")
    assert client.get(f"/pictures/{marisol.profile.picture_key}-97.jpg").status_code == 404
    assert client.get("/pictures/-96.jpg").status_code == 404


def test_new_picture_takes_the_old_one_s_place_and_leaves_no_file(media, marisol, django_capture_on_commit_callbacks):
    for colour in ("red", "blue"):
        with django_capture_on_commit_callbacks(execute=True):
            put_picture(member=marisol, content=picture(colour), audience="anyone")
    key = Profile.objects.get(member=marisol).picture_key
    assert sorted(path.name for path in media.rglob("*.jpg")) == sorted([f"{key}-320.jpg", f"{key}-96.jpg"])
    with django_capture_on_commit_callbacks(execute=True):
        remove_picture(member=marisol)
    assert not list(media.rglob("*.jpg"))


def test_audience_of_a_picture_can_be_changed_alone(media, marisol):
    put_picture(member=marisol, content=picture(), audience="anyone")
    key = Profile.objects.get(member=marisol).picture_key
    show_picture_to(member=marisol, audience="nobody")
    profile = Profile.objects.get(member=marisol)
    assert (profile.picture_key, profile.picture_audience) == (key, "nobody")


@pytest.mark.parametrize("count", [0, 1, 10])
def test_query_count_does_not_grow(marisol, count):
    put_profile(member=marisol, about="x", about_audience="anyone", writing_audience="anyone")
    for _number in range(count):
        condition = make_condition()
        add_condition(member=marisol, condition=condition, relation="has-it", audience="anyone", consent=True)
        make_answer(question=make_question(condition=condition), author=marisol)
        make_story(condition=condition, author=marisol)
        make_thread(condition=condition, author=marisol)
    for viewer, expected in ((NOBODY, VISITOR_QUERIES), (make_user(), MEMBER_QUERIES), (marisol, VISITOR_QUERIES)):
        with CaptureQueriesContext(connection) as queries:
            page = seen(marisol, viewer)
        assert len(queries) == expected
        with CaptureQueriesContext(connection) as queries:
            render_to_string("pages/member.html", {"page": page, "csrf_token": "x"})
        assert len(queries) == 0
