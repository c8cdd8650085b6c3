"""What a person has not posted yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from pages.links import link
from pages.meta import Meta, page_title
from writing.days import MEMBER_DAYS, VISITOR_DAYS
from writing.models import Draft
from writing.services import drafts_of
from writing.writers import Writer

BEGINNING = 200


@dataclass(frozen=True)
class DraftRow:
    """A draft, with the beginning of its longest text."""

    title: str
    beginning: str
    updated_at: datetime
    kept_until: datetime
    url: str
    discard_url: str


@dataclass(frozen=True)
class DraftList:
    """A member's drafts, or those that this browser's cookie names."""

    meta: Meta
    heading: str
    drafts: tuple[DraftRow, ...]
    is_member: bool
    sign_in_url: str


def draft_list_page(writer: Writer) -> DraftList:
    """Gathers the page: one query, or none for a visitor without the cookie."""
    heading = _("Your drafts")
    days = timedelta(days=MEMBER_DAYS if writer.member else VISITOR_DAYS)
    return DraftList(
        meta=Meta(title=page_title(heading, settings.SITE_NAME), description="", canonical="", is_indexable=False),
        heading=heading,
        drafts=() if writer.is_new else tuple(_row(draft, days) for draft in drafts_of(writer)),
        is_member=writer.member is not None,
        sign_in_url=f"{link('account_login')}?next={link('draft-list')}",
    )


def _row(draft: Draft, days: timedelta) -> DraftRow:
    texts = sorted((value for value in draft.fields.values() if isinstance(value, str)), key=len)
    beginning = " ".join(texts[-1].split()) if texts else ""
    return DraftRow(
        title=draft.title,
        beginning=beginning[:BEGINNING] + ("…" if len(beginning) > BEGINNING else ""),
        updated_at=draft.updated_at,
        kept_until=draft.updated_at + days,
        url=draft.url,
        discard_url=reverse("draft-discard", args=[draft.pk]),
    )
