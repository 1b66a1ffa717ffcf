# SPDX-License-Identifier: EUPL-1.2
"""Text of a page in reading order, with the glyph of every character."""

from array import array
from typing import Final

from redaction.content.fonts import UNKNOWN
from redaction.content.lines import COLUMN_GAP, WORD_GAP, Line, Piece, lines_of
from redaction.content.page import PageContent
from schemas.textlayer import NO_GLYPH, PageText

_RIGHT_TO_LEFT: Final = (("\u0590", "\u08ff"), ("\ufb1d", "\ufdff"), ("\ufe70", "\ufefc"))


class _Writer:
    """Collects characters and their glyphs."""

    def __init__(self) -> None:
        self.characters: list[str] = []
        self.glyphs: list[int] = []
        self.unreadable: list[int] = []

    def glyph(self, text: str, glyph: int) -> None:
        if text == UNKNOWN:
            self.unreadable.append(glyph)
        self.characters.append(text)
        self.glyphs += [glyph] * len(text)

    def gap(self, text: str) -> None:
        if self.characters and not (text == " " and self.characters[-1][-1:].isspace()):
            self.characters.append(text)
            self.glyphs += [NO_GLYPH] * len(text)


def _is_rtl(text: str) -> bool:
    return any(low <= character <= high for character in text for low, high in _RIGHT_TO_LEFT)


def _write_piece(writer: _Writer, piece: Piece) -> None:
    run = piece.run
    offset = run.first
    sign = -1.0 if run.font.vertical else 1.0
    word_gap = abs(run.size) * WORD_GAP * (1.0 if run.font.vertical else abs(run.scale) or 1.0)
    previous_end: float | None = None
    for glyph in range(piece.first, piece.last):
        index = glyph - offset
        text = run.texts[index]
        start = run.starts[index]
        if previous_end is not None and (start - previous_end) * sign > word_gap and not text.isspace():
            writer.gap(" ")
        writer.glyph(text, glyph)
        previous_end = run.ends[index]


def _write_line(writer: _Writer, line: Line) -> None:
    pieces = line.pieces
    if len(pieces) > 1 and sum(_is_rtl("".join(piece.run.texts)) for piece in pieces) * 2 > len(pieces):
        pieces = sorted(pieces, key=lambda piece: -piece.along0)
    previous: Piece | None = None
    for piece in pieces:
        if previous is not None:
            gap = max(piece.along0 - previous.along1, previous.along0 - piece.along1)
            size = max(piece.size, previous.size)
            if gap > COLUMN_GAP * size:
                writer.gap("  ")
            elif gap > WORD_GAP * size:
                writer.gap(" ")
        _write_piece(writer, piece)
        previous = piece


def _paragraph_break(above: Line, below: Line) -> bool:
    first, second = above.pieces[0], below.pieces[0]
    if abs(first.angle - second.angle) > 0.02:
        return True
    drop = first.across - second.across
    return drop < 0 or drop > 1.75 * max(above.size, below.size)


def page_text(content: PageContent) -> PageText:
    """The text of an interpreted page."""
    writer = _Writer()
    previous: Line | None = None
    for line in lines_of(content):
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
    )
