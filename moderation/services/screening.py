"""The one look at a text that every room's posting takes: what it comes to, and what is written down of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import User
from moderation.folding import fold
from moderation.kinds import kind_of, moderated_kinds
from moderation.learning import Learned, learned_from
from moderation.likeness import SHARED_BANDS, prints_of
from moderation.models import LearnedTable, Moderated, PhraseList, Reason, Source, TextPrint, Visibility
from moderation.permissions import can_moderate
from moderation.screening import Mark, Post, Screening, screen
from moderation.services.cases import flag, follow_edit
from moderation.services.throwaway import waits_for_address
from moderation.services.visibility import await_moderator, published_count
from moderation.spam import KNOWN_FROM, History
from moderation.word_lists import Lists, WordList, put_over, ready

BURST: Final = timedelta(minutes=10)
REASON_OF: Final[Mapping[Mark, Reason]] = {
    Mark.CRISIS: Reason.SELF_HARM,
    Mark.METHOD: Reason.SELF_HARM,
    Mark.MISINFO: Reason.ADVICE,
    Mark.SPAM: Reason.SPAM,
}


@dataclass(frozen=True)
class Look:
    """What a look at a text came to: where the text begins, and why.

    `waits_as_first`: its author's first texts, or their first link, are read first, whatever the text says.
    `waits_for_address`: so are all texts of somebody with a throwaway mail address.
    """

    visibility: Visibility
    screening: Screening
    prints: tuple[int, ...] = ()
    waits_as_first: bool = False
    waits_for_address: bool = False
    is_change: bool = False

    @property
    def is_held(self) -> bool:
        return self.visibility == Visibility.HELD

    @property
    def needs_help_card(self) -> bool:
        """Whether the author is shown who helps."""
        return self.screening.crisis.needs_help_card


def look_at(
    *,
    author: User,
    kind: str,
    body: str,
    title: str = "",
    language: str = "",
    about: Any = None,
    is_between_two: bool = False,
) -> Look:
    """Looks at a text before it is stored. `about` is the row itself when it is changed, so that it is not taken for a
    copy of itself. What moderators write is never held; what they write of danger is flagged all the same.

    `is_between_two`: it goes to somebody who agreed to hear from the author, so that neither a first text waits nor one
    from a throwaway address.
    """
    prints = prints_of(fold(f"{title}\n\n{body}").words, key=settings.SECRET_KEY.encode())
    published = published_count(author, most=max(KNOWN_FROM, settings.FIRST_POSTS_HELD))
    lists = lists_in_use()
    found = screen(
        Post(body=body, title=title, kind=kind, language=language, is_between_two=is_between_two),
        lists,
        history_of(author, published=published, prints=prints, about=about),
        learned_in_use(),
    )
    is_first = not is_between_two and (
        published < settings.FIRST_POSTS_HELD
        or (bool(settings.FIRST_POSTS_HELD) and found.has_link and not _has_published_link(author))
    )
    waits = not is_between_two and waits_for_address(author, lists.throwaway)
    if not (is_first or waits or found.is_held) or can_moderate(author):
        return Look(Visibility.VISIBLE, found, prints, is_change=about is not None)
    why = {"waits_as_first": is_first, "waits_for_address": waits}
    return Look(Visibility.HELD, found, prints, is_change=about is not None, **why)


@transaction.atomic(savepoint=False)
def record_look(*, item: Moderated, look: Look | None, language: str = "", is_part: bool = False) -> None:
    """Writes down what a look came to, once the text is stored: into the queue, and its prints. Of a text whose
    visibility somebody has set, there was no look (None). `is_part`: other words, which were looked at before, stand
    beside those that were looked at."""
    if look is None:
        await_moderator(item=item)
        return
    if look.waits_as_first:
        await_moderator(item=item)
    if look.waits_for_address:
        flag(item=item, source=Source.SCREENING, reason=Reason.ADDRESS, language=language)
    for mark in look.screening.flags:
        words = " ".join(str(reason) for reason in look.screening.reasons.get(mark, ()))
        flag(item=item, source=Source.SCREENING, reason=REASON_OF[mark], words=words, language=language)
    if look.is_change:
        follow_edit(item=item)
    needs_help_card = look.needs_help_card or (is_part and item.shows_help)
    if needs_help_card != item.shows_help:
        item.shows_help = needs_help_card
        kind_of(item).model_class().objects.filter(pk=item.pk).update(shows_help=item.shows_help)
    _keep_prints(item, look, is_part=is_part)


def lists_in_use() -> Lists:
    """The shipped lists with the owner's own over them: one query; made ready once for each state of them."""
    return ready_with(list_of(row) for row in PhraseList.objects.order_by("pk"))


def ready_with(own: Iterable[WordList]) -> Lists:
    """The shipped lists with these over them, ready for use as the site's settings say."""
    return ready(put_over(own), by_examples=settings.SCREEN_BY_EXAMPLES)


def list_of(row: PhraseList) -> WordList:
    """A stored list, as screening works with it."""
    lines = tuple(line.strip() for line in row.lines.splitlines() if line.strip())
    return WordList(row.name, row.topic, lines, row.points)


def learned_in_use() -> Learned | None:
    """What the classifier has learnt, where it counts."""
    table = LearnedTable.objects.first()
    return learned_from(table.data) if table and table.is_used else None


def history_of(author: User, *, published: int, prints: tuple[int, ...], about: Any = None) -> History:
    """What the author and others have posted lately."""
    lately = TextPrint.objects.filter(author=author.pk, made_at__gt=timezone.now() - BURST)
    like = TextPrint.objects.filter(value__in=prints)
    if about is not None and about.pk:
        own_text = Q(kind=kind_of(about).name, item_id=about.pk)
        like, lately = like.exclude(own_text), lately.exclude(own_text)
    shared = like.values("kind", "item_id", "author_id").annotate(count=Count("pk")).filter(count__gte=SHARED_BANDS)
    alike = list(shared.order_by()) if prints else []
    return History(
        published_count=published,
        recent_posts=lately.values("kind", "item_id").distinct().count(),
        like_others=sum(row["author_id"] != author.pk for row in alike),
        like_own=sum(row["author_id"] == author.pk for row in alike),
    )


def _has_published_link(author: User) -> bool:
    """Whether others can read a text of the author that has a link."""
    has_link = Q(body__contains="://") | Q(body__contains="www.")
    return any(
        kind.model_class().objects.filter(has_link, author=author.pk, visibility=Visibility.VISIBLE).exists()
        for kind in moderated_kinds()
        if kind.counts_as_text
    )


def _keep_prints(item: Moderated, look: Look, *, is_part: bool) -> None:
    kind = kind_of(item)
    if look.is_change and not is_part:
        TextPrint.objects.filter(kind=kind.name, item_id=item.pk).delete()
    if look.prints:
        author_id = kind.author_id_of(item)
        TextPrint.objects.bulk_create(
            TextPrint(kind=kind.name, item_id=item.pk, author_id=author_id, value=value) for value in look.prints
        )
