"""For each symptom the members who have it, packed: pure. docs/decisions/0035-postings-of-symptoms.md says why.

A member who wants to be found has a place, a small number. The places of one symptom are kept as bytes: few as a sorted
list of 32-bit numbers, many as one bit for each place, whichever is shorter. From these and the members' own sums the
simGIC of one member with all others is reckoned at once and exactly, without a look at anybody's row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

type Floats = npt.NDArray[np.float32]
type Places = npt.NDArray[np.uint32]

BLOCK: Final = 4096
"""Places whose sums are kept together."""
_PLACE, _SUM = np.dtype("<u4"), np.dtype("<f4")


@dataclass(frozen=True)
class Packed:
    """The places of one symptom, as they are stored."""

    is_dense: bool
    places: bytes


def pack(places: Iterable[int]) -> Packed:
    """The shorter of both forms."""
    listed = np.unique(np.fromiter(places, dtype=_PLACE))
    if not len(listed) or listed.nbytes <= int(listed[-1]) // 8 + 1:
        return Packed(is_dense=False, places=listed.tobytes())
    bits = np.zeros(int(listed[-1]) + 1, dtype=np.uint8)
    bits[listed] = 1
    return Packed(is_dense=True, places=np.packbits(bits, bitorder="little").tobytes())


def unpack(packed: Packed) -> Places:
    """The places in their order."""
    if not packed.is_dense:
        return np.frombuffer(packed.places, dtype=_PLACE)
    return np.flatnonzero(_bits(packed)).astype(_PLACE)


def with_place(packed: Packed, place: int) -> Packed:
    """The same with one place more."""
    return pack([*unpack(packed).tolist(), place])


def without_place(packed: Packed, place: int) -> Packed:
    """The same without one place."""
    listed = unpack(packed)
    return pack(listed[listed != place].tolist())


def count(packed: Packed) -> int:
    """How many places there are."""
    if packed.is_dense:
        return int.from_bytes(packed.places, "little").bit_count()
    return len(packed.places) // _PLACE.itemsize


def with_sum(block: bytes, place: int, total: float) -> bytes:
    """A block of sums with another one for the place. An empty block is one of zeros."""
    sums = np.frombuffer(block, dtype=_SUM).copy() if block else np.zeros(BLOCK, dtype=_SUM)
    sums[place % BLOCK] = total
    return sums.tobytes()


def joined_sums(blocks: Iterable[tuple[int, bytes]], *, most: int) -> Floats:
    """The sums of all places up to `most`, from numbered blocks; 0 where nobody is."""
    sums = np.zeros((most // BLOCK + 1) * BLOCK, dtype=_SUM)
    for number, block in blocks:
        if number <= most // BLOCK:
            sums[number * BLOCK : (number + 1) * BLOCK] = np.frombuffer(block, dtype=_SUM)
    return sums


def similarities(own_sum: float, postings: Iterable[tuple[float, Packed]], sums: Floats) -> Floats:
    """simGIC of one member, whose symptoms these are with their IC, with the member at each place.

    What two share is the sum of the IC of the symptoms in whose postings the other stands; together they have both
    their sums less that. It is -1 where nobody is.
    """
    shared, weighed = np.zeros(len(sums), dtype=_SUM), np.empty(len(sums), dtype=_SUM)
    for weight, packed in postings:
        if packed.is_dense:
            bits = _bits(packed)[: len(sums)]
            shared[: len(bits)] += np.multiply(bits, np.float32(weight), out=weighed[: len(bits)])
        else:
            shared[unpack(packed)] += np.float32(weight)
    together = np.float32(own_sum) + sums - shared
    return np.divide(shared, together, out=np.full_like(sums, -1), where=sums > 0)


def best(scores: Floats, wanted: int) -> list[int]:
    """The places with the best scores above 0, best first; equal ones by place."""
    wanted = min(wanted, len(scores))
    found = np.argpartition(scores, len(scores) - wanted)[len(scores) - wanted :]
    found = found[scores[found] > 0]
    return [int(place) for place in found[np.lexsort((found, -scores[found]))]]


def _bits(packed: Packed) -> npt.NDArray[np.uint8]:
    return np.unpackbits(np.frombuffer(packed.places, dtype=np.uint8), bitorder="little")
