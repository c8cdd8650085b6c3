"""Rules for passwords beyond Django's: longer ones for staff, and none that the site's own name gives away."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User

STAFF_LENGTH = 15
OBVIOUS = ("password", "passwort", "health", "welcome", "letmein", "qwerty")
LEAST_OF_ONE_S_OWN = 5
"""Letters that are left when the obvious words and all digits are taken out."""


class StaffLengthValidator:
    """Those who can change what everyone reads need a longer password."""

    def validate(self, password: str, user: User | None = None) -> None:
        if user is not None and (user.is_staff or user.is_superuser) and len(password) < STAFF_LENGTH:
            raise ValidationError(
                ngettext(
                    "Staff need a password of at least %(least)d character.",
                    "Staff need a password of at least %(least)d characters.",
                    STAFF_LENGTH,
                )
                % {"least": STAFF_LENGTH},
                code="too-short",
            )

    def get_help_text(self) -> str:
        return ""


class ObviousWordValidator:
    """Refuses what anyone tries first on this very site."""

    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002
        rest = password.casefold()
        obvious = [word for word in (*OBVIOUS, settings.SITE_NAME.casefold()) if word in rest]
        for word in obvious:
            rest = rest.replace(word, "")
        if obvious and sum(not letter.isdigit() for letter in rest) < LEAST_OF_ONE_S_OWN:
            raise ValidationError(_("This password is easy to guess on this site."), code="obvious")

    def get_help_text(self) -> str:
        return ""
