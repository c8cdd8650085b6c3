"""Answers “has this page changed?” with as little work as possible.

Everything that a visitor reads below `/conditions/<slug>/` depends on that condition's `version`, on the day (reviews
run out at midnight), on the address, and on the release and settings that this process runs with. A tag made of
these says whether a page is still what a browser has, without making the page.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings
from django.core.exceptions import DisallowedHost, MiddlewareNotUsed
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from conditions.versions import version_lately, version_now

BELOW = "/conditions/"
READER_CACHE_CONTROL = "public, max-age=0, must-revalidate"
VARY = "Cookie, Accept-Encoding"
_SHOWN_BY = (
    "*/*.py",
    "templates/**/*.html",
    "static/css/*.css",
    "static/img/*",
    "locale/**/*.mo",
    "*/data/*",
    "requirements.lock",
)


def answer_unchanged(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answers 304 to a visitor whose copy is still right, and gives a visitor's pages the tag that makes this work.

    It stands outside of everything else. The version is read before the page is made: a change in between leaves the
    new page with the old tag, which the next request finds out. For “is it still right?” a version of the last second
    is good enough. The tag is weak, as the compressed bytes may differ.
    A wrong host, or a page that must move to HTTPS, goes the long way, where it is refused or led on. While someone
    works on the site (DEBUG), templates change under the running process, so there are no tags.
    """
    if settings.DEBUG:
        raise MiddlewareNotUsed
    release = _release()

    def middleware(request: HttpRequest) -> HttpResponse:
        slug = _condition_slug(request)
        if not slug or is_personal(request) or not _is_at_home(request):
            return get_response(request)
        if kept := request.META.get("HTTP_IF_NONE_MATCH"):
            version = _version(version_lately, slug)
            if version and (tag := _tag(release, request, version)) in kept:
                return _unchanged(tag)
        version = _version(version_now, slug)
        response = get_response(request)
        if version and response.status_code == 200 and not response.cookies and not response.has_header("ETag"):
            tag = _tag(release, request, version)
            response.headers["ETag"] = f"W/{tag}"
            response.headers["Cache-Control"] = READER_CACHE_CONTROL
            patch_vary_headers(response, VARY.split(", "))
        return response

    return middleware


def is_personal(request: HttpRequest) -> bool:
    """Whether the answer may hold something that is meant for one person only: a session, or a message for them."""
    if "HTTP_COOKIE" not in request.META:
        return False
    return settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES


def answer_or_unchanged(request: HttpRequest, response: HttpResponse, *, seconds: int) -> HttpResponse:
    """Lets anyone keep a machine's page for some seconds, and answers 304 where its content is what they have."""
    if not response.has_header("ETag"):
        response.headers["ETag"] = f'"{blake2b(response.content, digest_size=12).hexdigest()}"'
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    answered = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    return answered if isinstance(answered, HttpResponse) else response


def _condition_slug(request: HttpRequest) -> str:
    """The condition whose page is asked for, or nothing."""
    path = request.path_info
    if not path.startswith(BELOW) or request.method not in {"GET", "HEAD"} or path.endswith(".png"):
        return ""
    return path[len(BELOW) :].partition("/")[0]


def _is_at_home(request: HttpRequest) -> bool:
    if settings.SECURE_SSL_REDIRECT and not request.is_secure():
        return False
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def _version(read: Callable[[str], int | None], slug: str) -> int:
    """The condition's version; 0 where there is none to read, and the long way will say why."""
    try:
        return read(slug) or 0
    except DatabaseError:
        return 0


def _tag(release: str, request: HttpRequest, version: int) -> str:
    parts = (release, request.path, request.META.get("QUERY_STRING", ""), str(version), str(timezone.localdate()))
    return f'"{blake2b("\0".join(parts).encode(errors="backslashreplace"), digest_size=12).hexdigest()}"'


def _unchanged(tag: str) -> HttpResponse:
    return HttpResponseNotModified(headers={"ETag": f"W/{tag}", "Cache-Control": READER_CACHE_CONTROL, "Vary": VARY})


def _release() -> str:
    """What this process makes pages with: the code, templates, styles and words on its disk, and the site's settings.

    The same on every process of one release, and after a restart.
    """
    said = (
        settings.SITE_NAME,
        settings.SITE_URL,
        settings.LANGUAGE_CODE,
        settings.TIME_ZONE,
        settings.IS_DEMO,
        settings.SOURCE_CODE_URL,
        settings.CONTACT_EMAIL,
        sorted(settings.THEME.items()),
    )
    return blake2b(repr(said).encode() + contents(files_that_show), digest_size=12).hexdigest()


@lru_cache(maxsize=1)
def contents(files: Callable[[], Iterable[Path]]) -> bytes:
    """Stands for what is in some files: read once by a process, which keeps the code that it began with."""
    digest = blake2b(digest_size=12)
    for path in files():
        digest.update(path.read_bytes())
    return digest.digest()


def files_that_show() -> Iterator[Path]:
    for pattern in _SHOWN_BY:
        yield from sorted(path for path in settings.BASE_DIR.glob(pattern) if path.is_file())
