"""The place on the map: a country, and if its member likes a region of it. Nothing finer, and nothing left behind."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, transaction

from accounts.models import Consent, ConsentKind
from accounts.services import give_consent
from members.models import MapPresence
from members.rights import erase, export
from members.services import join_map, leave_map
from tests.factories import make_user
from tests.questions.test_at_once import at_once

pytestmark = pytest.mark.django_db
ADDRESS = "/account/map/"


@pytest.fixture
def marisol():
    member = make_user(username="marisol")
    give_consent(member=member, kind=ConsentKind.MAP)
    return member


@pytest.fixture
def signed_in(client, marisol):
    client.force_login(marisol)
    return client


def place(member):
    return tuple(MapPresence.objects.filter(member=member).values_list("country", "region").first() or ())


def read(client, **posted):
    response = client.post(ADDRESS, posted, follow=True) if posted else client.get(ADDRESS)
    assert response.status_code == 200
    return response.content.decode()


# The rule


def test_region_is_kept_with_its_country_and_goes_when_another_is_chosen(marisol):
    join_map(member=marisol, country="DE", region="DE-BY")
    join_map(member=marisol, country="DE", region="DE-BY")
    assert place(marisol) == ("DE", "DE-BY")
    join_map(member=marisol, country="AT")
    assert place(marisol) == ("AT", "")


@pytest.mark.parametrize("region", ["AT-1", "DE", "DE-", "DE-ZZ", "de-by", "Bavaria", "XK-1", "DE-BY-1", "FR-974"])
def test_region_that_is_none_of_the_country_is_refused_and_nothing_changes(marisol, region):
    join_map(member=marisol, country="DE", region="DE-BE")
    with pytest.raises(ValidationError, match="region of this country"):
        join_map(member=marisol, country="DE", region=region)
    assert place(marisol) == ("DE", "DE-BE")


def test_database_holds_no_region_of_another_country(marisol):
    with pytest.raises(IntegrityError), transaction.atomic():
        MapPresence.objects.create(member=marisol, country="FR", region="DE-BY")
    join_map(member=marisol, country="DE", region="DE-BY")
    with pytest.raises(IntegrityError), transaction.atomic():
        MapPresence.objects.update(country="FR")


def test_region_changes_three_times_a_day_beside_the_country(marisol):
    for region in ("DE-BY", "", "DE-BE"):
        join_map(member=marisol, country="DE", region=region)
    join_map(member=marisol, country="DE", region="DE-HH")
    with pytest.raises(ValidationError, match="tomorrow"):
        join_map(member=marisol, country="DE", region="DE-NI")
    assert place(marisol) == ("DE", "DE-HH")


def test_who_agreed_to_words_without_regions_is_asked_again():
    member = make_user()
    Consent.objects.create(member=member, kind=ConsentKind.MAP, version=1)
    with pytest.raises(ValidationError, match="tick the box"):
        join_map(member=member, country="DE", region="DE-BY")
    assert not place(member)


def test_export_holds_the_region_and_leaving_or_closing_deletes_it(marisol):
    join_map(member=marisol, country="DE", region="DE-BY")
    assert export(marisol)["members.MapPresence"][0]["region"] == "DE-BY"
    leave_map(member=marisol)
    assert not place(marisol)
    join_map(member=marisol, country="DE", region="DE-BE", consent=True)
    erase(member=marisol, is_removed=lambda _text: False)
    assert not place(marisol)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connections["default"].vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_two_clicks_in_the_same_moment_are_one_place(marisol):
    done = at_once(*(lambda: join_map(member=marisol, country="DE", region="DE-BY") for _click in range(8)))
    assert {type(its) for its in done} == {MapPresence}, done
    assert place(marisol) == ("DE", "DE-BY")


# The page


def test_region_is_asked_for_once_the_country_is_known_and_may_stay_unsaid(signed_in, marisol):
    assert 'name="region"' not in read(signed_in)
    html = read(signed_in, country="DE")
    assert "You are shown in: Germany<" in html
    assert '<option value="" selected>I would rather not say</option>' in html
    assert html.index(">Baden-Württemberg<") < html.index(">Bavaria<") < html.index(">Berlin<")
    html = read(signed_in, country="DE", region="DE-BY")
    assert "You are shown in: Germany, Bavaria<" in html
    assert '<option value="DE-BY" selected>Bavaria</option>' in html
    assert "You are shown in: Germany<" in read(signed_in, country="DE", region="")
    assert place(marisol) == ("DE", "")


def test_country_without_regions_asks_for_none(signed_in):
    for country in ("XK", "GI"):
        assert 'name="region"' not in read(signed_in, country=country)


def test_region_of_the_country_that_one_leaves_stays_behind(signed_in, marisol):
    join_map(member=marisol, country="DE", region="DE-BY")
    assert "You are shown in: Spain<" in read(signed_in, country="ES", region="DE-BY")
    assert place(marisol) == ("ES", "")


def test_wrong_region_gets_a_sentence_and_loses_nothing(signed_in, marisol):
    join_map(member=marisol, country="DE", region="DE-BY")
    for region in ("AT-1", "x" * 99):
        html = read(signed_in, country="DE", region=region)
        assert 'id="errors-h"' in html
        assert '<option value="DE" selected>' in html
    assert place(marisol) == ("DE", "DE-BY")
    assert "Choose a region of this country from the list, or none." in read(signed_in, country="AT", region="FR-BRE")
    assert place(marisol) == ("DE", "DE-BY")


def test_missing_yes_keeps_the_country_and_offers_its_regions(client):
    client.force_login(make_user())
    html = read(client, country="ES")
    assert "<title>Error: " in html
    assert '<option value="ES" selected>' in html
    assert ">Catalonia</option>" in html


def test_change_of_the_region_can_be_undone(signed_in, marisol):
    read(signed_in, country="DE")
    read(signed_in, country="DE", region="DE-BY")
    signed_in.post("/account/undo/")
    assert place(marisol) == ("DE", "")
    read(signed_in, country="AT")
    signed_in.post("/account/undo/")
    assert place(marisol) == ("DE", "")
