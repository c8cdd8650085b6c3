"""What `manage.py check` says of an owner's colours."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from pages.palette import site_tokens, themed, unreadable


def check_theme(**_arguments: Any) -> list[CheckMessage]:
    """THEME names only colours that the site has, and every text in them can be read."""
    known = site_tokens()["light"]
    unknown = sorted(settings.THEME.keys() - known.keys())
    errors: list[CheckMessage] = [
        Error(
            f"THEME names “{token}”, and the site has no such colour.",
            hint=f"The colours are: {', '.join(sorted(known))}.",
            id="pages.E001",
        )
        for token in unknown
    ]
    theme = {token: colours for token, colours in settings.THEME.items() if token in known}
    errors += [
        Error(
            f"THEME: “{pair.colour}” on “{pair.ground}” has a contrast of {pair.contrast:.2f} in {pair.mode} mode.",
            hint=f"Choose colours with at least {pair.least:g} to 1.",
            id="pages.E002",
        )
        for pair in unreadable(themed(theme))
    ]
    return errors
