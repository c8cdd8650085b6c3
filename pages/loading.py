"""Finds what an address names, or says that it has moved."""

from django.http import Http404

from conditions.models import Condition, ConditionRedirect
from pages.links import link
from pages.prepared import PreparedQuery, assemble

CONDITION_FIELDS = (
    *("id", "slug", "name", "name_in_text", "short_name", "definition"),
    *(f"map_count__{name}" for name in ("id", "areas", "near", "far", "regions")),
)
CONDITION = PreparedQuery(
    lambda slug: Condition.objects.published().filter(slug=slug).values_list(*CONDITION_FIELDS), str
)


class MovedError(Exception):
    """The page lives at another address now."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


def load_condition(slug: str, url_name: str, *more: str) -> Condition:
    """The published condition at an address. Raises Http404, and MovedError where it had the address before."""
    if row := CONDITION.first(slug):
        return assemble(Condition, CONDITION_FIELDS, row)
    redirect = ConditionRedirect.objects.select_related("condition").filter(old_slug=slug).first()
    if redirect and redirect.condition.is_published:
        raise MovedError(link(url_name, redirect.condition.slug, *more))
    raise Http404
