"""Lists what the site is made of: a bill of materials in the form of CycloneDX 1.6, from the lock file.

    python -m scripts.sbom requirements.lock > cairn.cdx.json

Names, versions and hashes are those of the lock; licences are what the installed packages say of themselves.
"""

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

PACKAGE = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;]+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def components(lock: str) -> Iterator[dict[str, Any]]:
    """Each package of a lock file."""
    for part in re.split(r"\n(?=\S)", lock):
        if found := PACKAGE.match(part):
            name, version = found.groups()
            yield {
                "type": "library",
                "name": name,
                "version": version,
                "purl": f"pkg:pypi/{name}@{version}",
                "bom-ref": f"pkg:pypi/{name}@{version}",
                "hashes": [{"alg": "SHA-256", "content": digest} for digest in HASH.findall(part)],
                **licence(name),
            }


def licence(name: str) -> dict[str, Any]:
    """What a package says of its licence; nothing where it is not installed here or says nothing."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return {}
    words = said.get("License-Expression") or said.get("License") or ""
    return {"licenses": [{"license": {"name": words.splitlines()[0][:100]}}]} if words.strip() else {}


def bill(lock: str) -> dict[str, Any]:
    """The whole list."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "cairn", "bom-ref": "cairn"}},
        "components": list(components(lock)),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(bill(Path(sys.argv[1]).read_text("utf-8")), indent=1) + "\n")
