"""What editors change of the library of sources, and what was found behind the links."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from conditions.services import mark_changed
from questions.models import Source, SourceCheck, Summary
from questions.services.preparing import cited_sources, show_sources


@transaction.atomic
def put_source(*, key: str, values: Mapping[str, Any]) -> Source:
    """Makes the source equal to the values, and its lines wherever it is cited; what is equal already is left alone.

    With another link, what was found behind the old one counts no longer. Raises ValidationError.
    """
    source = Source.objects.filter(key=key).first() or Source(key=key)
    if source.pk is not None and all(getattr(source, name) == value for name, value in values.items()):
        return source
    if source.pk is not None and source.url != values.get("url", source.url):
        SourceCheck.objects.filter(source=source).delete()
    for name, value in values.items():
        setattr(source, name, value)
    source.full_clean()
    source.save()
    changed = set(source.facts.values_list("condition", flat=True))
    for summary in Summary.objects.filter(citations__source=source).select_related("question"):
        show_sources(summary, cited_sources(summary))
        summary.save(update_fields=["sources_html", "source_lines"])
        changed.add(summary.question.condition_id)
    mark_changed(changed)
    return source
