"""What members may take along of this room, and what goes when they leave.

Cases and decisions are a record: they stay, and name nobody who has left. The words that they were about go.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from accounts.models import User
from accounts.rights import Records, records
from audit.models import Entry
from moderation.models import Appeal, Case, Decision, Flag, ProposedChange, Report, Snapshot, TextPrint


def export(member: User) -> Records:
    """What moderators read and decided about the member's texts, and why; what the member read and decided as one."""
    about = records(Decision.objects.filter(author=member), leave_out="by")
    made = records(Decision.objects.filter(by=member), leave_out="author")
    return {
        **{label: rows + made[label] for label, rows in about.items()},
        **records(Case.objects.filter(author=member), leave_out="claimed_by claimed_until"),
        **records(Flag.objects.filter(case__author=member)),
        **records(Report.objects.filter(reporter=member), leave_out="case snapshot person address_hash"),
        **records(Appeal.objects.filter(author=member), leave_out="first_by decided_by"),
        **records(ProposedChange.objects.filter(author=member)),
        **records(TextPrint.objects.filter(author=member), leave_out="value"),
        **records(Snapshot.objects.filter(author=member), leave_out="digest"),
        **_log(member),
    }


def _log(member: User) -> Records:
    """The log: what concerns the member, but for who did it; what the member did, but for whom it concerns."""
    hashes = "digest previous_hash hash"
    about = records(Entry.objects.concerning(member.pk), leave_out=f"by_id {hashes}")
    done = records(Entry.objects.of(member.pk), leave_out=f"whose_id {hashes}")
    return {label: rows + done[label] for label, rows in about.items()}


@transaction.atomic
def erase(*, member: User) -> None:
    """Empties what the member's texts said, takes them out of the queue, deletes words that were to take their
    place, and lets go of what the member was reading."""
    Snapshot.objects.filter(author=member).update(title="", body="")
    Appeal.objects.filter(author=member).update(words="")
    for report in Report.objects.filter(reporter=member):
        report.reporter, report.weight = None, 0
        report.name = report.email = report.words = report.address_hash = ""
        report.person = get_random_string(64)
        report.save(update_fields=["reporter", "weight", "name", "email", "words", "address_hash", "person"])
    TextPrint.objects.filter(author=member).delete()
    ProposedChange.objects.filter(author=member).delete()
    Case.objects.filter(author=member, settled_at=None).update(
        settled_at=timezone.now(), claimed_by=None, claimed_until=None
    )
    Case.objects.filter(claimed_by=member).update(claimed_by=None, claimed_until=None)
