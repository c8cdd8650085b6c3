"""What moderators see and change of a profile, and of a message that one of two people reported."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from markup import members_text
from markup.hygiene import clean
from members.models import Message, Profile, ProfileAudience


def title_of(member: User) -> str:
    """The name that others see."""
    return member.display_name


def url_of(member: User) -> str:
    """The profile."""
    return reverse("member-detail", args=[member.username])


def words_of(member: User) -> str:
    """What the member says about themselves, if anybody else may see it."""
    profile: Any = getattr(member, "profile", None)
    return str(profile.about) if profile and profile.about_audience != ProfileAudience.NOBODY else ""


def html_of(member: User) -> str:
    """The same for reading."""
    return members_text.render(words_of(member))


def readable_by(viewer: User | AnonymousUser) -> QuerySet[User]:
    """Members who have not left, without those who blocked the viewer."""
    rows = User.objects.select_related("profile").filter(closed_at__isnull=True, is_active=True)
    return rows.exclude(blocks__other_id=viewer.pk, blocks__is_mute=False) if viewer.pk else rows


def redact(member: User, body: str) -> None:
    """Puts other words in place of the member's."""
    Profile.objects.filter(member=member).update(about=clean(body)[:500])
    if hasattr(member, "profile"):
        member.profile.about = clean(body)[:500]


def title_of_message(_message: Message) -> str:
    """What a message is called: nothing of what it says, nor of the two people."""
    return _("A message between two members")
