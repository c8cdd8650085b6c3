import pytest
from django.core.exceptions import ValidationError

from conditions.models import Symptom
from members.models import MapCount, MapPresence, MemberSymptom
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
    people(condition, "ES", 5)
    count_map()
    people(condition, "ES", 1)
    assert MapCount.objects.get(condition=condition).total == 5
    count_map()
    assert MapCount.objects.get(condition=condition).total == 6


def test_who_leaves_the_map_is_deleted_at_once_and_gone_from_the_next_count():
    condition = make_condition()
    people(condition, "ES", 5)
    count_map()
    member = MapPresence.objects.first().member
    leave_map(member=member)
    assert not MapPresence.objects.filter(member=member).exists()
    count_map()
    assert MapCount.objects.get(condition=condition).areas == [["", "world", None]]


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
