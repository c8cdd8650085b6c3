"""What happens beside somebody's own steps: others join the map or leave it, and a day passes.

Run as a module, with the settings of a site: `people`, `join=NZ`, `leave=NZ`, `night=1`, `crowd`, one after the other.
"""

import sys
from datetime import timedelta

import django

LONG = "Pneumonoultramicroscopicsilicovolcanoconiosis"
LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff-Pneumonoultramicroscopicsilicovolcanoconiosis"
WORDS = ("amberish", "beryline", "coralled")
"""One for each way of walking: the symptoms of a pair have it in their names, so that nobody else is like them."""


def add_people() -> None:
    """For each word one who has noted nothing yet, and one who wants to be found by three symptoms."""
    from accounts.models import ConsentKind
    from conditions.models import Symptom
    from conditions.services import name_symptom
    from members.listing import join_soulmates
    from members.services import add_symptoms
    from tests.factories import make_member, make_post, make_thread

    thread = make_thread()
    for number, word in enumerate(WORDS):
        seeker = make_member(username=f"seeker-{word}", display_name=f"Seeker {word}", consents=[])
        found = make_member(username=f"found-{word}", display_name=f"Found {word}", consents=[ConsentKind.MESSAGES])
        for author in (seeker, found) * 3:
            make_post(thread=thread, author=author, body="I read along.")
        symptoms = [
            Symptom.objects.create(hpo_id=f"T:{number}{place}", name=f"{what} {word}", information=5)
            for place, what in enumerate(("Cough", "Itch", "Ache"))
        ]
        for symptom in symptoms:
            name_symptom(symptom)
        add_symptoms(member=found, symptoms=symptoms, consent=True)
        join_soulmates(member=found, consent=True)


def add_crowd() -> None:
    """On every people page something, and all of it as long as it may be: `full` meets a crowd, `bare` meets nobody.

    Only these two sign in: storing a password is slow on purpose.
    """
    from accounts.models import ConsentKind
    from accounts.services import give_consent
    from conditions.models import Symptom
    from conditions.services import name_symptom
    from members.contact import accept, wave
    from members.listing import join_soulmates
    from members.messaging import send
    from members.models import ProfileAudience
    from members.services import add_condition, add_symptoms, count_map, join_map, put_profile
    from tests.factories import make_condition, make_member, make_user

    condition = make_condition(slug="long", name=f"{LONG} syndrome with {LONG.lower()}", short_name=LONG[:60])
    names = [f"{LONG} {number} {LONG.lower()}"[:200] for number in range(12)]
    symptoms = [
        Symptom.objects.create(hpo_id=f"T:{number}", name=name, information=5) for number, name in enumerate(names)
    ]
    for symptom in symptoms:
        name_symptom(symptom)
    make_member(username="bare", display_name="Bare", consents=[])
    full, *others = people = [
        (make_user if number else make_member)(username=f"crowd-{number}", display_name=f"{number:02}{LONG_NAME}"[:80])
        for number in range(14)
    ]
    for number, member in enumerate(people):
        for kind in ConsentKind.values:
            give_consent(member=member, kind=kind)
        add_symptoms(member=member, symptoms=symptoms[: 12 - number // 2] if number else symptoms)
        join_soulmates(member=member)
        add_condition(member=member, condition=condition, relation="has-it", audience=ProfileAudience.MEMBERS)
        country = ("GS", "CD", "VC")[number % 3]
        put_profile(member=member, about="", country=country, country_audience=ProfileAudience.MEMBERS)
        join_map(member=member, country=country)
    count_map()
    talks = [wave(by=full, to=other) for other in others[:3]]
    wave(by=others[3], to=full)
    for talk, other in zip(talks[:2], others, strict=False):
        accept(by=other, connection=talk)
        send(sender=other, connection=talk, body=f"{LONG * 3} https://example.org/{'a-long-way-' * 20}\n\nالسلام عليكم")
        send(sender=full, connection=talk, body="Hello.\n\n- one\n- two")


def join(country: str) -> None:
    """Four others join the map there."""
    from members.services import join_map
    from tests.factories import make_user

    for number in range(4):
        join_map(member=make_user(username=f"{country}-{number}".lower()), country=country, consent=True)


def leave(country: str) -> None:
    """They leave again."""
    from accounts.models import User
    from members.services import leave_map

    for number in range(4):
        leave_map(member=User.objects.get(username=f"{country}-{number}".lower()))


def night(number: str) -> None:
    """The count of so many days from now."""
    from django.utils import timezone

    from members.services import count_map

    count_map(on=timezone.localdate() + timedelta(days=int(number)))


if __name__ == "__main__":
    django.setup()
    crowds = {"people": add_people, "crowd": add_crowd}
    acts = {"join": join, "leave": leave, "night": night}
    for name, sign, about in (word.partition("=") for word in sys.argv[1:]):
        acts[name](about) if sign else crowds[name]()
