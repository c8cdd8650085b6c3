"""The kinds of content that members write. Each room of content registers its own when the site starts.

Moderation knows no content: what it must know of a kind is named here, by dotted names, so that a room can register
before its models are loaded.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from moderation.models import Moderated


@dataclass(frozen=True)
class About:
    """The keys of the conditions that a text is about, and the address of what editors wrote about just that."""

    conditions: tuple[int, ...] = ()
    url: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of content.

    `model` is its label, such as "questions.Answer". `title` names a function of one row: what the row is called in
    moderators' lists and in notices to its author, never its text. `select_related` and `prefetch_related` are what
    the functions of a row need.
    `follow` names a function of one row and the visibility that it had before ("" for a new row): it recounts, gives
    or takes points, and marks what readers see as changed. What has no visibility of its own, such as a profile, has no
    `follow`.

    What else moderators may do with a row, each by a function of the room that owns it, or not at all:
    `body` gives the words as they were typed, for snapshots (without it the row's `body`), `html` the words for reading
    (without it `body_html`), `readable` the rows that a viewer may open (without it `objects.readable_by`), `url` where
    a row can be seen. `author` is the column that says whose it is (“pk” for members themselves). `redact` puts other
    words in place of the typed ones, `limit` changes who may read the row, and `mark` what stands over it (a
    cover, a warning); `retitle` puts another title in place of the typed one, which `own_title` gives (without it
    `title`). `public_title` gives what readers see as its name (without it `title`); `borrows_title`: it is called
    after another member's text, so that notices, snapshots and exports of its author leave that name out.
    `about` says which conditions the row is about, and which page of the editors fits best.
    `counts_as_text`: a row that others can read is one published text of its author. `is_private`: only two people
    read it, and it cannot be changed once it is sent: moderators see it when it was reported or held, and it is in no
    dry run and teaches nothing. Neither does what has no words (`has_words`), such as a picture.
    """

    name: str
    label: Promise | str
    model: str
    title: str
    follow: str = ""
    select_related: tuple[str, ...] = ()
    prefetch_related: tuple[str, ...] = ()
    author: str = "author"
    url: str = ""
    body: str = ""
    html: str = ""
    readable: str = ""
    redact: str = ""
    limit: str = ""
    mark: str = ""
    retitle: str = ""
    own_title: str = ""
    public_title: str = ""
    borrows_title: bool = False
    about: str = ""
    counts_as_text: bool = True
    is_private: bool = False
    has_words: bool = True

    def model_class(self) -> Any:
        """The model itself."""
        return apps.get_model(self.model)

    def rows(self) -> Any:
        """All rows, with what the functions of a row need."""
        related = [name for name in (self.author, *self.select_related) if name != "pk"]
        rows = self.model_class().objects.select_related(*related)
        return rows.prefetch_related(*self.prefetch_related)

    def readable_by(self, viewer: Any) -> Any:
        """The rows that a viewer may open."""
        if not self.readable:
            return self.rows().readable_by(viewer)
        return _called(self.readable)(viewer)

    def title_of(self, item: Any) -> str:
        """What the row is called."""
        return str(_called(self.title)(item))

    def public_title_of(self, item: Any) -> str:
        """What its readers see as its name."""
        return str(_called(self.public_title or self.title)(item))

    def own_title_of(self, item: Any) -> str:
        """The title as it was typed; nothing where it is called after another's text."""
        return "" if self.borrows_title else str(_called(self.own_title or self.title)(item))

    def name_of(self, item: Any) -> str:
        """What notices to its author call it."""
        return str(self.label) if self.borrows_title else self.title_of(item)

    def author_of(self, item: Any) -> Any:
        """Whose it is."""
        return item if self.author == "pk" else getattr(item, self.author)

    def author_id_of(self, item: Any) -> int:
        """The number of whose it is, without a query."""
        return int(item.pk if self.author == "pk" else getattr(item, f"{self.author}_id"))

    def url_of(self, item: Any) -> str:
        """Where it can be seen."""
        return str(_called(self.url)(item) if self.url else item.get_absolute_url())

    def body_of(self, item: Any) -> str:
        """The words as they were typed."""
        return str(_called(self.body)(item) if self.body else item.body)

    def html_of(self, item: Any) -> str:
        """The words for reading, made safe by `markup`."""
        return str(_called(self.html)(item) if self.html else item.body_html)

    def follow_change(self, item: "Moderated", was: str) -> None:
        """Does what follows from a change of the row's visibility."""
        if self.follow:
            _called(self.follow)(item, was)

    def put_words(self, item: Any, body: str) -> None:
        """Puts other words in place of the typed ones."""
        _called(self.redact)(item, body)

    def has_title(self, item: Any) -> bool:
        """Whether the row has a title that can be changed."""
        return bool(self.retitle and self.own_title_of(item))

    def put_title(self, item: Any, title: str) -> None:
        """Puts another title in place of the typed one."""
        _called(self.retitle)(item, title)

    def put_audience(self, item: Any, audience: str) -> None:
        """Changes who may read the row."""
        _called(self.limit)(item, audience)

    def put_marks(self, item: Any, marks: Mapping[str, str]) -> None:
        """Changes what stands over the row, by the names of its columns."""
        _called(self.mark)(item, marks)

    def about_of(self, item: Any) -> About:
        """Which conditions it is about."""
        about: About = _called(self.about)(item) if self.about else About()
        return about


def _called(name: str) -> Callable[..., Any]:
    if not name:
        raise ValidationError(_("That cannot be done with this kind of text."))
    function: Callable[..., Any] = import_string(name)
    return function


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Makes a kind known. Registering the same again changes nothing; two kinds of one name are a mistake."""
    if _kinds.setdefault(kind.name, kind) != kind:
        raise ValueError(f"Two kinds of content are called “{kind.name}”.")


def kinds() -> tuple[Kind, ...]:
    """All kinds, by name."""
    return tuple(kind for _name, kind in sorted(_kinds.items()))


def moderated_kinds() -> tuple[Kind, ...]:
    """Those whose rows moderators hold, show and remove."""
    return tuple(kind for kind in kinds() if kind.follow)


def kind_called(name: str) -> Kind | None:
    """The kind of this name, if there is one."""
    return _kinds.get(name)


def kind_of(item: Any) -> Kind:
    """The kind that a row is of."""
    return next(kind for kind in _kinds.values() if kind.model == item._meta.label)
