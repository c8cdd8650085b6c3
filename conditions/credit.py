"""Which release of the Human Phenotype Ontology the symptoms come from: its licence asks to say so beside them."""

from typing import Final

from conditions.models import SymptomRelease

OWN_RELEASE: Final = "2025-01-16"
"""The release from which the symptoms were entered that come with the site's own content."""


def hpo_version() -> str:
    """The release that was imported, otherwise that of the site's own content: one query."""
    return SymptomRelease.objects.values_list("version", flat=True).first() or OWN_RELEASE
