from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conditions import versions
from conditions.models import Condition
from pages import freshness
from pages.freshness import answer_or_unchanged, answer_unchanged
from tests.factories import make_answer, make_condition, make_question, make_review, make_summary, make_topic, make_user

pytestmark = pytest.mark.django_db
QUESTION = "/conditions/asthma/questions/diet/"
SCOPED = [
    "/conditions/asthma/",
    "/conditions/asthma/questions/",
    QUESTION,
    f"{QUESTION}?sort=new",
    f"{QUESTION}history/",
    "/conditions/asthma/stories/",
    "/conditions/asthma/forum/",
]


@pytest.fixture(autouse=True)
def no_memory():
    versions.forget()


@pytest.fixture(autouse=True)
def question():
    condition = make_condition(slug="asthma", name="Asthma")
    question = make_question(condition=condition, topic=make_topic(slug="diet"))
    make_summary(question=question)
    return question


def tag_of(client, address=QUESTION):
    response = client.get(address)
    assert response.status_code == 200
    return response["ETag"]


def again(client, tag, address=QUESTION, **headers):
    return client.get(address, headers={"If-None-Match": tag} | headers)


# --- Asking again -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("address", SCOPED)
def test_page_that_is_unchanged_is_not_made_again(client, address):
    tag = tag_of(client, address)
    with CaptureQueriesContext(connection) as queries:
        response = again(client, tag, address)
    assert response.status_code == 304
    assert response.content == b""
    assert [query["sql"].split(" WHERE")[0] for query in queries] == ["SELECT version FROM conditions_condition"]


def test_answer_for_an_unchanged_page_carries_what_caches_need(client):
    page = client.get(QUESTION)
    response = again(client, page["ETag"])
    assert {name: response[name] for name in ("ETag", "Cache-Control")} == {
        "ETag": page["ETag"],
        "Cache-Control": "public, max-age=0, must-revalidate",
    }
    assert response["Cache-Control"] == page["Cache-Control"]
    varies = [{part.strip() for part in one["Vary"].split(",")} for one in (page, response)]
    assert varies == [{"Cookie", "Accept-Encoding"}] * 2


def test_head_is_answered_like_get(client):
    tag = client.head(QUESTION)["ETag"]
    assert tag == tag_of(client)
    assert client.head(QUESTION, headers={"If-None-Match": tag}).status_code == 304


def test_compressed_page_has_the_same_weak_tag(client):
    plain, compressed = client.get(QUESTION), client.get(QUESTION, headers={"Accept-Encoding": "gzip"})
    assert compressed["Content-Encoding"] == "gzip"
    assert plain["ETag"] == compressed["ETag"]
    assert plain["ETag"].startswith('W/"')
    assert again(client, compressed["ETag"], **{"Accept-Encoding": "gzip"}).status_code == 304


@pytest.mark.parametrize("form", ["{}", 'W/"x", {}', '"other",{}, W/"another"', "{strong}"])
def test_tag_is_found_among_others_and_with_or_without_its_weakness(client, form):
    tag = tag_of(client)
    assert again(client, form.format(tag, strong=tag.removeprefix("W/"))).status_code == 304


@pytest.mark.parametrize("tag", ["*", '"nothing"', "", 'W/""', "nonsense"])
def test_any_other_tag_gets_the_page(client, tag):
    assert again(client, tag).status_code == 200


def test_part_of_a_tag_is_no_tag(client):
    tag = tag_of(client).removeprefix("W/")
    assert again(client, tag[:-3] + '"').status_code == 200
    assert again(client, tag.strip('"')).status_code == 200


# --- What the tag depends on --------------------------------------------------------------------------------------
def test_change_on_the_condition_gives_the_new_page(client, question):
    tag = tag_of(client)
    assert again(client, tag).status_code == 304
    make_answer(question=question, body="It helped to eat early.")
    response = again(client, tag)
    assert response.status_code == 200
    assert "It helped to eat early." in response.content.decode()
    assert response["ETag"] != tag


def test_change_on_another_condition_changes_nothing_here(client):
    elsewhere = make_question()
    tag = tag_of(client)
    make_answer(question=elsewhere)
    assert again(client, tag).status_code == 304


def test_each_address_has_its_own_tag(client):
    tags = [tag_of(client, address) for address in SCOPED]
    assert len(set(tags)) == len(SCOPED)
    assert again(client, tags[0], SCOPED[1]).status_code == 200


def test_review_that_runs_out_at_midnight_is_gone_the_next_morning(client, question):
    make_review(summary=question.summaries.get(), days=3)
    today = timezone.localdate()
    last_day, next_day = today + timedelta(days=3), today + timedelta(days=4)
    with patch.object(timezone, "localdate", return_value=last_day):
        page = client.get(QUESTION)
        assert "Medically reviewed summary" in page.content.decode()
        assert again(client, page["ETag"]).status_code == 304
    with patch.object(timezone, "localdate", return_value=next_day):
        response = again(client, page["ETag"])
        assert response.status_code == 200
        assert "Medically reviewed summary" not in response.content.decode()
        assert "This page was due for review on" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITE_NAME", "Another name"),
        ("SITE_URL", "https://other.example"),
        ("IS_DEMO", True),
        ("THEME", {"pine": ("#0e4f53", "#8bd5c6")}),
        ("SOURCE_CODE_URL", "https://code.example"),
    ],
)
def test_process_with_another_setting_does_not_recognise_the_tag(settings, name, value):
    settings.IS_DEMO = False
    tag = tag_of(Client())
    setattr(settings, name, value)
    assert again(Client(), tag).status_code == 200


def test_another_process_of_the_same_release_recognises_the_tag(client):
    assert again(Client(), tag_of(client)).status_code == 304


def test_release_with_another_template_does_not_recognise_the_tag(client, monkeypatch, tmp_path):
    tag = tag_of(client)
    template = tmp_path / "question.html"
    template.write_text("new")
    monkeypatch.setattr(freshness, "files_that_show", lambda: [template])
    other = Client()
    new_tag = tag_of(other)
    assert new_tag != tag
    assert again(other, tag).status_code == 200
    template.write_text("newer")
    freshness.contents.cache_clear()  # as another process
    assert tag_of(Client()) != new_tag


def test_templates_styles_and_code_count_as_the_release():
    names = {path.name for path in freshness.files_that_show()}
    assert {"question.html", "answer.html", "10-tokens.css", "question.py", "land.svg", "requirements.lock"} <= names


def test_change_while_the_page_is_made_is_found_out_by_the_next_request(client, question):
    real = versions.version_now

    def read_then_change(slug):
        version = real(slug)
        make_answer(question=question, body="Posted in between.")
        return version

    with patch.object(freshness, "version_now", read_then_change):
        page = client.get(QUESTION)
    assert "Posted in between." in page.content.decode()
    response = again(client, page["ETag"])
    assert response.status_code == 200
    assert again(client, response["ETag"]).status_code == 304


# --- For whom -----------------------------------------------------------------------------------------------------
def test_someone_signed_in_gets_no_tag_and_no_shortcut(client, question):
    tag = tag_of(Client())
    client.force_login(make_user())
    response = again(client, tag)
    assert response.status_code == 200
    assert not response.has_header("ETag")
    assert response["Cache-Control"] == "private, no-store"


def test_session_cookie_alone_is_enough_to_get_the_whole_page(client, settings):
    tag = tag_of(client)
    client.cookies[settings.SESSION_COOKIE_NAME] = "expired"
    assert again(client, tag).status_code == 200


def test_cookie_that_changes_nothing_is_no_obstacle(client):
    tag = tag_of(client)
    client.cookies["csrf"] = "token"
    assert again(client, tag).status_code == 304


def test_page_that_sets_a_cookie_gets_no_tag():
    def view(_request):
        response = HttpResponse("page")
        response.set_cookie("draft", "1")
        return response

    assert not answer_unchanged(view)(RequestFactory().get(QUESTION)).has_header("ETag")


@pytest.mark.parametrize("address", ["/", "/conditions/", "/stories/", "/about/us/"])
def test_pages_of_no_condition_get_no_tag(client, address):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert not response.has_header("ETag")
    assert not [query for query in queries if query["sql"].startswith("SELECT version FROM")]


def test_picture_has_its_own_tag(client):
    response = client.get(f"{QUESTION}image.png")
    assert response["Cache-Control"] == "public, max-age=3600"


@pytest.mark.parametrize(
    "address", ["/conditions/nothing/", "/conditions/asthma/questions/nothing/", "/conditions//x/"]
)
def test_page_that_is_not_there_gets_no_tag(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert not response.has_header("ETag")


def test_page_of_a_condition_that_was_unpublished_is_not_unchanged(client):
    tag = tag_of(client)
    Condition.objects.update(is_published=False)
    assert again(client, tag).status_code == 404


def test_made_up_tag_of_a_page_that_is_not_there_is_no_tag(client):
    request = RequestFactory().get("/conditions/nothing/")
    tag = freshness._tag(freshness._release(), request, 0)  # noqa: SLF001
    assert again(client, tag, "/conditions/nothing/").status_code == 404


def test_form_is_never_answered_with_unchanged(client):
    tag = tag_of(client)
    assert client.post(QUESTION, headers={"If-None-Match": tag}).status_code == 405


def test_wrong_host_gets_no_shortcut(client):
    tag = tag_of(client)
    assert again(client, tag, Host="evil.example").status_code == 400


def test_page_that_must_move_to_https_gets_no_shortcut(settings):
    tag = tag_of(Client())
    settings.SECURE_SSL_REDIRECT = True
    response = again(Client(), tag)
    assert response.status_code == 301
    assert response["Location"].startswith("https://")
    secure = Client().get(QUESTION, secure=True, headers={"If-None-Match": tag})
    assert secure.status_code == 304


def test_database_that_does_not_answer_takes_the_long_way(client):
    tag = tag_of(client)
    with (
        patch.object(freshness, "version_lately", side_effect=DatabaseError),
        patch.object(freshness, "version_now", side_effect=DatabaseError),
    ):
        response = again(client, tag)
    assert response.status_code == 200
    assert not response.has_header("ETag")


def test_while_someone_works_on_the_site_there_are_no_tags(settings):
    settings.DEBUG = True
    with pytest.raises(MiddlewareNotUsed):
        answer_unchanged(lambda _request: HttpResponse())


# --- Pages for machines -------------------------------------------------------------------------------------------
def test_machine_page_is_known_by_its_content():
    def ask(content, tag=""):
        request = RequestFactory().get("/", headers={"If-None-Match": tag})
        return answer_or_unchanged(request, HttpResponse(content), seconds=60)

    first = ask("one")
    assert first["Cache-Control"] == "public, max-age=60"
    assert ask("one", first["ETag"]).status_code == 304
    assert ask("one", f"W/{first['ETag']}").status_code == 304
    assert ask("two", first["ETag"]).status_code == 200
