import gzip
import re
from html import unescape

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.db import connection
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from accounts.blocks import block
from accounts.models import ConsentKind
from accounts.services import give_consent
from conditions.services import ConditionRecord, put_condition
from members.models import MapPresence, MemberCondition, Profile
from members.services import add_condition, count_map, join_map, put_profile
from pages.loading import load_condition
from pages.map import map_page
from tests.factories import make_condition, make_user

pytestmark = pytest.mark.django_db
ADDRESS = "/conditions/asthma/map/"
TWENTY = sorted({"ES", "PT", "FR", "DE", "PL", "GB", "NL", "US", "CA", "MX", "BR", "AR", "IN", "JP", "AU"})
TWENTY += ["ZA", "KE", "EG", "TR", "SE"]
VISITOR, MEMBER = 2, 11
"""Queries at most; a member's with the session, the member, and the people by name."""


@pytest.fixture
def asthma():
    return make_condition(slug="asthma", name="Asthma", name_in_text="asthma")


def on_map(condition, country="ES", region="", relation="has-it", audience="nobody", **fields):
    member = make_user(**fields)
    add_condition(member=member, condition=condition, relation=relation, audience=audience, consent=True)
    put_profile(member=member, about="", country=country, country_audience=audience)
    join_map(member=member, country=country, region=region, consent=True)
    return member


def crowd(condition, people, **where):
    for _number in range(people):
        on_map(condition, **where)


def read(client, address=ADDRESS):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def table(html):
    return re.findall(r'<tr id="area-\w*"><th scope="row">(.*?)</th><td>(.*?)</td>', html)


def test_map_and_table_hold_the_same_numbers(client, asthma):
    crowd(asthma, 12)
    crowd(asthma, 5, country="BR")
    count_map()
    html = read(client)
    assert table(html) == [("Spain", "10"), ("Brazil", "5")]
    near = re.search(r'<g class="near">(.*?)</g>', html)[1]
    assert re.findall(r'aria-label="(.*?)"', near) == ["Spain: 10 people", "Brazil: 5 people"]
    assert re.findall(r'href="(.*?)"', near) == ["?in=europe", "?in=south-america"]
    assert "About 15 members chose to be on this map." in html


def test_circle_leads_to_its_continent_and_there_to_the_line_of_the_table(client, asthma):
    crowd(asthma, 10)
    crowd(asthma, 5, country="BR")
    count_map()
    html = read(client, f"{ADDRESS}?in=europe")
    assert table(html) == [("Spain", "10")]
    assert set(re.findall(r'<a href="(#.*?)" aria-label="Spain: 10 people">', html)) == {"#area-ES"}
    assert 'id="area-ES"' in html
    assert 'content="noindex"' in html


def test_role_is_a_filter_of_a_conditions_map(client, asthma):
    crowd(asthma, 5)
    crowd(asthma, 5, relation="parent")
    crowd(asthma, 1, relation="carer")
    count_map()
    assert table(read(client)) == [("Spain", "10")]
    assert table(read(client, f"{ADDRESS}?role=family")) == [("Spain", "5")]
    assert table(read(client, f"{ADDRESS}?role=carer")) == []
    assert "No group that fits these choices is large enough" in read(client, f"{ADDRESS}?role=carer")


def parts(html):
    """The regions of each country, as they stand below its line."""
    folds = r'<tr class="parts">.*?<span class="vh">: (.*?)</span></summary><ul>(.*?)</ul>'
    rows = re.findall(folds, html)
    return {country: re.findall(r"<li><span>(.*?)</span><span>(.*?)</span></li>", lines) for country, lines in rows}


def test_regions_stand_below_their_country_and_all_others_come_last(client, asthma):
    crowd(asthma, 8, region="ES-CT")
    crowd(asthma, 5, region="ES-AN")
    crowd(asthma, 4, region="ES-MD")
    crowd(asthma, 9)
    crowd(asthma, 9, country="PT")
    count_map()
    spanish = [("Catalonia", "10"), ("Andalusia", "5"), ("Elsewhere or not told", "15")]
    for address in (ADDRESS, "/map/", f"{ADDRESS}?in=europe"):
        assert table(read(client, address)) == [("Spain", "25"), ("Portugal", "10")]
        assert parts(read(client, address)) == {"Spain": spanish}
    assert "Rounded numbers need not add up." in read(client)


def test_role_and_region_are_never_told_together(client, asthma):
    crowd(asthma, 8, region="ES-CT")
    crowd(asthma, 9)
    count_map()
    assert parts(read(client))
    for address in (f"{ADDRESS}?role=has-it", f"{ADDRESS}?role=has-it&in=europe"):
        assert table(read(client, address))
        assert parts(read(client, address)) == {}
        assert "Catalonia" not in read(client, address)


def test_four_people_of_a_region_look_like_none(client, asthma):
    crowd(asthma, 20)
    count_map()
    before = read(client), read(client, "/map/")
    crowd(asthma, 2, region="ES-CT")
    count_map()
    assert (read(client), read(client, "/map/")) == before
    MapPresence.objects.filter(pk__in=MapPresence.objects.values("pk")[:2]).update(region="ES-CT")
    count_map()
    assert (read(client), read(client, "/map/")) == before


def test_nobody_sees_the_region_of_another(client, asthma):
    on_map(asthma, region="ES-CT", audience="anyone", username="open")
    client.force_login(on_map(asthma, region="ES-AN"))
    html = read(client) + read(client, "/map/") + read(client, "/members/open/") + read(client, "/account/")
    assert not re.search("Catalonia|ES-CT|Andalusia|ES-AN", html)


def test_map_of_all_conditions_knows_no_role(client, asthma):
    crowd(asthma, 5, relation="parent")
    count_map()
    assert table(read(client, "/map/?role=family")) == table(read(client, "/map/")) == [("Spain", "5")]
    assert 'name="role"' not in read(client, "/map/")


@pytest.mark.parametrize("query", ["role=x", "in=x", "in=EU", "role=&in=", "page=-1", "in=../", "x=y"])
def test_unknown_choice_is_none(client, asthma, query):
    crowd(asthma, 5)
    count_map()
    assert table(read(client, f"{ADDRESS}?{query}")) == [("Spain", "5")]


def test_typed_name_of_a_condition_leads_to_its_map(client, asthma):
    assert client.get("/map/?condition=Asthma&in=europe")["Location"] == f"{ADDRESS}?in=europe"
    html = read(client, "/map/?condition=asth")
    assert "We have no map for “asth”" in html
    assert f'<a href="{ADDRESS}">Asthma</a>' in html
    assert "<title>Error: " in html
    assert "Look for it in the list" in read(client, "/map/?condition=xyzzy")


def test_map_of_all_leads_to_the_conditions_with_most_people(client, asthma):
    crowd(asthma, 5)
    crowd(make_condition(name="Lupus"), 10)
    crowd(make_condition(name="Rare"), 4)
    count_map()
    html = read(client, "/map/")
    assert html.index(">Lupus</a> 10") < html.index(">Asthma</a> 5")
    assert "Rare" not in html


def test_map_without_anybody_says_when_a_place_is_shown(client, asthma):
    for address in ("/map/", ADDRESS):
        html = read(client, address)
        assert "A place is shown once it has 5 people" in html
        assert "<table" not in html
        assert 'content="noindex"' in html


def test_four_people_look_like_nobody(client, asthma):
    count_map()
    before = read(client), read(client, "/map/")
    crowd(asthma, 4)
    count_map()
    assert (read(client), read(client, "/map/")) == before


def test_kosovo_and_places_without_a_shape_have_a_circle(client, asthma):
    for country in ("XK", "GI", "TV"):
        crowd(asthma, 5, country=country)
    count_map()
    html = read(client)
    assert dict(table(html)).keys() == {"Kosovo", "Gibraltar", "Tuvalu"}
    assert html.count("<circle") >= 6


def test_search_engines_keep_the_whole_map_alone(client, asthma):
    crowd(asthma, 5)
    count_map()
    assert "noindex" not in read(client)
    assert f'<link rel="canonical" href="http://testserver{ADDRESS}">' in read(client, f"{ADDRESS}?role=has-it")
    files = re.findall(r"<loc>http://testserver(.*?)</loc>", client.get("/sitemap.xml").content.decode())
    kept = "".join(client.get(file).content.decode() for file in files)
    for address in (ADDRESS, "/map/"):
        assert f"<loc>http://testserver{address}</loc>" in kept


def test_condition_that_moved_takes_its_map_along(client):
    put_condition(ConditionRecord(slug="asthma", name="Asthma", definition="Narrow.", old_slugs=["wheezing"]))
    response = client.get("/conditions/wheezing/map/?in=europe")
    assert (response.status_code, response["Location"]) == (301, f"{ADDRESS}?in=europe")


# What members see besides


def test_visitor_sees_no_name(client, asthma):
    crowd(asthma, 5, audience="anyone", display_name="Visible Person")
    count_map()
    assert "Visible Person" not in read(client)
    assert "Members who show themselves" not in read(client)


def test_member_sees_by_country_who_shows_condition_and_country_to_members(client, asthma):
    on_map(asthma, audience="members", display_name="Open Olga", username="olga", relation="carer")
    on_map(asthma, audience="nobody", display_name="Quiet Quentin")
    half = on_map(asthma, audience="members", display_name="Half Hal")
    Profile.objects.filter(member=half).update(country_audience="nobody")
    elsewhere = on_map(asthma, audience="members", display_name="Other Place Otto")
    Profile.objects.filter(member=elsewhere).update(country="PL")
    private = on_map(asthma, audience="members", display_name="Private Pia")
    MemberCondition.objects.filter(member=private).update(audience="nobody")
    gone = on_map(asthma, audience="members", display_name="Left Lena")
    MapPresence.objects.filter(member=gone).delete()
    client.force_login(make_user())
    html = read(client)
    assert "<h3>Spain</h3>" in html
    assert '<a href="/members/olga/"><bdi>Open Olga</bdi></a>' in html
    assert "carer of someone with Asthma" in html or "carer of someone with asthma" in html
    for name in ("Quentin", "Hal", "Otto", "Pia", "Lena"):
        assert name not in html
    assert "Open Olga" not in read(client, f"{ADDRESS}?in=asia")
    assert "Open Olga" not in read(client, f"{ADDRESS}?role=family")
    assert "Open Olga" in read(client, f"{ADDRESS}?role=carer&in=europe")


def test_person_on_the_map_can_be_waved_to_and_the_way_leads_back(client, asthma):
    me, olga = make_user(), on_map(asthma, audience="members", username="olga")
    on_map(asthma, audience="members", username="shy")
    for member in (me, olga):
        give_consent(member=member, kind=ConsentKind.MESSAGES)
    client.force_login(me)
    html = read(client, f"{ADDRESS}?in=europe")
    assert '<form method="post" action="/members/olga/wave/">' in html
    assert "/members/shy/" in html
    assert "/members/shy/wave/" not in html
    back = unescape(re.search(r'name="next" value="(.*?)"', html)[1])
    assert back == f"{ADDRESS}?in=europe&page=1"
    done = client.post("/members/olga/wave/", {"go": "at-once", "next": back}, follow=True)
    assert done.redirect_chain == [(back, 302)]
    assert "You waved on " in done.content.decode()
    assert "at-once" not in done.content.decode()


@pytest.mark.parametrize("who_blocks", ["viewer", "other"])
def test_blocked_members_do_not_meet_on_the_map(client, asthma, who_blocks):
    viewer, other = make_user(), on_map(asthma, audience="anyone", display_name="Open Olga")
    by, whom = (viewer, other) if who_blocks == "viewer" else (other, viewer)
    block(member=by, other=whom)
    client.force_login(viewer)
    assert "Open Olga" not in read(client)


def test_member_is_told_where_they_are_shown(client, asthma):
    member = on_map(asthma)
    client.force_login(member)
    html = read(client)
    assert "You are shown in: Spain." in html
    assert '<a href="/account/map/?condition=asthma">Change or leave</a>' in html
    assert "You are not counted for" not in html
    make_condition(slug="lupus", name="Lupus", name_in_text="lupus")
    assert "You are not counted for lupus" in read(client, "/conditions/lupus/map/")
    MapPresence.objects.update(country="SU")
    assert "Your country is no longer on our list" in read(client)
    MapPresence.objects.all().delete()
    assert "Put yourself on the map" in read(client)


def test_blocks_of_other_pages_have_the_numbers_of_the_map(client, asthma):
    crowd(asthma, 12)
    count_map()
    for address in ("/", "/conditions/asthma/"):
        html = read(client, address)
        assert "<li><span>Spain</span><span>10</span></li>" in html
        assert "About 10 members chose to be on this map." in html
    client.force_login(on_map(asthma, country="PT"))
    for address in ("/", "/conditions/asthma/"):
        assert "You are shown in: Portugal." in read(client, address)


# What it costs


@pytest.mark.parametrize("is_member", [False, True])
def test_query_count_does_not_grow(client, asthma, is_member):
    if is_member:
        client.force_login(make_user())
        client.get("/about/us/")
    for address in (ADDRESS, f"{ADDRESS}?role=has-it&in=europe", "/map/"):
        counts = []
        for more in (0, 1, 10):
            crowd(asthma, more, audience="members")
            count_map()
            with CaptureQueriesContext(connection) as queries:
                read(client, address)
            counts.append(len(queries))
        assert counts[0] <= counts[1] == counts[2]
        assert counts[2] <= (MEMBER if is_member else VISITOR) + ("conditions" in address)


def test_rendering_makes_no_query(rf, asthma, django_assert_num_queries):
    crowd(asthma, 6, audience="members")
    count_map()
    request = rf.get(ADDRESS)
    request.user = make_user()
    page = map_page(load_condition("asthma", "condition-map"), viewer=request.user, asked=QueryDict())
    assert page.named.countries
    with django_assert_num_queries(0):
        render_to_string("pages/map.html", {"page": page}, request)


def test_map_weighs_at_most_five_kilobytes(client, asthma):
    """What the map of 20 countries adds to a page: its part of the HTML, and the land, which comes once."""
    for number, country in enumerate(
        [
            "ES",
            "PT",
            "FR",
            "DE",
            "PL",
            "GB",
            "NL",
            "US",
            "CA",
            "MX",
            "BR",
            "AR",
            "IN",
            "JP",
            "AU",
            "ZA",
            "KE",
            "EG",
            "TR",
            "SE",
        ]
    ):
        crowd(asthma, 5 if number else 10, country=country)
    count_map()
    html = read(client)
    own = html[html.index('<div class="mapbox">') : html.index('<nav class="lines"')]
    land = finders.find("img/land.svg")
    with open(land, "rb") as file:
        together = len(gzip.compress(own.encode())) + len(gzip.compress(file.read()))
    assert together <= 5_000
    assert len(table(html)) == 20


def test_page_of_a_visitor_holds_no_trace_of_a_hidden_member(client, asthma):
    crowd(asthma, 5)
    hidden = on_map(asthma, country="PT", audience="nobody", username="zanzibarian", display_name="Zanzibarian")
    count_map()
    html = read(client) + read(client, "/map/") + read(client, "/conditions/asthma/")
    assert "Portugal" not in html
    assert hidden.username not in html
    assert "Zanzibarian" not in html


def test_viewer_of_the_page_object_may_be_a_stranger(asthma):
    page = map_page(asthma, viewer=AnonymousUser(), asked=QueryDict("page=7"))
    assert page.named is None
    assert not page.place.is_member
