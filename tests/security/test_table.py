"""The table of requirements: every number once, every numbered file one of them, and no failure hidden."""

import pytest

from tests.security.requirements import PARTS
from tests.security.table import FOLDER, Outcome, files_of, lines, read_outcomes, run, verdict_of

REQUIREMENTS = {requirement.number: requirement for part in PARTS for requirement in part.requirements}
REPORT = """<testsuites><testsuite>
<testcase classname="tests.security.test_03_cost" name="test_one"/>
<testcase classname="tests.security.test_03_cost" name="test_two"><failure message="slow"/></testcase>
<testcase classname="tests.security.test_04_links" name="test_one"/>
<testcase classname="tests.security.test_05_canary" name="test_one"/>
<testcase classname="tests.security.test_05_canary" name="test_two"><skipped message="no browser"/></testcase>
<testcase classname="" name="tests.security.test_06_unicode"><error message="does not import"/></testcase>
</testsuite></testsuites>"""


def test_numbers_are_those_from_1_to_70_each_once():
    assert list(REQUIREMENTS) == list(range(1, 71))
    assert [number for number, r in REQUIREMENTS.items() if r.is_later] == [*range(57, 67), 69]


def test_each_file_is_named_after_a_requirement():
    for path in FOLDER.glob("test_[0-9]*.py"):
        assert int(path.name.split("_")[1]) in REQUIREMENTS


def test_asking_for_one_number_runs_no_others():
    assert files_of([99]) == []
    assert run([]) == ({}, True)


@pytest.mark.parametrize(
    ("number", "verdict", "reason"),
    [
        (3, "FAIL", "1 failed: test_two"),
        (4, "pass", "1 tests"),
        (5, "not shown", "1 of 2 skipped: no browser"),
        (6, "FAIL", "1 failed: tests.security.test_06_unicode"),
        (7, "not shown", "no test yet"),
        (57, "later", "comes with running in production"),
    ],
)
def test_verdict_says_no_more_than_the_tests_showed(number, verdict, reason):
    assert verdict_of(REQUIREMENTS[number], read_outcomes(REPORT)) == (verdict, reason)


def test_table_has_a_line_for_each_requirement_or_for_those_that_were_asked_for():
    assert sum(line[:4].strip().isdigit() for line in lines({})) == len(REQUIREMENTS)
    assert [line.split()[0] for line in lines({7: Outcome(passed=2)}, only=[7])] == ["What", "7"]
