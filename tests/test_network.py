"""No test reaches another machine, and this machine stays in reach."""

import socket
import urllib.request

import pytest

from tests.network import NetworkBlockedError

ELSEWHERE = ("192.0.2.1", 80)  # RFC 5737: an address for documentation


def test_connecting_to_another_machine_is_blocked():
    with pytest.raises(NetworkBlockedError), socket.socket() as connection:
        connection.connect(ELSEWHERE)


def test_connecting_without_an_exception_is_blocked_too():
    with pytest.raises(NetworkBlockedError), socket.socket() as connection:
        connection.connect_ex(ELSEWHERE)


def test_another_machine_over_ipv6_is_blocked():
    with pytest.raises(NetworkBlockedError), socket.socket(socket.AF_INET6) as connection:
        connection.connect(("2001:db8::1", 80))


def test_a_datagram_to_another_machine_is_blocked():
    with pytest.raises(NetworkBlockedError), socket.socket(type=socket.SOCK_DGRAM) as connection:
        connection.sendto(b"hello", ELSEWHERE)


@pytest.mark.parametrize("look_up", ["getaddrinfo", "gethostbyname"])
def test_looking_up_another_machine_is_blocked(look_up):
    with pytest.raises(NetworkBlockedError):
        getattr(socket, look_up)("example.org", *([80] if look_up == "getaddrinfo" else []))


def test_fetching_a_page_from_another_machine_is_blocked():
    with pytest.raises(NetworkBlockedError):
        urllib.request.urlopen("http://example.org/")


def test_this_machine_stays_in_reach():
    with socket.create_server(("127.0.0.1", 0)) as server:
        connection = socket.create_connection(("localhost", server.getsockname()[1]))
        connection.close()
