"""Imports at once, as owners with several terminals start them: processes of their own, and one database.

An import is given its file through a pipe where it is to be under way for as long as the test wants.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.server import ROOT, own_database
from tests.conditions.test_import_hpo import INVENTED, obo

pytestmark = pytest.mark.django_db
SECONDS = 120

type Import = Callable[[Path], subprocess.Popen[str]]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Import]:
    """Begins an import from a file: `begin(path)`."""
    with own_database(tmp_path) as database:
        begun: list[subprocess.Popen[str]] = []

        def start(path: Path) -> subprocess.Popen[str]:
            command = [sys.executable, "manage.py", "import_hpo", str(path), "--skip-checks"]
            output, environment = subprocess.PIPE, os.environ | {"DATABASE_URL": database}
            begun.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output, text=True))
            return begun[-1]

        yield start
        for process in begun:
            process.kill()
            process.communicate()


def pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


def test_import_is_refused_while_another_is_under_way_and_one_that_was_killed_leaves_nothing(begin, tmp_path):
    killed = begin(path := pipe(tmp_path / "killed.obo"))
    with path.open("w", encoding="utf-8") as source:
        source.write(obo(INVENTED)[:400])
        source.flush()
        killed.kill()
        killed.wait()
    first = begin(path := pipe(tmp_path / "first.obo"))
    with path.open("w", encoding="utf-8") as source:
        (tmp_path / "second.obo").write_text(obo(INVENTED, "2026-06-01"), encoding="utf-8")
        second = begin(tmp_path / "second.obo")
        said = second.communicate(timeout=SECONDS)[1]
        source.write(obo(INVENTED))
    assert "Nothing was imported. Another import is under way. Wait until it is done." in said
    assert second.returncode == 1
    done = first.communicate(timeout=SECONDS)[0].splitlines()
    assert done[0] == "Release 2026-01-01. Symptoms: 4. Pairs of a symptom and a broader one: 4."
    assert int(done[1].strip(".").rpartition(" ")[2]) > 4, "the one that was killed had written nothing"
