"""The editors' admin: Django's own, behind the second factor, with what needs somebody today on its first page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.staff_site import StaffSite
from questions.dashboard import dashboard


class EditorialSite(StaffSite):
    """Its index is the dashboard."""

    index_title = _("What needs you today")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Asked twice for each page; the second step is looked up once."""
        known: bool | None = request.__dict__.get("may_use_admin")
        if known is None:
            known = request.__dict__["may_use_admin"] = super().has_permission(request)
        return known

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().index(request, {"boxes": dashboard(request.user)} | (extra_context or {}))
