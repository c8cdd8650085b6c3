"""Carries out what a moderator chose in a form, and says what came of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from moderation import services
from moderation.models import Action, Case, Decision


def act_on(request: MemberRequest, case: Case, item: Any, action: str, form: Form) -> bool:
    """Decides; False where the form has to be shown again with what is wrong."""
    try:
        decision = _decide(request, case, item, action, dict(form.cleaned_data))
    except ValidationError as error:
        form.add_error(None, error if not hasattr(error, "error_dict") else ValidationError(error.messages))
        return False
    if decision is None:
        messages.warning(request, _("Someone has already decided about this."))
    else:
        messages.success(request, done_words(action))
    return True


def done_words(action: str) -> str:
    """What the next page says."""
    words = {
        Action.PUBLISH: _("Published."),
        Action.KEEP: _("It stays as it is."),
        Action.REDACT: _("Published without the personal data. The author hears why."),
        Action.ASK: _("The author is asked. Until then only they can see it."),
        Action.LIMIT: _("Only members see it now. The author hears why."),
        Action.COVER: _("Readers see the cover first now. The author hears why."),
        Action.UNCOVER: _("The cover is off."),
        Action.LABEL: _("Readers see the warning now. The author hears why."),
        Action.UNLABEL: _("The warning is gone."),
        Action.REJECT: _("Not published. The author hears why."),
        Action.REMOVE: _("Removed. The author hears why."),
        Action.RESTORE: _("Others can see it again."),
        Action.SUSPEND: _("The member may not write for this time, and hears why. The text still needs a decision."),
        Action.HAND_OVER: _("Handed over."),
    }
    return words[Action(action)]


def _decide(request: MemberRequest, case: Case, item: Any, action: str, said: dict[str, Any]) -> Decision | None:
    by = request.user
    if action == Action.HAND_OVER:
        return services.hand_over(by=by, case=case, **said)
    if action == Action.SUSPEND:
        why = {name: said[name] for name in ("days", "reason", "ground")}
        return services.suspend(by=by, member=case.author, case=case, **why)
    return services.decide(by=by, item=item, action=action, **said)
