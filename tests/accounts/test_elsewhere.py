"""Signing in through another site, by settings alone: the site runs in a process of its own, the server is invented."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.conf import settings

from accounts.templatetags.topics import sign_in_elsewhere

ROOT = Path(settings.BASE_DIR)
PERSON = {"sub": "42", "email": "olu@clinic.example", "name": "Olu Realname", "given_name": "Olu", "birthdate": "1980"}


class InventedServer(BaseHTTPRequestHandler):
    """What an OpenID Connect server answers, as far as this site asks."""

    def do_GET(self):
        here = f"http://{self.headers['Host']}"
        self.answer(
            PERSON
            if self.path == "/userinfo"
            else {
                "authorization_endpoint": f"{here}/authorize",
                "token_endpoint": f"{here}/token",
                "userinfo_endpoint": f"{here}/userinfo",
            }
        )

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer({"access_token": "a-token", "token_type": "Bearer"})

    def answer(self, words):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(words).encode())

    def log_message(self, *_words):
        pass


@pytest.fixture
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), InventedServer) as listener:
        threading.Thread(target=listener.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listener.server_port}"
        listener.shutdown()


def test_person_from_elsewhere_chooses_a_name_and_brings_nothing_but_an_address(server, tmp_path):
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "DEBUG": "true",
        "OIDC_URL": server,
        "OIDC_NAME": "Clinic",
        "OIDC_CLIENT_ID": "cairn",
        "OIDC_CLIENT_SECRET": "secret",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.accounts.elsewhere_visit"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    seen = json.loads(done.stdout.splitlines()[-1])
    assert seen["button"]
    assert seen["sent_off"] == f"{server}/authorize"
    assert seen["form_action"] == server
    assert seen["asks_name"]
    assert seen["too_young"] == [200, 0]
    assert seen["mails"] == [["olu@clinic.example"]]
    assert seen["member"] == ["Marisol", "", "", "olu@clinic.example"]
    assert not seen["has_password"]
    assert seen["kept"] == {}
    assert seen["again"] == ["/stories/", True]


def test_without_the_setting_there_is_no_button_and_no_address(client):
    assert sign_in_elsewhere({}) == {"url": ""}
    assert client.get("/accounts/oidc/oidc/login/").status_code == 404
