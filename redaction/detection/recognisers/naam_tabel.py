# SPDX-License-Identifier: EUPL-1.2
"""Names in tables that have become text: columns with a head such as "Naam", whatever parts their cells."""

import re
from collections.abc import Iterator
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.reading import Reading
from redaction.detection.recognisers.name_candidates import name_candidate
from redaction.detection.recognisers.name_grammar import Name, name_at
from redaction.detection.recognisers.name_words import name_words
from redaction.detection.tokens import MARK, NUMBER, Token

_MOST_ROWS: Final = 200
_SEPARATOR: Final = re.compile(r"[ ]?[|;][ ]?|[ ]{2,}|\t")
_WORDS_OF_HEAD: Final = re.compile(r"[\s|;]+")
_WHY: Final = "Cel in een kolom waar een naam hoort."
_Line = tuple[int, int]


class TabelRecogniser:
    """Cells below a head for people."""

    name = "naam_tabel"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        columns = name_words().columns
        if not any(word in reading.lower for word in columns):
            return
        lines = [reading.line_of(start) for start in reading.line_starts]
        number = 0
        while number < len(lines):
            kinds = _head(reading, lines[number])
            if kinds is not None:
                separated = _SEPARATOR.search(reading.text, *lines[number]) is not None
                rows = self._rows(reading, lines, number + 1)
                yield from (self._by_column(reading, lines[number], rows) if separated else self._loose(reading, rows))
                number += 1 + len(rows)
                continue
            period = self._head_of_lines(reading, lines, number)
            if period:
                yield from self._by_line(reading, lines, number, period)
                number += period
                continue
            number += 1

    @staticmethod
    def _rows(reading: Reading, lines: list[_Line], number: int) -> list[_Line]:
        rows: list[_Line] = []
        blank = 0
        for begin, end in lines[number : number + _MOST_ROWS]:
            text = reading.text[begin:end].strip(" |-+=")
            if not text:
                blank += 1
                if blank > 1:
                    break
                continue
            blank = 0
            if text[-1] in ".?!" and len(text.split()) > 9:
                break
            rows.append((begin, end))
        return rows

    def _by_column(self, reading: Reading, head: _Line, rows: list[_Line]) -> Iterator[Candidate]:
        names = [place for place, cell in enumerate(_cells(reading, head)) if _kind(reading.lower[slice(*cell)]) == 1]
        count = len(_cells(reading, head))
        for row in rows:
            cells = _cells(reading, row)
            if len(cells) != count:
                yield from self._loose(reading, [row])
                continue
            for place in names:
                yield from self._cell(reading, *cells[place])

    def _cell(self, reading: Reading, begin: int, end: int) -> Iterator[Candidate]:
        """The names in one cell; a cell in capitals or of unknown words counts too."""
        index, stop = reading.token_at(begin), reading.token_at(end)
        tokens = reading.tokens[index:stop]
        if not tokens or any(name_words().is_body(token.lower) for token in tokens):
            return
        small = reading.text[begin:end] == reading.lower[begin:end]
        name = name_at(reading, index, sure=True, small=small)
        if name is None or name.start >= end:
            return
        known = name.first or name.last or name.initials or name.prefixed
        if name.plain and not known and ((name.plain == name.words and name.words > 1) or len(tokens) > name.words):
            return
        rest = [token for token in tokens if token.start >= name.end and token.sort not in (MARK, NUMBER)]
        # "Jansen, P. van" and "Jansen Piet" fill the cell.
        fills = all(token.capital or token.sort == "initial" or token.lower in name_words().prefixes for token in rest)
        stretch = max((token.end for token in rest), default=name.end) if fills else name.end
        score = 0.93 if known or not name.plain else 0.65
        yield name_candidate(reading, name.start, max(name.end, stretch), score=score, recogniser=self.name, why=_WHY)

    def _loose(self, reading: Reading, rows: list[_Line]) -> Iterator[Candidate]:
        """Rows whose cells are not to be told apart: words with a capital that are no plain Dutch."""
        for begin, end in rows:
            index, stop = reading.token_at(begin), reading.token_at(end)
            while index < stop:
                token = reading.tokens[index]
                name = name_at(reading, index, sure=False) if token.capital or token.sort == "initial" else None
                if name is None or name.start >= end:
                    index += 1
                    continue
                if _credible(reading, name, token):
                    yield name_candidate(
                        reading, name.start, min(name.end, end), score=0.72, recogniser=self.name, why=_WHY
                    )
                index = max(name.after, index + 1)

    @staticmethod
    def _head_of_lines(reading: Reading, lines: list[_Line], number: int) -> int:
        """Number of lines that are heads of columns one below the other, a head for people among them."""
        count, names = 0, 0
        for begin, end in lines[number : number + 12]:
            kind = _kind(reading.lower[begin:end])
            if not kind:
                break
            count, names = count + 1, names + (kind == 1)
        return count if count > 1 and names else 0

    def _by_line(self, reading: Reading, lines: list[_Line], number: int, period: int) -> Iterator[Candidate]:
        people = [at for at in range(period) if _kind(reading.lower[slice(*lines[number + at])]) == 1]
        below = lines[number + period : number + period + _MOST_ROWS]
        for at, (begin, end) in enumerate(below):
            if begin == end:
                return
            if at % period in people:
                yield from self._cell(reading, begin, end)


def _credible(reading: Reading, name: Name, token: Token) -> bool:
    if name.plain and not (name.first and name.last):
        return False
    if name.first or name.last or name.initials or name.prefixed:
        return True
    return not (token.capitals and len(token.text) < 5) and not reading.gazetteer.is_place(token.text)


def _head(reading: Reading, line: _Line) -> list[int] | None:
    """Kinds of the cells of a line that is the head of a table with people; None where it is none."""
    text = reading.lower[slice(*line)]
    words = [stripped for word in _WORDS_OF_HEAD.split(text) if (stripped := word.strip(".:,"))]
    if not 2 <= len(words) <= 24:
        return None
    kinds = [_kind(word) for word in words]
    named, other = kinds.count(1), kinds.count(2)
    if not named or named + other < 2 or named + other < len([word for word in words if len(word) > 2]) * 0.6:
        return None
    return kinds


def _kind(text: str) -> int:
    """1 for a head above people, 2 for another head, 0 for no head."""
    words = [word.strip(".:|;,") for word in text.split()]
    if not words or len(words) > 3:
        return 0
    lists = name_words()
    if any(word in lists.things for word in words):
        return 2
    if words[0] in lists.columns or words[-1] in lists.columns:
        return 1
    return 2 if any(word in lists.other_columns for word in words) else 0


def _cells(reading: Reading, line: _Line) -> list[_Line]:
    """Stretches between separators, outer bars set aside."""
    begin, end = line
    while begin < end and reading.text[begin] in " |":
        begin += 1
    while end > begin and reading.text[end - 1] in " |":
        end -= 1
    cells: list[_Line] = []
    at = begin
    for match in _SEPARATOR.finditer(reading.text, begin, end):
        cells.append((at, match.start()))
        at = match.end()
    cells.append((at, end))
    return cells
