"""Texts to begin with: what moderators often say to authors. Each is changed before it is sent, or sent as it is."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moderation.models import Action, Ground


@dataclass(frozen=True)
class Wording:
    """`actions` are those in whose forms it is offered, `ground` is what it rests on."""

    name: str
    label: Promise
    words: Promise
    ground: str
    actions: tuple[str, ...]


TAKE = (Action.REJECT, Action.REMOVE, Action.ASK, Action.HOLD, Action.REDACT)

WORDINGS = (
    Wording(
        "names",
        _("It names someone"),
        _("Thank you for writing. Your text names a person, such as a doctor. Without the name others can read it."),
        Ground.PRIVATE,
        TAKE,
    ),
    Wording(
        "contact",
        _("It has an address or a number in it"),
        _("Thank you for writing. Please leave out e-mail addresses and phone numbers: anyone could use them."),
        Ground.PRIVATE,
        TAKE,
    ),
    Wording(
        "advice",
        _("It tells others what to do"),
        _("Thank you for writing. Please say what happened to you, and leave to doctors what others should do."),
        Ground.OWN_LIFE,
        TAKE,
    ),
    Wording(
        "danger",
        _("Its advice could hurt someone"),
        _("Who follows this advice could be hurt. Please talk with a doctor before you change anything."),
        Ground.SAFE,
        TAKE,
    ),
    Wording(
        "unkind",
        _("It hurts someone"),
        _("We know how hard days can be. These words hurt someone else, though. Please say it in another way."),
        Ground.KIND,
        TAKE,
    ),
    Wording(
        "advert",
        _("It is an advert"),
        _("This text sells or recommends something for money. Nothing is sold here."),
        Ground.SELL,
        (Action.REJECT, Action.REMOVE),
    ),
    Wording(
        "warning",
        _("Who follows it could be hurt"),
        _(
            "Thank you for telling what you did. Who does the same could be hurt, so your words now stand below a "
            "warning, with a link to what our editors say. If you take the advice out, we take the warning off."
        ),
        Ground.SAFE,
        (Action.LABEL,),
    ),
    Wording(
        "cover",
        _("Not everybody wants to read this unprepared"),
        _(
            "Thank you for writing this. It stays for everybody to read. Some readers would be hurt by coming upon it "
            "unprepared, so they see first what it is about, and open it themselves."
        ),
        Ground.SAFE,
        (Action.COVER,),
    ),
    Wording(
        "crisis",
        _("Someone may be in danger"),
        _(
            "We read what you wrote, and we are worried about you. You are not alone. Please call your local emergency "
            "number now if you are in danger, or talk with someone you trust. We left out how it could be done, so "
            "that nobody is hurt by it."
        ),
        Ground.SAFE,
        (Action.ASK, Action.HOLD, Action.REDACT, Action.PUBLISH, Action.KEEP, Action.LIMIT, Action.COVER),
    ),
)


def wordings_for(action: str) -> tuple[Wording, ...]:
    """Those that are offered in the form of one action."""
    return tuple(wording for wording in WORDINGS if action in wording.actions)


def wording_called(name: str) -> Wording | None:
    """The one of this name, if there is one."""
    return next((wording for wording in WORDINGS if wording.name == name), None)
