import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from accounts.blocks import avoided_by, avoiders_of, block, has_blocked, is_avoided, let_be, mute
from accounts.models import Block
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make_user(display_name="Ana")


@pytest.fixture
def ben():
    return make_user(display_name="Ben")


@pytest.mark.parametrize("act", [mute, block])
def test_who_is_muted_or_blocked_is_avoided_by_that_member_only(ana, ben, act):
    act(member=ana, other=ben)
    assert avoided_by(ana) == {ben.pk}
    assert avoided_by(ben) == frozenset()
    assert avoiders_of(ben) == {ana.pk}
    assert is_avoided(by=ana, author=ben)
    assert not is_avoided(by=ben, author=ana)


def test_mute_is_weaker_than_block(ana, ben):
    mute(member=ana, other=ben)
    assert not has_blocked(ana, ben)
    block(member=ana, other=ben)
    assert has_blocked(ana, ben)
    assert not has_blocked(ben, ana)
    assert Block.objects.get().is_mute is False


def test_visitor_avoids_nobody_and_costs_no_query(ana, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert avoided_by(AnonymousUser()) == frozenset()
        assert not is_avoided(by=AnonymousUser(), author=ana)
        assert not has_blocked(ana, AnonymousUser())


def test_avoided_members_cost_one_query_however_many(ana, django_assert_num_queries):
    for _number in range(5):
        mute(member=ana, other=make_user())
    with django_assert_num_queries(1):
        assert len(avoided_by(ana)) == 5


def test_nobody_avoids_themselves(ana):
    with pytest.raises(ValidationError, match="yourself"):
        block(member=ana, other=ana)
    with pytest.raises(IntegrityError):
        Block.objects.create(member=ana, other=ana)


def test_ending_it_twice_changes_nothing(ana, ben):
    block(member=ana, other=ben)
    let_be(member=ana, other=ben)
    let_be(member=ana, other=ben)
    assert avoided_by(ana) == frozenset()


def test_who_has_left_cannot_be_blocked(ana, ben):
    ben.closed_at = timezone.now()
    with pytest.raises(ValidationError, match="left"):
        block(member=ana, other=ben)
