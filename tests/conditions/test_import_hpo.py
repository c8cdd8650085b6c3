"""The import of symptoms, from small files with invented terms in the official formats."""

import gzip
import lzma
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from threading import Event

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from conditions.importers.alone import alone
from conditions.importers.hpo import import_hpo
from conditions.importers.hpoa import COLUMNS
from conditions.importers.reading import ReadError
from conditions.information import information
from conditions.models import ConditionSymptom, Symptom, SymptomName, SymptomRedirect, SymptomRelease
from conditions.services import SymptomRecord
from members.listing import join_soulmates
from members.models import MemberSymptom
from members.services import record_symptom
from members.soulmates import matches_of
from tests.factories import make_condition, make_user

pytestmark = pytest.mark.django_db

HEAD = "format-version: 1.2\ndata-version: hp/releases/{version}\n"
TOP = {"HP:0000001": "All", "HP:0000118": ("Phenotypic abnormality", "HP:0000001"), "HP:0000005": ("How", "HP:0000001")}
INVENTED = TOP | {
    "HP:1000001": ("Blue moods", "HP:0000118", 'synonym: "Feeling blue" EXACT layperson []'),
    "HP:1000002": ("Lunar blueness", "HP:1000001 ! Blue moods", "alt_id: HP:1000092"),
    "HP:1000003": ("Singing knees", "HP:0000118"),
    "HP:1000004": ("Singing blue knees", "HP:1000002", "is_a: HP:1000003", 'synonym: "Sing. \\"knees\\"" RELATED []'),
    "HP:1000005": ("By chance", "HP:0000005"),
    "HP:1000006": ("obsolete Old blues", "", "is_obsolete: true", "replaced_by: HP:1000092"),
    "HP:1000007": ("obsolete Lost", "", "is_obsolete: true", "consider: HP:1000003"),
}


def obo(terms: dict, version: str = "2026-01-01") -> str:
    stanzas = []
    for key, term in terms.items():
        name, parent, *more = (term, "") if isinstance(term, str) else term
        lines = ["[Term]", f"id: {key}", f"name: {name}", *([f"is_a: {parent}"] if parent else []), *more]
        stanzas.append("\n".join(lines))
    return HEAD.format(version=version) + "\n" + "\n\n".join(stanzas) + "\n\n[Typedef]\nid: part_of\nname: part of\n"


def hpoa(*rows: str) -> str:
    """Rows as “condition symptom qualifier frequency aspect”, with - for nothing."""
    lines = ["#version: 2026-02-02", "\t".join(COLUMNS)]
    for row in rows:
        condition, symptom, qualifier, frequency, aspect = row.replace("-", "").split(" ")
        values = {"database_id": condition, "hpo_id": symptom, "qualifier": qualifier, "frequency": frequency}
        lines.append("\t".join((values | {"aspect": aspect}).get(column, "") for column in COLUMNS))
    return "\n".join(lines) + "\n"


@pytest.fixture(autouse=True)
def own_place(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def write(tmp_path):
    def put(text: str, name: str = "hp.obo") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return put


def symptom(hpo_id: str) -> Symptom:
    return Symptom.objects.get(hpo_id=hpo_id)


def everything() -> list:
    return [
        list(model.objects.order_by("pk").values())
        for model in (Symptom, SymptomName, SymptomRedirect, SymptomRelease, ConditionSymptom, MemberSymptom)
    ]


def test_symptoms_come_with_all_that_is_broader_and_nothing_else_comes(write):
    done = import_hpo(write(obo(INVENTED)))
    assert (done.version, done.symptom_count, done.pair_count) == ("2026-01-01", 4, 4)
    assert set(Symptom.objects.values_list("hpo_id", flat=True)) == {f"HP:100000{n}" for n in range(1, 5)}
    lineage = set(symptom("HP:1000004").lineage)
    assert lineage == {symptom(f"HP:100000{n}").pk for n in range(1, 5)}
    assert symptom("HP:1000001").lineage == [symptom("HP:1000001").pk]
    assert str(symptom("HP:1000001")) == "Feeling blue"
    assert set(symptom("HP:1000004").names.values_list("kind", "name")) == {
        ("label", "Singing blue knees"),
        ("other", 'Sing. "knees"'),
    }
    assert SymptomRelease.objects.get().version == "2026-01-01"


def test_numbers_that_were_merged_or_given_up_lead_to_the_one_of_today(write):
    import_hpo(write(obo(INVENTED)))
    leads = dict(SymptomRedirect.objects.values_list("old_hpo_id", "symptom__hpo_id"))
    assert leads == {"HP:1000092": "HP:1000002", "HP:1000006": "HP:1000002"}


@pytest.mark.parametrize(("name", "pack"), [("hp.obo.xz", lzma.open), ("hp.obo.gz", gzip.open)])
def test_packed_files_are_taken(tmp_path, name, pack):
    with pack(tmp_path / name, "wt", encoding="utf-8") as file:
        file.write(obo(INVENTED))
    assert import_hpo(tmp_path / name).symptom_count == 4


def test_same_files_again_change_no_row(write):
    files = write(obo(INVENTED)), write(hpoa("X:1 HP:1000004 - - P"), "hp.hpoa")
    assert import_hpo(*files).changed_count > 0
    before = everything()
    assert import_hpo(*files).changed_count == 0
    assert everything() == before


def test_information_comes_from_conditions_that_have_the_symptom_or_a_narrower_one(write):
    rows = (
        "X:1 HP:1000004 - 1/2 P",
        "X:2 HP:1000006 - - P",
        "X:3 HP:1000001 - HP:0040281 P",
        "X:3 HP:1000003 NOT - P",
        "X:3 HP:1000003 - 0/7 P",
        "X:3 HP:1000003 - HP:0040285 P",
        "X:3 HP:1000005 - - I",
        "X:4 HP:1000005 - - P",
    )
    done = import_hpo(write(obo(INVENTED)), write(hpoa(*rows), "hp.hpoa"))
    assert done.annotations_version == "2026-02-02"
    carriers = {f"HP:100000{n}": information(count, 4) for n, count in ((1, 3), (2, 2), (3, 1), (4, 1))}
    assert dict(Symptom.objects.values_list("hpo_id", "information")) == pytest.approx(carriers)


def test_entries_of_members_survive_a_new_release(write):
    import_hpo(write(obo(INVENTED)))
    both, one, other = make_user(), make_user(), make_user()
    for member, numbers in ((both, (1, 2, 3)), (one, (1, 3, 4)), (other, (2, 3, 4))):
        for number in numbers:
            record_symptom(member=member, symptom=symptom(f"HP:100000{number}"), strength="strong", consent=True)
        join_soulmates(member=member, consent=True)
    asthma = make_condition(symptoms=[SymptomRecord("HP:1000001", "Blue moods", "My own words")])
    newer = INVENTED | {
        "HP:1000001": ("obsolete Blue moods", "", "is_obsolete: true", "replaced_by: HP:1000002"),
        "HP:1000002": ("Blueness", "HP:0000118"),
        "HP:1000003": ("obsolete Singing knees", "", "is_obsolete: true"),
        "HP:1000004": ("Singing blue knees", "HP:1000002"),
    }
    import_hpo(write(obo(newer, "2026-06-01")))
    held = MemberSymptom.objects.order_by("symptom__hpo_id").values_list("symptom__hpo_id", flat=True)
    assert list(held.filter(member=both)) == ["HP:1000002", "HP:1000003"]
    assert list(held.filter(member=one)) == ["HP:1000002", "HP:1000003", "HP:1000004"]
    assert set(MemberSymptom.objects.values_list("strength", flat=True)) == {"strong"}
    assert [link.symptom.hpo_id for link in asthma.condition_symptoms.all()] == ["HP:1000002"]
    assert not Symptom.objects.filter(hpo_id="HP:1000001").exists()
    assert SymptomRedirect.objects.get(old_hpo_id="HP:1000001").symptom.name == "Blueness"
    assert symptom("HP:1000003").is_obsolete
    assert [match.pk for match in matches_of(one)] == [other.pk], "the one with two symptoms left is compared no more"


def test_own_plain_words_stay_and_those_of_the_ontology_follow_it(write):
    make_condition(symptoms=[SymptomRecord("HP:1000003", "Singing knees", "Knees that sing")])
    import_hpo(write(obo(INVENTED)))
    newer = INVENTED | {
        "HP:1000001": ("Blue moods", "HP:0000118", 'synonym: "Blue days" EXACT layperson []'),
        "HP:1000003": ("Singing of knees", "HP:0000118", 'synonym: "Loud knees" EXACT layperson []'),
    }
    import_hpo(write(obo(newer, "2026-06-01")))
    assert symptom("HP:1000001").plain_name == "Blue days"
    assert (symptom("HP:1000003").name, symptom("HP:1000003").plain_name) == ("Singing of knees", "Knees that sing")
    assert "Feeling blue" not in SymptomName.objects.values_list("name", flat=True)


WHOLE = obo(INVENTED)
BAD = {
    "cut in a line": (WHOLE[: WHOLE.index("Lunar") + 3], "in the middle of a line"),
    "cut in a term": (WHOLE[: WHOLE.index("name: Singing knees")], "without an id or a name"),
    "cut after a name": (WHOLE[: WHOLE.index("is_a: HP:0000118", WHOLE.index("Singing knees"))], "has no parent"),
    "unknown parent": (obo(INVENTED | {"HP:1000008": ("Late", "HP:7777777")}), "HP:7777777 is not there"),
    "circle": (obo(INVENTED | {"HP:1000001": ("Blue moods", "HP:1000004")}), "its own parent"),
    "twice": (WHOLE + "\n[Term]\nid: HP:1000001\nname: Again\n", "stands there twice"),
    "no tag": (WHOLE.replace("name: Singing knees", "Singing knees"), "no tag and value"),
    "odd synonym": (WHOLE.replace('"Feeling blue" EXACT', "Feeling blue"), "synonym"),
    "another file": ("hello\n", "no tag and value"),
    "empty": ("", "no ontology"),
    "no root": (WHOLE.replace("HP:0000118", "HP:0000119"), "HP:0000118 is not there"),
}
HAS_LINE = BAD.keys() - {"empty", "no root"}


@pytest.mark.parametrize("fault", BAD)
def test_file_that_does_not_hold_together_is_refused_whole_with_line_and_reason(write, fault):
    import_hpo(write(obo(INVENTED)))
    before = everything()
    text, reason = BAD[fault]
    with pytest.raises(ReadError, match=reason) as refused:
        import_hpo(write(text))
    assert ("Line " in str(refused.value)) is (fault in HAS_LINE)
    assert everything() == before


def test_file_that_lost_what_an_earlier_one_had_is_refused(write):
    import_hpo(write(obo(INVENTED)))
    less = {key: term for key, term in INVENTED.items() if key != "HP:1000004"}
    with pytest.raises(ReadError, match="HP:1000004, which an earlier release had"):
        import_hpo(write(obo(less, "2026-06-01")))


def test_damaged_packed_file_and_missing_file_are_refused(tmp_path):
    packed = lzma.compress(obo(INVENTED).encode())
    (tmp_path / "hp.obo.xz").write_bytes(packed[: len(packed) // 2])
    with pytest.raises(ReadError, match="damaged or cut"):
        import_hpo(tmp_path / "hp.obo.xz")
    with pytest.raises(ReadError, match="cannot be read"):
        import_hpo(tmp_path / "nothing.obo")


def test_file_in_another_encoding_is_refused_with_its_own_line(tmp_path):
    lines = obo(INVENTED).encode().splitlines(keepends=True)
    (tmp_path / "hp.obo").write_bytes(b"".join([*lines, b"! caf\xe9\n", *lines]))
    with pytest.raises(ReadError, match=f"Line {len(lines) + 1}: the file is not text in UTF-8"):
        import_hpo(tmp_path / "hp.obo")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (hpoa("X:1 HP:7777777 - - P"), "hp.hpoa: Line 3: HP:7777777 is no term"),
        (hpoa("X:1 HP:1000001 - - P").replace("\t\tP\t", "\tP\t"), "Line 3: Columns found: 11, wanted: 12"),
        (hpoa("X:1 HP:1000001 - - P").replace("hpo_id", "id"), "Line 2: these are not the columns"),
        (hpoa(), "no file of annotations"),
    ],
)
def test_annotations_that_do_not_fit_are_refused_and_nothing_is_imported(write, text, reason):
    with pytest.raises(ReadError, match=reason):
        import_hpo(write(obo(INVENTED)), write(text, "hp.hpoa"))
    assert not Symptom.objects.exists()


@contextmanager
def import_elsewhere():
    """As long as it lasts, an import is under way with a connection of its own, as of another process."""
    has_begun, may_end = Event(), Event()

    def hold():
        try:
            with alone("hpo"):
                has_begun.set()
                may_end.wait(timeout=30)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as other:
        done = other.submit(hold)
        assert has_begun.wait(timeout=30), done.result()
        try:
            yield
        finally:
            may_end.set()
            done.result()


def test_second_import_at_once_is_refused_and_nothing_is_lost(write):
    import_hpo(write(obo(INVENTED)))
    path = write(obo(INVENTED, "2026-06-01"))
    with import_elsewhere(), pytest.raises(CommandError, match="Another import is under way"):
        call_command("import_hpo", str(path))
    assert (SymptomRelease.objects.get().version, Symptom.objects.count()) == ("2026-01-01", 4)
    assert import_hpo(path).symptom_count == 4
    assert SymptomRelease.objects.get().version == "2026-06-01"


def test_command_says_what_came_and_what_changed(write):
    out = StringIO()
    path = str(write(obo(INVENTED)))
    call_command("import_hpo", path, stdout=out)
    call_command("import_hpo", path, stdout=out)
    assert "Release 2026-01-01. Symptoms: 4. Pairs of a symptom and a broader one: 4." in out.getvalue()
    assert out.getvalue().endswith("Rows that changed: 0.\n")


def test_without_annotations_the_members_say_how_telling_a_symptom_is(write):
    import_hpo(write(obo(INVENTED)))
    for _number in range(3):
        member = make_user()
        for number in (2, 3, 4):
            record_symptom(member=member, symptom=symptom(f"HP:100000{number}"), strength="mild", consent=True)
        join_soulmates(member=member, consent=True)
    import_hpo(write(obo(INVENTED, "2026-06-01")))
    assert symptom("HP:1000004").information == pytest.approx(information(3, 3))
