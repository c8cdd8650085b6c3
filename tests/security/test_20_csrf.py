"""20: each change needs a form of this site; unknown methods have no answer; looking changes nothing."""

import pytest
from django.test import Client

from tests.factories import make_member
from tests.faults import expect_none
from tests.world import address, make_world, url_names

pytestmark = pytest.mark.django_db
ONLY_LISTENS = {"csp-reports", "unsubscribe"}
"""Browsers and mail programs send these without a form; they can do no more than they say."""
HERE, ELSEWHERE = {"origin": "http://testserver"}, {"origin": "https://evil.example"}


@pytest.fixture
def world():
    return make_world()


def browser_of(person):
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.mark.parametrize("headers", [ELSEWHERE, {"origin": "null"}, ELSEWHERE | {"sec-fetch-site": "cross-site"}])
def test_form_of_another_site_is_refused_everywhere(world, headers):
    browsers = [browser_of(world.author), Client(enforce_csrf_checks=True)]
    names = url_names().keys() - ONLY_LISTENS
    expect_none(
        {
            name: answer.status_code
            for name in names
            for browser in browsers
            if (answer := browser.post(address(name, world), headers=headers)).status_code not in {403, 405}
        }
    )


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PUT", "PATCH", "DELETE", "PROPFIND", "FOO"])
def test_unknown_method_is_refused_everywhere(client, world, method):
    for name in url_names():
        answer = client.generic(method, address(name, world), HTTP_X_SECRET="canary")
        assert answer.status_code == 405
        assert b"canary" not in answer.content


def test_admin_refuses_unknown_methods_too(client):
    assert client.generic("TRACE", "/admin/").status_code == 405
    assert client.generic("TRACE", "/nothing/").status_code == 405


def test_looking_at_the_page_that_signs_out_signs_nobody_out(client):
    client.force_login(make_member())
    client.get("/accounts/logout/")
    client.head("/accounts/logout/")
    assert client.get("/account/").status_code == 200
