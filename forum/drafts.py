"""What is typed in the forum and not posted yet."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from forum.models import Thread
from writing.services import discard_draft, find_draft, save_draft
from writing.writers import Writer, writer_of

QUESTION, REPLY = "thread", "reply"
REPLY_FIELDS = ("body", "quote", "is_anonymous", "follows")


def keep_question(writer: Writer, sent: QueryDict, names: Iterable[str]) -> None:
    """Keeps a question as far as it is written. Raises TooOftenError and StoreDownError."""
    kept = found_question(writer) | _sent(sent, names)
    title = str(kept.get("title") or "").strip() or _("A question without a title")
    save_draft(writer=writer, kind=QUESTION, about="", title=title, fields=kept, url=reverse("ask-write"))


def found_question(writer: Writer) -> dict[str, Any]:
    """What was kept of a question; nothing where there is none."""
    draft = find_draft(writer=writer, kind=QUESTION, about="")
    return dict(draft.fields) if draft else {}


def drop_question(request: HttpRequest) -> None:
    """Lets go of it, when it is posted."""
    discard_draft(writer=writer_of(request), kind=QUESTION, about="")


def keep_reply(writer: Writer, thread: Thread, sent: QueryDict) -> None:
    """Keeps a reply. Raises TooOftenError and StoreDownError."""
    save_draft(
        writer=writer,
        kind=REPLY,
        about=str(thread.pk),
        title=thread.shown_title,
        fields=_sent(sent, REPLY_FIELDS),
        url=reverse("thread-reply", args=[thread.pk]),
    )


def found_reply(writer: Writer, thread: Thread) -> dict[str, Any]:
    """What was kept of a reply; nothing where there is none."""
    draft = find_draft(writer=writer, kind=REPLY, about=str(thread.pk))
    return dict(draft.fields) if draft else {}


def drop_reply(request: HttpRequest, thread: Thread) -> None:
    """Lets go of it, when it is posted."""
    discard_draft(writer=writer_of(request), kind=REPLY, about=str(thread.pk))


def _sent(sent: QueryDict, names: Iterable[str]) -> dict[str, Any]:
    return {name: sent.get(name, "") for name in names}
