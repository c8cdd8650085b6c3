"""Pictures leave only through here: those of articles are for everybody, each member's for those it was meant for."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from accounts.blocks import has_blocked
from markup.pictures import FOLDER, NAME
from members.models import Profile
from members.permissions import can_see_picture
from members.pictures import SIZES
from members.services import picture_path

A_YEAR = 31_536_000
ONLY_A_PICTURE = "default-src 'none'; sandbox; frame-ancestors 'none'"
KEPT_SECONDS = 600
"""How long a browser may keep a picture after its member took it away; nothing between it and us may."""


@require_safe
def article_picture(request: HttpRequest, name: str) -> HttpResponseBase:  # noqa: ARG001
    """A name never stands for another picture, so that anybody may keep it."""
    if not NAME.fullmatch(name):
        raise Http404
    try:
        file = default_storage.open(f"{FOLDER}/{name}")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, content_type="image/webp")
    response.headers["Content-Security-Policy"] = ONLY_A_PICTURE
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response


@require_safe
def member_picture(request: HttpRequest, key: str, side: int) -> HttpResponse:
    """The picture by its random name, as the JPEG file that we made. Raises Http404."""
    profile = Profile.objects.select_related("member").filter(picture_key=key).first() if side in SIZES else None
    if profile is None or not profile.member.is_active or has_blocked(profile.member, request.user):
        raise Http404
    if not can_see_picture(request.user, profile):
        raise Http404
    with default_storage.open(picture_path(key, side)) as file:
        response = HttpResponse(file.read(), content_type="image/jpeg")
    response.headers["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    response.headers["Content-Disposition"] = "inline"
    response.headers["Content-Security-Policy"] = ONLY_A_PICTURE
    response.headers["X-Robots-Tag"] = "noindex"
    return response
