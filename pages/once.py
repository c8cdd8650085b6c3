"""What is the same for the whole of one page, looked up once: its language, and what its addresses begin with.

Django keeps both where every thread and task has its own, and each look costs a microsecond. A page looks two hundred
times, so the view of a page says that it is one (`one_page`). Elsewhere, such as in a mail, each look goes to Django.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.urls import get_script_prefix
from django.utils.translation import get_language

_looked_up: ContextVar[tuple[str | None, str] | None] = ContextVar("looked_up", default=None)


@contextmanager
def one_page() -> Iterator[None]:
    """Inside of it the language stays what it is."""
    token = _looked_up.set((get_language(), get_script_prefix()))
    try:
        yield
    finally:
        _looked_up.reset(token)


def language() -> str | None:
    """The language that is being spoken, as `get_language` gives it."""
    known = _looked_up.get()
    return known[0] if known else get_language()


def address_prefix() -> str:
    """What every address of the site begins with, as `get_script_prefix` gives it."""
    known = _looked_up.get()
    return known[1] if known else get_script_prefix()
