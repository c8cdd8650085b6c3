"""Looks whether a text is an advert or a swindle, by signs that add up: pure, no database, no network.

A sign alone says little: a price, a link or a thankful patient is ordinary here. Signs together hold a text, so that a
moderator reads it first. Nothing is ever refused or deleted by this. The phrases are lists that an owner edits
(moderation/word_lists.py); what else counts, and how much, stands in `Weights`.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from moderation.classifier import UNLIKE
from moderation.contacts import Channel, Contact
from moderation.folding import Folded
from moderation.phrases import Match
from moderation.word_lists import Lists


@dataclass(frozen=True)
class Weights:
    """How much each sign counts; a text with `hold_from` points or more is held.

    They were set on moderation/data/evaluation/spam.jsonl and looked at on other texts (docs/owners/word-lists.md)."""

    hold_from: float = 0.8
    email: float = 0.35
    phone: float = 0.5
    messenger: float = 0.7
    link: float = 0.3
    short_link: float = 0.6
    advert_address: float = 0.25
    disguised_contact: float = 0.4
    many_links: float = 0.6
    many_links_from: int = 3
    mixed_script: float = 0.5
    hidden_characters: float = 0.4
    fancy_letters: float = 0.45
    spaced_out: float = 0.3
    disguised_words: float = 0.4
    decoration: float = 0.35
    further_phrase: float = 0.4
    most_further: int = 3
    healer_and_cure: float = 0.2
    offer_with_contact: float = 0.25
    trade_with_contact: float = 0.15
    off_topic: float = 0.3
    new_author: float = 0.1
    known_author: float = -0.1
    burst: float = 0.5
    repeated: float = 0.8
    own_repeated: float = 0.5
    least_discount_with_contact: float = -0.2
    like_examples: float = 0.2
    most_like_examples: float = 0.5
    most_unlike_examples: float = -0.05


BETWEEN_TWO: Final = Weights(
    email=0, phone=0, messenger=0, link=0, advert_address=0, many_links=0, off_topic=0, like_examples=0
)
"""Between two who agreed to talk, ways to get in touch and talk of other things are ordinary. No example is such."""


@dataclass(frozen=True)
class History:
    """What is known of the author: how much they have published, and what they and others have posted like it lately.

    `recent_posts` counts the last ten minutes; `like_others` and `like_own` count texts that are almost the same.
    """

    published_count: int = 0
    recent_posts: int = 0
    like_others: int = 0
    like_own: int = 0


@dataclass(frozen=True)
class Sign:
    """One thing that speaks for an advert, or with negative points against it. `words` are those of the text."""

    name: str
    points: float
    words: str = ""


BURST_FROM: Final = 5
KNOWN_FROM: Final = 20
LEAST_SPOKEN: Final = 0.1
LONGEST_QUOTE: Final = 60
UNSPOKEN: Final = frozenset({"new_author", "known_author", "healer_and_cure", "offer_with_contact"})
SHORTEST_JUDGED: Final = 8
_DECORATION: Final = re.compile("[➥➤➜►▶✔✅☑❌🔥👉👇💯💰💊🌿🍀⭐★🎁🚀💪📞📲💵🤑⏰❗‼️💥👈☎✨🎉🛒🏆]")

REASONS: Final[dict[str, Promise]] = {
    "email": _("It has an e-mail address."),
    "phone": _("It has a telephone number."),
    "messenger": _("It leads to a messenger outside this site."),
    "link": _("It links to a site that we do not know."),
    "short_link": _("It has a link that hides where it leads."),
    "advert_address": _("It has an address such as many adverts have."),
    "disguised_contact": _("A way to get in touch is written so that it is overlooked."),
    "many_links": _("It has many links."),
    "mixed_script": _("Words mix letters of different scripts that look alike."),
    "hidden_characters": _("Words have characters in them that cannot be seen."),
    "fancy_letters": _("It is written in letters of unusual shapes."),
    "spaced_out": _("Letters of a word stand apart."),
    "disguised_words": _("Words are written with figures in place of letters."),
    "decoration": _("It is decorated like an advert."),
    "burst": _("Its author posted many texts in a few minutes."),
    "repeated": _("Others have posted almost the same text."),
    "own_repeated": _("Its author has posted almost the same text before."),
    "healers": _("It speaks of a healer or of spells."),
    "cures": _("It claims a cure, or effects that no treatment has."),
    "testimonials": _("It reads like a testimonial for someone who sells a cure."),
    "solicitations": _("It asks readers to get in touch or to go elsewhere."),
    "sales": _("It offers something for sale."),
    "products": _("It praises a product."),
    "templates": _("It is laid out like an advert for a product."),
    "money": _("It is about loans, investments, jobs or other money, not about a condition."),
    "trade": _("It uses words of adverts."),
    "off_topic": _("It offers or links to something, and does not speak of health."),
    "strangers": _("It is about something that has nothing to do with a condition."),
    "romance": _("It reads like a letter of someone who looks for a victim, not for help."),
    "pitches": _("It promotes a business, a method or a course."),
    "hidden-sources": _("It hides the name of a seller, who is told in private."),
    "own-shops": _("It says where something is sold that shops do not have."),
    "recruiting": _("It looks for people who sell something."),
    "begging": _("It asks strangers for money."),
    "organs": _("It is about buying or selling organs."),
    "harvesting": _("It asks for passwords, numbers or papers of readers."),
    "other-offers": _("It offers something that has nothing to do with this community."),
    "examples": _("It reads like adverts that we know."),
    "learned": _("It is like texts that moderators of this site did not publish."),
}
"""What a moderator reads for each sign; an owner's own lists say the name of the list."""


@dataclass(frozen=True)
class SpamAssessment:
    """What the signs come to."""

    points: float
    signs: tuple[Sign, ...]
    is_suspect: bool

    def reasons(self, *, quote: bool) -> tuple[str, ...]:
        """The signs that speak for an advert in words, the heaviest first; `quote` adds the words of the text."""
        against = sorted((sign for sign in self.signs if sign.points >= LEAST_SPOKEN), key=lambda sign: -sign.points)
        return tuple(_in_words(sign, quote=quote) for sign in against if sign.name not in UNSPOKEN)


def assess(
    folded: Folded,
    matches: Sequence[Match],
    lists: Lists,
    history: History | None = None,
    *,
    contacts: Sequence[Contact] = (),
    weights: Weights | None = None,
    learned_sign: Sign | None = None,
    evidence: float = UNLIKE,
) -> SpamAssessment:
    """Adds up the signs of a folded text whose phrases have been found (moderation/screening.py does both).

    `contacts` are those of the text (moderation/contacts.py), `learned_sign` is what the site's own moderators have
    taught (moderation/learning.py), `evidence` is how like examples of adverts it is (moderation/classifier.py).
    """
    weights = weights or Weights()
    found = [match for match in matches if lists.topics.get(match.list_name) == "spam"]
    signs = [
        *_phrases(folded, found, lists, weights),
        *_contacts(contacts, weights),
        *_disguises(folded, found, weights),
        *_of_history(history or History(), weights),
    ]
    signs += [learned_sign] if learned_sign else []
    signs += _of_examples(evidence, weights)
    signs += _off_topic(folded, signs, lists, weights)
    signs += _together(signs, weights)
    signs = _with_discount(signs, weights)
    points = round(sum(sign.points for sign in signs), 3)
    return SpamAssessment(points, tuple(signs), points >= weights.hold_from)


def _in_words(sign: Sign, *, quote: bool) -> str:
    reason = REASONS.get(sign.name)
    sentence = str(reason) if reason else gettext("It has phrases of the list “%(name)s”.") % {"name": sign.name}
    return f"{sentence} (“{sign.words}”)" if quote and sign.words else sentence


def _phrases(folded: Folded, matches: Sequence[Match], lists: Lists, weights: Weights) -> Iterator[Sign]:
    by_list: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        if not any(match.start < other.end and other.start < match.end for other in by_list[match.list_name]):
            by_list[match.list_name].append(match)
    for name, found in by_list.items():
        further = min(len(found) - 1, weights.most_further)
        quote = " ".join(folded.words[found[0].start : found[0].end])[:LONGEST_QUOTE]
        yield Sign(name, lists.points[name] * (1 + weights.further_phrase * further), quote)


def _contacts(contacts: Sequence[Contact], weights: Weights) -> Iterator[Sign]:
    by_channel = Counter(contact.channel for contact in contacts)
    weighed = {
        Channel.EMAIL: ("email", weights.email),
        Channel.PHONE: ("phone", weights.phone),
        Channel.MESSENGER: ("messenger", weights.messenger),
        Channel.LINK: ("link", weights.link),
        Channel.SHORT_LINK: ("short_link", weights.short_link),
    }
    for channel, (name, points) in weighed.items():
        if by_channel[channel]:
            yield Sign(name, points, next(one.shown for one in contacts if one.channel == channel))
    odd = next((contact.shown for contact in contacts if contact.is_like_adverts), "")
    if odd:
        yield Sign("advert_address", weights.advert_address, odd)
    if any(contact.is_disguised for contact in contacts):
        yield Sign("disguised_contact", weights.disguised_contact)
    if by_channel[Channel.LINK] + by_channel[Channel.SHORT_LINK] >= weights.many_links_from:
        yield Sign("many_links", weights.many_links)


def _disguises(folded: Folded, matches: Sequence[Match], weights: Weights) -> Iterator[Sign]:
    if folded.mixed_script_words:
        yield Sign("mixed_script", weights.mixed_script + 0.2 * min(folded.mixed_script_words - 1, 2))
    if folded.hidden_characters >= 2:
        yield Sign("hidden_characters", weights.hidden_characters)
    if folded.fancy_letters >= 6:
        yield Sign("fancy_letters", weights.fancy_letters)
    if folded.spaced_out_words:
        yield Sign("spaced_out", weights.spaced_out)
    if any(match.was_disguised for match in matches):
        yield Sign("disguised_words", weights.disguised_words)
    if len(_DECORATION.findall(folded.text)) >= 3:
        yield Sign("decoration", weights.decoration)


def _of_history(history: History, weights: Weights) -> Iterator[Sign]:
    if history.published_count == 0:
        yield Sign("new_author", weights.new_author)
    elif history.published_count >= KNOWN_FROM:
        yield Sign("known_author", weights.known_author)
    if history.recent_posts >= BURST_FROM:
        yield Sign("burst", weights.burst)
    if history.like_others:
        yield Sign("repeated", weights.repeated)
    elif history.like_own:
        yield Sign("own_repeated", weights.own_repeated)


def _of_examples(evidence: float, weights: Weights) -> Iterator[Sign]:
    if evidence != UNLIKE:
        points = weights.like_examples * evidence
        yield Sign("examples", max(weights.most_unlike_examples, min(weights.most_like_examples, points)))


_REACHABLE: Final = {"email", "phone", "messenger", "link", "short_link"}
_OFFERS: Final = {
    "healers",
    "cures",
    "testimonials",
    "solicitations",
    "sales",
    "products",
    "money",
    "strangers",
    "romance",
    "pitches",
    "hidden-sources",
    "own-shops",
    "recruiting",
    "begging",
    "organs",
    "harvesting",
    "other-offers",
    "trade",
}


_STRONG_OFFERS: Final = frozenset(_OFFERS) - {"solicitations", "trade", "hidden-sources", "begging"}
"""Offers that an honest text seldom has. “Write to me” and “free” are also said by those who give something away."""


def _off_topic(folded: Folded, signs: Sequence[Sign], lists: Lists, weights: Weights) -> Iterator[Sign]:
    """An offer or a link without a word about health. Only Latin script is judged: the words are of its languages."""
    names = {sign.name for sign in signs}
    if not names & (_REACHABLE | _STRONG_OFFERS) or len(folded.words) < SHORTEST_JUDGED:
        return
    in_latin = sum(word.isascii() for word in folded.words) > len(folded.words) / 2
    if in_latin and not any(lists.about_health.fits(word) for word in folded.words):
        yield Sign("off_topic", weights.off_topic)


def _together(signs: Sequence[Sign], weights: Weights) -> Iterator[Sign]:
    names = {sign.name for sign in signs}
    if "healers" in names and names & {"cures", "testimonials"}:
        yield Sign("healer_and_cure", weights.healer_and_cure)
    if names & _REACHABLE and names & _OFFERS:
        is_only_trade = names & _OFFERS == {"trade"}
        yield Sign("offer_with_contact", weights.trade_with_contact if is_only_trade else weights.offer_with_contact)


def _with_discount(signs: list[Sign], weights: Weights) -> list[Sign]:
    """Who warns of adverts uses their words. A text that also says where to buy gets little of that discount."""
    names = {sign.name for sign in signs}
    is_offer = names & _REACHABLE and names & (_OFFERS - {"cures", "testimonials", "products", "trade"})
    return [
        Sign(sign.name, max(sign.points, weights.least_discount_with_contact), sign.words)
        if sign.name == "warnings" and is_offer
        else sign
        for sign in signs
    ]
