"""The pages of waves and messages: whole, private, lost by nobody, and open to the two people alone."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.blocks import block as block_only
from accounts.models import ConsentKind
from accounts.services import give_consent, withdraw_consent
from members import contact_views
from members.contact import accept, block, end, mute, open_door, wave
from members.messaging import send
from members.models import Connection, Message, OpenDoor, Standing
from members.services import add_condition
from moderation.models import Case, Visibility
from moderation.services import Reporter, remove, report
from notifications.models import Notification
from notifications.sending import send_due
from pages.messages import PER_PAGE, conversation_page, load_conversation, message_list_page
from tests.crawl import Page
from tests.factories import make_condition, make_user
from tests.members.test_before_agreeing import TOKENS
from tests.world import make_moderator
from writing.limits import Limit
from writing.models import Draft

pytestmark = pytest.mark.django_db
LIST_QUERIES, CONVERSATION_QUERIES = 5, 7


def willing(**fields):
    member = make_user(**fields)
    for kind in (ConsentKind.MESSAGES, ConsentKind.CONDITIONS):
        give_consent(member=member, kind=kind)
    return member


@pytest.fixture(autouse=True)
def no_counts(settings):
    settings.FIRST_POSTS_HELD = 0
    cache.clear()


@pytest.fixture
def ana():
    return willing(username="ana", display_name="Ana")


@pytest.fixture
def ben():
    return willing(username="ben", display_name="Ben")


@pytest.fixture
def talk(ana, ben):
    return accept(by=ben, connection=wave(by=ana, to=ben))


def browser(member):
    client = Client()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    return client


def whole(response):
    page = Page("", response.status_code, dict(response.headers), response.content)
    assert page.status == 200
    assert page.errors == []
    assert [level for level, _words in page.headings].count(1) == 1
    assert "no-store" in response["Cache-Control"]
    assert page.meta("robots") == "noindex"
    labelled = {node.get("for") for node in page.all("label")}
    fields = [node for node in page.all("input", "textarea") if node.get("type") not in {"hidden", "search"}]
    assert {node.get("id") for node in fields} - {"find"} <= labelled
    return page


# --- Every page ---------------------------------------------------------------------------------------------------
def test_every_page_is_whole_and_kept_nowhere(ana, ben, talk):
    message = send(sender=ben, connection=talk, body="Hello.")
    cara, dora = willing(username="cara"), willing()
    waved = wave(by=dora, to=ana)
    ended = accept(by=ana, connection=wave(by=willing(), to=ana))
    end(by=ana, connection=ended)
    for path in (
        "/messages/",
        f"/messages/{talk.pk}/",
        f"/messages/{ended.pk}/",
        f"/messages/{talk.pk}/write/",
        f"/messages/{talk.pk}/end/",
        f"/messages/{talk.pk}/{message.pk}/remove/",
        f"/messages/{ended.pk}/let-go/",
        f"/messages/{waved.pk}/accept/",
        f"/messages/{waved.pk}/decline/",
        f"/members/{cara.username}/wave/",
        f"/members/{cara.username}/write/",
        "/account/contact/",
    ):
        whole(browser(ana).get(path))


def test_empty_list_says_what_it_is_for_and_leads_on(ana):
    page = whole(browser(ana).get("/messages/"))
    assert "one at a time" in page.text
    withdraw_consent(member=ana, kind=ConsentKind.MESSAGES)
    assert "Nobody can wave to you yet" in whole(browser(ana).get("/messages/")).text


@pytest.mark.parametrize("others", [0, 1, 10])
def test_number_of_queries_does_not_grow(ana, others):
    for number in range(others):
        connection = accept(by=ana, connection=wave(by=willing(), to=ana))
        for _number in range(number + 1):
            send(sender=connection.waver, connection=connection, body="Hello.")
        wave(by=willing(), to=ana)
        wave(by=ana, to=willing())
    with CaptureQueriesContext(
        database,
    ) as asked:
        page = message_list_page(ana)
    assert len(asked) == LIST_QUERIES
    assert [row.unread_count for row in page.conversations] == list(range(others, 0, -1))
    assert (len(page.waves), len(page.sent_waves)) == (others, others)
    if others:
        with CaptureQueriesContext(database) as asked:
            conversation_page(load_conversation(page.conversations[0].url.split("/")[2], ana), viewer=ana)
        assert len(asked) == CONVERSATION_QUERIES


def test_head_of_every_page_says_what_waits_and_asks_the_database_nothing(ana, ben, django_assert_num_queries):
    client = browser(ben)
    client.get("/about/us/")
    with CaptureQueriesContext(database) as before:
        assert b'class="count"' not in client.get("/about/us/").content
    wave(by=ana, to=ben)
    with CaptureQueriesContext(database) as after:
        assert b'<span class="count">1</span>' in client.get("/about/us/").content
    assert len(after) == len(before)


# --- The way from a profile to a conversation ------------------------------------------------------------------------
def test_whole_way_from_a_wave_to_a_message_and_a_block(ana, ben):
    waver, answerer = browser(ana), browser(ben)
    assert 'href="/members/ben/wave/"' in waver.get("/members/ben/").content.decode()
    assert waver.post("/members/ben/wave/", {"x": ""}).url == "/messages/"
    pk = Connection.objects.get().pk
    assert "You waved on" in waver.get("/members/ben/").content.decode()
    assert "Ana waved to you." in answerer.get("/members/ana/").content.decode()
    assert answerer.post(f"/messages/{pk}/accept/").url == f"/messages/{pk}/"
    assert f'href="/messages/{pk}/"' in waver.get("/members/ben/").content.decode()
    sent = answerer.post(f"/messages/{pk}/write/", {"body": "Hello **Ana**.", "form_id": "a"})
    assert sent.url == f"/messages/{pk}/#message-{Message.objects.get().pk}"
    page = waver.get(f"/messages/{pk}/").content.decode()
    assert "<p>Hello <strong>Ana</strong>.</p>" in page
    assert "1 new message." in page
    assert waver.post(f"/messages/{pk}/read/").url == f"/messages/{pk}/"
    assert "new message" not in waver.get(f"/messages/{pk}/").content.decode()
    waver.post(f"/account/people/{ben.pk}/block/")
    refused = answerer.post(f"/messages/{pk}/write/", {"body": "Are you there?", "form_id": "b"})
    assert "This conversation has ended" in refused.content.decode()
    assert "Are you there?" in refused.content.decode()
    assert "You blocked" not in answerer.get(f"/messages/{pk}/").content.decode()


def test_profile_offers_nothing_where_there_is_no_way(ana, ben, client):
    shy, gone = make_user(username="shy"), willing(username="gone", is_active=False)
    for viewer in (None, ana):
        looker = browser(viewer) if viewer else client
        for name in (shy.username, gone.username) if viewer else ("ben", shy.username):
            assert "Get in touch" not in looker.get(f"/members/{name}/").content.decode()
    assert "Get in touch" not in browser(ana).get("/members/ana/").content.decode()
    block_only(member=ana, other=ben)
    assert "Get in touch" not in browser(ana).get("/members/ben/").content.decode()
    assert "Get in touch" not in browser(ben).get("/members/ana/").content.decode()


def test_blocked_member_finds_the_page_of_one_who_takes_no_waves(ana, ben):
    block(member=ben, other=ana)
    shy = make_user(username="shy", display_name="Ben")
    pages = []
    for name in ("ben", shy.username):
        response = browser(ana).post(f"/members/{name}/wave/", {"x": ""})
        assert "This member takes no waves at the moment." in response.content.decode()
        pages.append(TOKENS.sub("", response.content.decode()).replace(f"/{name}/", "/"))
    assert pages[0] == pages[1]


def test_wave_asks_for_consent_unticked_where_it_is_missing(ben):
    shy = make_user()
    page = whole(browser(shy).get("/members/ben/wave/"))
    assert [node.get("checked") for node in page.all("input") if node.get("name") == "consent"] == [None]
    assert "Error: " in browser(shy).post("/members/ben/wave/", {"x": ""}).content.decode()
    assert not Connection.objects.exists()
    browser(shy).post("/members/ben/wave/", {"consent": "on"})
    assert Connection.objects.get().waver == shy


def test_too_many_waves_in_a_day_wait(ana, monkeypatch):
    monkeypatch.setattr(contact_views, "WAVES", Limit("wave", most=2, seconds=86400))
    client = Client(raise_request_exception=False)
    client.force_login(ana)
    people = [willing(username=f"person-{number}") for number in range(3)]
    codes = [client.post(f"/members/{person.username}/wave/", {"x": ""}).status_code for person in people]
    assert codes == [302, 302, 429]


def test_new_members_wave_less_often(ana, settings, monkeypatch):
    settings.FIRST_POSTS_HELD = 3
    monkeypatch.setattr(contact_views, "FIRST_WAVES", Limit("wave-first", most=1, seconds=86400))
    people = [willing(username=f"person-{number}") for number in range(2)]
    client = browser(ana)
    assert [client.post(f"/members/{person.username}/wave/", {"x": ""}).status_code for person in people] == [302, 429]


# --- Answers ------------------------------------------------------------------------------------------------------
def test_accepting_declining_and_ending_ask_first_and_change_nothing_by_reading(ana, ben):
    waved = wave(by=ana, to=ben)
    for act in ("accept", "decline"):
        browser(ben).get(f"/messages/{waved.pk}/{act}/")
    browser(ana).get(f"/messages/{waved.pk}/end/")
    assert Connection.objects.get().state == Standing.WAVED
    browser(ben).post(f"/messages/{waved.pk}/decline/")
    assert Connection.objects.get().state == Standing.DECLINED
    assert browser(ben).post(f"/messages/{waved.pk}/decline/").status_code == 302
    assert "takes" not in browser(ana).get("/messages/").content.decode()
    assert "You waved on" in browser(ana).get("/messages/").content.decode()
    browser(ana).post(f"/messages/{waved.pk}/end/")
    assert "You waved on" not in browser(ana).get("/messages/").content.decode()


@pytest.mark.parametrize("act", ["", "accept/", "decline/", "end/", "let-go/", "read/", "write/", "1/remove/"])
def test_what_is_between_others_is_missing(ana, ben, talk, act):
    message = send(sender=ana, connection=talk, body="Hello.")
    path = f"/messages/{talk.pk}/{act.replace('1', str(message.pk))}"
    stranger = browser(willing())
    assert stranger.get(path).status_code in {404, 405}
    assert stranger.post(path, {"body": "x"}).status_code in {404, 405}
    assert Message.objects.get().body == "Hello."


def test_message_of_another_conversation_is_missing(ana, ben, talk):
    other = accept(by=ana, connection=wave(by=willing(), to=ana))
    message = send(sender=ana, connection=other, body="Hello.")
    assert browser(ana).post(f"/messages/{talk.pk}/{message.pk}/remove/").status_code == 404


# --- Writing ------------------------------------------------------------------------------------------------------
def test_double_click_sends_once(ana, ben, talk):
    client = browser(ana)
    urls = {client.post(f"/messages/{talk.pk}/write/", {"body": "Hello.", "form_id": "a"}).url for _click in range(3)}
    assert len(urls) == Message.objects.count() == 1
    client.post(f"/messages/{talk.pk}/write/", {"body": "Hello.", "form_id": "b"})
    assert Message.objects.count() == 2


@pytest.mark.parametrize("body", ["", "   \n", "\u200b\u200e", "x" * 20_001])
def test_bad_message_gets_a_sentence_and_loses_nothing(ana, talk, body):
    response = browser(ana).post(f"/messages/{talk.pk}/write/", {"body": body, "form_id": "a"})
    page = Page("", response.status_code, {}, response.content)
    assert page.title.startswith("Error: ")
    assert body.strip() in response.content.decode()
    assert not Message.objects.exists()


def test_message_of_twenty_thousand_characters_in_any_script_is_sent_whole(ana, ben, talk):
    body = "مرحبا " * 3_333 + "ab"
    assert len(body) == 20_000
    browser(ana).post(f"/messages/{talk.pk}/write/", {"body": body, "form_id": "a"})
    assert Message.objects.get().body == body
    assert '<div class="flow" dir="auto">' in browser(ben).get(f"/messages/{talk.pk}/").content.decode()


def test_words_are_kept_for_later_and_gone_when_they_are_sent(ana, ben, talk):
    client = browser(ana)
    client.post(f"/messages/{talk.pk}/write/", {"body": "Half a thought", "go": "keep"})
    assert not Message.objects.exists()
    assert "Half a thought" in client.get(f"/messages/{talk.pk}/").content.decode()
    assert "Half a thought" in client.get("/drafts/").content.decode()
    assert "Half a thought" not in browser(ben).get(f"/messages/{talk.pk}/").content.decode()
    client.post(f"/messages/{talk.pk}/write/", {"body": "A whole one.", "form_id": "a"})
    assert not Draft.objects.exists()


def test_words_of_a_session_that_ended_stand_on_the_next_page(client, talk):
    response = client.post(f"/messages/{talk.pk}/write/", {"body": "Long typed."})
    assert response.status_code == 403
    assert "Long typed." in response.content.decode()


def test_extra_fields_change_nothing(ana, ben, talk):
    sent = {
        "body": "Mine.",
        "form_id": "a",
        "sender": ben.pk,
        "receiver": ana.pk,
        "visibility": "removed",
        "read_at": "1",
    }
    browser(ana).post(f"/messages/{talk.pk}/write/", sent)
    message = Message.objects.get()
    assert (message.sender, message.receiver, message.visibility, message.read_at) == (ana, ben, "visible", None)


def test_held_message_is_marked_for_its_sender_and_nowhere_for_the_other(ana, ben, talk):
    send(sender=ana, connection=talk, body="Buy this.", visibility=Visibility.HELD)
    assert "a moderator reads it first" in browser(ana).get(f"/messages/{talk.pk}/").content.decode()
    assert "Buy this." not in browser(ben).get(f"/messages/{talk.pk}/").content.decode()


def test_pages_hold_thirty_messages_and_the_newest_come_last(ana, ben, talk):
    for number in range(PER_PAGE + 5):
        send(sender=ana, connection=talk, body=f"Number {number}.")
    newest, oldest = (browser(ben).get(f"/messages/{talk.pk}/{query}").content.decode() for query in ("", "?page=1"))
    assert "Number 34." in newest
    assert "Number 29." not in newest
    assert "Number 0." in oldest
    assert "Number 30." not in oldest
    last = Message.objects.latest("pk")
    assert f'id="message-{last.pk}"' in newest
    for page in ("0", "-1", "99", "x", "9" * 50):
        assert browser(ben).get(f"/messages/{talk.pk}/?page={page}").status_code == 200


def test_removed_message_is_gone_for_one_and_there_for_the_other(ana, ben, talk):
    message = send(sender=ana, connection=talk, body="A secret of mine.")
    assert browser(ben).post(f"/messages/{talk.pk}/{message.pk}/remove/").url == f"/messages/{talk.pk}/"
    assert "A secret of mine." not in browser(ben).get(f"/messages/{talk.pk}/").content.decode()
    assert "A secret of mine." in browser(ana).get(f"/messages/{talk.pk}/").content.decode()


def test_muted_member_is_folded_away_in_the_conversation(ana, ben, talk):
    send(sender=ana, connection=talk, body="Hello.")
    mute(member=ben, other=ana)
    conversation, messages = (
        browser(ben).get(path).content.decode() for path in (f"/messages/{talk.pk}/", "/messages/")
    )
    folded = conversation.partition("You muted this member. Show the messages</summary>")[2].partition("</details>")[0]
    assert "Hello." in folded
    assert conversation.count("Hello.") == 1
    assert "<span>Muted</span>" in messages
    assert "new message" not in messages


def test_conversation_with_someone_who_left_says_former_member(ana, ben, talk):
    send(sender=ana, connection=talk, body="Good bye.")
    ana.display_name, ana.is_active, ana.closed_at = "Former member", False, talk.agreed_at
    ana.save()
    page = browser(ben).get(f"/messages/{talk.pk}/").content.decode()
    assert "Former member" in page
    assert "Good bye." in page
    assert 'name="body"' not in page


# --- Reports ------------------------------------------------------------------------------------------------------
def test_only_the_receiver_can_report_a_message(ana, ben, talk, client):
    message = send(sender=ana, connection=talk, body="Send me money.")
    link = f"/report/message/{message.pk}/"
    assert link in browser(ben).get(f"/messages/{talk.pk}/").content.decode()
    assert link not in browser(ana).get(f"/messages/{talk.pk}/").content.decode()
    for stranger in (client, browser(willing())):
        assert stranger.get(link).status_code == 404
        sent = stranger.post(link, {"reason": "spam"}, headers={"origin": "http://testserver"})
        assert sent.status_code == 404
    assert browser(ben).get(link).status_code == 200
    assert not Case.objects.exists()


def test_moderator_reads_a_message_only_when_it_is_reported_and_may_take_it_away(ana, ben, talk):
    send(sender=ana, connection=talk, body="A quiet word.")
    message = send(sender=ana, connection=talk, body="Send me money.")
    moderator = make_moderator()
    client = browser(moderator)
    assert client.get(f"/messages/{talk.pk}/").status_code == 404
    assert client.get(f"/report/message/{message.pk}/").status_code == 404
    assert "Send me money." not in client.get("/moderation/").content.decode()
    report(item=message, by=Reporter(address="192.0.2.1", member=ben), reason="spam")
    case = Case.objects.get()
    page = client.get(f"/moderation/cases/{case.pk}/").content.decode()
    assert "Send me money." in page
    assert "A quiet word." not in page
    assert remove(by=moderator, item=message, reason="It asks for money.", ground="sell-nothing")
    message.refresh_from_db()
    assert message.visibility == Visibility.REMOVED
    assert "Send me money." not in browser(ben).get(f"/messages/{talk.pk}/").content.decode()
    assert "We took this down." in browser(ana).get(f"/messages/{talk.pk}/").content.decode()


def test_member_who_was_asked_to_pause_waves_and_writes_nothing_and_may_leave(ana, ben, talk):
    cara = willing()
    ana.suspended_until = timezone.now() + timedelta(days=1)
    ana.save()
    with pytest.raises(PermissionDenied):
        send(sender=ana, connection=talk, body="Hello.")
    with pytest.raises(PermissionDenied):
        wave(by=ana, to=cara)
    client = browser(ana)
    assert client.post(f"/messages/{talk.pk}/write/", {"body": "Hello.", "form_id": "a"}).status_code == 403
    assert client.post(f"/messages/{talk.pk}/end/").status_code == 302


# --- Without a wave -----------------------------------------------------------------------------------------------
def test_choice_is_off_until_it_is_ticked(ana):
    page = whole(browser(ana).get("/account/contact/"))
    assert [node.get("checked") for node in page.all("input") if node.get("name") == "is_open"] == [None]
    browser(ana).post("/account/contact/", {"is_open": "on"})
    assert OpenDoor.objects.get().member == ana
    browser(ana).post("/account/contact/", {"x": ""})
    assert not OpenDoor.objects.exists()


def test_choice_needs_the_consent(client):
    shy = make_user()
    response = browser(shy).post("/account/contact/", {"is_open": "on"})
    assert "Error: " in response.content.decode()
    browser(shy).post("/account/contact/", {"is_open": "on", "consent": "on"})
    assert OpenDoor.objects.get().member == shy


def test_member_of_the_same_condition_writes_where_the_door_is_open(ana, ben):
    asthma = make_condition(slug="asthma", name="Asthma")
    for member in (ana, ben):
        add_condition(member=member, condition=asthma, relation="has-it", audience="members")
    assert "/members/ben/write/" not in browser(ana).get("/members/ben/").content.decode()
    open_door(member=ben)
    assert "/members/ben/write/" in browser(ana).get("/members/ben/").content.decode()
    response = browser(ana).post("/members/ben/write/", {"body": "Hello.", "form_id": "a"})
    assert response.url.startswith("/messages/")
    assert Message.objects.get().receiver == ben


def test_without_an_open_door_the_words_come_back(ana, ben):
    response = browser(ana).post("/members/ben/write/", {"body": "Hello there.", "form_id": "a"})
    assert "without a wave" in response.content.decode()
    assert "Hello there." in response.content.decode()
    assert not Connection.objects.exists()


# --- What is said elsewhere ---------------------------------------------------------------------------------------
def test_mail_about_contact_names_nobody_and_nothing(ana, ben, mailoutbox, django_capture_on_commit_callbacks):
    for member in (ana, ben):
        member.email = f"{member.username}@members.example"
        member.save()
        EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
        give_consent(member=member, kind=ConsentKind.EMAIL)
    with django_capture_on_commit_callbacks(execute=True):
        connection = accept(by=ben, connection=wave(by=ana, to=ben))
    with django_capture_on_commit_callbacks(execute=True):
        send(sender=ana, connection=connection, body="My knee hurts.")
    send_due()
    said = " ".join(f"{mail.subject} {mail.body} {mail.alternatives}" for mail in mailoutbox)
    assert len(mailoutbox) == 2
    assert {mail.subject for mail in mailoutbox} == {"Someone answered you – Cairn", "A new message for you – Cairn"}
    assert "knee" not in said
    assert "by Ana" not in said
    assert Notification.objects.count() == 2
