import pytest
from django.core.exceptions import ValidationError

from accounts.models import ConsentKind
from accounts.permissions import has_consent
from conditions.models import Symptom
from members.models import MapCount, MapPresence, MapScope, MemberSymptom
from members.services import add_condition, count_map, join_map, leave_map, put_profile, record_symptom
from tests.factories import make_condition, make_user

pytestmark = pytest.mark.django_db


def people(condition, country, count):
    for _ in range(count):
        member = make_user()
        add_condition(member=member, condition=condition, relation="has-it", consent=True)
        join_map(member=member, country=country, consent=True)


def test_member_off_the_map_is_not_counted():
    condition = make_condition()
    people(condition, "ES", 5)
    add_condition(member=make_user(), condition=condition, relation="has-it", consent=True)
    count_map()
    assert MapCount.objects.get(condition=condition).areas == [["ES", "country", 5]]


def test_joining_shows_only_after_the_next_daily_count():
    condition = make_condition()
    people(condition, "ES", 4)
    count_map()
    people(condition, "ES", 1)
    assert MapCount.objects.get(condition=condition).total == 0
    count_map()
    assert MapCount.objects.get(condition=condition).total == 5


def test_who_leaves_the_map_is_deleted_at_once_and_a_group_that_left_is_gone_from_the_next_count():
    condition = make_condition()
    people(condition, "ES", 5)
    count_map()
    for presence in MapPresence.objects.select_related("member"):
        leave_map(member=presence.member)
        assert not MapPresence.objects.filter(member=presence.member).exists()
    assert MapCount.objects.get(condition=condition).areas == [["ES", "country", 5]]
    count_map()
    assert MapCount.objects.get(condition=condition).areas == []


def test_who_leaves_the_map_is_asked_again_before_joining():
    member = make_user()
    join_map(member=member, country="ES", consent=True)
    leave_map(member=member)
    assert not has_consent(member, ConsentKind.MAP)
    with pytest.raises(ValidationError, match="consent"):
        join_map(member=member, country="ES")


def test_one_who_leaves_does_not_change_the_map():
    condition = make_condition()
    people(condition, "ES", 7)
    count_map()
    leave_map(member=MapPresence.objects.first().member)
    assert count_map() == 0


def test_place_is_changed_three_times_a_day_also_by_leaving_and_joining(settings):
    member = make_user()
    for country in ("ES", "PT", "FR"):
        leave_map(member=member)
        join_map(member=member, country=country, consent=True)
    with pytest.raises(ValidationError, match="tomorrow"):
        join_map(member=member, country="IT")
    join_map(member=member, country="FR")
    assert MapPresence.objects.get(member=member).country == "FR"


@pytest.mark.parametrize("country", ["", "es", "SU", "QQ", "Spain"])
def test_country_that_is_none_is_refused(country):
    with pytest.raises(ValidationError, match="from the list"):
        join_map(member=make_user(), country=country, consent=True)
    assert not MapPresence.objects.exists()


def test_country_that_is_gone_since_is_counted_nowhere_and_breaks_nothing():
    condition = make_condition()
    people(condition, "ES", 12)
    MapPresence.objects.filter(pk__in=MapPresence.objects.values("pk")[:6]).update(country="SU")
    count_map()
    assert MapCount.objects.get(condition=condition).areas == [["ES", "country", 5]]


def test_member_of_several_conditions_counts_for_each_on_the_map_of_all():
    one, other = make_condition(), make_condition()
    people(one, "ES", 5)
    for presence in MapPresence.objects.select_related("member"):
        add_condition(member=presence.member, condition=other, relation="has-it", consent=True)
    count_map()
    assert MapCount.objects.get(scope=MapScope.EVERYONE).areas == [["ES", "country", 10]]


def test_people_whose_conditions_are_too_rare_for_a_map_meet_on_the_map_of_all():
    for _number in range(5):
        people(make_condition(), "ES", 1)
    count_map()
    assert MapCount.objects.get(scope=MapScope.EVERYONE).areas == [["ES", "country", 5]]
    assert not MapCount.objects.filter(condition__isnull=False, total__gt=0).exists()


def test_condition_that_is_no_longer_published_is_on_no_map():
    condition = make_condition()
    people(condition, "ES", 5)
    count_map()
    type(condition).objects.update(is_published=False)
    count_map()
    assert MapCount.objects.get(condition=condition).total == 0


def test_another_minimum_begins_afresh(settings):
    condition = make_condition()
    people(condition, "ES", 8)
    count_map()
    assert MapCount.objects.get(condition=condition).total == 10
    settings.MAP_MIN_COUNT = 7
    count_map()
    assert MapCount.objects.get(condition=condition).total == 7


def test_count_that_changes_nothing_leaves_the_conditions_pages_as_they_are():
    condition = make_condition()
    people(condition, "ES", 5)
    assert count_map() == 1
    condition.refresh_from_db()
    before = condition.version
    assert count_map() == 0
    condition.refresh_from_db()
    assert condition.version == before


def test_suspended_member_is_not_counted():
    condition = make_condition()
    people(condition, "ES", 5)
    member = MapPresence.objects.first().member
    member.is_active = False
    member.save(update_fields=["is_active"])
    count_map()
    assert MapCount.objects.get(condition=condition).total == 0


def test_saying_it_again_changes_the_entry_and_adds_none():
    member, condition = make_user(), make_condition()
    add_condition(member=member, condition=condition, relation="has-it", diagnosed_year=2020, consent=True)
    link = add_condition(member=member, condition=condition, relation="parent", consent=True)
    assert member.member_conditions.get() == link
    symptom = Symptom.objects.create(hpo_id="HP:0012378", name="Fatigue")
    record_symptom(member=member, symptom=symptom, strength="mild", consent=True)
    record_symptom(member=member, symptom=symptom, strength="strong", consent=True)
    assert MemberSymptom.objects.get(member=member).strength == "strong"
    join_map(member=member, country="ES", consent=True)
    join_map(member=member, country="PL", consent=True)
    assert MapPresence.objects.get(member=member).country == "PL"


@pytest.mark.parametrize("relation", ["", "enemy"])
def test_unknown_relation_is_refused(relation):
    with pytest.raises(ValidationError):
        add_condition(member=make_user(), condition=make_condition(), relation=relation, consent=True)


def test_profile_is_made_once():
    member = make_user()
    put_profile(member=member, about="First.")
    assert put_profile(member=member, about="Second.").about == "Second."
