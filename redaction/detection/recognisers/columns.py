# SPDX-License-Identifier: EUPL-1.2
"""Tables that have become text, with a sign between their cells: which cells stand below which head.

Commas count as such a sign only between quotation marks, or where several lines have as many of them as the head.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from weakref import WeakKeyDictionary

from redaction.detection.patterns import Pattern
from redaction.detection.reading import Reading

_SIGNS: Final = ("\t", "|", ";", '","', ",")
_LEAST_LINES: Final = 2
_LEAST_COMMAS: Final = 3
"""Cells that a line with commas has at least; prose has commas too."""
_DIGIT: Final = re.compile(r"\d")
_AROUND: Final = ' \t|"'
_LONGEST_HEAD: Final = 40


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    sign: str
    cells: int


def column_cells(reading: Reading, head: Pattern) -> Iterator[tuple[int, int]]:
    """Start and end of every filled cell below a head that matches wholly or in part, in small letters.

    Raises:
        TimeoutError: a search did not end in time.
    """
    for table in _tables(reading):
        first, *rows = table
        heads = _cells(reading.text, first)
        chosen = [
            place
            for place, (start, end) in enumerate(heads)
            if 0 < end - start <= _LONGEST_HEAD and head.search(reading.lower, start, end)
        ]
        for row in rows if chosen else ():
            cells = _cells(reading.text, row)
            yield from (cells[place] for place in chosen if cells[place][0] < cells[place][1])


def in_table(reading: Reading, offset: int) -> bool:
    """True inside a row below a head."""
    return any(table[1].start <= offset < table[-1].end for table in _tables(reading))


_KNOWN: "WeakKeyDictionary[Reading, tuple[tuple[_Line, ...], ...]]" = WeakKeyDictionary()


def _tables(reading: Reading) -> tuple[tuple[_Line, ...], ...]:
    """Runs of lines with the same sign equally often, of which the first has no digits; worked out once."""
    if reading not in _KNOWN:
        _KNOWN[reading] = tuple(_found(reading)) if any(sign in reading.text for sign in _SIGNS) else ()
    return _KNOWN[reading]


def _found(reading: Reading) -> Iterator[tuple[_Line, ...]]:
    lines = (_line(reading, start) for start in reading.line_starts)
    for (sign, _), run in groupby(
        (line for line in lines if line.start < line.end), lambda line: (line.sign, line.cells)
    ):
        table = tuple(run)
        if sign and len(table) >= _LEAST_LINES and not _DIGIT.search(reading.text, table[0].start, table[0].end):
            yield table


def _line(reading: Reading, start: int) -> _Line:
    begin, end = reading.line_of(start)
    text = reading.text[begin:end].strip(" |")
    begin = reading.text.find(text, begin)
    end = begin + len(text)
    for sign in _SIGNS:
        cells = text.count(sign) + 1
        if cells > (_LEAST_COMMAS - 1 if sign == "," else 1):
            return _Line(begin, end, sign, cells)
    return _Line(begin, end, "", 1)


def _cells(text: str, line: _Line) -> list[tuple[int, int]]:
    """The cells of a line without the marks around them."""
    cells, start = [], line.start
    for part in text[line.start : line.end].split(line.sign):
        inner = part.strip(_AROUND)
        begin = text.find(inner, start) if inner else start
        cells.append((begin, begin + len(inner)))
        start += len(part) + len(line.sign)
    return cells
