"""What members change of their answers: the words, who may read them and under which name, and whether they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

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
from moderation.services import (
    Look,
    discard_change,
    look_at,
    may_link,
    move,
    propose_change,
    record_look,
    returning_visibility,
)
from questions.models import ANSWERED_ALREADY, Answer, AnswerVersion, ConcernKind, Question, answer_title
from questions.permissions import can_answer, can_change_answer
from questions.services.counting import follow_answer, lock_question, recount, settle, standing_of
from questions.services.feedback import raise_concern

CHANGED_BY_AUTHOR: Final = (
    *("body", "body_html", "audience", "is_anonymous", "relation", "diagnosed_year", "country", "stage"),
    *("differs_from_summary", "edited_at"),
)


@dataclass(frozen=True)
class AnswerRecord:
    """An answer as its author gives it: the words, what is shown beside them, and to whom."""

    body: str
    audience: str
    is_anonymous: bool = False
    relation: str = ""
    diagnosed_year: int | None = None
    country: str = ""
    stage: str = ""
    differs_from_summary: bool = False


@transaction.atomic
def post_answer(
    *,
    question: Question,
    author: User,
    record: AnswerRecord,
    consent: bool = False,
    posted_at: datetime | None = None,
    visibility: Visibility | None = None,
) -> Answer:
    """A member's answer, one to a question. A new member's first ones wait for a moderator.

    `consent` is their yes to publishing, given with it; without it they must have given it before. An answer that
    differs from the summary opens a task for editors. Raises PermissionDenied and ValidationError.
    """
    if not can_answer(author):
        raise PermissionDenied(_("Sign in to answer."))
    if consent:
        give_consent(member=author, kind=ConsentKind.PUBLISHING)
    elif not has_consent(author, ConsentKind.PUBLISHING):
        raise ValidationError(_("Your answer needs your consent to publishing it."))
    look = None if visibility else look_at(author=author, kind="answer", body=record.body)
    locked = lock_question(question.pk)
    answer = Answer(
        question=question,
        author=author,
        posted_at=posted_at or timezone.now(),
        visibility=look.visibility if look else Visibility(visibility or Visibility.VISIBLE),
        votes_before=locked.vote_count,
    )
    _fill(answer, record)
    answer.clean_fields(exclude={"question", "author"})  # both rows are at hand
    if Answer.objects.filter(question=locked, author=author).exists():
        raise ValidationError(ANSWERED_ALREADY)
    answer.save()
    follow_answer(answer, "")
    record_look(item=answer, look=look)
    _tell_editors(answer)
    return answer


@transaction.atomic
def edit_answer(*, by: User, answer: Answer, record: AnswerRecord) -> Answer:
    """Changes an answer and keeps its earlier words; nothing changes when everything is as it was.

    New words are looked at like those of a new answer. Where a moderator reads them first, the old ones stand until
    then, and all else changes at once. Raises PermissionDenied and ValidationError.
    """
    answer = _own(by, answer)
    body = clean(record.body)
    if record_of(answer) == replace(record, body=body):
        return answer
    look = look_at(author=by, kind="answer", body=body, about=answer) if body != answer.body else None
    waits = look is not None and look.is_held and answer.visibility == Visibility.VISIBLE
    _change(answer, replace(record, body=answer.body) if waits else record)
    if look and waits:
        _propose(answer, body, look)
    elif look:
        discard_change(target="answer", target_id=answer.pk)
        record_look(item=answer, look=look)
    mark_changed([answer.question.condition_id])
    _tell_editors(answer)
    return answer


@transaction.atomic
def put_new_words(answer_id: int, fields: Mapping[str, Any]) -> None:
    """Puts words in place that waited for a moderator; an answer that has gone since stays gone."""
    answer = Answer.objects.select_related("author", "question__condition").filter(pk=answer_id).first()
    if answer:
        lock_question(answer.question_id)
        _change(answer, replace(record_of(answer), body=fields["body"]))
        mark_changed([answer.question.condition_id])


def _change(answer: Answer, record: AnswerRecord) -> None:
    """Puts words and choices in, and keeps the earlier words."""
    before, earlier = standing_of(answer), AnswerVersion(answer=answer, body=answer.body)
    _fill(answer, record)
    if answer.body != earlier.body:
        answer.edited_at = timezone.now()
        earlier.save()
    answer.full_clean()
    answer.save(update_fields=CHANGED_BY_AUTHOR)
    settle(answer, before=before)


def _propose(answer: Answer, body: str, look: Look) -> None:
    if is_blank(body):
        raise ValidationError({"body": _("Write a few words here.")})
    propose_change(
        author=answer.author,
        target="answer",
        target_id=answer.pk,
        title=answer_title(answer),
        body=body,
        fields={"body": body},
        url=answer.get_absolute_url(),
        look=look,
    )


@transaction.atomic
def withdraw_answer(*, by: User, answer: Answer) -> None:
    """Takes one's own answer back; withdrawing twice changes nothing. Raises PermissionDenied."""
    if not can_change_answer(by, answer):
        raise PermissionDenied(_("Only its author withdraws an answer."))
    discard_change(target="answer", target_id=answer.pk)
    lock_question(answer.question_id)
    move(item=answer, to=Visibility.WITHDRAWN, only_from=[Visibility.VISIBLE, Visibility.HELD])


@transaction.atomic
def return_answer(*, by: User, answer: Answer) -> None:
    """Brings an answer back that its author withdrew, never past a moderator's decision. Raises PermissionDenied."""
    if not can_change_answer(by, answer):
        raise PermissionDenied(_("Only its author brings an answer back."))
    lock_question(answer.question_id)
    move(item=answer, to=returning_visibility(item=answer), only_from=[Visibility.WITHDRAWN])


@transaction.atomic
def delete_answer(*, by: User, answer: Answer) -> None:
    """Deletes an answer for good, with its earlier words and its votes; doing it twice changes nothing.

    Raises PermissionDenied.
    """
    if not can_change_answer(by, answer):
        raise PermissionDenied(_("Only its author deletes an answer."))
    withdraw_answer(by=by, answer=answer)
    Answer.objects.filter(pk=answer.pk).delete()
    recount(answer.question)


@transaction.atomic
def withdraw_everything(*, member: User) -> None:
    """Takes all answers of a member back, who may bring them back later."""
    for answer in Answer.objects.filter(author=member, visibility__in=[Visibility.VISIBLE, Visibility.HELD]):
        withdraw_answer(by=member, answer=answer)


def record_of(answer: Answer) -> AnswerRecord:
    """An answer as it stands, for its form."""
    return AnswerRecord(
        body=answer.body,
        audience=answer.audience,
        is_anonymous=answer.is_anonymous,
        relation=answer.relation,
        diagnosed_year=answer.diagnosed_year,
        country=answer.country,
        stage=answer.stage,
        differs_from_summary=answer.differs_from_summary,
    )


def _own(by: User, answer: Answer) -> Answer:
    """The answer's row, locked, as it stands now. Raises PermissionDenied for anyone but its author."""
    if not can_change_answer(by, answer):
        raise PermissionDenied(_("Only its author changes an answer."))
    lock_question(answer.question_id)
    rows = Answer.objects.select_for_update(of=("self",)).select_related("author", "question__condition")
    return rows.get(pk=answer.pk)


def _tell_editors(answer: Answer) -> None:
    """Opens a task for editors, one for each answer, when its author says that it differs from the summary."""
    if answer.differs_from_summary:
        raise_concern(question=answer.question, kind=ConcernKind.DIFFERS, answer=answer)


def _fill(answer: Answer, record: AnswerRecord) -> None:
    """Puts the author's words and choices in. Raises ValidationError for text that cannot be shown."""
    answer.body = clean(record.body)
    if is_blank(answer.body):
        raise ValidationError({"body": _("Write a few words here.")})
    answer.body_html = members_text.render(answer.body, with_links=may_link(author=answer.author, text=answer.body))
    answer.audience, answer.is_anonymous = Audience(record.audience), record.is_anonymous
    answer.relation, answer.stage, answer.country = record.relation, record.stage, record.country
    answer.diagnosed_year, answer.differs_from_summary = record.diagnosed_year, record.differs_from_summary
