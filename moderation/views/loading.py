"""Who may open a page, and what stands behind its address."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.models import User
from audit.services import record_readings
from moderation.kinds import Kind, kind_called
from moderation.models import Case
from moderation.permissions import can_moderate
from moderation.queue import Row, rows_of

LONGEST_NUMBER: Final = 19

type View = Callable[..., HttpResponse]


def for_moderators(view: View) -> View:
    """A page of moderators: strangers are led to signing in, members are told that it is not theirs."""

    @wraps(view)
    def answer(request: HttpRequest, **arguments: Any) -> HttpResponse:
        if not can_moderate(request.user):
            raise PermissionDenied(_("This page is for moderators."))
        return view(request, **arguments)

    return never_cache(login_required(answer))


def load_case(pk: int) -> tuple[Case, Kind, Any]:
    """A case with its text. Raises Http404 where one of them is gone."""
    case = get_object_or_404(Case.objects.select_related("author", "claimed_by"), pk=pk)
    kind, item = kind_called(case.kind), case.item()
    if kind is None or item is None:
        raise Http404
    return case, kind, item


def to_queue(pk: int) -> HttpResponse:
    """Back to what waits, with the focus at one case; at the beginning where there is none."""
    url = reverse("moderation-list")
    return redirect(f"{url}?at={pk}#case-{pk}" if pk else url)


def number_in(words: str) -> int:
    """The number of a case that an address names; 0 for anything else."""
    return int(words) if words.isascii() and words.isdigit() and len(words) < LONGEST_NUMBER else 0


def show_rows(cases: Iterable[Case], viewer: User) -> list[Row]:
    """Cases with their texts for a moderator's page; that they are shown stands in the log first."""
    rows = rows_of(cases, viewer)
    record_readings(by=viewer.pk, readings=[row.reading for row in rows if row.reading])
    return rows
