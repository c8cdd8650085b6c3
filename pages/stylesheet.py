"""The one stylesheet of the site, joined from the parts in static/css/ so that a page needs a single request."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage, Storage

NAME = "site.css"


def parts() -> list[Path]:
    """The parts, in the order of their numbers."""
    return sorted((settings.BASE_DIR / "static" / "css").glob("*.css"))


def joined() -> str:
    """All parts as one text; it stands one folder above them, so its addresses lose a step."""
    return "".join(part.read_text("utf-8") for part in parts()).replace("url(../", "url(")


def build() -> Path:
    """Writes the joined stylesheet below var/ when a part has changed, and returns its path."""
    target = settings.VAR_DIR / "stylesheet" / NAME
    text = joined()
    if not target.exists() or target.read_text("utf-8") != text:
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_suffix(f".{os.getpid()}")
        unfinished.write_text(text, "utf-8")
        unfinished.replace(target)
    return target


class StylesheetFinder(BaseFinder):
    """Lets Django's static files find `site.css` without a build step."""

    def check(self, **_kwargs: object) -> list[CheckMessage]:
        return []

    def find(  # type: ignore[override]
        self, path: str, find_all: bool = False, **_kwargs: object
    ) -> str | list[str]:
        if path != NAME:
            return []
        return [str(build())] if find_all else str(build())

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:  # noqa: ARG002
        yield NAME, FileSystemStorage(location=build().parent)
