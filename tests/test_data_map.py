"""The data map and the models say the same: no field about a person without a line, no line without its field."""

from collections import defaultdict

import pytest
from django.apps import apps
from django.db import models

from pages.data_map import DATA_MAP, ROOMS, DataLine, data_rooms
from tests.faults import expect_none

WHOLE_ROOMS = [
    "accounts",
    "moderation",
    "notifications",
    "stories",
    "forum",
    "members",
    "writing",
    "account",
    "mfa",
    "sessions",
]
SINGLE_MODELS = [
    *(
        "questions.Answer",
        "questions.AnswerVersion",
        "questions.AnswerOffer",
        "questions.HelpfulVote",
        "questions.Contribution",
    ),
    *(
        "questions.Transition",
        "questions.ReviewReminder",
        "questions.SummaryComment",
        "questions.DraftVisit",
        "questions.MissedSearch",
        "questions.PageFeedback",
        "questions.Concern",
    ),
    *("admin.LogEntry", "audit.Entry"),
]


def mapped_models():
    """Every model that holds what people say of themselves, with those of other rooms that are named singly."""
    whole = [model for room in WHOLE_ROOMS for model in apps.get_app_config(room).get_models()]
    return whole + [apps.get_model(label) for label in SINGLE_MODELS]


def fields_of(model: type[models.Model]) -> set[str]:
    columns = {field.name for field in model._meta.concrete_fields if not field.primary_key}
    return columns | {field.name for field in model._meta.local_many_to_many}


def unclassified(some_models) -> set[str]:
    return {f"{model._meta.label}.{name}" for model in some_models for name in fields_of(model)} - set(DATA_MAP)


def stale(data_map) -> set[str]:
    """Entries whose field no longer exists."""
    found = set()
    for entry in data_map:
        label, _dot, name = entry.rpartition(".")
        try:
            known = fields_of(apps.get_model(label))
        except LookupError:
            known = set()
        if name not in known:
            found.add(entry)
    return found


def test_every_field_about_a_person_is_in_the_data_map():
    expect_none(unclassified(mapped_models()))


def test_every_line_of_the_data_map_has_its_field():
    expect_none(stale(DATA_MAP))


def test_new_field_that_nobody_classified_is_found():
    class Meta:
        app_label = "members"

    words = {"Meta": Meta, "__module__": __name__, "home_address": models.CharField(max_length=9)}
    try:
        model = type("Unclassified", (models.Model,), words)
        assert unclassified([model]) == {"members.Unclassified.home_address"}
    finally:
        del apps.all_models["members"]["unclassified"]
        apps.clear_cache()


def test_line_whose_field_has_gone_is_found():
    line = DataLine("What", "Whose", "Why", "Everyone", "Always")
    gone = {"stories.Story.mood": line, "stories.Poem.title": line, "stories.Story.title": line}
    assert stale(gone) == {"stories.Story.mood", "stories.Poem.title"}


@pytest.mark.parametrize("entry", DATA_MAP)
def test_line_says_what_whose_why_who_sees_it_and_how_long(entry):
    line = DATA_MAP[entry]
    said = [line.what, line.whose, line.why, line.who_sees, line.how_long]
    assert all(3 <= len(str(words)) <= 120 for words in said)


def test_every_entry_stands_in_one_room_of_the_privacy_page():
    rooms = defaultdict(list)
    for entry in DATA_MAP:
        for name, beginnings in ROOMS:
            if entry.startswith(beginnings):
                rooms[entry].append(str(name))
    assert {entry: names for entry, names in rooms.items() if len(names) != 1} == {}
    assert set(rooms) == set(DATA_MAP)
    assert {line for room in data_rooms() for line in room.lines} == set(DATA_MAP.values())


@pytest.mark.parametrize("field", ["members.MemberSymptom.symptom", "members.MemberSymptom.strength"])
def test_symptoms_that_members_note_are_seen_by_nobody(field):
    assert str(DATA_MAP[field].who_sees).startswith("Nobody")


@pytest.mark.parametrize("field", ["members.MemberCondition.condition", "members.Profile.about"])
def test_what_stands_in_a_profile_is_seen_by_nobody_until_its_member_chooses(field):
    assert str(DATA_MAP[field].who_sees).startswith("Nobody but you, until you choose")
