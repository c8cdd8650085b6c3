"""What the commands share with which the owner answers a member's request by hand: whose account, which request, and a
line in the log that names neither."""

import logging
from argparse import ArgumentParser

from django.core.management.base import CommandError
from django.db.models import Q

from accounts.models import User

logger = logging.getLogger("cairn.audit")


def add_arguments(parser: ArgumentParser) -> None:
    """Whose account, and the number of the request that this answers."""
    parser.add_argument("member", help="user name, e-mail address or number of the account")
    parser.add_argument("--ticket", required=True, help="number of the request that this answers; it is logged")


def find_member(said: str) -> User:
    """The one account that is meant. Raises CommandError."""
    number = {"pk": int(said)} if said.isdecimal() and len(said) < 19 else {}
    wanted = Q(username=said) | Q(email__iexact=said) | (Q(**number) if number else Q(pk=None))
    found = list(User.objects.filter(wanted, closed_at=None)[:2])
    if len(found) != 1:
        raise CommandError("No open account is called so." if not found else "More than one account fits. Say more.")
    return found[0]


def write_down(*, did: str, member: User, ticket: str) -> None:
    """Says in the log what was done to which account, by its number, and why."""
    logger.info("%s of account %s, request %s.", did, member.pk, ticket)
