"""The address in a mail's head by which its reader ends such mails without signing in (RFC 8058)."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

SALT = "notifications.unsubscribe"


@dataclass(frozen=True)
class Wish:
    """Whose mails end, and of which kinds."""

    member: int
    kinds: tuple[str, ...]


def token_of(wish: Wish) -> str:
    """The wish, signed: whoever holds the mail may ask for it, and for nothing else. It does not run out."""
    return signing.dumps([wish.member, sorted(wish.kinds)], salt=SALT)


def wish_of(token: str) -> Wish | None:
    """What a token asks for; nothing where we did not sign it."""
    try:
        member, kinds = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return Wish(member=int(member), kinds=tuple(kinds))


def address_of(wish: Wish) -> str:
    """The whole address."""
    return settings.SITE_URL + reverse("unsubscribe", args=[token_of(wish)])
