"""The steps of telling a story: what its draft keeps, and which form reads which part of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from django.forms import Form
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from stories.forms import LANGUAGES, ReadersForm, WhoForm, WordsForm
from stories.prompts import PARTS, Way, changed_way, composed
from writing.models import Draft
from writing.services import find_draft, save_draft
from writing.writers import Writer

KIND: Final = "story"
MOST_STEPS: Final = 5


@dataclass(frozen=True)
class Step:
    """One page of the way. `url_name` is its address, `names` are the fields that it sends."""

    number: int
    url_name: str
    heading: Promise | str
    names: tuple[str, ...]
    lists: tuple[str, ...] = ()

    def typed(self, sent: QueryDict) -> dict[str, Any]:
        """What was sent of this step's fields, as it was typed; a database cannot keep the character NUL."""
        words = {name: str(sent[name]).replace("\0", "") for name in self.names if name in sent}
        return words | {name: [str(value).replace("\0", "") for value in sent.getlist(name)] for name in self.lists}

    def form(self, kept: Mapping[str, Any], *, writer: Writer, is_bound: bool) -> Form:
        """The step's form, with what the draft keeps."""
        source: dict[str, Any] = {"data" if is_bound else "initial": kept}
        if self.number == 1:
            return WhoForm(**source)
        if self.number == 2:
            return WordsForm(way=way_of(kept), **source)
        return ReadersForm(display_name=writer.member.display_name if writer.member else "", **source)


STEPS: Final = (
    Step(1, "story-new", gettext_lazy("Tell my story"), ("condition", "relation", "stage", "language")),
    Step(2, "story-new-words", gettext_lazy("Write your story"), ("way", "title", "body", *PARTS)),
    Step(
        3,
        "story-new-readers",
        gettext_lazy("Your name, and who may read it"),
        ("name", "country", "audience"),
        lists=("content_notes",),
    ),
)
CHECK_URL_NAME: Final = "story-new-check"


def way_of(kept: Mapping[str, Any]) -> Way:
    """How its author writes."""
    return Way.QUESTIONS if kept.get("way") == Way.QUESTIONS else Way.FREELY


def begun(condition: str) -> dict[str, Any]:
    """What the first step starts with: the condition whose page someone came from, and the language of the site."""
    language = (get_language() or "en").partition("-")[0]
    return {"condition": condition, "language": language if language in dict(LANGUAGES) else "en"}


def kept_story(writer: Writer) -> Draft | None:
    """The story that this writer is telling, if there is one."""
    return find_draft(writer=writer, kind=KIND, about="")


def kept_fields(writer: Writer) -> dict[str, Any]:
    """Everything that this writer's draft keeps; nothing where there is none."""
    draft = kept_story(writer)
    return dict(draft.fields) if draft else {}


def keep_step(*, writer: Writer, step: Step, sent: QueryDict) -> dict[str, Any]:
    """Keeps what was typed in one step beside what the others keep, and gives it all. See `save_draft`."""
    kept = kept_fields(writer) | step.typed(sent)
    if sent.get("go") in set(Way):
        kept = changed_way(kept, Way(str(sent["go"])))
    title = str(kept.get("title") or "").strip()
    named = _("Story: %(title)s") % {"title": title} if title else _("My story")
    save_draft(writer=writer, kind=KIND, about="", title=named, fields=kept, url=reverse(step.url_name))
    return kept


def mark_of(kept: Mapping[str, Any]) -> str:
    """A short sign of the words that a draft keeps: the form carries it, to find out what another window did."""
    words = "\0".join(" ".join(str(kept.get(name) or "").split()) for name in ("title", "body", *PARTS))
    return sha256(words.encode(errors="backslashreplace")).hexdigest()[:16]


def words_elsewhere(*, writer: Writer, sent: QueryDict) -> str:
    """What the draft says, if another window changed it since this form was shown, and differently; else nothing."""
    draft = kept_story(writer) if "seen" in sent else None
    if draft is None or mark_of(draft.fields) in {sent["seen"], mark_of(draft.fields | STEPS[1].typed(sent))}:
        return ""
    return "\n\n".join(filter(None, [str(draft.fields.get("title") or ""), composed(draft.fields)]))


def first_open(kept: Mapping[str, Any], *, writer: Writer) -> Step | None:
    """The first step that is not complete; nothing when the story can be sent."""
    return next((step for step in STEPS if not step.form(kept, writer=writer, is_bound=True).is_valid()), None)
