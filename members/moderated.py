"""What moderators see and change of a profile, and of a message that one of two people reported."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.models import User
from markup import members_text
from markup.hygiene import clean
from members.models import Message, Profile, ProfileAudience
from members.pictures import SIZES


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


def title_of_picture(_profile: Profile) -> str:
    """What a picture is called: nothing of whom it shows."""
    return _("Picture of a member")


def url_of_picture(profile: Profile) -> str:
    """The profile that it stands on."""
    return url_of(profile.member)


def words_of_picture(_profile: Profile) -> str:
    """It has none."""
    return ""


def html_of_picture(profile: Profile) -> str:
    """The picture for a moderator, who is the only other one to see it while it waits."""
    if not profile.picture_key:
        return ""
    url = reverse("member-picture", args=[profile.picture_key, SIZES[0]])
    side, words = SIZES[0], _("The picture of this member")
    return format_html('<p><img src="{}" width="{}" height="{}" alt="{}"></p>', url, side, side, words)


def pictures_readable_by(viewer: User | AnonymousUser) -> QuerySet[Profile]:
    """Pictures that the viewer may see on a profile."""
    audiences = [ProfileAudience.MEMBERS, ProfileAudience.ANYONE] if viewer.pk else [ProfileAudience.ANYONE]
    shown = Profile.objects.select_related("member").filter(visibility="visible", picture_audience__in=audiences)
    return shown.exclude(picture_key="").filter(member__in=readable_by(viewer))


def follow_picture(item: Profile, was: str) -> None:
    """Nothing else depends on a picture."""


def title_of_message(_message: Message) -> str:
    """What a message is called: nothing of what it says, nor of the two people."""
    return _("A message between two members")
