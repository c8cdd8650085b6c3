"""Readers tell moderators about a text. Enough of them whom the site knows well hide it until it has been read."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.limits import household
from accounts.models import User
from markup.hygiene import clean
from moderation.kinds import kind_of
from moderation.models import Action, Case, Decision, Ground, Reason, Report, Source, Visibility
from moderation.permissions import can_moderate
from moderation.records import log_decision
from moderation.services.cases import flag
from moderation.services.locking import lock, state_of
from moderation.services.snapshots import take_snapshot
from moderation.services.telling import tell_author
from moderation.services.visibility import SHOWS, has_published_enough, move
from moderation.tasks import mail_receipt
from notifications.services import notify

HIDING_REPORTS: Final = 3
"""So many members whom the site knows well, each from another address, hide a text into the queue."""
KNOWN_AFTER: Final = timedelta(days=7)
NOT_FOR_READERS: Final = {Reason.FIRST_TEXT, Reason.ADDRESS, Reason.CHANGED}
FOR_READERS: Final = tuple(reason for reason in Reason if reason not in NOT_FOR_READERS)
"""The reasons that a reader may choose."""


@dataclass(frozen=True)
class Reporter:
    """Who tells: a member, or somebody who may leave a name and an e-mail address. `address` is never stored."""

    address: str
    member: User | None = None
    name: str = ""
    email: str = ""

    @property
    def person(self) -> str:
        """Stands for whoever it is, so that one person's reports about one text are one."""
        if self.member:
            return _hash(f"member:{self.member.pk}")
        return _hash(f"mail:{self.email.lower()}") if self.email else _hash(f"address:{household(self.address)}")


@transaction.atomic
def report(*, item: Any, by: Reporter, reason: str, words: str = "") -> tuple[Report, bool]:
    """Brings a text into the queue with what it says now; says whether the report is a new one.

    A second report by the same person about the same text is the first one. Raises PermissionDenied for one's own.
    """
    kind = kind_of(item)
    if by.member and by.member.pk == kind.author_id_of(item):
        raise PermissionDenied(_("This is your own text. You can change it or take it back."))
    row = lock(item)
    made = Report.objects.filter(person=by.person, kind=kind.name, item_id=item.pk).first()
    if made:
        return made, False
    case = flag(item=row, source=Source.REPORT, reason=reason)
    made = Report(
        case=case,
        kind=kind.name,
        item_id=item.pk,
        snapshot=take_snapshot(row),
        reporter=by.member,
        name="" if by.member else clean(by.name),
        email="" if by.member else by.email,
        person=by.person,
        address_hash=_hash(f"address:{household(by.address)}"),
        weight=int(is_trusted_reporter(by.member)),
        reason=reason,
        words=clean(words),
    )
    made.full_clean()
    made.save()
    _hide_if_many(row, case)
    _tell_received(made)
    return made, True


def is_trusted_reporter(member: User | None) -> bool:
    """Whether a report counts towards hiding: a member for a week at least, whose first texts have been read."""
    if member is None or member.is_suspended or not member.is_active:
        return False
    if can_moderate(member):
        return True
    is_known = member.date_joined <= timezone.now() - KNOWN_AFTER
    return is_known and has_published_enough(member)


def _hide_if_many(item: Any, case: Case) -> None:
    """Holds a visible text that enough members reported, unless a moderator has read these very words and kept them."""
    if getattr(item, "visibility", "") != Visibility.VISIBLE:
        return
    places = set(case.reports.filter(weight__gt=0).values_list("address_hash", flat=True))
    snapshot = take_snapshot(item)
    was_kept = Decision.objects.filter(
        kind=case.kind, item_id=case.item_id, snapshot=snapshot, action__in=SHOWS, is_automated=False
    )
    if len(places) < HIDING_REPORTS or was_kept.exists():
        return
    decision = Decision(
        kind=case.kind,
        item_id=case.item_id,
        author_id=case.author_id,
        case=case,
        action=Action.HOLD,
        ground=Ground.READ_FIRST,
        reason=_("Several members asked us to look at this. A moderator reads it next."),
        is_automated=True,
        before=state_of(item),
        snapshot=snapshot,
    )
    decision.full_clean()
    if move(item=item, to=Visibility.HELD, only_from=[Visibility.VISIBLE]):
        decision.save()
        log_decision(decision)
        tell_author(item, decision)


def _tell_received(made: Report) -> None:
    if made.reporter:
        notify(
            kind="report",
            recipients=[made.reporter],
            title=_("We have your report. Thank you. A moderator reads it."),
            url=reverse("report-receipt", args=[made.key]),
            key=f"report:{made.pk}:received",
        )
    elif made.email:
        transaction.on_commit(lambda: mail_receipt.enqueue(made.pk))


def _hash(what: str) -> str:
    return salted_hmac("moderation.reports", what, algorithm="sha256").hexdigest()
