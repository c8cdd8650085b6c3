"""What each kind of content file says, as frozen records that know their front matter: pure."""

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, Self

from django.utils.translation import gettext as _

from questions.front_matter import ContentError, Document
from questions.front_matter_fields import Fields

# The same words as in the models, so that this module needs none; a test holds them together.
VERDICTS: Final = ("no", "usually-no", "varies", "usually-yes", "yes", "unknown", "not-applicable")
STATES: Final = ("draft", "submitted", "changes-asked", "approved", "published", "superseded", "retired")
SIZES: Final = ("typo", "content", "clinical")
DECISIONS: Final = ("approved", "changes-asked")
CODE_SYSTEMS: Final = ("icd-10", "icd-11", "omim", "orpha", "mesh")
CODE_RELATIONS: Final = ("exact", "broader", "narrower")
FREQUENCIES: Final = ("very-common", "common", "occasional")


@dataclass(frozen=True, kw_only=True)
class ContentFile(ABC):
    """One file. `lines` says where each value stands, for whoever finds out later that one cannot be."""

    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    @property
    @abstractmethod
    def path(self) -> str:
        """Its place in the folder of content, with slashes."""

    @classmethod
    @abstractmethod
    def read(cls, document: Document) -> Self:
        """What such a file says. Raises ContentError."""

    @abstractmethod
    def values(self) -> dict[str, Any]:
        """The front matter, in the order in which it is written."""

    @property
    def text(self) -> str:
        """What stands below the front matter."""
        return ""

    def error(self, key: str, reason: str) -> ContentError:
        """The reason, at the line where the key stands."""
        return ContentError(self.path, self.lines.get(key, 1), reason)


@dataclass(frozen=True, kw_only=True)
class ContributorFile(ContentFile):
    """Someone who writes or reviews."""

    username: str
    name: str
    credential: str
    conflict_of_interest: str = ""
    biography: str = ""

    @property
    def path(self) -> str:
        return f"contributors/{self.username}.md"

    @classmethod
    def read(cls, document: Document) -> Self:
        fields = _fields(document, "username", "name", "credential", "conflict_of_interest", "biography")
        if not unicodedata.is_normalized("NFKC", fields.text("username")):
            raise fields.error("username", _("“username” holds characters that look like others."))
        return cls(
            username=fields.text("username"),
            name=fields.text("name"),
            credential=fields.text("credential"),
            conflict_of_interest=fields.text("conflict_of_interest", ""),
            biography=fields.text("biography", ""),
            lines=document.lines(),
        )

    def values(self) -> dict[str, Any]:
        optional = {"conflict_of_interest": self.conflict_of_interest, "biography": self.biography}
        said = {key: value for key, value in optional.items() if value}
        return {"username": self.username, "name": self.name, "credential": self.credential, **said}


@dataclass(frozen=True, kw_only=True)
class SourceFile(ContentFile):
    """A publication that summaries and facts lean on; its key is the name of its file."""

    key: str
    title: str
    organisation: str
    url: str
    published: str
    checked_on: date

    @property
    def path(self) -> str:
        return f"sources/{self.key}.md"

    @classmethod
    def read(cls, document: Document) -> Self:
        fields = _fields(document, "title", "organisation", "url", "published", "checked_on")
        return cls(
            key=document.path.rpartition("/")[2].removesuffix(".md"),
            title=fields.text("title"),
            organisation=fields.text("organisation"),
            url=fields.text("url"),
            published=fields.text("published"),
            checked_on=fields.day("checked_on"),
            lines=document.lines(),
        )

    def values(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "organisation": self.organisation,
            "url": self.url,
            "published": self.published,
            "checked_on": self.checked_on,
        }


@dataclass(frozen=True, order=True)
class CodeEntry:
    """A code of a condition."""

    system: str
    value: str
    relation: str


@dataclass(frozen=True)
class SymptomEntry:
    """A symptom of a condition; `plain_name` belongs to the symptom and is the same in every file."""

    hpo: str
    name: str
    plain_name: str
    frequency: str


@dataclass(frozen=True)
class FactEntry:
    """A short fact and the key of its source."""

    label: str
    value: str
    source: str


@dataclass(frozen=True, kw_only=True)
class ConditionFile(ContentFile):
    """A condition with all that the catalogue knows of it. Codes and old addresses have no order: they stand sorted."""

    slug: str
    name: str
    name_in_text: str = ""
    short_name: str
    definition: str
    other_names: tuple[str, ...] = ()
    codes: tuple[CodeEntry, ...] = ()
    symptoms: tuple[SymptomEntry, ...] = ()
    facts: tuple[FactEntry, ...] = ()
    old_addresses: tuple[str, ...] = ()
    is_published: bool = True

    @property
    def path(self) -> str:
        return f"conditions/{self.slug}.md"

    @classmethod
    def read(cls, document: Document) -> Self:
        fields = _fields(
            document,
            *("slug", "name", "name_in_text", "short_name", "definition", "other_names"),
            *("codes", "symptoms", "facts", "old_addresses", "published"),
        )
        return cls(
            slug=fields.text("slug"),
            name=fields.text("name"),
            name_in_text=fields.text("name_in_text", ""),
            short_name=fields.text("short_name"),
            definition=fields.text("definition"),
            other_names=fields.texts("other_names"),
            codes=_codes(fields),
            symptoms=_symptoms(fields),
            facts=tuple(
                FactEntry(fact.text("label"), fact.text("value"), fact.text("source"))
                for fact in fields.records("facts", known=("label", "value", "source"))
            ),
            old_addresses=tuple(sorted(fields.texts("old_addresses", is_optional=True))),
            is_published=fields.switch("published", default=True),
            lines=document.lines(),
        )

    def values(self) -> dict[str, Any]:
        return {
            "slug": self.slug,
            "name": self.name,
            **({"name_in_text": self.name_in_text} if self.name_in_text else {}),
            "short_name": self.short_name,
            "definition": self.definition,
            "other_names": list(self.other_names),
            "codes": [vars(code) for code in self.codes],
            "symptoms": [vars(symptom) for symptom in self.symptoms],
            "facts": [vars(fact) for fact in self.facts],
            **({"old_addresses": list(self.old_addresses)} if self.old_addresses else {}),
            **({} if self.is_published else {"published": False}),
        }


@dataclass(frozen=True)
class ReviewEntry:
    """What a named specialist decided about a version."""

    reviewer: str
    name: str
    credential: str
    decision: str
    reviewed_on: date
    due_on: date | None = None
    note: str = ""
    carried_from: int | None = None

    def values(self) -> dict[str, Any]:
        optional = {"due_on", "note", "carried_from"}
        return {key: value for key, value in vars(self).items() if key not in optional or value}


@dataclass(frozen=True, kw_only=True)
class SummaryFile(ContentFile):
    """One version of a summary with its reviews; `sources` are keys, in the order of their numbers.

    `based_on` is the number of the version whose words it took over, `other_writers` whoever wrote beside the author.
    """

    condition: str
    topic: str
    version: int
    state: str
    verdict: str
    author: str
    other_writers: tuple[str, ...] = ()
    based_on: int | None = None
    written_at: datetime
    published_at: datetime | None = None
    change_size: str = "clinical"
    change_note: str
    short_answer: str
    sources: tuple[str, ...] = ()
    reviews: tuple[ReviewEntry, ...] = ()
    body: str

    @property
    def path(self) -> str:
        return f"summaries/{self.condition}/{self.topic}/v{self.version}.md"

    @property
    def text(self) -> str:
        return self.body

    @classmethod
    def read(cls, document: Document) -> Self:
        fields = _fields(
            document,
            *("condition", "topic", "version", "state", "verdict", "author", "other_writers", "based_on"),
            *("written_at", "published_at", "change_size", "change_note", "short_answer", "sources", "reviews"),
        )
        return cls(
            condition=fields.text("condition"),
            topic=fields.text("topic"),
            version=fields.number("version"),
            state=fields.choice("state", STATES),
            verdict=fields.choice("verdict", VERDICTS),
            author=fields.text("author"),
            other_writers=tuple(sorted(fields.texts("other_writers", is_optional=True))),
            based_on=fields.optional_number("based_on"),
            written_at=fields.moment("written_at"),
            published_at=fields.optional_moment("published_at"),
            change_size=fields.choice("change_size", SIZES, "clinical"),
            change_note=fields.text("change_note"),
            short_answer=fields.text("short_answer"),
            sources=fields.texts("sources"),
            reviews=_reviews(fields),
            body=document.body,
            lines=document.lines(),
        )

    def values(self) -> dict[str, Any]:
        return {
            "condition": self.condition,
            "topic": self.topic,
            "version": self.version,
            "state": self.state,
            "verdict": self.verdict,
            "author": self.author,
            **({"other_writers": list(self.other_writers)} if self.other_writers else {}),
            **({"based_on": self.based_on} if self.based_on else {}),
            "written_at": self.written_at,
            **({"published_at": self.published_at} if self.published_at else {}),
            **({} if self.change_size == "clinical" else {"change_size": self.change_size}),
            "change_note": self.change_note,
            "short_answer": self.short_answer,
            "sources": list(self.sources),
            "reviews": [review.values() for review in self.reviews],
        }


def _fields(document: Document, *known: str) -> Fields:
    return Fields(document.path, document.front_matter, known=known)


def _codes(fields: Fields) -> tuple[CodeEntry, ...]:
    codes: dict[tuple[str, str], CodeEntry] = {}
    for entry in fields.records("codes", known=("system", "value", "relation")):
        code = CodeEntry(
            entry.choice("system", CODE_SYSTEMS), entry.text("value"), entry.choice("relation", CODE_RELATIONS)
        )
        if (code.system, code.value) in codes:
            raise entry.error("value", _("This code stands here twice."))
        codes[code.system, code.value] = code
    return tuple(sorted(codes.values()))


def _symptoms(fields: Fields) -> tuple[SymptomEntry, ...]:
    symptoms: dict[str, SymptomEntry] = {}
    for entry in fields.records("symptoms", known=("hpo", "name", "plain_name", "frequency")):
        hpo = entry.text("hpo")
        if hpo in symptoms:
            raise entry.error("hpo", _("This symptom stands here twice."))
        symptoms[hpo] = SymptomEntry(
            hpo, entry.text("name"), entry.text("plain_name"), entry.choice("frequency", FREQUENCIES)
        )
    return tuple(symptoms.values())


def _reviews(fields: Fields) -> tuple[ReviewEntry, ...]:
    known = ("reviewer", "name", "credential", "decision", "reviewed_on", "due_on", "note", "carried_from")
    return tuple(
        ReviewEntry(
            reviewer=entry.text("reviewer"),
            name=entry.text("name"),
            credential=entry.text("credential"),
            decision=entry.choice("decision", DECISIONS),
            reviewed_on=entry.day("reviewed_on"),
            due_on=entry.optional_day("due_on"),
            note=entry.text("note", ""),
            carried_from=entry.optional_number("carried_from"),
        )
        for entry in fields.records("reviews", known=known)
    )
