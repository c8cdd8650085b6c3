"""What may happen to the catalogue, and what readers' caches are told of it."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from conditions.models import Code, Condition, ConditionName, ConditionRedirect, ConditionSymptom, Symptom
from conditions.services import (
    CodeRecord,
    ConditionRecord,
    SymptomRecord,
    mark_changed,
    put_condition,
    rename_condition,
    save_condition,
)
from tests.factories import make_condition, make_editor, make_user

pytestmark = pytest.mark.django_db

COLD = ConditionRecord(
    slug="cold",
    name="Common cold",
    name_in_text="common cold",
    short_name="cold",
    definition="An infection of the nose.",
    other_names=["Coryza", "Ménage"],
    codes=[CodeRecord("icd-10", "J00"), CodeRecord("omim", "1", "broader")],
    symptoms=[
        SymptomRecord("HP:2", "Rhinorrhea", "Runny nose"),
        SymptomRecord("HP:1", "Cough", frequency="occasional"),
    ],
    old_slugs=["the-cold"],
)


@pytest.fixture
def keeper():
    """Someone who looks after the catalogue."""
    user = make_user()
    user.user_permissions.add(Permission.objects.get(codename="change_condition"))
    return user


def everything():
    models = (Condition, ConditionName, Code, Symptom, ConditionSymptom, ConditionRedirect)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_a_condition_is_stored_as_the_record_says():
    condition = put_condition(COLD)

    assert [name.name for name in condition.other_names.all()] == ["Coryza", "Ménage"]
    assert [str(code) for code in condition.codes.all()] == ["ICD-10 J00", "OMIM 1"]
    assert [link.symptom.hpo_id for link in condition.condition_symptoms.all()] == ["HP:2", "HP:1"]
    assert condition.redirects.get().old_slug == "the-cold"


def test_names_are_folded_and_have_their_letter():
    condition = put_condition(replace(COLD, name="Éclampsia"))

    assert (condition.folded_name, condition.initial) == ("eclampsia", "E")
    assert list(condition.other_names.values_list("folded_name", "initial")) == [("coryza", "C"), ("menage", "M")]


def test_the_same_record_again_changes_nothing_at_all():
    put_condition(COLD)
    before = everything()

    put_condition(COLD)

    assert everything() == before


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "Cold"},
        {"name_in_text": ""},
        {"short_name": ""},
        {"definition": "It runs."},
        {"is_published": False},
        {"other_names": ["Coryza"]},
        {"other_names": ["Ménage", "Coryza"]},
        {"other_names": []},
        {"codes": []},
        {"codes": [CodeRecord("icd-10", "J00"), CodeRecord("omim", "1", "narrower")]},
        {"codes": [*COLD.codes, CodeRecord("mesh", "D1")]},
        {"symptoms": []},
        {"symptoms": COLD.symptoms[::-1]},
        {"symptoms": [replace(COLD.symptoms[0], frequency="very-common"), COLD.symptoms[1]]},
        {"symptoms": [replace(COLD.symptoms[0], plain_name="A runny nose"), COLD.symptoms[1]]},
        {"old_slugs": ["the-cold", "a-cold"]},
    ],
)
def test_any_change_is_stored_and_raises_the_version(fields):
    version = Condition.objects.get(pk=put_condition(COLD).pk).version
    wanted = replace(COLD, **fields)

    condition = Condition.objects.get(pk=put_condition(wanted).pk)

    assert condition.version > version
    for name in ("name", "name_in_text", "short_name", "definition", "is_published"):
        assert getattr(condition, name) == getattr(wanted, name)
    assert [name.name for name in condition.other_names.all()] == wanted.other_names
    codes = [(code.system, code.value, code.relation) for code in condition.codes.all()]
    assert codes == sorted((code.system, code.value, code.relation) for code in wanted.codes)
    symptoms = [(link.symptom.hpo_id, link.frequency) for link in condition.condition_symptoms.all()]
    assert symptoms == [(symptom.hpo_id, symptom.frequency) for symptom in wanted.symptoms]
    assert {redirect.old_slug for redirect in condition.redirects.all()} == set(wanted.old_slugs)


def test_old_addresses_are_never_taken_away():
    put_condition(COLD)

    condition = put_condition(replace(COLD, old_slugs=[]))

    assert condition.redirects.count() == 1


def test_new_words_for_a_symptom_are_new_on_every_page_that_shows_it():
    put_condition(COLD)
    other = make_condition(symptoms=[COLD.symptoms[0]])
    version = Condition.objects.get(pk=other.pk).version

    put_condition(replace(COLD, symptoms=[replace(COLD.symptoms[0], plain_name="A runny nose")]))

    assert Condition.objects.get(pk=other.pk).version > version


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"definition": ""}, "definition"),
        ({"slug": "not an address"}, "slug"),
        ({"other_names": ["Coryza", "Coryza"]}, "other_names"),
        ({"other_names": [""]}, "other_names"),
        ({"codes": [CodeRecord("icd-9", "1")]}, "codes"),
        ({"codes": [CodeRecord("omim", "")]}, "codes"),
        ({"codes": [CodeRecord("omim", "1", "roughly")]}, "codes"),
        ({"symptoms": [SymptomRecord("HP:1", "")]}, "symptoms"),
        ({"symptoms": [SymptomRecord("HP:1", "Cough", frequency="often")]}, "symptoms"),
        ({"old_slugs": ["not an address"]}, "old_slugs"),
        ({"old_slugs": ["cold"]}, "old_slugs"),
    ],
)
def test_a_record_that_does_not_fit_is_refused_whole_and_says_which_part(fields, key):
    with pytest.raises(ValidationError) as caught:
        put_condition(replace(COLD, **fields))

    assert key in caught.value.message_dict
    assert not Condition.objects.exists()


def test_the_address_of_another_condition_cannot_be_taken():
    put_condition(COLD)

    with pytest.raises(ValidationError, match="leads to another condition"):
        put_condition(ConditionRecord(slug="the-cold", name="The cold", definition="It is cold."))
    with pytest.raises(ValidationError, match="leads to another condition"):
        make_condition(old_slugs=["the-cold"])
    with pytest.raises(ValidationError, match="is the address of a condition"):
        make_condition(old_slugs=["cold"])


def test_a_renamed_condition_is_found_at_its_old_address(keeper):
    condition = put_condition(COLD)

    rename_condition(by=keeper, condition=condition, name="Coryza acuta", slug="coryza")

    condition.refresh_from_db()
    assert (condition.slug, condition.folded_name, condition.initial) == ("coryza", "coryza acuta", "C")
    assert ConditionRedirect.objects.get(old_slug="cold").condition == condition


def test_a_condition_may_get_its_old_address_back(keeper):
    condition = put_condition(COLD)

    rename_condition(by=keeper, condition=condition, name="Coryza", slug="coryza")
    rename_condition(by=keeper, condition=condition, name="Common cold", slug="cold")

    assert set(condition.redirects.values_list("old_slug", flat=True)) == {"the-cold", "coryza"}


def test_a_new_name_at_the_same_address_makes_no_redirect(keeper):
    condition = put_condition(COLD)

    rename_condition(by=keeper, condition=condition, name="Cold", slug="cold")

    assert condition.redirects.get().old_slug == "the-cold"


def test_a_rename_to_a_taken_address_is_refused(keeper):
    condition = put_condition(COLD)
    make_condition(slug="flu", old_slugs=["grippe"])

    for slug in ("flu", "grippe"):
        with pytest.raises(ValidationError):
            rename_condition(by=keeper, condition=condition, name="Cold", slug=slug)
        condition.refresh_from_db()
    assert condition.slug == "cold"


@pytest.mark.parametrize("make_other", [make_user, make_editor])
def test_only_keepers_of_the_catalogue_rename(make_other):
    condition = put_condition(COLD)

    with pytest.raises(PermissionDenied):
        rename_condition(by=make_other(), condition=condition, name="Cold", slug="cold-2")


def test_saving_what_was_read_long_ago_never_takes_the_version_back():
    condition = put_condition(COLD)
    read_long_ago = Condition.objects.get(pk=condition.pk)
    for _ in range(5):
        mark_changed([condition.pk])
    version = Condition.objects.get(pk=condition.pk).version

    save_condition(read_long_ago)

    assert Condition.objects.get(pk=condition.pk).version == version + 1


def test_only_the_marked_conditions_are_new():
    first, second = make_condition(), make_condition()
    versions = dict(Condition.objects.values_list("pk", "version"))

    mark_changed([first.pk])

    assert dict(Condition.objects.values_list("pk", "version")) == versions | {first.pk: versions[first.pk] + 1}
    assert Condition.objects.get(pk=second.pk).updated_at < Condition.objects.get(pk=first.pk).updated_at


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Condition, {"name": ""}),
        (Condition, {"definition": ""}),
        (ConditionName, {"name": ""}),
        (Code, {"system": "icd-9"}),
        (Code, {"relation": "roughly"}),
        (Code, {"value": ""}),
        (ConditionSymptom, {"frequency": "often"}),
    ],
)
def test_the_database_refuses_what_is_no_condition(model, fields):
    put_condition(COLD)

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**fields)


@pytest.mark.parametrize("model", [ConditionName, Code, ConditionSymptom, ConditionRedirect])
def test_the_database_knows_each_part_once(model):
    put_condition(COLD)
    row = model.objects.first()
    row.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
