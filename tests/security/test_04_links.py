"""4: links lead where they say, carry no weight, and new accounts make none."""

import re

import pytest
from django.conf import settings as site_settings

from forum.services import edit_post
from markup.links import names_another_host
from markup.members_text import LINK_REL, render
from tests.factories import make_answer, make_member, make_post, make_story, make_thread
from tests.faults import expect_none
from tests.markup.payloads import payloads

pytestmark = pytest.mark.django_db
SCHEMES = (
    "javascript",
    "data",
    "vbscript",
    "file",
    "blob",
    "ftp",
    "tel",
    "sms",
    "intent",
    "ws",
    "about",
    "view-source",
    "magnet",
)
LINK = "See [a page](https://spam.example/buy) and https://spam.example/now"


def hrefs(html):
    return re.findall(r'<a href="([^"]*)"', html)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_other_schemes_make_no_link(scheme):
    for text in (f"[x]({scheme}:x)", f"<{scheme}:xyz>", f"[x]({scheme}://a.example/)", f"[x]: {scheme}:x\n\n[x]"):
        assert [href for href in hrefs(render(text)) if href.lower().startswith(scheme)] == []


def test_every_link_of_any_text_is_marked_as_a_member_s():
    pages = [
        render(text[:20_000], with_headings=True)
        for text in [*payloads(), LINK, "a.example.org", "<https://a.example>"]
    ]
    tags = [tag for html in pages for tag in re.findall(r"<a [^>]*>", html)]
    assert len(tags) > 20
    expect_none([tag for tag in tags if f'rel="{LINK_REL}"' not in tag])
    expect_none(
        [href for html in pages for href in hrefs(html) if not re.match(r"https?:|mailto:|//|[^:]*$|[^:]*[/?#]", href)]
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[bank.example](https://evil.example/)", "bank.example [evil.example]</a>"),
        ("[https://bank.example/login](https://evil.example/)", "[evil.example]</a>"),
        ("[**bank.example**](https://evil.example/)", "[evil.example]</a>"),
        ("[ｂａｎｋ.example](https://evil.example/)", "[evil.example]</a>"),
        ("[sub.bank.example is safe](https://bank.example.evil.example)", "[bank.example.evil.example]</a>"),
        ("https://bank.example@evil.example/", "[evil.example]</a>"),
        ("[help@bank.example](mailto:me@evil.example)", "[evil.example]</a>"),
    ],
)
def test_text_that_names_another_host_shows_the_true_one(text, shown):
    assert shown in render(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "[a.example](https://a.example/x)",
            "[www.a.example](https://a.example)",
            "https://a.example/b.html",
            "a.example.org",
        ),
        *("[my page](https://a.example)", "[see e.g. this](https://a.example)", "[page 3.14](https://a.example)"),
        *("[me@a.example](mailto:me@a.example)", "https://xn--bcher-kva.example/", "https://bücher.example/"),
    ],
)
def test_honest_link_is_left_alone(text):
    assert "[" not in render(text)


def test_words_and_hosts_are_compared_without_looking_at_capitals():
    assert not names_another_host("A.Example", "a.example")
    assert names_another_host("A.Example", "b.example")


@pytest.mark.parametrize("make", [make_answer, make_story, make_thread, make_post])
def test_new_account_makes_no_link_and_its_address_stays_readable(make):
    html = make(author=make_member(), body=LINK).body_html
    assert "<a" not in html
    assert "a page (https://spam.example/buy)" in html
    assert "https://spam.example/now" in html


def test_member_whose_first_texts_were_read_makes_links():
    member = make_member()
    first = make_post(author=member, body=LINK)
    for _text in range(site_settings.FIRST_POSTS_HELD - 1):
        make_post(author=member)
    assert "<a" not in first.body_html
    assert make_story(author=member, body=LINK).body_html.count("<a ") == 2
    first.refresh_from_db()
    edit_post(by=member, post=first, body=LINK, is_anonymous=False)
    first.refresh_from_db()
    assert first.body_html.count("<a ") == 2
