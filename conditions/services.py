from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from conditions import versions
from conditions.models import (
    Code,
    Condition,
    ConditionName,
    ConditionRedirect,
    ConditionSymptom,
    NameKind,
    Symptom,
    SymptomName,
)
from conditions.names import fold, initial
from conditions.permissions import can_edit_catalogue


@dataclass(frozen=True)
class CodeRecord:
    """A code as a file or a form gives it."""

    system: str
    value: str
    relation: str = "exact"


@dataclass(frozen=True)
class SymptomRecord:
    """A symptom as a file or a form gives it: HPO number and label, plain words, how often."""

    hpo_id: str
    name: str
    plain_name: str = ""
    frequency: str = "common"


@dataclass(frozen=True)
class ConditionRecord:
    """Everything that the catalogue knows of one condition."""

    slug: str
    name: str
    definition: str
    name_in_text: str = ""
    short_name: str = ""
    other_names: Sequence[str] = ()
    codes: Sequence[CodeRecord] = ()
    symptoms: Sequence[SymptomRecord] = ()
    is_published: bool = True
    old_slugs: Sequence[str] = field(default=())


AT_A_TIME = 2000
_OWN_FIELDS = ("name", "name_in_text", "short_name", "definition", "is_published")


def mark_changed(condition_ids: Iterable[int]) -> None:
    """Tells readers' browsers and caches that something on these conditions' pages is new."""
    Condition.objects.filter(pk__in=list(condition_ids)).update(version=F("version") + 1, updated_at=timezone.now())
    versions.forget()


def mark_all_changed() -> None:
    """The same for every condition, after a change that all of them show."""
    Condition.objects.update(version=F("version") + 1, updated_at=timezone.now())
    versions.forget()


@transaction.atomic
def put_condition(record: ConditionRecord) -> Condition:
    """Makes the catalogue's entry equal to the record; doing it twice changes nothing more, not even the version.

    Old addresses are only ever added. Raises ValidationError when a value does not fit, or when another condition had
    the address before.
    """
    condition = Condition.objects.filter(slug=record.slug).first() or Condition(slug=record.slug)
    if ConditionRedirect.objects.filter(old_slug=record.slug).exists():
        reason = _("The address “%(slug)s” leads to another condition.")
        raise ValidationError({"slug": reason % {"slug": record.slug}})
    before = [getattr(condition, name) for name in _OWN_FIELDS]
    wanted = [getattr(record, name) for name in _OWN_FIELDS]
    is_saved = condition.pk is None or before != wanted
    if is_saved:
        for name, value in zip(_OWN_FIELDS, wanted, strict=True):
            setattr(condition, name, value)
        save_condition(condition)
    changes = [
        _put_names(condition, record.other_names),
        _put_codes(condition, record.codes),
        _put_symptoms(condition, record.symptoms),
        *[_redirect(condition, old_slug) for old_slug in record.old_slugs],
    ]
    if any(changes) and not is_saved:
        mark_changed([condition.pk])
    return condition


def save_condition(condition: Condition) -> None:
    """Saves an entry with its folded name and letter, and marks its pages as changed. Raises ValidationError."""
    condition.folded_name, condition.initial = fold(condition.name), initial(condition.name)
    condition.full_clean()
    # Never the version: a row that was read a while ago would take it back.
    condition.save(update_fields=[*_OWN_FIELDS, "slug", "folded_name", "initial"] if condition.pk else None)
    mark_changed([condition.pk])


def save_name(name: ConditionName) -> None:
    """Saves another name of a condition with its folded form and letter. Raises ValidationError."""
    name.folded_name, name.initial = fold(name.name), initial(name.name)
    name.full_clean()
    name.save()


@transaction.atomic
def rename_condition(*, by: User, condition: Condition, name: str, slug: str) -> None:
    """Gives a condition a new name and address; the old address redirects from now on.

    Raises PermissionDenied, and ValidationError when the address is taken.
    """
    if not can_edit_catalogue(by):
        raise PermissionDenied(_("Only editors of the catalogue rename a condition."))
    old_slug = condition.slug
    ConditionRedirect.objects.filter(condition=condition, old_slug=slug).delete()
    if ConditionRedirect.objects.filter(old_slug=slug).exists():
        raise ValidationError(_("The address “%(slug)s” leads to another condition.") % {"slug": slug})
    condition.name, condition.slug = name, slug
    save_condition(condition)
    if old_slug != slug:
        _redirect(condition, old_slug)


def _redirect(condition: Condition, old_slug: str) -> bool:
    """Leads an old address to the condition. True when that is new."""
    with _naming("old_slugs", old_slug):
        if Condition.objects.filter(slug=old_slug).exists():
            raise ValidationError(_("This is the address of a condition."))
        redirect = ConditionRedirect.objects.filter(old_slug=old_slug).first()
        if redirect is None:
            redirect = ConditionRedirect(old_slug=old_slug, condition=condition)
            redirect.full_clean()
            redirect.save()
            return True
        if redirect.condition_id != condition.pk:
            raise ValidationError(_("This address leads to another condition."))
    return False


def _put_names(condition: Condition, names: Sequence[str]) -> bool:
    """Gives the condition these other names in this order. True when that changed anything."""
    if list(condition.other_names.values_list("name", flat=True)) == list(names):
        return False
    condition.other_names.all().delete()
    for name in names:
        with _naming("other_names", name):
            save_name(ConditionName(condition=condition, name=name))
    return True


def _put_codes(condition: Condition, records: Sequence[CodeRecord]) -> bool:
    """Gives the condition these codes. True when that changed anything."""
    wanted = {(record.system, record.value): record.relation for record in records}
    surplus = []
    for code in condition.codes.all():
        if wanted.get((code.system, code.value)) == code.relation:
            del wanted[code.system, code.value]
        else:
            surplus.append(code.pk)
    condition.codes.filter(pk__in=surplus).delete()
    for (system, value), relation in wanted.items():
        code = Code(condition=condition, system=system, value=value, relation=relation)
        with _naming("codes", f"{system} {value}"):
            code.full_clean()
        code.save()
    return bool(surplus or wanted)


def _put_symptoms(condition: Condition, records: Sequence[SymptomRecord]) -> bool:
    """Gives the condition these symptoms in this order. True when that changed anything."""
    symptoms = [_put_symptom(record) for record in records]
    wanted = [(record.hpo_id, record.frequency) for record in records]
    if list(condition.condition_symptoms.values_list("symptom__hpo_id", "frequency")) == wanted:
        return False
    condition.condition_symptoms.all().delete()
    for symptom, record in zip(symptoms, records, strict=True):
        link = ConditionSymptom(condition=condition, symptom=symptom, frequency=record.frequency)
        with _naming("symptoms", record.hpo_id):
            link.full_clean()
        link.save()
    return True


def _put_symptom(record: SymptomRecord) -> Symptom:
    """Makes the symptom's words equal to the record; the pages of every condition with it are then new."""
    symptom = Symptom.objects.filter(hpo_id=record.hpo_id).first() or Symptom(hpo_id=record.hpo_id)
    if symptom.pk is None or (symptom.name, symptom.plain_name) != (record.name, record.plain_name):
        symptom.name, symptom.plain_name = record.name, record.plain_name
        with _naming("symptoms", record.hpo_id):
            symptom.full_clean()
        symptom.save()
        name_symptom(symptom)
        mark_changed(symptom.condition_symptoms.values_list("condition", flat=True))
    return symptom


@transaction.atomic
def name_symptom(symptom: Symptom) -> None:
    """Makes a symptom be found by its label and plain words of today; further names of the ontology stay."""
    own = {NameKind.LABEL: symptom.name, NameKind.PLAIN: symptom.plain_name}
    symptom.names.filter(kind__in=own).delete()
    lay = set(symptom.names.filter(kind=NameKind.LAY).values_list("name", flat=True))
    for kind, name in own.items():
        if name and name not in lay - {symptom.name}:
            SymptomName.objects.create(symptom=symptom, kind=kind, name=name, folded_name=fold(name))


def put_information(weights: Mapping[int, float]) -> int:
    """Notes how telling symptoms are, by their keys; returns how many rows changed."""
    symptoms = [
        symptom for symptom in Symptom.objects.all() if weights.get(symptom.pk) not in {None, symptom.information}
    ]
    for symptom in symptoms:
        symptom.information = weights[symptom.pk]
    for start in range(0, len(symptoms), AT_A_TIME):
        Symptom.objects.bulk_create(
            symptoms[start : start + AT_A_TIME],
            update_conflicts=True,
            unique_fields=["hpo_id"],
            update_fields=["information"],
        )
    return len(symptoms)


@contextmanager
def _naming(part: str, item: str) -> Iterator[None]:
    """Says of which entry of which part of a record a ValidationError speaks."""
    try:
        yield
    except ValidationError as error:
        raise ValidationError({part: [f"{item}: {message}" for message in error.messages]}) from error
