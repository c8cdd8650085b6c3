"""Mails: plain text and HTML, light, without pictures, and with nothing on health where a lock screen shows it."""

import re
from email import policy
from email.parser import BytesParser

import html5lib
import pytest
from django.core import mail as post_office
from django.test import override_settings

from accounts.models import User
from notifications.sending import send_due
from notifications.services import choose_paces
from notifications.unsubscribing import wish_of
from tests.notifications.cast import tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(owner):
    """The mail that leaves with this news, as its reader gets it."""

    def send(*news):
        for number, fields in enumerate(news or [{}]):
            tell(owner, **{"key": f"post:{number}"} | fields)
        send_due()
        message = post_office.outbox[-1].message()
        return BytesParser(policy=policy.default).parsebytes(message.as_bytes())

    return send


def body(letter, kind):
    return letter.get_body(preferencelist=(kind,)).get_content()


def test_subject_is_that_of_the_kind_and_never_the_title(letter):
    sent = letter({"title": "A reply in “Asthma at night”"})
    assert sent["Subject"] == "Someone replied to you – Cairn"


def test_subject_over_several_kinds_names_none(letter, owner):
    choose_paces(member=owner, paces={"helped": "at-once"})
    sent = letter({}, {"kind": "helped"})
    assert sent["Subject"] == "News for you – Cairn"


def test_no_line_in_the_head_names_what_it_is_about(letter):
    sent = letter({"title": "A reply in “Asthma at night”", "url": "/forum/1/asthma-at-night/"})
    assert "sthma" not in "\n".join(f"{name}: {value}" for name, value in sent.items())
    assert "Asthma" in body(sent, "plain")


def test_both_parts_hold_every_title_and_its_address(letter):
    sent = letter({"title": "One <b>reply</b>"}, {"title": "Another", "url": "/forum/2/x/"})
    assert "One <b>reply</b>\nhttp://testserver/forum/1/night/" in body(sent, "plain")
    assert "One &lt;b&gt;reply&lt;/b&gt;" in body(sent, "html")
    for kind in ("plain", "html"):
        assert "http://testserver/forum/2/x/" in body(sent, kind)


def test_reader_ends_such_mails_with_one_click(letter, owner, client):
    sent = letter()
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = re.fullmatch(r"<http://testserver(/notifications/unsubscribe/(.+)/)>", sent["List-Unsubscribe"])
    wish = wish_of(address[2])
    assert (wish.member, wish.kinds) == (owner.pk, ("reply",))
    assert client.post(address[1]).status_code == 200
    for kind in ("plain", "html"):
        assert address[1] in body(sent, kind)


def test_largest_mail_stays_light(letter):
    sent = letter(*[{"title": "Réponse à " * 30, "url": f"/forum/{number}/{'x' * 100}/"} for number in range(60)])
    assert len(sent.as_bytes()) <= 15_000  # both parts, in the form in which they travel
    assert "And 50 more" in body(sent, "plain")


def test_html_loads_nothing_and_has_no_parse_error(letter):
    words = body(letter(), "html")
    parser = html5lib.HTMLParser(strict=True)
    tree = parser.parse(words)
    tags = [node.tag.rpartition("}")[2] for node in tree.iter() if isinstance(node.tag, str)]
    assert not {"img", "link", "script", "iframe", "video", "object"} & set(tags)
    assert tags.count("h1") == tags.count("title") == 1
    assert not re.search(r"url\(|src=|@import", words)


def test_same_mail_always_has_the_same_number_so_that_a_copy_is_known(letter):
    assert re.fullmatch(r"<mail-\d+-\d{14}@testserver>", letter()["Message-ID"])


def test_machines_do_not_answer_it(letter):
    assert letter()["Auto-Submitted"] == "auto-generated"


@override_settings(SITE_URL="https://cairn.example.org", SITE_NAME="Another Site")
def test_addresses_and_name_are_those_of_the_site(letter):
    sent = letter()
    assert sent["Subject"].endswith("– Another Site")
    assert "https://cairn.example.org/forum/1/night/" in body(sent, "plain")
    assert sent["Message-ID"].endswith("@cairn.example.org>")


def test_line_end_in_a_name_starts_no_new_head(letter, owner):
    User.objects.filter(pk=owner.pk).update(display_name="A\nBcc: x@example.org")
    assert letter()["Bcc"] is None
