"""What moderators change of a story: personal data in its words, who may read it, and what
stands over it."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from conditions.services import mark_changed
from markup import members_text
from markup.hygiene import clean, is_blank
from moderation.models import Audience
from moderation.services import put_marks
from stories.models import Story, StoryThanks
from stories.services.telling import put_words


def redact_story(item: Story, body: str) -> None:
    """Puts other words in place of the author's. Raises ValidationError where none are left."""
    if is_blank(body):
        raise ValidationError(_("Something has to stay. To take all of it away, remove it."))
    put_words(item, item.title, body)
    item.save(update_fields=["title", "body", "body_html", "teaser", "reading_minutes"])
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
    return "".join([story.body_html, *(part.body_html for part in story.updates.all())])


def mark_story(item: Story, marks: Mapping[str, str]) -> None:
    """Changes what stands over it."""
    put_marks(item, marks)
    mark_changed([item.condition_id])


def mark_thanks(item: StoryThanks, marks: Mapping[str, str]) -> None:
    """Changes what stands over a thank-you."""
    put_marks(item, marks)
    mark_changed([item.story.condition_id])
