"""29: a strict content policy on every answer; what it stops is told to an address of our own that keeps nothing."""

import json
import logging
import os
import subprocess
import sys

import pytest
from django.conf import settings as site_settings
from django.test import Client
from playwright.sync_api import Browser, Page

from tests.browser.kinds import KINDS
from tests.browser.staff import STAFF
from tests.factories import make_editor
from tests.faults import expect_none
from tests.security.desk import sign_in
from tests.world import address, make_world, url_names

pytestmark = pytest.mark.django_db
CLOSED = ("default-src", "object-src", "base-uri", "frame-ancestors")
OWN = {"script-src", "style-src", "font-src", "connect-src", "manifest-src", "form-action"}


def policy_of(answer):
    rules = answer.headers["Content-Security-Policy"].split("; ")
    return {rule.split()[0]: rule.split()[1:] for rule in rules}


def is_strict(answer):
    policy = policy_of(answer)
    closed = all(policy.get(rule) == ["'none'"] for rule in CLOSED)
    own = all(policy.get(rule) == ["'self'"] for rule in OWN)
    return closed and own and set(policy["img-src"]) <= {"'self'", "data:"}


def test_every_answer_has_the_strict_policy():
    world, browser = make_world(), Client(raise_request_exception=False)
    browser.force_login(world.author, backend="django.contrib.auth.backends.ModelBackend")
    pages = [*(address(name, world) for name in url_names()), "/nothing/", "/admin/", "/admin/login/"]
    expect_none([page for page in pages if not is_strict(browser.get(page))])
    expect_none([page for page in pages if not is_strict(browser.post(page))])
    browser.force_login(make_editor(is_superuser=True))
    expect_none([page for page in ("/admin/", "/admin/questions/summary/") if not is_strict(browser.get(page))])
    assert is_strict(browser.get("/", headers={"host": "evil.example"}))


def test_policy_is_reported_to_ourselves(client):
    answer = client.get("/about/us/")
    assert policy_of(answer)["report-uri"] == ["/csp-reports/"]
    assert policy_of(answer)["report-to"] == ["csp"]
    assert answer.headers["Reporting-Endpoints"] == 'csp="/csp-reports/"'


OLD = {
    "csp-report": {
        "effective-directive": "img-src",
        "blocked-uri": "https://evil.example/x?hiv",
        "document-uri": "/hiv/",
    }
}
NEW = [{"body": {"effectiveDirective": "script-src-elem", "blockedURL": "inline", "documentURL": "/hiv/"}}]


@pytest.mark.parametrize(
    ("report", "said"),
    [(OLD, "img-src from evil.example"), (NEW, "script-src-elem from inline"), ({"csp-report": {}}, "? from ?")],
)
def test_report_leaves_the_rule_and_the_other_site_in_the_log_and_no_page(client, caplog, report, said):
    with caplog.at_level(logging.WARNING, logger="security.csp"):
        answer = client.generic("POST", "/csp-reports/", json.dumps(report), content_type="application/csp-report")
    assert (answer.status_code, answer.content) == (204, b"")
    assert caplog.messages == [f"The content policy stopped {said}."]
    assert "hiv" not in caplog.text


def test_reports_are_bounded(client):
    assert client.generic("POST", "/csp-reports/", "x" * 20_000, content_type="application/json").status_code == 413
    sent = [client.generic("POST", "/csp-reports/", "{}", content_type="application/json") for _time in range(25)]
    assert [answer.status_code for answer in sent] == [204] * 19 + [429] * 6


# --- In a browser -----------------------------------------------------------------------------------------------------
OWN_PAGES = ["/account/", "/account/privacy/", "/account/data/", "/notifications/", "/drafts/", "/messages/"]
STAFFS = ["/admin/", "/admin/questions/summary/", "/admin/questions/topic/", "/admin/questions/source/"]


def stopped(page: Page, paths: list[str]) -> list[str]:
    """What the content policy stopped on these pages, as the browser says."""
    said: list[str] = []
    page.on(
        "console", lambda line: said.append(f"{page.url}: {line.text}") if "Content Security" in line.text else None
    )
    page.on("request", lambda its: said.append(its.url) if its.url.endswith("/csp-reports/") else None)
    for path in paths:
        page.goto(path, wait_until="load")
    return said


@pytest.mark.browser
def test_policy_stops_nothing_of_our_own(browser: Browser, site: str):
    context = browser.new_context(base_url=site)
    expect_none(stopped(context.new_page(), [*KINDS.values(), "/accounts/login/", "/accounts/signup/"]))
    page = context.new_page()
    sign_in(page, next(iter(STAFF)))
    expect_none(stopped(page, [*OWN_PAGES, *STAFFS]))
    page = context.new_page()
    page.goto("/about/us/")
    noticed = []
    page.on("console", lambda line: noticed.append(line.text))
    page.evaluate("document.body.append(Object.assign(document.createElement('img'), {src: 'https://evil.example/x'}))")
    page.wait_for_function("document.querySelector('img[src*=evil]').complete")
    context.close()
    assert any("Content Security" in line for line in noticed)  # the look-out sees what is stopped


# --- Mozilla's HTTP Observatory, estimated from its published modifiers ---------------------------------------------
LEAST_SCORE = 140


def estimate(answer, environment: dict[str, str]) -> dict[str, int]:
    """Points above and below 100 for each published rule. Rules about other hosts, redirects and resources that a page
    loads from elsewhere bring nothing where there is none of it."""
    policy, headers = policy_of(answer), answer.headers
    scripts = policy.get("script-src", policy.get("default-src", ["*"]))
    is_strict = policy.get("default-src") == ["'none'"] and not {"'unsafe-inline'", "'unsafe-eval'", "*"} & set(scripts)
    closed = policy.get("frame-ancestors") == ["'none'"]
    cookies = environment["cookie"].startswith("__Host-") and environment["secure"] == "True"
    same_site = environment["same_site"] in {"Lax", "Strict"}
    lasting = int(environment["hsts"]) >= 15_768_000
    return {
        "content policy": 10 if is_strict else -25,
        "cookies": (5 if same_site else 0) if cookies else -40,
        "HSTS": 0 if lasting else -20,
        "redirect to https": 0 if environment["redirects"] == "True" else -20,
        "referrer policy": 5 if headers.get("Referrer-Policy") in {"same-origin", "no-referrer"} else 0,
        "content types": 0 if headers.get("X-Content-Type-Options") == "nosniff" else -5,
        "frames": 5 if closed else -20,
        "resources of others": 10 if headers.get("Cross-Origin-Resource-Policy") == "same-origin" else 0,
        "windows of others": 10 if headers.get("Cross-Origin-Opener-Policy") == "same-origin" else 0,
        "documents of others": 10 if headers.get("Cross-Origin-Embedder-Policy") == "require-corp" else 0,
    }


def test_estimate_of_the_observatory_is_far_above_its_best_grade(client):
    """A+ begins at 100. The settings are those of a site with https."""
    names = ("SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT")
    say = f"from config import settings as s; print(*[getattr(s, name) for name in {names}])"
    environment = os.environ | {"SITE_URL": "https://cairn.example.org"}
    said = subprocess.run([sys.executable, "-c", say], env=environment, capture_output=True, text=True, check=True)
    told = dict(zip(("cookie", "secure", "hsts", "redirects"), said.stdout.split(), strict=True))
    told["same_site"] = site_settings.SESSION_COOKIE_SAMESITE
    points = estimate(client.get("/about/us/"), told)
    assert 100 + sum(points.values()) >= LEAST_SCORE, points
