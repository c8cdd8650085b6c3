"""Addresses of public pages. Django's `reverse` runs once for each pattern, not once for each link of a page."""

from functools import cache

from django.urls import reverse

from pages.once import address_prefix

MARK = "70007000"
"""Digits, so that it passes for a number and for a slug."""


@cache
def _pattern(name: str, count: int, prefix: str) -> str:  # noqa: ARG001
    address = reverse(name, args=[f"{MARK}{n}" for n in range(count)])
    for n in range(count):
        address = address.replace(f"{MARK}{n}", f"{{{n}}}")
    return address


def link(name: str, *slugs: str) -> str:
    """The address of a page by its URL name and slugs."""
    return _pattern(name, len(slugs), address_prefix()).format(*slugs)
