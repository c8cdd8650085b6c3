"""The words of a story: telling it, changing them, and adding what happened since."""

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import ConsentKind, User
from accounts.permissions import has_consent
from accounts.services import give_consent
from conditions.models import Condition
from conditions.services import mark_changed
from markup import members_text
from markup.hygiene import clean, is_blank, reading_minutes
from moderation.models import Audience, Visibility
from moderation.services import Look, discard_change, look_at, may_link, propose_change, record_look
from stories.models import ContentNote, Story, StoryUpdate, StoryVersion
from stories.permissions import can_change_story, can_tell_story
from stories.services.following import follow_story

_MARKS = re.compile(r"[*_`>]|\[([^\]]*)\]\([^)]*\)")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


@transaction.atomic
def tell_story(
    *,
    author: User,
    condition: Condition,
    title: str,
    body: str,
    audience: str,
    is_anonymous: bool = False,
    language: str = "en",
    relation: str = "",
    stage: str = "",
    country: str = "",
    content_notes: Collection[str] = (),
    posted_at: datetime | None = None,
    visibility: Visibility | None = None,
    consent: bool = False,
) -> Story:
    """A member's story, for the readers whom they chose. A new member's first ones wait for a moderator.

    `consent` is their yes to publishing, given with it; without it they must have given it before.
    Raises PermissionDenied and ValidationError.
    """
    if not can_tell_story(author):
        raise PermissionDenied(_("Sign in to tell your story."))
    if consent:
        give_consent(member=author, kind=ConsentKind.PUBLISHING)
    elif not has_consent(author, ConsentKind.PUBLISHING):
        raise ValidationError(_("Your story needs your consent to publishing it."))
    check_content_notes(content_notes)
    look = None if visibility else look_at(author=author, kind="story", title=title, body=body, language=language)
    story = Story(
        author=author,
        condition=condition,
        audience=Audience(audience),
        is_anonymous=is_anonymous,
        language=language,
        relation=relation,
        stage=stage,
        country=country,
        content_notes=list(content_notes),
        posted_at=posted_at or timezone.now(),
        visibility=look.visibility if look else Visibility(visibility or Visibility.VISIBLE),
    )
    put_words(story, title, body)
    story.full_clean()
    story.save()
    follow_story(story, "")
    record_look(item=story, look=look)
    return story


@transaction.atomic
def edit_story(*, by: User, story: Story, title: str, body: str) -> Story:
    """Changes the words and keeps the earlier ones. The same words again change nothing.

    New words are looked at like those of a new story. Where a moderator reads them first, the old ones stand until
    then. Raises PermissionDenied and ValidationError.
    """
    story = own_story(by, story)
    title, body = _seen(title), _seen(body)
    if (title, body) == (story.title, story.body):
        return story
    look = look_at(author=by, kind="story", title=title, body=body, language=story.language, about=story)
    if look.is_held and story.visibility == Visibility.VISIBLE:
        _check_words(story, title, body)
        _propose(story, title, body, look)
        return story
    _change(story, title, body)
    discard_change(target="story", target_id=story.pk)
    record_look(item=story, look=look)
    return story


@transaction.atomic
def put_new_words(story_id: int, fields: Mapping[str, Any]) -> None:
    """Puts words in place that waited for a moderator, or adds a later part; a story that has gone stays gone."""
    story = Story.objects.select_related("author", "condition").filter(pk=story_id).first()
    if story and "heading" in fields:
        _add_part(story, heading=fields["heading"], body=fields["body"])
    elif story:
        _change(story, fields["title"], fields["body"])


def _check_words(story: Story, title: str, body: str) -> None:
    """Raises ValidationError for words that could not be put in place, before they wait."""
    trial = Story.objects.get(pk=story.pk)
    put_words(trial, title, body)
    trial.full_clean()


def _propose(story: Story, title: str, body: str, look: Look, **fields: str) -> None:
    propose_change(
        author=story.author,
        target="story",
        target_id=story.pk,
        title=title,
        body=body,
        fields={"title": title, "body": body} | fields,
        url=story.get_absolute_url(),
        look=look,
    )


def _change(story: Story, title: str, body: str) -> None:
    """Puts words in, and keeps the earlier ones."""
    before = StoryVersion(story=story, title=story.title, body=story.body)
    put_words(story, title, body)
    story.changed_at = timezone.now()
    story.full_clean()
    before.save()
    story.save(update_fields=["title", "body", "body_html", "teaser", "reading_minutes", "changed_at"])
    mark_changed([story.condition_id])


@transaction.atomic
def add_update(*, by: User, story: Story, body: str, heading: str = "") -> StoryUpdate | None:
    """Adds what happened since, under today's date; None where a moderator reads it first, and the story stands.

    Raises PermissionDenied and ValidationError.
    """
    story = own_story(by, story)
    body = _seen(body)
    look = look_at(author=by, kind="story", title=heading, body=body, language=story.language, about=story)
    if look.is_held and story.visibility == Visibility.VISIBLE:
        _part_of(story, heading=heading, body=body).full_clean()
        _propose(story, story.title, body, look, heading=clean(heading))
        return None
    update = _add_part(story, heading=heading, body=body)
    record_look(item=story, look=look, is_part=True)
    return update


def _part_of(story: Story, *, heading: str, body: str) -> StoryUpdate:
    return put_part_words(StoryUpdate(story=story), story=story, heading=heading, body=body)


def put_part_words(part: StoryUpdate, *, story: Story, heading: str, body: str) -> StoryUpdate:
    """Fills in the words of a later part and what follows from them."""
    part.heading, part.body = clean(heading), _seen(body)
    part.body_html = _html(story, part.body)
    return part


def _add_part(story: Story, *, heading: str, body: str) -> StoryUpdate:
    update = _part_of(story, heading=heading, body=body)
    update.full_clean()
    update.save()
    story.changed_at = update.posted_at
    story.save(update_fields=["changed_at"])
    mark_changed([story.condition_id])
    return update


@transaction.atomic
def remove_update(*, by: User, update: StoryUpdate) -> None:
    """Deletes a later part for good; doing it twice changes nothing. Raises PermissionDenied."""
    story = own_story(by, update.story)
    StoryUpdate.objects.filter(pk=update.pk).delete()
    mark_changed([story.condition_id])


def own_story(by: User, story: Story) -> Story:
    """The story's row, locked, as it stands now. Raises PermissionDenied for anyone but its author."""
    if not can_change_story(by, story):
        raise PermissionDenied(_("Only its author changes a story."))
    return Story.objects.select_for_update(of=("self",)).select_related("author", "condition").get(pk=story.pk)


def check_content_notes(notes: Collection[str]) -> None:
    """Raises ValidationError for a note that is not on the list."""
    if not set(notes) <= set(ContentNote.values):
        raise ValidationError({"content_notes": _("Choose the content notes from the list.")})


def teaser(body: str) -> str:
    """The first two sentences of the story's first paragraph, at most 220 characters, without Markdown's marks."""
    paragraphs = [part for part in body.split("\n\n") if not part.startswith("#")]
    words = _MARKS.sub(r"\1", paragraphs[0] if paragraphs else "")
    sentences = _SENTENCE_END.split(" ".join(words.split()))
    return Truncator(" ".join(sentences[:2])).chars(220)


def put_words(story: Story, title: str, body: str) -> None:
    """Fills in the words and what follows from them."""
    story.title, story.body = _seen(title), _seen(body)
    story.body_html = _html(story, story.body)
    story.teaser = teaser(story.body)
    story.reading_minutes = reading_minutes(story.body)


def _html(story: Story, body: str) -> str:
    return members_text.render(body, with_headings=True, with_links=may_link(author=story.author, text=body))


def _seen(text: str) -> str:
    """The text as it is stored; nothing where nothing of it can be seen, which full_clean then refuses."""
    return "" if is_blank(text) else clean(text)
