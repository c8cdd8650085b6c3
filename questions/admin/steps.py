"""A version on its way: its page, and a small page for each step that it can take."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from questions.admin.frame import comments_about, for_editors, load, page, refuse, say
from questions.checking import findings_of
from questions.checks import Finding
from questions.forms import CommentForm, NoteForm, RetireForm, ReviewForm
from questions.models import Decision, Summary, SummaryState
from questions.permissions import can_comment, can_publish_summary, can_review_summary, can_write_summary
from questions.reviewing import latest_due
from questions.services import (
    approve_summary,
    ask_for_changes,
    comment_on_summary,
    mark_feedback_read,
    publish_summary,
    retire_summary,
    revise_summary,
    submit_summary,
)
from questions.services.comebacks import comeback_of

AT_WORK: Final = {SummaryState.DRAFT, SummaryState.SUBMITTED, SummaryState.APPROVED}


@dataclass(frozen=True)
class Step:
    """One step: what its page says, what its button says, what was done, and the service that does it."""

    heading: str | Promise
    words: str | Promise
    button: str | Promise
    done: str | Promise
    service: Callable[..., Any]


STEPS: Final = {
    "submit": Step(
        gettext_lazy("Submit for review"),
        gettext_lazy("From then on its text never changes. Changes that a specialist asks for become a new version."),
        gettext_lazy("Submit this version"),
        gettext_lazy("Submitted. A specialist reviews it next."),
        submit_summary,
    ),
    "publish": Step(
        gettext_lazy("Publish"),
        gettext_lazy("Readers see it at once, in place of the version before."),
        gettext_lazy("Publish this version"),
        gettext_lazy("Published. Readers see it now."),
        publish_summary,
    ),
    "retire": Step(
        gettext_lazy("Retire"),
        gettext_lazy(
            "Readers no longer see it. The version that it had replaced, if there is one, is shown again, unless "
            "there was a clinical change since."
        ),
        gettext_lazy("Retire this version"),
        gettext_lazy("Retired. Readers no longer see it."),
        retire_summary,
    ),
}


@for_editors
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """The version with its record, its checks, what editors say of it, and the steps that this editor may take."""
    summary, form = load(pk), CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            comment_on_summary(by=request.user, summary=summary, words=form.cleaned_data["words"])
            return redirect(f"{reverse('admin:summary-version', args=[pk])}#comments-h")
        except (ValidationError, PermissionDenied) as error:
            refuse(form, error)
    return page(
        request,
        "admin/questions/version.html",
        str(summary),
        summary=summary,
        findings=findings_of(summary),
        steps=_steps_for(request.user, summary),
        transitions=summary.transitions.select_related("by", "review").order_by("at", "pk"),
        others=summary.question.summaries.exclude(pk=summary.pk).order_by("-number")[:20],
        reviews=summary.reviews.order_by("reviewed_on", "pk"),
        comments=comments_about(summary),
        form=form if can_comment(request.user) else None,
    )


@for_editors
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Says what the step does, and does it when the button is pressed."""
    summary, taken = load(pk), STEPS[name]
    form = _step_form(name, summary, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            taken.service(by=request.user, summary=summary, **form.cleaned_data)
            say(request, str(taken.done))
            return redirect("admin:summary-version", pk)
        except (ValidationError, PermissionDenied) as error:
            refuse(form, error)
    findings = errors_in(findings_of(summary))
    return page(
        request,
        "admin/questions/step.html",
        f"{taken.heading}: {summary}",
        summary=summary,
        step=taken,
        form=form,
        findings=findings,
    )


def _step_form(name: str, summary: Summary, typed: QueryDict | None) -> NoteForm:
    """A word for the record; retiring may ask one thing more."""
    return RetireForm(typed, comeback=comeback_of(summary)) if name == "retire" else NoteForm(typed)


@for_editors
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """A specialist approves, or asks for changes, with the text and what changed in view."""
    summary = load(pk)
    is_early = summary.question.topic.needs_early_review
    form = ReviewForm(request.POST or None, latest=latest_due(timezone.localdate(), is_early=is_early))
    if request.method == "POST" and form.is_valid():
        try:
            sentence = _decide(request.user, summary, form.cleaned_data)
            say(request, sentence)
            return redirect("admin:summary-version", pk)
        except (ValidationError, PermissionDenied) as error:
            refuse(form, error)
    return page(
        request,
        "admin/questions/review.html",
        _("Review: %(summary)s") % {"summary": summary},
        summary=summary,
        form=form,
        findings=findings_of(summary),
        is_own=not can_review_summary(request.user, summary),
    )


def _decide(by: User, summary: Summary, values: dict[str, Any]) -> str:
    if values["decision"] == Decision.APPROVED:
        approve_summary(by=by, summary=summary, due_on=values["due_on"], note=values["note"])
        return _("Approved. The record holds your name, the day and the text.")
    ask_for_changes(by=by, summary=summary, note=values["note"])
    return _("The writer reads what has to change.")


@for_editors
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """The next version as a draft with the words of this one."""
    summary = load(pk)
    if request.method == "POST":
        try:
            return redirect("admin:questions_summary_change", revise_summary(by=request.user, summary=summary).pk)
        except ValidationError as error:
            say(request, " ".join(error.messages))
    return redirect("admin:summary-version", pk)


@for_editors
def heard(request: HttpRequest, pk: int) -> HttpResponse:
    """An editor has read what readers missed on this version."""
    mark_feedback_read(by=request.user, summary=load(pk))
    say(request, _("It leaves the list. Thank you."))
    return redirect("admin:index")


def errors_in(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.severity == "error")


def _steps_for(user: User, summary: Summary) -> set[str]:
    """The names of the steps that this person may take with a version in this state."""
    state, steps = summary.state, set()
    if can_write_summary(user):
        steps |= {"edit", "submit"} if state == SummaryState.DRAFT else {"revise"}
    if state in {SummaryState.SUBMITTED, SummaryState.APPROVED, SummaryState.PUBLISHED} and can_review_summary(
        user, summary
    ):
        steps.add("review")
    if can_publish_summary(user):
        steps |= {"publish"} if state in AT_WORK else set()
        steps |= {"retire"} if state in {SummaryState.PUBLISHED, SummaryState.SUPERSEDED} else set()
    return steps
