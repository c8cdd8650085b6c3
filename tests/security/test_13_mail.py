"""13: nobody writes into the headers of a mail: each has one recipient, a subject of ours, and no header besides."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.services import check_name
from notifications.kinds import notification_kinds
from notifications.models import EmailChoice
from notifications.sending import send_due
from notifications.services import notify
from tests.accounts.getting_in import JOIN, answers
from tests.crawl import Page
from tests.factories import make_member, make_story
from tests.faults import expect_none
from tests.security.filling import filled
from tests.world import World, address, make_world, url_names

pytestmark = pytest.mark.django_db
MARK = "zwitscher"
ENCODED = f"=?utf-8?q?=0d=0aBcc=3a_{MARK}@evil.example?="
INJECTED = f"{MARK}\r\nBcc: {MARK}@evil.example\r\nX-Mark: 1"
OURS = {
    *("Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID", "Content-Transfer-Encoding"),
    *("List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted", "X-Auto-Response-Suppress"),
}
BROKEN = [
    "a@example.org\r\nBcc: b@evil.example",
    "a@example.org\nb@evil.example",
    "a@example.org\r\n\r\nA whole body",
    "a@example.org%0d%0aBcc:b@evil.example,b@evil.example",
    "a@example.org, b@evil.example",
    "a@example.org;b@evil.example",
    "Mira <a@example.org>",
    '"a\r\nBcc: b@evil.example"@example.org',
    "=?utf-8?q?a=0d=0a?=@example.org, b@evil.example",
]


def faults_of(message: EmailMessage) -> list[str]:
    """What a mail carries besides what we wrote; the body is left out of it."""
    raw = message.message()
    faults = [f"header {name}" for name in set(raw.keys()) - OURS]
    faults += [f"{name} twice" for name in set(raw.keys()) if len(raw.get_all(name)) > 1]
    faults += [f"{name} says {value}" for name, value in raw.items() if MARK in str(value) or "\n" in str(value)]
    recipients = message.recipients()
    return faults + ([f"{len(recipients)} recipients"] if len(recipients) != 1 or message.cc or message.bcc else [])


@pytest.mark.parametrize("email", BROKEN)
@pytest.mark.parametrize("door", ["join", "code", "reset", "report"])
def test_address_that_holds_more_than_an_address_gets_no_mail(client, door, email):
    story = make_story()
    path, sent = {
        "join": (JOIN, answers(email=email)),
        "code": ("/accounts/login/code/", {"email": email}),
        "reset": ("/accounts/password/reset/", {"email": email}),
        "report": (reverse("report-new", args=["story", story.pk]), {"reason": "spam", "email": email}),
    }[door]
    response = client.post(path, sent, headers={"origin": "http://testserver"})
    assert response.status_code == 200
    assert mail.outbox == []


@pytest.mark.parametrize("name", [INJECTED, ENCODED, "Mira\r\nBcc: b", "=?utf-8?b?TWlyYQ==?=", "a\x0bb:c"])
def test_name_that_could_be_a_header_is_refused(name):
    with pytest.raises(ValidationError):
        check_name(display_name=name)


def test_name_and_title_that_got_there_all_the_same_stay_out_of_the_headers():
    """News of every kind, to somebody whose name is an attack in itself, about a title that is another."""
    member = make_member()
    type(member).objects.filter(pk=member.pk).update(display_name=ENCODED)
    kinds = notification_kinds()
    for kind in kinds:
        EmailChoice.objects.update_or_create(member=member, kind=kind.name, defaults={"pace": "at-once"})
        notify(kind=kind.name, recipients=[member], title=INJECTED[:80], url="/", key=f"mail:{kind.name}")
        send_due()
    subjects = {message.subject.partition(" – ")[0] for message in mail.outbox}
    assert subjects
    assert subjects <= {str(kind.subject) for kind in kinds} | {"News for you"}
    expect_none(fault for message in mail.outbox for fault in faults_of(message))


@pytest.mark.parametrize(("viewer", "begins"), [("stranger", ""), ("author", ""), ("moderator", "moderation/")])
def test_no_form_writes_into_a_header(viewer, begins, django_capture_on_commit_callbacks):
    """Every form is sent with an attack in each of its fields; all mails that follow are read."""
    world = make_world()
    send_all(world, viewer, begins, f"{ENCODED} {INJECTED}", django_capture_on_commit_callbacks)
    send_due()
    assert viewer == "author" or mail.outbox
    expect_none({f"{message.subject}: {fault}": "" for message in mail.outbox for fault in faults_of(message)})


def send_all(world: World, viewer: str, begins: str, words: str, capture) -> None:
    client: Client = world.browser(viewer, raise_request_exception=False, headers={"origin": "http://testserver"})
    cookies = client.cookies.copy()
    for name in [name for name, route in url_names().items() if route.startswith(begins)]:
        client.cookies = cookies.copy()
        path = address(name, world)
        response = client.get(path)
        page = Page(path, response.status_code, dict(response.headers), response.content)
        values = filled(page, words=words, email=f"{name}@example.org") if page.is_html else {}
        if response.status_code != 405 and not values:
            continue
        cache.clear()
        with transaction.atomic():
            with capture(execute=True):
                assert client.post(path, {"title": words, "body": words, **values}).status_code < 500, path
            transaction.set_rollback(True)
