"""What a look behind a source's link means for the texts that cite it: pure."""

import re
from dataclasses import dataclass
from hashlib import sha256
from html import unescape
from typing import Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from questions.web import Reading

_GONE: Final = {404, 410}
_HIDDEN: Final = re.compile(r"<(script|style|noscript|svg)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_TAG: Final = re.compile(r"<[^>]*>")
_TITLE: Final = re.compile(r"<(title|h1)\b[^>]*>(.*?)</\1\s*>", re.IGNORECASE | re.DOTALL)
_RETRACTED: Final = re.compile(r"\A\W*(retracted|retraction|withdrawn|withdrawal|removed)\b", re.IGNORECASE)


@dataclass(frozen=True)
class SourceFinding:
    """The result in one word of CheckResult, in a sentence, and the fingerprint of what was read."""

    result: str
    note: str
    content_hash: str


def judge(url: str, reading: Reading) -> SourceFinding:
    """What was found behind the link `url`."""
    if reading.problem or reading.status is None:
        return SourceFinding("unreachable", reading.problem or _("The connection failed."), "")
    if reading.status in _GONE:
        return SourceFinding("vanished", _("The page is not there any more."), "")
    if not 200 <= reading.status < 300:
        return SourceFinding("unreachable", _("The site answered with status %(status)d.") % _status(reading), "")
    fingerprint = sha256(_words(reading).encode() if _is_html(reading) else reading.content).hexdigest()
    return SourceFinding(*_judge_page(url, reading), fingerprint)


def _judge_page(url: str, reading: Reading) -> tuple[str, str]:
    """The result and the sentence for a page that is there."""
    if title := _retracted_title(reading):
        return "retracted", _("Its title says: “%(title)s”.") % {"title": title[:200]}
    if urlsplit(url).path.strip("/") and reading.url != url and not urlsplit(reading.url).path.strip("/"):
        return "vanished", _("The link leads to the site's front page now.")
    if reading.is_moved:
        return "moved", _("The site says that the page has a new address for good.")
    return "ok", ""


def _status(reading: Reading) -> dict[str, int]:
    return {"status": reading.status or 0}


def _is_html(reading: Reading) -> bool:
    return reading.content_type in {"text/html", "application/xhtml+xml"}


def _words(reading: Reading) -> str:
    """What a person reads of the page, so that a new script or advert number is no change."""
    return " ".join(unescape(_TAG.sub(" ", _HIDDEN.sub(" ", _text(reading)))).split())


def _text(reading: Reading) -> str:
    return reading.content.decode("utf-8", "replace")


def _retracted_title(reading: Reading) -> str:
    """The page's title or heading where it begins with the word that publishers put there."""
    if not _is_html(reading):
        return ""
    for found in _TITLE.finditer(_text(reading)):
        title = " ".join(unescape(_TAG.sub(" ", found[2])).split())
        if _RETRACTED.match(title):
            return title
    return ""
