from collections.abc import Callable, Iterable

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat, Greatest
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.consent_texts import text_of
from accounts.consequences import follow_new_name, follow_withdrawal
from accounts.limits import count_today
from accounts.models import Consent, User
from accounts.names import clean_name, name_fault, name_key
from accounts.permissions import is_name_free
from accounts.roles import ROLES

NAME_TAKEN = _("Someone here already has this name, or one that looks like it.")
RENAMES_PER_DAY = 3
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that cannot be mistaken for each other."""
_NAME_IN_CODE = Concat("content_type__app_label", Value("."), "codename")


def add_points(*, member: User, points: int) -> None:
    """Adds what one contribution is worth (accounts/points.py); safe when two are published at once."""
    User.objects.filter(pk=member.pk).update(points=Greatest(F("points") + points, 0))


@transaction.atomic
def put_waiting_count(*, member_id: int, count: Callable[[], int]) -> None:
    """Stores how much waits for a member, for the head of every page. Their row is locked before it is counted, so that
    of two messages in the same moment neither is forgotten."""
    if User.objects.select_for_update(no_key=True).filter(pk=member_id).exists():
        User.objects.filter(pk=member_id).update(waiting_count=count())


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
        "name_key": name_key(name),
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


@transaction.atomic
def join(*, newcomer: User, display_name: str, email: str, password: str | None) -> User:
    """Makes an unsaved user a member. The name for signing in, which is also the profile's address, comes from the
    display name, never from the e-mail address. Without a password the member signs in with a passkey."""
    newcomer.email = email
    _put_name(newcomer, display_name)
    if password:
        newcomer.set_password(password)
    else:
        newcomer.set_unusable_password()
    newcomer.full_clean(exclude=["password"])
    newcomer.save()
    return newcomer


@transaction.atomic
def rename(*, member: User, display_name: str) -> None:
    """Changes the name that others see, and with it the name for signing in and the profile's address: a few times
    in a day. Raises ValidationError."""
    if clean_name(display_name) == member.display_name:
        return
    check_name(display_name=display_name, member=member)
    if count_today("names", str(member.pk)) > RENAMES_PER_DAY:
        raise ValidationError(_("You have changed your name often today. Please try again tomorrow."), code="too-often")
    _put_name(member, display_name)
    member.full_clean(exclude=["password"])
    member.save(update_fields=["display_name", "name_key", "username"])
    follow_new_name()


def check_name(*, display_name: str, member: User | None = None) -> str:
    """The cleaned name, when this member may take it; otherwise a ValidationError that says why not."""
    name = clean_name(display_name)
    fault = name_fault(name, site_name=settings.SITE_NAME)
    if fault:
        raise ValidationError(fault, code="name")
    if not is_name_free(name, member=member):
        raise ValidationError(NAME_TAKEN, code="name-taken")
    return name


def _put_name(user: User, display_name: str) -> None:
    user.display_name = check_name(display_name=display_name, member=user)
    user.name_key = name_key(user.display_name)
    user.username = _free_username(user)


def _free_username(user: User) -> str:
    stem = slugify(user.display_name)[:40] or "member"
    others = User.objects.exclude(pk=user.pk)
    name = stem
    while others.filter(username__iexact=name).exists():
        name = f"{stem}-{get_random_string(4, LETTERS)}"
    return name


def put_unread_counts(*, members: Iterable[int], count: Combinable) -> None:
    """Stores how much each of these members has not read: `count` is an expression of the member's row. One query."""
    User.objects.filter(pk__in=list(members)).update(unread_count=count)


@transaction.atomic
def give_consent(*, member: User, kind: str) -> Consent:
    """Records a member's yes to today's text. Doing it twice records it once; a yes to an older text is replaced."""
    text = text_of(kind)
    given = Consent.objects.select_for_update().given().filter(member=member, kind=kind).first()
    if given and given.version == text.version:
        return given
    if given:
        _end(given)
    consent, _is_new = Consent.objects.get_or_create(
        member=member, kind=kind, withdrawn_at=None, defaults={"version": text.version}
    )
    return consent


@transaction.atomic
def withdraw_consent(*, member: User, kind: str) -> None:
    """Takes a member's yes back, and with it what was kept because of it (ON_WITHDRAWAL). Harmless without a yes."""
    given = Consent.objects.select_for_update().given().filter(member=member, kind=kind).first()
    if given is None:
        return
    _end(given)
    follow_withdrawal(member=member, kind=kind)


def _end(consent: Consent) -> None:
    consent.withdrawn_at = max(timezone.now(), consent.given_at)
    consent.full_clean()
    consent.save(update_fields=["withdrawn_at"])
