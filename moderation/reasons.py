"""Why a text is held, in words for its author: never who reported it, and nothing that teaches an advertiser."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation.models import Case, Reason, Source

ABOUT: dict[str, Promise] = {
    Reason.SELF_HARM: gettext_lazy("it may say that someone is in danger"),
    Reason.ILLEGAL: gettext_lazy("it may be against the law"),
    Reason.UNDER_AGE: gettext_lazy("it may be about a child"),
    Reason.ADVICE: gettext_lazy("it may give advice that could hurt someone"),
    Reason.CRUELTY: gettext_lazy("it may hurt someone"),
    Reason.PRIVACY: gettext_lazy("it may hold private data, such as a name or a number"),
    Reason.ABOUT_ME: gettext_lazy("it may be about someone who does not want that"),
    Reason.SPAM: gettext_lazy("it may be an advert"),
    Reason.OTHER: gettext_lazy("a moderator wants to look at it"),
    Reason.FIRST_TEXT: gettext_lazy("the first texts of new members are read first"),
    Reason.ADDRESS: gettext_lazy("your mail address is of a service that gives them out to be thrown away"),
    Reason.CHANGED: gettext_lazy("it was changed"),
}


def why_held(case: Case) -> str:
    """One sentence. The case brings its flags along."""
    flags = sorted(case.flags.all(), key=lambda flag: flag.source == Source.FIRST_TEXT)
    about = dict.fromkeys(str(ABOUT[flag.reason]) for flag in flags)
    return _("We read it before others can see it, because %(reasons)s.") % {"reasons": ", ".join(about)}
