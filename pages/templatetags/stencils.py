"""A component that is drawn once for each shape of its inputs (pages/stencils.py)."""

from collections.abc import Callable
from typing import Any

from django import template
from django.template import Context, Engine
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.template.exceptions import TemplateSyntaxError
from django.utils.functional import LazyObject, Promise

from pages.stencils import Stencil

register = template.Library()


class StencilNode(template.Node):
    """The place of a component in a page, or of one for each item of a list, which it gets under the name `each`.

    The stencil is made at first use, when the component can be found.
    """

    def __init__(self, name: str, inputs: dict[str, FilterExpression], each: str = "") -> None:
        self.name = name
        self.each = each
        self.inputs = {given: _reader(expression) for given, expression in inputs.items()}
        self.stencil: Stencil | None = None

    def render(self, context: Context) -> str:
        if self.stencil is None:
            self.stencil = Stencil(Engine.get_default().get_template(self.name))
        inputs = {name: _text(read(context)) for name, read in self.inputs.items()}
        if self.each:
            return self.stencil.fill_each(self.each, inputs.pop(self.each), inputs, context)
        return self.stencil.fill(inputs, context)


def _reader(expression: FilterExpression) -> Callable[[Context], Any]:
    """What resolves an input. A plain `page.map.people` takes a short way through attributes and dictionaries, and
    whatever is not as plain as that goes Django's way."""
    first, *rest = getattr(expression.var, "lookups", None) or [None]
    if first is None or expression.filters:
        return expression.resolve

    def read(context: Context) -> Any:
        try:
            value = context[first]
            for name in rest:
                value = value[name] if type(value) is dict else getattr(value, name)
        except (AttributeError, KeyError):
            return expression.resolve(context)
        return expression.resolve(context) if callable(value) else value

    return read


def _text(given: Any) -> Any:
    """A text that is only made when it is asked for, such as the token of a form, as the text that it is."""
    return str(given) if isinstance(given, LazyObject | Promise) else given


@register.tag
def stencil(parser: Parser, token: Token) -> StencilNode:
    """`{% stencil "components/answer.html" answer=answer %}`: what `{% include … with answer=answer only %}` gives."""
    name, inputs = _component_and_inputs(parser, token)
    return StencilNode(name, inputs)


@register.tag
def stencil_each(parser: Parser, token: Token) -> StencilNode:
    """`{% stencil_each "components/answer.html" answer=page.answers here=page.here %}`: the component for each answer.

    The first input is the list.
    """
    name, inputs = _component_and_inputs(parser, token)
    if not inputs:
        raise TemplateSyntaxError("stencil_each takes the items of a list as its first input.")
    return StencilNode(name, inputs, each=next(iter(inputs)))


def _component_and_inputs(parser: Parser, token: Token) -> tuple[str, dict[str, Any]]:
    tag, name, *rest = token.split_contents()
    inputs: dict[str, Any] = token_kwargs(rest, parser)
    if rest or name[0] not in "\"'":
        raise TemplateSyntaxError(f"{tag} takes the name of a component in quotes, and its inputs as name=value.")
    return name.strip("\"'"), inputs
