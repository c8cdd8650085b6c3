"""What an automatic look at a text comes to: publish or hold, with flags and reasons in words. Pure.

Nothing is deleted or refused by this. Posting, `manage.py screen_posts` and the dry run of word lists all call
`screen`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from moderation import advice, crisis, learning, spam
from moderation.classifier import TOPICS, UNLIKE
from moderation.contacts import Channel, find_contacts
from moderation.crisis import Alarm, CrisisAssessment
from moderation.folding import fold
from moderation.learning import Learned
from moderation.spam import History, Sign, SpamAssessment
from moderation.word_lists import Lists

LINKS: Final = frozenset({Channel.LINK, Channel.SHORT_LINK, Channel.KNOWN_LINK})


class Verdict(StrEnum):
    PUBLISH = "publish"
    HOLD = "hold"


class Mark(StrEnum):
    """What a text is flagged as."""

    CRISIS = "crisis"
    METHOD = "method"
    MISINFO = "misinfo"
    SPAM = "spam"


@dataclass(frozen=True)
class Post:
    """What is looked at. `kind` is that of the content, such as “answer”; `language` is the one its author chose.

    `is_between_two`: written to one person who agreed to it, where a telephone number or a link is ordinary.
    """

    body: str
    title: str = ""
    kind: str = ""
    language: str = ""
    is_between_two: bool = False


@dataclass(frozen=True)
class Screening:
    """What came of it. `reasons` are by mark; they do not quote the text, `quoted_reasons` do."""

    verdict: Verdict = Verdict.PUBLISH
    flags: tuple[Mark, ...] = ()
    reasons: Mapping[Mark, tuple[str, ...]] = field(default_factory=dict)
    quoted_reasons: tuple[str, ...] = ()
    crisis: CrisisAssessment = field(default_factory=CrisisAssessment)
    spam: SpamAssessment = field(default_factory=lambda: SpamAssessment(0, (), is_suspect=False))
    has_link: bool = False

    @property
    def is_held(self) -> bool:
        return self.verdict == Verdict.HOLD


def screen(post: Post, lists: Lists, history: History | None = None, learned: Learned | None = None) -> Screening:
    """Looks at a text in every way. `learned` is what this site's moderators have taught, where it counts."""
    folded = fold(f"{post.title}\n\n{post.body}" if post.title else post.body)
    matches = lists.book.find(folded.words)
    like = lists.classifier.evidence(folded.words) if lists.classifier else dict.fromkeys(TOPICS, UNLIKE)
    danger = crisis.assess(folded.words, matches, lists, like["crisis"])
    harm = advice.assess(folded.words, matches, lists, like["advice"])
    contacts = find_contacts(folded.text, lists.sites)
    weights = spam.BETWEEN_TWO if post.is_between_two else None
    taught = _learned_sign(folded.words, learned)
    advert = spam.assess(
        folded, matches, lists, history, contacts=contacts, weights=weights, learned_sign=taught, evidence=like["spam"]
    )
    marks = {
        Mark.CRISIS: danger.alarm == Alarm.DANGER,
        Mark.METHOD: danger.has_method,
        Mark.MISINFO: harm.is_harmful,
        Mark.SPAM: advert.is_suspect,
    }
    flags = tuple(mark for mark, is_set in marks.items() if is_set)
    words = {
        Mark.CRISIS: ((_("Someone may be in danger."),), danger.words),
        Mark.METHOD: ((_("It describes a method."),), ()),
        Mark.MISINFO: ((_("It tells others to do what can harm them."),), harm.words),
    }
    reasons: dict[Mark, tuple[str, ...]] = {mark: words[mark][0] for mark in flags if mark in words}
    quoted = [_quote(*words[mark]) for mark in flags if mark in words]
    if Mark.SPAM in flags:
        reasons[Mark.SPAM] = advert.reasons(quote=False)
        quoted.extend(advert.reasons(quote=True))
    return Screening(
        verdict=Verdict.HOLD if set(flags) - {Mark.CRISIS} else Verdict.PUBLISH,
        flags=flags,
        reasons=reasons,
        quoted_reasons=tuple(quoted),
        crisis=danger,
        spam=advert,
        has_link=any(contact.channel in LINKS for contact in contacts),
    )


def _learned_sign(words: Sequence[str], learned: Learned | None) -> Sign | None:
    if learned is None:
        return None
    points = learning.points_for(learned, words)
    return Sign("learned", points) if points else None


def _quote(sentences: tuple[str, ...], words: tuple[str, ...]) -> str:
    quotes = ", ".join(f"“{one}”" for one in words)
    return f"{sentences[0]} ({quotes})" if quotes else sentences[0]
