"""Mails of the account: the same plain words as text and as HTML, small, without pictures or anything from afar."""

import re
from html.parser import HTMLParser

import pytest
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import mail
from django.test import RequestFactory

from accounts.letters import letter_html, paragraphs
from tests.accounts.getting_in import JOIN, answers
from tests.factories import make_member
from tests.templates import ROOT

KINDS = sorted(str(path.relative_to(ROOT)).removesuffix("_subject.txt") for path in ROOT.glob("*/email/*_subject.txt"))
WORDS = {
    "code": "ABCD-EFGH",
    "password_reset_url": "http://testserver/accounts/password/reset/key/1-abc/",
    "signup_url": "http://testserver/accounts/signup/",
    "from_email": "old@example.org",
    "to_email": "new@example.org",
    "deleted_email": "old@example.org",
    "site_name": "Cairn",
}


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.addresses, self.words = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in {"src", "href", "background", "srcset"}]

    def handle_data(self, data):
        self.words += data.split()


@pytest.fixture
def letter(rf=None):
    """Renders a mail of one kind as the adapter does."""
    return lambda kind: get_adapter(RequestFactory().get("/")).render_mail(kind, "mira@example.org", dict(WORDS))


@pytest.mark.parametrize("kind", KINDS)
def test_mail_is_small_plain_and_the_same_in_both_dresses(letter, kind):
    message = letter(kind)
    (html, mime), *others = message.alternatives
    reader = Reader()
    reader.feed(html)
    assert (mime, others) == ("text/html", [])
    assert len(message.message().as_bytes()) < 15_000
    assert not {"img", "script", "link", "iframe", "object", "form"} & set(reader.tags)
    assert all(address.startswith("http://testserver") for address in reader.addresses)
    assert "url(" not in html
    assert set(re.sub(r"\s+", " ", message.body).split()) <= set(reader.words)
    assert "None" not in message.body
    assert message.subject
    assert "\n" not in message.subject


@pytest.mark.parametrize("kind", KINDS)
def test_sentences_are_short_and_say_who_writes(letter, kind):
    message = letter(kind)
    assert settings.SITE_NAME in message.body
    sentences = re.split(r"[.?!:]\s|\n\n", message.body)
    assert max(len(sentence.split()) for sentence in sentences) <= 20


def test_every_mail_of_ours_was_looked_at():
    assert len(KINDS) >= 16


def test_address_becomes_a_button_and_code_stands_alone():
    parts = list(paragraphs("Hello.\nTwo lines.\n\nhttps://example.org/x?a=1&b=2\n\nABCD-EFGH\n\n\n"))
    assert [(part.address, part.code) for part in parts] == [
        ("", ""),
        ("https://example.org/x?a=1&b=2", ""),
        ("", "ABCD-EFGH"),
    ]
    html = letter_html(subject="A <b> subject", text="<script>alert(1)</script>\n\nhttps://example.org/x?a=1&b=2")
    assert "<script" not in html
    assert "A &lt;b&gt; subject" in html
    assert 'href="https://example.org/x?a=1&amp;b=2"' in html


@pytest.mark.django_db
def test_mail_goes_to_one_person_and_names_nothing_that_they_typed(client):
    client.post(JOIN, answers(display_name="Bcc Everyone"))
    (message,) = mail.outbox
    assert message.recipients() == ["marisol@example.org"]
    assert "Bcc" not in message.message().as_string()
    assert set(message.message().keys()) <= {
        *("Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID"),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["a@example.org\r\nBcc: b@example.org", "a@example.org\nX: y", "=?utf-8?q?a?=@x\n"])
def test_address_with_a_line_break_reaches_no_header(client, email):
    client.post(JOIN, answers(email=email))
    client.post("/accounts/password/reset/", {"email": email})
    assert all("Bcc" not in message.message() and "X" not in message.message() for message in mail.outbox)


@pytest.mark.django_db
def test_member_who_joins_again_is_led_to_their_account(client):
    make_member(email="marisol@example.org")
    client.post(JOIN, answers())
    assert "has an account already" in " ".join(mail.outbox[0].body.split())
    assert "/accounts/password/reset/" in mail.outbox[0].body
