"""68: a site starts only with a real key, its own hosts and no debugging; nobody has an account that nobody made."""

import os
import re
import subprocess
import sys
from io import StringIO
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import User
from tests.factories import make_condition

ROOT = settings.BASE_DIR
GOOD = {
    "SECRET_KEY": "k3y-with-many-different-characters-0123456789-abcdefghijk",
    "SITE_URL": "https://cairn.example.org",
    "DATABASE_URL": "sqlite://:memory:",
    "DEBUG": "false",
}
START = [sys.executable, "-c", "import config.settings"]


def start(**changes: str | None) -> subprocess.CompletedProcess[str]:
    """What a process does with these settings. None leaves one out."""
    given = {name: value for name, value in (GOOD | changes).items() if value is not None}
    environment = {"PATH": os.environ["PATH"], **given}
    return subprocess.run(START, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_site_with_good_settings_starts():
    result = start()
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("changes", "repair"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY is missing or weak"),
        ({"SECRET_KEY": "changeme"}, "SECRET_KEY is missing or weak"),
        ({"ALLOWED_HOSTS": "*"}, "own host names"),
        ({"ALLOWED_HOSTS": " , "}, "own host names"),
        ({"ALLOWED_HOSTS": "cairn.example.org,*.example.org"}, "own host names"),
        ({"DEBUG": "true"}, "Set it to false"),
        ({"DEBUG": "perhaps"}, "true or false"),
    ],
)
def test_unsafe_setting_stops_the_start_and_says_the_repair(changes, repair):
    result = start(**changes)
    assert result.returncode != 0
    assert repair in result.stderr


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost:8000", "http://192.168.1.20:8000"])
def test_debugging_is_for_one_s_own_machine(url):
    assert start(DEBUG="true", SITE_URL=url).returncode == 0


@pytest.mark.django_db
def test_new_site_has_no_account():
    assert not User.objects.exists()


@pytest.mark.django_db
def test_demo_with_its_accounts_comes_into_an_empty_site_only():
    make_condition()
    with pytest.raises(CommandError, match="empty site only"):
        call_command("load_demo", stdout=StringIO())
    assert not User.objects.exists()


def test_password_of_a_demo_is_drawn_anew_each_time():
    code = (ROOT / "demo" / "management" / "commands" / "load_demo.py").read_text()
    assert "secrets.token" in code
    assert not re.search(r"set_password\(\s*[\"']", code)


def test_site_needs_no_rights_and_cannot_change_its_own_code():
    """As the guide sets it up; without, the server warns."""
    guide = (ROOT / "docs" / "owners" / "running.md").read_text()
    for line in ("User=cairn", "NoNewPrivileges=true", "ProtectSystem=strict", "ReadWritePaths=/srv/cairn/site/var"):
        assert line in guide


@pytest.mark.parametrize(("user", "is_demo", "warnings"), [(0, "false", 1), (0, "true", 0), (1000, "false", 0)])
def test_server_that_runs_as_root_says_so(monkeypatch, user, is_demo, warnings):
    told: list[str] = []
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setenv("IS_DEMO", is_demo)
    configuration: dict = {}
    exec((ROOT / "gunicorn.conf.py").read_text(), configuration)
    configuration["on_starting"](SimpleNamespace(log=SimpleNamespace(warning=told.append)))
    assert len(told) == warnings
