"""What else happens when a consent is taken back or a member has a new name. The rooms above offer services, and the
settings name them, so that accounts knows nothing of what those rooms keep and show."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string

from accounts.models import ConsentKind, User


def follow_withdrawal(*, member: User, kind: str) -> None:
    """Calls each service that ON_WITHDRAWAL names for the kind, in the transaction of the withdrawal."""
    for path in settings.ON_WITHDRAWAL.get(kind, ()):
        service: Callable[..., Any] = import_string(path)
        service(member=member)


def follow_new_name() -> None:
    """Calls each service that ON_RENAME names, in the transaction of the change."""
    for path in settings.ON_RENAME:
        service: Callable[[], Any] = import_string(path)
        service()


@register
def check_names(**_options: Any) -> Iterable[CheckMessage]:
    """A name that leads nowhere stops the start, not the member who takes a consent back."""
    for kind in settings.ON_WITHDRAWAL:
        if kind not in ConsentKind.values:
            yield Error(f"ON_WITHDRAWAL knows no consent called “{kind}”.", id="accounts.E001")
    for path in _paths():
        try:
            import_string(path)
        except ImportError as error:
            yield Error(f"ON_WITHDRAWAL or ON_RENAME names “{path}”: {error}", id="accounts.E002")


def _paths() -> Iterator[str]:
    for paths in settings.ON_WITHDRAWAL.values():
        yield from paths
    yield from settings.ON_RENAME
