"""Thanking for a story in a few words, and taking that off again."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import ConsentKind, User
from accounts.permissions import has_consent
from accounts.services import give_consent
from conditions.services import mark_changed
from markup import members_text
from markup.hygiene import clean, is_blank
from moderation.models import Audience, Visibility
from moderation.services import look_at, move, record_look
from notifications.services import forget, notify
from stories.models import Story, StoryThanks
from stories.permissions import can_take_thanks_off, can_thank


def thanks_title(thanks: StoryThanks) -> str:
    """What a thank-you is called in moderators' lists."""
    return _("Thanks for “%(story)s”") % {"story": thanks.story.title}


def public_thanks_title(thanks: StoryThanks) -> str:
    """The same for its readers."""
    return _("Thanks for “%(story)s”") % {"story": thanks.story.shown_title}


@transaction.atomic
def thank(
    *,
    by: User,
    story: Story,
    body: str,
    is_anonymous: bool = False,
    consent: bool = False,
    visibility: Visibility | None = None,
    posted_at: datetime | None = None,
) -> StoryThanks:
    """Adds a member's thank-you under a story. A new member's waits for a moderator.

    `consent` is their yes to publishing. Raises PermissionDenied and ValidationError, also for a second one.
    """
    story = Story.objects.select_for_update(of=("self",)).select_related("author").get(pk=story.pk)
    if not can_thank(by, story):
        raise PermissionDenied(_("You cannot thank for this story."))
    if consent:
        give_consent(member=by, kind=ConsentKind.PUBLISHING)
    elif not has_consent(by, ConsentKind.PUBLISHING):
        raise ValidationError(_("Your words need your consent to publishing them."))
    look = None if visibility else look_at(author=by, kind="thanks", body=body)
    thanks = StoryThanks(
        story=story,
        author=by,
        body="" if is_blank(body) else clean(body),
        is_anonymous=is_anonymous,
        audience=story.audience,
        visibility=look.visibility if look else Visibility(visibility or Visibility.VISIBLE),
        posted_at=posted_at or timezone.now(),
    )
    thanks.body_html = members_text.render(thanks.body)
    thanks.full_clean()
    thanks.save()
    follow_thanks(thanks, "")
    record_look(item=thanks, look=look)
    return thanks


@transaction.atomic
def take_thanks_off(*, by: User, thanks: StoryThanks) -> None:
    """Deletes a thank-you for good: who wrote it may, and whose story it stands under. Raises PermissionDenied."""
    if not can_take_thanks_off(by, thanks):
        raise PermissionDenied(_("This is for who wrote it, and for whose story it is."))
    move(item=thanks, to=Visibility.WITHDRAWN, only_from=[Visibility.VISIBLE, Visibility.HELD])
    StoryThanks.objects.filter(pk=thanks.pk).delete()


def follow_thanks(item: StoryThanks, was: str) -> None:
    """Tells whose story it is when a thank-you can be read, takes the news back when not, and marks pages changed."""
    is_visible, was_visible = item.visibility == Visibility.VISIBLE, was == Visibility.VISIBLE
    if is_visible == was_visible:
        return
    key = f"story-thanks:{item.pk}"
    if is_visible:
        notify(
            kind="story-thanks",
            recipients=[item.story.author],
            title=_("Someone thanked you for your story."),
            url=item.get_absolute_url(),
            key=key,
            actor=item.author,
        )
    else:
        forget(key=key)
    if item.audience == Audience.ANYONE:
        mark_changed([item.story.condition_id])
