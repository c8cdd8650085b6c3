import pytest
from django.db.models import FloatField, Value
from django.db.models.functions import Cast, Sqrt

from questions.models import Topic
from questions.ranking import rank
from tests.factories import make_topic


def test_votes_of_its_own_time_count_not_those_before():
    assert rank(6, 20) > rank(10, 70)


def test_one_friend_s_vote_lifts_nobody_over_many():
    assert rank(1, 1) < rank(10, 60)


def test_more_votes_of_the_same_chances_rank_higher():
    ranks = [rank(helped, 40) for helped in range(41)]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == 41


def test_answer_without_votes_ranks_at_nothing_however_many_others_got():
    assert [rank(0, votes) for votes in (0, 1, 1_000)] == pytest.approx([0, 0, 0])


@pytest.mark.django_db
@pytest.mark.parametrize(("helped", "since"), [(1, 1), (3, 7), (40, 1_000)])
def test_database_computes_the_same_rank(helped, since):
    make_topic()
    numbers = (Cast(Value(number), FloatField()) for number in (helped, since))
    computed = Topic.objects.annotate(rank=rank(*numbers, sqrt=Sqrt)).values_list("rank", flat=True)[0]
    assert computed == pytest.approx(rank(helped, since), rel=1e-9)
