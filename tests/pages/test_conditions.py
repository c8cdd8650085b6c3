from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from conditions.models import Condition, ConditionName
from conditions.names import fold, initial
from pages import a_to_z
from pages.conditions import condition_list_page
from pages.letters import letter_strip, letters_in_use
from tests.factories import make_condition, make_question, make_review, make_summary, make_topic, make_user

pytestmark = pytest.mark.django_db


def many(names, **fields):
    """Conditions without the services, because there are many."""
    start = Condition.objects.count()
    Condition.objects.bulk_create(
        Condition(
            slug=f"many-{start + number}",
            name=name,
            definition="One of many.",
            folded_name=fold(name),
            initial=initial(name),
            **fields,
        )
        for number, name in enumerate(names)
    )


def listed(page):
    return [(section.label, [entry.name for entry in section.entries]) for section in page.sections]


def letters(page):
    return "".join(letter.label for letter in page.letters if letter.url)


def test_names_and_other_names_are_entries_in_one_order_without_regard_to_accents():
    make_condition(name="Épilepsie", other_names=["Falling sickness"])
    make_condition(name="eczema")
    make_condition(name="Fabry disease")
    assert listed(condition_list_page()) == [
        ("E", ["eczema", "Épilepsie"]),
        ("F", ["Fabry disease", "Falling sickness"]),
    ]


def test_other_name_says_which_condition_to_see(client):
    make_condition(name="Cystic fibrosis", slug="cystic-fibrosis", other_names=["Mucoviscidosis"])
    html = client.get("/conditions/").content.decode()
    assert 'Mucoviscidosis: <span>see</span> <a href="/conditions/cystic-fibrosis/">Cystic fibrosis</a>' in html


def test_other_name_that_differs_only_in_accents_is_no_entry_of_its_own():
    make_condition(name="Ménière disease", other_names=["Meniere disease", "Ménière syndrome"])
    assert listed(condition_list_page()) == [("M", ["Ménière disease", "Ménière syndrome"])]


def test_digits_and_signs_stand_last_under_one_label():
    make_condition(name="3-M syndrome")
    make_condition(name="Zellweger syndrome")
    page = condition_list_page()
    assert [section.label for section in page.sections] == ["Z", "0–9"]
    assert [section.anchor for section in page.sections] == ["letter-Z", "letter-0-9"]


def test_letters_without_entries_are_plain_text(client):
    make_condition(name="Asthma")
    html = client.get("/conditions/").content.decode()
    assert '<a href="#letter-A">A</a>' in html
    assert "<span>B</span>" in html


def test_names_in_another_script_bring_their_own_letters_and_no_latin_ones():
    make_condition(name="Астма")
    assert letters(condition_list_page()) == "А"
    assert len(condition_list_page().letters) == 1


def test_condition_counts_its_reviewed_answers_and_no_others():
    asthma = make_condition(name="Asthma", other_names=["Wheezing"])
    for _ in range(2):
        make_review(summary=make_summary(question=make_question(condition=asthma)))
    make_summary(question=make_question(condition=asthma))
    make_review(summary=make_summary(question=make_question(condition=asthma)), days=1)
    retired = make_question(condition=asthma, topic=make_topic())
    make_review(summary=make_summary(question=retired))
    retired.topic.is_retired = True
    retired.topic.save()
    entries = [entry for section in condition_list_page().sections for entry in section.entries]
    assert [(entry.name, entry.reviewed) for entry in entries] == [("Asthma", "3 reviewed answers"), ("Wheezing", "")]


def test_unpublished_condition_has_neither_entries_nor_letters():
    make_condition(name="Asthma")
    make_condition(name="Hidden", other_names=["Secret"], is_published=False)
    assert listed(condition_list_page()) == [("A", ["Asthma"])]
    assert letters_in_use() == ["A"]


def test_three_hundred_entries_stand_on_one_page_and_more_by_letter():
    many([*(f"A{number:03}" for number in range(150)), *(f"B{number:03}" for number in range(150))])
    assert [len(names) for _label, names in listed(condition_list_page("B"))] == [150, 150]
    make_condition(name="C")
    assert [(label, len(names)) for label, names in listed(condition_list_page("B"))] == [("B", 150)]
    assert [(label, len(names)) for label, names in listed(condition_list_page("b"))] == [("B", 150)]
    assert letters(condition_list_page("B")) == "ABC"


@pytest.fixture
def large():
    many([*(f"A{number:03}" for number in range(450)), *(f"B{number:03}" for number in range(5))])
    condition = Condition.objects.first()
    name = "A199, the other name"
    ConditionName.objects.create(condition=condition, name=name, folded_name=fold(name), initial="A")


def start_in(url):
    return parse_qs(urlsplit(url).query).get("from", [""])[0]


def test_long_letter_is_read_in_parts_that_miss_nothing_and_lead_back(large):
    pages = [condition_list_page("A")]
    while pages[-1].next_url and len(pages) < 9:
        pages.append(condition_list_page("A", start_in(pages[-1].next_url)))
    read = [name for page in pages for _label, names in listed(page) for name in names]
    assert len(pages) == 3
    assert read == [*(f"A{n:03}" for n in range(200)), "A199, the other name", *(f"A{n:03}" for n in range(200, 450))]
    assert pages[1].previous_url == "/conditions/?letter=A"
    assert condition_list_page("A", start_in(pages[2].previous_url)) == pages[1]


def test_address_of_a_part_leads_to_that_part(client, large):
    html = client.get("/conditions/", {"letter": "A", "from": "a100"}).content.decode()
    assert "<h1>Conditions A to Z: from “A100”</h1>" in html
    assert 'rel="next" href="/conditions/?letter=A&amp;from=' in html
    assert 'rel="prev" href="/conditions/?letter=A"' in html


def test_first_letter_of_a_large_catalogue_has_one_address(large):
    assert condition_list_page().meta.canonical == "/conditions/"
    assert condition_list_page("A").meta.canonical == "/conditions/"
    assert condition_list_page("B").meta.canonical == "/conditions/?letter=B"
    assert condition_list_page("A", "a100").meta.canonical == "/conditions/?letter=A&from=a100"
    assert condition_list_page("A", "a100").heading == "Conditions A to Z: from “A100”"


@pytest.mark.parametrize("asked", ["Q", "0-9", "%", "'; DROP TABLE", "ZZZ" * 500, "ß"])
def test_letter_without_entries_says_so_and_is_not_indexed(client, large, asked):
    response = client.get("/conditions/", {"letter": asked, "from": asked})
    html = response.content.decode()
    assert response.status_code == 200
    assert "No name starts with" in html
    assert '<meta name="robots" content="noindex">' in html


@pytest.mark.parametrize("start", ["zzz", "%_", "🜚", "a" * 5000])
def test_any_start_of_a_part_is_answered(client, large, start):
    assert client.get("/conditions/", {"letter": "A", "from": start}).status_code == 200


def test_empty_catalogue_says_so_and_invites(client):
    html = client.get("/conditions/").content.decode()
    assert "No condition is here yet." in html
    assert 'href="/about/taking-part/#suggest"' in html
    many([f"Hidden {number}" for number in range(3)], is_published=False)
    assert condition_list_page("H").is_empty


def test_large_catalogue_of_unpublished_conditions_is_empty_too():
    hidden = make_condition(is_published=False)
    ConditionName.objects.bulk_create(
        ConditionName(condition=hidden, name=f"N{n}", folded_name=f"n{n}", initial="N") for n in range(301)
    )
    assert condition_list_page().is_empty
    assert condition_list_page("N").is_empty


@pytest.mark.parametrize("is_member", [False, True])
@pytest.mark.parametrize("letter", ["", "A"])
def test_query_count_does_not_grow(client, is_member, letter, monkeypatch):
    if is_member:
        client.force_login(make_user())
        client.get("/about/us/")  # the first request of a session notes it
    make_review(summary=make_summary(question=make_question(condition=make_condition(name="A"))))
    monkeypatch.setattr(a_to_z, "ON_ONE_PAGE", 300 if not letter else 0)
    counts = []
    for more in (0, 1, 9):
        many([f"A{more}{number}" for number in range(more)])
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/conditions/", {"letter": letter}).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= 5 + 2 * is_member


def test_rendering_makes_no_query(rf, django_assert_num_queries):
    make_condition(name="Asthma", other_names=["Wheezing"])
    request = rf.get("/")
    request.user = AnonymousUser()
    page = condition_list_page()
    with django_assert_num_queries(0):
        assert "Wheezing" in render_to_string("pages/condition_list.html", {"page": page}, request)


def test_strip_marks_the_letter_that_is_shown():
    strip = letter_strip(["A", "#"], current="A")
    assert [letter.label for letter in strip if letter.is_current] == ["A"]
    assert strip[-1].label == "0–9"
    assert strip[-1].url == "/conditions/?letter=0-9#letter-0-9"
