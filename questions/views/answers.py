"""Writing an answer: a visitor's words are kept, a member's are posted."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import ConsentKind, User
from accounts.permissions import has_consent
from accounts.requests import MemberRequest
from moderation.helping import way_after_posting, writer_may_be_in_danger
from moderation.models import Visibility
from moderation.waiting_words import note_waiting_change
from questions.answer_forms import AnswerForm, initial_of
from questions.models import Answer
from questions.places import DRAFT_KIND, Place, load_place
from questions.services import edit_answer, post_answer, question_of, record_of
from writing.limits import EDITS, REPLIES, check_rule
from writing.origins import draft_from_here
from writing.services import discard_draft, find_draft, save_draft, submit_once
from writing.signing_in import signed_in
from writing.writers import Writer, remember, writer_of


@never_cache
@draft_from_here
@require_http_methods(["GET", "POST"])
def keep_answer(request: HttpRequest, condition: str, topic: str) -> HttpResponse:
    """Keeps what was written on the page that everyone shares. Nothing is posted here."""
    place = load_place(condition, topic)
    if request.method == "GET":
        return redirect(place.form_url)
    return _keep(request, place)


@never_cache
@require_http_methods(["GET", "POST"])
def write_answer(request: HttpRequest, condition: str, topic: str) -> HttpResponse:
    """The form on a page of its own: with one's draft in it, and with what is wrong after sending."""
    place = load_place(condition, topic)
    if not isinstance(request.user, User) or "keep" in request.POST:
        return _keep(request, place) if request.method == "POST" else _show(request, place, _begun(request, place))
    if request.method == "POST":
        return _post(request, place, request.user)
    if own := Answer.objects.filter(author=request.user, question__in=place.rows()).first():
        return redirect("answer-edit", pk=own.pk)
    return _show(request, place, _begun(request, place))


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def change_answer(request: MemberRequest, pk: int) -> HttpResponse:
    """Other words, other readers, with or without a name: the author may change all of it at any time."""
    rows = Answer.objects.filter(author=request.user).select_related("author", "question__condition", "question__topic")
    answer = get_object_or_404(rows, pk=pk)
    place = Place(answer.question.condition, answer.question.topic)
    record = record_of(answer)
    form = AnswerForm(request.POST or None, author=request.user, initial=initial_of(record), known=record.body)
    if request.method == "POST" and form.is_valid():
        check_rule(EDITS, member=request.user)
        try:
            answer = changed = edit_answer(by=request.user, answer=answer, record=form.record())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if not note_waiting_change(request, target="answer", target_id=answer.pk):
                messages.success(request, _thanks(changed))
            return redirect(way_after_posting(answer, answer.get_absolute_url()))
    return render(request, "questions/answer_change.html", {"form": form, "place": place, "answer": answer})


def _begun(request: HttpRequest, place: Place) -> AnswerForm:
    """The form with what this person has written so far."""
    draft = find_draft(writer=writer_of(request), kind=DRAFT_KIND, about=place.about)
    return _form(request.user, None, initial=draft.fields if draft else {})


def _form(user: object, data: QueryDict | None, **options: Any) -> AnswerForm:
    author = user if isinstance(user, User) else None
    needs_consent = author is not None and not has_consent(author, ConsentKind.PUBLISHING)
    return AnswerForm(data, author=author, needs_consent=needs_consent, **options)


def _keep(request: HttpRequest, place: Place) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, place, form)
    writer = writer_of(request)
    about = {"kind": DRAFT_KIND, "about": place.about, "title": place.title, "url": place.form_url}
    save_draft(writer=writer, fields=form.typed(), **about)
    response = redirect(place.form_url)
    remember(response, writer)
    return response


def _post(request: HttpRequest, place: Place, author: User) -> HttpResponse:
    form = _form(author, request.POST)
    if form.is_valid():
        try:
            url = submit_once(member=author, sent=request.POST, act=lambda: _answer(request, place, author, form))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(url)
    return _show(request, place, form)


def _answer(request: HttpRequest, place: Place, author: User, form: AnswerForm) -> str:
    """Posts it and lets go of its draft. The address of the answer."""
    check_rule(REPLIES, member=author)
    question = question_of(condition=place.condition, topic=place.topic)
    consent = bool(form.cleaned_data.get("consent"))
    answer = post_answer(question=question, author=author, record=form.record(), consent=consent)
    discard_draft(writer=Writer(member=author), kind=DRAFT_KIND, about=place.about)
    messages.success(request, _thanks(answer))
    return way_after_posting(answer, answer.get_absolute_url())


def _thanks(answer: Answer) -> str:
    if answer.visibility == Visibility.HELD:
        return _("Thank you. Only you can see your answer until we have read it.")
    if answer.visibility == Visibility.VISIBLE:
        return _("Thank you. Others can read your answer now.")
    return _("Your answer is changed. Only you can see it.")


def _show(request: HttpRequest, place: Place, form: AnswerForm) -> HttpResponse:
    shown = {"form": form, "place": place, "shows_help": writer_may_be_in_danger(form)}
    return render(request, "questions/answer_new.html", shown)
