"""36: no place finer than a country, or its first-level region, is stored anywhere: there is nothing to round."""

from io import StringIO

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models

from members.models import MapPresence
from pages.management.commands.check_location_precision import column_faults
from tests.accounts.getting_in import SIGN_IN
from tests.factories import PASSWORD, make_answer, make_member

pytestmark = pytest.mark.django_db


def checked() -> str:
    out = StringIO()
    call_command("check_location_precision", stdout=out)
    return out.getvalue()


def test_site_with_people_has_no_row_off_the_grid(client):
    member = make_member()
    make_answer(author=member, country="KE")
    MapPresence.objects.create(member=member, country="ES", region="ES-CT")
    client.post(SIGN_IN, {"login": member.username, "password": PASSWORD}, REMOTE_ADDR="203.0.113.77")
    assert UserSession.objects.get().ip == "203.0.113.0"
    assert checked().endswith("0 rows off grid.\n")


@pytest.mark.parametrize("country", ["Zz", "41", "XX"])
def test_place_that_is_no_country_is_found(country):
    MapPresence.objects.create(member=make_member(), country=country)
    with pytest.raises(CommandError, match="1 row off grid"):
        checked()


@pytest.mark.parametrize("region", ["ES-B", "ES-ZZZ", "ES-08"])
def test_place_finer_than_a_region_of_the_first_level_is_found(region):
    """A province, no place at all, and the number of a postcode."""
    MapPresence.objects.create(member=make_member(), country="ES", region=region)
    with pytest.raises(CommandError, match="1 row off grid"):
        checked()


def test_whole_network_address_is_found():
    UserSession.objects.create(user=make_member(), session_key="x", ip="203.0.113.77", user_agent="")
    with pytest.raises(CommandError, match="1 row off grid"):
        checked()


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("latitude", models.CharField(max_length=9)),
        ("postcode", models.CharField(max_length=9)),
        ("home_address", models.TextField()),
        ("where", models.FloatField()),
        ("spot", models.DecimalField(max_digits=9, decimal_places=6)),
    ],
)
def test_column_that_could_hold_a_finer_place_is_found(name, field):
    class Meta:
        app_label = "members"

    try:
        model = type("Finer", (models.Model,), {"Meta": Meta, "__module__": __name__, name: field})
        assert column_faults([model]) == [f"members.Finer.{name}"]
    finally:
        del apps.all_models["members"]["finer"]
        apps.clear_cache()
