from datetime import UTC, datetime, timedelta

import pytest

from forum.models import Thread
from pages.cursors import Cursor, part_of, read_cursor
from tests.factories import make_condition, make_thread, make_user

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def test_cursor_is_read_as_it_was_written():
    cursor = Cursor(NOON + timedelta(microseconds=7), 12)
    assert read_cursor(str(cursor)) == cursor


@pytest.mark.parametrize(
    "text", ["", "5", "-", "1-", "-1", "a-b", "1-2-3", "1" * 18 + "-1", "1-" + "1" * 19, "١-٢", "1-2\n", "1 - 2"]
)
def test_any_other_text_is_no_cursor(text):
    assert read_cursor(text) is None


def test_the_largest_cursor_is_still_a_moment():
    assert read_cursor("9" * 17 + "-" + "9" * 18)


def parts(size=3):
    """The keys of every part from the newest on, by following `older`."""
    found, before = [], ""
    while True:
        part = part_of(Thread.objects.all(), by="posted_at", size=size, before=before)
        found.append([thread.pk for thread in part.rows])
        before = part.older
        if not before:
            return found


@pytest.fixture
def threads(db):
    """Eight threads; the second to the sixth were asked in the same moment."""
    condition, author = make_condition(), make_user()
    moments = [0, 1, 1, 1, 1, 1, 2, 3]
    return [
        make_thread(condition=condition, author=author, posted_at=NOON + timedelta(minutes=minutes)).pk
        for minutes in moments
    ]


def test_following_older_meets_every_row_once_also_where_moments_are_equal(threads):
    newest_first = threads[::-1]
    assert parts() == [newest_first[:3], newest_first[3:6], newest_first[6:]]


def test_newer_leads_back_the_same_way(threads):
    first = part_of(Thread.objects.all(), by="posted_at", size=2)
    second = part_of(Thread.objects.all(), by="posted_at", size=2, before=first.older)
    third = part_of(Thread.objects.all(), by="posted_at", size=2, before=second.older)
    back = part_of(Thread.objects.all(), by="posted_at", size=2, after=third.newer)
    assert back.rows == second.rows
    assert (back.newer, back.older) == (second.newer, second.older)


def test_list_begins_at_its_beginning_where_too_little_is_newer(threads):
    first = part_of(Thread.objects.all(), by="posted_at", size=3)
    second = part_of(Thread.objects.all(), by="posted_at", size=3, before=first.older)
    back = part_of(Thread.objects.all(), by="posted_at", size=3, after=second.newer)
    assert (back.rows, back.newer) == (first.rows, "")


def test_place_behind_the_end_shows_the_beginning(threads):
    part = part_of(Thread.objects.all(), by="posted_at", size=3, before="0-1")
    assert [thread.pk for thread in part.rows] == threads[:-4:-1]


def test_list_that_fits_one_part_has_no_other(threads):
    part = part_of(Thread.objects.all(), by="posted_at", size=8)
    assert (part.newer, part.older) == ("", "")


@pytest.mark.parametrize("after", [0, 3])
def test_part_costs_one_query_however_deep_it_lies(threads, after, django_assert_num_queries):
    part = part_of(Thread.objects.all(), by="posted_at", size=1)
    for _ in range(after):
        part = part_of(Thread.objects.all(), by="posted_at", size=1, before=part.older)
    with django_assert_num_queries(1):
        part_of(Thread.objects.all(), by="posted_at", size=1, before=part.older)
