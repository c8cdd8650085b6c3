"""Counts how often the pages of questions are read: numbers only, nothing about who reads."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse

from pages.tally import Tally, is_machine
from questions.services import add_reads

_QUESTION: Final = re.compile(r"/conditions/([-\w]+)/questions/([-\w]+)/")


class ReadCounter(Tally[tuple[str, str]]):
    """The reads of one process, by the addresses of condition and topic."""

    name = "reads"

    def keep(self, day: date, counts: Mapping[tuple[str, str], int]) -> None:
        add_reads(day=day, counts=counts)


READS: Final = ReadCounter()


def count_reads(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Counts a question page that was read, also one that a browser had already. Machines that say so do not count."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code in {200, 304} and request.method == "GET":
            found = _QUESTION.fullmatch(request.path_info)
            if found and not is_machine(request):
                READS.count((found[1], found[2]))
        return response

    return middleware
