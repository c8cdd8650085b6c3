"""What a member may take along and have taken away: the shapes that every room's own `rights` fills, and those of
this room. pages/account.py puts them together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.closing import anonymise, end_sessions
from accounts.models import Block, Closing, Consent, User

type Records = dict[str, list[dict[str, Any]]]
type IsRemoved = Callable[[str, int], bool]
"""Whether a text, by its kind and number, is to go; what is not stays without a name."""


@dataclass(frozen=True)
class OwnText:
    """Something that a member wrote for others, as it stands in the list in which they decide one by one."""

    kind: str
    pk: int
    title: str
    url: str
    posted_at: datetime


def records(rows: QuerySet[Any], *, leave_out: str = "", in_words: str = "") -> Records:
    """The rows of one table by its name, as plain values by the names of the columns.

    Every column is there, also one that comes later, but for those of `leave_out`. What a column of `in_words` points
    at is said in words.
    """
    without, said = set(leave_out.split()), set(in_words.split())
    fields = [field for field in rows.model._meta.concrete_fields if field.name not in without]
    return {
        rows.model._meta.label: [
            {
                field.name: str(getattr(row, field.name)) if field.name in said else field.value_from_object(row)
                for field in fields
            }
            for row in rows.order_by("pk")
        ]
    }


def export(member: User) -> Records:
    """Everything that this room and the sign-in keep of a member, but for what opens the account."""
    return {
        **records(User.objects.filter(pk=member.pk), leave_out="password name_key"),
        **records(EmailAddress.objects.filter(user=member)),
        **records(Authenticator.objects.filter(user=member), leave_out="data"),
        **records(UserSession.objects.filter(user=member), leave_out="session_key"),
        **records(Consent.objects.filter(member=member)),
        **records(Block.objects.filter(member=member).select_related("other"), in_words="other"),
        **records(Closing.objects.filter(member=member)),
        **records(LogEntry.objects.filter(user=member).select_related("content_type"), in_words="content_type"),
    }


@transaction.atomic
def erase(*, member: User) -> None:
    """Deletes what this room and the sign-in keep of a member. The row of the user stays, and says nothing."""
    EmailConfirmation.objects.filter(email_address__user=member).delete()
    EmailAddress.objects.filter(user=member).delete()
    Authenticator.objects.filter(user=member).delete()
    end_sessions(member)
    Consent.objects.filter(member=member).delete()
    Block.objects.filter(Q(member=member) | Q(other=member)).delete()
    kind = ContentType.objects.get_for_model(User)
    LogEntry.objects.filter(content_type=kind, object_id=str(member.pk)).update(object_repr="", change_message="")
    anonymise(member=member)
    Closing.objects.filter(member=member).delete()
