"""The points beside a name are what the member's contributions are worth, however they came about."""

from io import StringIO

import pytest
from django.core.management import call_command

import forum.services
import questions.services
import stories.services
from accounts.models import User
from tests.factories import make_answer, make_post, make_story, make_thread, make_user

pytestmark = pytest.mark.django_db


def recount():
    out = StringIO()
    call_command("recount_points", stdout=out)
    return out.getvalue()


def stored():
    return dict(User.objects.values_list("username", "points"))


@pytest.fixture
def busy():
    """Two members who wrote one of everything, voted, changed their minds and took some of it back."""
    author, reader = make_user(), make_user()
    for member in (author, reader):
        answer = make_answer(author=member)
        questions.services.vote_helpful(voter=make_user(), answer=answer)
        taken_back = make_answer(author=member)
        questions.services.withdraw_answer(by=member, answer=taken_back)
        make_answer(author=member, is_anonymous=True)
        story = make_story(author=member)
        stories.services.vote_helpful(voter=make_user(), story=story)
        thread = make_thread(author=member)
        post = make_post(author=member, thread=thread)
        forum.services.vote_post_helpful(voter=make_user(), post=post)
    return author


def test_counting_anew_changes_nothing_that_single_steps_gave(busy):
    before = stored()
    assert before[busy.username] > 0
    assert recount() == "The points of 0 members changed.\n"
    assert stored() == before


def test_counting_anew_repairs_every_number(busy):
    before = stored()
    User.objects.update(points=7)
    recount()
    assert stored() == before


def test_counting_again_costs_the_same_for_many_members(busy, django_assert_num_queries):
    recount()
    with django_assert_num_queries(7):
        recount()
