import pytest
from django.urls import reverse

from conditions.models import Condition, ConditionName
from tests.factories import make_condition, make_user

pytestmark = pytest.mark.django_db


def management(prefix, total=0, initial=0):
    return {f"{prefix}-TOTAL_FORMS": total, f"{prefix}-INITIAL_FORMS": initial}


def form(**values):
    inlines = {}
    for prefix in ("other_names", "codes", "condition_symptoms", "redirects"):
        inlines |= management(prefix)
    return (
        inlines
        | {
            "slug": "meniere-disease",
            "name": "Ménière disease",
            "name_in_text": "",
            "short_name": "",
            "definition": "A disorder of the inner ear.",
            "is_published": "on",
        }
        | values
    )


@pytest.fixture
def owner(client):
    client.force_login(make_user(is_staff=True, is_superuser=True))


def test_condition_added_in_the_admin_stands_in_the_a_to_z_with_its_other_names(client, owner):
    names = management("other_names", total=1) | {"other_names-0-name": "Écume disease"}
    response = client.post(reverse("admin:conditions_condition_add"), form(**names))
    assert response.status_code == 302
    condition, other = Condition.objects.get(), ConditionName.objects.get()
    assert (condition.folded_name, condition.initial) == ("meniere disease", "M")
    assert (other.folded_name, other.initial) == ("ecume disease", "E")


def test_change_in_the_admin_marks_the_conditions_pages_as_changed(client, owner):
    condition = make_condition(slug="meniere-disease", name="Ménière disease")
    before = condition.version
    client.post(reverse("admin:conditions_condition_change", args=[condition.pk]), form(definition="Another."))
    condition.refresh_from_db()
    assert condition.definition == "Another."
    assert condition.version > before
