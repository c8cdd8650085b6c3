"""Members who are told of something, and two kinds of news."""

from allauth.account.models import EmailAddress

from accounts.models import ConsentKind, User
from accounts.services import give_consent
from notifications.kinds import NotificationKind
from notifications.models import Notification
from notifications.services import notify
from tests.factories import make_user

REPLY = NotificationKind("reply", "Someone replies", "Someone replied to you", "at-once")
HELPED = NotificationKind("helped", "Something helped", "What you wrote helped", "weekly")
KINDS = {kind.name: kind for kind in (REPLY, HELPED)}


def make_reader() -> User:
    """A member who agreed to mails and confirmed the address."""
    member = make_user()
    member.email = f"{member.username}@example.org"
    member.save(update_fields=["email"])
    EmailAddress.objects.create(user=member, email=member.email, primary=True, verified=True)
    give_consent(member=member, kind=ConsentKind.EMAIL)
    return member


def tell(*members: User, **fields) -> None:
    """Tells members of a reply, unless `fields` say otherwise."""
    values = {"kind": "reply", "title": "A reply in “Asthma at night”", "url": "/forum/1/night/", "key": "post:1"}
    notify(recipients=members, **values | fields)


def news_of(member: User) -> Notification:
    return Notification.objects.get(recipient=member)
