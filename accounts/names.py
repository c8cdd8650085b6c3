"""Which names a member may be known by: pure. Two names that look alike have the same key, in whatever letters."""

import re
import unicodedata

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SHORTEST, LONGEST = 2, 40
MOST_MARKS = 3
"""Marks in a row on one letter."""
MOST_DIGITS = 5
"""Digits in a name: six and more may be a telephone number."""

ROLES = {
    *("admin", "administrator", "moderator", "mod", "editor", "staff", "support", "official", "webmaster", "owner"),
    *("team", "root", "system", "security", "doctor", "dr", "prof", "professor", "nurse", "reviewer"),
}
"""Words that claim a role on the site or a profession."""
STRONG_ROLES = ("admin", "moderator", "webmaster")
"""Those that are refused inside of longer words too."""
SIGNATURES = ("former member", "a member", "member", "anonymous", "everyone", "nobody")
"""What the site itself writes where a name would stand."""

_LOOK = str.maketrans(
    "АВЕЅІЈКМНОРСТУХѴԜҮԌ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "abesijkmhopctyxvwyg" + "abezhikmnoptyx",
)
_LOOK_SMALL = str.maketrans(
    "авсԁеһіјкӏмнорԛгѕтуүхѵԝп" + "αβγεικνορτυχωη" + "օոսհց" + "ɑɡɩıᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ",
    "abcdehijklmhopqrstyyxvwn" + "abyeikvoptuxwn" + "onuhg" + "agiiabcdeghijklmnoprstuvwyz",
)
_ALIKE = (("0", "o"), ("1", "l"), ("|", "l"), ("i", "l"), ("5", "s"), ("rn", "m"), ("vv", "w"))
_ALPHABETS = {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU"}
"""Alphabets with letters that look the same."""
_JOINERS = "\u200c\u200d"
"""Invisible, and needed in the writing of Persian and of many languages of India."""
_ADDRESS = re.compile(r"\w\.[a-zA-Z]{2,}(\W|$)|://|\bwww\b")
_PUNCTUATION = " .'’-_·"


def clean_name(text: str) -> str:
    """The name in its usual form: compatibility letters unified, spaces single."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def name_key(name: str) -> str:
    """What a name looks like at a glance. `Аdmіn` in Cyrillic letters and `admin` have the same key."""
    text = unicodedata.normalize("NFKC", name).translate(_LOOK)
    text = unicodedata.normalize("NFKD", text.casefold()).translate(_LOOK_SMALL)
    text = "".join(letter for letter in text if unicodedata.category(letter)[0] in "LNS")
    for seen, meant in _ALIKE:
        text = text.replace(seen, meant)
    return text


def name_fault(name: str, *, site_name: str) -> str:
    """What is wrong with a cleaned name, as a sentence for the member; empty where it may be used."""
    fault = ""
    if not SHORTEST <= len(name) <= LONGEST:
        sizes = {"least": SHORTEST, "most": LONGEST}
        fault = (
            ngettext(
                "Choose a name of %(most)d character.", "Choose a name of %(least)d to %(most)d characters.", LONGEST
            )
            % sizes
        )
    elif "@" in name or _ADDRESS.search(name):
        fault = _("An e-mail or web address cannot be your name: everyone can read it.")
    elif sum(letter.isdigit() for letter in name) > MOST_DIGITS:
        fault = _("A name cannot have so many digits. It could be a telephone number.")
    elif _has_strange_letters(name):
        fault = _("Use letters, digits, spaces, points, hyphens and apostrophes only.")
    elif len(_alphabets(name)) > 1:
        fault = _("Write the name in the letters of one alphabet.")
    elif claims_role(name, site_name=site_name):
        fault = _("This name sounds like someone who works for the site. Please choose another.")
    return fault


def claims_role(name: str, *, site_name: str) -> bool:
    """Whether a name claims a role, a profession, or to be the site itself."""
    key = name_key(name)
    roles = {name_key(role) for role in ROLES} | {name_key(site_name)}
    words = {name_key(word.strip("0123456789")) for word in re.split(r"[\s.\-_'’·]+", name)}
    whole = {name_key(words_of_site) for words_of_site in SIGNATURES} | roles
    return bool(words & roles) or key in whole or any(name_key(role) in key for role in STRONG_ROLES)


def _has_strange_letters(name: str) -> bool:
    """Whether there is anything but letters with few marks, digits and some punctuation, or no letter at all."""
    marks = 0
    for letter in name:
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind[0] == "M" else 0
        is_joiner = letter in _JOINERS and not _alphabets(name)
        if marks > MOST_MARKS or not (kind[0] in "LM" or kind == "Nd" or letter in _PUNCTUATION or is_joiner):
            return True
    return not any(letter.isalpha() for letter in name)


def _alphabets(name: str) -> set[str]:
    """Those alphabets of the name that can be mistaken for each other."""
    return {unicodedata.name(letter, "").partition(" ")[0] for letter in name if letter.isalpha()} & _ALPHABETS
