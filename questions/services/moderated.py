"""What moderators change of an answer: personal data in its words, who may read it, and what
stands over it."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from conditions.services import mark_changed
from markup import members_text
from markup.hygiene import clean, is_blank
from moderation.kinds import About
from moderation.models import Audience
from moderation.services import put_marks
from questions.models import Answer
from questions.services.counting import settle, standing_of


def redact_answer(item: Answer, body: str) -> None:
    """Puts other words in place of the author's. Raises ValidationError where none are left."""
    item.body = clean(body)
    if is_blank(item.body):
        raise ValidationError(_("Something has to stay. To take all of it away, remove it."))
    item.body_html = members_text.render(item.body)
    item.save(update_fields=["body", "body_html"])
    mark_changed([item.question.condition_id])


def limit_answer(item: Answer, audience: str) -> None:
    """Changes who may read it, and the numbers with it."""
    before = standing_of(item)
    item.audience = Audience(audience)
    item.save(update_fields=["audience"])
    settle(item, before=before)


def mark_answer(item: Answer, marks: Mapping[str, str]) -> None:
    """Changes what stands over it."""
    put_marks(item, marks)
    mark_changed([item.question.condition_id])


def about_answer(item: Answer) -> About:
    """Its question."""
    return About((item.question.condition_id,), item.question.get_absolute_url())
