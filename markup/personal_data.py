"""Finds what can tell strangers who someone is: e-mail, phone, full name, hospital, address. Pure.

It looks for shapes and for words around them, so it may miss something and may be mistaken: what it finds is a
question to the author, never a verdict. Every repetition in its patterns has an end, so that its time grows with the
length of the text and with nothing else.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from markup.given_names import is_given_name

MOST_FOUND: Final = 20
"""More than this helps nobody: the author has to read the whole text anyway."""


class Kind(TextChoices):
    """What was found."""

    EMAIL = "email", _("e-mail address")
    PHONE = "phone", _("phone number")
    NAME = "name", _("full name")
    HOSPITAL = "hospital", _("hospital or clinic")
    ADDRESS = "address", _("postal address")


@dataclass(frozen=True)
class Found:
    """Words of a text that may say who or where someone is."""

    kind: Kind
    text: str
    start: int
    end: int


def find_personal_data(text: str, *, names: Iterable[str] = ()) -> tuple[Found, ...]:
    """What stands in the text, in the order of its places; no place is named twice.

    `names` are names to look for as they are: that of a member who writes without their name.
    """
    found: list[Found] = []
    for one in _candidates(text, names):
        if all(one.end <= other.start or other.end <= one.start for other in found):
            found.append(one)
        if len(found) >= MOST_FOUND:
            break
    return tuple(sorted(found, key=lambda one: one.start))


def _candidates(text: str, names: Iterable[str]) -> Iterator[Found]:
    """The surest kinds first: where two meet in one place, the first one stays."""
    for pattern in _EMAILS:
        yield from (_found(Kind.EMAIL, match) for match in pattern.finditer(text))
    for pattern in _ADDRESSES:
        yield from (_found(Kind.ADDRESS, match) for match in pattern.finditer(text))
    yield from (_found(Kind.PHONE, match) for match in _phones(text))
    for match in _HOSPITAL.finditer(text):
        if not _is_ordinary(match["name"] or match["after"] or ""):
            yield _found(Kind.HOSPITAL, match)
    yield from _names(text)
    for name in names:
        if len(name) >= 3:
            exactly = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
            yield from (_found(Kind.NAME, match) for match in exactly.finditer(text))


def _found(kind: Kind, match: re.Match[str], group: str | int = 0) -> Found:
    return Found(kind, match[group], match.start(group), match.end(group))


# E-mail: as it is written, and as people write it for other people.
_EMAILS: Final = (
    re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}+@[\w-]{1,63}+(?:\.[\w-]{1,63}+){1,4}+"),
    re.compile(
        r"(?<![\w.+-])[\w.+-]{1,64}+ ?[(\[{] ?(?:at|@|arroba|ät) ?[)\]}] ?[\w-]{1,63}+"
        r"(?:(?:\.| ?[(\[{] ?(?:dot|punkt|punto|point|\.) ?[)\]}] ?)[\w-]{1,63}+){1,4}",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![\w.+-])[\w.+-]{1,64}+ (?:at|arroba) (?:gmail|hotmail|outlook|yahoo|icloud|gmx|proton(?:mail)?)"
        r"(?: ?(?:\.|dot|punto|punkt|point) ?(?:com|de|es|fr|it|net|org|me|co\.uk))?\b",
        re.IGNORECASE,
    ),
)

# Phone: digits in groups, and none of what else has many digits: dates, years, amounts, laboratory values, codes.
_DIGITS: Final = re.compile(
    r"(?<![\w.,:/#+-])(?:\+ ?|\()?\d(?:[ \u00a0().\-/\u2010-\u2013]{0,3}\d){6,14}+(?![\w:%])(?![.,]\d)"
)
_DATE: Final = re.compile(
    r"(?<![\d.\-/])(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.] ?\d{1,2}[-/.] ?\d{4})(?![.\-/]?\d)"
)
_CODE_BEFORE: Final = re.compile(
    r"(?:PMID|PMC|DOI|ISBN|ISSN|OMIM|ORPHA(?:code)?|MIM|HPO?|NCT|EudraCT|SNOMED|LOINC|no\.|number of|rs)[ :#]{0,3}$",
    re.IGNORECASE,
)
_GROUPS: Final = re.compile(r"\d{1,15}+")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


def _phones(text: str) -> Iterator[re.Match[str]]:
    without_dates = _DATE.sub(lambda date: "·" * len(date[0]), text)
    for match in _DIGITS.finditer(without_dates):
        before = without_dates[max(0, match.start() - 16) : match.start()]
        if _is_phone(match[0]) and not _CODE_BEFORE.search(before):
            yield match


def _is_phone(words: str) -> bool:
    groups = _GROUPS.findall(words)
    digits = sum(map(len, groups))
    is_dialled = words.startswith(("+", "0", "(0", "(+", "("))
    if all(_YEAR.fullmatch(group) for group in groups) or words.count("/") > 1:
        return False
    if all(len(group) == 3 for group in groups[1:]) and (len(groups[0]) < 3 or groups[-1] == "000") and not is_dialled:
        return False
    if len(groups) > 1 and all(len(group) <= 2 for group in groups):
        return is_dialled and digits >= 8
    if len(groups) == 1:
        return digits >= (8 if is_dialled else 9)
    return digits >= 7


# Words that begin with a capital letter, in any alphabet that has them.
_CAPITAL: Final = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŴŶŸŹŻŽΑ-ΩА-Я]"
_PROPER: Final = rf"{_CAPITAL}(?:['’]{_CAPITAL})?[^\W\d_]{{1,30}}+(?:-{_CAPITAL}[^\W\d_]{{1,30}}+)?"
_PARTICLE: Final = r"(?:(?:van|von|der|den|de|del|della|la|da|dos|bin|al|el|y) ){0,3}"
_SAINT: Final = rf"(?:St\.?|Saint|San|Santa|Sankt|Sainte) {_PROPER}(?:['’]s)?"

_NAMED: Final = rf"(?:{_SAINT}|{_PROPER}(?:['’]s)?)"
_HOSPITAL: Final = re.compile(
    # St. Mary's Hospital
    rf"(?<!\w)(?:(?P<name>{_NAMED}(?: (?:of |for |and )?{_NAMED}){{0,4}}?) "
    r"(?:Hospital|Infirmary|Hospice|Clinic|Medical Cent(?:er|re)|Cancer Cent(?:er|re)|Klinik|Klinikum"
    r"|Krankenhaus|Sjukhus|Ziekenhuis|Hastanesi)"
    # Hospital Universitario La Paz
    r"|(?:Hospital|Hospice|Clínica|Clinica|Klinik|Klinikum|Universitätsklinikum|Universitätsklinik|Krankenhaus"
    r"|Ospedale|Policlinico|Hôpital|Clinique|CHU|Charité|Больница)"
    r"(?: (?:Universitario|General|Clínico|Infantil|universitaire))?"
    rf" (?P<after>(?:de la |de los |de |del |di |des |du |in |zu |am |im )?{_NAMED}(?: {_PROPER}){{0,2}}))"
    r"(?!\w)"
)
_ORDINARY_WORDS: Final = """
a after all an and another any as at before big but by day every general her his in intensive its last local my near
next no of on one our outpatient private public regional she that the their then there this to university veterans we
when your he it they children children's childrens children’s teaching community emergency field state district city
county
"""
_ORDINARY: Final = frozenset(_ORDINARY_WORDS.split())


def _is_ordinary(name: str) -> bool:
    """Whether the words before “Hospital” name none: “The Hospital”, “Our Local Children's Hospital”."""
    return all(word.casefold() in _ORDINARY for word in name.split())


_STREET: Final = (
    r"Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Crescent|Square|Sq|Terrace|Boulevard|Blvd"
    r"|Place|Gardens|Grove|Hill|Way|Parade|Row|Mews|Highway"
)
_ADDRESSES: Final = (
    # 12 Rose Lane; 221b Baker Street
    re.compile(rf"(?<![\w.,])\d{{1,5}}[a-zA-Z]?,? (?:{_PROPER} ){{1,3}}(?:{_STREET})(?![\w])\.?"),
    # Calle Mayor 12; Via Roma, 5; Avenida de la Paz 3
    re.compile(
        r"(?<!\w)(?:Calle|C/|Avenida|Avda\.?|Av\.|Plaza|Paseo|Via|Viale|Piazza|Rua|Travessa) ?"
        rf"{_PARTICLE}(?:{_PROPER} ?){{1,4}},? ?(?:n[.º°]{{1,2}} ?)?\d{{1,4}}(?!\w)"
    ),
    # 5 rue de la Paix
    re.compile(
        r"(?<![\w.,])\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|boulevard|place|chemin|allée|impasse) "
        rf"{_PARTICLE}{_PROPER}(?: {_PROPER}){{0,2}}"
    ),
    # Hauptstraße 5; Berliner Str. 12a
    re.compile(
        rf"(?<!\w)(?:{_CAPITAL}[^\W\d_]{{2,30}}(?:straße|strasse|str\.|gasse|weg|platz|allee)"
        rf"|{_PROPER}(?:-| )(?:Straße|Strasse|Str\.|Weg|Platz|Allee|Gasse)) \d{{1,4}}[a-z]?(?!\w)"
    ),
    # SW1A 1AA
    re.compile(r"(?<![\w-])[A-Z]{1,2}\d{1,2}[A-Z]? \d[ABD-HJLNP-UW-Z]{2}(?!\w)"),
    # Springfield, IL 62704
    re.compile(rf"(?<!\w){_PROPER}(?: {_PROPER}){{0,2}},? [A-Z]{{2}} \d{{5}}(?:-\d{{4}})?(?!\w)"),
    # PO Box 123
    re.compile(r"(?<!\w)(?:P\.? ?O\.? Box|Postfach|Apartado) \d{1,8}(?!\w)", re.IGNORECASE),
)

_TITLED: Final = re.compile(
    r"(?<!\w)(?:Dr\.?|Dra\.?|Doctor|Doctora|Doktor|Prof\.?|Professor|Mr\.?|Mrs\.?|Ms\.?|Miss|Sr\.?|Sra\.?|Señora?|Herr|Frau"
    rf"|Mme|Madame|Monsieur|Nurse) {_PARTICLE}(?P<name>{_PROPER})(?: {_PARTICLE}{_PROPER}){{0,2}}"
)
_CALLED: Final = re.compile(
    r"(?<!\w)(?i:my name is|my name's|his name is|her name is|his name was|her name was|is called|was called|named"
    r"|me llamo|se llama|mi nombre es|je m['’]appelle|ich heiße|ich heisse|mein name ist|mi chiamo|meu nome é) "
    rf"(?P<name>{_PROPER}(?: {_PARTICLE}{_PROPER})? {_PARTICLE}(?P<family>{_PROPER}))(?!\w)"
)
_TWO_WORDS: Final = re.compile(
    rf"(?<![\w'’-])(?P<name>(?P<given>{_PROPER})(?: {_CAPITAL}\.)?(?: {_PROPER})? {_PARTICLE}(?P<family>{_PROPER}))"
    r"(?!\w)"
)
_NO_FAMILY_WORDS: Final = """
january february march april may june july august september october november december monday tuesday wednesday
thursday friday saturday sunday syndrome disease hospital clinic street road avenue university college school day eve
church and but so the then she he it we they i was is had has did what when where how after before castle park island
islands river lake bay city county north south east west foundation trust
"""
_NO_FAMILY: Final = frozenset(_NO_FAMILY_WORDS.split())


def _names(text: str) -> Iterator[Found]:
    for match in _TITLED.finditer(text):
        if match["name"].casefold() not in _ORDINARY | _NO_FAMILY:
            yield _found(Kind.NAME, match)
    for pattern in (_CALLED, _TWO_WORDS):
        for match in pattern.finditer(text):
            is_name = pattern is _CALLED or is_given_name(match["given"])
            if is_name and match["family"].casefold() not in _NO_FAMILY:
                yield _found(Kind.NAME, match, "name")
