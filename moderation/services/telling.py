"""What authors hear: on the site and by mail, without the words that they wrote."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from moderation.kinds import kind_of
from moderation.models import Action, Decision, Visibility
from notifications.services import notify


def tell_author(item: Any, decision: Decision) -> None:
    """Tells the author of a decision. The page behind it says what was done, why, and what can be done about it."""
    words = {
        Action.PUBLISH: _("We have read “%(title)s”. Others can see it now."),
        Action.REJECT: _("We did not publish “%(title)s”. Here is why, and what you can do."),
        Action.HOLD: _("We are reading “%(title)s” again. Until then only you can see it."),
        Action.REMOVE: _("We took “%(title)s” down. Here is why, and what you can do."),
        Action.RESTORE: _("Others can see “%(title)s” again."),
        Action.REDACT: _("We took personal data out of “%(title)s”. Here is why, and what you can do."),
        Action.LIMIT: _("Only members can see “%(title)s” now. Here is why, and what you can do."),
        Action.COVER: _("Readers now open “%(title)s” themselves. Here is why, and what you can do."),
        Action.UNCOVER: _("The cover over “%(title)s” is off. Readers see it at once."),
        Action.LABEL: _("Readers now see a warning above “%(title)s”. Here is why, and what you can do."),
        Action.UNLABEL: _("The warning above “%(title)s” is gone."),
        Action.ASK: _("Please change something in “%(title)s”. Here is what, and why."),
        Action.UNDO: _("We took a decision about “%(title)s” back."),
    }
    sentence = words.get(Action(decision.action))
    if sentence is None:
        return
    kind = kind_of(item)
    goes_to_text = decision.action in {Action.PUBLISH, Action.RESTORE} and item.visibility == Visibility.VISIBLE
    notify(
        kind="decision",
        recipients=[kind.author_of(item)],
        title=sentence % {"title": kind.name_of(item)},
        url=kind.url_of(item) if goes_to_text else reverse("decision-detail", args=[decision.pk]),
        key=f"decision:{decision.pk}",
    )
