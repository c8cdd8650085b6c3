import re
from collections.abc import Iterator
from itertools import pairwise
from re import _constants as signs
from re import _parser as parser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from markup import personal_data
from markup.personal_data import MOST_FOUND, Kind, find_personal_data

LONGEST_REPETITION = 100


def found(text, **options):
    return [(one.kind, one.text) for one in find_personal_data(text, **options)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Write to me: anna.b+x@mail.example.org!", Kind.EMAIL, "anna.b+x@mail.example.org"),
        ("It is john (at) example (dot) org.", Kind.EMAIL, "john (at) example (dot) org"),
        ("Or mary at gmail dot com, any time", Kind.EMAIL, "mary at gmail dot com"),
        ("Call +44 20 7946 0958 now", Kind.PHONE, "+44 20 7946 0958"),
        ("Mon numéro : 06 12 34 56 78.", Kind.PHONE, "06 12 34 56 78"),
        ("my number is 555-123-4567", Kind.PHONE, "555-123-4567"),
        ("mi móvil es 612 345 678", Kind.PHONE, "612 345 678"),
        ("ring (030) 123456", Kind.PHONE, "(030) 123456"),
        ("ring 07700900123", Kind.PHONE, "07700900123"),
        ("اتصل ٠١٢٣٤٥٦٧٨٩", Kind.PHONE, "٠١٢٣٤٥٦٧٨٩"),
        ("Then Dr. Patel came in.", Kind.NAME, "Dr. Patel"),
        ("La Dra. de la Fuente nos ayudó", Kind.NAME, "Dra. de la Fuente"),
        ("Hello, my name is Zofka Wind.", Kind.NAME, "Zofka Wind"),
        ("My friend Sarah Connor knows.", Kind.NAME, "Sarah Connor"),
        ("Mi hermana María José García López", Kind.NAME, "María José García"),
        ("We went to St. Mary's Hospital first", Kind.HOSPITAL, "St. Mary's Hospital"),
        ("Great Ormond Street Hospital was far", Kind.HOSPITAL, "Great Ormond Street Hospital"),
        ("Fue en el Hospital Universitario La Paz.", Kind.HOSPITAL, "Hospital Universitario La Paz"),
        ("im Universitätsklinikum Heidelberg", Kind.HOSPITAL, "Universitätsklinikum Heidelberg"),
        ("I live at 12 Rose Lane with him", Kind.ADDRESS, "12 Rose Lane"),
        ("Vivo en Calle Mayor 12", Kind.ADDRESS, "Calle Mayor 12"),
        ("au 5 rue de la Paix", Kind.ADDRESS, "5 rue de la Paix"),
        ("in der Hauptstraße 5", Kind.ADDRESS, "Hauptstraße 5"),
        ("near SW1A 1AA", Kind.ADDRESS, "SW1A 1AA"),
        ("in Springfield, IL 62704", Kind.ADDRESS, "Springfield, IL 62704"),
        ("to PO Box 123", Kind.ADDRESS, "PO Box 123"),
    ],
)
def test_what_tells_strangers_who_someone_is_is_found(text, kind, words):
    assert (kind, words) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "On 2026-05-04, or 04.05.2026, or 4/5/2026, and from 2019-2021; in 2019 2020 2021 as well",
        "His platelets were 150.000-450.000, later 1,000,000 and 1 000 000 and 2 000 000 000",
        "PMID 12345678, NCT01234567, rs123456789, HP:0001250, OMIM 1234567890, ORPHA: 123456789",
        "Blood pressure 120/80 130/85 140/90, values 4.5-5.5, 10 20 30 40 50, 16 mg/m2, 12-15 %",
        "At 12:30 on day 15, 1234567:1",
        "Acute Lymphocytic Leukemia, Down Syndrome, New York, the United Kingdom, World Health Organization",
        "The Hospital was kind. Our Local Hospital too, the Children's Hospital. Hospital food is not.",
        "The Doctor said no. Dr No. Mr And. I am German. I was called Later",
        "Sarah and Tom came. Emma May go. Anna Then left. In March Sarah slept. Marisol",
        "5 minutes down the road, 2 big steps, 12 Long Days, a Long Way, 3 St",
        "Meet me at noon @ home, a@b, or at work",
        "CD19 and BCR-ABL1, T315I, Ph+, 6-MP, B-cell, HLA-B27",
        "",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text):
    assert found(text) == []


def test_members_own_name_is_found_where_they_write_without_it():
    text = "They said: Marisol, sit down. MARISOL! But marisolita is someone else."
    assert [words for _kind, words in found(text, names=["Marisol"])] == ["Marisol", "MARISOL"]
    assert found(text) == []


def test_name_of_one_or_two_letters_is_not_looked_for():
    assert found("I was in it", names=["I", "in", ""]) == []


def test_finds_come_in_order_with_their_places_and_each_place_once():
    text = "Dr. Smith, a@example.org, Hospital La Paz, then Dr. Jones: +44 20 7946 0958"
    places = find_personal_data(text)
    assert [one.kind for one in places] == [Kind.NAME, Kind.EMAIL, Kind.HOSPITAL, Kind.NAME, Kind.PHONE]
    assert all(text[one.start : one.end] == one.text for one in places)
    assert all(first.end <= second.start for first, second in pairwise(places))


def test_list_of_finds_has_an_end():
    assert len(find_personal_data("a@example.org " * 100)) == MOST_FOUND


@given(st.text(alphabet="Aa1@.-+( )'’St/,\n0", max_size=300))
def test_any_text_is_read(text):
    assert all(text[one.start : one.end] == one.text for one in find_personal_data(text, names=["Aa A"]))


def patterns() -> Iterator[re.Pattern[str]]:
    for value in vars(personal_data).values():
        yield from (one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, re.Pattern))


def repetitions(tree) -> Iterator[int]:
    """How often each part of a pattern may be repeated."""
    for sign, value in tree:
        if sign in {signs.MAX_REPEAT, signs.MIN_REPEAT, signs.POSSESSIVE_REPEAT}:
            yield int(value[1])
            yield from repetitions(value[2])
        elif sign is signs.BRANCH:
            for branch in value[1]:
                yield from repetitions(branch)
        elif sign in {signs.SUBPATTERN, signs.ASSERT, signs.ASSERT_NOT, signs.ATOMIC_GROUP}:
            yield from repetitions(value[-1] if isinstance(value, tuple) else value)


def test_no_pattern_repeats_without_end_so_time_grows_only_with_the_length():
    found = {
        pattern.pattern: max(repetitions(parser.parse(pattern.pattern, pattern.flags)), default=0)
        for pattern in patterns()
    }
    assert len(found) > 10
    assert {pattern: most for pattern, most in found.items() if most > LONGEST_REPETITION} == {}


def test_pattern_that_repeats_without_end_would_be_noticed():
    assert max(repetitions(parser.parse(r"a(b+|c)*"))) > LONGEST_REPETITION
