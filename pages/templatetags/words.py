"""Django’s `translate` and `blocktranslate`, which remember what they said: a page says few sentences, each time.

A sentence depends on nothing but the language and the values in it, so what is remembered is never out of date.
Measured on the question page (docs/contributors/measuring.md): a fifth of its rendering.
"""

from typing import Any

from django import template
from django.template import Context
from django.template.base import Parser, Token
from django.templatetags import i18n
from django.utils.safestring import SafeString

from pages.once import language

register = template.Library()
MOST = 1_000
"""Sentences that one place in a template remembers."""
PLAIN = {str, SafeString, int}
"""Values that a sentence is remembered with."""


class RememberedTranslation(template.Node):
    """A sentence without values."""

    def __init__(self, node: i18n.TranslateNode) -> None:
        self.node = node
        self.is_fixed = not (node.asvar or node.message_context or node.filter_expression.filters)
        self.is_fixed = self.is_fixed and getattr(node.filter_expression.var, "literal", None) is not None
        self.said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        if not self.is_fixed:
            return self.node.render(context)
        spoken = language()
        if spoken not in self.said:
            self.said[spoken] = self.node.render(context)
        return self.said[spoken]


class RememberedBlock(template.Node):
    """A sentence with values, and its plural forms."""

    def __init__(self, node: i18n.BlockTranslateNode) -> None:
        self.node = node
        tokens = [*node.singular, *(node.plural or [])]
        own = {*node.extra_context, node.countervar}
        self.names = sorted({t.contents for t in tokens if t.token_type == t.token_type.VAR} - own)
        self.said: dict[tuple[Any, ...], str] = {}

    def render(self, context: Context) -> str:
        values = [value.resolve(context) for value in self.node.extra_context.values()]
        values += [context.get(name) for name in self.names]
        if self.node.counter:
            values.append(self.node.counter.resolve(context))
        if self.node.asvar or self.node.message_context or not PLAIN.issuperset(map(type, values)):
            return self.node.render(context)
        said = (language(), context.autoescape, *((type(value), value) for value in values))
        if said not in self.said:
            if len(self.said) >= MOST:
                self.said.clear()
            self.said[said] = self.node.render(context)
        return self.said[said]


@register.tag
def translate(parser: Parser, token: Token) -> RememberedTranslation:
    """As Django's."""
    return RememberedTranslation(i18n.do_translate(parser, token))


@register.tag
def blocktranslate(parser: Parser, token: Token) -> RememberedBlock:
    """As Django's."""
    return RememberedBlock(i18n.do_block_translate(parser, token))
