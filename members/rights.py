"""What members may take along of this room, and what goes when they leave."""

from django.db import transaction

from accounts.models import User
from accounts.rights import Records, records
from members.models import MapPresence, MemberCondition, MemberSymptom, Profile, Soulmate
from members.services import forget_conditions, forget_symptoms, leave_map, picture_of, remove_picture


def export(member: User) -> Records:
    """Profile with its picture, conditions, symptoms, being found by them, and being on the map."""
    profiles = records(Profile.objects.filter(member=member))
    for row in profiles["members.Profile"]:
        row["picture"] = picture_of(row["picture_key"])
    return {
        **profiles,
        **records(MemberCondition.objects.filter(member=member).select_related("condition"), in_words="condition"),
        **records(MemberSymptom.objects.filter(member=member).select_related("symptom"), in_words="symptom"),
        **records(Soulmate.objects.filter(member=member)),
        **records(MapPresence.objects.filter(member=member)),
    }


@transaction.atomic
def erase(*, member: User) -> None:
    """Deletes all of it; the map follows at its next daily count."""
    remove_picture(member=member)
    Profile.objects.filter(member=member).delete()
    forget_conditions(member=member)
    forget_symptoms(member=member)
    leave_map(member=member)
