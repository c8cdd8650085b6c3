"""A member's own pages about their profile: each saves alone, can be undone, and is nobody else's."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.blocks import block
from accounts.models import Block
from accounts.services import give_consent, withdraw_consent
from members.models import MemberCondition, Profile
from members.services import add_condition, put_profile
from tests.crawl import Page
from tests.factories import make_condition, make_user

pytestmark = pytest.mark.django_db
PAGES = ["profile", "picture", "picture/remove", "conditions", "conditions/add", "people"]
NOBODY = {"about_audience": "nobody", "country_audience": "nobody", "writing_audience": "nobody"}


@pytest.fixture
def marisol():
    return make_user(username="marisol", display_name="Marisol")


@pytest.fixture
def signed_in(client, marisol):
    client.force_login(marisol)
    return client


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.FIRST_POSTS_HELD = 0
    return tmp_path


def undo(client):
    return client.post("/account/undo/", follow=True)


@pytest.mark.parametrize("name", PAGES)
def test_page_is_whole_and_kept_nowhere(signed_in, name):
    response = signed_in.get(f"/account/{name}/")
    page = Page(name, response.status_code, dict(response.headers), response.content)
    assert page.status == 200
    assert page.errors == []
    assert [level for level, _words in page.headings].count(1) == 1
    assert "no-store" in response["Cache-Control"]
    assert page.meta("robots") == "noindex"
    labelled = {node.get("for") for node in page.all("label")}
    fields = [node for node in page.all("input", "textarea", "select") if node.get("type") not in {"hidden", "search"}]
    assert {node.get("id") for node in fields} - {"find"} <= labelled


@pytest.mark.parametrize("name", PAGES)
def test_stranger_is_led_to_sign_in_and_back(client, name):
    response = client.get(f"/account/{name}/")
    assert response.status_code == 302
    assert response.url == f"/accounts/login/?next=/account/{name}/"


def test_no_form_preselects_anyone_or_members(signed_in, media):
    for name in ("profile", "picture", "conditions/add"):
        page = signed_in.get(f"/account/{name}/").content.decode()
        assert 'value="nobody" selected' in page
        assert 'value="anyone" selected' not in page
        assert 'value="members" selected' not in page


def test_link_cannot_preselect_an_audience(signed_in):
    page = signed_in.get("/account/conditions/add/?audience=anyone&relation=has-it").content.decode()
    assert 'value="anyone" selected' not in page
    assert 'value="has-it" selected' not in page


def test_profile_is_saved_and_undone(signed_in, marisol, settings):
    settings.FIRST_POSTS_HELD = 0
    put_profile(member=marisol, about="Before.", about_audience="members")
    sent = NOBODY | {"about": "After.", "country": "KE", "country_audience": "anyone"}
    page = signed_in.post("/account/profile/", sent, follow=True).content.decode()
    assert "Saved." in page
    assert "Undo the last change" in page
    profile = Profile.objects.get(member=marisol)
    assert (profile.about, profile.about_audience, profile.country) == ("After.", "nobody", "KE")
    undo(signed_in)
    profile.refresh_from_db()
    assert (profile.about, profile.about_audience, profile.country) == ("Before.", "members", "")


def test_mistake_in_the_profile_keeps_what_was_typed(signed_in, marisol):
    response = signed_in.post("/account/profile/", NOBODY | {"about": "x" * 501})
    page = Page("profile", response.status_code, dict(response.headers), response.content)
    assert page.title.startswith("Error: ")
    assert "x" * 501 in page.text
    assert not Profile.objects.exists()


def test_extra_fields_change_nothing(signed_in, marisol):
    other = make_user()
    sent = NOBODY | {"about": "Mine.", "member": other.pk, "picture_key": "x" * 32, "points": 99, "is_staff": "on"}
    signed_in.post("/account/profile/", sent)
    profile = Profile.objects.get()
    marisol.refresh_from_db()
    assert (profile.member, profile.picture_key) == (marisol, "")
    assert (marisol.points, marisol.is_staff) == (0, False)


def test_condition_needs_consent_which_is_asked_unticked(signed_in, marisol):
    make_condition(slug="asthma", name="Asthma")
    sent = {"condition": "Asthma", "relation": "has-it", "audience": "nobody", "year_audience": "nobody"}
    page = signed_in.get("/account/conditions/add/")
    boxes = [node for node in Page("", 200, {}, page.content).all("input") if node.get("name") == "consent"]
    assert [node.get("checked") for node in boxes] == [None]
    assert "Error: " in signed_in.post("/account/conditions/add/", sent).content.decode()
    assert not MemberCondition.objects.exists()
    signed_in.post("/account/conditions/add/", sent | {"consent": "on"})
    assert MemberCondition.objects.get().relation == "has-it"
    assert 'name="consent"' not in signed_in.get("/account/conditions/add/").content.decode()


def test_consent_taken_back_deletes_the_conditions(marisol):
    add_condition(member=marisol, condition=make_condition(), relation="has-it", consent=True)
    withdraw_consent(member=marisol, kind="conditions")
    assert not MemberCondition.objects.exists()


def test_condition_is_added_changed_removed_and_each_is_undone(signed_in, marisol):
    condition = make_condition(slug="asthma", name="Asthma")
    give_consent(member=marisol, kind="conditions")
    sent = {"relation": "parent", "diagnosed_year": "2019", "audience": "members", "year_audience": "nobody"}
    signed_in.post("/account/conditions/add/", sent | {"condition": "asthma"})
    link = MemberCondition.objects.get()
    assert (link.condition, link.relation, link.diagnosed_year, link.audience) == (condition, "parent", 2019, "members")
    signed_in.post(f"/account/conditions/{link.pk}/", sent | {"relation": "carer"})
    link.refresh_from_db()
    assert link.relation == "carer"
    undo(signed_in)
    link.refresh_from_db()
    assert link.relation == "parent"
    signed_in.post(f"/account/conditions/{link.pk}/remove/")
    assert not MemberCondition.objects.exists()
    undo(signed_in)
    link = MemberCondition.objects.get()
    assert (link.relation, link.diagnosed_year, link.audience) == ("parent", 2019, "members")


def test_adding_a_condition_can_be_undone(signed_in, marisol):
    make_condition(slug="asthma", name="Asthma")
    give_consent(member=marisol, kind="conditions")
    sent = {"condition": "asthma", "relation": "parent", "audience": "nobody", "year_audience": "nobody"}
    signed_in.post("/account/conditions/add/", sent)
    undo(signed_in)
    assert not MemberCondition.objects.exists()


@pytest.mark.parametrize("path", ["", "remove/"])
def test_condition_of_another_member_is_not_found(signed_in, path):
    link = add_condition(member=make_user(), condition=make_condition(), relation="has-it", consent=True)
    assert signed_in.post(f"/account/conditions/{link.pk}/{path}").status_code == 404
    assert MemberCondition.objects.filter(pk=link.pk).exists()


def test_condition_stands_in_no_address(signed_in, marisol):
    add_condition(
        member=marisol, condition=make_condition(slug="asthma", name="Asthma"), relation="has-it", consent=True
    )
    response = signed_in.get("/account/conditions/")
    page = Page("", response.status_code, dict(response.headers), response.content)
    addresses = [node.get("href") or node.get("action") for node in page.all("a", "form")]
    assert not [a for a in addresses if a and a.startswith("/account/") and "asthma" in a]


def test_picture_is_kept_and_its_audience_changed_and_undone(signed_in, marisol, media):
    output = BytesIO()
    Image.new("RGB", (200, 200), "red").save(output, "PNG")
    file = SimpleUploadedFile("../../evil.svg", output.getvalue(), content_type="image/svg+xml")
    signed_in.post("/account/picture/", {"picture": file, "picture_audience": "members"})
    profile = Profile.objects.get(member=marisol)
    assert profile.picture_audience == "members"
    assert {path.name for path in media.rglob("*") if path.is_file()} == {
        f"{profile.picture_key}-320.jpg",
        f"{profile.picture_key}-96.jpg",
    }
    signed_in.post("/account/picture/", {"picture_audience": "anyone"})
    undo(signed_in)
    profile.refresh_from_db()
    assert profile.picture_audience == "members"
    signed_in.post("/account/picture/remove/")
    profile.refresh_from_db()
    assert profile.picture_key == ""


def test_member_whose_texts_are_still_read_first_adds_no_picture(signed_in, media, settings):
    settings.FIRST_POSTS_HELD = 3
    assert "when your first texts have been read" in signed_in.get("/account/picture/").content.decode()
    output = BytesIO()
    Image.new("RGB", (200, 200), "red").save(output, "PNG")
    file = SimpleUploadedFile("me.png", output.getvalue())
    assert signed_in.post("/account/picture/", {"picture": file, "picture_audience": "anyone"}).status_code == 403
    assert not list(media.rglob("*.jpg"))


def test_what_is_no_picture_is_refused_with_what_to_do(signed_in, media):
    file = SimpleUploadedFile("me.jpg", b"<svg onload=alert(1)>", content_type="image/jpeg")
    page = signed_in.post("/account/picture/", {"picture": file, "picture_audience": "anyone"}).content.decode()
    assert "Choose a JPEG, PNG or WebP file." in page
    assert not list(media.rglob("*.jpg"))


@pytest.mark.parametrize(("act", "is_mute"), [("mute", True), ("block", False)])
def test_member_mutes_or_blocks_and_takes_it_back(signed_in, marisol, act, is_mute):
    other = make_user(display_name="Ben")
    page = signed_in.post(f"/account/people/{other.pk}/{act}/", follow=True).content.decode()
    assert Block.objects.get(member=marisol, other=other).is_mute is is_mute
    assert "Ben" in page
    undo(signed_in)
    assert not Block.objects.exists()


def test_end_of_blocking_can_be_undone(signed_in, marisol):
    other = make_user()
    block(member=marisol, other=other)
    signed_in.post(f"/account/people/{other.pk}/let-be/")
    assert not Block.objects.exists()
    undo(signed_in)
    assert Block.objects.get().is_mute is False


def test_nobody_blocks_themselves(signed_in, marisol):
    assert "yourself" in signed_in.post(f"/account/people/{marisol.pk}/block/", follow=True).content.decode()
    assert not Block.objects.exists()


@pytest.mark.parametrize("path", ["undo/", "people/1/block/", "conditions/1/remove/"])
def test_nothing_changes_by_looking(signed_in, path):
    assert signed_in.get(f"/account/{path}").status_code == 405


def test_there_is_nothing_to_undo_twice(signed_in, marisol):
    signed_in.post("/account/profile/", NOBODY | {"about": "Hello."})
    undo(signed_in)
    assert undo(signed_in).status_code == 404
