"""3: no text takes longer than a second to render, however it was made to; and no expression of ours explodes."""

import ast
import re
import sys
import time
from pathlib import Path

import pytest

from markup import article, hygiene, members_text
from markup.personal_data import find_personal_data
from tests.faults import expect_none

ROOT = Path(__file__).parents[2]
MOST = members_text.MAX_LENGTH
SECONDS = 1.0
PIECES = [
    *("[", "]", "(", "![", "[a](", "[a]: ", "<", "<a ", "&", "&#", "*", "**", "_", "*a_ ", "`", "``a", "~", "~~~\n"),
    *(
        "> ",
        "- ",
        "1. ",
        "# ",
        "    ",
        "\t",
        "\\",
        "|a",
        "|-|\n",
        "\n",
        " \n",
        "::: care\n",
        "[1]",
        "{chance} ",
        "---\n",
    ),
    *(
        "a.co ",
        "http://",
        "www.",
        "a@b.co ",
        "https://a.example/(",
        "\u0301",
        "\u202e",
        "é",
        "0",
        "0 1 2-",
        "+49 ",
        "aaaa@",
    ),
]
COSTLY = [
    *("[" * 10_000 + "]" * 10_000, "> " * 5_000 + "a", "- " * 5_000 + "a", "*" * 9_999 + "a" + "*" * 9_999),
    *("`" * 9_999 + "a", "[a](" * 5_000, "<" * 20_000, "a" * 19_000 + "@", "![" * 9_000 + "]()" * 600, "&" * 20_000),
    *("\n".join(" " * n + "- a" for n in range(180)), "".join(f"[{n}]: /\n" for n in range(2_000)), "_a" * 10_000),
    *(
        "https://" + "a." * 9_000,
        "x" + "\u0300" * 19_999,
        "1" * 20_000,
        "(" * 20_000,
        "a@" * 10_000,
        "w" * 20_000 + ".",
    ),
]


def seconds(function, text):
    """Of the processor, without what a tracer such as coverage's adds."""
    tracer = sys.gettrace()
    sys.settrace(None)
    started = time.process_time()
    try:
        function(text)
        return time.process_time() - started
    finally:
        sys.settrace(tracer)


def is_slow(function, text, limit):
    """Whether the best of three is over the limit: what another process takes of the cache is no fault of ours."""
    return all(seconds(function, text) > limit for _try in range(3))


def as_article(text):
    try:
        article.render(text)
    except article.ArticleError:
        return


READERS = {
    "talk": members_text.render,
    "story": lambda text: members_text.render(text, with_headings=True),
    "without links": lambda text: members_text.render(text, with_links=False),
    "article": as_article,
    "hygiene": hygiene.clean,
    "personal data": find_personal_data,
}


@pytest.mark.parametrize("reader", READERS)
def test_longest_text_takes_a_second_at_most(reader):
    texts = [(piece * MOST)[:MOST] for piece in PIECES] + [text[:MOST] for text in COSTLY]
    expect_none([text[:20] for text in texts if is_slow(READERS[reader], text, SECONDS)])


def test_nesting_ends_at_twenty():
    for text in (">" * 500 + " a", "- " * 200 + "a", "*a **b " * 400):
        html = members_text.render(text)
        deepest = depth = 0
        for tag in re.findall(r"<(/?)(?:blockquote|ul|ol|em|strong)\b", html):
            depth += -1 if tag else 1
            deepest = max(deepest, depth)
        assert deepest <= 22


def test_one_character_more_is_an_error_of_the_form():
    members_text.render("x" * MOST)
    with pytest.raises(members_text.TextTooLongError):
        members_text.render("x" * (MOST + 1))


def expressions():
    """Every regular expression that the site compiles or uses, read from its code."""
    for path in sorted(ROOT.glob("*/**/*.py")):
        if path.relative_to(ROOT).parts[0] in {"tests", "bench", "scripts", ".venv"}:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args
            if is_call and isinstance(node.func.value, ast.Name) and node.func.value.id == "re":
                pattern = node.args[0]
                if isinstance(pattern, ast.Constant) and isinstance(pattern.value, str):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", pattern.value


def strings_against(pattern):
    """Long texts of what the expression repeats, each with an end that does not fit: where exploding ones explode."""
    letters = set(re.sub(r"\\.", "", pattern)) - set("()[]{}|?*+^$") | set("a0 .-@/\n_é")
    parts = [*letters, *(one + other for one in "a0. " for other in "a.-@ ")]
    return [part * (3_000 // len(part)) + end for part in parts for end in ("", "\x01", "!")]


def test_no_expression_explodes():
    found = dict(expressions())
    assert len(found) > 40
    slow = {}
    for place, pattern in found.items():
        search = re.compile(pattern, re.IGNORECASE | re.MULTILINE).search
        for text in strings_against(pattern):
            if is_slow(search, text, 0.25):
                slow[place] = (pattern, text[:4])
                break
    expect_none(slow)
