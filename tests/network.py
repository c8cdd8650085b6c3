"""Keeps the tests on this machine."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any
from unittest.mock import patch


class NetworkBlockedError(AssertionError):
    """A test tried to talk to another machine."""


def is_loopback(host: Any) -> bool:
    """Whether the host is this machine, by name or number."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in {None, "", "localhost"}:
        return True
    try:
        return ip_address(str(name).partition("%")[0]).is_loopback
    except ValueError:
        return False


@contextmanager
def only_loopback() -> Iterator[None]:
    """Refuses connections, datagrams and name look-ups that lead elsewhere; Unix sockets stay open."""
    with (
        patch.object(socket.socket, "connect", _guarded(socket.socket.connect)),
        patch.object(socket.socket, "connect_ex", _guarded(socket.socket.connect_ex)),
        patch.object(socket.socket, "sendto", _guarded(socket.socket.sendto)),
        patch.object(socket, "getaddrinfo", _guarded_look_up(socket.getaddrinfo)),
        patch.object(socket, "gethostbyname", _guarded_look_up(socket.gethostbyname)),
    ):
        yield


def _guarded(method: Any) -> Any:
    def guarded(this: socket.socket, *arguments: Any) -> Any:
        address = arguments[-1]
        if this.family in {socket.AF_INET, socket.AF_INET6} and not is_loopback(address[0]):
            raise NetworkBlockedError(f"A test tried to reach {address[0]}.")
        return method(this, *arguments)

    return guarded


def _guarded_look_up(function: Any) -> Any:
    def guarded(host: Any, *arguments: Any, **options: Any) -> Any:
        if not is_loopback(host):
            raise NetworkBlockedError(f"A test tried to look up {host}.")
        return function(host, *arguments, **options)

    return guarded
