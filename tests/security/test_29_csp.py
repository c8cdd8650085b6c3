"""29: a strict content policy on every answer; what it stops is told to an address of our own that keeps nothing."""

import json
import logging

import pytest
from django.test import Client

from tests.factories import make_editor
from tests.faults import expect_none
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
