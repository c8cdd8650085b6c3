"""Brings the Human Phenotype Ontology into the catalogue: its symptoms, their lineages, names and IC.

Files are read and checked before anything is written, and then all is written in one transaction, or nothing. The same
files twice change nothing. Symptoms that the ontology gave up go over to their successors with all that stands on them;
those without a successor stay where they were noted, marked.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from conditions.importers.alone import alone
from conditions.importers.hpoa import Annotations, read_hpoa
from conditions.importers.obo import Ontology, Term, lineages, read_obo
from conditions.importers.reading import ReadError, lines_of
from conditions.information import information
from conditions.models import ConditionSymptom, NameKind, Symptom, SymptomName, SymptomRedirect, SymptomRelease
from conditions.names import fold
from conditions.services import mark_changed

ROOT: Final = "HP:0000118"
"""“Phenotypic abnormality”: what stands below it can be noted by members."""
LAY: Final = "layperson"
LONGEST: Final = 200
AT_A_TIME: Final = 2000


@dataclass(frozen=True)
class Imported:
    """What an import brought: how many symptoms, pairs of a symptom and a broader one, and rows that are now other."""

    version: str
    annotations_version: str
    symptom_count: int
    pair_count: int
    changed_count: int


@dataclass(frozen=True)
class Wanted:
    """What the files say, checked: the catalogue is to be like this. Keys are ids of the ontology."""

    version: str
    terms: dict[str, Term]
    lineages: dict[str, frozenset[str]]
    successors: dict[str, str]
    given_up: frozenset[str]
    annotations_version: str = ""
    information: Mapping[str, float] | None = None


def import_hpo(path: Path, annotations: Path | None = None) -> Imported:
    """Makes the catalogue's symptoms equal to the files. Raises ReadError, and then nothing has changed."""
    with alone("hpo"):
        wanted = read(path, annotations)
        with transaction.atomic():
            return _put(wanted)


def read(path: Path, annotations: Path | None = None) -> Wanted:
    """Reads and checks the files. Raises ReadError, with the file's name where there are two."""
    ontology = read_obo(lines_of(path))
    found = lineages(ontology, ROOT)
    successors = {old: new for old, new in ontology.successors().items() if new in found}
    weighed: dict[str, float] | None = None
    version = ""
    if annotations:
        try:
            annotated = read_hpoa(lines_of(annotations))
            weighed, version = _weighed(annotated, found, ontology, successors), annotated.version
        except ReadError as error:
            raise ReadError(f"{annotations.name}: {error}") from error
    return Wanted(
        version=ontology.version,
        terms={key: ontology.terms[key] for key in found},
        lineages=found,
        successors=successors,
        given_up=frozenset(ontology.terms.keys() - found.keys()),
        annotations_version=version,
        information=weighed,
    )


def _weighed(
    annotated: Annotations, found: Mapping[str, frozenset[str]], ontology: Ontology, successors: Mapping[str, str]
) -> dict[str, float]:
    """IC of each symptom: from the share of annotated conditions that have it or something narrower."""
    carriers: Counter[str] = Counter()
    for symptoms in annotated.symptoms.values():
        present: set[str] = set()
        for key, line in symptoms.items():
            today = successors.get(key, key)
            if today not in ontology.terms:
                raise ReadError(_("%(id)s is no term of the ontology. Take both of one release.") % {"id": key}, line)
            present |= found.get(today, frozenset())
        carriers.update(present)
    total = len(annotated.symptoms)
    return {key: information(carriers[key], total) for key in found}


def _put(wanted: Wanted) -> Imported:
    """Writes what is other than it should be: names and lineages, then what follows for those given up."""
    before = {symptom.hpo_id: symptom for symptom in Symptom.objects.select_for_update()}
    _refuse_lost(wanted, before)
    known_lay = _lay_names(before)
    new = [Symptom(hpo_id=key, name=term.name[:LONGEST]) for key, term in wanted.terms.items() if key not in before]
    Symptom.objects.bulk_create(new, batch_size=AT_A_TIME)
    symptoms = before | {symptom.hpo_id: symptom for symptom in new}
    changed = [symptoms[key] for key in wanted.terms if _fit(symptoms[key], wanted, symptoms, known_lay)]
    fields = ["name", "plain_name", "lineage", "information", "is_obsolete"]
    for start in range(0, len(changed), AT_A_TIME):
        Symptom.objects.bulk_create(
            changed[start : start + AT_A_TIME], update_conflicts=True, unique_fields=["hpo_id"], update_fields=fields
        )
    count = len({symptom.hpo_id for symptom in [*new, *changed]})
    gone = [symptom for key, symptom in before.items() if key not in wanted.terms]
    moved, marked = _follow(gone, wanted, symptoms)
    count += len(moved) + marked
    count += _put_names(wanted, symptoms) + _put_redirects(wanted, symptoms)
    is_weighed_anew = _put_release(wanted)
    if count or is_weighed_anew:
        mark_changed(ConditionSymptom.objects.filter(symptom__in=changed).values_list("condition", flat=True))
        for service in settings.ON_NEW_SYMPTOMS:
            count += import_string(service)(successors=moved)
        Symptom.objects.filter(pk__in=moved).delete()
    pairs = sum(len(lineage) - 1 for lineage in wanted.lineages.values())
    return Imported(wanted.version, wanted.annotations_version, len(wanted.terms), pairs, count + is_weighed_anew)


def _refuse_lost(wanted: Wanted, before: Iterable[str]) -> None:
    """A release never drops a number: what an earlier one brought and this one does not know was cut off."""
    imported = set(
        SymptomName.objects.filter(kind=NameKind.LABEL, symptom__hpo_id__in=before)
        .exclude(symptom__lineage=[])
        .values_list("symptom__hpo_id", flat=True)
    )
    lost = imported - wanted.terms.keys() - wanted.given_up - wanted.successors.keys()
    if lost:
        reason = _("%(id)s, which an earlier release had, is not in the file. It was perhaps cut.")
        raise ReadError(reason % {"id": min(lost)})


def _lay_names(before: Mapping[str, Symptom]) -> dict[str, set[str]]:
    """The everyday words that an earlier release gave, by the symptom's number."""
    keys = {symptom.pk: key for key, symptom in before.items()}
    lay: dict[str, set[str]] = {}
    for pk, name in SymptomName.objects.filter(kind=NameKind.LAY).values_list("symptom", "name"):
        lay.setdefault(keys[pk], set()).add(name)
    return lay


def _fit(symptom: Symptom, wanted: Wanted, symptoms: Mapping[str, Symptom], lay: Mapping[str, set[str]]) -> bool:
    """Makes a symptom as the files say; plain words of our own stay. True when something is other than before."""
    term = wanted.terms[symptom.hpo_id]
    plain = symptom.plain_name
    if not plain or plain in lay.get(symptom.hpo_id, ()):
        plain = next(iter(_lay_synonyms(term, "EXACT")), "")
    values = {
        "name": term.name[:LONGEST],
        "plain_name": plain[:LONGEST],
        "lineage": sorted(symptoms[key].pk for key in wanted.lineages[symptom.hpo_id]),
        "is_obsolete": False,
    }
    if wanted.information is not None:
        values["information"] = wanted.information[symptom.hpo_id]
    if all(getattr(symptom, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(symptom, name, value)
    return True


def _lay_synonyms(term: Term, *scopes: str) -> list[str]:
    """Everyday words, one that is the label itself first."""
    found = [synonym.text for synonym in term.synonyms if synonym.kind == LAY and synonym.scope in scopes]
    return sorted(found, key=lambda text: text.casefold() != term.name.casefold())


def _follow(gone: Iterable[Symptom], wanted: Wanted, symptoms: Mapping[str, Symptom]) -> tuple[dict[int, int], int]:
    """Which symptoms go over to a successor (keys), with the conditions that they stand on; how many are marked."""
    moved: dict[int, int] = {}
    marked = 0
    for symptom in gone:
        if symptom.hpo_id in wanted.successors:
            successor = symptoms[wanted.successors[symptom.hpo_id]]
            moved[symptom.pk] = successor.pk
            _move_conditions(symptom, successor)
        elif symptom.hpo_id in wanted.given_up and not symptom.is_obsolete:
            symptom.is_obsolete, symptom.lineage = True, [symptom.pk]
            symptom.save(update_fields=["is_obsolete", "lineage"])
            marked += 1
    return moved, marked


def _move_conditions(symptom: Symptom, successor: Symptom) -> None:
    links = ConditionSymptom.objects.filter(symptom=symptom)
    mark_changed(links.values_list("condition", flat=True))
    have_both = ConditionSymptom.objects.filter(symptom=successor).values_list("condition", flat=True)
    links.filter(condition__in=list(have_both)).delete()
    links.update(symptom=successor)


def _put_names(wanted: Wanted, symptoms: Mapping[str, Symptom]) -> int:
    """Makes the names by which symptoms are found equal to the files; returns how many rows changed."""
    names = {
        (symptoms[key].pk, kind, name)
        for key, term in wanted.terms.items()
        for kind, name in _names(symptoms[key], term)
    }
    own = [symptom.pk for key, symptom in symptoms.items() if key not in wanted.terms]
    rows = SymptomName.objects.exclude(symptom__in=own).values_list("pk", "symptom", "kind", "name")
    before = {(symptom, kind, name): pk for pk, symptom, kind, name in rows}
    surplus = [pk for key, pk in before.items() if key not in names]
    for start in range(0, len(surplus), AT_A_TIME):
        SymptomName.objects.filter(pk__in=surplus[start : start + AT_A_TIME]).delete()
    missing = sorted(names - before.keys())
    SymptomName.objects.bulk_create(
        (SymptomName(symptom_id=pk, kind=kind, name=name, folded_name=fold(name)[:300]) for pk, kind, name in missing),
        batch_size=AT_A_TIME,
    )
    return len(surplus) + len(missing)


def _names(symptom: Symptom, term: Term) -> set[tuple[str, str]]:
    """Every name of a symptom once, with the kind that comes first of those that give it."""
    lay = _lay_synonyms(term, "EXACT", "BROAD", "NARROW", "RELATED")
    given = [
        *((NameKind.LAY, name) for name in lay),
        *([(NameKind.PLAIN, symptom.plain_name)] if symptom.plain_name and symptom.plain_name not in lay else []),
        (NameKind.LABEL, symptom.name),
        *((NameKind.OTHER, synonym.text) for synonym in term.synonyms if synonym.kind != "obsolete_synonym"),
    ]
    first: dict[str, str] = {}
    for kind, name in given:
        if kind in {NameKind.LABEL, NameKind.LAY} or name not in first:
            first.setdefault(name, str(kind))
    names = {(kind, name[:300]) for name, kind in first.items() if name}
    return names | {(str(NameKind.LABEL), symptom.name)}


def _put_redirects(wanted: Wanted, symptoms: Mapping[str, Symptom]) -> int:
    """Leads old numbers to the symptoms of today; returns how many rows changed."""
    targets = {old: symptoms[new].pk for old, new in wanted.successors.items()}
    before = dict(SymptomRedirect.objects.values_list("old_hpo_id", "symptom"))
    surplus = [old for old, target in before.items() if targets.get(old) != target]
    for start in range(0, len(surplus), AT_A_TIME):
        SymptomRedirect.objects.filter(old_hpo_id__in=surplus[start : start + AT_A_TIME]).delete()
    missing = [(old, target) for old, target in targets.items() if before.get(old) != target]
    SymptomRedirect.objects.bulk_create(
        (SymptomRedirect(old_hpo_id=old, symptom_id=target) for old, target in missing), batch_size=AT_A_TIME
    )
    return len(surplus) + len(missing)


def _put_release(wanted: Wanted) -> bool:
    """Notes the release. True when it is another one than before, or its annotations are."""
    release = SymptomRelease.objects.first() or SymptomRelease(imported_at=timezone.now())
    versions = (wanted.version, wanted.annotations_version)
    if release.pk and (release.version, release.annotations_version) == versions:
        return False
    release.version, release.annotations_version = versions
    release.imported_at = timezone.now()
    release.full_clean()
    release.save()
    return True
