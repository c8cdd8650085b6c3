"""30: the other headers that protect, on every answer; and nothing silenced in Django's own check of a deployment."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as site_settings
from django.test import Client

from tests.faults import expect_none
from tests.world import address, make_world, url_names

pytestmark = pytest.mark.django_db
EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}
PRODUCTION = {
    "SITE_URL": "https://cairn.example.org",
    "ALLOWED_HOSTS": "cairn.example.org",
    "SECRET_KEY": "".join(chr(33 + n) for n in range(80)),
    "BEHIND_PROXY": "true",
    "EMAIL_URL": "smtp+tls://cairn:secret@mail.example.org:587",
}
OF_THE_TESTS = {"DJANGO_ALLOW_ASYNC_UNSAFE"}
"""What scripts/test sets for the browser, and no site."""


def test_every_answer_has_them_and_names_no_version():
    world, browser = make_world(), Client(raise_request_exception=False)
    pages = [*(address(name, world) for name in url_names()), "/nothing/", "/admin/login/"]
    for page in pages:
        answer = browser.get(page)
        assert {name: answer.get(name) for name in EXPECTED} == EXPECTED, page
        assert "geolocation=()" in answer.headers["Permissions-Policy"]
        expect_none(answer.headers.keys() & {"X-Powered-By", "Server"})


def test_site_with_https_is_reached_by_nothing_else_for_a_year():
    names = "s.SECURE_HSTS_SECONDS, s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_SSL_REDIRECT"
    say = f"from config import settings as s; print({names})"
    said = subprocess.run(
        [sys.executable, "-c", say], env=os.environ | PRODUCTION, capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["31536000", "True", "True"]


def test_django_s_check_of_a_deployment_has_nothing_to_say():
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    environment = {name: its for name, its in os.environ.items() if name not in OF_THE_TESTS} | PRODUCTION
    done = subprocess.run(
        command, env=environment, cwd=site_settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert site_settings.SILENCED_SYSTEM_CHECKS == []
    assert "no issues (0 silenced)" in done.stdout


def test_security_txt_says_where_to_write(client, settings):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.CONTACT_EMAIL = "care@example.org"
    answer = client.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Contact: mailto:care@example.org\nExpires: 2" in answer.content.decode()
