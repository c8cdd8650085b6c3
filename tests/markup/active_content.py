"""What a browser could run or fetch in a piece of HTML: the property that sanitised text must never have."""

from collections.abc import Collection, Iterator, Mapping
from urllib.parse import urlsplit

import html5lib

SAFE_SCHEMES = {"", "http", "https", "mailto"}
# Elements and their attributes: what members' text, a story and an article may hold.
TALK: Mapping[str, Collection[str]] = {
    **dict.fromkeys(["p", "br", "em", "strong", "ul", "li", "blockquote", "code", "pre", "hr"], frozenset()),
    "a": {"href", "rel"},
    "ol": {"start"},
}
STORY: Mapping[str, Collection[str]] = {**TALK, "h2": (), "h3": ()}
ARTICLE: Mapping[str, Collection[str]] = {
    **TALK,
    **dict.fromkeys(["h4", "table", "thead", "tbody", "tr", "th", "td", "dt", "dd", "figcaption"], frozenset()),
    **dict.fromkeys(["ul", "dl", "div", "section", "figure", "sup", "span", "strong"], frozenset({"class"})),
    "a": {"href", "rel", "aria-label"},
    "ol": {"class", "start"},
    "h2": {"id"},
    "h3": {"id"},
    "svg": {"class", "aria-hidden", "viewBox", "role", "aria-label"},
    "path": {"class", "d"},
    "use": {"href"},
}


def active_content(html: str, *, allowed: Mapping[str, Collection[str]] = ARTICLE) -> list[str]:
    """Every element, attribute and link that is not known to be harmless, as a browser would read the HTML.

    The HTML is read twice, the second time as the first reading would write it: what only then comes to life counts.
    """
    once = html5lib.parseFragment(html, namespaceHTMLElements=False)
    again = html5lib.parseFragment(html5lib.serialize(once, quote_attr_values="always"), namespaceHTMLElements=False)
    return [problem for tree in (once, again) for problem in _problems(tree, allowed)]


def _problems(tree, allowed: Mapping[str, Collection[str]]) -> Iterator[str]:
    for element in tree.iter():
        if element is tree:
            continue
        if not isinstance(element.tag, str):
            yield "a comment"
            continue
        tag = element.tag.rpartition("}")[2]
        if tag not in allowed:
            yield f"<{tag}>"
        for name, value in element.attrib.items():
            if name not in allowed.get(tag, ()):
                yield f"<{tag} {name}>"
            if name == "href" and not _is_safe(tag, value):
                yield f"<{tag} href={value!r}>"


def _is_safe(tag: str, href: str) -> bool:
    if tag == "use":
        return href.startswith("#i-")
    as_a_browser_reads_it = "".join(c for c in href if c not in "\t\n\r").strip("".join(map(chr, range(33))))
    try:
        return urlsplit(as_a_browser_reads_it).scheme.lower() in SAFE_SCHEMES
    except ValueError:
        return ":" not in as_a_browser_reads_it.partition("/")[0]
