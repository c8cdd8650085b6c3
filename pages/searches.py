"""Counts the words that people searched for and found nothing: words and numbers, nothing about who searched."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from django.http import HttpRequest

from pages.search import SearchPage
from pages.search_words import content_words, words
from pages.tally import Tally, is_machine
from questions.services import add_searches

MOST_WORDS, MOST_LETTERS = 5, 60
_PERSONAL: Final = re.compile(r"@|://|www\.|\d{3}", re.IGNORECASE)


class SearchCounter(Tally[str]):
    """The searches of one process that found nothing."""

    name, most = "searches", 500

    def keep(self, day: date, counts: Mapping[str, int]) -> None:
        add_searches(day=day, counts=counts)


SEARCHES: Final = SearchCounter()


def count_search(request: HttpRequest, page: SearchPage) -> None:
    """Notes a search that found nothing. Machines that say so do not count."""
    if page.has_results or request.method != "GET" or is_machine(request):
        return
    if asked := wanted_words(page.query):
        SEARCHES.count(asked)


def wanted_words(query: str) -> str:
    """What is kept of a query: its words in the order of the alphabet, without those that only join others.

    Nothing of one that could say who searched: an address, a long number, more words than a condition needs.
    """
    if _PERSONAL.search(query):
        return ""
    kept = sorted(set(content_words(words(query))))
    asked = " ".join(kept)
    return asked if len(kept) <= MOST_WORDS and len(asked) <= MOST_LETTERS else ""
