import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from accounts.models import User
from writing.writers import Writer, forget, remember, writer_of


def request_of(user=None, **more):
    request = RequestFactory().get("/", **more)
    request.user = user or AnonymousUser()
    return request


def test_member_writes_as_themselves_whatever_their_cookies_say():
    member = User(pk=1)
    request = request_of(member)
    request.COOKIES["draft"] = "token"
    assert writer_of(request) == Writer(member=member)


def test_visitor_without_cookie_gets_a_token_that_nobody_can_guess():
    first, second = writer_of(request_of()), writer_of(request_of())
    assert first.is_new
    assert len(first.token) >= 40
    assert first.token != second.token


def test_visitor_is_known_by_the_cookie():
    request = request_of()
    request.COOKIES["draft"] = "token"
    writer = writer_of(request)
    assert (writer.token, writer.is_new) == ("token", False)


@pytest.mark.parametrize(
    ("address", "kept"),
    [("203.0.113.7", "203.0.113.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")],
)
def test_household_counts_as_one_address(address, kept):
    assert writer_of(request_of(REMOTE_ADDR=address)).address == kept


def test_cookie_is_for_this_site_and_out_of_reach_of_scripts():
    response = HttpResponse()
    remember(response, Writer(token="token"))
    cookie = response.cookies["draft"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"], cookie["path"]) == ("token", True, "Lax", "/")
    assert cookie["max-age"] == 14 * 24 * 3600


def test_member_gets_no_cookie():
    response = HttpResponse()
    remember(response, Writer(member=User(pk=1)))
    assert not response.cookies


def test_cookie_is_taken_back():
    response = HttpResponse()
    forget(response)
    assert response.cookies["draft"]["max-age"] == 0
