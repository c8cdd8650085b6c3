"""Pages for machines: sitemaps, robots, the owner's colours, the picture beside a link, and the site's health."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.db import Error, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pages.freshness import answer_or_unchanged
from pages.links import link
from pages.loading import MovedError
from pages.palette import theme_css, themed
from pages.question import SCALE, Asked, load_question
from pages.share_image import Card, draw
from pages.sitemaps import file_xml, index_xml
from questions.models import Verdict
from questions.patterns import fill
from questions.reviewing import ReviewState, review_state

HOUR = 3_600
VALID_DAYS = 180
"""How long what security.txt says may be relied on."""
NOT_FOR_SEARCH_ENGINES = ("/admin/", "/accounts/", "/search/")


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    return _xml(request, index_xml())


@require_safe
def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    return _xml(request, file_xml(section, request.GET.get("p", "1")))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_SEARCH_ENGINES)]
    lines += ["", f"Sitemap: {settings.SITE_URL}{link('sitemap-index')}", ""]
    response = HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
    return answer_or_unchanged(request, response, seconds=HOUR)


@require_safe
def theme(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(theme_css(settings.THEME), content_type="text/css; charset=utf-8")
    return answer_or_unchanged(request, response, seconds=HOUR)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a hole (RFC 9116), for sites whose owner gives an address. Raises Http404 for others."""
    if not settings.CONTACT_EMAIL:
        raise Http404
    end = datetime.combine(timezone.localdate() + timedelta(days=VALID_DAYS), time(), tzinfo=UTC)
    lines = [
        f"Contact: mailto:{settings.CONTACT_EMAIL}",
        f"Expires: {end:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(dict.fromkeys([settings.LANGUAGE_CODE, 'en']))}",
        f"Canonical: {settings.SITE_URL}{link('security-txt')}",
        "",
    ]
    response = HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
    return answer_or_unchanged(request, response, seconds=HOUR)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Whether the site can answer: it can when its database does."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except Error:
        text, status = "The database does not answer.", 503
    else:
        text, status = "ok", 200
    return HttpResponse(
        f"{text}\n",
        status=status,
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )


@require_safe
def question_image(request: HttpRequest, condition: str, topic: str) -> HttpResponse:
    """The picture that stands beside a link to a question. It is drawn once for what it says."""
    try:
        asked = load_question(condition, topic)
    except MovedError as moved:
        return HttpResponsePermanentRedirect(f"{moved.url}image.png")
    response = HttpResponse(draw(_card(asked)), content_type="image/png")
    return answer_or_unchanged(request, response, seconds=HOUR)


def _card(asked: Asked) -> Card:
    topic, summary = asked.topic, asked.question.published_summary if asked.question else None
    verdict = Verdict(summary.verdict) if summary and not topic.is_sensitive else None
    return Card(
        site=settings.SITE_NAME,
        heading=fill(topic.title_pattern, asked.condition),
        verdict=str(verdict.label) if verdict in SCALE else "",
        voice=_voice(asked),
        warning=_("Demonstration") if settings.IS_DEMO else "",
        colours=tuple(themed(settings.THEME)["light"].items()),
    )


def _voice(asked: Asked) -> str:
    """Who speaks. The review is named with its day, because the picture is kept by others for longer than it lasts."""
    question = asked.question
    summary = question.published_summary if question else None
    if question is None or summary is None:
        return _("Answers from members") if question and question.answer_count else ""
    review = question.current_review
    if review and review_state(review, summary, today=timezone.localdate()) == ReviewState.REVIEWED:
        return _("Medically reviewed on %(date)s") % {"date": date_format(review.reviewed_on, "DATE_FORMAT")}
    return _("Written by our editors")


def _xml(request: HttpRequest, text: str) -> HttpResponse:
    return answer_or_unchanged(request, HttpResponse(text, content_type="application/xml; charset=utf-8"), seconds=HOUR)
