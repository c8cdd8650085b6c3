from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from writing.services import delete_draft, drafts_of
from writing.writers import writer_of


@never_cache
@require_http_methods(["GET", "POST"])
def discard_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once more, then lets go of a draft."""
    writer = writer_of(request)
    draft = get_object_or_404(drafts_of(writer), pk=pk)
    if request.method == "POST":
        delete_draft(by=writer, draft=draft)
        messages.success(request, _("The draft is gone."))
        return redirect("draft-list")
    return render(request, "writing/discard.html", {"draft": draft})
