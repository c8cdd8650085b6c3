"""5: the server fetches nothing that a member names, in whatever field, text or file they name it.

A listener on this machine waits for a request, and every connection and look-up of a name that this process begins is
noted. Nothing is waited for: what the site does later it does in its jobs, and they run here.
"""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from unittest import mock

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from members.messaging import send
from members.services import put_profile
from notifications.sending import send_due
from schedule.jobs import jobs
from stories.services import add_update
from tests.crawl import Page
from tests.factories import make_answer, make_post, make_story, make_thanks, make_thread
from tests.security.filling import filled
from tests.world import World, address, make_world, url_names

pytestmark = pytest.mark.django_db
OF_EDITORS = {"sources-look"}
"""A job that looks whether the publications that editors cite are still there: of no address that a member names."""


@dataclass
class Listener:
    """A server that answers nobody, and what this process asked of the network."""

    socket: socket.socket
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.socket.getsockname()[1]}/canary"

    def texts(self) -> list[str]:
        """The address in every way in which a text could make somebody fetch it."""
        url = self.url
        return [
            f"See {url} and <{url}> and [this]({url}).",
            f"![x]({url}.png)\n\n![y][r]\n\n[r]: {url}.jpg",
            f"<img src={url}.png><link rel=stylesheet href={url}.css><iframe src={url}></iframe>",
            f"{url}/oembed?url={url} https://www.youtube.com/watch?v=dQw4w9WgXcQ&x={url}",
            f"[x]: {url}\n\n{url.replace('127.0.0.1', 'localhost')} //127.0.0.1/canary @import '{url}'",
        ]

    def was_reached(self) -> bool:
        try:
            self.socket.accept()[0].close()
        except BlockingIOError:
            return False
        return True


@pytest.fixture
def listener() -> Iterator[Listener]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.setblocking(False)
        listener = Listener(server)
        connect, look_up = socket.socket.connect, socket.getaddrinfo

        def noted_connect(this, place):
            listener.asked.append(str(place))
            return connect(this, place)

        def noted_look_up(host, *arguments, **options):
            listener.asked.append(str(host))
            return look_up(host, *arguments, **options)

        with mock.patch("socket.socket.connect", noted_connect), mock.patch("socket.getaddrinfo", noted_look_up):
            yield listener


def write_everywhere(world: World, listener: Listener) -> list[str]:
    """Texts that name the listener, in every room. Gives the pages that show them."""
    author, shown = world.author, []
    for text in listener.texts():
        texts = [
            make_answer(body=text),
            make_story(author=author, title=text[:60], body=text),
            make_thread(author=author, title=text[:60], body=text),
        ]
        add_update(by=author, story=texts[1], heading="Later", body=text)
        make_post(thread=texts[2], body=text)
        make_thanks(story=texts[1], body=text)
        put_profile(member=author, about=text[:500], about_audience="anyone")
        send(sender=author, connection=world.conversation, body=text)
        shown += [text.get_absolute_url() for text in texts]
    return [
        *shown,
        "/members/auroratest/",
        f"/messages/{world.conversation.pk}/",
        "/forum/feed/",
        "/stories/feed/",
        "/",
    ]


def test_texts_that_name_an_address_make_nobody_ask_for_it(listener):
    world = make_world()
    pages = write_everywhere(world, listener)
    browser = world.browser("author", headers={"referer": listener.url, "user-agent": listener.url})
    for page in pages:
        assert browser.get(page, follow=True).status_code in {200, 404}, page
    for job in jobs():
        if job.name not in OF_EDITORS:
            job.do()
    send_due()
    assert listener.asked == []
    assert not listener.was_reached()


@pytest.mark.parametrize("viewer", ["author", "stranger"])
def test_no_form_makes_the_server_ask_for_what_stands_in_it(listener, viewer, django_capture_on_commit_callbacks):
    """An address is no more than words, whatever the field is called."""
    world = make_world()
    browser = world.browser(viewer, raise_request_exception=False, headers={"origin": "http://testserver"})
    cookies, sent = browser.cookies.copy(), 0
    named = dict.fromkeys(
        ("url", "picture_url", "avatar", "image", "webhook", "callback", "redirect_uri"), listener.url
    )
    for name in url_names():
        browser.cookies = cookies.copy()
        cache.clear()
        path = address(name, world)
        values = values_of(browser, path, listener.url)
        with transaction.atomic():
            with django_capture_on_commit_callbacks(execute=True):
                browser.post(path, {"body": listener.texts()[1], **values, **named})
            transaction.set_rollback(True)
        sent += 1
    assert sent > 80
    assert listener.asked == []
    assert not listener.was_reached()


def values_of(browser: Client, path: str, url: str) -> dict[str, str]:
    response = browser.get(path, {"url": url, "q": url})
    page = Page(path, response.status_code, dict(response.headers), response.content)
    return filled(page, words=url, email="a@example.org") if page.is_html else {}


def files(url: str) -> dict[str, bytes]:
    """Files that name an address, by the kind that they claim to be."""
    picture, words = BytesIO(), PngInfo()
    words.add_text("XML:com.adobe.xmp", f"<x:xmpmeta><a href='{url}'/></x:xmpmeta>")
    Image.new("RGB", (120, 120)).save(picture, "PNG", pnginfo=words)
    entity = f"<?xml version='1.0'?><!DOCTYPE svg SYSTEM '{url}' [<!ENTITY x SYSTEM '{url}'>]>"
    return {
        "image/png": picture.getvalue(),
        "image/svg+xml": f"{entity}<svg xmlns='http://www.w3.org/2000/svg'><image href='{url}'/>&x;</svg>".encode(),
        "image/x-mvg": f"push graphic-context\nfill 'url({url})'\npop graphic-context".encode(),
        "text/html": f"<img src='{url}'>".encode(),
        "application/vnd.apple.mpegurl": f"#EXTM3U\n{url}\n".encode(),
        "text/uri-list": url.encode(),
    }


def test_pictures_that_name_an_address_make_nobody_ask_for_it(listener):
    world = make_world()
    browser = world.browser("author", headers={"origin": "http://testserver"})
    for kind, content in files(listener.url).items():
        picture = SimpleUploadedFile(listener.url, content, kind)
        answer = browser.post("/account/picture/", {"picture": picture, "picture_audience": "anyone"})
        assert answer.status_code < 500
        browser.post("/account/picture/", {"picture": listener.url, "picture_audience": "anyone"})
    assert listener.asked == []
    assert not listener.was_reached()


def test_request_would_be_noticed(listener):
    with socket.create_connection(("127.0.0.1", listener.socket.getsockname()[1])):
        assert listener.was_reached()
    assert listener.asked
