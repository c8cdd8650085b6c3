"""What moderators change of a story: personal data in its words, who may read it, and what
stands over it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext as _

from conditions.services import mark_changed
from markup import members_text
from markup.hygiene import clean, is_blank
from moderation.kinds import About
from moderation.models import Audience
from moderation.services import put_marks
from stories.models import Story, StoryThanks, StoryUpdate
from stories.services.telling import put_part_words, put_words

_PART_LINE: Final = re.compile(r"=== ([0-9]{1,18}) ===(.*)")


def redact_story(item: Story, body: str) -> None:
    """Puts other words in place of the author's, in the story and in its later parts (see `story_words`).

    Raises ValidationError where none are left, and where the lines between the parts are not as they were.
    """
    parts = list(item.updates.all())
    first, *later = _split(body, [part.pk for part in parts])
    put_words(item, item.title, first.body)
    for part, piece in zip(parts, later, strict=True):
        put_part_words(part, story=item, heading=piece.heading, body=piece.body)
        part.full_clean()
        part.save(update_fields=["heading", "body", "body_html"])
    item.save(update_fields=["title", "body", "body_html", "teaser", "reading_minutes"])
    mark_changed([item.condition_id])


def retitle_story(item: Story, title: str) -> None:
    """Puts another title in place of the author's. Raises ValidationError where it is too long."""
    item.title = title
    item.full_clean()
    item.save(update_fields=["title"])
    mark_changed([item.condition_id])


def redact_thanks(item: StoryThanks, body: str) -> None:
    """Puts other words in place of those of a thank-you. Raises ValidationError where none are left."""
    if is_blank(body):
        raise ValidationError(_("Something has to stay. To take all of it away, remove it."))
    item.body = clean(body)
    item.body_html = members_text.render(item.body)
    item.save(update_fields=["body", "body_html"])
    mark_changed([item.story.condition_id])


def limit_story(item: Story, audience: str) -> None:
    """Changes who may read it."""
    item.audience = Audience(audience)
    item.save(update_fields=["audience"])
    StoryThanks.objects.filter(story=item).update(audience=audience)
    mark_changed([item.condition_id])


def story_html(story: Story) -> str:
    """The story with what was added later, for moderators. The updates come along with the rows."""
    return "".join([story.body_html, *(_part_html(part) for part in story.updates.all())])


def story_words(story: Story) -> str:
    """The story as it was typed, with what was added later, each part below a line with its number and heading.

    The updates come along with the rows.
    """
    parts = (f"=== {part.pk} === {part.heading}".rstrip() + f"\n\n{part.body}" for part in story.updates.all())
    return "\n\n".join([story.body, *parts])


def _part_html(part: StoryUpdate) -> str:
    return (f"<h2>{escape(part.heading)}</h2>" if part.heading else "") + part.body_html


@dataclass(frozen=True)
class _Piece:
    """The body of a story, or one of its later parts, as words that were typed."""

    number: int
    heading: str
    lines: list[str] = field(default_factory=list)

    @property
    def body(self) -> str:
        return "\n".join(self.lines).strip("\n")


def _split(words: str, numbers: list[int]) -> list[_Piece]:
    """Takes apart what `story_words` put together; other lines that look alike are the author's own."""
    pieces = [_Piece(0, "")]
    for line in words.replace("\r\n", "\n").split("\n"):
        found = _PART_LINE.fullmatch(line)
        if found and int(found[1]) in numbers:
            pieces.append(_Piece(int(found[1]), found[2].strip()))
        else:
            pieces[-1].lines.append(line)
    if [piece.number for piece in pieces[1:]] != numbers:
        raise ValidationError(_("Leave the lines that begin with “===” as they are: later parts begin there."))
    if any(is_blank(piece.body) for piece in pieces):
        raise ValidationError(_("Something has to stay. To take all of it away, remove it."))
    return pieces


def mark_story(item: Story, marks: Mapping[str, str]) -> None:
    """Changes what stands over it."""
    put_marks(item, marks)
    mark_changed([item.condition_id])


def mark_thanks(item: StoryThanks, marks: Mapping[str, str]) -> None:
    """Changes what stands over a thank-you."""
    put_marks(item, marks)
    mark_changed([item.story.condition_id])


def about_story(item: Story) -> About:
    """Its condition."""
    return About((item.condition_id,))


def about_thanks(item: StoryThanks) -> About:
    """The condition of the story."""
    return About((item.story.condition_id,))
