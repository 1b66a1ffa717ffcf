# SPDX-License-Identifier: EUPL-1.2
"""Text of a page in reading order, with the glyph of every character."""

from array import array
from collections.abc import Sequence
from typing import Final

from redaction.content.fonts import UNKNOWN
from redaction.content.lines import COLUMN_GAP, WORD_GAP, Line, Piece, lines_of, same_direction
from redaction.content.page import PageContent
from redaction.content.pausing import without_collector
from redaction.textlayer.direction import is_right_to_left, logical_order
from redaction.textlayer.pictures import drawing_boxes, image_boxes
from schemas.textlayer import NO_GLYPH, PageText

_BLOCK: Final = 1.75
"""Distance between baselines, in font sizes, from which a new block begins."""


class _Writer:
    """Collects characters and their glyphs."""

    def __init__(self) -> None:
        self.characters: list[str] = []
        self.glyphs: list[int] = []
        self.unreadable: list[int] = []

    def text(self, texts: Sequence[str], first: int) -> None:
        """Glyphs that follow one another, each with its text."""
        joined = "".join(texts)
        self.characters.append(joined)
        if len(joined) == len(texts) and "" not in texts:
            self.glyphs.extend(range(first, first + len(texts)))
        else:
            self.glyphs.extend(first + place for place, text in enumerate(texts) for _ in text)
        if UNKNOWN in joined:
            self.unreadable.extend(first + place for place, text in enumerate(texts) if UNKNOWN in text)

    def gap(self, text: str) -> None:
        """Room between glyphs, unless there is some already."""
        if self.characters and not (text == " " and self.characters[-1][-1:].isspace()):
            self.characters.append(text)
            self.glyphs += [NO_GLYPH] * len(text)


def _write_piece(writer: _Writer, piece: Piece) -> None:
    run = piece.run
    offset, begin = run.first, piece.first
    for gap in piece.gaps:
        writer.text(run.texts[begin - offset : gap - offset], begin)
        if not run.texts[gap - offset].isspace():
            writer.gap(" ")
        begin = gap
    writer.text(run.texts[begin - offset : piece.last - offset], begin)


def _gap_before(piece: Piece, previous: Piece) -> float:
    return max(piece.along0 - previous.along1, previous.along0 - piece.along1)


def _spread(pieces: list[Piece]) -> float:
    """Least word gap, in points, of a line whose letters are placed one by one and wide apart; 0 for other lines."""
    if len(pieces) < 4 or any(piece.last - piece.first > 1 for piece in pieces):
        return 0.0
    gaps = sorted(_gap_before(pieces[place], pieces[place - 1]) for place in range(1, len(pieces)))
    middle = gaps[len(gaps) // 2]
    return 1.6 * middle if middle > WORD_GAP * pieces[0].size else 0.0


def _write_line(writer: _Writer, line: Line) -> None:
    pieces = line.pieces
    if any(is_right_to_left(text) for piece in pieces for text in _line_texts(piece)):
        _write_right_to_left(writer, line)
        return
    least = _spread(pieces)
    previous: Piece | None = None
    for piece in pieces:
        if previous is not None:
            gap = _gap_before(piece, previous)
            size = piece.size if piece.size > previous.size else previous.size
            if gap > COLUMN_GAP * size:
                writer.gap("  ")
            elif gap > max(WORD_GAP * size, least):
                writer.gap(" ")
        _write_piece(writer, piece)
        previous = piece


def _line_texts(piece: Piece) -> list[str]:
    """Texts of a piece as one string that is not ASCII, or nothing."""
    run = piece.run
    joined = "".join(run.texts[piece.first - run.first : piece.last - run.first])
    return [] if joined.isascii() else [joined]


def _write_right_to_left(writer: _Writer, line: Line) -> None:
    """A line with right-to-left letters: glyphs by place, then in the order in which they are read."""
    placed: list[tuple[float, float, str, int]] = []
    for piece in line.pieces:
        run = piece.run
        base = run.starts[piece.first - run.first]
        last = run.ends[piece.last - 1 - run.first]
        length = abs(last - base)
        stretch = (piece.along1 - piece.along0) / length if length else 0.0
        backwards = last < base
        for glyph in range(piece.first, piece.last):
            low = (run.starts[glyph - run.first] - base) * stretch
            high = (run.ends[glyph - run.first] - base) * stretch
            start, end = (
                (piece.along1 - abs(low), piece.along1 - abs(high))
                if backwards
                else (piece.along0 + low, piece.along0 + high)
            )
            placed.append((min(start, end), max(start, end), run.texts[glyph - run.first], glyph))
    size = line.size
    items: list[tuple[str, int]] = []
    previous_end: float | None = None
    for start, end, text, glyph in sorted(placed, key=lambda item: (item[0], item[3])):
        parted = previous_end is not None and start - previous_end > WORD_GAP * size
        if parted and previous_end is not None and not text.isspace() and not items[-1][0].isspace():
            items.append((" " if start - previous_end <= COLUMN_GAP * size else "  ", NO_GLYPH))
        items.append((text, glyph))
        previous_end = end if previous_end is None else max(end, previous_end)
    for text, glyph in logical_order(items):
        writer.characters.append(text)
        writer.glyphs += [glyph] * len(text)
        if UNKNOWN in text:
            writer.unreadable.append(glyph)


def _paragraph_break(above: Line, below: Line) -> bool:
    first, second = above.pieces[0], below.pieces[0]
    if not same_direction(first, second):
        return True
    drop = first.across - second.across
    return drop < 0 or drop > _BLOCK * max(above.size, below.size)


@without_collector()
def page_text(content: PageContent, lines: Sequence[Line] | None = None) -> PageText:
    """The text of an interpreted page, of which the lines may be known already."""
    writer = _Writer()
    previous: Line | None = None
    for line in lines_of(content) if lines is None else lines:
        if previous is not None:
            writer.gap("\n\n" if _paragraph_break(previous, line) else "\n")
        _write_line(writer, line)
        previous = line
    return PageText(
        number=content.number,
        width=content.width,
        height=content.height,
        text="".join(writer.characters),
        glyph_of=array("i", writer.glyphs),
        glyph_boxes=content.glyph_bounds(),
        unreadable=tuple(writer.unreadable),
        has_images=bool(content.images),
        images=image_boxes(content),
        drawings=drawing_boxes(content),
    )
