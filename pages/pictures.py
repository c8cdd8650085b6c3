"""Pictures of articles, as they were stored: made anew by this site, never what somebody sent."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from markup.pictures import FOLDER, NAME

A_YEAR = 31_536_000


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:  # noqa: ARG001
    """A name never stands for another picture, so that anybody may keep it."""
    if not NAME.fullmatch(name):
        raise Http404
    try:
        file = default_storage.open(f"{FOLDER}/{name}")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, content_type="image/webp")
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response
