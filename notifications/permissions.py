from accounts.models import ConsentKind, User
from accounts.permissions import has_consent


def has_mail_consent(member: User) -> bool:
    """Whether the member agreed to mails about what happens on the site."""
    return has_consent(member, ConsentKind.EMAIL)
