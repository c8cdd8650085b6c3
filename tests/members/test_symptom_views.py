"""A member's own list of symptoms, and the choice to be found by it."""

import re

import pytest
from django.urls import reverse

from accounts.models import ConsentKind
from accounts.permissions import has_consent
from conditions.models import Symptom, SymptomRedirect
from conditions.services import SymptomRecord, name_symptom
from members.listing import join_soulmates
from members.models import MemberSymptom, Soulmate
from members.services import MOST_SYMPTOMS, add_condition, add_symptoms, record_symptom
from tests.factories import make_condition, make_user

pytestmark = pytest.mark.django_db

URL = "/soulmates/symptoms/"
ADD = "/soulmates/symptoms/add/"


@pytest.fixture
def member(client):
    member = make_user()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    return member


def symptom(number: int, name: str, plain: str = "") -> Symptom:
    made = Symptom.objects.create(hpo_id=f"HP:{number:07}", name=name, plain_name=plain)
    name_symptom(made)
    return made


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_symptoms_are_found_in_plain_words_with_accents_and_mistakes(client, member):
    tired = symptom(1, "Fatigue", "Feeling very tired")
    for words in ("tired", "TIRÉD", "feeling tird", "fatigues", "fatige"):
        assert f'value="{tired.pk}"' in client.get(URL, {"q": words}).content.decode(), words
    assert "We found nothing" in text(client.get(URL, {"q": "xylophone"}))


def test_ticked_symptoms_are_added_with_consent_and_only_with_it(client, member):
    one, two = symptom(1, "Fatigue"), symptom(2, "Fever")
    refused = client.post(ADD, {"symptom": [one.pk, two.pk], "q": "f"})
    assert refused.status_code == 200
    assert refused.content.decode().count(" checked") == 2, "what was ticked stays ticked"
    assert not MemberSymptom.objects.exists()
    assert client.post(ADD, {"symptom": [one.pk, two.pk], "consent": "on"}).status_code == 302
    assert set(MemberSymptom.objects.values_list("symptom__name", "strength")) == {
        ("Fatigue", "moderate"),
        ("Fever", "moderate"),
    }
    assert has_consent(member, ConsentKind.SYMPTOMS)
    assert not has_consent(member, ConsentKind.MATCHING)
    assert not Soulmate.objects.exists()


def test_strength_and_month_are_saved_and_a_wrong_year_loses_nothing(client, member):
    add_symptoms(member=member, symptoms=[symptom(1, "Fatigue")], consent=True)
    entry = MemberSymptom.objects.get()
    values = {"strength": "strong", "since_year": "2019", "since_month": "5"}
    sent = {f"s{entry.pk}-{name}": value for name, value in values.items()}
    wrong = client.post(URL, sent | {f"s{entry.pk}-since_year": "19"})
    assert wrong.status_code == 200
    assert '<option value="strong" selected>' in wrong.content.decode()
    assert client.post(URL, sent | {f"s{entry.pk}-since_year": ""}).status_code == 200, "a month without its year"
    assert client.post(URL, sent).status_code == 302
    entry.refresh_from_db()
    assert (entry.strength, entry.since_year, entry.since_month) == ("strong", 2019, 5)


def test_symptom_is_removed_by_its_owner_alone(client, member):
    other = make_user()
    add_symptoms(member=other, symptoms=[symptom(1, "Fatigue")], consent=True)
    add_symptoms(member=member, symptoms=Symptom.objects.all(), consent=True)
    for entry in MemberSymptom.objects.all():
        expected = 302 if entry.member == member else 404
        assert client.post(reverse("symptom-remove", args=[entry.pk])).status_code == expected
    assert MemberSymptom.objects.get().member == other


@pytest.mark.parametrize("picked", ["12345678", "HP:9999999", "x", "9" * 40])
def test_unknown_symptom_is_refused_in_a_sentence(client, member, picked):
    symptom(1, "Fatigue")
    response = client.post(ADD, {"symptom": [picked], "consent": "on"})
    assert "is not in our list any more" in text(response)
    assert not MemberSymptom.objects.exists()


def test_symptom_that_was_given_up_is_refused_and_an_old_number_leads_to_the_new_one(client, member):
    tired = symptom(1, "Fatigue")
    Symptom.objects.create(hpo_id="HP:0000002", name="Gone", is_obsolete=True)
    SymptomRedirect.objects.create(old_hpo_id="HP:0000003", symptom=tired)
    assert "not in our list" in text(client.post(ADD, {"symptom": ["HP:0000002"], "consent": "on"}))
    assert client.post(ADD, {"symptom": ["HP:0000003"], "consent": "on"}).status_code == 302
    assert MemberSymptom.objects.get().symptom == tired


@pytest.mark.parametrize("count", [MOST_SYMPTOMS + 1, 900, 5000])
def test_far_too_many_symptoms_are_refused_kindly_and_none_is_taken(client, member, count):
    response = client.post(ADD, {"symptom": list(range(1, count + 1)), "consent": "on"})
    if count < 1000:
        assert f"You can note up to {MOST_SYMPTOMS} symptoms" in text(response)
    else:
        assert response.status_code == 400
        assert "Home" in text(response)
    assert not MemberSymptom.objects.exists()


def test_more_than_there_is_room_for_is_refused_whole(client, member):
    add_symptoms(member=member, symptoms=[symptom(n, f"Symptom {n}") for n in range(MOST_SYMPTOMS - 1)], consent=True)
    more = [symptom(900, "Fatigue"), symptom(901, "Fever")]
    response = client.post(ADD, {"symptom": [one.pk for one in more]})
    assert f"You can note up to {MOST_SYMPTOMS} symptoms" in text(response)
    assert MemberSymptom.objects.count() == MOST_SYMPTOMS - 1


def test_groups_are_those_of_own_conditions_and_parts_of_the_body(client, member):
    asthma = make_condition(slug="asthma", name="Asthma", symptoms=[SymptomRecord("HP:0000010", "Wheezing")])
    add_condition(member=member, condition=asthma, relation="has-it", consent=True)
    assert "Signs of Asthma" in text(client.get(URL))
    assert "All symptoms" in text(client.get(URL))
    part = symptom(25142, "Constitutional symptom")
    tired = symptom(1, "Fatigue", "Tired")
    Symptom.objects.filter(pk=tired.pk).update(lineage=[part.pk, tired.pk], information=3)
    shown = client.get(URL, {"group": "HP:0025142"}).content.decode()
    assert f'value="{tired.pk}"' in shown
    assert "Wheezing" in text(client.get(URL, {"group": "asthma"}))
    assert client.get(URL, {"group": "no-such"}).status_code == 200


def test_credit_of_the_ontology_stands_with_its_release(client, member):
    assert "uses the Human Phenotype Ontology (version 2025-01-16)" in text(client.get(URL))


def test_joining_needs_the_box_and_leaving_is_one_click(client, member):
    add_symptoms(member=member, symptoms=[symptom(n, f"Symptom {n}") for n in range(3)], consent=True)
    client.post("/soulmates/join/")
    assert not Soulmate.objects.exists()
    client.post("/soulmates/join/", {"consent": "on"})
    assert Soulmate.objects.get().member == member
    client.post("/soulmates/leave/")
    assert not Soulmate.objects.exists()
    assert not has_consent(member, ConsentKind.MATCHING)
    assert MemberSymptom.objects.count() == 3


@pytest.mark.parametrize("noted", [0, 1, 10])
def test_queries_do_not_grow_with_the_list(client, member, noted, django_assert_max_num_queries):
    add_symptoms(member=member, symptoms=[symptom(n, f"Symptom {n}") for n in range(noted)], consent=True)
    client.get(URL)
    with django_assert_max_num_queries(12):
        client.get(URL, {"q": "symptom"})


def test_removed_symptom_comes_back_as_it_was_with_one_button(client, member):
    noted = [symptom(number, name) for number, name in enumerate(("Fatigue", "Fever", "Itch"))]
    add_symptoms(member=member, symptoms=noted, consent=True)
    record_symptom(member=member, symptom=noted[0], strength="strong", since_year=2019, since_month=4)
    join_soulmates(member=member, consent=True)
    listed = Soulmate.objects.get().listed
    entry = MemberSymptom.objects.get(symptom=noted[0])
    page = client.post(f"/soulmates/symptoms/{entry.pk}/remove/", follow=True)
    assert "Undo the last change" in text(page)
    assert Soulmate.objects.get().listed == []
    assert "It is as it was before." in text(client.post("/account/undo/", follow=True))
    back = MemberSymptom.objects.get(symptom=noted[0])
    assert (back.strength, back.since_year, back.since_month) == ("strong", 2019, 4)
    assert Soulmate.objects.get().listed == listed
    assert client.post("/account/undo/").status_code == 404


def test_removed_symptom_that_is_none_any_more_cannot_come_back(client, member):
    one = symptom(1, "Fatigue")
    add_symptoms(member=member, symptoms=[one], consent=True)
    client.post(f"/soulmates/symptoms/{MemberSymptom.objects.get().pk}/remove/")
    one.delete()
    assert client.post("/account/undo/").status_code == 302
    assert not MemberSymptom.objects.exists()
