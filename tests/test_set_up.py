"""The set-up holds on machines that we have never seen: pinned files, scripts that parse, no address of one machine."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GIT = ["git", "-c", "safe.directory=*"]
LOCKS = ["requirements.lock", "requirements-dev.lock"]
REQUIREMENT = re.compile(r"[a-z0-9][a-z0-9-]*==\S+( ; [^\\]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")

# In pieces, so that this file does not hold what it looks for.
MACHINE_FOLDERS = ["wor" + "k", "roo" + "t", "home/" + r"\w+", "Use" + "rs", "op" + "t"]
MACHINE_PATH = re.compile(rf"(?<![\w.~*}}/-])/(?:{'|'.join(MACHINE_FOLDERS)})(?:/|(?=[\s\"'`)]|$))", re.MULTILINE)
REGISTRY_HOSTS = ["pypi" + ".org", "pythonhosted" + ".org", "registry.npm" + "js.org"]


def lock_lines(name):
    return [line for line in (ROOT / name).read_text().splitlines() if not line.lstrip().startswith("#")]


def our_files():
    """Every file that is or would be in the repository."""
    listing = subprocess.run(
        [*GIT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode:
        pytest.skip("This copy is not a git repository, so there is no list of its files.")
    return [ROOT / name for name in listing.stdout.decode().split("\0") if name]


def our_text():
    for path in our_files():
        if path.is_file() and "vendor" not in path.parts:
            content = path.read_bytes()
            if b"\0" not in content:
                yield path, content.decode()


@pytest.mark.parametrize("name", LOCKS)
def test_lock_lines_are_requirements_and_hashes_and_nothing_else(name):
    strange = [line for line in lock_lines(name) if not REQUIREMENT.fullmatch(line) and not HASH.fullmatch(line)]

    assert strange == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_requirement_has_a_hash(name):
    lines = lock_lines(name)
    requirements = [number for number, line in enumerate(lines) if REQUIREMENT.fullmatch(line)]
    without_hash = [lines[number] for number in requirements if not HASH.fullmatch(lines[number + 1])]

    assert len(requirements) > 10
    assert without_hash == []


@pytest.mark.parametrize("name", LOCKS)
def test_lock_file_names_no_address(name):
    assert "://" not in (ROOT / name).read_text()


def test_development_lock_holds_everything_the_site_runs_on():
    def pinned(name):
        return {line.split(" ")[0] for line in lock_lines(name) if "==" in line}

    assert pinned("requirements.lock") - pinned("requirements-dev.lock") == set()


def shell_scripts():
    beside = [path for path in (ROOT / "scripts").iterdir() if path.is_file() and not path.suffix]
    return [ROOT / "bootstrap", ROOT / ".ci" / "run", *sorted(beside)]


@pytest.mark.parametrize("path", shell_scripts(), ids=lambda path: path.name)
def test_script_is_executable_and_its_shell_can_read_it(path):
    first_line = path.read_text().splitlines()[0]
    shell = "bash" if first_line.endswith("bash") else "sh"

    assert first_line in {"#!/bin/sh", "#!/usr/bin/env bash"}
    assert path.stat().st_mode & 0o111 == 0o111
    assert subprocess.run([shell, "-n", path], capture_output=True, check=False).stderr == b""


@pytest.mark.parametrize("folder", ["wor" + "k", "roo" + "t", "home/" + "kim", "Use" + "rs"])
def test_a_path_of_one_machine_is_recognised(folder):
    assert MACHINE_PATH.search(f"cd /{folder}/site")
    assert not MACHINE_PATH.search(f"https://cairn.example.org/{folder}/")


def test_no_file_names_a_folder_of_one_machine():
    found = [f"{path.name}: {match[0]}" for path, text in our_text() for match in MACHINE_PATH.finditer(text)]

    assert found == []


def test_no_file_names_a_package_registry():
    found = [f"{path.name}: {host}" for path, text in our_text() for host in REGISTRY_HOSTS if host in text.lower()]

    assert found == []


def test_what_a_site_makes_stays_out_of_the_repository():
    private = ["var/db.sqlite3", "var/secret_key", ".venv/bin/python", ".env"]
    ignored = subprocess.run([*GIT, "check-ignore", *private], cwd=ROOT, capture_output=True, check=False, text=True)
    if ignored.returncode == 128:
        pytest.skip("This copy is not a git repository.")

    assert ignored.stdout.split() == private


def test_every_page_of_the_documentation_is_in_its_list():
    listed = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    pages = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")} - {"README.md"}
    assert {page for page in pages if f"]({page})" not in listed} == set()
    assert {page for page in re.findall(r"\]\(([\w/-]+\.md)\)", listed) if page not in pages} == set()
