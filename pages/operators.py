"""What the commands share with which the owner answers a member's request by hand: whose account, which request, and a
line in the log that names neither."""

import logging
import re
from argparse import ArgumentParser, ArgumentTypeError
from typing import Final

from django.core.management.base import CommandError
from django.db.models import Q

from accounts.models import User
from audit.services import record

logger = logging.getLogger("cairn.audit")
TICKET: Final = re.compile(r"[\w#/.:-]{1,40}", re.ASCII)


def add_arguments(parser: ArgumentParser) -> None:
    """Whose account, and the number of the request that this answers."""
    parser.add_argument("member", help="user name, e-mail address or number of the account")
    add_ticket(parser, is_required=True)


def add_ticket(parser: ArgumentParser, *, is_required: bool) -> None:
    """The number of a request, which stands in the log for as long as the site."""
    words = "number of the request that this answers; it is logged"
    parser.add_argument("--ticket", type=ticket, required=is_required, help=words)


def ticket(said: str) -> str:
    """A number and no words: whoever writes a name here would write it for good. Raises ArgumentTypeError."""
    if not TICKET.fullmatch(said):
        raise ArgumentTypeError("a ticket is a number such as 2026-31: letters, digits and -./:#, 40 at most")
    return said


def find_member(said: str) -> User:
    """The one account that is meant. Raises CommandError."""
    number = {"pk": int(said)} if said.isdecimal() and len(said) < 19 else {}
    wanted = Q(username=said) | Q(email__iexact=said) | (Q(**number) if number else Q(pk=None))
    found = list(User.objects.filter(wanted, closed_at=None)[:2])
    if len(found) != 1:
        raise CommandError("No open account is called so." if not found else "More than one account fits. Say more.")
    return found[0]


def log_request(*, did: str, action: str, member: User, ticket: str) -> None:
    """Says what was done to which account, by its number, and for which request: in the log of staff actions, which
    nobody changes, and in the server's."""
    record(by=None, action=action, about=f"user:{member.pk} {ticket}".strip(), whose=member.pk)
    logger.info("%s of account %s, request %s.", did, member.pk, ticket)
