import re
from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts import points
from accounts.models import User
from accounts.services import add_points
from conditions.models import Condition
from conditions.services import mark_changed
from markup import members_text
from markup.hygiene import clean, reading_minutes
from moderation.models import Visibility
from stories.models import ContentNote, Story
from stories.permissions import can_tell_story


@transaction.atomic
def tell_story(
    *,
    author: User,
    condition: Condition,
    title: str,
    body: str,
    language: str = "en",
    relation: str = "",
    country: str = "",
    content_notes: Sequence[str] = (),
    posted_at: datetime | None = None,
) -> Story:
    """Publishes a member's story. Raises PermissionDenied and ValidationError."""
    if not can_tell_story(author):
        raise PermissionDenied(_("Sign in to tell your story."))
    if not set(content_notes) <= set(ContentNote.values):
        raise ValidationError({"content_notes": _("Choose the content notes from the list.")})
    body = clean(body)
    story = Story(
        author=author,
        condition=condition,
        title=clean(title),
        body=body,
        body_html=members_text.render(body, with_headings=True),
        teaser=teaser(body),
        reading_minutes=reading_minutes(body),
        language=language,
        relation=relation,
        country=country,
        content_notes=list(content_notes),
        posted_at=posted_at or timezone.now(),
    )
    story.full_clean()
    story.save()
    add_points(member=author, points=points.PER_STORY)
    mark_changed([condition.pk])
    return story


@transaction.atomic
def withdraw_story(*, by: User, story: Story) -> None:
    """Takes one's own story back; withdrawing twice changes nothing. Raises PermissionDenied."""
    if by.pk != story.author_id:
        raise PermissionDenied(_("Only its author withdraws a story."))
    if Story.objects.visible().filter(pk=story.pk).update(visibility=Visibility.WITHDRAWN):
        add_points(member=by, points=-points.PER_STORY)
        mark_changed([story.condition_id])


def teaser(body: str) -> str:
    """The first two sentences of the story's first paragraph, at most 220 characters, without Markdown's marks."""
    paragraphs = [part for part in body.split("\n\n") if not part.startswith("#")]
    words = re.sub(r"[*_`>]|\[([^\]]*)\]\([^)]*\)", r"\1", paragraphs[0] if paragraphs else "")
    sentences = re.split(r"(?<=[.!?…])\s+", " ".join(words.split()))
    return Truncator(" ".join(sentences[:2])).chars(220)
