"""`load_topics` brings the standard questions, and never takes an owner's own choices back."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from questions.management.commands import load_topics
from questions.models import Assembly, Topic

pytestmark = pytest.mark.django_db

# The places seen on the reference site, which stay.
PLACES = {
    "work": 3,
    "diagnosis": 4,
    "causes": 10,
    "contagious": 15,
    "history": 17,
    "relationships": 19,
}


def load():
    output = StringIO()
    call_command("load_topics", stdout=output)
    return output.getvalue().splitlines()


@pytest.fixture
def topics_file(tmp_path, monkeypatch):
    path = tmp_path / "topics.yaml"
    monkeypatch.setattr(load_topics, "TOPICS", path)
    return path


def test_a_new_site_gets_all_24_topics_in_their_order():
    load()

    assert list(Topic.objects.current().values_list("place", flat=True)) == list(range(1, 25))


def test_the_places_that_the_reference_site_has_are_kept():
    load()

    assert dict(Topic.objects.filter(slug__in=PLACES).values_list("slug", "place")) == PLACES


def test_codes_and_other_names_are_assembled_from_the_catalogue_and_nothing_else_is():
    load()

    assembled = Topic.objects.exclude(assembly=Assembly.NONE).order_by("assembly")
    assert list(assembled.values_list("assembly", flat=True)) == ["codes", "names"]


def test_it_says_what_it_added():
    lines = load()

    assert lines[0] == "24 topics added"
    assert lines[1:] == [f"  {slug}" for slug in Topic.objects.current().values_list("slug", flat=True)]


def test_loading_again_adds_nothing():
    load()

    assert load() == ["0 topics added"]
    assert Topic.objects.count() == 24


def test_an_owners_own_order_words_and_retirement_stay():
    load()
    Topic.objects.filter(slug="work").update(place=99, title_pattern="And work?", is_retired=True)

    load()

    assert Topic.objects.values_list("place", "title_pattern", "is_retired").get(slug="work") == (99, "And work?", True)


def test_a_topic_that_is_missing_comes_back():
    load()
    Topic.objects.filter(slug="work").delete()

    assert load() == ["1 topic added", "  work"]


GOOD = """
- {place: 1, slug: a, group: basics, title_pattern: A, heading_pattern: A, description_pattern: A}
"""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (GOOD + "- {place: 2, slug: b, group: nowhere, title_pattern: B}", "topics.yaml: "),
        (GOOD + "- {place: 2, slug: b, colour: red}", "is not a list of topics"),
        (GOOD + "- {place: 2}", "is not a list of topics"),
        (GOOD + "- just words", "is not a list of topics"),
        ("just words", "is not a list of topics"),
        ("a: [", "is not a list of topics"),
        ("", "is not a list of topics"),
    ],
)
def test_a_broken_file_adds_nothing_and_says_so_in_a_sentence(topics_file, text, sentence):
    topics_file.write_text(text)

    with pytest.raises(CommandError, match=sentence):
        load()

    assert not Topic.objects.exists()


def test_a_missing_file_is_said_in_a_sentence(topics_file):
    with pytest.raises(CommandError, match="is not a list of topics"):
        load()
