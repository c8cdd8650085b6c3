"""That nobody who asks is left alone. It runs by the clock: `manage.py run_due`.

Who could help is known by the members' room, what waits by the forum, and neither knows the other: so the choosing
stands up here, and the forum's own services do what is chosen (docs/decisions/0013-nobody-left-alone.md).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from forum.models import Offer, Thread
from forum.services import offer_thread, tell_asker
from moderation.models import Visibility
from pages.ask import matching_threads
from pages.links import link
from pages.meta import Meta, page_title
from pages.neighbours import ThreadRow
from pages.questions import QuestionRow
from pages.related import related_questions
from pages.thread import Viewer, conditions_of, plain
from questions.models import DailyReads, Question
from questions.services import offer_question

OFFERED_AFTER, TOLD_AFTER, GIVEN_UP_AFTER = timedelta(hours=24), timedelta(days=7), timedelta(days=60)
ASKED_FOR_ONE, OFFERS_A_WEEK, THREADS_A_RUN = 8, 3, 200
QUESTIONS_A_RUN, READS_OF, WEEK = 20, timedelta(days=30), timedelta(days=7)


@dataclass(frozen=True)
class WaitingPage:
    """What there is for someone whose question has no reply yet. `asked_count` is how many were asked to look."""

    meta: Meta
    heading: str
    title: str
    reply_count: int
    asked_count: int
    reviewed: tuple[QuestionRow, ...]
    threads: tuple[ThreadRow, ...]
    crumbs: tuple[tuple[str, str], ...]
    urls: dict[str, str]


def offer_what_waits(*, now: datetime | None = None) -> None:
    """Offers each thread that has waited a day to members who would help, and tells those who asked a week ago.

    Then the standard questions that people read and nobody has answered. Repeating it asks and tells nobody twice.
    """
    now = now or timezone.now()
    for thread in _waiting_since(now, OFFERED_AFTER).filter(offers=None)[:THREADS_A_RUN]:
        offer_thread(thread=thread, members=_who_would_help(thread, now))
    for thread in _waiting_since(now, TOLD_AFTER).filter(told_at=None)[:THREADS_A_RUN]:
        tell_asker(thread=thread, url=link("thread-waiting", str(thread.pk)))
    for question in _unanswered_questions(now)[:QUESTIONS_A_RUN]:
        offer_question(question=question, members=_who_would_answer(question, now), now=now)


def waiting_page(thread: Thread | None, *, viewer: Viewer) -> WaitingPage:
    """Gathers what exists for the member who asked: at most six queries. Raises Http404 for anyone else."""
    if thread is None or thread.author_id != viewer.pk or thread.visibility != Visibility.VISIBLE:
        raise Http404
    conditions = conditions_of(thread)
    home = conditions[0] if conditions else None
    heading = _("Your question is still waiting")
    words = f"{thread.title} {plain(thread.body_html)}"
    return WaitingPage(
        meta=Meta(title=page_title(heading, settings.SITE_NAME), description="", canonical="", is_indexable=False),
        heading=heading if not thread.reply_count else _("Your question has a reply"),
        title=thread.title,
        reply_count=thread.reply_count,
        asked_count=Offer.objects.filter(thread=thread).count(),
        reviewed=related_questions(conditions, words, today=timezone.localdate(), only_close=True),
        threads=matching_threads(home, thread.title, viewer=viewer, but=thread.pk),
        crumbs=((link("thread-list"), _("Forum")),),
        urls={
            "thread": link("thread-detail", str(thread.pk), thread.slug),
            "edit": link("thread-edit", str(thread.pk)),
            "contact": link("about", "contact"),
            "condition": link("condition-detail", home.slug) if home else link("condition-list"),
        },
    )


def _waiting_since(now: datetime, age: timedelta) -> QuerySet[Thread]:
    """Threads without a reply that others could read for so long, the oldest first; not those given up long ago."""
    threads: QuerySet[Thread] = Thread.objects.unanswered().filter(
        visibility=Visibility.VISIBLE,
        is_answered=False,
        published_at__lte=now - age,
        published_at__gte=now - GIVEN_UP_AFTER,
    )
    return threads.select_related("author").order_by("published_at", "pk")


def _unanswered_questions(now: datetime) -> QuerySet[Question]:
    """Standard questions with a summary of a day or more and no answer, the most read first: each is offered once.

    Only those that somebody read lately, and none of those that call for care.
    """
    reads = DailyReads.objects.filter(
        condition=OuterRef("condition"), topic=OuterRef("topic"), day__gte=timezone.localdate(now) - READS_OF
    )
    total = reads.order_by().values("condition").annotate(total=Sum("count")).values("total")
    waiting = Question.objects.filter(
        answer_count=0,
        members_answer_count=0,
        published_summary__published_at__lte=now - OFFERED_AFTER,
        condition__is_published=True,
        topic__is_retired=False,
        topic__is_sensitive=False,
        offers=None,
    )
    return (
        waiting.select_related("condition", "topic")
        .annotate(reads=Subquery(total))
        .filter(reads__gt=0)
        .order_by("-reads", "pk")
    )


def _who_would_answer(question: Question, now: datetime) -> list[User]:
    """Members who would help, with the question's condition: one standard question a week at most."""
    members = _willing(now).filter(member_conditions__condition=question.condition_id)
    members = members.exclude(answer_offers__offered_at__gt=now - WEEK)
    return list(members.order_by(F("last_at").asc(nulls_first=True), "pk")[:ASKED_FOR_ONE])


def _willing(now: datetime) -> QuerySet[User]:
    """Members who said that they would help, and were not asked often this week."""
    threads = Count("offers", filter=Q(offers__offered_at__gt=now - WEEK), distinct=True)
    questions = Count("answer_offers", filter=Q(answer_offers__offered_at__gt=now - WEEK), distinct=True)
    willing = User.objects.filter(is_active=True, volunteer__isnull=False)
    return willing.annotate(lately=threads + questions, last_at=Max("offers__offered_at")).filter(
        lately__lt=OFFERS_A_WEEK
    )


def _who_would_help(thread: Thread, now: datetime) -> list[User]:
    """Members who said so, with one of the thread's conditions; those first who were asked longest ago.

    Nobody is asked more than a few times a week, nor whom the author blocked or who avoids the author.
    """
    members = (
        _willing(now)
        .exclude(pk=thread.author_id)
        .exclude(blocks__other=thread.author_id)
        .exclude(blocked_by__member=thread.author_id)
    )
    if not thread.is_general:
        members = members.filter(member_conditions__condition__in=conditions_of(thread))
    return list(members.order_by(F("last_at").asc(nulls_first=True), "pk")[:ASKED_FOR_ONE])
