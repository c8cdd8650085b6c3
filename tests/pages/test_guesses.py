import pytest

from conditions.models import Condition
from pages import guesses
from pages.guesses import near_conditions
from tests.factories import make_condition

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalogue():
    make_condition(
        slug="acute-lymphocytic-leukemia",
        name="Acute lymphocytic leukemia",
        other_names=["Acute lymphoblastic leukemia", "ALL"],
    )
    make_condition(slug="meniere-disease", name="Ménière disease")
    make_condition(slug="friedreich-ataxia", name="Friedreich ataxia")


def named(path):
    return [name for _url, name in near_conditions(path)]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/conditions/acute-lymphocytic-leukaemia/", "Acute lymphocytic leukemia"),
        ("/conditions/acute-lymphoblastic-leukemia/questions/", "Acute lymphocytic leukemia"),
        ("/conditions/all/", "Acute lymphocytic leukemia"),
        ("/conditions/m%C3%A9ni%C3%A8re", ""),
        ("/conditions/Meniere_Diseases", "Ménière disease"),
        ("/conditions/friedreich-ataxia/questions/unknown/", "Friedreich ataxia"),
        ("/conditions/friedreichs-ataxia", "Friedreich ataxia"),
    ],
)
def test_near_name_is_found_once(path, name):
    assert named(path) == ([name] if name else [])


@pytest.mark.parametrize("path", ["/", "/forum/all/", "/conditions/", "/conditions/al/", "/conditions/zzzzzz/"])
def test_nothing_is_guessed_without_a_reason(path):
    assert near_conditions(path) == ()


def test_unpublished_condition_is_never_guessed():
    Condition.objects.update(is_published=False)
    assert near_conditions("/conditions/acute-lymphocytic-leukemia/") == ()


def test_guessing_is_bounded(django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(guesses, "NAMES_COMPARED", 2)
    for number in range(5):
        make_condition(slug=f"gout-{number}", name=f"Gout {number}")
    with django_assert_num_queries(2):
        assert near_conditions("/conditions/gout-" + "9" * 5000) == ()
    with django_assert_num_queries(2):
        assert sorted(named("/conditions/gout-4")) == ["Gout 0", "Gout 1"]


def test_at_most_three_are_named():
    for number in range(9):
        make_condition(slug=f"gout-{number}", name=f"Gout {number}")
    assert len(named("/conditions/gout-x/")) == 3
