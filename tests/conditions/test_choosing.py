import pytest
from django.core.exceptions import ValidationError

from conditions import choosing
from conditions.choosing import ConditionField, condition_names
from tests.factories import make_condition

pytestmark = pytest.mark.django_db


@pytest.fixture
def leukemia():
    return make_condition(slug="all", name="Acute Lymphocytic Leukemia", other_names=["ALL", "Leucémie"])


@pytest.mark.parametrize(
    "typed", ["Acute Lymphocytic Leukemia", " acute lymphocytic  leukemia ", "ALL", "leucemie", "all"]
)
def test_condition_is_found_by_its_names_and_its_address(leukemia, typed):
    assert ConditionField().clean(typed) == leukemia


def test_own_name_goes_before_another_ones_other_name(leukemia):
    other = make_condition(name="ALL")
    assert ConditionField().clean("ALL") == other


def test_other_name_of_several_conditions_names_them(leukemia):
    make_condition(name="Allergy", other_names=["ALL"])
    with pytest.raises(ValidationError, match="Acute Lymphocytic Leukemia, Allergy"):
        ConditionField().clean("ÀLL")


def test_part_of_a_name_offers_the_whole(leukemia):
    with pytest.raises(ValidationError, match=r"Did you mean one of these\? Acute Lymphocytic Leukemia"):
        ConditionField().clean("leukemia")


@pytest.mark.parametrize("typed", ["", "   ", "Something else", "x" * 201])
def test_what_names_no_condition_is_refused(leukemia, typed):
    with pytest.raises(ValidationError):
        ConditionField().clean(typed)


def test_condition_that_is_not_published_is_not_known():
    make_condition(name="Hidden", slug="hidden", is_published=False)
    for typed in ("Hidden", "hidden", "Hid"):
        with pytest.raises(ValidationError, match=r"We do not know this name\. Look"):
            ConditionField().clean(typed)
    assert condition_names() == ()


def test_field_that_may_be_empty_gives_nothing():
    assert ConditionField(required=False).clean("") is None


def test_names_are_offered_while_they_are_few(leukemia, monkeypatch):
    assert condition_names() == ("Acute Lymphocytic Leukemia",)
    monkeypatch.setattr(choosing, "MOST_OFFERED", 0)
    assert condition_names() == ()
