"""Who is writing: a member, or a visitor whom only a cookie knows. The cookie comes with the first draft."""

import secrets
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv6Address, ip_address

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from accounts.models import User
from writing.days import VISITOR_DAYS


@dataclass(frozen=True)
class Writer:
    """A member, or a visitor with a `token`. `is_new`: nothing can be stored for this token yet.

    `address` is where a visitor writes from, for the limit only; it is never stored.
    """

    member: User | None = None
    token: str = ""
    is_new: bool = False
    address: str = ""

    @property
    def token_hash(self) -> str:
        return "" if self.member else hash_of(self.token)


def writer_of(request: HttpRequest) -> Writer:
    """Whoever sent this request. A visitor without the cookie gets a new token, which `remember` hands out."""
    if isinstance(request.user, User):
        return Writer(member=request.user)
    token = token_of(request)
    return Writer(token=token or secrets.token_urlsafe(32), is_new=not token, address=address_of(request))


def token_of(request: HttpRequest) -> str:
    """What the draft cookie of this browser holds, or nothing."""
    return request.COOKIES.get(settings.DRAFT_COOKIE_NAME, "")[:100]


def hash_of(token: str) -> str:
    """What is stored of a token: who reads the database cannot open drafts with it."""
    return sha256(token.encode()).hexdigest()


def remember(response: HttpResponseBase, writer: Writer) -> None:
    """Gives a visitor the cookie that finds their drafts again. Members need none."""
    if writer.member is None:
        response.set_cookie(
            settings.DRAFT_COOKIE_NAME,
            writer.token,
            max_age=VISITOR_DAYS * 24 * 3600,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def forget(response: HttpResponseBase) -> None:
    """Takes the cookie back, when its drafts belong to a member now."""
    response.delete_cookie(settings.DRAFT_COOKIE_NAME, samesite="Lax")


def address_of(request: HttpRequest) -> str:
    """The visitor's network address; of IPv6 the first half, which one household has for itself."""
    address = ip_address(get_adapter(request).get_client_ip(request))
    if isinstance(address, IPv6Address):
        return f"{IPv6Address(int(address) >> 64 << 64)}/64"
    return str(address)
