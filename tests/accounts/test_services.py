"""Accounts that are named on pages, and the points of members."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.points import PER_ANSWER, PER_HELPFUL_VOTE, PER_POST, PER_STORY, PER_THREAD, Contributions
from accounts.services import add_points, put_contributor
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_contributor_is_made_without_a_way_to_sign_in_and_without_rights():
    user = put_contributor(username="anna", name="Dr A. Example", credential="blood specialist")

    assert (str(user), user.credential) == ("Dr A. Example", "blood specialist")
    assert not user.has_usable_password()
    assert not user.is_staff
    assert not user.get_all_permissions()


def test_the_same_contributor_again_changes_nothing(django_assert_num_queries):
    put_contributor(username="anna", name="Dr A. Example")

    with django_assert_num_queries(3) as captured:  # a savepoint, one look, and its release
        put_contributor(username="anna", name="Dr A. Example")

    assert not any(query["sql"].startswith("UPDATE") for query in captured.captured_queries)


def test_a_contributor_who_signs_in_keeps_password_rights_and_points_when_renamed():
    owner = User.objects.create_superuser(username="olu", email="olu@example.org", password="pass", display_name="Olu")
    add_points(member=owner, points=10)

    put_contributor(username="olu", name="Dr Olu", credential="nurse")

    owner.refresh_from_db()
    assert (owner.display_name, owner.credential) == ("Dr Olu", "nurse")
    assert owner.check_password("pass")
    assert owner.is_superuser
    assert (owner.email, owner.points) == ("olu@example.org", 10)


@pytest.mark.parametrize("fields", [{"name": ""}, {"name": "x" * 81}, {"credential": "x" * 121}, {"username": "a/b"}])
def test_a_contributor_that_does_not_fit_is_refused(fields):
    with pytest.raises(ValidationError):
        put_contributor(**{"username": "anna", "name": "Dr A."} | fields)

    assert not User.objects.exists()


def test_points_add_up_even_when_the_row_was_read_long_ago():
    member = make_user()
    read_long_ago = User.objects.get(pk=member.pk)

    add_points(member=member, points=10)
    add_points(member=read_long_ago, points=5)
    add_points(member=read_long_ago, points=-3)

    assert User.objects.get(pk=member.pk).points == 12


def test_each_contribution_is_worth_its_points():
    one_of_each = Contributions(answers=1, stories=1, threads=1, posts=1, helpful_votes=1)

    assert one_of_each.points == PER_ANSWER + PER_STORY + PER_THREAD + PER_POST + PER_HELPFUL_VOTE
    assert Contributions(answers=3, helpful_votes=2).points == 3 * PER_ANSWER + 2 * PER_HELPFUL_VOTE
    assert Contributions().points == 0


def test_one_address_belongs_to_one_account_whatever_its_capitals():
    make_user(email="mira@example.org")

    with pytest.raises(ValidationError, match="Another account has this e-mail address"):
        make_user(email="MIRA@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="m2", display_name="M", email="Mira@Example.org")


def test_accounts_without_an_address_stand_beside_each_other():
    assert [make_user(email="").email for _ in range(2)] == ["", ""]


def test_the_database_refuses_an_account_without_a_name():
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="nobody", display_name="")
