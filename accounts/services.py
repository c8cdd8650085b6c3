from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat

from accounts.models import User
from accounts.roles import ROLES

_NAME_IN_CODE = Concat("content_type__app_label", Value("."), "codename")


def add_points(*, member: User, points: int) -> None:
    """Adds what one contribution is worth (accounts/points.py); safe when two are published at once."""
    User.objects.filter(pk=member.pk).update(points=F("points") + points)


@transaction.atomic
def put_contributor(
    *, username: str, name: str, credential: str = "", conflict_of_interest: str = "", biography: str = ""
) -> User:
    """An editor or specialist who is named on pages: made without a way to sign in, or their public name updated.

    Doing it twice changes nothing more. Raises ValidationError when a value does not fit its field.
    """
    user = User.objects.filter(username=username).first() or User(username=username)
    values = {
        "display_name": name,
        "credential": credential,
        "conflict_of_interest": conflict_of_interest,
        "biography": biography,
    }
    if user.pk is not None and all(getattr(user, field) == value for field, value in values.items()):
        return user
    for field, value in values.items():
        setattr(user, field, value)
    is_new = user.pk is None
    if is_new:
        user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save(update_fields=None if is_new else list(values))
    return user


@transaction.atomic
def make_roles() -> list[str]:
    """Gives each role its group with exactly the permissions of accounts/roles.py; returns those that changed.

    Groups of other names are the owner's own, and stay as they are. Raises LookupError for a permission that there is
    not, as before `migrate`.
    """
    changed = []
    for name, wanted in ROLES.items():
        group, _is_new = Group.objects.get_or_create(name=name)
        found = Permission.objects.annotate(name_in_code=_NAME_IN_CODE).filter(name_in_code__in=wanted)
        if missing := set(wanted) - {permission.name_in_code for permission in found}:
            raise LookupError(", ".join(sorted(missing)))
        if set(group.permissions.values_list("pk", flat=True)) != {permission.pk for permission in found}:
            group.permissions.set(found)
            changed.append(name)
    return changed
