"""The way of an author who may be in danger: first to who helps, then to what they wrote."""

from urllib.parse import urlencode

from django.forms import BaseForm, CharField
from django.urls import reverse

from moderation.kinds import kind_of
from moderation.models import Case, Moderated, Risk
from moderation.screening import Mark, Post, screen
from moderation.services.screening import lists_in_use


def way_after_posting(item: Moderated, url: str) -> str:
    """Where the author goes after posting: to `url`, or to who helps, which leads on to it."""
    mine = Case.objects.open().about(kind_of(item).name, item.pk)
    if item.shows_help and mine.filter(risk=Risk.CRISIS).exists():
        return f"{reverse('help-now')}?{urlencode({'text': url})}"
    return url


def writer_may_be_in_danger(form: BaseForm) -> bool:
    """Whether somebody who is still writing in a form should see who helps. No query where nothing is written yet."""
    typed = (form[name].value() for name, field in form.fields.items() if isinstance(field, CharField))
    return speaks_of_danger(*(str(words) for words in typed if words))


def speaks_of_danger(*texts: str) -> bool:
    """Whether any of the texts reads as if its author were in danger."""
    text = "\n\n".join(filter(None, texts))
    return bool(text) and Mark.CRISIS in screen(Post(body=text), lists_in_use()).flags
