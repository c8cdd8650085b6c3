"""What members may take along of this room, and what goes when they leave."""

from django.db import transaction

from accounts.models import User
from accounts.rights import IsRemoved, Records, records
from members.messaging import erase_contact
from members.models import Connection, MapPresence, MemberCondition, MemberSymptom, Message, OpenDoor, Profile, Soulmate
from members.services import forget_conditions, forget_symptoms, leave_map, picture_of, remove_picture

OF_THE_OTHER = "state ended_at ended_by is_gone_for_waver is_gone_for_receiver"
"""What the row of two people says of the other one's mind."""


def export(member: User) -> Records:
    """Profile with its picture, conditions, symptoms, being found by them, being on the map, and contact with others.

    Of messages the member's own words; of those that they got only that and when they came (see
    docs/decisions/0041-what-two-people-share.md). Whether a wave was declined or who ended something is not told.
    """
    profiles = records(Profile.objects.filter(member=member))
    for row in profiles["members.Profile"]:
        row["picture"] = picture_of(row["picture_key"])
    return {
        **profiles,
        **records(MemberCondition.objects.filter(member=member).select_related("condition"), in_words="condition"),
        **records(MemberSymptom.objects.filter(member=member).select_related("symptom"), in_words="symptom"),
        **records(Soulmate.objects.filter(member=member)),
        **records(MapPresence.objects.filter(member=member)),
        **_contact(member),
        **records(OpenDoor.objects.filter(member=member)),
    }


def _contact(member: User) -> Records:
    """With whom the member is in touch, as the member sees it, and their messages."""
    pairs = Connection.objects.known_to(member).select_related("waver", "receiver")
    others = records(pairs, leave_out=OF_THE_OTHER, in_words="waver receiver")
    sent = Message.objects.readable_by(member).filter(sender=member)
    got = Message.objects.readable_by(member).filter(receiver=member)
    mine = records(sent, leave_out="body_html receiver read_at is_gone_for_sender is_gone_for_receiver")
    theirs = records(got, leave_out="body body_html sender visibility is_gone_for_sender is_gone_for_receiver")
    return {**others, **{label: rows + theirs[label] for label, rows in mine.items()}}


@transaction.atomic
def erase(*, member: User, is_removed: IsRemoved) -> None:
    """Deletes all of it; the map follows at its next daily count. Messages go where the member wants texts removed;
    otherwise those who got them keep them, without the name."""
    erase_contact(member=member, is_removed=is_removed)
    remove_picture(member=member)
    Profile.objects.filter(member=member).delete()
    forget_conditions(member=member)
    forget_symptoms(member=member)
    leave_map(member=member)
