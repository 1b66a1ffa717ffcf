# SPDX-License-Identifier: EUPL-1.2
"""Empties blocks of a baseline JPEG without decoding it to pixels, so that every other block stays as it is.

The coefficients are read, those of the blocks under a box are set to one colour, and all are written with Huffman
tables made from what is left (ITU-T T.81, annexes F and K.2). Restart markers are not carried over.
"""

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

PixelBox = tuple[int, int, int, int]

_RESTART: Final = re.compile(rb"\xff[\xd0-\xd7]")
_WHITE: Final = 8 * 127
"""DC coefficient of white before quantisation."""
_RGB_IDS: Final = (82, 71, 66)
_EVERYTHING: Final = 1 << 30
_CHUNK: Final = 200_000


class NotBaselineError(ValueError):
    """The JPEG is stored in another way, or is damaged."""


@dataclass(slots=True)
class _Component:
    identity: int
    across: int
    down: int
    quantiser: int
    dc_table: int = 0
    ac_table: int = 0
    empty: int = 0


@dataclass(slots=True)
class _Picture:
    head: bytes
    frame: bytes
    width: int
    height: int
    components: list[_Component]
    first_quantisers: dict[int, int]
    tables: dict[tuple[int, int], list[int]]
    restart: int
    scan: bytes
    transform: int | None


def with_empty_blocks(data: bytes, boxes: Sequence[PixelBox]) -> bytes:
    """The JPEG with one light colour in every block that a box touches.

    Raises:
        NotBaselineError: it is not a sound baseline JPEG with one scan.
    """
    picture = _parsed(data)
    _set_empty_values(picture)
    body, tables = _encoded(_coefficients(picture, boxes))
    scan = bytes((len(picture.components),)) + b"".join(
        bytes((part.identity, part.dc_table << 4 | part.ac_table)) for part in picture.components
    )
    return b"".join((picture.head, picture.frame, tables, _segment(0xDA, scan + b"\x00\x3f\x00"), body, b"\xff\xd9"))


def _segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content


def _segments(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Marker, content and place after it, up to and including the first start of scan."""
    position = 2
    while position + 4 <= len(data):
        if data[position] != 0xFF:
            raise NotBaselineError("no marker")
        marker = data[position + 1]
        (length,) = struct.unpack(">H", data[position + 2 : position + 4])
        yield marker, data[position + 4 : position + 2 + length], position + 2 + length
        if marker == 0xDA:
            return
        position += 2 + length


def _parsed(data: bytes) -> _Picture:
    head = bytearray(b"\xff\xd8")
    found = _Picture(b"", b"", 0, 0, [], {}, {}, 0, b"", None)
    for marker, content, place in _segments(data):
        if marker in (0xC0, 0xC1):
            _read_frame(found, content)
        elif marker == 0xC4:
            _read_tables(found, content)
        elif marker == 0xDB:
            _read_quantisers(found, content)
            head += _segment(marker, content)
        elif marker == 0xDD:
            (found.restart,) = struct.unpack(">H", content[:2])
        elif marker == 0xDA:
            _read_scan(found, content)
            end = data.find(b"\xff\xd9", place)
            found.scan = data[place : end if end >= 0 else len(data)]
        elif marker in (0xE0, 0xEE):
            if marker == 0xEE and content[:5] == b"Adobe" and len(content) >= 12:
                found.transform = content[11]
            head += _segment(marker, content)
        else:
            raise NotBaselineError("another process")
    if not found.scan or not found.components:
        raise NotBaselineError("no picture")
    found.head = bytes(head)
    return found


def _read_frame(found: _Picture, content: bytes) -> None:
    precision, height, width, count = struct.unpack(">BHHB", content[:6])
    if precision != 8 or not width or not height or count not in (1, 3, 4):
        raise NotBaselineError("another precision")
    for index in range(count):
        identity, sampling, quantiser = content[6 + 3 * index : 9 + 3 * index]
        found.components.append(_Component(identity, sampling >> 4, sampling & 15, quantiser))
    found.width, found.height, found.frame = width, height, _segment(0xC0, content)


def _read_quantisers(found: _Picture, content: bytes) -> None:
    position = 0
    while position < len(content):
        wide, number = content[position] >> 4, content[position] & 15
        size = 2 if wide else 1
        found.first_quantisers[number] = int.from_bytes(content[position + 1 : position + 1 + size], "big") or 1
        position += 1 + 64 * size


def _read_tables(found: _Picture, content: bytes) -> None:
    """Tables that give for the next 16 bits the length of the code and its symbol (length << 8 | symbol)."""
    position = 0
    while position + 17 <= len(content):
        kind, number = content[position] >> 4, content[position] & 15
        counts = content[position + 1 : position + 17]
        symbols = content[position + 17 : position + 17 + sum(counts)]
        position += 17 + sum(counts)
        table = [0] * 65_536
        code = place = 0
        for length, count in enumerate(counts, start=1):
            for _ in range(count):
                first = code << (16 - length)
                table[first : first + (1 << (16 - length))] = [length << 8 | symbols[place]] * (1 << (16 - length))
                code, place = code + 1, place + 1
            code <<= 1
        if len(table) != 65_536:  # assigning past the end makes a list longer
            raise NotBaselineError("codes that overflow")
        found.tables[(kind, number)] = table


def _read_scan(found: _Picture, content: bytes) -> None:
    count = content[0]
    if count != len(found.components) or content[1 + 2 * count : 4 + 2 * count] != b"\x00\x3f\x00":
        raise NotBaselineError("several scans")
    by_identity = {part.identity: part for part in found.components}
    order = []
    for index in range(count):
        part = by_identity[content[1 + 2 * index]]
        part.dc_table, part.ac_table = content[2 + 2 * index] >> 4, content[2 + 2 * index] & 15
        order.append(part)
    found.components = order


def _set_empty_values(picture: _Picture) -> None:
    """White in each component; colour differences are nought."""
    count = len(picture.components)
    plain = picture.transform == 0 or tuple(part.identity for part in picture.components) == _RGB_IDS
    differences = (count == 3 and not plain) or (count == 4 and picture.transform == 2)
    for index, part in enumerate(picture.components):
        part.empty = 0 if differences and index in (1, 2) else _WHITE // picture.first_quantisers[part.quantiser]


# -- reading


def _coefficients(picture: _Picture, boxes: Sequence[PixelBox]) -> npt.NDArray[Any]:
    """The scan after emptying: per code its table (0 to 7) << 24 | symbol << 16 | extra bits."""
    layout = _blocks_of_unit(picture)
    across, down = _units(picture)
    step = picture.restart or across * down
    written: list[int] = []
    shown = {part.identity: 0 for part in picture.components}
    done = 0
    for interval in _RESTART.split(picture.scan):
        reader = _Reader(interval.replace(b"\xff\x00", b"\xff"), picture.tables, written)
        stored = dict.fromkeys(shown, 0)
        for unit in range(done, min(done + step, across * down)):
            row, column = divmod(unit, across)
            for part, inner_x, inner_y, wide, tall in layout:
                start = len(written)
                written.append(0)
                value = stored[part.identity] = stored[part.identity] + reader.block(part)
                if _touched(picture, part, column * wide + inner_x, row * tall + inner_y, boxes):
                    value = part.empty
                    written[start + 1 :] = [4 + part.ac_table << 24]
                difference = value - shown[part.identity]
                shown[part.identity] = value
                size = abs(difference).bit_length()
                extra = difference if difference >= 0 else difference + (1 << size) - 1
                written[start] = part.dc_table << 24 | size << 16 | extra
        done += step
    if done < across * down:
        raise NotBaselineError("not enough data")
    return np.array(written, np.int64)


def _units(picture: _Picture) -> tuple[int, int]:
    """Units of the scan across and down."""
    if len(picture.components) == 1:
        return -(-picture.width // 8), -(-picture.height // 8)
    across = max(part.across for part in picture.components)
    down = max(part.down for part in picture.components)
    return -(-picture.width // (8 * across)), -(-picture.height // (8 * down))


def _blocks_of_unit(picture: _Picture) -> list[tuple[_Component, int, int, int, int]]:
    """Blocks of a unit in order: component, place in the unit, blocks of the unit across and down."""
    if len(picture.components) == 1:
        return [(picture.components[0], 0, 0, 1, 1)]
    return [
        (part, x, y, part.across, part.down)
        for part in picture.components
        for y in range(part.down)
        for x in range(part.across)
    ]


def _touched(picture: _Picture, part: _Component, x: int, y: int, boxes: Sequence[PixelBox]) -> bool:
    single = len(picture.components) == 1
    wide = 8 if single else 8 * max(other.across for other in picture.components) // part.across
    tall = 8 if single else 8 * max(other.down for other in picture.components) // part.down
    for x0, y0, x1, y1 in boxes:
        right = _EVERYTHING if x1 >= picture.width else x1
        low = _EVERYTHING if y1 >= picture.height else y1
        if x * wide < right and (x + 1) * wide > x0 and y * tall < low and (y + 1) * tall > y0:
            return True
    return False


class _Reader:
    """Reads Huffman codes of one interval; codes of the coefficients go to ``written``."""

    def __init__(self, data: bytes, tables: dict[tuple[int, int], list[int]], written: list[int]) -> None:
        raw = np.frombuffer(data + b"\xff" * 8, np.uint8).astype(np.uint64)
        windows = raw[:-3] << np.uint64(24) | raw[1:-2] << np.uint64(16) | raw[2:-1] << np.uint64(8) | raw[3:]
        self._windows: list[int] = windows.tolist()
        self._end = 8 * len(data) + 7
        self._place = 0
        self._tables = tables
        self._append = written.append

    def block(self, part: _Component) -> int:
        """Difference of the DC value of the next block."""
        windows, place, append = self._windows, self._place, self._append
        if place > self._end:
            raise NotBaselineError("not enough data")
        entry = self._tables[(0, part.dc_table)][windows[place >> 3] >> (16 - (place & 7)) & 0xFFFF]
        if not entry:
            raise NotBaselineError("no such code")
        place += entry >> 8
        size = entry & 0xFF
        difference = 0
        if size:
            bits = windows[place >> 3] >> (32 - (place & 7) - size) & ((1 << size) - 1)
            place += size
            difference = bits if bits >> (size - 1) else bits - (1 << size) + 1
        table, kind = self._tables[(1, part.ac_table)], 4 + part.ac_table << 24
        count = 0
        while count < 63:
            entry = table[windows[place >> 3] >> (16 - (place & 7)) & 0xFFFF]
            if not entry:
                raise NotBaselineError("no such code")
            place += entry >> 8
            symbol = entry & 0xFF
            size = symbol & 15
            if size:
                append(kind | symbol << 16 | windows[place >> 3] >> (32 - (place & 7) - size) & ((1 << size) - 1))
                place += size
                count += (symbol >> 4) + 1
            elif symbol == 0xF0:
                append(kind | symbol << 16)
                count += 16
            else:
                append(kind)
                break
        self._place = place
        return difference


# -- writing


def _encoded(written: npt.NDArray[Any]) -> tuple[bytes, bytes]:
    """The new scan, and the segments with its tables."""
    kinds, symbols, extras = written >> 24, written >> 16 & 0xFF, written & 0xFFFF
    sizes = np.where(kinds < 4, symbols, symbols & 15)
    codes, lengths = np.zeros(len(kinds), np.int64), np.zeros(len(kinds), np.int64)
    tables = b""
    for kind in np.unique(kinds):
        chosen = kinds == kind
        counts, listed = _optimal_lengths(np.bincount(symbols[chosen], minlength=256).tolist())
        number = (int(kind) & 3) | (0x10 if kind >= 4 else 0)
        tables += _segment(0xC4, bytes((number, *counts, *listed)))
        by_symbol, length_of = np.zeros(256, np.int64), np.zeros(256, np.int64)
        code = place = 0
        for length, count in enumerate(counts, start=1):
            for _ in range(count):
                by_symbol[listed[place]], length_of[listed[place]] = code, length
                code, place = code + 1, place + 1
            code <<= 1
        codes[chosen], lengths[chosen] = by_symbol[symbols[chosen]], length_of[symbols[chosen]]
    values, widths = codes << sizes | extras, lengths + sizes
    bits = np.concatenate(
        [_bits(values[at : at + _CHUNK], widths[at : at + _CHUNK]) for at in range(0, len(values), _CHUNK)]
    )
    bits = np.concatenate([bits, np.ones(-len(bits) % 8, np.uint8)])
    return np.packbits(bits).tobytes().replace(b"\xff", b"\xff\x00"), tables


def _bits(values: npt.NDArray[Any], widths: npt.NDArray[Any]) -> npt.NDArray[Any]:
    starts = np.cumsum(widths) - widths
    inside = np.arange(int(widths.sum())) - np.repeat(starts, widths)
    made: npt.NDArray[Any] = (np.repeat(values, widths) >> (np.repeat(widths, widths) - 1 - inside) & 1).astype(
        np.uint8
    )
    return made


def _optimal_lengths(counts: list[int]) -> tuple[list[int], list[int]]:
    """Numbers of codes per length, and the symbols in order of code (T.81, K.2)."""
    frequencies = [*counts[:256], 1]  # the last one keeps the code of all ones free
    sizes = [0] * 257
    groups: dict[int, list[int]] = {symbol: [symbol] for symbol, count in enumerate(frequencies) if count}
    weights = {symbol: frequencies[symbol] for symbol in groups}
    while len(weights) > 1:
        # Of equal weights the larger number goes first, so that the free code becomes the longest.
        first, second = sorted(weights, key=lambda symbol: (weights[symbol], -symbol))[:2]
        for symbol in groups[first] + groups[second]:
            sizes[symbol] += 1
        weights[first] += weights.pop(second)
        groups[first] += groups.pop(second)
    bits = [0] * (max(sizes) + 2)
    for size in sizes:
        bits[size] += size > 0
    _limit(bits)
    longest = max(length for length, count in enumerate(bits) if count)
    bits[longest] -= 1
    order = sorted((symbol for symbol in range(256) if sizes[symbol]), key=lambda symbol: (sizes[symbol], symbol))
    return [*bits[1:17], *([0] * (16 - len(bits[1:17])))], order


def _limit(bits: list[int]) -> None:
    """No code longer than 16 bits (T.81, figure K.3)."""
    for length in range(len(bits) - 1, 16, -1):
        while bits[length] > 0:
            shorter = length - 2
            while not bits[shorter]:
                shorter -= 1
            bits[length] -= 2
            bits[length - 1] += 1
            bits[shorter + 1] += 2
            bits[shorter] -= 1
