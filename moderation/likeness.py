"""Finds texts that are almost the same, without keeping any of their words. Pure.

A text is cut into runs of three words; 32 keyed hashes each keep their smallest value over all runs, and groups of
four of these make eight prints (Broder (1997), “On the resemblance and containment of documents”; bands after Indyk
and Motwani (1998)). Texts that share four fifths of their runs share two prints or more with 90 %; texts that share
a third, with less than 1 %. Without the key nobody can try out what a print stands for.
"""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

RUN: Final = 3
BANDS: Final = 8
ROWS: Final = 4
FEWEST_WORDS: Final = 12
SHARED_BANDS: Final = 2
"""How many prints two texts share that are called almost the same."""

_PRIME: Final = (1 << 61) - 1


def prints_of(words: Sequence[str], *, key: bytes) -> tuple[int, ...]:
    """The eight prints of a folded text, as signed 64-bit numbers; none for a text too short to say anything."""
    plain = [word for word in words if word.isalnum()]
    if len(plain) < FEWEST_WORDS:
        return ()
    runs = {" ".join(plain[place : place + RUN]) for place in range(len(plain) - RUN + 1)}
    seeds = [int.from_bytes(blake2b(run.encode(), key=key[:64], digest_size=7).digest()) for run in runs]
    smallest = [min((a * seed + b) % _PRIME for seed in seeds) for a, b in _hashes(key)]
    return tuple(
        int.from_bytes(
            blake2b(repr((band, smallest[band * ROWS :][:ROWS])).encode(), digest_size=8).digest(), signed=True
        )
        for band in range(BANDS)
    )


def _hashes(key: bytes) -> list[tuple[int, int]]:
    """Two numbers for each of the 32 hashes, from the key alone."""
    numbers = [
        int.from_bytes(blake2b(str(place).encode(), key=key[:64], digest_size=7).digest())
        for place in range(2 * BANDS * ROWS)
    ]
    return [(numbers[place] | 1, numbers[place + 1]) for place in range(0, len(numbers), 2)]
