"""Counts in words. A page says the same few sentences each time, so those that were said are remembered."""

from collections.abc import Callable
from functools import lru_cache, wraps

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moderation.models import Cover
from pages.once import language

MOST = 2_000


def remembered(words: Callable[..., str]) -> Callable[..., str]:
    """`words` depends on its numbers and texts alone; each language is remembered apart."""

    @lru_cache(maxsize=MOST)
    def said(_language: str | None, *values: int | str) -> str:
        return words(*values)

    @wraps(words)
    def say(*values: int | str) -> str:
        return said(language(), *values)

    return say


@remembered
def cover_words(cover: str) -> str:
    """What a moderator's cover over a text says; nothing where there is none."""
    return str(Cover(cover).label) if cover else ""


def outside_words(cover: str, warning_url: str) -> str:
    """What stands in lists, quotes and feeds in place of words that are behind a cover or below a warning."""
    return cover_words(cover) or (warning_words() if warning_url else "")


@remembered
def warning_words() -> str:
    """What stands above advice that can harm."""
    return _("This gives advice that can harm. Please read it on its page, with what our editors say.")


@remembered
def points_words(points: int) -> str:
    """“10 points”"""
    return ngettext("%(points)s point", "%(points)s points", points) % {"points": number_format(points)}


@remembered
def helped_words(people: int) -> str:
    """“3 people said this helped”; nothing for nobody."""
    if not people:
        return ""
    words = ngettext("%(people)s person said this helped", "%(people)s people said this helped", people)
    return words % {"people": number_format(people)}


@remembered
def minutes_words(minutes: int) -> str:
    """“4 minutes to read”"""
    return ngettext("%(minutes)d minute to read", "%(minutes)d minutes to read", minutes) % {"minutes": minutes}


@remembered
def sources_words(sources: int) -> str:
    """“6 sources”; nothing for none."""
    return ngettext("%(sources)d source", "%(sources)d sources", sources) % {"sources": sources} if sources else ""


@remembered
def place_words(place: int, count: int) -> str:
    """“Question 10 of 24”"""
    return _("Question %(place)s of %(count)s") % {"place": place, "count": count}


@remembered
def shared_words(people: int) -> str:
    """How many members answered, as a sentence; nothing for nobody."""
    if not people:
        return ""
    words = ngettext(
        "%(people)s member shared their own experience.", "%(people)s members shared their own experience.", people
    )
    return words % {"people": number_format(people)}


@remembered
def read_answers_words(answers: int) -> str:
    """The words of the link to the members' answers."""
    return ngettext("Read their answer", "Read their answers", answers)


@remembered
def answers_words(answers: int) -> str:
    """“3 member answers”, or that there is none yet."""
    if not answers:
        return _("No member answers yet")
    words = ngettext("%(answers)s member answer", "%(answers)s member answers", answers)
    return words % {"answers": number_format(answers)}


@remembered
def replies_words(replies: int) -> str:
    """“2 replies”; nothing for none."""
    if not replies:
        return ""
    return ngettext("%(replies)s reply", "%(replies)s replies", replies) % {"replies": number_format(replies)}


@remembered
def reviewed_words(answers: int) -> str:
    """“5 reviewed answers”; nothing for none."""
    if not answers:
        return ""
    words = ngettext("%(answers)s reviewed answer", "%(answers)s reviewed answers", answers)
    return words % {"answers": number_format(answers)}


@remembered
def on_map_words(people: int) -> str:
    """How many members the map shows, as a sentence; nothing for nobody."""
    if not people:
        return ""
    words = ngettext(
        "About %(people)s member chose to be on this map. It shows areas, never homes.",
        "About %(people)s members chose to be on this map. It shows areas, never homes.",
        people,
    )
    return words % {"people": number_format(people)}


@remembered
def matches_words(people: int) -> str:
    """“3 matches”; nothing for none."""
    if not people:
        return ""
    return ngettext("%(people)s match", "%(people)s matches", people) % {"people": number_format(people)}


@remembered
def count_words(count: int) -> str:
    """A number by itself, as the language writes it."""
    return number_format(count)


@remembered
def people_words(people: int) -> str:
    """“15 people”"""
    return ngettext("%(people)s person", "%(people)s people", people) % {"people": number_format(people)}
