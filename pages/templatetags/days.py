"""Days as readers and machines read them."""

from datetime import date, datetime
from functools import lru_cache

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pages.once import language

register = template.Library()


class DaySlot:
    """Stands for a date or a moment while a component is drawn (pages/stencils.py); `place` is where its words go."""

    def __init__(self, place: str) -> None:
        self.place = SafeString(place)


@register.filter(expects_localtime=True)
def day(moment: date | datetime | DaySlot) -> str:
    """A `<time>` with the day in words: the day of a moment is that of the site's time zone."""
    if isinstance(moment, DaySlot):
        return moment.place
    return _time(moment.date() if isinstance(moment, datetime) else moment, language() or "")


@lru_cache(maxsize=4_000)
def _time(on: date, _language: str) -> str:
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), date_format(on))
