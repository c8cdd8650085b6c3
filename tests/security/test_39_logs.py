"""39: what people write is in no log, no address of a page of theirs, no subject of a mail, no cookie and no report."""

import json
import logging
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client, RequestFactory
from django.views.debug import ExceptionReporter
from gunicorn.config import Config

from config.logs import REQUEST_ID, JsonFormatter
from config.server_log import ServerLog
from notifications.kinds import notification_kinds
from tests.crawl import Page
from tests.factories import make_condition, make_question
from tests.faults import expect_none
from tests.security.filling import filled
from tests.world import World, address, make_world, url_names

pytestmark = pytest.mark.django_db
CANARY = "zwitscher"
ASKED = "tirili"
"""What stands in the address that a visitor opens."""
WORDS = f"{CANARY} is what I have"
ROOT = settings.BASE_DIR
WAYS_IN = {"/accounts/login/", "/accounts/reauthenticate/"}


@pytest.fixture
def log() -> Iterator[StringIO]:
    """All that the site's own log says, in its own form."""
    said = StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(JsonFormatter())
    logging.getLogger().addHandler(handler)
    yield said
    logging.getLogger().removeHandler(handler)


def lines(log: StringIO) -> list[dict]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def sung(response) -> set[str]:
    """Where an answer tells the canary to those on the way: the address that it leads to, and its cookies."""
    location = response.headers.get("Location", "")
    found = {f"cookie {key}: {its.value}" for key, its in response.cookies.items() if tells(its.value)}
    return found | ({f"address {location}"} if tells(location) and not may_tell(location) else set())


def tells(words: str) -> bool:
    return CANARY in words or ASKED in words


def may_tell(location: str) -> bool:
    """A thread's own address holds its title, which stands there; the ways in lead back to the address asked for."""
    if re.fullmatch(rf"/forum/\d+/{CANARY}-title/", location):
        return True
    path, _sign, query = location.partition("?")
    return path in WAYS_IN and CANARY not in location and ASKED not in re.sub(r"(^|&)next=[^&]*", "", query)


@pytest.mark.parametrize(
    ("viewer", "begins"), [("stranger", "accounts/"), ("author", ""), ("moderator", "moderation/")]
)
def test_no_form_tells_the_canary_to_anyone_on_the_way(
    viewer, begins, log, settings, mailoutbox, django_capture_on_commit_callbacks
):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    world = make_world()
    client = world.browser(viewer, raise_request_exception=False, headers={"origin": "http://testserver"})
    cookies, told, sent = client.cookies.copy(), {}, 0
    for name in [name for name, route in url_names().items() if route.startswith(begins)]:
        client.cookies = cookies.copy()
        path = address(name, world)
        response = client.get(path, {"q": ASKED})
        page = Page(path, response.status_code, dict(response.headers), response.content)
        values = filled(page, words=WORDS, email=f"{CANARY}@example.org") if page.is_html else {}
        told[name] = sung(response)
        if response.status_code != 405 and not values:
            continue
        cache.clear()
        with transaction.atomic():
            with django_capture_on_commit_callbacks(execute=True):
                answer = client.post(path, {**values, "title": f"{CANARY} title", "body": f"I have {CANARY}."})
            transaction.set_rollback(True)
        told[name] |= sung(answer)
        sent += 1
    assert sent > 2
    expect_none({name: where for name, where in told.items() if where})
    assert not tells(log.getvalue().lower())
    expect_none(mail.subject for mail in mailoutbox if tells(mail.subject.lower()))


def test_subjects_of_news_are_fixed_and_name_no_condition():
    expect_none(kind.name for kind in notification_kinds() if "%" in str(kind.subject) or "{" in str(kind.subject))


def test_addresses_of_one_s_own_pages_name_no_condition():
    """What a member does about themselves is numbered, so that an address in a history says nothing."""
    own = {name: route for name, route in url_names().items() if route.startswith(("account/", "drafts/", "notif"))}
    assert own
    expect_none(name for name, route in own.items() if "condition>" in route or "topic>" in route or "slug>" in route)


# --- When something breaks -------------------------------------------------------------------------------------------
@pytest.fixture
def broken(monkeypatch, log) -> StringIO:
    """The log of a page that failed while it had the canary in its hands."""
    make_question(condition=make_condition(slug="asthma", name="Asthma"))

    def fail(*_arguments, **_more):
        secret = CANARY
        raise IntegrityError(f"Key (email)=({secret}@example.org) already exists.")

    monkeypatch.setattr("pages.views.search_page", fail)
    client = Client(raise_request_exception=False, headers={"User-Agent": CANARY}, REMOTE_ADDR="203.0.113.77")
    response = client.get("/search/", {"q": CANARY})
    assert response.status_code == 500
    assert [line["request"] for line in lines(log)] == [response[REQUEST_ID]]
    return log


def test_error_is_logged_with_its_place_and_its_request_and_without_its_words(broken):
    line = lines(broken)[-1]
    assert (line["error"], line["message"], line["level"]) == ("IntegrityError", "500 GET search/", "ERROR")
    assert any("test_39_logs.py" in frame for frame in line["trace"])
    for secret in (CANARY, "203.0.113", "q=", "example.org"):
        assert secret not in broken.getvalue()


def test_no_error_goes_out_by_mail(settings, monkeypatch, mailoutbox, broken):
    settings.ADMINS = ["owner@example.org"]
    Client(raise_request_exception=False).get("/search/", {"q": CANARY})
    assert mailoutbox == []
    assert logging.getLogger("django").handlers == []


def test_report_of_an_error_holds_nothing_of_the_request():
    secret = CANARY
    request = RequestFactory().post(
        f"/search/?q={CANARY}", {"body": CANARY}, headers={"Cookie": f"a={CANARY}", "User-Agent": CANARY}
    )
    try:
        raise RuntimeError
    except RuntimeError:
        report = ExceptionReporter(request, *sys.exc_info(), is_email=True).get_traceback_data()
    assert secret == CANARY
    for part in ("request_meta", "filtered_POST_items", "request_COOKIES_items", "frames"):
        shown = report.get(part)
        values = [frame["vars"] for frame in shown] if part == "frames" else shown
        assert CANARY not in str(values), part


def test_each_request_has_a_number_of_ours(client):
    answers = [client.get("/healthz", headers={REQUEST_ID: "from-outside"}) for _ in range(2)]
    numbers = {answer[REQUEST_ID] for answer in answers}
    assert len(numbers) == 2
    assert all(len(number) == 16 for number in numbers)


# --- The server ------------------------------------------------------------------------------------------------------
def test_server_s_own_words_name_neither_address_nor_what_was_asked_for():
    said, log = StringIO(), ServerLog(Config())
    handler = logging.StreamHandler(said)
    handler.setFormatter(JsonFormatter())
    log.error_log.handlers = [handler]
    log.warning(f"Invalid request from ip=203.0.113.77: {CANARY}")
    try:
        raise ValueError(CANARY)
    except ValueError as error:
        log.exception("Error handling request %s %s", "GET", f"/search/?q={CANARY}")
        log.exception(error)
    assert len(said.getvalue().splitlines()) == 3
    assert CANARY not in said.getvalue()
    assert "203.0.113.77" not in said.getvalue()


def test_access_log_that_an_owner_wants_has_the_path_only(tmp_path):
    """A real server, asked by a browser that says where it comes from."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    path = tmp_path / "access.log"
    application = tmp_path / "quiet.py"
    application.write_text("def application(_environ, start):\n    start('200 OK', [])\n    return [b'']\n")
    command = [sys.executable, "-m", "gunicorn", "quiet:application", "--bind", f"127.0.0.1:{port}", "-w", "1"]
    options = ["--access-logfile", str(path), "--pythonpath", str(tmp_path), "--no-control-socket"]
    server = subprocess.Popen([*command, *options], cwd=ROOT, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr
        while "Listening" not in (line := server.stderr.readline()) and line:
            pass
        with socket.create_connection(("127.0.0.1", port), timeout=30) as visit:
            agent = f"User-Agent: {CANARY}\r\nReferer: http://x/{CANARY}\r\nConnection: close\r\n\r\n"
            visit.sendall(f"GET /search/?q={CANARY} HTTP/1.1\r\nHost: x\r\n{agent}".encode())
            assert b"200 OK" in visit.recv(1000)
    finally:
        server.terminate()
        server.wait(30)
        server.stderr.close()
    line = path.read_text()
    assert "GET /search/ 200" in line
    for secret in (CANARY, "127.0.0.1", "Referer"):
        assert secret not in line


def test_world_is_worth_asking(log):
    """The log that the other tests read is the real one: a warning does arrive in it."""
    logging.getLogger("cairn").warning("A sentence.")
    assert [line["message"] for line in lines(log)] == ["A sentence."]
    assert World
