"""12: too much, broken or strange in the body of a request is refused at once, and the next page comes as before."""

import json
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pages.gate import MOST_BYTES
from tests.factories import make_member

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=b"
PART = b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n\r\n'
ODD = (PART % b"a")[:-4] + b"Content-Transfer-Encoding: base64\r\n\r\n%%%\r\n--b--"
DEEP = "[" * 100_000 + "]" * 100_000
FORMS = ["/accounts/login/", "/accounts/signup/", "/account/profile/", "/account/picture/", "/stories/new/"]
BODIES = {
    "20 MB": (b"a=" + b"x" * 20_000_000, FORM),
    "3 MB in one field": (b"body=" + b"x" * 3_000_000, FORM),
    "20,000 fields": ("&".join(f"f{n}=1" for n in range(20_000)).encode(), FORM),
    "100 files": (PART % b'f"; filename="a' * 100 + b"--b--", MULTIPART),
    "multipart that ends in the middle": ((PART % b"body")[:-4] + b"Hel", MULTIPART),
    "multipart without a boundary": (b"--b\r\n\r\n--b--", "multipart/form-data"),
    "multipart with an odd encoding": (ODD, MULTIPART),
    "a charset that nobody knows": (b"body=x", f"{FORM}; charset=x-none"),
    "a charset that is no text": (b"body=x", f"{FORM}; charset=base64"),
    "UTF-16": ("body=x".encode("utf-16"), f"{FORM}; charset=utf-16"),
    "deep JSON": (DEEP.encode(), "application/json"),
    "NUL bytes": (b"\x00\xff\xfe=\x00", FORM),
}


@pytest.fixture
def browser():
    browser = Client(raise_request_exception=False, headers={"origin": "http://testserver"})
    browser.force_login(make_member())
    return browser


@pytest.mark.parametrize("body", BODIES)
def test_odd_body_breaks_no_form(browser, body):
    content, content_type = BODIES[body]
    for address in FORMS:
        started = time.perf_counter()
        answer = browser.generic("POST", address, content, content_type=content_type)
        assert answer.status_code < 500, address
        assert time.perf_counter() - started < 5
        assert browser.get("/about/us/").status_code == 200


@pytest.mark.parametrize("body", ["20 MB", "3 MB in one field", "20,000 fields", "100 files"])
def test_too_much_is_refused(browser, body):
    content, content_type = BODIES[body]
    answer = browser.generic("POST", "/account/profile/", content, content_type=content_type)
    assert answer.status_code in {400, 413}


def test_body_that_is_too_large_is_not_even_read(browser):
    """A length that the sender only claims is enough."""
    for length in (str(MOST_BYTES + 1), "1e9", "-1"):
        answer = browser.generic("POST", "/account/picture/", b"", content_type=MULTIPART, CONTENT_LENGTH=length)
        assert answer.status_code == 413
    within = SimpleUploadedFile("a.jpg", b"x" * 1000, "image/jpeg")
    assert browser.post("/account/picture/", {"picture": within, "picture_audience": "nobody"}).status_code < 413


def test_deep_json_breaks_no_address_that_reads_json(browser):
    for said in (DEEP, json.dumps({"csp-report": 3}), json.dumps([[[]]]), "null", "{", '"x"'):
        assert browser.generic("POST", "/csp-reports/", said, content_type="application/csp-report").status_code < 500
    for address in ("/accounts/2fa/webauthn/add/", "/accounts/2fa/webauthn/login/"):
        assert browser.post(address, {"name": "key", "credential": DEEP}).status_code < 500
