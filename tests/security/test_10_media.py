"""10: pictures lie under random names, say nothing of the file that they came from, and cannot act as a page."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from members.models import Profile, ProfileAudience
from members.services import put_picture
from questions.pictures import store_picture
from tests.factories import make_member
from tests.security.pictures import picture

pytestmark = pytest.mark.django_db
GIVEN = "John-Smith-HIV-result"


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT, settings.FIRST_POSTS_HELD = tmp_path, 0
    return tmp_path


def add_picture(audience=ProfileAudience.ANYONE):
    member = make_member()
    put_picture(member=member, content=picture(), audience=audience)
    return member, f"/pictures/{Profile.objects.get(member=member).picture_key}-96.jpg"


def test_given_name_is_nowhere(own_media):
    member, browser = make_member(), Client()
    browser.force_login(member)
    file = SimpleUploadedFile(f"{GIVEN}.jpg", picture(), "image/jpeg")
    assert browser.post("/account/picture/", {"picture": file, "picture_audience": "anyone"}).status_code == 302
    key = Profile.objects.get().picture_key
    assert re.fullmatch(r"[0-9a-f]{32}", key)
    address = store_picture(SimpleUploadedFile(f"{GIVEN}.png", picture("PNG"), "image/png"))
    assert re.fullmatch(r"/media/pictures/[0-9a-f]{32}-400x300\.webp", address)
    pages = [
        browser.get(page)
        for page in (f"/members/{member.username}/", "/account/picture/", address, f"/pictures/{key}-96.jpg")
    ]
    for page in pages:
        content = b"".join(page.streaming_content) if page.streaming else page.content
        assert GIVEN.encode() not in content + str(page.headers).encode()
    assert not [path for path in own_media.rglob("*") if GIVEN in path.name]


def test_picture_is_served_as_nothing_but_a_picture(client):
    _member, address = add_picture()
    for place, kind in ((address, "image/jpeg"), (store_picture(SimpleUploadedFile("a", picture())), "image/webp")):
        answer = client.get(place, headers={"accept": "text/html"})
        answer.close()
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == kind
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")


def test_picture_is_seen_by_those_whom_it_is_for(client):
    signed_in = Client()
    signed_in.force_login(make_member())
    for audience, visitor, member in (("nobody", 404, 404), ("members", 404, 200), ("anyone", 200, 200)):
        _owner, address = add_picture(audience)
        assert (client.get(address).status_code, signed_in.get(address).status_code) == (visitor, member)


@pytest.mark.parametrize(
    "name", ["../../db.sqlite3", "..%2f..%2fdb.sqlite3", "a.svg", "a.html", "/etc/passwd", f"{GIVEN}.jpg"]
)
def test_no_other_file_is_served(client, name):
    for folder in ("/media/pictures/", "/pictures/", "/media/", "/media/members/"):
        assert client.get(f"{folder}{name}").status_code in {400, 404}
