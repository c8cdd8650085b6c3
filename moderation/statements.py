"""The statement of reasons that an author reads (Art. 17(3) of Regulation (EU) 2022/2065): what was done, on what
ground, which facts it rests on, whether a program took part, and what can be done about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from markup import members_text
from moderation.kinds import kind_called
from moderation.models import Action, Appeal, Cover, Decision, Source
from moderation.permissions import can_appeal, can_decide, can_moderate
from moderation.services import APPEAL_DAYS


@dataclass(frozen=True)
class Statement:
    """All of it in words. `old_title` is the one in whose place a moderator put another. `appeal_until` is empty where
    there is nothing to appeal against, or no time left."""

    decision: Decision
    title: str
    what: str
    ground: str
    reason: str
    facts: str
    automation: str
    old_title: str
    words_html: str
    item_url: str
    appeal: Appeal | None
    appeal_until: datetime | None
    is_undone: bool
    can_undo: bool
    for_moderator: bool


def statement_of(decision: Decision, *, viewer: User) -> Statement:
    """What the viewer reads about a decision. A few queries."""
    kind = kind_called(decision.kind)
    item: Any = kind.rows().filter(pk=decision.item_id).first() if kind else None
    appeal = Appeal.objects.filter(decision=decision).first()
    until = decision.made_at + timedelta(days=APPEAL_DAYS)
    is_open = can_appeal(viewer, decision) and appeal is None and until > timezone.now()
    snapshot = decision.snapshot
    is_undone = Decision.objects.filter(undoes=decision).exists()
    return Statement(
        decision=decision,
        title=kind.name_of(item) if kind and item else "",
        what=what_was_done(decision),
        ground=decision.get_ground_display() if decision.ground else "",
        reason=decision.reason,
        facts=_facts(decision),
        automation=_automation(decision),
        old_title=snapshot.title if snapshot and decision.before.get("retitled") else "",
        words_html=members_text.render(snapshot.body) if snapshot and snapshot.body else "",
        item_url=kind.url_of(item) if kind and item else "",
        appeal=appeal,
        appeal_until=until if is_open and not is_undone else None,
        is_undone=is_undone,
        can_undo=can_decide(viewer, decision.author_id) and decision.takes_away and not is_undone,
        for_moderator=can_moderate(viewer),
    )


def what_was_done(decision: Decision) -> str:
    """The action, and what it means for who can see the text."""
    words = {
        Action.HOLD: _("A moderator reads this again. Until then only you can see it."),
        Action.PUBLISH: _("A moderator has read this. Others can see it."),
        Action.KEEP: _("A moderator has read this. It stays as it is."),
        Action.REDACT: _("A moderator took personal data out of this. Others can see the rest."),
        Action.LIMIT: _("A moderator made this a text for members. Visitors without an account no longer see it."),
        Action.COVER: _("A moderator put a cover over this. Others can read it when they open it. The cover says:"),
        Action.UNCOVER: _("A moderator took the cover off this. Others see it at once."),
        Action.LABEL: _("A moderator put a warning above this: its advice can harm. Others read both. It leads to:"),
        Action.UNLABEL: _("A moderator took the warning off this."),
        Action.ASK: _("A moderator asks you to change something. Until then only you can see it."),
        Action.REJECT: _("Thank you for writing. A moderator has read this and did not publish it."),
        Action.REMOVE: _("A moderator has taken this down. Others no longer see it."),
        Action.RESTORE: _("Others can see this again."),
        Action.SUSPEND: _("A moderator asks you to pause. Until the day below you can read here, but not write."),
        Action.LIFT: _("You can write here again."),
        Action.HAND_OVER: _("A moderator asked a colleague to read this."),
        Action.UNDO: _("We took an earlier decision back. It is as it was before."),
    }
    return f"{words[Action(decision.action)]} {_detail(decision)}".strip()


def _detail(decision: Decision) -> str:
    return f"“{Cover(decision.detail).label}”" if decision.action == Action.COVER else decision.detail


def _facts(decision: Decision) -> str:
    """How it came before a moderator; never who reported it."""
    sources = set(decision.case.flags.values_list("source", flat=True)) if decision.case else set()
    words = {
        Source.REPORT: _("A reader told us about it."),
        Source.SCREENING: _("An automatic check flagged it."),
        Source.FIRST_TEXT: _("It is one of your first texts here, and those are read before others see them."),
        Source.AUTHOR: _("You changed it, and we read it again."),
        Source.MODERATOR: _("A moderator noticed it."),
    }
    found = [words[source] for source in words if source in sources]
    return " ".join(found) or str(words[Source.MODERATOR])


def _automation(decision: Decision) -> str:
    if decision.is_automated:
        return _("A program did this, because several members had reported it. A person decides next.")
    return _("A person decided this. No program decided anything.")
