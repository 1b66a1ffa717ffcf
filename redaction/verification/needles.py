# SPDX-License-Identifier: EUPL-1.2
"""Many strings looked for at once: one pass over a text, however many strings there are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt

_WIDTHS: Final = (8, 4, 2, 1)
"""Units at the start of a string by which it is recognised: as many of them as it has."""
_BLOCK: Final = 1 << 18
"""Units that are hashed together; small enough to stay near the processor."""
_STEPS: Final = {1: np.uint64(0x9E3779B97F4A7C15), 2: np.uint64(0xC2B2AE3D27D4EB4F), 4: np.uint64(0x165667B19E3779F9)}
_SPREAD: Final = np.uint64(0xD6E8FEB86659FD93)
_LEAST_BITS: Final = 10
_MOST_BITS: Final = 22

Units = npt.NDArray[Any]
Hashes = npt.NDArray[np.uint64]


class Needles:
    """Strings that are looked for together.

    Every stretch of 1, 2, 4 or 8 units of a text is hashed, and where the hash is that of the start of a string the
    string is compared. The time follows the length of the text and not the number of strings.

    Args:
        needles: the strings; empty ones are passed over.
    """

    def __init__(self, needles: Iterable[str]) -> None:
        sorts: dict[int, list[str]] = defaultdict(list)
        for needle in sorted(set(needles)):
            if needle:
                sorts[next(width for width in _WIDTHS if width <= len(needle))].append(needle)
        self._sorts = [_Sort(width, tuple(found)) for width, found in sorted(sorts.items())]

    def __bool__(self) -> bool:
        return bool(self._sorts)

    def in_text(self, text: str) -> Iterator[tuple[int, str]]:
        """Where which string stands: every place of every string, in no order."""
        return self._places(text, np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32))

    def in_bytes(self, data: bytes) -> Iterator[tuple[int, str]]:
        """The same for bytes, which are compared as the first 256 characters."""
        return self._places(data.decode("latin-1"), np.frombuffer(data, np.uint8))

    def _places(self, text: str, units: Units) -> Iterator[tuple[int, str]]:
        for start in range(0, len(units), _BLOCK):
            block = units[start : start + _BLOCK + _WIDTHS[0] - 1].astype(np.uint64)
            for sort in self._sorts:
                for place in sort.places(block).tolist():
                    if place < _BLOCK:
                        yield from ((start + place, needle) for needle in sort.at(text, start + place))


class _Sort:
    """Strings that are recognised by the same number of units."""

    def __init__(self, width: int, needles: tuple[str, ...]) -> None:
        self._width = width
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for needle in needles:
            self._by_start[needle[:width]].append(needle)
        starts = "".join(self._by_start).encode("utf-32-le", "surrogatepass")
        units = np.frombuffer(starts, np.uint32).astype(np.uint64)
        self._hashes = np.unique(_hashed(units, width)[::width])
        bits = min(max(len(self._hashes).bit_length() + 6, _LEAST_BITS), _MOST_BITS)
        self._shift = np.uint64(64 - bits)
        self._table = np.zeros(1 << bits, bool)
        self._table[self._slots(self._hashes)] = True

    def _slots(self, hashes: Hashes) -> npt.NDArray[np.intp]:
        return ((hashes * _SPREAD) >> self._shift).astype(np.intp)

    def places(self, units: Hashes) -> npt.NDArray[np.intp]:
        """Places where one of the strings may start."""
        if len(units) < self._width:
            return np.zeros(0, np.intp)
        hashes = _hashed(units, self._width)
        likely = np.flatnonzero(self._table[self._slots(hashes)])
        found = hashes[likely]
        nearest = np.minimum(np.searchsorted(self._hashes, found), len(self._hashes) - 1)
        certain: npt.NDArray[np.intp] = likely[self._hashes[nearest] == found]
        return certain

    def at(self, text: str, place: int) -> Iterator[str]:
        """Strings that start at a place."""
        for needle in self._by_start.get(text[place : place + self._width], ()):
            if text.startswith(needle, place):
                yield needle


def _hashed(units: Hashes, width: int) -> Hashes:
    """Hashes of all stretches of a width (a power of two), each from two of half that width."""
    hashes, half = units, 1
    while half < width:
        hashes = hashes[:-half] * _STEPS[half] + hashes[half:]
        half *= 2
    return hashes
