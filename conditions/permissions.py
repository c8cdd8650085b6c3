from django.contrib.auth.models import AnonymousUser

from accounts.models import User


def can_edit_catalogue(user: User | AnonymousUser) -> bool:
    """Staff who look after conditions, names and codes."""
    return user.has_perm("conditions.change_condition")
