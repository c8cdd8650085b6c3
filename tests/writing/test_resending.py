import pytest
from django.test import Client

from tests.crawl import Page, words

pytestmark = pytest.mark.django_db
HERE = {"origin": "http://testserver"}


@pytest.fixture(autouse=True)
def view(settings):
    settings.CSRF_FAILURE_VIEW = "writing.resending.csrf_failure"


@pytest.fixture
def visitor():
    return Client(enforce_csrf_checks=True)


def send(visitor, data, address="/accounts/login/", headers=HERE):
    response = visitor.post(address, data, headers=headers)
    return Page(address, response.status_code, dict(response.headers), response.content)


def values(page):
    fields = {node.get("name"): node.get("value", "") for node in page.all("input")}
    return fields | {node.get("name"): words(node) for node in page.all("textarea")}


def test_what_was_typed_stands_in_a_form_to_send_again(visitor):
    page = send(visitor, {"title": "Eleven scarves", "body": "First line.\nSecond line.", "next": "/stories/"})
    form = next(node for node in page.all("form") if node.get("method") == "post")
    assert page.status == 403
    assert (form.get("action"), page.meta("robots")) == ("/accounts/login/", "noindex")
    fields = values(page)
    assert (fields["title"], fields["body"], fields["next"]) == (
        "Eleven scarves",
        "First line. Second line.",
        "/stories/",
    )
    assert fields["csrfmiddlewaretoken"]
    assert page.headings[0] == (1, "Please send that again")
    assert page.errors == []


def test_sending_again_is_accepted(visitor):
    page = send(visitor, {"login": "nobody", "password": "wrong"})
    again = values(page) | {"password": "wrong"}
    assert send(visitor, again).status == 200


@pytest.mark.parametrize("name", ["password", "password1", "oldpassword", "new_password", "code", "secret_token"])
def test_secret_is_asked_for_again_and_never_shown(visitor, name):
    page = send(visitor, {"login": "wanjiku", name: "hunter2-hunter2"})
    assert "hunter2" not in page.text
    field = next(node for node in page.all("input") if node.get("name") == name)
    assert (field.get("type"), field.get("value")) == ("password", None)
    assert values(page)["login"] == "wanjiku"


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"origin": "null"}, {}])
def test_words_of_another_site_get_no_button_that_sends_them(visitor, headers):
    page = send(visitor, {"body": "Send my money", "password": "hunter2"}, headers=headers)
    assert page.status == 403
    assert not [node for node in page.all("form") if node.get("method") == "post"]
    assert not [node for node in page.all("input") if node.get("name") == "csrfmiddlewaretoken"]
    assert values(page)["body"] == "Send my money"
    assert "hunter2" not in page.text


def test_what_was_typed_runs_no_script(visitor):
    page = send(visitor, {'"><script>alert(1)</script>': "</textarea><script>alert(2)</script>\n"})
    assert "<script>" not in page.text


def test_flood_of_fields_is_cut(visitor):
    page = send(visitor, {f"field-{n}": "x" for n in range(100)})
    assert len([name for name in values(page) if name and name.startswith("field-")]) == 40


def test_long_text_stays_whole(visitor):
    assert values(send(visitor, {"body": "y" * 100_000}))["body"] == "y" * 100_000
    assert len(values(send(visitor, {"body": "y" * 200_000}))["body"]) == 120_000


def test_mark_of_the_form_is_sent_again_unseen(visitor):
    field = next(node for node in send(visitor, {"form_id": "abc"}).all("input") if node.get("name") == "form_id")
    assert (field.get("type"), field.get("value")) == ("hidden", "abc")


def test_labels_belong_to_their_fields(visitor):
    page = send(visitor, {"first_name": "A", "body": "B\nC", "password": "D"})
    labels = {node.get("for"): words(node) for node in page.all("label")}
    ids = {node.get("id") for node in page.all("input", "textarea")}
    assert {key for key in labels if key.startswith("typed-")} <= ids
    assert "First name" in labels.values()
    assert len(page.ids) == len(set(page.ids))


def test_form_without_words_says_what_happened(visitor):
    page = send(visitor, {})
    assert "when cookies are switched off" in page.text
    assert "What you typed" not in page.text
