"""Walks through the site by its own links, as a stranger would, and keeps every answer."""

import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib

MOST = 3_000
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"


@dataclass(frozen=True)
class Link:
    """What a page points at: `address` without its host, and the id that stands behind the #."""

    address: str
    fragment: str


@dataclass
class Page:
    """An answer of the site. `address` is the path with its query."""

    address: str
    status: int
    headers: dict[str, str]
    body: bytes
    cookies: tuple[str, ...] = ()
    errors: list[str] = field(default_factory=list)

    @property
    def is_html(self) -> bool:
        return self.headers.get("Content-Type", "").startswith("text/html") and self.status not in {301, 302}

    @cached_property
    def text(self) -> str:
        return self.body.decode()

    @cached_property
    def tree(self) -> Element:
        """The parsed page; what its HTML does wrong is in `errors` afterwards."""
        parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
        with warnings.catch_warnings(action="ignore"):
            tree = parser.parse(self.text)
        self.errors = [f"line {place[0]}: {code} {values or ''}" for place, code, values in parser.errors]
        return tree

    @cached_property
    def elements(self) -> list[tuple[str, Element]]:
        """Every element in the order of the page, by its plain name."""
        return [(node.tag.replace(SVG, ""), node) for node in self.tree.iter() if isinstance(node.tag, str)]

    @cached_property
    def ids(self) -> list[str]:
        return [node.get("id", "") for _tag, node in self.elements if node.get("id") is not None]

    @cached_property
    def headings(self) -> list[tuple[int, str]]:
        """Level and words of each heading."""
        return [(int(tag[1]), words(node)) for tag, node in self.elements if tag in HEADINGS]

    def all(self, *tags: str) -> list[Element]:
        return [node for tag, node in self.elements if tag in tags]

    @cached_property
    def title(self) -> str:
        return words(self.all("title")[0]) if self.all("title") else ""

    def meta(self, name: str) -> str | None:
        """The content of the meta element with this name or property, or None."""
        found = [
            node.get("content", "") for node in self.all("meta") if name in {node.get("name"), node.get("property")}
        ]
        return found[0] if found else None

    @cached_property
    def canonical(self) -> str:
        return next((node.get("href", "") for node in self.all("link") if node.get("rel") == "canonical"), "")

    @property
    def is_indexable(self) -> bool:
        return self.is_html and self.status == 200 and "noindex" not in (self.meta("robots") or "")

    def links(self, site: str) -> Iterator[Link]:
        """The pages of this site that a visitor can go to from here: links, and forms that only ask.

        Not those that lead to a form about the very thing they stand beside (`rel="nofollow"`, for search engines too).
        """
        for tag, node in self.elements:
            target = node.get("href") if tag == "a" and "nofollow" not in node.get("rel", "") else None
            if tag == "form" and node.get("method", "get").lower() == "get":
                target = node.get("action", "")
            if tag == "link" and node.get("rel") in {"alternate", "next", "prev"}:
                target = node.get("href")
            if target is not None and (link := _inside(site, self.address, target)):
                yield link

    def parts(self, site: str) -> Iterator[str]:
        """Every address that a browser asks for by itself while it shows the page."""
        for tag, node in self.elements:
            for name in ("src", "srcset", "href", f"{XLINK}href", "poster", "data"):
                is_part = name != "href" or tag in {"use", "image"} or (tag == "link" and _loads(node.get("rel", "")))
                if is_part and (target := node.get(name)) and not target.startswith(("#", "data:")):
                    yield urljoin(urljoin(site, self.address), target)


def words(node: Element) -> str:
    """The text of an element, with single spaces."""
    return " ".join("".join(node.itertext()).split())


def crawl(fetch: Callable[[str], Page], site: str, start: Iterable[str]) -> dict[str, Page]:
    """Every page that links lead to from `start`, by its address. Raises when the site never ends."""
    pages: dict[str, Page] = {}
    waiting = list(start)
    while waiting:
        address = waiting.pop(0)
        if address in pages:
            continue
        if len(pages) == MOST:
            raise AssertionError(f"More than {MOST} pages: a visitor could follow links for ever, as to {address}.")
        page = pages[address] = fetch(address)
        if page.is_html:
            waiting += [link.address for link in page.links(site)]
    return pages


def _loads(rel: str) -> bool:
    return not {"canonical", "alternate", "next", "prev", "author", "license"} & set(rel.split())


def _inside(site: str, address: str, target: str) -> Link | None:
    whole, fragment = urldefrag(urljoin(urljoin(site, address), target.strip()))
    parts: Any = urlsplit(whole)
    if f"{parts.scheme}://{parts.netloc}" != site:
        return None
    return Link(f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}", fragment)
