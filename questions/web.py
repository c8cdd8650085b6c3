"""Reads what stands behind a link, without letting the link decide where this machine goes. Knows no tables.

Names are looked up once, every address they have is checked, and the connection goes to one that was checked. Private
addresses, loopback and the like are refused, at the start and at each redirect, unless a setting names the host.
"""

import socket
import ssl
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import IPv6Address, IPv6Network, ip_address
from threading import Event, Timer
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

from django.utils.translation import gettext as _

SECONDS: Final = 20.0
MOST_BYTES: Final = 2_000_000
MOST_REDIRECTS: Final = 5
_FOR_GOOD: Final = {301, 308}
_REDIRECTS: Final = {301, 302, 303, 307, 308}
_PORTS: Final = {"http": 80, "https": 443}
_NAT64: Final = IPv6Network("64:ff9b::/96")


class UnreadableError(Exception):
    """The link cannot be read, with the reason in words."""


@dataclass(frozen=True)
class Reading:
    """What a link led to. `is_moved`: every redirect on the way was for good, and there was one."""

    url: str
    status: int | None = None
    is_moved: bool = False
    content_type: str = ""
    content: bytes = b""
    problem: str = ""


def read(url: str, *, agent: str, private_hosts: Collection[str] = (), seconds: float = SECONDS) -> Reading:
    """What stands behind the link, at most 2 MB of it; a problem in words where nothing can be read."""
    kinds: list[int | None] = []
    try:
        for _step in range(MOST_REDIRECTS + 1):
            reading, target = _ask(url, agent, private_hosts, seconds)
            if not target:
                return replace(reading, is_moved=bool(kinds) and all(kind in _FOR_GOOD for kind in kinds))
            kinds.append(reading.status)
            url = urljoin(url, target)
    except UnreadableError as error:
        return Reading(url, problem=str(error))
    return Reading(url, problem=_("It redirects again and again."))


def is_public(address: str) -> bool:
    """Whether a numeric address is one of the open internet."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner or ip in _NAT64:
            return False
    return ip.is_global and not ip.is_multicast


def _ask(url: str, agent: str, private_hosts: Collection[str], seconds: float) -> tuple[Reading, str]:
    """One request: what came back, and where it sends us, if anywhere."""
    parts = _split(url)
    host = parts.hostname or ""
    address = _address(parts, is_trusted=host in private_hosts)
    connection = _connection(parts, address, seconds)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    headers = {"User-Agent": agent, "Accept": "text/html, */*;q=0.5", "Connection": "close"}
    try:
        with _ending_after(seconds, connection):
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            target = response.headers.get("Location", "") if response.status in _REDIRECTS else ""
            content = b"" if target else _content(response)
    except (OSError, HTTPException, ValueError) as error:
        raise UnreadableError(_said(error)) from error
    finally:
        connection.close()
    kind = response.headers.get_content_type()
    return Reading(url, status=response.status, content_type=kind, content=content), target


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        is_plain = parts.scheme in _PORTS and parts.hostname and "@" not in parts.netloc and url.isprintable()
        _port = parts.port
    except ValueError:
        is_plain = False
    if not is_plain:
        raise UnreadableError(_("This is no link of the web."))
    return parts


def _address(parts: SplitResult, *, is_trusted: bool) -> tuple[str, int]:
    """The numeric address to talk to, after a look at every one that the name has."""
    port = parts.port or _PORTS[parts.scheme]
    if not is_trusted and port not in _PORTS.values():
        raise UnreadableError(_("The link names an unusual port."))
    addresses = _numbers(parts.hostname or "", port)
    if not addresses or not (is_trusted or all(is_public(address) for address in addresses)):
        raise UnreadableError(_("The link leads into a private network."))
    return addresses[0], port


def _numbers(host: str, port: int) -> list[str]:
    """The numeric addresses of a host, which may be one itself."""
    try:
        return [str(ip_address(host))]
    except ValueError:
        pass
    try:
        return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise UnreadableError(_("No machine has this name.")) from error


def _connection(parts: SplitResult, address: tuple[str, int], seconds: float) -> HTTPConnection:
    """A connection to the address that was checked, under the name that the link says."""
    host = parts.hostname or ""
    name = f"[{host}]" if ":" in host else host
    connection: HTTPConnection
    if parts.scheme == "https":
        connection = HTTPSConnection(name, address[1], timeout=seconds, context=ssl.create_default_context())
    else:
        connection = HTTPConnection(name, address[1], timeout=seconds)
    # The only place where http.client looks a name up.
    connection._create_connection = lambda _host, timeout, *_rest: socket.create_connection(address, timeout)  # type: ignore[attr-defined]  # noqa: SLF001
    return connection


@contextmanager
def _ending_after(seconds: float, connection: HTTPConnection) -> Iterator[None]:
    """Ends the connection when the time is over, however slowly the other side drips. Raises TimeoutError then."""
    is_over = Event()

    def end() -> None:
        is_over.set()
        if connection.sock:
            with suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if is_over.is_set():
            raise TimeoutError


def _content(response: HTTPResponse) -> bytes:
    """The first 2 MB of what was sent."""
    pieces, size = [], 0
    while size < MOST_BYTES and (piece := response.read1(min(65_536, MOST_BYTES - size))):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def _said(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return _("It did not answer in time.")
    if isinstance(error, ssl.SSLError):
        return _("Its certificate is not right.")
    return _("The connection failed.")
