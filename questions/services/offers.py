"""Asking members who would help to answer a standard question that nobody has answered."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from notifications.services import notify
from questions.models import AnswerOffer, Question


@transaction.atomic
def offer_question(*, question: Question, members: Iterable[User], now: datetime | None = None) -> int:
    """Offers a question to members, each at most once for ever. How many are new."""
    keys = {member.pk for member in members}
    asked = set(AnswerOffer.objects.filter(question=question, member__in=keys).values_list("member_id", flat=True))
    offered_at = now or timezone.now()
    AnswerOffer.objects.bulk_create(
        [AnswerOffer(question=question, member_id=pk, offered_at=offered_at) for pk in sorted(keys - asked)],
        ignore_conflicts=True,
    )
    notify(
        kind="question-offer",
        recipients=User.objects.filter(pk__in=keys - asked),
        title=_("Many read a question that nobody has answered yet. Perhaps you can."),
        url=f"{question.get_absolute_url()}#answer",
        key=f"question-offer:{question.pk}",
    )
    return len(keys - asked)
