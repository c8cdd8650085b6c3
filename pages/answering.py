"""The place on the question page where its reader writes, and what only they see there."""

from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Value

from accounts.models import Block, User
from pages.links import link
from pages.prepared import PreparedQuery
from questions.models import Answer, HelpfulVote, Question
from questions.querysets import AnswerQuerySet
from writing.fields import new_form_id

MARKS: Final = ("has_voted", "is_avoided")
OWN_ANSWER = PreparedQuery(
    lambda question, member: Answer.objects.filter(question_id=question, author_id=member).values_list(
        "pk", "visibility", "body_html"
    ),
    int,
    int,
)


@dataclass(frozen=True)
class OwnAnswer:
    """The viewer's own answer. `body_html` is there where others do not see it, in its place."""

    pk: int
    visibility: str
    body_html: str
    edit_url: str

    @property
    def is_visible(self) -> bool:
        return self.visibility == "visible"


@dataclass(frozen=True)
class Writing:
    """Where the form goes, and who writes. A visitor's form is the same for all: it holds no mark and no token."""

    form_url: str
    is_member: bool = False
    name: str = ""
    form_id: str = ""
    own: OwnAnswer | None = None


def writing_place(viewer: User | AnonymousUser, *, condition: str, topic: str, question: Question | None) -> Writing:
    """One query for a member where the question has a row, none for a visitor."""
    if not isinstance(viewer, User):
        return Writing(form_url=link("answer-draft", condition, topic))
    return Writing(
        form_url=link("answer-new", condition, topic),
        is_member=True,
        name=viewer.display_name,
        form_id=new_form_id(),
        own=_own_answer(viewer, question) if question else None,
    )


def with_marks_of(answers: AnswerQuerySet, member_id: int | None) -> AnswerQuerySet:
    """Adds what a member sees of themselves: whether they voted for an answer, and whether they muted its author."""
    if member_id is None:
        return answers.annotate(has_voted=Value(value=False), is_avoided=Value(value=False))
    return answers.annotate(
        has_voted=Exists(HelpfulVote.objects.filter(answer=OuterRef("pk"), voter=member_id)),
        is_avoided=Exists(Block.objects.filter(member=member_id, other=OuterRef("author"))),
    )


def _own_answer(viewer: User, question: Question) -> OwnAnswer | None:
    row = OWN_ANSWER.first(question.pk, viewer.pk)
    if row is None:
        return None
    pk, visibility, body_html = row
    is_visible = visibility == "visible"
    return OwnAnswer(pk, visibility, "" if is_visible else body_html, link("answer-edit", str(pk)))
