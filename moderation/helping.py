"""The way of an author who may be in danger: first to who helps, then to what they wrote."""

from urllib.parse import urlencode

from django.urls import reverse

from moderation.kinds import kind_of
from moderation.models import Case, ModeratedContent, Risk
from moderation.screening import Mark, Post, screen
from moderation.services.screening import lists_in_use


def way_after_posting(item: ModeratedContent, url: str) -> str:
    """Where the author goes after posting: to `url`, or to who helps, which leads on to it."""
    mine = Case.objects.open().about(kind_of(item).name, item.pk)
    if item.shows_help and mine.filter(risk=Risk.CRISIS).exists():
        return f"{reverse('help-now')}?{urlencode({'text': url})}"
    return url


def may_be_in_danger(*texts: str) -> bool:
    """Whether somebody who is still writing should see who helps."""
    return any(text and Mark.CRISIS in screen(Post(body=text), lists_in_use()).flags for text in texts)
