"""7: pictures are known by decoding them; everything else is refused, and nothing is stored of it."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from members.models import Profile
from moderation.models import Visibility
from tests.factories import make_member, make_story
from tests.security.pictures import HOSTILE, picture

pytestmark = pytest.mark.django_db
ADDRESS = "/account/picture/"


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def browser(settings):
    settings.FIRST_POSTS_HELD = 0
    browser = Client(raise_request_exception=False)
    browser.force_login(make_member())
    return browser


def send(browser, content, name="me.jpg", kind="image/jpeg"):
    return browser.post(ADDRESS, {"picture": SimpleUploadedFile(name, content, kind), "picture_audience": "anyone"})


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_picture_is_refused_whatever_it_is_called(browser, own_media, what):
    for name, kind in (("me.jpg", "image/jpeg"), ("me.png", "image/png"), ("../../me.webp", "image/webp")):
        assert 400 <= send(browser, HOSTILE[what], name, kind).status_code < 500
    assert not Profile.objects.exclude(picture_key="").exists()
    assert list(own_media.rglob("*.*")) == []


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "P", "CMYK", "1", "LA"])
def test_pictures_of_each_format_are_taken_by_any_name(browser, kind, mode):
    mode = mode if kind == "PNG" or mode in {"RGB", "L"} else "RGB"
    mode = "RGB" if kind == "PNG" and mode == "CMYK" else mode
    assert send(browser, picture(kind, mode=mode), name="x.exe", kind="text/html").status_code == 302
    key = Profile.objects.get().picture_key
    assert default_storage.exists(f"members/{key}-320.jpg")


def test_account_that_nobody_knows_yet_adds_no_picture(settings):
    settings.FIRST_POSTS_HELD = 3
    member, browser = make_member(), Client()
    browser.force_login(member)
    assert send(browser, picture()).status_code in {400, 403}
    for _text in range(3):
        make_story(author=member, visibility=Visibility.VISIBLE)
    assert send(browser, picture()).status_code == 302
