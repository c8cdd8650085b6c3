from typing import Any
from urllib.parse import urljoin

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


@admin.register(User)
class UserAdmin(DjangoUserAdmin, WritesDownReading):
    """Opening somebody's account stands in the log: the page holds their e-mail address, which no other page shows."""

    list_display = ["username", "display_name", "credential", "is_staff"]
    search_fields = ["username", "display_name", "email"]
    readonly_fields = ["points"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Public face"), {"fields": ["display_name", "points"]}),
        (_("Specialist"), {"fields": ["credential", "conflict_of_interest", "biography"]}),
        (_("Contact"), {"fields": ["email"]}),
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
