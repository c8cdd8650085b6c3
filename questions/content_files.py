"""The four kinds of content files, from bytes to frozen records and back: pure.

They stand in one folder, and docs/editors/writing-summaries.md shows them:

    contributors/<username>.md   sources/<key>.md   conditions/<slug>.md   summaries/<condition>/<topic>/v<version>.md

`parse(serialise(file)) == file`, and what `serialise` made, `parse` and `serialise` make again, byte for byte.
"""

import re
from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from questions import front_matter
from questions.content_records import (
    CodeEntry,
    ConditionFile,
    ContentFile,
    ContributorFile,
    FactEntry,
    ReviewEntry,
    SourceFile,
    SummaryFile,
    SymptomEntry,
)
from questions.front_matter import MAX_BYTES, ContentError

__all__ = [
    "FOLDERS",
    "MAX_BYTES",
    "CodeEntry",
    "ConditionFile",
    "ContentError",
    "ContentFile",
    "ContributorFile",
    "FactEntry",
    "ReviewEntry",
    "SourceFile",
    "SummaryFile",
    "SymptomEntry",
    "parse",
    "serialise",
]

# In the order in which they are stored: each kind names only what stands before it.
KINDS: Final[Mapping[str, type[ContentFile]]] = {
    "contributors": ContributorFile,
    "sources": SourceFile,
    "conditions": ConditionFile,
    "summaries": SummaryFile,
}
FOLDERS: Final = tuple(KINDS)
_PLACES: Final = {
    "contributors": re.compile(r"contributors/[^/.][^/]*\.md"),
    "sources": re.compile(r"sources/[-\w]+\.md"),
    "conditions": re.compile(r"conditions/[-\w]+\.md"),
    "summaries": re.compile(r"summaries/[-\w]+/[-\w]+/v[1-9][0-9]*\.md"),
}


def parse(path: str, data: bytes) -> ContentFile:
    """The file at this place of a folder of content. Raises ContentError."""
    if not _has_place(path):
        raise ContentError(path, 0, _("No content file stands at this place or has such a name."))
    document = front_matter.read(path, data)
    file = KINDS[path.partition("/")[0]].read(document)
    if file.path != path:
        raise ContentError(path, 1, _("By what it says, this file is %(path)s.") % {"path": file.path})
    if document.body and not file.text:
        raise file.error("body", _("Nothing stands below the front matter of such a file."))
    return file


def serialise(file: ContentFile) -> bytes:
    """The one way to write this file. Raises ContentError for one that `parse` would refuse for its name or size."""
    if not _has_place(file.path):
        raise ContentError(file.path, 0, _("A file cannot have this name."))
    data = front_matter.write(file.values(), file.text)
    if len(data) > MAX_BYTES:
        raise ContentError(file.path, 0, _("The file would be larger than 1 MB."))
    return data


def _has_place(path: str) -> bool:
    folder = path.partition("/")[0]
    return folder in KINDS and bool(_PLACES[folder].fullmatch(path))
