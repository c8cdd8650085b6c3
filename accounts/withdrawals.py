"""What else happens when a consent is taken back. The rooms above offer services, and `ON_WITHDRAWAL` in the settings
names them for each kind, so that accounts knows nothing of what those rooms keep."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string

from accounts.models import ConsentKind, User


def carry_out(*, member: User, kind: str) -> None:
    """Calls each service that is named for the kind, in the transaction of the withdrawal."""
    for path in settings.ON_WITHDRAWAL.get(kind, ()):
        service: Callable[..., Any] = import_string(path)
        service(member=member)


@register
def check_names(**_options: Any) -> Iterable[CheckMessage]:
    """A name that leads nowhere stops the start, not the member who takes a consent back."""
    for kind, paths in settings.ON_WITHDRAWAL.items():
        if kind not in ConsentKind.values:
            yield Error(f"ON_WITHDRAWAL knows no consent called “{kind}”.", id="accounts.E001")
        for path in paths:
            try:
                import_string(path)
            except ImportError as error:
                yield Error(f"ON_WITHDRAWAL names “{path}” for “{kind}”: {error}", id="accounts.E002")
