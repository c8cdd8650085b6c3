"""How a test of many pages or files says what is wrong: every fault on a line of its own."""

from collections.abc import Iterable, Mapping
from typing import Any


def expect_none(faults: Mapping[Any, Any] | Iterable[Any]) -> None:
    """Fails with the faults when there are any."""
    lines = [f"{name}: {fault}" for name, fault in faults.items()] if isinstance(faults, Mapping) else list(faults)
    assert not lines, "\n  ".join(["", *map(str, lines)])
