"""Rules of every template: components say what they take, and every word goes through translation."""

import ast
import re
from pathlib import Path

import pytest

from tests.faults import expect_none
from tests.templates import ROOT, counted_without_plural, drawn_once, filters, includes, templates, untranslated

PYTHON = [
    path
    for path in ROOT.parent.glob("*/**/*.py")
    if path.relative_to(ROOT.parent).parts[0]
    not in {
        ".venv",
        ".uv",
        "bench",
        "scripts",
        "tests",
        "var",
    }
]
SINGULAR = {"_", "gettext", "gettext_lazy", "pgettext"}
BEFORE_A_WORD = re.compile(
    r"%(?:\((?!number\))\w+\))?d [^\W\d_]{2}|%\((?:\w+_)?(?:count|total|people|days|minutes)\)s [^\W\d_]{2}"
)
"""A number in front of a word. “number” is a name, as in “version 3”."""


FILTERS_OF_STENCILS = {"day", "safe", "length"}
"""Another one could look at the text: right for the words that were there when it was drawn, wrong for the next."""


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def faults(find) -> list[str]:
    return [f"{name(path)}: {fault}" for path in templates() for fault in find(path.read_text())]


def test_there_are_templates_to_check():
    assert {"base.html", "components/header.html", "pages/question.html"} <= {name(path) for path in templates()}


@pytest.mark.parametrize("path", sorted((ROOT / "components").iterdir()), ids=lambda path: path.name)
def test_component_names_its_inputs_in_its_first_line(path):
    assert re.match(r"\{# in: \S.* #\}", path.read_text().splitlines()[0])


def test_component_is_included_with_nothing_but_its_inputs():
    expect_none(faults(lambda source: [f"include {what}" for what in includes(source) if not what.endswith(" only")]))


def test_component_never_includes_a_page():
    for path in (ROOT / "components").iterdir():
        expect_none(f"{name(path)}: {what}" for what in includes(path.read_text()) if '"components/' not in what)


def test_component_that_is_drawn_once_changes_no_text_that_it_shows():
    assert "components/answer.html" in drawn_once()
    for component, source in drawn_once().items():
        expect_none(f"{component}: |{found}" for found in filters(source) if found not in FILTERS_OF_STENCILS)
        expect_none(
            f"{component} holds a stencil: {what}"
            for tag in ("stencil", "stencil_each")
            for what in includes(source, tag)
        )


def test_every_word_of_a_template_can_be_translated():
    expect_none(faults(untranslated))


@pytest.mark.parametrize(
    "source",
    [
        "<p>Hello</p>",
        "<p>{{ name }} wrote</p>",
        '<img alt="A map">',
        '<a{% if x %} class="b"{% endif %} aria-label="Home">{{ y }}</a>',
        '<p>{% translate "One" %} and {% translate "two" %}</p>',
        '<input type="submit" value="Send">',
    ],
)
def test_word_outside_of_translation_is_found(source):
    assert len(untranslated(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        '<p class="small">{% translate "Hello" %} · <a href="{{ url }}">{{ name }}</a></p>',
        "{% blocktranslate %}Hello <b>you</b>{% endblocktranslate %}",
        "{# a remark #}{% comment %}Another{% endcomment %}",
        '<meta name="viewport" content="width=device-width"><code>manage.py</code>',
        '<svg><path d="M0 0h1"/></svg>',
        '<button type="submit" name="go" value="back">{% translate "Back" %}</button>',
    ],
)
def test_what_needs_no_translation_is_left_alone(source):
    assert untranslated(source) == []


def test_every_number_before_a_word_goes_through_plural_forms():
    expect_none(faults(counted_without_plural))


@pytest.mark.parametrize(
    "source",
    [
        "{{ count }} people",
        "{{ page.answer_count }} answers",
        "{% blocktranslate %}{{ total }} members{% endblocktranslate %}",
        "<b>{{ items|length }}</b> conditions",
    ],
)
def test_number_before_a_word_is_found(source):
    assert len(counted_without_plural(source)) == 1


def test_number_with_plural_forms_is_left_alone():
    source = "{% blocktranslate count n=count %}{{ count }} person{% plural %}{{ count }} people{% endblocktranslate %}"
    assert counted_without_plural(source) == []


def test_every_number_before_a_word_in_the_code_goes_through_plural_forms():
    found = [
        f"{path.relative_to(ROOT.parent)}:{node.lineno}: {text}"
        for path in PYTHON
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SINGULAR
        for text in [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        if isinstance(text, str) and BEFORE_A_WORD.search(text)
    ]
    assert len(PYTHON) > 50
    expect_none(found)


def test_only_what_our_sanitiser_made_is_marked_safe():
    # JSON with < escaped; Django's own help texts; circles whose every value is a number that we drew
    ours = {"page.structured_data", "field.help_text", "near", "far", "page.drawing.near", "page.drawing.far"}
    marked = faults(lambda source: re.findall(r"\{\{ ?([^}]+)\|safe", source))
    assert marked
    expect_none(fault for fault in marked if not fault.endswith("_html") and fault.split(": ")[1] not in ours)
    marked = faults(lambda source: re.findall(r"autoescape|\|safeseq|mark_safe", source))
    expect_none(fault for fault in marked if not fault.endswith(".txt: autoescape"))  # a plain mail is no HTML
