"""From a draft to a story, in one step that happens once."""

from django.db import transaction

from accounts.models import User
from stories.checking import facts_of
from stories.models import Story
from stories.services import tell_story
from stories.steps import KIND, first_open, kept_story
from writing.services import discard_draft
from writing.writers import Writer


class NothingKeptError(Exception):
    """There is no complete draft to send."""


@transaction.atomic
def send_story(*, member: User, consent: bool) -> Story:
    """Tells the story that a member's draft holds, and lets go of the draft. Raises NothingKeptError."""
    writer = Writer(member=member)
    draft = kept_story(writer)
    if draft is None or first_open(draft.fields, writer=writer):
        raise NothingKeptError
    story = tell_story(author=member, consent=consent, **facts_of(draft.fields))
    discard_draft(writer=writer, kind=KIND, about="")
    return story
