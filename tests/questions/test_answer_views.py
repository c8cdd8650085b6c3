"""Writing first and signing in after, posting once, and losing nothing whatever goes wrong."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client

from accounts.models import ConsentKind
from accounts.permissions import has_consent
from accounts.services import give_consent
from moderation.models import Audience, Visibility
from questions.models import Answer
from questions.services import withdraw_answer
from tests.crawl import Page, words
from tests.factories import make_answer, make_condition, make_question, make_topic, make_user
from writing.limits import StoreDownError, TooOftenError
from writing.models import Draft

pytestmark = pytest.mark.django_db
HERE = {"origin": "http://testserver"}
FORM = "/answers/new/asthma/diet/"
DRAFT = f"{FORM}draft/"
BODY = "First line.\nSecond line."
SAID = {"body": BODY, "audience": "anyone", "name": "named", "form_id": "one"}


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def question():
    return make_question(condition=make_condition(slug="asthma", name="Asthma"), topic=make_topic(slug="diet"))


@pytest.fixture
def visitor(question):
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def author(settings):
    settings.FIRST_POSTS_HELD = 0
    member = make_user(display_name="Marisol")
    give_consent(member=member, kind=ConsentKind.PUBLISHING)
    return member


@pytest.fixture
def member(client, author, question):
    """The author's browser."""
    client.force_login(author)
    return client


def page_of(response):
    return Page("/", response.status_code, dict(response.headers), response.content)


def typed_in(page):
    return {node.get("name"): "".join(node.itertext()).lstrip("\n") for node in page.all("textarea")}


# --- Write first, sign in after -----------------------------------------------------------------------------------
def test_page_with_the_form_gives_no_session_and_no_draft_cookie(visitor):
    assert not {"session", "draft"} & set(visitor.get(FORM).cookies)


def test_visitor_s_words_are_kept_without_a_csrf_token_and_the_cookie_comes_with_them(visitor):
    response = visitor.post(DRAFT, SAID, headers=HERE)
    assert (response.status_code, response.url) == (302, FORM)
    assert set(response.cookies) == {"draft"}
    page = page_of(visitor.get(FORM))
    assert typed_in(page)["body"] == BODY
    links = {node.get("href") for node in page.all("a")}
    assert {f"/accounts/signup/?next={FORM}", f"/accounts/login/?next={FORM}"} <= links
    assert not Answer.objects.exists()
    assert page.errors == []


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {}, HERE | {"sec-fetch-site": "cross-site"}, {"origin": "null"}]
)
def test_words_from_another_site_become_no_draft(visitor, headers):
    response = visitor.post(DRAFT, SAID, headers=headers)
    assert response.status_code == 403
    assert typed_in(page_of(response))["body"] == BODY
    assert not Draft.objects.exists()


def test_only_the_address_of_drafts_takes_a_form_without_its_token(visitor):
    response = visitor.post(FORM, SAID, headers=HERE)
    assert response.status_code == 403
    assert typed_in(page_of(response))["body"] == BODY


def test_another_browser_does_not_see_the_draft(visitor):
    visitor.post(DRAFT, SAID, headers=HERE)
    assert typed_in(page_of(Client().get(FORM)))["body"] == ""


def test_visitor_who_sends_too_often_is_told_when_and_keeps_the_text(visitor):
    for number in range(20):
        assert visitor.post(DRAFT, SAID | {"form_id": str(number)}, headers=HERE).status_code == 302
    response = visitor.post(DRAFT, SAID, headers=HERE)
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert typed_in(page_of(response))["body"] == BODY


def test_member_finds_what_they_wrote_before_and_posts_it(visitor, author, settings):
    visitor.post(DRAFT, SAID | {"relation": "parent"}, headers=HERE)
    Draft.objects.update(owner=author, token_hash="")
    client = Client()
    client.force_login(author)
    page = page_of(client.get(FORM))
    assert typed_in(page)["body"] == BODY
    response = client.post(FORM, SAID | {"relation": "parent"})
    answer = Answer.objects.get()
    assert response.url == f"/answers/{answer.pk}/"
    assert (answer.body, answer.relation, answer.author) == (BODY, "parent", author)
    assert not Draft.objects.exists()


def test_nothing_is_chosen_beforehand_of_who_may_read_it(visitor, member):
    for page in (page_of(visitor.get(FORM)), page_of(member.get(FORM))):
        radios = [node for node in page.all("input") if node.get("type") == "radio"]
        assert {node.get("name") for node in radios} == {"audience", "name"}
        assert not [node for node in radios if node.get("checked") is not None]


# --- Posting ------------------------------------------------------------------------------------------------------
def test_member_posts_with_everything_that_they_say(member):
    said = {"diagnosed_year": "2015", "stage": "living", "country": "NZ", "differs_from_summary": "on"}
    member.post(FORM, SAID | said | {"audience": "members", "name": "unnamed"})
    answer = Answer.objects.get()
    assert (answer.diagnosed_year, answer.stage, answer.country) == (2015, "living", "NZ")
    assert answer.differs_from_summary
    assert (answer.audience, answer.is_anonymous) == (Audience.MEMBERS, True)


def test_twenty_clicks_make_one_answer_and_lead_to_one_place(member):
    urls = {member.post(FORM, SAID).url for _click in range(20)}
    assert urls == {f"/answers/{Answer.objects.get().pk}/"}


def test_second_answer_is_refused_with_its_text(member, question, author):
    make_answer(question=question, author=author)
    page = page_of(member.post(FORM, SAID))
    assert "You have already answered this question." in page.text
    assert typed_in(page)["body"] == BODY
    assert Answer.objects.count() == 1


def test_who_has_answered_is_led_to_their_answer(member, question, author):
    answer = make_answer(question=question, author=author)
    assert member.get(FORM).url == f"/answers/{answer.pk}/edit/"


def test_first_answer_asks_for_consent_once(client, question):
    newcomer = make_user()
    client.force_login(newcomer)
    page = page_of(client.post(FORM, SAID))
    assert "We need your yes for this." in page.text
    assert typed_in(page)["body"] == BODY
    client.post(FORM, SAID | {"consent": "on"})
    assert has_consent(newcomer, ConsentKind.PUBLISHING)
    assert Answer.objects.get().visibility == Visibility.HELD
    assert "consent" not in {node.get("name") for node in page_of(client.get(FORM, follow=True)).all("input")}


def test_words_that_tell_who_someone_is_are_asked_about_once(member):
    said = SAID | {"body": "Write to me: marisol@example.org"}
    page = page_of(member.post(FORM, said))
    assert "Could someone know you by this?" in page.text
    assert not Answer.objects.exists()
    member.post(FORM, said | {"keep_personal_data": "on"})
    assert Answer.objects.count() == 1


def test_own_name_is_found_in_an_answer_without_a_name(member):
    page = page_of(member.post(FORM, SAID | {"body": "I, Marisol, walk a lot.", "name": "unnamed"}))
    assert "Could someone know you by this?" in page.text


def test_member_keeps_a_draft_without_choosing_anything(member, author):
    response = member.post(FORM, {"body": BODY, "keep": "1"})
    assert response.url == FORM
    assert Draft.objects.get().owner == author
    assert typed_in(page_of(member.get(FORM)))["body"] == BODY
    assert not Answer.objects.exists()


@pytest.mark.parametrize("posts", [0, 5])
def test_posting_costs_the_same_however_much_stands_there(member, question, posts, django_assert_num_queries):
    for _number in range(posts):
        make_answer(question=question)
    with django_assert_num_queries(35):
        member.post(FORM, SAID)


# --- What goes wrong ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"audience": ""}, "Who may read it?"),
        ({"name": "nobody"}, "Your name"),
        ({"relation": "enemy"}, "Who are you?"),
        ({"diagnosed_year": "2999"}, "This year has not come yet."),
        ({"diagnosed_year": "17"}, "1900"),
        ({"country": "XX"}, "Your country"),
    ],
)
def test_form_that_is_wrong_says_where_and_keeps_the_text(member, wrong, sentence):
    page = page_of(member.post(FORM, SAID | wrong))
    assert page.title.startswith("Error: ")
    assert sentence in words(next(node for node in page.all("div") if node.get("role") == "alert"))
    assert typed_in(page)["body"] == BODY
    assert not Answer.objects.exists()
    assert page.errors == []


@pytest.mark.parametrize("body", ["", "   \n\t ", "\u200e\u202e", "\x1b\u3164"])
def test_nothing_that_can_be_seen_is_no_answer(member, visitor, body):
    for page in (
        page_of(member.post(FORM, SAID | {"body": body})),
        page_of(visitor.post(DRAFT, {"body": body}, headers=HERE)),
    ):
        assert "Write a few words here." in page.text
    assert not Answer.objects.exists()
    assert not Draft.objects.exists()


@pytest.mark.parametrize("body", ["x" * 100_000, "ش" * 30_000])
def test_text_that_is_far_too_long_is_on_the_next_page(member, visitor, body):
    for page in (
        page_of(member.post(FORM, SAID | {"body": body})),
        page_of(visitor.post(DRAFT, SAID | {"body": body}, headers=HERE)),
    ):
        assert "The text is too long" in page.text
        assert typed_in(page)["body"] == body


@pytest.mark.parametrize("body", ["مرحبا، هذه تجربتي", "שלום \u202eevil", "e" + "\u0301" * 40, "👩‍👩‍👧 fine"])
def test_every_script_is_welcome(member, body):
    member.post(FORM, SAID | {"body": body})
    answer = Answer.objects.get()
    assert answer.body[0] in {body[0], "é"}
    assert "\u202e" not in answer.body
    assert 'dir="auto"' in member.get(f"/answers/{answer.pk}/edit/").content.decode()


def test_session_that_ended_keeps_the_words_as_a_draft(question):
    browser = Client(enforce_csrf_checks=True)
    token = browser.get(FORM).cookies["csrf"].value
    response = browser.post(FORM, SAID | {"csrfmiddlewaretoken": token}, headers=HERE)
    assert response.url == FORM
    assert typed_in(page_of(browser.get(FORM)))["body"] == BODY


def test_lost_csrf_token_keeps_the_words(author, question):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(author)
    page = page_of(browser.post(FORM, SAID, headers=HERE))
    assert page.status == 403
    assert typed_in(page)["body"] == BODY
    token = next(node.get("value") for node in page.all("input") if node.get("name") == "csrfmiddlewaretoken")
    assert browser.post(FORM, SAID | {"csrfmiddlewaretoken": token}, headers=HERE).status_code == 302


@pytest.mark.parametrize(("failure", "status"), [(DatabaseError("disk is full"), 500), (StoreDownError(), 503)])
def test_mistake_of_ours_keeps_the_words_and_stores_nothing(author, question, monkeypatch, failure, status):
    def fail(**_fields):
        raise failure

    monkeypatch.setattr("questions.views.answers.discard_draft", fail)
    browser = Client(raise_request_exception=False)
    browser.force_login(author)
    response = browser.post(FORM, SAID, headers=HERE)
    assert response.status_code == status
    assert typed_in(page_of(response))["body"] == BODY
    assert not Answer.objects.exists()
    monkeypatch.undo()
    assert browser.post(FORM, SAID, headers=HERE).status_code == 302
    assert Answer.objects.count() == 1


def test_member_who_posts_too_often_is_told_when(member, monkeypatch):
    def often(*_arguments, **_options):
        raise TooOftenError(again_at=Draft._meta.get_field("updated_at").default())

    monkeypatch.setattr("questions.views.answers.check_rule", often)
    response = member.post(FORM, SAID)
    assert response.status_code == 429
    assert typed_in(page_of(response))["body"] == BODY


def test_back_button_with_other_words_loses_none_of_them(member):
    member.post(FORM, SAID)
    page = page_of(member.post(FORM, SAID | {"body": "Better words."}))
    assert "You have already answered this question." in page.text
    assert typed_in(page)["body"] == "Better words."


@pytest.mark.parametrize(
    "address", ["/answers/new/none/diet/", "/answers/new/asthma/none/", "/answers/new/none/diet/draft/"]
)
def test_question_that_does_not_exist_has_no_form(visitor, address):
    assert visitor.get(address).status_code == 404


# --- The author's own ---------------------------------------------------------------------------------------------
@pytest.fixture
def answer(question, author):
    return make_answer(question=question, author=author, body="I walk a lot.")


def test_author_changes_words_readers_and_name(member, answer):
    page = page_of(member.get(f"/answers/{answer.pk}/edit/"))
    assert typed_in(page)["body"] == "I walk a lot."
    assert page.errors == []
    response = member.post(f"/answers/{answer.pk}/edit/", SAID | {"audience": "members", "name": "unnamed"})
    changed = Answer.objects.get()
    assert response.url == changed.get_absolute_url()
    assert (changed.body, changed.audience, changed.is_anonymous) == (BODY, "members", True)


def test_change_that_is_wrong_keeps_the_words(member, answer):
    page = page_of(member.post(f"/answers/{answer.pk}/edit/", SAID | {"audience": "x"}))
    assert page.title.startswith("Error: ")
    assert typed_in(page)["body"] == BODY
    assert Answer.objects.get().body == "I walk a lot."


@pytest.mark.parametrize(("change", "visibility"), [("withdraw", Visibility.WITHDRAWN), ("return", Visibility.VISIBLE)])
def test_author_is_asked_once_more_before_something_changes(member, answer, author, change, visibility):
    if change == "return":
        withdraw_answer(by=author, answer=answer)
    before = Answer.objects.get().visibility
    page = page_of(member.get(f"/answers/{answer.pk}/{change}/"))
    assert "I walk a lot." in page.text
    assert page.errors == []
    assert Answer.objects.get().visibility == before
    assert member.post(f"/answers/{answer.pk}/{change}/").status_code == 302
    assert Answer.objects.get().visibility == visibility


def test_author_deletes_for_good(member, answer):
    assert member.post(f"/answers/{answer.pk}/delete/").url == "/conditions/asthma/questions/diet/"
    assert not Answer.objects.exists()


@pytest.mark.parametrize("way", ["edit", "withdraw", "return", "delete", "history"])
def test_nobody_finds_the_forms_for_an_answer_of_another(client, answer, way):
    client.force_login(make_user())
    for method in (client.get, client.post):
        assert method(f"/answers/{answer.pk}/{way}/", SAID).status_code in {404, 405}
    assert Answer.objects.get().visibility == Visibility.VISIBLE


def test_earlier_words_are_shown_to_their_author(member, answer):
    member.post(f"/answers/{answer.pk}/edit/", SAID)
    page = page_of(member.get(f"/answers/{answer.pk}/history/"))
    assert "I walk a lot." in page.text
    assert page.errors == []


# --- Helped me ----------------------------------------------------------------------------------------------------
def test_visitor_signs_in_first_and_the_vote_counts_once(client, answer):
    address = f"/answers/{answer.pk}/helped/"
    page = page_of(client.get(address))
    assert f"/accounts/login/?next={address}" in {node.get("href") for node in page.all("a")}
    assert (page.errors, page.meta("robots")) == ([], "noindex")
    client.force_login(make_user())
    page = page_of(client.get(address))
    assert "Yes, this helped me" in page.text
    assert page.errors == []
    assert Answer.objects.get().helpful_count == 0
    for _click in range(3):
        assert client.post(address).url == answer.get_absolute_url()
    assert Answer.objects.get().helpful_count == 1
    client.post(f"{address}undo/")
    assert Answer.objects.get().helpful_count == 0


@pytest.mark.parametrize(
    ("page", "url"),
    [
        ("/conditions/asthma/questions/diet/?page=2", "/conditions/asthma/questions/diet/?page=2#answer-{pk}"),
        ("https://evil.example/", "/answers/{pk}/"),
        ("//evil.example/", "/answers/{pk}/"),
    ],
)
def test_vote_leads_back_to_the_page_of_this_site_where_it_was_given(client, answer, page, url):
    client.force_login(make_user())
    assert client.post(f"/answers/{answer.pk}/helped/", {"next": page}).url == url.format(pk=answer.pk)


def test_author_cannot_vote_for_own_answer(member, answer):
    response = member.post(f"/answers/{answer.pk}/helped/")
    assert response.status_code == 403
    assert "never for their own words" in response.content.decode()


@pytest.mark.parametrize("visibility", [Visibility.HELD, Visibility.REMOVED, Visibility.WITHDRAWN])
def test_what_is_not_visible_has_no_address_for_votes(client, answer, visibility):
    Answer.objects.update(visibility=visibility)
    client.force_login(make_user())
    assert client.post(f"/answers/{answer.pk}/helped/").status_code == 404


def test_answer_for_members_is_no_one_s_else(client, answer):
    Answer.objects.update(audience=Audience.MEMBERS)
    assert not Answer.objects.visible_to(AnonymousUser()).exists()
    client.force_login(make_user())
    assert client.get(f"/answers/{answer.pk}/helped/").status_code == 200
