"""Runs the numbered tests and prints what they show: `make security`, or `scripts/security 3 7` for some of them.

A requirement passes when each of its tests passed. It is “not shown” when a test was skipped or there is none.
"""

import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.security.requirements import PARTS, Requirement

FOLDER = Path(__file__).parent
LATER, MISSING = "later", "not shown"
_NUMBER = re.compile(r"test_(\d\d)_")


@dataclass
class Outcome:
    """What the tests of one requirement came to."""

    passed: int = 0
    failed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        if self.failed:
            return "FAIL"
        return "pass" if self.passed and not self.skipped else MISSING

    @property
    def reason(self) -> str:
        """Why it is no plain pass, on one line."""
        if self.failed:
            return f"{len(self.failed)} failed: {self.failed[0]}"
        if self.skipped:
            return f"{len(self.skipped)} of {self.passed + len(self.skipped)} skipped: {self.skipped[0]}"
        return f"{self.passed} tests" if self.passed else "no test yet"


def files_of(numbers: Iterable[int]) -> list[str]:
    """The files that test these requirements; all that there are when none is named."""
    wanted = set(numbers)
    return [
        str(path)
        for path in sorted(FOLDER.glob("test_[0-9][0-9]_*.py"))
        if not wanted or int(path.name.split("_")[1]) in wanted
    ]


def read_outcomes(report: str) -> dict[int, Outcome]:
    """What pytest's XML report says of each number."""
    outcomes: dict[int, Outcome] = defaultdict(Outcome)
    for case in ET.fromstring(report).iter("testcase"):
        found = _NUMBER.search(f"{case.get('classname')}.{case.get('name')}")
        if not found:
            continue
        outcome = outcomes[int(found[1])]
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            outcome.failed.append(case.get("name") or "")
        elif skipped is not None:
            outcome.skipped.append(skipped.get("message") or "")
        else:
            outcome.passed += 1
    return outcomes


def lines(outcomes: Mapping[int, Outcome], *, only: Sequence[int] = ()) -> Iterable[str]:
    """The table, one line for each requirement."""
    for part in PARTS:
        shown = [requirement for requirement in part.requirements if not only or requirement.number in only]
        if shown:
            yield f"\n{part.name}"
        for requirement in shown:
            verdict, reason = verdict_of(requirement, outcomes)
            yield f"{requirement.number:>4}  {verdict:<9}  {requirement.what}  ({reason})"


def verdict_of(requirement: Requirement, outcomes: Mapping[int, Outcome]) -> tuple[str, str]:
    """The word of the table, and why."""
    outcome = outcomes.get(requirement.number, Outcome())
    if requirement.is_later and not outcome.failed and not outcome.passed:
        return LATER, "comes with running in production"
    return outcome.verdict, outcome.reason


def run(files: Sequence[str]) -> tuple[dict[int, Outcome], bool]:
    """What the tests of these files came to, and whether they ran at all."""
    if not files:
        return {}, True
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        pytest = subprocess.run([sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *files], check=False)
        outcomes = read_outcomes(report.read_text("utf-8")) if report.exists() else {}
    return outcomes, pytest.returncode in {0, 1}


def main(arguments: Sequence[str]) -> int:
    """The exit code: 1 when a requirement failed or the tests did not run, otherwise 0."""
    only = [int(argument) for argument in arguments]
    outcomes, has_run = run(files_of(only))
    asked = [r for part in PARTS for r in part.requirements if not only or r.number in only]
    verdicts = [verdict_of(requirement, outcomes)[0] for requirement in asked]
    counts = ", ".join(f"{verdicts.count(word)} {word}" for word in ("pass", "FAIL", MISSING, LATER))
    sys.stdout.write("\n".join([*lines(outcomes, only=only), "", counts, ""]))
    return 1 if "FAIL" in verdicts or not has_run else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
