"""67: packages are pinned by hash and looked up among the known holes; the code holds no secret."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from scripts.sbom import bill
from tests.faults import expect_none
from tests.security.table import MISSING, Outcome
from tests.test_set_up import LOCKS, lock_lines, our_text

ROOT = settings.BASE_DIR
SECRETS = {
    "private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "key of a cloud": r"\b(AKIA|ASIA)[0-9A-Z]{16}\b",
    "token of a code host": r"\b(gh[pousr]_[A-Za-z0-9]{36,}|glpat-[A-Za-z0-9_-]{20,})\b",
    "token of a chat": r"\bxox[abprs]-[A-Za-z0-9-]{10,}",
    "key of a payment": r"\b[sr]k_live_[A-Za-z0-9]{16,}",
    "signed token": r"\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}",
    "password in an address": r"\b(?:postgres(?:ql)?|redis|smtp(?:\+\w+)?|https?)://[^\s:/@“\"'`]+:(?P<said>[^\s@/“\"'`]+)@",
    "secret in a setting": r"(?i)\b(?:secret_key|api_?key|auth_?token)\s*[:=]\s*[\"']?(?P<said>[A-Za-z0-9+/_-]{24,})",
}
EXAMPLES = re.compile(r"(?i)^(password|secret|a|b|%\w+|\$.*|\{.*|for-tests-only.*|k3y-with.*|<.*|\w*example\w*)$")
"""What stands in documents and tests in the place of a secret."""


def secrets_in(text: str) -> list[str]:
    """The kinds of secrets that a text holds."""
    found = []
    for kind, pattern in SECRETS.items():
        for match in re.finditer(pattern, text):
            said = match.groupdict().get("said")
            if said is None or not EXAMPLES.match(said):
                found.append(f"{kind}: {match[0][:24]}…")
    return found


def test_each_package_is_pinned_and_has_hashes():
    for name in LOCKS:
        lines = lock_lines(name)
        assert sum("==" in line for line in lines) > 10
        assert all("--hash=sha256:" in line or "==" in line for line in lines if line.strip())


def test_bill_of_materials_names_every_package_with_its_hashes():
    listed = bill((ROOT / "requirements.lock").read_text())["components"]
    assert {f"{its['name']}=={its['version']}" for its in listed} == {
        line.split(" ")[0] for line in lock_lines("requirements.lock") if "==" in line
    }
    expect_none(its["name"] for its in listed if not its["hashes"])
    assert json.dumps(listed)


def test_no_file_holds_a_secret():
    expect_none(f"{path.name}: {kind}" for path, text in our_text() for kind in secrets_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN RSA PRIVATE " + "KEY-----",
        "AKI" + "A" + "ABCDEFGHIJKLMNOP",
        "gh" + "p_" + "a1" * 20,
        "postgres://cairn:" + "hunter2x@db/cairn",
        "SECRET_KEY=" + "q9Zr7Lm2" * 5,
    ],
)
def test_secret_would_be_found(text):
    assert secrets_in(text)


def test_security_lint_finds_nothing():
    lint = [sys.executable, "-m", "ruff", "check", "--select", "S", "--no-cache", "."]
    result = subprocess.run(lint, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_known_vulnerabilities():
    """Asks an advisory source, as nothing else in the suite does: only where AUDIT says so (`make security`)."""
    if not os.environ.get("AUDIT"):
        pytest.skip("not asked for: no test of the suite uses the network. Run scripts/audit")
    result = subprocess.run(["scripts/audit"], cwd=ROOT, capture_output=True, text=True, check=False)
    if result.returncode == 3:
        pytest.skip("no advisory source can be reached from here")
    assert result.returncode == 0, result.stdout + result.stderr


def test_source_that_cannot_be_reached_is_no_clean_bill():
    """The audit ends with 3 and says so, and the table says “not shown” where a test was skipped for it."""
    nowhere = "http://127.0.0.1:9"
    environment = os.environ | dict.fromkeys(("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"), nowhere)
    environment |= {"NO_PROXY": "", "no_proxy": ""}
    done = subprocess.run(
        ["scripts/audit"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode, "NOT SHOWN" in done.stdout) == (3, True), done.stdout + done.stderr
    assert Outcome(passed=9, skipped=["no advisory source can be reached from here"]).verdict == MISSING
