"""Reads which conditions have which symptoms, from the annotations of the Human Phenotype Ontology (HPOA)."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from conditions.importers.reading import ReadError

COLUMNS = (
    *("database_id", "disease_name", "qualifier", "hpo_id", "reference", "evidence", "onset", "frequency", "sex"),
    *("modifier", "aspect", "biocuration"),
)
SYMPTOM = "P"
EXCLUDED = "HP:0040285"
_NOBODY = re.compile(r"0/\d+|0(\.0+)?%")


@dataclass(frozen=True)
class Annotations:
    """One release: for each condition, by its number elsewhere, the ids of its symptoms with the first line of each."""

    version: str
    symptoms: dict[str, dict[str, int]]


def read_hpoa(lines: Iterable[tuple[int, str]]) -> Annotations:
    """Keeps what is a symptom (aspect P) and present: not NOT, not 0 of so many, not “Excluded”. Raises ReadError."""
    version, has_head = "", False
    symptoms: dict[str, dict[str, int]] = defaultdict(dict)
    for number, line in lines:
        if line.startswith("#"):
            version = line.partition(":")[2].strip() if line.startswith("#version:") else version
            continue
        row = line.split("\t")
        if not has_head:
            if tuple(row) != COLUMNS:
                raise ReadError(_("these are not the columns of the annotations."), number)
            has_head = True
            continue
        if len(row) != len(COLUMNS):
            reason = _("Columns found: %(found)d, wanted: %(wanted)d. The file was perhaps cut.")
            raise ReadError(reason % {"found": len(row), "wanted": len(COLUMNS)}, number)
        condition, _name, qualifier, hpo_id, _reference, _evidence, _onset, frequency, *_rest, aspect, _by = row
        if aspect == SYMPTOM and qualifier != "NOT" and frequency != EXCLUDED and not _NOBODY.fullmatch(frequency):
            symptoms[condition].setdefault(hpo_id, number)
    if not version or not symptoms:
        raise ReadError(_("This is no file of annotations with a version and symptoms."))
    return Annotations(version, dict(symptoms))
