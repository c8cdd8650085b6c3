from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Someone with an account: a member, an editor, a specialist.

    `credential`, `conflict_of_interest` and `biography` are what readers learn about a reviewer.
    """

    email = models.EmailField(_("e-mail address"), blank=True)
    display_name = models.CharField(_("display name"), max_length=80)
    credential = models.CharField(_("credential"), max_length=120, blank=True)
    conflict_of_interest = models.CharField(
        _("conflicts of interest"),
        max_length=300,
        blank=True,
        help_text=_("For specialists: what could bias a review, such as payments by a maker; or “None.”"),
    )
    biography = models.CharField(
        _("about this specialist"), max_length=1000, blank=True, help_text=_("For specialists: shown on a public page.")
    )
    points = models.PositiveIntegerField(_("points"), default=0, editable=False)

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="user_email_unique",
                violation_error_message=_("Another account has this e-mail address."),
            ),
            models.CheckConstraint(condition=~Q(display_name=""), name="user_display_name_not_empty"),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name
