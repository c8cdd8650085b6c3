from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from accounts.second_step import has_second_step


class StaffSite(AdminSite):
    """Django's admin for staff with a second step of signing in; staff without one are led to where they set it up."""

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and has_second_step(request.user)

    @method_decorator(secure_admin_login)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not has_second_step(request.user):
            messages.info(request, _("Editors sign in with a second step. Set it up here, then open the admin again."))
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return super().login(request, extra_context)
