"""6: texts and names hold nothing that is not seen, and a name is nobody else's in disguise. 24 cases."""

import re
import unicodedata
from itertools import groupby

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import User
from accounts.services import check_name, join, rename
from markup.hygiene import clean
from members.messaging import send
from members.services import put_profile
from stories.services import add_update
from tests.accounts.getting_in import JOIN, answers
from tests.factories import make_answer, make_member, make_post, make_story, make_thanks, make_thread
from tests.faults import expect_none
from tests.world import make_world

pytestmark = pytest.mark.django_db
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
TEXTS = {
    "decomposed": "Cafe\u0301 au lait",
    "decomposed Hangul": "\u1112\u1161\u11ab words",
    "NUL": "one\x00two",
    "C0": "bell\x07 escape\x1b[31m",
    "DEL and C1": "a\x7fb\x85c\x9bd",
    "override": "access\u202etxt.exe",
    "embedding": "\u202aone \u202btwo",
    "isolate that stays open": "\u2066admin \u2067other",
    "isolate that was never opened": "words\u2069\u202c here",
    "tower of marks": "e" + "\u0301" * 200,
    "tower of two scripts": "e" + "\u0301\u20dd" * 60,
    "line ends": "one\r\ntwo\rthree",
}
NAMES = {
    "Cyrillic": "аdmin",
    "full width": "ａｄｍｉｎ",
    "zero width": "mod\u200b",
    "reserved": "Moderator",
    "digits for letters": "m0derator",
    "two alphabets": "Mаrisol Grey",
    "looks like another": "Maris0l",
    "override": "Ann\u202ea",
    "tower": "Ze" + "\u0301" * 9 + "ro",
    "address of mail": "mira@example.org",
    "telephone": "call 0155 512 3456",
    "address of a page": "www.example.org",
}
"""One each; Marisol is a member already."""


def faults_of(text: str) -> list[str]:
    """What a stored text must not hold."""
    tested = {
        "not NFC": not unicodedata.is_normalized("NFC", text),
        "a control": any(unicodedata.category(letter) == "Cc" for letter in text if letter not in "\n\t"),
        "a direction": bool(BIDI.search(text)),
        "a tower": longest_run(text) > 12,
    }
    return [fault for fault, is_so in tested.items() if is_so]


def longest_run(text: str) -> int:
    runs = groupby(text, key=lambda letter: unicodedata.category(letter)[0] == "M")
    return max((len(list(run)) for is_mark, run in runs if is_mark), default=0)


def test_there_are_24_cases():
    assert len(TEXTS) + len(NAMES) == 24


@pytest.mark.parametrize("case", TEXTS)
def test_text_is_stored_without_what_nobody_sees(case):
    """In every room that takes words. A text may also be refused; then nothing is stored."""
    text, world = f"It began. {TEXTS[case]} and it went on.", make_world()
    author = world.author
    story = make_story(author=author, title=text[:60], body=text)
    add_update(by=author, story=story, heading=text[:60], body=text)
    thread = make_thread(author=author, title=text[:60], body=text)
    profile = put_profile(member=author, about=text, about_audience="anyone", country="")
    found = [
        *(make_answer(author=author, body=text), thread, make_post(author=author, body=text), story),
        *(make_thanks(author=author, body=text), send(sender=author, connection=world.conversation, body=text)),
        *story.updates.all(),
    ]
    stored = {}
    for row in [*found, author.profile]:
        row.refresh_from_db()
        for name in ("title", "body", "about", "heading"):
            stored[f"{type(row).__name__}.{name}"] = getattr(row, name, "")
    assert profile is None or profile.pk
    expect_none({place: faults for place, text in stored.items() if (faults := faults_of(str(text)))})


@pytest.mark.parametrize("case", ["NUL", "C0", "override", "tower of marks"])
def test_form_that_brings_it_stores_it_clean_or_says_what_is_wrong(client, case):
    member = make_member()
    thread = make_thread()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    sent = {"body": f"A walk helps. {TEXTS[case]}", "form_id": "x"}
    response = client.post(reverse("thread-reply", args=[thread.pk]), sent, headers={"origin": "http://testserver"})
    posted = list(thread.posts.values_list("body", flat=True))
    assert posted or "Error: " in response.content.decode()
    expect_none(fault for text in posted for fault in faults_of(text))


@pytest.mark.parametrize("text", TEXTS.values())
def test_cleaned_text_would_be_seen_otherwise(text):
    """The look-out sees each of the cases, and nothing in what was cleaned."""
    assert faults_of(text.replace("\r", "\x07"))
    assert faults_of(clean(text)) == []


@pytest.mark.parametrize("case", NAMES)
def test_name_that_deceives_is_refused_at_every_door(client, case):
    join(newcomer=User(), display_name="Marisol", email="a@example.org", password=None)
    member = make_member(display_name="Olu")
    response = client.post(JOIN, answers(display_name=NAMES[case], email="b@example.org"))
    assert response.status_code == 200
    assert not User.objects.filter(email="b@example.org")
    for refused in (
        lambda: check_name(display_name=NAMES[case]),
        lambda: rename(member=member, display_name=NAMES[case]),
    ):
        with pytest.raises(ValidationError):
            refused()
