"""21: an address to go on to stays on this site."""

from urllib.parse import urljoin, urlsplit

import pytest
from django.http import HttpResponse

from tests.accounts.getting_in import SIGN_IN
from tests.factories import PASSWORD, make_answer, make_member
from tests.faults import expect_none
from tests.world import address, make_world, url_names

pytestmark = pytest.mark.django_db
TRICKS = [
    *("https://evil.example/", "//evil.example/", "///evil.example/", "http:///evil.example", "/\\evil.example"),
    *("\\\\evil.example", "https:evil.example", "javascript:alert(1)", "data:text/html,x", "%2F%2Fevil.example//"),
    *("http://testserver@evil.example/", "http://testserver.evil.example/", "\thttps://evil.example"),
    *("//evil.example%2f..", "/\t/evil.example", "\x00//evil.example", "ftp://testserver/"),
]


def is_here(page: str, location: str) -> bool:
    """Whether a browser that is sent on from this page stays on the site."""
    there = urlsplit(urljoin(f"http://testserver{page}", location.replace("\\", "/").strip("\x00\t ")))
    return (there.scheme, there.netloc) == ("http", "testserver")


def leads_away(page: str, response: HttpResponse) -> bool:
    """Whether an answer sends the browser that asked for `page` to another site."""
    return response.has_header("Location") and not is_here(page, response.headers["Location"])


@pytest.mark.parametrize("trick", TRICKS)
def test_signing_in_leads_nobody_away(client, trick):
    member = make_member()
    response = client.post(SIGN_IN, {"login": member.username, "password": PASSWORD, "next": trick})
    assert response.status_code == 302
    assert is_here(SIGN_IN, response.headers["Location"])


@pytest.mark.parametrize("trick", TRICKS)
def test_signing_out_and_thanking_lead_nobody_away(client, trick):
    client.force_login(make_member())
    for page in (f"/answers/{make_answer().pk}/helped/", "/accounts/logout/"):
        response = client.post(page, {"next": trick})
        assert response.status_code == 302
        assert is_here(page, response.headers["Location"])


def test_no_address_takes_its_target_from_the_outside(client):
    """Neither in the way that pages of others do it, nor in the path, where a slash is added to."""
    world, names = make_world(), ("next", "url", "redirect", "return_to", "continue", "back")
    client.force_login(world.author)
    asked = [(address(name, world), dict.fromkeys(names, "https://evil.example/")) for name in url_names()]
    asked += [(f"/{trick}", {}) for trick in TRICKS] + [(trick, {}) for trick in TRICKS if trick[0] == "/"]
    expect_none([page for page, sent in asked if leads_away(page, client.get(page, sent))])
