from typing import Any
from urllib.parse import urljoin

import allauth.account.admin
import allauth.mfa.admin
import allauth.usersessions.admin  # noqa: F401 - all three enter what is taken out again below
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.closing import end_sessions
from accounts.inviting import LONGEST_DAYS, invite
from accounts.models import Consent, Invitation, User
from audit.admin import WritesDownReading
from audit.readings import Reading

RIGHTS = frozenset({"is_active", "is_staff", "is_superuser", "groups", "user_permissions"})

admin.site.unregister([EmailAddress, Authenticator, UserSession])


@admin.register(User)
class UserAdmin(DjangoUserAdmin, WritesDownReading):
    """Opening somebody's account stands in the log. Nobody reads an e-mail address here: who has the whole of one, from
    a letter, finds the account by it, and `manage.py export_user` prints it for a ticket."""

    list_display = ["username", "display_name", "credential", "is_staff"]
    search_fields = ["username", "display_name", "email__iexact"]
    readonly_fields = ["points", "masked_email"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Public face"), {"fields": ["display_name", "points"]}),
        (_("Specialist"), {"fields": ["credential", "conflict_of_interest", "biography"]}),
        (_("Contact"), {"fields": ["masked_email"]}),
        (_("Permissions"), {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["username", "display_name", "email", "usable_password", "password1", "password2"],
            },
        ),
    ]

    @admin.display(description=_("e-mail address"))
    def masked_email(self, user: User) -> str:
        """The first letter and the house: enough to see which of two addresses it is."""
        name, _at, house = user.email.partition("@")
        return f"{name[:1]}…@{house}" if house else ""

    def reading_of(self, row: User) -> Reading:
        return Reading("read.account", f"user:{row.pk}", row.pk)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Only a superuser makes another, and gives single rights outside of the roles."""
        reserved = [] if request.user.is_superuser else ["is_superuser", "user_permissions"]
        return [*super().get_readonly_fields(request, obj), *reserved]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        is_above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not is_above and super().has_change_permission(request, obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Whoever may do more, or less, than before signs in anew: no session outlives its rights."""
        super().save_related(request, form, formsets, change)
        if change and RIGHTS & set(form.changed_data):
            end_sessions(form.instance)


@admin.register(Authenticator)
class AuthenticatorAdmin(admin.ModelAdmin):
    """Deleting is for whoever lost their device, and signs in with a new one. The secrets are on no page."""

    list_display = fields = ["user", "type", "created_at", "last_used_at"]
    list_select_related = ["user"]
    search_fields = ["user__username", "user__display_name"]

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _authenticator: Authenticator | None = None) -> bool:
        return False


class InvitationForm(forms.ModelForm):
    """For how long it holds."""

    days = forms.IntegerField(
        label=_("Days"),
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=7,
        help_text=_("For so many days somebody can join with it. The link is shown once, after saving."),
    )

    class Meta:
        model = Invitation
        fields: list[str] = []


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):
    """Links for SIGN_UP=invited: made here, taken back by deleting them, and never changed."""

    form = InvitationForm
    list_display = ["made_at", "expires_at"]

    def has_change_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:  # noqa: ARG002
        return False

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:  # noqa: ARG002
        made, token = invite(by=request.user, days=form.cleaned_data["days"])
        obj.pk = made.pk
        obj.refresh_from_db()
        link = urljoin(settings.SITE_URL, reverse("invitation", args=[token]))
        said = format_html("{} <code>{}</code>", _("Send this link to one person. It is not shown again:"), link)
        messages.warning(request, said)


@admin.register(Consent)
class ConsentAdmin(admin.ModelAdmin):
    """For reading only: a yes is given and taken back by the member."""

    list_display = ["member", "kind", "version", "given_at", "withdrawn_at"]
    list_filter = ["kind"]
    search_fields = ["member__display_name", "member__username"]
    list_select_related = ["member"]

    def has_add_permission(self, _request):
        return False

    def has_change_permission(self, _request, _consent=None):
        return False

    def has_delete_permission(self, _request, _consent=None):
        return False
