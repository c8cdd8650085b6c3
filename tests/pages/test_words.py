import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import SafeString

from pages.templatetags.words import MOST

COUNT = "{% load words %}{% blocktranslate count n=n %}{{ n }} person{% plural %}{{ n }} people{% endblocktranslate %}"
NAME = "{% load words %}{% blocktranslate with name=who.name %}Hello {{ name }}{{ end }}{% endblocktranslate %}"


def test_remembered_sentence_is_that_of_each_value():
    template = Template(COUNT)
    said = [template.render(Context({"n": n})) for n in (1, 2, 1, 0, 2)]
    assert said == ["1 person", "2 people", "1 person", "0 people", "2 people"]


def test_value_is_escaped_unless_it_is_safe_whatever_was_said_before():
    template = Template(NAME)
    for name, expected in (("<b>", "&lt;b&gt;"), (SafeString("<b>"), "<b>"), ("<b>", "&lt;b&gt;")):
        assert template.render(Context({"who": {"name": name}, "end": "!"})) == f"Hello {expected}!"


@pytest.mark.parametrize("first", ["en", "de"])
def test_each_language_has_its_own_sentence(first):
    template = Template('{% load words %}{% translate "Search" %}')
    said = {}
    for language in (first, "de", "en"):
        with translation.override(language):
            said[language] = template.render(Context())
    assert said["en"] == "Search"
    assert said["de"] == translation_of("Search", "de")


def translation_of(text, language):
    with translation.override(language):
        return translation.gettext(text)


def test_memory_of_one_place_is_bounded():
    template = Template(COUNT)
    for n in range(MOST + 5):
        template.render(Context({"n": n}))
    node = next(node for node in template.nodelist if hasattr(node, "said"))
    assert len(node.said) <= MOST


def test_value_that_is_neither_text_nor_number_goes_djangos_way():
    assert Template(NAME).render(Context({"who": {"name": ["a"]}, "end": None})).startswith("Hello [&#x27;a&#x27;]")
