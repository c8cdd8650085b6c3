"""Content files: what is written reads the same again, and what cannot be read says where and why."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from conditions.models import CodeRelation, CodeSystem, Frequency
from questions import content_records
from questions.content_files import (
    MAX_BYTES,
    CodeEntry,
    ConditionFile,
    ContentError,
    ContributorFile,
    FactEntry,
    ReviewEntry,
    SourceFile,
    SummaryFile,
    SymptomEntry,
    parse,
    serialise,
)
from questions.models import Decision, SummaryState, Verdict

DEMO = Path(__file__).parents[2] / "demo" / "content"

CONTRIBUTOR = """---
username: noor
name: Noor Haddad
credential: ''
---
"""
SOURCE = """---
title: About colds
organisation: An institute
url: https://example.org/colds
published: '2024'
checked_on: 2026-05-04
---
"""
CONDITION = """---
slug: cold
name: Common cold
name_in_text: common cold
short_name: ''
definition: An infection of the nose.
other_names:
- Coryza
codes:
- system: icd-10
  value: J00
  relation: exact
symptoms:
- hpo: HP:0031417
  name: Rhinorrhea
  plain_name: Runny nose
  frequency: common
facts:
- label: How common
  value: Very.
  source: colds
old_addresses:
- the-cold
published: false
---
"""
SUMMARY = """---
condition: cold
topic: hereditary
version: 1
state: published
verdict: 'no'
author: noor
written_at: 2026-05-04T09:00:00Z
published_at: 2026-05-08T10:00:00Z
change_note: First version.
short_answer: No. It is caught from others.
sources:
- colds
reviews:
- reviewer: anna
  name: Dr A. Example
  credential: blood specialist
  decision: approved
  reviewed_on: 2026-05-08
  due_on: 2028-05-08
  note: Compared with the source.
- reviewer: bela
  name: Dr B. Example
  credential: geneticist
  decision: changes-asked
  reviewed_on: 2026-05-09
---
## What is known

A virus causes it. [1]

---

Not genes.
"""
GOOD = {
    "contributors/noor.md": CONTRIBUTOR,
    "sources/colds.md": SOURCE,
    "conditions/cold.md": CONDITION,
    "summaries/cold/hereditary/v1.md": SUMMARY,
}


def changed(text: str, before: str, after: str) -> bytes:
    assert text.count(before) == 1
    return text.replace(before, after).encode()


def refusal(path: str, data: bytes) -> ContentError:
    with pytest.raises(ContentError) as caught:
        parse(path, data)
    assert caught.value.path == path
    return caught.value


# What is written reads the same again.

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
slugs = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,3}", fullmatch=True)
usernames = st.from_regex(r"[a-zA-Z0-9_@+-][a-zA-Z0-9_@.+-]{0,20}", fullmatch=True)
days = st.dates()
moments = st.datetimes(timezones=st.just(UTC))


def tuples_of(entries, *, unique_by=None):
    return st.lists(entries, max_size=4, unique_by=unique_by).map(tuple)


files = st.one_of(
    st.builds(ContributorFile, username=usernames, name=texts, credential=texts),
    st.builds(SourceFile, key=slugs, title=texts, organisation=texts, url=texts, published=texts, checked_on=days),
    st.builds(
        ConditionFile,
        slug=slugs,
        name=texts,
        name_in_text=texts,
        short_name=texts,
        definition=texts,
        other_names=tuples_of(texts, unique_by=lambda name: name),
        codes=tuples_of(
            st.builds(
                CodeEntry,
                system=st.sampled_from(CodeSystem.values),
                value=texts,
                relation=st.sampled_from(CodeRelation.values),
            ),
            unique_by=lambda code: (code.system, code.value),
        ).map(lambda codes: tuple(sorted(codes))),
        symptoms=tuples_of(
            st.builds(
                SymptomEntry, hpo=texts, name=texts, plain_name=texts, frequency=st.sampled_from(Frequency.values)
            ),
            unique_by=lambda symptom: symptom.hpo,
        ),
        facts=tuples_of(st.builds(FactEntry, label=texts, value=texts, source=texts)),
        old_addresses=tuples_of(slugs, unique_by=lambda slug: slug).map(lambda names: tuple(sorted(names))),
        is_published=st.booleans(),
    ),
    st.builds(
        SummaryFile,
        condition=slugs,
        topic=slugs,
        version=st.integers(1, 999_999_999),
        state=st.sampled_from(SummaryState.values),
        verdict=st.sampled_from(Verdict.values),
        author=texts,
        written_at=moments,
        published_at=st.none() | moments,
        change_note=texts,
        short_answer=texts,
        sources=tuples_of(texts, unique_by=lambda key: key),
        reviews=tuples_of(
            st.builds(
                ReviewEntry,
                reviewer=texts,
                name=texts,
                credential=texts,
                decision=st.sampled_from(Decision.values),
                reviewed_on=days,
                due_on=st.none() | days,
                note=texts,
            )
        ),
        body=texts.map(lambda text: text.replace("\r", "\n").strip()),
    ),
)


@given(files)
def test_what_is_written_reads_the_same_again(file):
    assert parse(file.path, serialise(file)) == file


@given(files)
def test_what_was_written_is_written_again_byte_for_byte(file):
    data = serialise(file)

    assert serialise(parse(file.path, data)) == data


@given(files)
def test_a_file_is_utf_8_with_plain_line_ends_and_one_newline_at_its_end(file):
    data = serialise(file)

    assert data.decode().startswith("---\n")
    assert b"\r" not in data
    assert data.endswith(b"\n")
    assert not data.endswith(b"\n\n")


@given(files)
def test_any_reader_of_yaml_sees_the_same_texts(file):
    front_matter = serialise(file).decode()[4:].partition("\n---\n")[0]

    assert yaml.safe_load(front_matter) == file.values()


@pytest.mark.parametrize(("path", "text"), GOOD.items())
def test_canonical_bytes_come_out_as_they_went_in(path, text):
    assert serialise(parse(path, text.encode())) == text.encode()


def test_letters_of_every_script_stay_letters():
    file = SourceFile(
        key="a", title="Ménière · メニエール 🩺", organisation="", url="", published="", checked_on=date(2026, 1, 2)
    )

    assert "title: Ménière · メニエール 🩺\n" in serialise(file).decode()


def test_every_value_stands_on_one_line_however_long_it_is():
    file = ContributorFile(username="noor", name="One long name " * 50, credential="One\nline " * 50)

    assert serialise(file).count(b"\n") == CONTRIBUTOR.count("\n")


def test_a_moment_is_written_in_utc_and_keeps_its_fraction():
    file = parse("summaries/cold/hereditary/v1.md", changed(SUMMARY, "09:00:00Z", "11:00:00.250000+02:00"))

    assert file.written_at == datetime(2026, 5, 4, 9, 0, 0, 250_000, tzinfo=UTC)
    assert b"written_at: 2026-05-04T09:00:00.250000Z\n" in serialise(file)


def test_codes_and_old_addresses_stand_sorted_whatever_their_order():
    both = "- system: omim\n  value: '2'\n  relation: exact\n- system: icd-10\n  value: '1'\n  relation: exact"
    entry = "- system: icd-10\n  value: J00\n  relation: exact"
    file = parse("conditions/cold.md", changed(CONDITION, entry, both))

    assert [code.system for code in file.codes] == ["icd-10", "omim"]


@pytest.mark.parametrize("value", ["no", "0085", "2024", "1e3", "2026-05-04", "true", "0x1F", "'null'"])
def test_text_stays_text_whatever_it_looks_like(value):
    file = parse("contributors/noor.md", changed(CONTRIBUTOR, "Noor Haddad", value))

    assert file.name == value.strip("'")


@pytest.mark.parametrize("nothing", ["", "~", "null", "''", '""'])
def test_nothing_is_the_empty_text(nothing):
    assert parse("contributors/noor.md", changed(CONTRIBUTOR, "Noor Haddad", nothing)).name == ""


def test_files_from_windows_read_like_others():
    data = b"\xef\xbb\xbf" + SUMMARY.replace("\n", "\r\n").encode()

    assert parse("summaries/cold/hereditary/v1.md", data) == parse("summaries/cold/hereditary/v1.md", SUMMARY.encode())


def test_a_value_knows_its_line():
    file = parse("summaries/cold/hereditary/v1.md", SUMMARY.encode())

    lines = SUMMARY.split("\n")
    assert lines[file.lines["author"] - 1] == "author: noor"
    assert lines[file.lines["sources.0"] - 1] == "- colds"
    assert lines[file.lines["reviews.1.reviewer"] - 1] == "- reviewer: bela"
    assert lines[file.lines["reviews.0.due_on"] - 1] == "  due_on: 2028-05-08"
    assert lines[file.lines["body"] - 1] == "## What is known"


@pytest.mark.parametrize("path", sorted(path.relative_to(DEMO).as_posix() for path in DEMO.rglob("*.md")))
def test_every_file_of_the_demo_can_be_read(path):
    assert parse(path, (DEMO / path).read_bytes()).path == path


# What cannot be read says where and why.


@pytest.mark.parametrize(
    ("before", "after", "line", "reason"),
    [
        ("author: noor\n", "", 2, "“author” is missing"),
        ("change_note:", "mood: calm\nchange_note:", 10, "no “mood” here"),
        ("version: 1", "version: one", 4, "whole number"),
        ("version: 1", "version: '01'", 4, "whole number"),
        ("version: 1", "version: [1]", 4, "must be text"),
        ("version: 1", "version: 1234567890", 4, "whole number"),
        ("state: published", "state: secret", 5, "one of: draft, submitted, "),
        ("verdict: 'no'", "verdict: never", 6, "one of: no, usually-no"),
        ("verdict: 'no'", "verdict: ''", 6, "one of"),
        ("2026-05-04T09:00:00Z", "2026-05-04", 8, "date and time"),
        ("2026-05-04T09:00:00Z", "2026-05-04T09:00:00", 8, "date and time"),
        ("2026-05-04T09:00:00Z", "2026-02-30T09:00:00Z", 8, "date and time"),
        ("2026-05-04T09:00:00Z", "0001-01-01T00:00:00+10:00", 8, "date and time"),
        ("reviewed_on: 2026-05-08", "reviewed_on: 8 May 2026", 19, "“reviewed_on” must be a date"),
        ("reviewed_on: 2026-05-08", "reviewed_on: 2026-13-08", 19, "“reviewed_on” must be a date"),
        ("reviewed_on: 2026-05-08", "reviewed_on: 20260508", 19, "“reviewed_on” must be a date"),
        ("decision: approved", "decision: fine", 18, "one of: approved, changes-asked"),
        ("- reviewer: anna\n  name", "- name", 15, "“reviewer” is missing"),
        ("  note: Compared", "  mood: Compared", 21, "no “mood” here"),
        ("sources:\n- colds", "sources: colds", 12, "must be a list"),
        ("sources:\n- colds\n", "", 2, "“sources” is missing"),
        ("- colds", "- colds\n- colds", 14, "twice"),
        ("- colds", "- [colds]", 13, "must be text"),
        ("author: noor", "author: noor\nauthor: anna", 8, "“author” stands here twice"),
        ("author: noor", "author: &me noor", 7, "Anchors"),
        ("author: noor", "author: *me", 7, "Anchors"),
        ("author: noor", "author: !!python/name:os.system noor", 7, "Tags"),
        ("author: noor", "author: !secret noor", 7, "Tags"),
        ("author: noor", "author: {a: {b: {c: {d: {e: 1}}}}}", 7, "too deep"),
        ("author: noor", "? [a, b]\n: noor", 7, "key must be text"),
        ("author: noor", "author: 'noor", 7, "not YAML"),
        ("author: noor", "author: no: or", 7, "not YAML"),
        ("author: noor", "\tauthor: noor", 7, "not YAML"),
        ("author: noor", 'author: "no\\0or"', 7, "cannot be stored"),
        ("author: noor", "author: no\0or", 7, "cannot be stored"),
        ("Not genes.", "Not \0genes.", 34, "cannot be stored"),
        ("---\ncondition", "condition", 1, "does not start with"),
        ("topic: hereditary", "topic: causes", 1, "this file is summaries/cold/causes/v1.md"),
        ("version: 1", "version: 2", 1, "this file is summaries/cold/hereditary/v2.md"),
    ],
)
def test_a_broken_summary_is_refused_with_line_and_reason(before, after, line, reason):
    error = refusal("summaries/cold/hereditary/v1.md", changed(SUMMARY, before, after))

    assert reason in error.reason
    assert error.line == line


@pytest.mark.parametrize(
    ("before", "after", "line", "reason"),
    [
        ("system: icd-10", "system: icd-9", 10, "one of: icd-10, icd-11"),
        ("relation: exact", "relation: roughly", 12, "one of: exact, broader, narrower"),
        ("frequency: common", "frequency: often", 17, "one of: very-common"),
        (
            "symptoms:\n",
            "- system: icd-10\n  value: J00\n  relation: broader\nsymptoms:\n",
            14,
            "code stands here twice",
        ),
        (
            "facts:\n",
            "- hpo: HP:0031417\n  name: a\n  plain_name: b\n  frequency: common\nfacts:\n",
            18,
            "symptom stands here twice",
        ),
        ("published: false", "published: maybe", 24, "one of: true, false"),
        ("slug: cold", "slug: flu", 1, "this file is conditions/flu.md"),
        ("published: false\n---\n", "published: false\n---\nText.\n", 26, "Nothing stands below"),
        ("- Coryza", "- Coryza\n- Coryza", 9, "twice"),
    ],
)
def test_a_broken_condition_is_refused_with_line_and_reason(before, after, line, reason):
    error = refusal("conditions/cold.md", changed(CONDITION, before, after))

    assert reason in error.reason
    assert error.line == line


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"", 1, "does not start with"),
        (b"---", 1, "No line of three hyphens"),
        (b"---\nusername: noor\nname: Noor\n", 4, "No line of three hyphens"),
        (b"---\n---\n", 1, "is empty"),
        (b"---\n- a\n---\n", 2, "names with a colon"),
        (b"---\nnoor\n---\n", 2, "names with a colon"),
        (b"---\na: b\n...\nc: d\n---\n", 4, ""),
        (b"---\nusername: noor\nname: \xff\n---\n", 3, "not UTF-8"),
        (CONTRIBUTOR.encode("utf-16"), 1, "not UTF-8"),
        (b"---\n" + b"#" * MAX_BYTES + b"\n---\n", 1, "larger than 1 MB"),
        (b"---\n" + b"[" * 50_000 + b"\n---\n", 2, "too deep"),
        (CONTRIBUTOR.replace("noor", "no\u200d\ufb01r").encode(), 2, "look like others"),
    ],
)
def test_a_broken_file_is_refused_with_line_and_reason(data, line, reason):
    error = refusal("contributors/noor.md", data)

    assert reason in error.reason
    assert error.line == line


@pytest.mark.parametrize(
    "path",
    [
        "noor.md",
        "readme.txt",
        "contributors/noor.txt",
        "contributors/.noor.md",
        "contributors/a/noor.md",
        "sources/../settings.md",
        "sources/a b.md",
        "conditions/cold/v1.md",
        "summaries/cold/hereditary/1.md",
        "summaries/cold/hereditary/v0.md",
        "summaries/cold/hereditary/v1.md~",
        "summaries/cold/v1.md",
    ],
)
def test_a_file_that_stands_nowhere_is_refused(path):
    assert "No content file stands at this place" in refusal(path, CONTRIBUTOR.encode()).reason


@pytest.mark.parametrize("username", ["../noor", "a/b", ".noor", ""])
def test_no_name_leads_out_of_its_folder(username):
    with pytest.raises(ContentError, match="cannot have this name"):
        serialise(ContributorFile(username=username, name="Noor", credential=""))


def test_a_file_that_could_not_be_read_again_is_not_written():
    file = parse("contributors/noor.md", CONTRIBUTOR.encode())
    with pytest.raises(ContentError, match="larger than 1 MB"):
        serialise(ContributorFile(username=file.username, name="n" * MAX_BYTES, credential=""))


def test_an_error_is_one_sentence_with_file_line_and_reason():
    error = ContentError("sources/colds.md", 3, "“url” is missing.")

    assert str(error) == "sources/colds.md, line 3: “url” is missing."
    assert str(ContentError("sources", 0, "It is empty.")) == "sources: It is empty."


@pytest.mark.parametrize(
    ("words", "choices"),
    [
        (content_records.VERDICTS, Verdict),
        (content_records.STATES, SummaryState),
        (content_records.DECISIONS, Decision),
        (content_records.CODE_SYSTEMS, CodeSystem),
        (content_records.CODE_RELATIONS, CodeRelation),
        (content_records.FREQUENCIES, Frequency),
    ],
)
def test_files_and_models_know_the_same_words(words, choices):
    assert list(words) == choices.values
