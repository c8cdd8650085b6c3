"""One's own notifications, the choice of mails, and the link that ends them without signing in."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from notifications.models import EmailChoice, Notification
from notifications.services import paces_of
from notifications.unsubscribing import Wish, address_of, token_of, wish_of
from tests.factories import make_user
from tests.notifications.cast import news_of, tell

pytestmark = pytest.mark.django_db

LIST, CHOICES = "/notifications/", "/account/e-mail/"


@pytest.fixture
def home(client, owner):
    """The owner's browser."""
    client.force_login(owner)
    return client


def stop(member, *kinds):
    return address_of(Wish(member=member.pk, kinds=kinds)).removeprefix("http://testserver")


@pytest.mark.parametrize("address", [LIST, CHOICES])
def test_visitor_is_led_to_signing_in(client, address):
    assert client.get(address)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("address", [LIST, CHOICES])
def test_page_is_kept_by_no_cache_and_found_by_no_search_engine(home, address):
    answer = home.get(address)
    assert "no-store" in answer["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in answer.text


def test_member_sees_their_own_only(home, owner, stranger):
    tell(owner, title="For the owner")
    tell(stranger, title="For the stranger", key="post:2")
    words = home.get(LIST).text
    assert "For the owner" in words
    assert "For the stranger" not in words


def test_empty_list_says_what_it_is_for(home):
    assert "Nothing new." in home.get(LIST).text


def test_number_of_queries_is_the_same_for_none_one_and_ten(home, owner):
    home.get(LIST)  # the first request of a browser also notes that it is signed in
    counts = set()
    for more in (0, 1, 9):
        for _number in range(more):
            tell(owner, key=f"post:{Notification.objects.count()}")
        with CaptureQueriesContext(connection) as captured:
            home.get(LIST)
        counts.add(len(captured))
    assert len(counts) == 1


def test_opening_marks_as_read_and_leads_there(home, owner):
    tell(owner)
    answer = home.post(reverse("notification-open", args=[news_of(owner).pk]))
    assert answer["Location"] == "/forum/1/night/"
    assert news_of(owner).read_at


def test_nobody_opens_what_is_for_someone_else(home, stranger):
    tell(stranger)
    assert home.post(reverse("notification-open", args=[news_of(stranger).pk])).status_code == 404
    assert not news_of(stranger).read_at


def test_all_are_marked_as_read_at_once(home, owner):
    tell(owner)
    tell(owner, key="post:2")
    home.post("/notifications/read/")
    assert not Notification.objects.unread().exists()
    assert "Mark all as read" not in home.get(LIST).text


@pytest.mark.parametrize("name", ["notification-open", "notification-read-all"])
def test_looking_marks_nothing(home, owner, name):
    tell(owner)
    arguments = [news_of(owner).pk] if name == "notification-open" else []
    assert home.get(reverse(name, args=arguments)).status_code == 405
    home.get(LIST)
    assert not news_of(owner).read_at


# --- Choices ------------------------------------------------------------------------------------------------------
def test_each_kind_has_its_choice_and_saving_keeps_it(home, owner):
    assert home.get(CHOICES).context["form"].initial == {"reply": "at-once", "helped": "weekly"}
    answer = home.post(CHOICES, {"reply": "daily", "helped": "never"}, follow=True)
    assert "Saved." in answer.text
    assert paces_of(owner) == {"reply": "daily", "helped": "never"}


def test_choice_that_is_not_in_the_list_is_refused_with_a_sentence(home, owner):
    answer = home.post(CHOICES, {"reply": "hourly", "helped": "never"})
    assert "<title>Error: " in answer.text
    assert "Choose from the list." in answer.text
    assert not EmailChoice.objects.exists()


def test_member_who_has_not_agreed_sees_never_and_why(client):
    client.force_login(make_user())
    answer = client.get(CHOICES)
    assert set(answer.context["form"].initial.values()) == {"never"}
    assert "You get no mails today." in answer.text


# --- The link in a mail -------------------------------------------------------------------------------------------
def test_one_click_of_a_mail_program_ends_mails_of_the_kind(client, owner):
    strict = type(client)(enforce_csrf_checks=True)
    answer = strict.post(stop(owner, "reply"), {"List-Unsubscribe": "One-Click"}, headers={"origin": "null"})
    assert answer.status_code == 200
    assert paces_of(owner) == {"reply": "never", "helped": "weekly"}
    assert not answer.cookies


def test_one_click_twice_is_harmless(client, owner):
    for _time in range(2):
        assert client.post(stop(owner, "reply", "helped")).status_code == 200
    assert set(paces_of(owner).values()) == {"never"}


def test_looking_at_the_link_asks_and_ends_nothing(client, owner):
    assert "No more mails of this kind?" in client.get(stop(owner, "reply")).text
    assert paces_of(owner)["reply"] == "at-once"


def test_link_does_not_say_whose_it_is_and_signs_nobody_in(client, owner):
    answer = client.post(stop(owner, "reply"))
    assert owner.display_name not in answer.text
    assert owner.email not in answer.text
    assert client.get(LIST).status_code == 302


@pytest.mark.parametrize("method", ["get", "post"])
def test_link_that_we_did_not_sign_does_nothing(client, owner, method):
    token = token_of(Wish(member=owner.pk, kinds=("reply",)))
    changed = token[:-1] + ("A" if token[-1] != "A" else "B")
    assert wish_of(changed) is None
    answer = getattr(client, method)(f"/notifications/unsubscribe/{changed}/")
    assert answer.status_code == 404
    assert paces_of(owner)["reply"] == "at-once"


def test_link_of_somebody_who_left_answers_as_for_others(client, owner):
    address = stop(owner, "reply")
    owner.delete()
    assert client.post(address).status_code == 200
