from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest
from django.template import Context, Engine, TemplateSyntaxError
from django.template.base import Template
from django.utils import translation
from django.utils.safestring import SafeString

from pages.stencils import MOST_SHAPES, NOT_DRAWN, Stencil

ENGINE = Engine(
    libraries={"days": "pages.templatetags.days", "words": "pages.templatetags.words"},
    builtins=["django.template.defaultfilters"],
)


@dataclass(frozen=True)
class Person:
    name: str
    city: str = ""

    @property
    def initial(self) -> str:
        return self.name[:1]


@dataclass(frozen=True)
class Counted:
    words: str
    count: int = field(metadata=NOT_DRAWN)


def component(source: str) -> Template:
    return Template("{% load days words %}" + source, engine=ENGINE)


def fill(stencil: Stencil, **inputs: object) -> str:
    return stencil.fill(inputs, Context())


@pytest.fixture
def card():
    return Stencil(
        component("<p>{{ who.name }}{% if who.city %}, {{ who.city }}{% endif %}: {{ says }} {{ on|day }}</p>")
    )


def test_stencil_gives_what_rendering_gives_for_every_input(card):
    on = date(2026, 5, 8)
    for who in (Person("Ana"), Person("Bo", "Oslo"), Person("<b>", "R&D"), Person("Ana")):
        for says in ("yes", "“no”", SafeString("<em>yes</em>"), ""):
            rendered = card.template.render(Context({"who": who, "says": says, "on": on}))
            assert fill(card, who=who, says=says, on=on) == rendered


def test_second_filling_of_a_shape_walks_no_template(card, monkeypatch):
    fill(card, who=Person("Ana"), says="yes", on=date(2026, 5, 8))
    monkeypatch.setattr(Template, "render", lambda *_: pytest.fail("the template was rendered again"))
    assert "Bo: no" in fill(card, who=Person("Bo"), says="no", on=date(2020, 1, 31))


def test_text_is_escaped_and_html_is_not_whatever_was_drawn_before(card):
    for says, expected in (("<i>", "&lt;i&gt;"), (SafeString("<i>"), "<i>"), ("\ue0001\ue003", "\ue0001\ue003")):
        for _again in range(2):
            assert expected in fill(card, who=Person("Ana"), says=says, on=date(2026, 5, 8))


def test_moment_is_shown_as_the_day_of_the_sites_time_zone():
    stencil = Stencil(component("{{ at|day }}"))
    late = datetime(2026, 5, 8, 23, 30, tzinfo=UTC)
    with translation.override("en"):
        for at in (late, datetime(2026, 1, 2, 12, tzinfo=UTC), late):
            assert fill(stencil, at=at) == stencil.template.render(Context({"at": at}))


def test_sentence_with_a_text_in_it_is_filled_in_in_each_language():
    stencil = Stencil(component("{% blocktranslate with name=who.name %}Hello {{ name }}{% endblocktranslate %}"))
    for language in ("en", "de", "en"):
        with translation.override(language):
            assert [fill(stencil, who=Person(name)) for name in ("Ana", "Bo")] == ["Hello Ana", "Hello Bo"]


def test_numbers_flags_and_lengths_are_drawn_each_on_their_own():
    stencil = Stencil(component("{% for name in names %}{{ name }} {% endfor %}{{ count }}{% if is_own %}!{% endif %}"))
    assert fill(stencil, names=("a", "b"), count=1, is_own=False) == "a b 1"
    assert fill(stencil, names=("c",), count=2, is_own=True) == "c 2!"
    assert fill(stencil, names=("d", "e"), count=1, is_own=False) == "d e 1"


@pytest.mark.parametrize(
    "source",
    [
        '{% if who.name == "Ana" %}you{% endif %}',
        "{{ who.initial }}",
        "{{ who.name|upper }}",
        "{{ who.name|length }}",
        "{% if 'A' in who.name %}A{% endif %}",
        "{% for letter in who.name %}{{ letter }} {% endfor %}",
    ],
)
def test_component_that_looks_into_a_text_is_told_on_and_rendered_each_time(source):
    stencil = Stencil(component(source))
    with pytest.warns(RuntimeWarning, match="is no stencil"):
        fill(stencil, who=Person("Bo"))
    for name in ("Ana", "Bo"):
        assert fill(stencil, who=Person(name)) == stencil.template.render(Context({"who": Person(name)}))


def test_drawings_do_not_pile_up():
    stencil = Stencil(component("{{ count }}"))
    for count in range(MOST_SHAPES + 5):
        assert fill(stencil, count=count) == str(count)
    assert len(stencil.drawings) <= MOST_SHAPES


def test_tag_needs_a_component_in_quotes():
    with pytest.raises(TemplateSyntaxError, match="in quotes"):
        Engine(libraries={"s": "pages.templatetags.stencils"}).from_string("{% load s %}{% stencil name who=who %}")


def test_each_item_of_a_list_fills_the_component_with_what_all_share():
    stencil = Stencil(component("<li>{{ who.name }} {{ greeting }}</li>"))
    people = (Person("Ana"), Person("<b>", "Oslo"), Person("Bo"))
    for _again in range(2):
        filled = stencil.fill_each("who", people, {"greeting": "says hello"}, Context())
        assert filled == "<li>Ana says hello</li><li>&lt;b&gt; says hello</li><li>Bo says hello</li>"
    assert stencil.fill_each("who", (), {"greeting": "says hello"}, Context()) == ""


def test_field_that_no_component_draws_is_no_shape_of_its_own():
    stencil = Stencil(component("{{ row.words }}"))
    for count in range(5):
        assert fill(stencil, row=Counted(words=f"{count} people", count=count)) == f"{count} people"
    assert len(stencil.drawings) == 1


@pytest.mark.parametrize("given", ["who.name", "words.hello", "names.1", "call"])
def test_input_is_resolved_as_django_resolves_it(given):
    engine = Engine(libraries={"s": "pages.templatetags.stencils"})
    values = {"who": Person("Ana"), "words": {"hello": "Hi"}, "names": ["a", "b"], "call": lambda: "called"}
    node = engine.from_string(f'{{% load s %}}{{% stencil "x" given={given} %}}').nodelist[-1]
    rendered = Template(f"{{{{ {given} }}}}", engine=ENGINE).render(Context(values))
    assert str(node.inputs["given"](Context(values)) or "") == rendered
