"""What members may take along of this room, and what goes when they leave."""

from django.db import transaction

from accounts.models import User
from accounts.rights import Records, records
from writing.models import Draft, Submission


def export(member: User) -> Records:
    """Drafts, and that forms were sent."""
    return {
        **records(Draft.objects.filter(owner=member), leave_out="token_hash"),
        **records(Submission.objects.filter(member=member), leave_out="fingerprint"),
    }


@transaction.atomic
def erase(*, member: User) -> None:
    """Deletes both."""
    Draft.objects.filter(owner=member).delete()
    Submission.objects.filter(member=member).delete()
