"""The benchmark's generator: forms that may be sent once are sent once, by every round another part of them."""

import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench import load
from bench.run import shares


class Site(BaseHTTPRequestHandler):
    """Takes forms, and remembers how often each came."""

    protocol_version = "HTTP/1.1"
    seen: Counter[str] = Counter()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.seen[f"{self.path} {body} {self.headers['Cookie']}"] += 1
        self.send_response(302)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


@pytest.fixture
def port():
    Site.seen = Counter()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def forms(port, count):
    return [load.request(port, f"/{n}", {"Cookie": f"who={n}"}, body=f"n={n}") for n in range(count)]


def test_forms_are_sent_once_and_every_round_sends_others(port):
    whole = load.Load(port, forms(port, 120), status=302, is_once=True)
    for part in shares(whole, 3):
        result = load.Loop(part, seconds=20, connections=load.CONNECTIONS).run()
        assert result.wrong == 0
        assert part.most <= result.count < part.most + load.CONNECTIONS
    assert set(Site.seen.values()) == {1}
    assert Site.seen["/0 n=0 who=0"] == 1
    assert len(Site.seen) >= 3 * (40 - 2 * load.CONNECTIONS)


def test_pages_are_asked_for_again_and_again(port):
    pages = load.Load(port, [load.request(port, "/")])
    assert pages.most == load.MOST_REQUESTS
    assert [part.requests for part in shares(pages, 3)] == [pages.requests] * 3
    assert load.request(80, "/a").startswith(b"GET /a HTTP/1.1\r\n")
