"""Content goes out to files and comes in from them: all of it or nothing, and twice changes nothing."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from conditions.models import CodeRelation, Condition, ConditionRedirect, Symptom
from conditions.services import CodeRecord, SymptomRecord
from questions.content import ContentError, ImportReport, Tally, export_content, import_content
from questions.models import Answer, ChangeSize, Question, Review, Source, Summary, Transition
from questions.services import FactRecord, put_facts, retire_summary
from tests.factories import (
    make_answer,
    make_condition,
    make_editor,
    make_question,
    make_review,
    make_source,
    make_specialist,
    make_summary,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db

VERSION_1 = "summaries/cold/hereditary/v1.md"
DRAFT = "summaries/cold/hereditary/v3.md"


@pytest.fixture
def topic():
    return make_topic(slug="hereditary")


@pytest.fixture
def site(topic):
    """A small site: an editor and a specialist, two sources, a condition with everything, three versions."""
    noor = make_editor(username="noor", display_name="Noor Haddad")
    anna = make_specialist(username="anna", display_name="Dr A. Example", credential="blood specialist")
    make_user(username="mira")
    colds = make_source(key="colds", title="About colds")
    genes = make_source(key="genes", title="About genes", published="")
    cold = make_condition(
        slug="cold",
        name="Common cold",
        name_in_text="common cold",
        short_name="cold",
        definition="An infection of the nose.",
        other_names=["Coryza", "Acute nasopharyngitis"],
        codes=[CodeRecord("omim", "1"), CodeRecord("icd-10", "J00", CodeRelation.BROADER)],
        symptoms=[
            SymptomRecord("HP:0031417", "Rhinorrhea", "Runny nose", "very-common"),
            SymptomRecord("HP:0012735", "Cough"),
        ],
        old_slugs=["the-cold", "a-cold"],
    )
    make_condition(slug="flu", name="Influenza", is_published=False)
    put_facts(
        condition=cold,
        facts=[FactRecord("Usual age", "Any age.", colds), FactRecord("How common", "Very.", genes)],
    )
    question = make_question(condition=cold, topic=topic)
    first = make_summary(question=question, author=noor, sources=[genes, colds], body="Viruses cause it. [2] [1]")
    make_review(summary=first, by=anna, note="Compared.")
    second = make_summary(
        question=question, author=noor, body="Not genes.", change_size=ChangeSize.CONTENT, change_note="Shorter."
    )
    retire_summary(by=noor, summary=second)
    make_summary(question=question, author=noor, is_published=False, change_note="A thought.")
    return cold


@pytest.fixture
def exported(site, tmp_path):
    export_content(tmp_path / "content")
    return tmp_path / "content"


def empty_the_site():
    Question.objects.update(published_summary=None, current_review=None)
    for model in (Answer, Transition, Review, Summary, Question, Condition, Symptom, Source, User):
        model.objects.all().delete()


def files_in(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rewrite(folder, path, before, after):
    text = (folder / path).read_text("utf-8")
    assert text.count(before) == 1, text
    (folder / path).write_text(text.replace(before, after), "utf-8")


def refusal(folder):
    """Why the folder is refused; and nothing on the site has changed."""
    before = snapshot()
    with pytest.raises(ContentError) as caught:
        import_content(folder)
    assert snapshot() == before
    return caught.value


def snapshot():
    """Every row that an import could touch."""
    rows = [
        list(model.objects.order_by("pk").values()) for model in (User, Source, Condition, Question, Summary, Review)
    ]
    return [*rows, sorted(ConditionRedirect.objects.values_list("old_slug", "condition__slug"))]


def counts(report):
    return [
        (tally.new, tally.changed, tally.unchanged)
        for tally in (report.contributors, report.sources, report.conditions, report.summaries)
    ]


# Out and in again.


def test_export_writes_who_wrote_and_reviewed_and_every_source_condition_and_version(exported):
    assert sorted(files_in(exported)) == [
        "conditions/cold.md",
        "conditions/flu.md",
        "contributors/anna.md",
        "contributors/noor.md",
        "sources/colds.md",
        "sources/genes.md",
        "summaries/cold/hereditary/v1.md",
        "summaries/cold/hereditary/v2.md",
        "summaries/cold/hereditary/v3.md",
    ]


def test_export_import_into_an_empty_site_and_export_give_the_same_bytes(exported, tmp_path):
    empty_the_site()

    report = import_content(exported)
    export_content(tmp_path / "again")

    assert counts(report) == [(2, 0, 0), (2, 0, 0), (2, 0, 0), (3, 0, 0)]
    assert files_in(tmp_path / "again") == files_in(exported)


def test_an_imported_site_shows_what_the_first_site_showed(exported):
    shown = Question.objects.values_list("published_summary__number", "current_review__reviewer_name")
    before = list(shown)
    empty_the_site()

    import_content(exported)

    assert list(shown.all()) == before == [(1, "Dr A. Example")]


def test_importing_what_is_there_already_changes_nothing(exported):
    before = snapshot()

    report = import_content(exported)

    assert counts(report) == [(0, 0, 2), (0, 0, 2), (0, 0, 2), (0, 0, 3)]
    assert snapshot() == before


def test_importing_twice_into_an_empty_site_changes_nothing_the_second_time(exported):
    empty_the_site()
    import_content(exported)
    before = snapshot()

    import_content(exported)

    assert snapshot() == before


def test_a_dry_run_reports_all_and_stores_nothing(exported):
    empty_the_site()

    report = import_content(exported, dry_run=True)

    assert report == ImportReport(Tally(new=2), Tally(new=2), Tally(new=2), Tally(new=3), is_dry_run=True)
    assert not Condition.objects.exists()
    assert not User.objects.exists()


def test_a_dry_run_finds_what_a_service_would_refuse(exported):
    rewrite(exported, "sources/colds.md", "https://example.org/colds", "javascript:alert(1)")

    with pytest.raises(ContentError, match="line 4: url: Enter a valid URL"):
        import_content(exported, dry_run=True)


def test_what_no_file_names_stays(exported):
    make_source(key="third")
    (exported / "sources/genes.md").unlink()
    (exported / VERSION_1).unlink()

    import_content(exported)

    assert Source.objects.filter(key__in=["genes", "third"]).count() == 2
    assert Summary.objects.count() == 3


def test_an_old_address_that_a_file_no_longer_names_stays_and_counts_as_no_change(exported, site):
    rewrite(exported, "conditions/cold.md", "- a-cold\n", "")

    assert counts(import_content(exported))[2] == (0, 0, 2)
    assert site.redirects.count() == 2


def test_members_and_their_answers_are_no_content(exported, site):
    answer = make_answer(question=site.questions.get(), author=User.objects.get(username="mira"))

    import_content(exported)

    answer.refresh_from_db()
    assert answer.question.answer_count == 1
    assert "contributors/mira.md" not in files_in(exported)


# What changed is stored, counted, and told to readers' caches.


def version_of(condition):
    return Condition.objects.values_list("version", flat=True).get(pk=condition.pk)


@pytest.mark.parametrize(
    ("path", "before", "after", "kind"),
    [
        ("contributors/noor.md", "Noor Haddad", "Noor H. Haddad", 0),
        ("sources/colds.md", "About colds", "All about colds", 1),
        ("conditions/cold.md", "An infection of the nose.", "A viral infection of the nose.", 2),
        ("conditions/cold.md", "- Coryza\n- Acute nasopharyngitis", "- Acute nasopharyngitis\n- Coryza", 2),
        ("conditions/cold.md", "relation: broader", "relation: exact", 2),
        ("conditions/cold.md", "plain_name: Runny nose", "plain_name: A runny nose", 2),
        ("conditions/cold.md", "frequency: very-common", "frequency: common", 2),
        ("conditions/cold.md", "value: Any age.", "value: At any age.", 2),
        ("conditions/cold.md", "- a-cold", "- a-cold\n- old-cold", 2),
        ("conditions/cold.md", "- the-cold\n", "- the-cold\npublished: false\n", 2),
        (DRAFT, "A thought.", "A second thought.", 3),
        (VERSION_1, "state: published", "state: retired", 3),
    ],
)
def test_a_change_in_a_file_is_stored_counted_and_exported_the_same(
    exported, site, tmp_path, path, before, after, kind
):
    rewrite(exported, path, before, after)
    version = version_of(site)

    report = import_content(exported)
    export_content(tmp_path / "again")

    assert [number for number, (new, changed, _) in enumerate(counts(report)) if changed == 1 and not new] == [kind]
    assert sum(changed for _, changed, _ in counts(report)) == 1
    assert files_in(tmp_path / "again") == files_in(exported)
    assert version_of(site) > version


def test_an_unchanged_condition_keeps_its_version_when_another_changes(exported, site):
    rewrite(exported, "conditions/flu.md", "name: Influenza", "name: The flu")
    version = version_of(site)

    import_content(exported)

    assert version_of(site) == version


def test_a_new_version_in_a_file_is_shown_at_once(exported, site):
    text = (exported / VERSION_1).read_text("utf-8")
    text = text.replace("version: 1", "version: 4").replace("Viruses cause it.", "A virus causes it.")
    (exported / "summaries/cold/hereditary/v4.md").write_text(text, "utf-8")

    report = import_content(exported)

    assert counts(report)[3] == (1, 0, 3)
    assert site.questions.get().published_summary.number == 4


def test_a_version_retired_in_a_file_is_no_longer_shown(exported, site):
    rewrite(exported, VERSION_1, "state: published", "state: retired")

    import_content(exported)

    assert site.questions.get().published_summary is None


def test_a_review_in_a_file_is_added_to_a_published_version(exported, site):
    make_specialist(username="bela", display_name="Dr B. Example", credential="geneticist")
    entry = (
        "- reviewer: bela\n  name: Dr B. Example\n  credential: geneticist\n"
        "  decision: approved\n  reviewed_on: 2026-01-01\n  due_on: 2028-12-31\n---\n"
    )
    text = (exported / VERSION_1).read_text("utf-8")
    (exported / VERSION_1).write_text(entry.join(text.rsplit("---\n", 1)), "utf-8")

    report = import_content(exported)

    assert counts(report)[3] == (0, 1, 2)
    assert site.questions.get().current_review.reviewer_name == "Dr B. Example"


def test_the_sources_of_a_version_follow_the_source(exported, site):
    rewrite(exported, "sources/colds.md", "About colds", "All about colds")

    import_content(exported)

    assert "All about colds" in Summary.objects.get(number=1).sources_html


# One broken file, and nothing is stored.


@pytest.mark.parametrize(
    ("path", "before", "after", "line", "reason"),
    [
        (VERSION_1, "author: noor", "author: nobody", 7, "There is no “nobody”"),
        (VERSION_1, "- genes", "- jeans", 13, "There is no “jeans”"),
        (VERSION_1, "reviewer: anna", "reviewer: nobody", 16, "There is no “nobody”"),
        (VERSION_1, "reviewer: anna", "reviewer: noor", 16, "The author of a text cannot review it"),
        (VERSION_1, "due_on: ", "due_on: 2001-01-01 #", 1, "later than its own date"),
        (DRAFT, "## What", "Viruses. [1]\n\n## What", 14, "cites [1], and there is no such source"),
        (DRAFT, "## What is", "# What is", 14, "heading of the first level"),
        (DRAFT, "short_answer: Usually", "short_answer: " + "word " * 60 + "Usually", 10, "60 is the most"),
        (DRAFT, "short_answer: Usually", "short_answer: '' # Usually", 10, "short_answer: This field"),
        (VERSION_1, "state: published", "state: draft", 5, "No file takes that back"),
        (VERSION_1, "Viruses cause it.", "Nothing causes it.", 1, "published here with another text"),
        (VERSION_1, "First version.", "The first version.", 1, "published here with another text"),
        ("summaries/cold/hereditary/v2.md", "state: retired", "state: published", 5, "is retired here"),
        ("conditions/cold.md", "source: genes", "source: jeans", 32, "There is no “jeans”"),
        ("conditions/cold.md", "definition: An infection of the nose.", "definition: ''", 6, "definition: This field"),
        ("conditions/cold.md", "value: J00", "value: " + "J" * 21, 10, "icd-10 JJJ"),
        ("conditions/cold.md", "- Coryza", "- " + "C" * 201, 7, "CCC"),
        ("conditions/cold.md", "hpo: HP:0012735", "hpo: HP:00127350000", 17, "HP:00127350000"),
        ("conditions/cold.md", "label: Usual age", "label: " + "x" * 61, 26, "xxx"),
        ("conditions/cold.md", "- a-cold", "- flu", 33, "flu: This is the address of a condition"),
        ("conditions/cold.md", "- a-cold", "- 'not an address'", 33, "not an address"),
        ("contributors/noor.md", "name: Noor Haddad", "name: ''", 3, "name: This field"),
        ("contributors/noor.md", "name: Noor Haddad", "name: Noor\nemail: a@example.org", 4, "no “email” here"),
        ("sources/colds.md", "title: About colds", "title: ''", 2, "title: This field"),
        ("sources/colds.md", "url: https:", "url: javascript:", 4, "url: Enter a valid URL"),
    ],
)
def test_one_broken_file_and_nothing_is_stored(exported, path, before, after, line, reason):
    rewrite(exported, "contributors/anna.md", "Dr A. Example", "Dr Anna Example")  # a change that would be fine
    rewrite(exported, path, before, after)

    error = refusal(exported)

    assert error.path == path
    assert reason in error.reason
    assert error.line == line


@pytest.mark.parametrize(("folder", "line"), [("conditions", 2), ("topics", 3)])
def test_a_summary_of_an_unknown_condition_or_topic_is_refused(exported, folder, line):
    name = {"conditions": ("cold", "heat"), "topics": ("hereditary", "contagious")}[folder]
    path = VERSION_1.replace(*name)
    (exported / path).parent.mkdir(parents=True, exist_ok=True)
    (exported / path).write_text((exported / VERSION_1).read_text("utf-8").replace(f": {name[0]}\n", f": {name[1]}\n"))

    error = refusal(exported)

    assert (error.path, error.line) == (path, line)
    assert f"There is no “{name[1]}”" in error.reason


def test_two_files_with_other_words_for_one_symptom_are_refused(exported):
    entry = "symptoms:\n- hpo: HP:0012735\n  name: Cough\n  plain_name: A cough\n  frequency: common\n"
    rewrite(exported, "conditions/flu.md", "symptoms: []\n", entry)

    error = refusal(exported)

    assert (error.path, error.line) == ("conditions/flu.md", 9)
    assert "HP:0012735 has other words in conditions/cold.md" in error.reason


def test_an_address_that_leads_to_another_condition_is_refused(exported):
    text = (exported / "conditions/flu.md").read_text("utf-8").replace("slug: flu", "slug: the-cold")
    (exported / "conditions/the-cold.md").write_text(text, "utf-8")

    error = refusal(exported)

    assert (error.path, error.line) == ("conditions/the-cold.md", 2)
    assert "leads to another condition" in error.reason


def test_names_may_be_on_the_site_instead_of_in_the_files(exported, site):
    for folder in ("contributors", "sources", "conditions"):
        for path in (exported / folder).iterdir():
            path.unlink()

    report = import_content(exported)

    assert counts(report) == [(0, 0, 0), (0, 0, 0), (0, 0, 0), (0, 0, 3)]


@pytest.mark.parametrize("path", ["sources/notes.txt", "summaries/cold/v1.md", "conditions/cold.markdown"])
def test_a_file_at_a_place_that_has_no_meaning_is_refused(exported, path):
    (exported / path).write_text("---\n---\n")

    assert refusal(exported).path == path


def test_files_outside_the_four_folders_and_hidden_ones_are_left_alone(exported):
    (exported / "README.md").write_text("Hello.")
    (exported / "sources" / ".DS_Store").write_bytes(b"\0")

    assert counts(import_content(exported))[1] == (0, 0, 2)


@pytest.mark.parametrize("name", ["empty", "missing"])
def test_a_folder_without_content_is_refused(tmp_path, name):
    (tmp_path / "empty").mkdir()

    with pytest.raises(ContentError, match="holds no content"):
        import_content(tmp_path / name)


# Where an export may go.


def test_export_replaces_its_own_files_and_removes_nothing(exported):
    before = files_in(exported)
    (exported / VERSION_1).write_text("old")

    report = export_content(exported)

    assert files_in(exported) == before
    assert (report.contributors, report.sources, report.conditions, report.summaries) == (2, 2, 2, 3)


@pytest.mark.parametrize("path", ["notes.txt", "sources/old.md", "sources/colds.md.orig", "summaries/cold/x/v1.md"])
def test_export_refuses_a_folder_that_holds_another_file_and_writes_nothing(exported, path):
    (exported / path).parent.mkdir(parents=True, exist_ok=True)
    (exported / path).write_text("mine")
    (exported / VERSION_1).write_text("old")
    before = files_in(exported)

    with pytest.raises(ContentError, match="not part of the content"):
        export_content(exported)

    assert files_in(exported) == before


def test_export_lives_beside_hidden_files_such_as_a_repository(exported):
    (exported / ".git").mkdir()
    (exported / ".git" / "HEAD").write_text("ref: refs/heads/main")

    assert export_content(exported).summaries == 3


def test_the_queries_of_an_export_do_not_grow_with_the_summaries(site, topic, tmp_path):
    def queries(folder):
        with CaptureQueriesContext(connection) as captured:
            export_content(folder)
        return len(captured)

    before = queries(tmp_path / "few")
    editor = User.objects.get(username="noor")
    for _ in range(10):
        make_summary(question=make_question(topic=topic), author=editor, sources=[make_source()])

    assert queries(tmp_path / "many") == before


# The commands.


def run(*arguments):
    output = StringIO()
    call_command(*arguments, stdout=output)
    return output.getvalue().splitlines()


def test_the_commands_say_what_they_did(exported, tmp_path):
    empty_the_site()

    assert run("import_content", str(exported), "--dry-run") == [
        "2 contributors: 2 new, 0 changed, 0 unchanged",
        "2 sources: 2 new, 0 changed, 0 unchanged",
        "2 conditions: 2 new, 0 changed, 0 unchanged",
        "3 summaries: 3 new, 0 changed, 0 unchanged",
        "This was a dry run: nothing is stored.",
    ]
    run("import_content", str(exported))
    (exported / "sources/genes.md").unlink()
    assert run("import_content", str(exported))[1] == "1 source: 0 new, 0 changed, 1 unchanged"
    assert run("export_content", str(tmp_path / "again")) == [
        "2 contributors written",
        "2 sources written",
        "2 conditions written",
        "3 summaries written",
    ]


def test_the_commands_refuse_in_one_sentence(exported, tmp_path):
    rewrite(exported, VERSION_1, "version: 1", "version: one")
    sentence = f"{VERSION_1}, line 4: “version” must be a whole number."

    with pytest.raises(CommandError) as caught:
        run("import_content", str(exported))

    assert str(caught.value) == sentence


def test_export_to_a_place_that_is_a_file_is_refused_in_a_sentence(site, tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(CommandError, match="file"):
        run("export_content", str(tmp_path / "file"))


def test_times_survive_to_the_microsecond(exported, tmp_path):
    moment = datetime(2026, 5, 4, 9, 0, 0, 1, tzinfo=UTC)
    Summary.objects.filter(number=1).update(written_at=moment, published_at=moment + timedelta(days=1))
    export_content(exported)
    empty_the_site()

    import_content(exported)

    assert Summary.objects.values_list("written_at", "published_at").get(number=1) == (
        moment,
        moment + timedelta(days=1),
    )
    assert Review.objects.get().due_on > date(2026, 1, 1)
