"""How much is new stands at the top of a member's pages, without a query of its own."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from notifications.models import Notification
from notifications.services import forget, mark_read, notify
from schedule.purging import purge_expired
from tests.factories import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def lea():
    return make_member(display_name="Lea")


def tell(*members, key="reply:1"):
    notify(kind="reply", recipients=members, title="Someone replied.", url="/forum/", key=key)


def unread(member):
    return User.objects.get(pk=member.pk).unread_count


def test_news_counts_once_and_falls_away_as_it_is_read(lea):
    other = make_member()
    for _retry in range(2):
        tell(lea, other, key="reply:1")
    tell(lea, key="reply:2")
    assert (unread(lea), unread(other)) == (2, 1)
    first = Notification.objects.filter(recipient=lea).first()
    for _click in range(2):
        mark_read(member=lea, notification=first)
        assert unread(lea) == 1
    mark_read(member=lea)
    assert (unread(lea), unread(other)) == (0, 1)


def test_news_about_what_is_gone_and_old_news_count_no_longer(lea):
    tell(lea, key="reply:1")
    tell(lea, key="reply:2")
    forget(key="reply:1")
    assert unread(lea) == 1
    Notification.objects.update(made_at=timezone.now() - timedelta(days=91))
    purge_expired()
    assert unread(lea) == 0


def test_every_page_says_how_much_is_new_without_a_query_more(client, lea):
    client.force_login(lea)
    client.get("/stories/")
    with CaptureQueriesContext(connection) as before:
        html = client.get("/stories/").content.decode()
    assert "new notification" not in html
    tell(lea, key="reply:1")
    tell(lea, key="reply:2")
    with CaptureQueriesContext(connection) as after:
        html = client.get("/stories/").content.decode()
    assert "2 new notifications" in html
    assert len(after) == len(before)
    assert "(2 new)" in client.get("/account/name/").content.decode()


def test_visitors_see_no_number(client):
    assert "new notification" not in client.get("/stories/").content.decode()


def test_telling_a_hundred_takes_as_many_queries_as_telling_one(lea):
    counts = []
    for number, members in enumerate(([lea], [make_member() for _number in range(20)])):
        with CaptureQueriesContext(connection) as captured:
            tell(*members, key=f"reply:{number}")
        counts.append(len(captured))
    assert counts[0] == counts[1]
