"""A closed community for the browser: an owner, and an invitation that is over. Run as a module, like `staff`."""

from datetime import timedelta
from hashlib import sha256

import django

from tests.browser import staff

OWNER = "olga"
OVER = "a-link-whose-days-are-over"


def add() -> None:
    # Models can be imported only now.
    from django.utils import timezone

    from accounts.models import Invitation

    staff.add({OWNER: ("Owner", "Olga (owner)")})
    yesterday = timezone.now() - timedelta(days=1)
    Invitation.objects.create(token_hash=sha256(OVER.encode()).hexdigest(), expires_at=yesterday)


if __name__ == "__main__":
    django.setup()
    add()
