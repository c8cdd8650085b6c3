"""What stands behind the links of sources: read politely from a local server, judged, noted, and never from inside."""

import threading
from contextlib import suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from time import monotonic
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.utils import timezone

from conditions.models import Condition
from questions.models import Source, SourceCheck
from questions.services import looking, record_check
from questions.source_findings import judge
from questions.web import MOST_BYTES, Reading, is_public, read
from tests.factories import make_source, make_summary

pytestmark = pytest.mark.django_db
HTML = {"Content-Type": "text/html; charset=utf-8"}


class Site(BaseHTTPRequestHandler):
    """A small web site with everything that links can lead to."""

    pages = {
        "/guide": (200, HTML, b"<title>A guide</title><p>Words.</p><script>1</script>"),
        "/gone": (410, HTML, b""),
        "/lost": (404, HTML, b""),
        "/busy": (503, HTML, b""),
        "/closed": (403, HTML, b""),
        "/old": (301, {"Location": "/guide"}, b""),
        "/old-2": (308, {"Location": "/old"}, b""),
        "/for-now": (302, {"Location": "/guide"}, b""),
        "/both": (301, {"Location": "/for-now"}, b""),
        "/dropped": (302, {"Location": "/"}, b""),
        "/": (200, HTML, b"<title>Home</title>"),
        "/loop": (302, {"Location": "/loop"}, b""),
        "/inside": (302, {"Location": "http://169.254.169.254/latest/meta-data/"}, b""),
        "/by-name": (302, {"Location": "http://localhost:1/"}, b""),
        "/file": (302, {"Location": "file:///etc/passwd"}, b""),
        "/retracted": (200, HTML, b"<title>RETRACTED: A study &amp; more</title>"),
        "/withdrawn": (200, HTML, b"<title>A journal</title><h1 class='x'><b>Withdrawn</b>: A study</h1>"),
        "/paper.pdf": (200, {"Content-Type": "application/pdf"}, b"%PDF RETRACTED"),
        "/huge": (200, HTML, b"x" * (MOST_BYTES + 50_000)),
    }
    seen: list = []

    def do_GET(self):
        self.seen.append((self.path, dict(self.headers)))
        if self.path == "/slow":
            self.drip()
            return
        status, headers, body = self.pages[self.path]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body)

    def drip(self):
        """Sends a byte every so often, for ever."""
        with suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
            while not self.server.is_over.wait(0.02):
                self.wfile.write(b"x")

    def log_message(self, *arguments):
        pass


@pytest.fixture
def site(settings):
    """The address of the local site, which the settings name as one that may be read."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.is_over = threading.Event()
    Site.seen = []
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    settings.PRIVATE_SOURCE_HOSTS = ["127.0.0.1"]
    yield f"http://127.0.0.1:{server.server_port}"
    server.is_over.set()
    server.shutdown()
    server.server_close()
    thread.join()


def look(url, **options):
    return read(url, agent="test", private_hosts=["127.0.0.1"], **options)


def run(*arguments):
    output = StringIO()
    call_command("check_sources", "--pause=0", *arguments, stdout=output)
    return output.getvalue()


@pytest.mark.parametrize(
    ("path", "result"),
    [
        ("/guide", "ok"),
        ("/for-now", "ok"),
        ("/both", "ok"),
        ("/paper.pdf", "ok"),
        ("/old", "moved"),
        ("/old-2", "moved"),
        ("/gone", "vanished"),
        ("/lost", "vanished"),
        ("/dropped", "vanished"),
        ("/retracted", "retracted"),
        ("/withdrawn", "retracted"),
        ("/busy", "unreachable"),
        ("/closed", "unreachable"),
        ("/loop", "unreachable"),
        ("/inside", "unreachable"),
        ("/by-name", "unreachable"),
        ("/file", "unreachable"),
    ],
)
def test_each_link_is_judged_by_what_stands_behind_it(site, path, result):
    make_source(key="it", url=f"{site}{path}")

    run()

    check = SourceCheck.objects.get()
    assert check.result == result
    assert bool(check.note) == (result != "ok")
    assert len(check.content_hash) == (64 if result in {"ok", "moved", "retracted"} or path == "/dropped" else 0)


def test_what_was_found_is_printed_and_noted_with_status_date_and_where_it_led(site):
    make_source(key="fine", url=f"{site}/guide")
    make_source(key="moved", url=f"{site}/old")

    output = run()

    assert f"moved: moved for good. The site says that the page has a new address for good. {site}/guide" in output
    assert "2 sources read\n  there: 1\n  moved for good: 1\n" in output
    check = SourceCheck.objects.get(source__key="moved")
    assert (check.status, check.final_url) == (200, f"{site}/guide")
    assert check.checked_at is not None


def test_a_link_into_a_private_network_is_refused_unless_a_setting_names_the_host(site, settings):
    settings.PRIVATE_SOURCE_HOSTS = []
    make_source(key="it", url=f"{site}/guide")

    run()

    assert SourceCheck.objects.get().result == "unreachable"
    assert Site.seen == []


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),
        *("100.64.0.1", "224.0.0.1", "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1%eth0", "fc00::1"),
        *("::ffff:127.0.0.1", "::ffff:8.8.8.8", "2002:7f00:1::", "64:ff9b::7f00:1", "ff02::1"),
    ],
)
def test_addresses_of_the_inside_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:4700:4700::1111"])
def test_addresses_of_the_internet_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize("inside", [["127.0.0.1"], ["93.184.215.14", "10.0.0.1"]])
def test_a_name_that_leads_inside_is_refused_whatever_else_it_leads_to(inside):
    found = [(2, 1, 6, "", (address, 80)) for address in inside]
    with patch("socket.getaddrinfo", return_value=found), patch("socket.create_connection") as connect:
        reading = read("http://rebind.example/", agent="test")
    assert reading.problem == "The link leads into a private network."
    assert not connect.called


def test_the_connection_goes_to_the_address_that_was_checked():
    found = [(2, 1, 6, "", ("93.184.215.14", 443))]
    with (
        patch("socket.getaddrinfo", return_value=found),
        patch("socket.create_connection", side_effect=OSError) as connect,
    ):
        reading = read("https://example.org/x", agent="test")
    assert connect.call_args.args[0] == ("93.184.215.14", 443)
    assert reading.problem == "The connection failed."


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("ftp://example.org/x", "no link of the web"),
        ("http://user:secret@example.org/", "no link of the web"),
        ("http://example.org:99999/", "no link of the web"),
        ("http://[::1/", "no link of the web"),
        ("http://example.org/\r\nX: 1", "no link of the web"),
        ("http://example.org:6379/", "unusual port"),
        ("https://", "no link of the web"),
    ],
)
def test_what_is_no_link_of_the_web_is_not_tried(url, problem):
    assert problem in read(url, agent="test").problem


def test_a_name_that_nobody_has_is_said_so():
    with patch("socket.getaddrinfo", side_effect=OSError):
        assert read("https://nobody.example/", agent="test").problem == "No machine has this name."


def test_a_site_that_drips_is_left_when_the_time_is_over(site):
    started = monotonic()
    reading = look(f"{site}/slow", seconds=0.3)
    assert reading.problem == "It did not answer in time."
    assert monotonic() - started < 10


def test_no_more_than_two_megabytes_are_read(site):
    assert len(look(f"{site}/huge").content) == MOST_BYTES


def test_the_site_is_told_who_asks(site, settings):
    settings.SITE_URL = "https://cairn.example.org"
    make_source(key="it", url=f"{site}/guide")
    run()
    assert Site.seen[0][1]["User-Agent"] == "Cairn source check (+https://cairn.example.org)"


def test_one_silence_is_no_trouble_and_three_in_a_row_are(site):
    make_source(key="it", url=f"{site}/busy")
    for failures in (1, 2, 3):
        run()
        assert SourceCheck.objects.get().failures == failures
        assert SourceCheck.objects.in_trouble().exists() == (failures == 3)

    with patch.dict(Site.pages, {"/busy": Site.pages["/guide"]}):
        run()
    assert not SourceCheck.objects.in_trouble().exists()
    assert SourceCheck.objects.get().failures == 0


@pytest.mark.parametrize("path", ["/old", "/gone", "/retracted"])
def test_a_source_that_moved_vanished_or_was_retracted_is_trouble_until_its_link_is_put_right(site, path):
    make_source(key="it", url=f"{site}{path}")
    run()
    assert SourceCheck.objects.in_trouble().exists()

    make_source(key="it", url=f"{site}/guide")

    assert not SourceCheck.objects.in_trouble().exists()


def test_other_words_on_the_page_are_noticed_and_other_scripts_are_not(site):
    make_source(key="it", url=f"{site}/guide")
    run()
    with patch.dict(Site.pages, {"/guide": (200, HTML, b"<title>A guide</title> <p>Words.</p><script>2</script>")}):
        run()
    assert SourceCheck.objects.get().changed_at is None
    with patch.dict(Site.pages, {"/guide": (200, HTML, b"<title>A guide</title><p>Other words.</p>")}):
        run()
    assert SourceCheck.objects.get().changed_at is not None


def test_a_link_that_was_changed_meanwhile_is_not_judged_by_the_old_page(site):
    source = make_source(key="it", url=f"{site}/gone")
    make_source(key="it", url=f"{site}/guide")

    assert record_check(source=source, reading=Reading(source.url, status=410)) is None
    assert not SourceCheck.objects.exists()


def test_the_limit_takes_those_that_waited_longest(site):
    for key in ("one", "two", "three"):
        make_source(key=key, url=f"{site}/guide")
    run("--limit=2")
    run("--limit=1")
    assert SourceCheck.objects.count() == Source.objects.count() == 3


def test_two_looks_at_one_site_have_a_pause_between_them_and_others_use_it():
    naps = []
    links = ["http://a.example/1", "http://a.example/2", "http://b.example/1", "http://a.example/3"]
    sources = [Source(url=url) for url in links]
    with patch.object(looking, "sleep", naps.append), patch.object(looking, "monotonic", lambda: 100.0):
        order = [source.url for source in looking.in_turns(sources, 1.0)]
    assert order == [links[0], links[2], links[1], links[3]]
    assert naps == [1.0, 1.0]


def test_looking_changes_nothing_that_readers_see(site):
    source = make_source(key="it", url=f"{site}/gone")
    make_summary(sources=[source], body="It is so. [1]")
    before = list(Condition.objects.values_list("version", flat=True))
    run()
    assert list(Condition.objects.values_list("version", flat=True)) == before


def test_bytes_that_are_no_text_are_judged_too():
    reading = Reading("https://example.org/x", status=200, content_type="text/html", content=b"\xff\xfe<title>\x00")
    assert judge("https://example.org/x", reading).result == "ok"


def ago(**age):
    return timezone.now() - timedelta(**age)


def test_the_clock_looks_at_what_was_never_read_or_long_ago_and_again_at_what_was_silent(site):
    ages = {
        "never": None,
        "silent": ago(days=2),
        "old": ago(days=31),
        "fresh": ago(days=29),
        "just-silent": ago(hours=1),
    }
    for key, at in ages.items():
        source = make_source(key=key, url=f"{site}/guide")
        if at:
            result = "unreachable" if "silent" in key else "ok"
            SourceCheck.objects.create(source=source, checked_at=at, result=result, failures=1)
    with patch.object(looking, "PAUSE", 0.0), patch.object(looking, "sleep"):
        assert looking.look_behind_some() == 3
        assert looking.look_behind_some() == 0
    kept = set(SourceCheck.objects.filter(checked_at__lt=ago(minutes=5)).values_list("source__key", flat=True))
    assert kept == {"fresh", "just-silent"}


def test_the_clock_takes_a_few_links_at_a_time_and_stops_when_its_time_is_over(site):
    for number in range(4):
        make_source(key=f"s{number}", url=f"{site}/guide")
    with patch.object(looking, "sleep"), patch.object(looking, "MOST_AT_ONCE", 3):
        with patch.object(looking, "SECONDS_AT_ONCE", 0.0):
            assert looking.look_behind_some() == 1
        assert looking.look_behind_some() == 3


def test_a_server_that_may_open_no_links_opens_none(site, settings):
    settings.CHECK_SOURCES = False
    make_source(key="it", url=f"{site}/guide")
    assert looking.look_behind_some() == 0
    assert Site.seen == []
