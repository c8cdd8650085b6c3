import pytest

from moderation.folding import fold
from moderation.phrases import PhraseBook, PhraseError, parse
from moderation.word_lists import ready, shipped


def stands(phrase: str, text: str, **groups: str) -> bool:
    book = PhraseBook(groups=groups)
    book.add("list", [phrase])
    return bool(book.find(fold(text).words))


@pytest.mark.parametrize(
    ("phrase", "text", "is_there"),
    [
        ("cured|healed my pain", "He HEALED my pain!", True),
        ("cured my pain", "He cured. My pain stayed.", False),
        ("herb* cure", "herbal cure", True),
        ("herb* cure", "her cure", False),
        ("cured ... herbs", "cured me of it with herbs", True),
        ("cured ... herbs", "cured me of it and then he sent herbs", False),
        ("my (own) life", "my own life", True),
        ("my (own) life", "my life", True),
        ("^ stop it", "Please. Stop it!", True),
        ("^ stop it", "Please stop it!", False),
        ("!not|never want to die", "I do not want to die", False),
        ("!not|never want to die", "I do not mind. I want to die", True),
        ("has anyone ?", "Has anyone tried it?", True),
        ("has anyone ?", "Has anyone. Yes.", False),
        ("has anyone !?", "Has anyone tried it?", False),
        ("<drug> now", "Take aspirin now", True),
        ("only # left", "only 212 left", True),
        ("only # left", "only two left", False),
        ("garantía total", "GARANTIA TOTAL", True),
        ("contact me", "c0nt4ct me", True),
    ],
)
def test_phrase_stands_where_it_says(phrase, text, is_there):
    assert stands(phrase, text, drug="aspirin|ibuprofen") is is_there


@pytest.mark.parametrize(
    "line",
    ["", "... a", "a ...", "(a) b", "<nothing> b", "# b", "e-mail", "a* b", "x " * 300, "a ... b ... c ... d ... e"],
)
def test_line_that_is_no_phrase_is_refused_with_a_reason(line):
    with pytest.raises(PhraseError, match=r"\w"):
        parse(line)


def test_shipped_lists_are_all_phrases():
    assert len(ready(shipped()).topics) > 15
