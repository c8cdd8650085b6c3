from django.db import transaction
from django.db.models import F

from accounts.models import User


def add_points(*, member: User, points: int) -> None:
    """Adds what one contribution is worth (accounts/points.py); safe when two are published at once."""
    User.objects.filter(pk=member.pk).update(points=F("points") + points)


@transaction.atomic
def put_contributor(*, username: str, name: str, credential: str = "") -> User:
    """An editor or specialist who is named on pages: made without a way to sign in, or their public name updated.

    Doing it twice changes nothing more. Raises ValidationError when a value does not fit its field.
    """
    user = User.objects.filter(username=username).first() or User(username=username)
    if user.pk is not None and (user.display_name, user.credential) == (name, credential):
        return user
    user.display_name, user.credential = name, credential
    is_new = user.pk is None
    if is_new:
        user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save(update_fields=None if is_new else ["display_name", "credential"])
    return user
