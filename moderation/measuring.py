"""How well screening does on texts whose label is known. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

LONGEST_QUOTE = 90


@dataclass
class Shares:
    """How many of each group were found, and which texts were judged wrongly."""

    found: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    mistakes: list[str] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)

    def add(self, groups: Iterable[str], *, is_found: bool) -> None:
        """Counts one text in each of its groups."""
        for group in groups:
            self.total[group] += 1
            self.found[group] += is_found

    def note_mistake(self, what: str, text: str) -> None:
        """Keeps the beginning of a text that was judged wrongly."""
        self.mistakes.append(f"{what}: {' '.join(text.split())[:LONGEST_QUOTE]}")

    def share(self, group: str) -> float:
        return self.found[group] / self.total[group] if self.total[group] else 0.0

    def lines(self) -> Iterator[str]:
        """“group: 12 of 15 (80 %)”, by name."""
        for group in sorted(self.total):
            yield f"{group}: {self.found[group]} of {self.total[group]} ({self.share(group):.0%})"

    def p95(self) -> float:
        """The time below which 95 of 100 texts are done, in milliseconds."""
        ordered = sorted(self.milliseconds)
        return ordered[int(0.95 * (len(ordered) - 1))] if ordered else 0.0
