"""Lets go what is kept no longer: the rules of every room, one after the other, each whole or not at all."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from schedule.retention import rules

logger = logging.getLogger(__name__)


class PurgeError(Exception):
    """Some rules could not be carried out. The log says why."""


def count_expired(*, now: datetime | None = None) -> dict[str, int]:
    """How many rows each rule would let go."""
    moment = now or timezone.now()
    return {rule.name: rule.rows(moment).count() for rule in rules()}


def purge_expired(*, now: datetime | None = None) -> dict[str, int]:
    """Lets them go; returns how many for each rule. One that fails stops no other. Raises PurgeError at the end."""
    moment = now or timezone.now()
    gone, failed = {}, []
    for rule in rules():
        try:
            with transaction.atomic():
                gone[rule.name] = rule.carry_out(moment)
        except Exception:
            logger.exception("What the rule %s lets go could not be let go.", rule.name)
            failed.append(rule.name)
    if failed:
        raise PurgeError(", ".join(failed))
    return gone
