"""Reads an ontology in the OBO format 1.2: pure but for opening the file.

The file is read once, line by line; only what the site needs is kept of each term. What does not hold together is
refused with the line: a term without id or name, one that stands there twice, an unknown or circular parent, a
cut file.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from conditions.importers.reading import ReadError

_SYNONYM = re.compile(r'"((?:[^"\\]|\\.)*)"\s+([A-Z]+)(?:\s+([^\s\[]+))?\s*\[')
_ESCAPED = re.compile(r"\\(.)")
_ID = re.compile(r"[^\s{!]*")


@dataclass(frozen=True, slots=True)
class Synonym:
    """Another name of a term. `scope` is EXACT, BROAD, NARROW or RELATED; `kind` is a type such as layperson."""

    text: str
    scope: str
    kind: str


@dataclass(slots=True)
class Term:
    """One stanza. `parents` are ids with the lines that name them."""

    line: int
    id: str = ""
    name: str = ""
    parents: list[tuple[str, int]] = field(default_factory=list)
    synonyms: list[Synonym] = field(default_factory=list)
    alt_ids: list[str] = field(default_factory=list)
    replaced_by: str = ""
    is_obsolete: bool = False


@dataclass(frozen=True)
class Ontology:
    """The terms of one release by their ids."""

    version: str
    terms: dict[str, Term]

    def successors(self) -> dict[str, str]:
        """For each id that was given up for another one, the term that stands for it today."""
        merged = {alt_id: term.id for term in self.terms.values() if not term.is_obsolete for alt_id in term.alt_ids}
        old_ids = [*merged, *(term.id for term in self.terms.values() if term.is_obsolete)]
        found = {old_id: _followed(old_id, self.terms, merged) for old_id in old_ids}
        return {old_id: new_id for old_id, new_id in found.items() if new_id}


def _followed(old_id: str, terms: dict[str, Term], merged: dict[str, str]) -> str:
    seen: set[str] = set()
    while old_id not in seen:
        seen.add(old_id)
        term = terms.get(old_id)
        if term and not term.is_obsolete:
            return old_id
        old_id = merged.get(old_id) or (term.replaced_by if term else "")
    return ""


def read_obo(lines: Iterable[tuple[int, str]]) -> Ontology:
    """The ontology in numbered lines. Raises ReadError."""
    version, terms = "", {}
    for tag, value, term in _tags(lines):
        if term is None:
            version = value if tag == "data-version" else version
        elif tag == "end":
            if not term.id or not term.name:
                raise ReadError(_("a term without an id or a name. The file was perhaps cut."), term.line)
            if term.id in terms:
                raise ReadError(_("%(id)s stands there twice.") % {"id": term.id}, term.line)
            terms[term.id] = term
    if not version or not terms:
        raise ReadError(_("This is no ontology in the OBO format with a data-version and terms."))
    return Ontology(version=version.rpartition("/")[2], terms=terms)


def _tags(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[str, str, Term | None]]:
    """Each tag of the head without a term, and each whole term with the tag “end”."""
    term: Term | None = None
    is_head = True
    for number, line in lines:
        if line.startswith("["):
            if term:
                yield "end", "", term
            is_head, term = False, Term(number) if line == "[Term]" else None
        elif line and not line.startswith("!"):
            tag, colon, value = line.partition(": ")
            if not colon and not line.endswith(":"):
                raise ReadError(_("“%(line)s” has no tag and value.") % {"line": line[:60]}, number)
            if term:
                _put(term, tag, value, number)
            elif is_head:
                yield tag, value, None
    if term:
        yield "end", "", term


def _id_in(value: str) -> str:
    """The id that a value begins with, without the modifiers and the remark after it."""
    found = _ID.match(value.lstrip())
    return found[0] if found else ""


def _put(term: Term, tag: str, value: str, number: int) -> None:
    match tag:
        case "id":
            term.id = value
        case "name":
            term.name = _ESCAPED.sub(r"\1", value)
        case "is_a":
            term.parents.append((_id_in(value), number))
        case "alt_id":
            term.alt_ids.append(value)
        case "replaced_by":
            term.replaced_by = term.replaced_by or _id_in(value)
        case "is_obsolete":
            term.is_obsolete = value == "true"
        case "synonym":
            if (parts := _SYNONYM.match(value)) is None:
                raise ReadError(_("a synonym without quotes, scope or sources."), number)
            term.synonyms.append(Synonym(_ESCAPED.sub(r"\1", parts[1]), parts[2], parts[3] or ""))


def lineages(ontology: Ontology, root: str) -> dict[str, frozenset[str]]:
    """For each term below the root its own id and those of all broader terms below the root.

    Raises ReadError for an unknown root or parent, for a circle, and for a second term without any parent.
    """
    if root not in ontology.terms:
        raise ReadError(_("The term %(id)s is not there, below which the symptoms stand.") % {"id": root})
    known: dict[str, frozenset[str]] = {}
    tops = [term for term in ontology.terms.values() if not term.parents and not term.is_obsolete]
    for term in tops[1:]:
        raise ReadError(_("%(id)s has no parent. The file was perhaps cut.") % {"id": term.id}, term.line)
    for term in ontology.terms.values():
        if not term.is_obsolete and term.id not in known:
            _climb(term, ontology.terms, known)
    below = {key for key, found in known.items() if root in found and key != root}
    return {key: known[key] & below for key in below}


def _climb(first: Term, terms: dict[str, Term], known: dict[str, frozenset[str]]) -> None:
    """Finds the lineage of a term and of all above it, without recursion: a file may be as deep as it likes."""
    path: list[tuple[Term, Iterator[tuple[str, int]]]] = [(first, iter(first.parents))]
    above = {first.id}
    while path:
        term, parents = path[-1]
        for parent, number in parents:
            if parent in above:
                raise ReadError(_("%(id)s is its own parent, by way of others.") % {"id": parent}, number)
            if parent not in terms or terms[parent].is_obsolete:
                raise ReadError(_("the parent %(id)s is not there.") % {"id": parent}, number)
            if parent not in known:
                path.append((terms[parent], iter(terms[parent].parents)))
                above.add(parent)
                break
        else:
            known[term.id] = frozenset({term.id}).union(*(known[parent] for parent, _number in term.parents))
            above.discard(term.id)
            path.pop()
