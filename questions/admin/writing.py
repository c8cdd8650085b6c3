"""The writers' desk: one form, and buttons that check, search, save or submit what stands in it."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _

from conditions.models import Condition
from markup import article
from questions.admin.frame import comments_about, for_editors, load, page, refuse, say
from questions.checking import draft_text, plain_words
from questions.checks import Finding, check
from questions.compare import Row, compare
from questions.forms import MOST_CHARACTERS, Picked, SummaryForm
from questions.models import Summary, SummaryState, Topic
from questions.permissions import can_write_summary
from questions.services import DraftChangedError, edit_draft, note_visit, submit_summary, write_summary
from questions.services.desk import others_at


@for_editors
def write(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new summary, or a draft. Nothing typed is lost, whichever button is pressed and whatever goes wrong."""
    if not can_write_summary(request.user):
        raise PermissionDenied(_("Only writers add a summary."))
    summary = load(pk) if pk else None
    if summary and summary.state != SummaryState.DRAFT:
        return redirect("admin:summary-version", summary.pk)
    if request.method != "POST":
        form = SummaryForm(summary=summary, initial=_asked_for(request))
        return _desk(request, form, findings=_findings(form, summary) if summary else None)
    if summary:
        note_visit(by=request.user, summary=summary)
    form = SummaryForm(request.POST, summary=summary)
    if "_find" in request.POST:
        return _desk(request, form, shows_errors=False)
    if "_check" in request.POST or not form.is_valid():
        return _desk(request, form, findings=_findings(form, summary))
    return _save(request, form, summary)


def _save(request: HttpRequest, form: SummaryForm, summary: Summary | None) -> HttpResponse:
    try:
        saved = _stored(request, form, summary)
        if "_submit" in request.POST:
            submit_summary(by=request.user, summary=saved)
            say(request, _("Submitted. A specialist reviews it next."))
            return redirect("admin:summary-version", saved.pk)
    except DraftChangedError as error:
        refuse(form, error)
        form.data["revision"] = str(error.stored.revision)
        return _desk(request, form, stored=error.stored)
    except (ValidationError, PermissionDenied) as error:
        refuse(form, error)
        return _desk(request, form)
    say(request, _("The draft is saved."))
    return redirect("admin:questions_summary_change", saved.pk)


def _stored(request: HttpRequest, form: SummaryForm, summary: Summary | None) -> Summary:
    record = form.record(author=summary.author if summary else request.user)
    if summary is None:
        return write_summary(by=request.user, question=form.question(), record=record)
    revision = form.cleaned_data["revision"]
    return edit_draft(by=request.user, summary=summary, record=record, revision=revision)


def _asked_for(request: HttpRequest) -> dict[str, Any]:
    """The question that a link names, as those to what is wanted do."""
    topic = Topic.objects.filter(slug=request.GET.get("topic", "")).first()
    return {"condition": request.GET.get("condition", ""), "topic": topic.pk if topic else None}


def _findings(form: SummaryForm, summary: Summary | None) -> tuple[Finding, ...] | None:
    """What the checks say of the text in the form; nothing where it is not yet known what the text is about."""
    values = form.cleaned_data if form.is_bound and form.is_valid() else _typed(form)
    condition, topic = values.get("condition"), values.get("topic")
    if summary:
        condition, topic = summary.question.condition, summary.question.topic
    if not isinstance(condition, Condition) or not isinstance(topic, Topic):
        return None
    text = draft_text(
        condition=condition,
        topic=topic,
        verdict=values.get("verdict", ""),
        short_answer=values.get("short_answer", ""),
        body=values.get("body", "")[:MOST_CHARACTERS],
        sources=values.get("sources", ()),
        plain=plain_words(),
    )
    return check(text)


def _typed(form: SummaryForm) -> dict[str, Any]:
    """The fields as far as they are right, and as they were typed where they are not."""
    if not form.is_bound:
        keys = form.initial.get("sources", ())
        return form.initial | {"sources": form.fields["sources"].clean(Picked(after=tuple(keys)))}
    typed = {name: form.data.get(name, "") for name in ("verdict", "short_answer", "body")}
    return typed | form.cleaned_data


def _desk(
    request: HttpRequest,
    form: SummaryForm,
    *,
    findings: tuple[Finding, ...] | None = None,
    stored: Summary | None = None,
    shows_errors: bool = True,
) -> HttpResponse:
    title = _("Write: %(summary)s") % {"summary": form.summary} if form.summary else _("Write a summary")
    return page(
        request,
        "admin/questions/write.html",
        title,
        form=form,
        shown_errors=form.errors if shows_errors and form.is_bound else {},
        findings=findings,
        stored=stored,
        rows=_conflict(stored, form) if stored else (),
        summary=form.summary,
        media=form.media,
        others=others_at(form.summary, besides=request.user) if form.summary else (),
        comments=comments_about(form.summary) if form.summary else (),
    )


def _conflict(stored: Summary, form: SummaryForm) -> tuple[Row, ...]:
    """The text as it is stored now beside the text that was typed."""
    before = f"{stored.short_answer}\n\n{stored.body}"
    return compare(before, f"{form.cleaned_data['short_answer']}\n\n{form.cleaned_data['body']}")


@for_editors
def presence(request: HttpRequest, pk: int) -> HttpResponse:
    """Notes that this editor has the draft open, and says who else has."""
    summary = load(pk)
    note_visit(by=request.user, summary=summary)
    others = others_at(summary, besides=request.user)
    return render(request, "admin/questions/others.html", {"others": others})


@for_editors
def preview(request: HttpRequest) -> HttpResponse:
    """The text exactly as readers would get it, or the sentence that says why it cannot be shown."""
    text = request.POST.get("content", "")
    if len(text) > MOST_CHARACTERS:
        return HttpResponse(format_html("<p>{}</p>", _("The text is too long to be shown here.")))
    try:
        return HttpResponse(article.render(text).html)
    except article.ArticleError as error:
        return HttpResponse(format_html("<p>{}</p>", str(error)))


@for_editors
def preview_page(request: HttpRequest) -> HttpResponse:
    """The whole draft as a page, for browsers without JavaScript; it opens beside the form."""
    form = SummaryForm(request.POST, summary=None)
    form.is_valid()
    body = request.POST.get("body", "")[:MOST_CHARACTERS]
    try:
        html, reason = article.render(body).html, ""
    except article.ArticleError as error:
        html, reason = "", str(error)
    sources = form.cleaned_data.get("sources", [])
    context = {"short_answer": request.POST.get("short_answer", ""), "sources": sources}
    return page(request, "admin/questions/preview.html", _("Preview"), body_html=html, reason=reason, **context)
