"""Fills a topic's patterns with a condition's names: pure."""

from typing import Protocol


class Named(Protocol):
    """A condition, as far as its names go."""

    @property
    def in_text(self) -> str: ...

    @property
    def short(self) -> str: ...


def fill(pattern: str, condition: Named) -> str:
    """The pattern as a sentence: `{condition}` is the name inside a sentence, `{short}` the short name.

    A sentence starts with a capital, a name's own capitals are kept, and a name that ends in brackets may be
    followed by the question mark. Braces in names stay as they are.
    """
    sentence = pattern.replace("{condition}", "\0").replace("{short}", "\1")
    sentence = sentence.replace("\0", condition.in_text).replace("\1", condition.short)
    return sentence[:1].upper() + sentence[1:]
