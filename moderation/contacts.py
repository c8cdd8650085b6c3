"""Finds ways to reach someone outside the site: addresses, numbers, messengers, links, however they are written. Pure.

It works on a folded text (moderation/folding.py). All repetitions in the patterns have an end.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

MOST: Final = 40


class Channel(StrEnum):
    """A way to reach someone. `KNOWN_LINK` leads to a public body, a scientific source or another trusted site."""

    EMAIL = "email"
    PHONE = "phone"
    MESSENGER = "messenger"
    LINK = "link"
    KNOWN_LINK = "known-link"
    SHORT_LINK = "short-link"


@dataclass(frozen=True)
class Contact:
    """One way to reach someone, as it stands in the text; `is_disguised` where it was written to be overlooked, and
    `is_like_adverts` where its address has their endings or names who gets money for it."""

    channel: Channel
    shown: str
    host: str = ""
    is_disguised: bool = False
    is_like_adverts: bool = False


@dataclass(frozen=True)
class Sites:
    """Which hosts are trusted, which only forward to others, and the endings of addresses that adverts like."""

    trusted: frozenset[str] = frozenset()
    forwarding: frozenset[str] = frozenset()
    advert_endings: frozenset[str] = frozenset()
    messengers: frozenset[str] = field(
        default=frozenset(
            {"wa.me", "t.me", "api.whatsapp.com", "chat.whatsapp.com", "telegram.me", "m.me", "signal.me"}
        )
    )


def find_contacts(text: str, sites: Sites) -> tuple[Contact, ...]:
    """Every contact of the text once."""
    found: dict[tuple[str, str], Contact] = {}
    rest = text
    for finder in (_links, _emails, _phones_and_messengers):
        contacts, rest = finder(rest, sites)
        for contact in contacts[:MOST]:
            found.setdefault((contact.channel, contact.shown), contact)
    return tuple(found.values())


# Links.

_LINK: Final = re.compile(
    r"(?:(?P<scheme>h(?:tt|xx)ps?)\s?:\s?/\s?/\s?|(?<![\w@.])www\s?\.\s?)(?P<host>[\w-]{1,63}(?:\.[\w-]{1,63}){0,5})(?P<path>(?:/[^\s)\]>]{0,300})?)",
    re.IGNORECASE,
)
_ENDINGS: Final = (
    "com|net|org|info|biz|shop|store|online|site|website|xyz|top|club|live|app|io|co|me|link|click|life|health|care|"
    "pro|vip|win|bet|casino|fit|buzz|icu|space|fun|de|fr|es|it|nl|pt|br|uk|us|ca|au|in|ru|eu|ch|at|be|pl|za|ng|gh|ke|"
    "mx|ar|cl|pe|ly|gl|gg|gd|id|ph|sg|tv|cc|ws|tk|ml|cf|gov|edu|int|example|test|"
    "deals|global|finance|guru|cyou|sbs|promo|monster|discount|loans?|xxx|guide|clinic|pharmacy|digital|company"
)
_WORD_ENDINGS: Final = (
    "help|today|world|best|work|support|sale|offers|money|party|one|group|host|press|quest|rest|zone|trade|solutions|"
    "center|family|page|email|community|services|tips|download|skin|hair|mom|bid|bar"
)
"""Endings that are words: only behind a name with a hyphen or a figure is “word.today” no forgotten space."""
_BARE: Final = re.compile(
    rf"(?<![\w@.-])(?P<host>(?:[a-z0-9][a-z0-9-]{{1,62}}\.){{1,4}}(?:{_ENDINGS})"
    rf"|(?=[a-z]{{0,40}}[\d-])[a-z0-9][a-z0-9-]{{1,62}}\.(?:{_WORD_ENDINGS}))"
    r"(?![\w-]|\.\w)(?P<path>(?:/[^\s)\]>]{0,300})?)",
    re.IGNORECASE,
)
_DISGUISED: Final = re.compile(
    r"(?<![\w@])(?P<name>[a-z0-9][a-z0-9-]{2,62})\s?[\[({]?\s?\b(?:dot|punkt|point|punto|ponto|punt)\b\s?[\])}]?\s?(?P<end>com|net|org|info|shop|store|online|xyz|site|co|me|ly|de|fr|es|it|nl|br|uk|ru)\b",
    re.IGNORECASE,
)
_SPACED: Final = re.compile(
    r"(?<![\w@])(?P<name>[a-z0-9][a-z0-9-]{2,62})\s\.\s?(?P<end>com|net|org|info|shop|store|online|xyz)\b"
    r"|(?<![\w@])(?P<name2>[a-z0-9][a-z0-9-]{2,62})\s?[\[({]\s?\.\s?[\])}]\s?(?P<end2>com|net|org|info|shop|store|online|xyz|example)\b",
    re.IGNORECASE,
)


_REFERRAL: Final = re.compile(r"/(?:ref|aff|affiliate|partner)/|[?&](?:ref|aff|affiliate|coupon|promo)=", re.IGNORECASE)
"""An address that says who gets money for it."""


def _links(text: str, sites: Sites) -> tuple[list[Contact], str]:
    found = []

    def take(match: re.Match[str], *, is_disguised: bool = False) -> str:
        host = match["host"].casefold().removeprefix("www.").rstrip(".")
        has_disguise = is_disguised or "xx" in (match.groupdict().get("scheme") or "").casefold()
        shown = f"{host}{match['path'] or ''}"[:80]
        channel = _link_channel(host, sites)
        is_odd = channel == Channel.LINK and (
            host.rpartition(".")[2] in sites.advert_endings or bool(_REFERRAL.search(match["path"] or ""))
        )
        found.append(Contact(channel, shown, host, has_disguise, is_odd))
        return " "

    rest = _LINK.sub(take, text)
    rest = _BARE.sub(take, rest)
    for pattern in (_DISGUISED, _SPACED):
        for match in pattern.finditer(rest):
            if "@" in rest[max(0, match.start() - 3) : match.start()] or _is_mail_before(rest, match.start()):
                continue
            groups = match.groupdict()
            host = f"{groups['name'] or groups['name2']}.{groups['end'] or groups['end2']}".casefold()
            found.append(Contact(_link_channel(host, sites), host, host, is_disguised=True))
    return found, rest


_AT_BEFORE: Final = re.compile(
    r"(?:@|\b(?:at|arroba|arobase|chiocciola|klammeraffe|apenstaartje)\b)\s?[\])}>]?\s?$", re.IGNORECASE
)


def _is_mail_before(text: str, start: int) -> bool:
    return bool(_AT_BEFORE.search(text[max(0, start - 20) : start]))


def _link_channel(host: str, sites: Sites) -> Channel:
    if host in sites.messengers:
        return Channel.MESSENGER
    if is_host_among(host, sites.forwarding):
        return Channel.SHORT_LINK
    return Channel.KNOWN_LINK if is_host_among(host, sites.trusted) else Channel.LINK


def is_host_among(host: str, known: frozenset[str]) -> bool:
    """Whether the host, or a domain that it belongs to, is listed: “www.nhs.uk” belongs to “nhs.uk”."""
    parts = host.split(".")
    return any(".".join(parts[place:]) in known for place in range(len(parts)))


# E-mail.

_EMAIL: Final = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_AT: Final = r"(?:@|\b(?:at|arroba|arobase|chiocciola|klammeraffe|apenstaartje)\b)"
_DOT: Final = r"(?:\.|\b(?:dot|punkt|point|punto|ponto|punt)\b)"
_OPEN: Final = r"\s{0,2}[\[({<*_-]{0,2}\s{0,2}"
_CLOSE: Final = r"\s{0,2}[\])}>*_-]{0,2}\s{0,2}"
_WRITTEN_EMAIL: Final = re.compile(
    rf"(?<![\w.+%-])(?P<name>[\w.+%-]{{2,64}}){_OPEN}(?P<at>{_AT}){_CLOSE}(?P<host>[a-z0-9][\w-]{{1,62}}){_OPEN}(?P<dot>{_DOT}){_CLOSE}(?P<end>com|net|org|info|co|me|de|fr|es|it|nl|pt|br|uk|us|ca|in|ru|eu|ch|example|test)\b",
    re.IGNORECASE,
)
_DOT_SIGN: Final = re.compile(
    r"\b(?:dot|punkt|point|punto|ponto|punt)\b|@|[\[({<]\s?(?:at|\.)\s?[\])}>]", re.IGNORECASE
)
_HOUSE: Final = re.compile(r"g\s?mail|hot\s?mail|yahoo|outlook|proton|yandex|aol|gmx|icloud", re.IGNORECASE)
_MAIL_HOUSE: Final = re.compile(
    rf"(?<![\w.+%-])(?P<name>[\w.+%-]{{2,64}}){_OPEN}(?P<at>{_AT}){_CLOSE}(?:g\s?mail|hot\s?mail|yahoo|outlook|proton\s?mail|yandex|aol|gmx|icloud)\b",
    re.IGNORECASE,
)


def _emails(text: str, _sites: Sites) -> tuple[list[Contact], str]:
    found = []

    def take(match: re.Match[str], *, is_disguised: bool) -> str:
        shown = " ".join(match[0].split())
        found.append(Contact(Channel.EMAIL, shown[:80], is_disguised=is_disguised))
        return " "

    rest = _EMAIL.sub(lambda match: take(match, is_disguised=False), text) if "@" in text else text
    if _DOT_SIGN.search(rest):
        rest = _WRITTEN_EMAIL.sub(
            lambda match: take(match, is_disguised=True) if _is_written_email(match) else match[0], rest
        )
    if _HOUSE.search(rest):
        rest = _MAIL_HOUSE.sub(lambda match: take(match, is_disguised=True), rest)
    return found, rest


def _is_written_email(match: re.Match[str]) -> bool:
    """“look at this.it” is no address: the word “at” needs another sign beside it."""
    return not match["at"].isalpha() or any(sign in match[0] for sign in "[({<") or match["dot"] != "."


# Messengers.

_MESSENGERS: Final = (
    "whats\\s?app?|watsapp|whatsap|wathsapp|telegram|viber|signal|wechat|we\\s?chat|weixin|skype|snapchat|snap|"
    "instagram|insta|ig|facebook|fb|messenger|tiktok|imo|threema|discord|kik|line\\s?id|zangi|hangouts?|google\\s?chat"
)
_HANDLE: Final = re.compile(
    rf"\b(?P<name>{_MESSENGERS})\b[^\w\n@+]{{0,6}}(?:(?:is|me|us|him|her|them|on|at|via|id|user|username|number|no|nr|handle|group|channel|page|line|call|text|chat)\b[^\w\n@+]{{0,4}}){{0,3}}(?P<handle>@[\w.]{{3,40}}|\+?\d[\d\s().-]{{5,22}}\d|[a-z][\w.]{{2,30}}[\d_][\w.]{{0,20}})",
    re.IGNORECASE,
)
_AT_HANDLE: Final = re.compile(r"(?<![\w@.])@[a-z][\w.]{2,40}", re.IGNORECASE)


def _phones_and_messengers(text: str, _sites: Sites) -> tuple[list[Contact], str]:
    figures = with_figures(text)
    was_spelled = figures != text
    found = []

    def take(match: re.Match[str]) -> str:
        shown = " ".join(match[0].split())[:80]
        found.append(Contact(Channel.MESSENGER, shown, is_disguised=was_spelled and match["handle"][-1].isdigit()))
        return " "

    rest = _HANDLE.sub(take, figures)
    return found + _phones(rest, was_spelled=was_spelled), rest


# Telephone numbers.

_DIGIT_WORDS: Final = {
    word: str(digit)
    for digit, words in enumerate(
        (
            "zero oh nought null cero nul nulla zéro",
            "one uno un ein eins eine um een één",
            "two dos deux zwei zwo due dois duas twee",
            "three tres trois drei tre três drie",
            "four cuatro quatre vier quattro quatro",
            "five cinco cinq fünf fuenf cinque vijf",
            "six seis sechs sei zes",
            "seven siete sept sieben sette sete zeven",
            "eight ocho huit acht otto oito",
            "nine nueve neuf neun nove negen",
        )
    )
    for word in words.split()
}
_DIGIT_RUN: Final = re.compile(
    rf"(?<![\w])(?:(?:{'|'.join(sorted(_DIGIT_WORDS, key=len, reverse=True))}|\d{{1,6}})\b[\s,.·*()/-]{{0,4}}){{5,20}}",
    re.IGNORECASE,
)
_DIGIT_WORD: Final = re.compile(rf"\b(?:{'|'.join(sorted(_DIGIT_WORDS, key=len, reverse=True))})\b", re.IGNORECASE)
_NUMBER: Final = re.compile(r"(?<![\w.,:/#-])(?P<number>\(?(?:\+|00)?\s?\(?\d[\d\s().·/-]{5,26}\d)(?![\w%]|[.,:]\d)")
_FREE_LINE: Final = re.compile(r"\(?0\s?80[08]\D|0?800\D|116\s?\d{3}$")
"""Numbers that cost nothing to call are those of services and charities; 116 … are Europe's helplines."""
_DATE: Final = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\b(?:19|20)\d\d\s?[-/]\s?(?:19|20)?\d\d\b")
_CALL: Final = re.compile(
    r"\b(?:call|phone|tel|telefon\w{0,4}|telephone|mobile|cell|text|number|whats\s?app|contact\w{0,4}|num[eé]ro|"
    r"appel\w{0,3}|llam\w{0,4}|anruf\w{0,3}|ruf\w{0,2}|chiam\w{0,4}|lig\w{0,3}|bel|bellen|n[uú]mero|nummer)\b",
    re.IGNORECASE,
)
_PUBLIC_LINE: Final = re.compile(
    r"\b(?:help\s?lines?|hot\s?lines?|crisis|samaritans|lifeline|emergenc\w{1,3}|ambulance|"
    r"poison\w{0,4}|giftnotruf|notruf|nhs|telefonseelsorge|sos amiti[eé]|urgence\w{0,2}|emergencia\w{0,2}|"
    r"emerg[eê]ncia\w{0,2}|noodnummer|pronto soccorso|teléfono de la esperanza|cvv)\b",
    re.IGNORECASE,
)


def with_figures(text: str) -> str:
    """The text with runs of spelled figures written in figures: “zero seven double five” and the like."""
    text = re.sub(r"\bdouble\s{1,3}(\w{3,5})\b", r"\1 \1", text, flags=re.IGNORECASE)
    text = re.sub(r"\b(?:plus|mais|más|più)\s{1,3}(?=\w{3,6}\b)", "+", text, flags=re.IGNORECASE)

    def take(match: re.Match[str]) -> str:
        spelled = len(_DIGIT_WORD.findall(match[0]))
        if spelled < 3:
            return match[0]
        return _DIGIT_WORD.sub(lambda word: _DIGIT_WORDS[word[0].casefold()], match[0].replace(",", " "))

    return _DIGIT_RUN.sub(take, text)


def _phones(figures: str, *, was_spelled: bool) -> list[Contact]:
    found = []
    for match in _NUMBER.finditer(figures):
        number = match["number"]
        digits = sum(letter.isdigit() for letter in number)
        if not 7 <= digits <= 15 or _DATE.search(number) or _FREE_LINE.match(number) or _is_list_of_numbers(number):
            continue
        before = figures[max(0, match.start() - 40) : match.start()]
        around = figures[max(0, match.start() - 90) : match.end() + 40]
        if _PUBLIC_LINE.search(around) and not was_spelled:
            continue
        is_international = number.lstrip("( ").startswith(("+", "00"))
        if is_international or _CALL.search(before) or (digits >= 9 and was_spelled):
            found.append(Contact(Channel.PHONE, " ".join(number.split()), is_disguised=was_spelled))
    return found


def _is_list_of_numbers(number: str) -> bool:
    """Values one after the other, such as “4.5 12.3 140”, are no telephone number."""
    parts = number.split()
    return len(parts) > 2 and sum("." in part for part in parts) >= 2
