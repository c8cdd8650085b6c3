"""31: no page makes a browser talk to anybody else, whether its reader is signed in or not."""

import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Request

from accounts.letters import letter_html
from tests.browser.kinds import KINDS
from tests.browser.staff import STAFF
from tests.faults import expect_none
from tests.security.desk import sign_in

pytestmark = pytest.mark.browser
PAGES = [*list(KINDS.values())[:40:2], "/accounts/login/", "/accounts/signup/", "/about/privacy/"]
OWN = ["/account/", "/account/privacy/", "/account/data/", "/notifications/", "/drafts/", "/accounts/sessions/"]
KNOWN = re.compile(
    r"google|gstatic|doubleclick|facebook|cloudflare|jsdelivr|unpkg|cdnjs|sentry|hotjar|matomo|gravatar|recaptcha|typekit"
    r"|openstreetmap|mapbox\.com|bootstrapcdn|plausible|segment\.io|mixpanel|amplitude",
    re.IGNORECASE,
)
"""Those who are most often let in."""


def asked_elsewhere(browser: Browser, site: str, paths: list[str], *, name: str = "") -> set[str]:
    """What a browser asks others for while it shows these pages and lies still for a moment."""
    asked: set[str] = set()

    def note(request: Request) -> None:
        if not request.url.startswith((f"{site}/", "data:", "blob:")):
            asked.add(request.url)

    context = browser.new_context(base_url=site)
    context.on("request", note)
    page = context.new_page()
    if name:
        sign_in(page, name)
    for path in paths:
        page.goto(path)
        page.wait_for_load_state("networkidle")
    context.close()
    return asked


def test_pages_of_a_visitor_ask_nobody_else(browser, site):
    assert len(PAGES) >= 20
    expect_none(asked_elsewhere(browser, site, PAGES))


def test_pages_of_who_is_signed_in_ask_nobody_else(browser, site):
    expect_none(asked_elsewhere(browser, site, [*OWN, *PAGES[:8]], name=next(iter(STAFF))))


def test_nothing_in_templates_styles_and_scripts_names_a_service_of_others():
    """In code that a browser gets; a word in a text for readers is no request."""
    found = []
    for folder, kinds in (("templates", ("*.html",)), ("static", ("*.css", "*.js", "*.svg"))):
        for kind in kinds:
            for path in (settings.BASE_DIR / folder).rglob(kind):
                found += [f"{path.name}: {match[0]}" for match in KNOWN.finditer(path.read_text("utf-8"))]
    expect_none(found)


def test_mails_load_nothing():
    html = letter_html(subject="Hello", text="Open the page:\n\nhttp://testserver/x/")
    assert not re.search(r"<(img|link|script|iframe|video|audio|object|embed)\b|url\(", html)
    assert {urlsplit(url).hostname for url in re.findall(r'href="([^"]+)"', html)} <= {"testserver"}
