"""Reading what is private stands in the log: who, what, when, once a day, and no words."""

from datetime import timedelta
from io import StringIO
from threading import Barrier, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from audit.readings import Reading, subject_of
from audit.services import ONCE_IN, faults, record_readings
from forum.services import edit_thread
from members.contact import accept, wave
from members.messaging import send
from moderation.models import Audience, Case, Visibility
from moderation.services import Reporter, appeal, open_case, reject, report
from pages.erasing import erase_again, erase_member
from pages.erasures import Erasure, mark_of
from tests.factories import make_answer, make_member, make_story, make_thread, make_user
from tests.world import make_moderator

pytestmark = pytest.mark.django_db
SECRET = "Zanzibar"
WHY = {"reason": "It names a doctor.", "ground": "private"}


@pytest.fixture
def moderator():
    return make_moderator()


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


def read(by):
    """What the log says that somebody read."""
    rows = Entry.objects.of(by.pk).filter(action__startswith="read.").order_by("number")
    return [(entry.action, entry.about, entry.whose_id) for entry in rows]


def waiting(**fields):
    story = make_story(body=f"{SECRET}.", **({"visibility": Visibility.HELD} | fields))
    return story, open_case(item=story)


def message_reported_to_moderators():
    sender, receiver = make_member(), make_member()
    sent = send(sender=sender, connection=accept(by=receiver, connection=wave(by=sender, to=receiver)), body=SECRET)
    report(item=sent, by=Reporter(address="192.0.2.1", member=receiver), reason="cruelty")
    return sent


@pytest.mark.parametrize(
    ("fields", "action"),
    [
        ({"visibility": Visibility.HELD}, "read.held"),
        ({"visibility": Visibility.REMOVED}, "read.removed"),
        ({"visibility": Visibility.WITHDRAWN}, "read.withdrawn"),
        ({"visibility": Visibility.VISIBLE, "audience": Audience.MEMBERS}, "read.members"),
    ],
)
@pytest.mark.parametrize("page", ["list", "case", "act"])
def test_opening_what_is_not_for_everybody_adds_a_row_once_a_day(desk, moderator, monkeypatch, fields, action, page):
    story, case = waiting(**fields)
    address = {
        "list": reverse("moderation-list"),
        "case": reverse("case-detail", args=[case.pk]),
        "act": reverse("case-act", args=[case.pk, "suspend"]),
    }[page]
    row = (action, f"story:{story.pk}", story.author_id)
    for _time in range(3):
        assert SECRET in desk.get(address).text
    assert read(moderator) == [row]
    tomorrow = timezone.now() + ONCE_IN + timedelta(minutes=1)
    record_readings(by=moderator.pk, readings=[])
    monkeypatch.setattr("audit.services.timezone.now", lambda: tomorrow)
    record_readings(by=moderator.pk, readings=[Reading(*row)])
    assert read(moderator) == [row, row]
    assert SECRET not in repr([vars(entry) for entry in Entry.objects.all()])
    assert not list(faults())


def test_what_anyone_may_read_adds_none_until_it_was_reported(desk, moderator):
    story, case = waiting(visibility=Visibility.VISIBLE)
    desk.get(reverse("case-detail", args=[case.pk]))
    assert read(moderator) == []
    report(item=story, by=Reporter(address="192.0.2.1", member=make_member()), reason="spam")
    desk.get(reverse("case-detail", args=[case.pk]))
    assert read(moderator) == [("read.reported", f"story:{story.pk}", story.author_id)]


def test_private_message_that_was_reported_adds_one(desk, moderator):
    sent = message_reported_to_moderators()
    assert SECRET in desk.get(reverse("moderation-list")).text
    assert read(moderator) == [("read.private", f"message:{sent.pk}", sent.sender_id)]


def test_decision_appeal_and_earlier_texts_add_one_each_and_their_author_s_reading_none(desk, moderator):
    story, _case = waiting()
    decision = reject(by=make_moderator(), item=story, **WHY)
    made = appeal(by=story.author, decision=decision, words="Please.")
    thread = make_thread(author=story.author)
    edit_thread(
        by=story.author,
        thread=thread,
        title="How do you sleep now?",
        body="I wonder how.",
        audience="anyone",
        is_anonymous=False,
    )
    answer = make_answer(author=story.author)
    pages = {
        "read.decision": (reverse("decision-detail", args=[decision.pk]), f"decision:{decision.pk}"),
        "read.appeal": (reverse("appeal-detail", args=[made.pk]), f"appeal:{made.pk}"),
        "read.earlier": (reverse("thread-edits", args=[thread.pk]), f"thread:{thread.pk}"),
    }
    history = reverse("answer-history", args=[answer.pk])
    for address, _about in pages.values():
        assert desk.get(address).status_code == 200
    assert desk.get(history).status_code == 200
    rows = [(action, about, story.author_id) for action, (_address, about) in pages.items()]
    assert read(moderator) == [*rows, ("read.earlier", f"answer:{answer.pk}", story.author_id)]
    desk.force_login(story.author)
    for address in (*(address for address, _about in pages.values()), history):
        assert desk.get(address).status_code == 200
    assert read(story.author) == []


def test_opening_in_the_admin_adds_one(client, settings):
    settings.STAFF_NEEDS_SECOND_STEP = False
    owner = make_user(is_staff=True, is_superuser=True)
    client.force_login(owner)
    story, answer = make_story(visibility=Visibility.HELD), make_answer(visibility=Visibility.REMOVED)
    thread, public = make_thread(audience=Audience.MEMBERS), make_story()
    for path in (
        *(f"/admin/stories/story/{item.pk}/change/" for item in (story, public)),
        f"/admin/questions/answer/{answer.pk}/change/",
        f"/admin/forum/thread/{thread.pk}/change/",
        f"/admin/accounts/user/{story.author_id}/change/",
        f"/admin/accounts/user/{owner.pk}/change/",
    ):
        assert client.get(path).status_code == 200, path
    assert read(owner) == [
        ("read.held", f"story:{story.pk}", story.author_id),
        ("read.removed", f"answer:{answer.pk}", answer.author_id),
        ("read.members", f"thread:{thread.pk}", thread.author_id),
        ("read.account", f"user:{story.author_id}", story.author_id),
    ]


def test_list_takes_as_many_queries_for_ten_texts_as_for_one(desk, moderator, django_assert_max_num_queries):
    counted = []
    for texts in (1, 1, 10):
        for _time in range(texts):
            waiting()
        with django_assert_max_num_queries(60) as queries:
            desk.get(reverse("moderation-list"))
        counted.append(len(queries))
    assert len(read(moderator)) == 12
    assert counted[2] == counted[1], counted
    with django_assert_max_num_queries(counted[2] - 5):
        desk.get(reverse("moderation-list"))


@pytest.mark.django_db(transaction=True)
def test_two_pages_in_the_same_moment_add_one_row():
    if connection.vendor == "sqlite":
        pytest.skip("threads share one connection to a database in memory; PostgreSQL shows it")
    person, at_once = make_user(), Barrier(4)

    def open_page():
        at_once.wait()
        record_readings(by=person.pk, readings=[Reading("read.held", "story:1", 999)])
        connection.close()

    threads = [Thread(target=open_page) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read(person) == [("read.held", "story:1", 999)]


def test_members_and_strangers_who_are_refused_leave_no_row(client):
    _story, case = waiting()
    client.get(reverse("case-detail", args=[case.pk]))
    client.force_login(make_member())
    assert client.get(reverse("case-detail", args=[case.pk])).status_code == 403
    assert not Entry.objects.filter(action__startswith="read.").exists()
    assert Case.objects.count() == 1


@pytest.mark.parametrize(("command", "action"), [("export_user", "account.export"), ("erase_user", "account.erase")])
def test_owner_s_commands_add_a_row_with_their_ticket(command, action, settings, tmp_path):
    settings.ERASURES_FILE = str(tmp_path / "erasures")
    member = make_member()
    call_command(command, member.username, "--ticket", "2026-31", stdout=StringIO())
    entry = Entry.objects.get()
    assert (entry.by_id, entry.action, entry.whose_id) == (None, action, member.pk)
    assert entry.about == f"user:{member.pk} 2026-31"
    assert not list(faults())


@pytest.mark.parametrize("ticket", ["", "Maria Lopez", "maria@example.org", "1" * 41])
def test_ticket_is_a_number_and_no_words(ticket):
    member = make_member()
    with pytest.raises(CommandError, match="ticket"):
        call_command("export_user", member.username, "--ticket", ticket)
    assert not Entry.objects.exists()


def test_export_that_finds_its_file_there_already_adds_none(tmp_path):
    path = tmp_path / "export.json"
    path.touch()
    with pytest.raises(FileExistsError):
        call_command("export_user", make_member().username, "--ticket", "1", "--output", str(path))
    assert not Entry.objects.exists()


def test_erasing_again_adds_a_row_for_each(settings, tmp_path):
    settings.ERASURES_FILE = str(tmp_path / "erasures")
    member, other = make_member(), make_member()
    erasures = [Erasure(mark_of(its), "remove", (), timezone.now()) for its in (member, other)]
    erase_member(member=other, texts="remove")
    assert erase_again(erasures, ticket="R-1") == 1
    assert [(e.action, e.about, e.whose_id) for e in Entry.objects.all()] == [
        ("account.erase-again", f"user:{member.pk} R-1", member.pk)
    ]


@pytest.mark.parametrize(
    ("about", "subject"),
    [("story:12", ("story", 12)), ("user:5 2026-31", ("user", 5)), ("", ("", 0)), ("words", ("", 0))],
)
def test_row_says_what_it_is_about(about, subject):
    assert subject_of(about) == subject
