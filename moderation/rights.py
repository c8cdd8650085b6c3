"""What members may take along of this room. Decisions are a record: they stay, and name nobody who has left."""

from accounts.models import User
from accounts.rights import Records, records
from moderation.models import Decision


def export(member: User) -> Records:
    """What moderators decided about the member's texts, and why; what the member decided as a moderator."""
    about = records(Decision.objects.filter(author=member), leave_out="by")
    made = records(Decision.objects.filter(by=member), leave_out="author")
    return {label: rows + made[label] for label, rows in about.items()}
