"""Which actions a moderator has for a case, and their words."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moderation.kinds import Kind
from moderation.models import Action, Case, Visibility
from moderation.services.deciding import STEPS


@dataclass(frozen=True)
class Act:
    """One action. `label` is the link that leads to its form, `heading` the form's, `button` sends it."""

    action: str
    label: Promise | str
    heading: Promise | str
    button: Promise | str
    url: str = ""


ACTS: dict[str, Act] = {
    act.action: act
    for act in (
        Act(Action.PUBLISH, _("Publish …"), _("Publish this"), _("Publish")),
        Act(Action.KEEP, _("Leave as it is …"), _("Leave this as it is"), _("Leave it as it is")),
        Act(
            Action.REDACT,
            _("Take personal data out …"),
            _("Take personal data out"),
            _("Publish without it, and tell the author"),
        ),
        Act(Action.ASK, _("Ask the author to change it …"), _("Ask the author to change this"), _("Ask the author")),
        Act(
            Action.LIMIT,
            _("For members only …"),
            _("Show this to members only"),
            _("Show it to members only, and tell the author"),
        ),
        Act(
            Action.COVER,
            _("Put a cover over it …"),
            _("Put a cover over this"),
            _("Show it behind the cover, and tell the author"),
        ),
        Act(Action.UNCOVER, _("Take the cover off …"), _("Take the cover off this"), _("Take the cover off")),
        Act(
            Action.LABEL,
            _("Warn of its advice …"),
            _("Warn of the advice in this"),
            _("Show it with the warning, and tell the author"),
        ),
        Act(Action.UNLABEL, _("Take the warning off …"), _("Take the warning off this"), _("Take the warning off")),
        Act(Action.REJECT, _("Do not publish …"), _("Do not publish this"), _("Do not publish, and tell the author")),
        Act(Action.REMOVE, _("Remove …"), _("Remove this"), _("Remove, and tell the author")),
        Act(Action.RESTORE, _("Show it again …"), _("Show this again"), _("Show it again")),
        Act(
            Action.SUSPEND,
            _("Ask the member to pause …"),
            _("Ask this member to pause"),
            _("They may not write for this time"),
        ),
        Act(Action.HAND_OVER, _("Hand over …"), _("Hand this over"), _("Hand it over")),
    )
}


def acts_for(case: Case, kind: Kind, item: Any) -> tuple[Act, ...]:
    """The actions that fit where a text stands, and what its room can do."""
    visibility = getattr(item, "visibility", Visibility.VISIBLE)
    fitting = [act for act in ACTS if act not in STEPS or visibility in STEPS[act].begins]
    standing = {Action.UNCOVER: getattr(item, "cover", ""), Action.UNLABEL: getattr(item, "warning_url", "")}
    return tuple(
        Act(act.action, act.label, act.heading, act.button, reverse("case-act", args=[case.pk, act.action]))
        for name, act in ACTS.items()
        if name in fitting and is_possible(name, kind) and standing.get(Action(name), "stands")
        if not (name == Action.LIMIT and getattr(item, "audience", "") == "members")
    )


def is_possible(action: str, kind: Kind) -> bool:
    """Whether there is such an action for this kind of text, wherever the text stands."""
    needs = {Action.REDACT: kind.redact, Action.LIMIT: kind.limit, Action.REMOVE: kind.follow}
    needs |= dict.fromkeys([Action.COVER, Action.UNCOVER, Action.LABEL, Action.UNLABEL], kind.mark)
    needs |= {Action.ASK: "" if kind.is_private else kind.follow}
    return action in ACTS and bool(needs.get(Action(action), "is possible"))
