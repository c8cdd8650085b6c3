"""Which part of a long list a page shows: pure, and bounded for any input."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Paging:
    """Page `number` of `count`; rows from `start` up to, not including, `stop`."""

    number: int
    count: int
    start: int
    stop: int

    @property
    def previous(self) -> int:
        """The number of the page before, or 0."""
        return self.number - 1

    @property
    def next(self) -> int:
        """The number of the page after, or 0."""
        return self.number + 1 if self.number < self.count else 0


def paging(total: int, asked: str, size: int) -> Paging:
    """The page that was asked for; what is no number is the first page, what lies beyond is the last."""
    count = max(1, -(-total // size))
    number = int(asked[:9]) if asked.isascii() and asked.isdigit() else 1
    number = min(max(number, 1), count)
    return Paging(number=number, count=count, start=(number - 1) * size, stop=number * size)
