"""What a visitor wrote is the member's from the moment that the account is made, on every device."""

import pytest
from django.test import Client

from accounts.models import User
from questions.models import Answer
from tests.accounts.getting_in import CONFIRM, JOIN, SIGN_IN, answers, mailed_code
from tests.factories import PASSWORD, make_condition, make_member, make_question, make_topic
from writing.models import Draft

pytestmark = pytest.mark.django_db
FORM = "/answers/new/asthma/diet/"
HERE = {"origin": "http://testserver"}
BODY = "I walk a lot."


@pytest.fixture
def visitor():
    """A browser in which an answer was written before there was an account."""
    make_question(condition=make_condition(slug="asthma", name="Asthma"), topic=make_topic(slug="diet"))
    browser = Client()
    browser.post(f"{FORM}draft/", {"body": BODY}, headers=HERE)
    return browser


def test_draft_survives_joining_on_the_same_device(visitor):
    visitor.post(JOIN, answers(next=FORM))
    response = visitor.post(CONFIRM, {"code": mailed_code()})
    assert response.url == FORM
    assert response.cookies["draft"]["max-age"] == 0
    page = visitor.get(FORM).content.decode()
    assert BODY in page
    assert "Post my answer" in page
    assert not Answer.objects.exists()


def test_draft_survives_joining_when_the_first_sign_in_is_on_another_device(visitor):
    visitor.post(JOIN, answers(email="parent@example.org"))
    member = User.objects.get(email="parent@example.org")
    assert Draft.objects.get().owner == member
    member.emailaddress_set.update(verified=True)
    phone = Client()
    response = phone.post(SIGN_IN, {"login": "parent@example.org", "password": answers()["password1"]})
    assert response.url == "/drafts/"
    assert BODY in phone.get("/drafts/").content.decode()
    assert BODY in phone.get(FORM).content.decode()


def test_draft_comes_along_when_a_member_signs_in(visitor):
    member = make_member()
    response = visitor.post(SIGN_IN, {"login": member.email, "password": PASSWORD, "next": FORM})
    assert response.url == FORM
    assert Draft.objects.get().owner == member
    assert BODY in visitor.get(FORM).content.decode()


def test_member_without_a_fresh_draft_comes_to_the_usual_page():
    member = make_member()
    assert Client().post(SIGN_IN, {"login": member.email, "password": PASSWORD}).url == "/"


def test_another_member_who_signs_in_elsewhere_gets_no_draft_of_others(visitor):
    stranger = make_member()
    Client().post(SIGN_IN, {"login": stranger.email, "password": PASSWORD})
    assert Draft.objects.get().owner is None
