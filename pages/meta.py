"""Titles and descriptions for browsers and search engines: pure."""

from dataclasses import dataclass

from django.utils.text import Truncator

MAX_TITLE = 65
MIN_DESCRIPTION, MAX_DESCRIPTION = 70, 160


@dataclass(frozen=True)
class Meta:
    """What stands in the head of a page. `canonical` is a path on this site."""

    title: str
    description: str
    canonical: str
    is_indexable: bool = True
    kind: str = "website"
    image: str = ""
    feed: str = ""
    feed_title: str = ""


def page_title(heading: str, site_name: str) -> str:
    """The heading and the site's name, at most 65 characters: first the name goes, then the heading's end."""
    whole = f"{heading} – {site_name}"
    return whole if len(whole) <= MAX_TITLE else _cut(heading, MAX_TITLE)


def description(*sentences: str) -> str:
    """As many of the sentences as fit in 160 characters; the first is cut at a word when it alone is too long."""
    text = _cut(sentences[0], MAX_DESCRIPTION) if sentences else ""
    for sentence in sentences[1:]:
        longer = f"{text} {sentence}".strip()
        if sentence and len(longer) <= MAX_DESCRIPTION:
            text = longer
    return text


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else Truncator(text).chars(length)
