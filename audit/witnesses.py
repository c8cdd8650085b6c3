"""Rows of other rooms that the log stands for. Each room names its own when the site starts."""

from collections.abc import Callable

from django.utils.module_loading import import_string

type DigestOf = Callable[[str], str | None]

_witnesses: dict[str, str] = {}


def register_witness(subject: str, digest_of: str) -> None:
    """Makes known how to compute today's digest of such a row, by the subject before the colon.

    The name is that of a function of what follows the colon, which returns None where the row is gone.
    """
    _witnesses[subject] = digest_of


def witness_of(subject: str) -> DigestOf | None:
    """That function, if there is one."""
    found: DigestOf | None = import_string(_witnesses[subject]) if subject in _witnesses else None
    return found
