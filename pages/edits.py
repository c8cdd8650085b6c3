"""What somebody wrote in the forum before they changed it: for its author and for moderators."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _

from audit.readings import Reading
from forum.models import Post, Thread
from forum.permissions import can_read_edits
from moderation.readings import reading_of_earlier
from pages.meta import Meta, page_title
from pages.thread import Viewer


@dataclass(frozen=True)
class EarlierText:
    """One earlier text, with the title where it was a question."""

    title: str
    body: str
    replaced_at: datetime


@dataclass(frozen=True)
class EditsPage:
    """Everything that the page of earlier texts shows. `reading` goes into the log when a moderator opens it."""

    meta: Meta
    heading: str
    url: str
    texts: tuple[EarlierText, ...]
    reading: Reading


def edits_page(item: Thread | Post | None, *, viewer: Viewer) -> EditsPage:
    """Gathers the page: one query. Raises Http404 for anyone but the author and moderators."""
    if item is None or not can_read_edits(viewer, item):
        raise Http404
    heading = _("Earlier texts")
    return EditsPage(
        meta=Meta(title=page_title(heading, settings.SITE_NAME), description="", canonical="", is_indexable=False),
        heading=heading,
        url=item.get_absolute_url(),
        texts=tuple(EarlierText(getattr(edit, "title", ""), edit.body, edit.replaced_at) for edit in item.edits.all()),
        reading=reading_of_earlier(item),
    )
