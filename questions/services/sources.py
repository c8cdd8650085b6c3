"""What editors change of the library of sources, and what was found behind the links."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from conditions.services import mark_changed
from questions.models import CheckResult, Source, SourceCheck, Summary
from questions.services.preparing import cited_sources, show_sources
from questions.source_findings import judge
from questions.web import Reading


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


@transaction.atomic
def record_check(*, source: Source, reading: Reading) -> SourceCheck | None:
    """Notes what was found behind a source's link just now; nothing where its link has changed in the meantime.

    Failures in a row are counted, because one missed answer says little.
    """
    current = Source.objects.select_for_update().filter(pk=source.pk, url=source.url).first()
    if current is None:
        return None
    check = SourceCheck.objects.filter(source=current).first() or SourceCheck(source=current)
    finding = judge(source.url, reading)
    check.checked_at, check.result, check.status = timezone.now(), finding.result, reading.status
    check.note, check.final_url = finding.note, reading.url[:2000] if reading.url != source.url else ""
    check.failures = check.failures + 1 if finding.result == CheckResult.UNREACHABLE else 0
    if finding.content_hash:
        if check.content_hash and check.content_hash != finding.content_hash:
            check.changed_at = check.checked_at
        check.content_hash = finding.content_hash
    check.full_clean(exclude=["final_url"])
    check.save()
    return check
