"""Who is found by their symptoms, and what is told of them."""

import pytest
from django.core.exceptions import ValidationError

from accounts.blocks import block, let_be, mute
from accounts.models import ConsentKind, User
from accounts.services import withdraw_consent
from conditions.models import Symptom
from members.listing import join_soulmates, leave_soulmates, relist_everyone
from members.models import MemberSymptom, PlaceSums, Posting, Soulmate
from members.postings import Packed, unpack
from members.services import add_condition, put_profile, record_symptom, remove_symptom
from members.soulmates import matches_of
from members.tasks import count_matches
from tests.factories import make_condition, make_member, make_user

pytestmark = pytest.mark.django_db

NAMES = ("Tired", "Fever", "Cough", "Bone pain", "Leg pain", "Rash", "Dizzy", "Deaf")


@pytest.fixture
def symptoms() -> dict[str, Symptom]:
    """Pain is broader than two of them; all weigh the same but pain, which weighs more than half of them."""
    found = {name: Symptom.objects.create(hpo_id=f"T:{n}", name=name, information=2) for n, name in enumerate(NAMES)}
    pain = Symptom.objects.create(hpo_id="T:99", name="Pain", information=1.5)
    for name in ("Bone pain", "Leg pain"):
        found[name].lineage = [found[name].pk, pain.pk]
        found[name].save()
    return found | {"Pain": pain}


def finder(symptoms: dict[str, Symptom], *names: str, strength: str = "mild", **fields: object) -> User:
    """A member who noted these and wants to be found."""
    member = make_user(**fields)
    for name in names:
        record_symptom(member=member, symptom=symptoms[name], strength=strength, consent=True)
    join_soulmates(member=member, consent=True)
    return member


def names(member: User) -> list[str]:
    return [match.name for match in matches_of(member)]


def places(symptom: Symptom) -> list[int]:
    posting = Posting.objects.filter(symptom=symptom).first()
    return unpack(Packed(posting.is_dense, bytes(posting.places))).tolist() if posting else []


def test_the_most_alike_come_first_and_who_shares_nothing_not_at_all(symptoms):
    me = finder(symptoms, "Tired", "Fever", "Cough", "Rash")
    finder(symptoms, "Tired", "Fever", "Dizzy", display_name="Half")
    finder(symptoms, "Tired", "Fever", "Cough", display_name="Nearly")
    finder(symptoms, "Deaf", "Dizzy", "Bone pain", display_name="Other")
    assert names(me) == ["Nearly", "Half"]
    assert [match.score for match in matches_of(me)] == pytest.approx([6 / 8, 4 / 10])


def test_bone_pain_and_leg_pain_meet(symptoms):
    me = finder(symptoms, "Bone pain", "Tired", "Fever")
    finder(symptoms, "Leg pain", "Deaf", "Rash", display_name="Legs")
    [match] = matches_of(me)
    assert match.score == pytest.approx(1.5 / (2 * 6 + 1.5))
    assert (match.shared, match.close, match.alone) == ((), ("Bone pain",), ("Tired", "Fever"))


def test_reason_is_told_in_words_and_nothing_that_only_the_other_noted(symptoms):
    me = finder(symptoms, "Tired", "Fever", "Bone pain", "Rash")
    finder(symptoms, "Tired", "Fever", "Leg pain", "Deaf", "Dizzy")
    for _other in range(6):
        finder(symptoms, "Deaf", "Dizzy", "Cough")
    match = matches_of(me)[0]
    assert match.words == (
        "You share 2 of your 4 symptoms: Tired and Fever. They have something close to: Bone pain. "
        "Few members have: Tired."
    )
    assert match.differs == "Only you noted: Rash. They noted 2 things that you did not."
    said = repr(matches_of(me))
    assert not [name for name in ("Leg pain", "Deaf", "Dizzy") if name in said]


def test_only_who_joined_is_found_and_finds(symptoms):
    me = finder(symptoms, "Tired", "Fever", "Cough")
    shy = make_member()
    for name in ("Tired", "Fever", "Cough"):
        record_symptom(member=shy, symptom=symptoms[name], strength="mild")
    assert matches_of(me) == ()
    assert matches_of(shy) == ()
    join_soulmates(member=shy)
    assert names(me) == [shy.display_name]


@pytest.mark.parametrize("kind", [ConsentKind.MATCHING, ConsentKind.SYMPTOMS])
def test_joining_needs_both_consents(symptoms, kind):
    member = make_member(consents=set(ConsentKind.values) - {kind})
    with pytest.raises(ValidationError):
        join_soulmates(member=member)
    assert not Soulmate.objects.exists()


def test_with_fewer_than_three_symptoms_nobody_is_compared(symptoms):
    me = finder(symptoms, "Tired", "Fever", "Cough")
    other = finder(symptoms, "Tired", "Fever")
    assert matches_of(me) == matches_of(other) == ()
    record_symptom(member=other, symptom=symptoms["Cough"], strength="mild")
    assert names(me) == [other.display_name]
    remove_symptom(member=other, symptom=symptoms["Fever"])
    assert matches_of(me) == ()


@pytest.mark.parametrize("act", [mute, block])
def test_who_muted_or_blocked_whom_does_not_matter_they_never_meet(symptoms, act):
    me, other = finder(symptoms, "Tired", "Fever", "Cough"), finder(symptoms, "Tired", "Fever", "Cough")
    act(member=me, other=other)
    assert matches_of(me) == matches_of(other) == ()
    let_be(member=me, other=other)
    assert names(me) == [other.display_name]


@pytest.mark.parametrize("change", [{"is_active": False}, {"closed_at": "2026-01-01T00:00:00Z"}])
def test_closed_account_is_never_found(symptoms, change):
    me, other = finder(symptoms, "Tired", "Fever", "Cough"), finder(symptoms, "Tired", "Fever", "Cough")
    User.objects.filter(pk=other.pk).update(**change)
    assert matches_of(me) == ()


def test_many_blocked_people_do_not_hide_those_behind_them(symptoms):
    me = finder(symptoms, "Tired", "Fever", "Cough")
    for _number in range(60):
        block(member=me, other=finder(symptoms, "Tired", "Fever", "Cough"))
    finder(symptoms, "Tired", "Fever", "Deaf", display_name="Behind")
    assert names(me) == ["Behind"]


def test_country_is_told_only_where_members_may_see_it(symptoms):
    me = finder(symptoms, "Tired", "Fever", "Cough")
    for audience in ("nobody", "members", "anyone"):
        other = finder(symptoms, "Tired", "Fever", "Cough", display_name=f"For {audience}")
        put_profile(member=other, about="", country="KE", country_audience=audience)
    told = {match.name: match.country for match in matches_of(me)}
    assert told == {"For nobody": "", "For members": "KE", "For anyone": "KE"}


def test_equal_matches_come_by_equally_strong_then_by_conditions_that_members_may_see(symptoms):
    asthma = make_condition()
    me = finder(symptoms, "Tired", "Fever", "Cough", strength="strong")
    add_condition(member=me, condition=asthma, relation="has-it", consent=True)
    hidden = finder(symptoms, "Tired", "Fever", "Cough", display_name="Hides it")
    add_condition(member=hidden, condition=asthma, relation="has-it", consent=True)
    told = finder(symptoms, "Tired", "Fever", "Cough", display_name="Tells it")
    add_condition(member=told, condition=asthma, relation="has-it", audience="members", consent=True)
    finder(symptoms, "Tired", "Fever", "Cough", strength="strong", display_name="As strong")
    assert names(me) == ["As strong", "Tells it", "Hides it"]


def test_leaving_deletes_all_that_was_compared_at_once(symptoms):
    me, other = finder(symptoms, "Tired", "Fever", "Cough"), finder(symptoms, "Tired", "Fever", "Cough")
    place = Soulmate.objects.get(member=other).pk
    assert place in places(symptoms["Tired"])
    leave_soulmates(member=other)
    leave_soulmates(member=other)
    assert matches_of(me) == ()
    assert not Soulmate.objects.filter(member=other).exists()
    assert all(place not in places(posting.symptom) for posting in Posting.objects.select_related("symptom"))
    assert MemberSymptom.objects.filter(member=other).count() == 3


@pytest.mark.parametrize(("kind", "kept"), [(ConsentKind.MATCHING, 3), (ConsentKind.SYMPTOMS, 0)])
def test_taking_a_consent_back_leaves(symptoms, kind, kept):
    member = finder(symptoms, "Tired", "Fever", "Cough")
    withdraw_consent(member=member, kind=kind)
    assert not Soulmate.objects.exists()
    assert MemberSymptom.objects.filter(member=member).count() == kept
    assert places(symptoms["Tired"]) == []


def stored() -> tuple[object, ...]:
    postings = {p.symptom_id: (p.is_dense, bytes(p.places)) for p in Posting.objects.all() if bytes(p.places)}
    sums = {one.block: bytes(one.sums) for one in PlaceSums.objects.all()}
    return postings, sums, list(Soulmate.objects.order_by("pk").values_list("pk", "listed"))


def test_writing_everything_anew_gives_what_single_changes_gave(symptoms):
    finder(symptoms, "Tired", "Fever", "Bone pain")
    gone = finder(symptoms, "Tired", "Rash", "Cough")
    finder(symptoms, "Tired", "Rash")
    changed = finder(symptoms, "Leg pain", "Rash", "Cough", "Deaf")
    remove_symptom(member=changed, symptom=symptoms["Deaf"])
    leave_soulmates(member=gone)
    before = stored()
    assert relist_everyone() == 2
    assert stored() == before


def test_matches_are_counted_for_all_whom_a_change_concerns(symptoms, django_capture_on_commit_callbacks):
    me, other = finder(symptoms, "Tired", "Fever", "Cough"), finder(symptoms, "Tired", "Fever", "Rash")
    count_matches.func()
    assert set(Soulmate.objects.values_list("match_count", "is_counted")) == {(1, True)}
    leave_soulmates(member=other)
    assert not Soulmate.objects.get(member=me).is_counted
    count_matches.func()
    assert Soulmate.objects.get(member=me).match_count == 0


@pytest.mark.parametrize("others", [1, 25])
def test_queries_do_not_grow_with_the_matches(symptoms, others, django_assert_num_queries):
    me = finder(symptoms, "Tired", "Fever", "Cough")
    for _number in range(others):
        finder(symptoms, "Tired", "Fever", "Rash")
    with django_assert_num_queries(7):
        found = matches_of(me)
    assert len(found) == min(others, 20)


def test_without_anybody_else_there_are_no_matches(symptoms):
    assert matches_of(finder(symptoms, "Tired", "Fever", "Cough")) == ()
    assert matches_of(make_member()) == ()
