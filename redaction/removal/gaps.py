# SPDX-License-Identifier: EUPL-1.2
"""Sets a line with removed text again, so that neither the box nor what follows tells what stood there.

A line is cut into *segments* at wide gaps (columns, cells, tabs). A segment with removed glyphs is laid out anew from
public quantities only: where it starts, the fonts own advances, and a box of one width per font size. Everything else
on the page keeps its place. Known attack: Bland, Iyer and Levchenko, PETS 2023(3), doi 10.56553/popets-2023-0069.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil, cos, sin
from typing import Final

from redaction.content.lines import COLUMN_GAP, WORD_GAP, Line, Piece
from redaction.content.matrices import Matrix
from redaction.content.page import PageContent, Run

BOX_WIDTH: Final = 3.2
"""Width of a box in font sizes: wide enough for the code of a ground."""
NARROW_BOX: Final = 0.8
"""Width of a box, in font sizes, where a line has no room for the wide one."""
GRID: Final = 0.1
"""Positions of what is set again lie on this grid, in points."""
LEAST_SCALE: Final = 0.2
_EDGE: Final = 1.0


@dataclass(frozen=True, slots=True)
class Mark:
    """Why a glyph goes: the redaction it belongs to."""

    ground: str
    kind: str


@dataclass(slots=True, eq=False)
class Placed:
    """Glyphs of one run that are shown together, first glyph at ``matrix`` (text space to user space).

    ``adjustments`` are the gaps after each glyph in text space; None means natural advances.
    """

    run: Run
    codes: list[bytes]
    matrix: Matrix
    scale: float
    adjustments: list[float] | None = None


@dataclass(slots=True, eq=False)
class GapBox:
    """A box to draw: ``matrix`` takes (0, 0)-(width, height) to user space, along the line."""

    matrix: Matrix
    width: float
    height: float
    ground: str
    kind: str
    size: float


@dataclass(slots=True, eq=False)
class Segment:
    """Pieces of a line without a wide gap between them."""

    pieces: list[Piece]

    @property
    def along0(self) -> float:
        """Start along the line."""
        return min(piece.along0 for piece in self.pieces)

    @property
    def along1(self) -> float:
        """End along the line."""
        return max(piece.along1 for piece in self.pieces)

    @property
    def size(self) -> float:
        """Largest font size, user space."""
        return max(piece.size for piece in self.pieces)


@dataclass(slots=True)
class Word:
    """Visible glyphs without a space between them, or a gap (``mark`` is set), or a space (``space`` is true)."""

    mark: Mark | None = None
    glyphs: list[tuple[Run, int]] = field(default_factory=list)
    width: float = 0.0
    space: bool = False


def segments_of(line: Line) -> list[Segment]:
    """A line cut at its wide gaps."""
    result: list[Segment] = []
    for piece in line.pieces:
        last = result[-1] if result else None
        if last is not None and piece.along0 - last.along1 <= COLUMN_GAP * max(piece.size, last.size):
            last.pieces.append(piece)
        else:
            result.append(Segment([piece]))
    return result


def _has_mark(segment: Segment, marks: Mapping[int, Mark]) -> bool:
    return any(glyph in marks for piece in segment.pieces for glyph in range(piece.first, piece.last))


def _stretch(piece: Piece) -> float:
    """User-space length of one unit of text space along the line."""
    a, b, c, d, _, _ = piece.run.matrix
    first, second = (c, d) if piece.run.font.vertical else (a, b)
    return float((first * first + second * second) ** 0.5) or 1.0


def _words(segment: Segment, marks: Mapping[int, Mark]) -> list[Word]:
    """Words, gaps and spaces of a segment in order; gaps that only spaces part become one."""
    words: list[Word] = []

    def space() -> None:
        if words and not words[-1].space:
            words.append(Word(space=True))

    previous_end: float | None = None
    for piece in segment.pieces:
        run = piece.run
        stretch = _stretch(piece)
        for glyph in range(piece.first, piece.last):
            index = glyph - run.first
            start = piece.along0 + (run.starts[index] - run.starts[piece.first - run.first]) * stretch
            end = start + (run.ends[index] - run.starts[index]) * stretch
            if previous_end is not None and start - previous_end > WORD_GAP * piece.size:
                space()
            previous_end = end
            mark = marks.get(glyph)
            if run.texts[index].isspace():
                space()
            elif mark is not None:
                if words and words[-1].mark is not None:
                    continue
                if len(words) > 1 and words[-1].space and words[-2].mark == mark:
                    words.pop()
                    continue
                words.append(Word(mark=mark))
            else:
                if not words or words[-1].space or words[-1].mark is not None:
                    words.append(Word())
                words[-1].glyphs.append((run, index))
                words[-1].width += _natural(run, index, stretch)
    while words and words[-1].space:
        words.pop()
    return words


def _natural(run: Run, index: int, stretch: float) -> float:
    """Advance of a glyph by its font alone, in user space (horizontal scaling taken off)."""
    width = abs(run.ends[index] - run.starts[index]) * stretch
    return width / run.scale if run.scale and not run.font.vertical else width


def _grid(value: float) -> float:
    return ceil(value / GRID - 1e-6) * GRID


@dataclass(slots=True, eq=False)
class PageLayout:
    """What a page shows after removal, by run, and the boxes to draw."""

    placed: dict[int, list[Placed]] = field(default_factory=dict)
    boxes: list[GapBox] = field(default_factory=list)
    reset: list[tuple[Segment, float, float]] = field(default_factory=list)
    """Segments that were set again with their old start and end along the line."""

    def add(self, placed: Placed) -> None:
        """Note what a run shows."""
        self.placed.setdefault(placed.run.first, []).append(placed)


def lay_out(
    content: PageContent, lines: Iterable[Line], marks: Mapping[int, Mark], fixed: frozenset[int] | set[int]
) -> PageLayout:
    """Lay a page out without the marked glyphs.

    Args:
        content: the interpreted page.
        lines: its lines.
        marks: glyph to the redaction it belongs to.
        fixed: marked glyphs whose neighbours keep their place (invisible text over a scan, an officer's own box).
    """
    layout = PageLayout()
    cut = [(line, segments_of(line)) for line in lines]
    public = [segment for _, segments in cut for segment in segments if not _has_mark(segment, marks)]
    for _, segments in cut:
        for index, segment in enumerate(segments):
            if not _has_mark(segment, marks):
                _keep(layout, segment, marks)
            elif _is_fixed(segment, marks, fixed):
                _keep(layout, segment, marks)
                _boxes_in_place(layout, segment, marks, fixed)
            else:
                following = segments[index + 1].along0 if index + 1 < len(segments) else None
                _reset(layout, content, segment, marks, public, following)
    return layout


def _is_fixed(segment: Segment, marks: Mapping[int, Mark], fixed: frozenset[int] | set[int]) -> bool:
    return any(glyph in fixed for piece in segment.pieces for glyph in range(piece.first, piece.last) if glyph in marks)


def _keep(layout: PageLayout, segment: Segment, marks: Mapping[int, Mark]) -> None:
    """Show the glyphs that stay exactly where they were."""
    for piece in segment.pieces:
        run, offset = piece.run, piece.run.first
        begin: int | None = None
        for glyph in range(piece.first, piece.last + 1):
            stays = glyph < piece.last and glyph not in marks
            if stays and begin is None:
                begin = glyph
            elif not stays and begin is not None:
                first, last = begin - offset, glyph - offset
                gaps = [run.starts[i + 1] - run.ends[i] for i in range(first, last - 1)]
                layout.add(Placed(run, run.codes[first:last], _moved(run, run.starts[first]), run.scale, [*gaps, 0.0]))
                begin = None


def _moved(run: Run, start: float) -> Matrix:
    a, b, c, d, e, f = run.matrix
    if run.font.vertical:
        return a, b, c, d, e + c * start, f + d * start
    return a, b, c, d, e + a * start, f + b * start


def _boxes_in_place(
    layout: PageLayout, segment: Segment, marks: Mapping[int, Mark], fixed: frozenset[int] | set[int]
) -> None:
    """Boxes over the removed glyphs where they stood (pixels lie under them), one per stretch."""
    for piece in segment.pieces:
        run = piece.run
        stretch = _stretch(piece)
        base = run.starts[piece.first - run.first]
        current: tuple[Mark, float, float] | None = None
        for glyph in range(piece.first, piece.last + 1):
            mark = marks.get(glyph) if glyph < piece.last and glyph in fixed else None
            if mark is not None:
                index = glyph - run.first
                low = piece.along0 + (run.starts[index] - base) * stretch
                high = piece.along0 + (run.ends[index] - base) * stretch
                current = (mark, low, high) if current is None else (current[0], current[1], high)
            elif current is not None:
                found, low, high = current
                layout.boxes.append(_box(piece, low - 1, high - low + 2, found, piece.size))
                current = None


def _box(piece: Piece, along: float, width: float, mark: Mark, size: float) -> GapBox:
    unit_x, unit_y = cos(piece.angle), sin(piece.angle)
    font = piece.run.font
    # Constant parts of the size: tall enough for letters and accents, clear of the lines above and below.
    below, height = (-0.5 * size, size) if font.vertical else (-0.22 * size, 0.98 * size)
    across = piece.across + below
    x, y = along * unit_x - across * unit_y, along * unit_y + across * unit_x
    return GapBox((unit_x, unit_y, -unit_y, unit_x, x, y), width, height, mark.ground, mark.kind, size)


def _alignment(segment: Segment, public: list[Segment], content: PageContent) -> str:
    """How the segment is aligned, judged by segments without redactions on the page."""
    angle = segment.pieces[0].angle
    others = [other for other in public if abs(other.pieces[0].angle - angle) < 0.02]
    if any(abs(other.along0 - segment.along0) < _EDGE for other in others):
        return "left"
    if any(abs(other.along1 - segment.along1) < _EDGE for other in others):
        return "right"
    middle = (segment.along0 + segment.along1) / 2
    centres = [(other.along0 + other.along1) / 2 for other in others]
    if abs(angle) < 0.02:
        centres.append((content.crop[0] + content.crop[2]) / 2)
    return "centre" if any(abs(centre - middle) < 2 * _EDGE for centre in centres) else "left"


def _room(segment: Segment, public: list[Segment], content: PageContent, following: float | None) -> float:
    """How far the segment may reach along its line: to the next cell, or to the right edge of its column."""
    if following is not None:
        return following - 0.3 * segment.size
    piece = segment.pieces[0]
    same = [
        other.along1
        for other in public
        if abs(other.pieces[0].angle - piece.angle) < 0.02 and abs(other.along0 - segment.along0) < _EDGE
    ]
    if same:
        return max(same)
    if abs(piece.angle) < 0.02:
        return content.crop[2] - 12.0
    return segment.along0 + 10_000.0


def _reset(
    layout: PageLayout,
    content: PageContent,
    segment: Segment,
    marks: Mapping[int, Mark],
    public: list[Segment],
    following: float | None,
) -> None:
    words = _words(segment, marks)
    size = _public_size(segment, marks)
    space = _space(segment, size)
    boxes = sum(1 for word in words if word.mark is not None)
    visible = sum(word.width for word in words) + space * sum(1 for word in words if word.space)
    alignment = _alignment(segment, public, content)
    edge = segment.along1 if alignment == "right" else _room(segment, public, content, following)
    start = segment.along0
    room = max(edge - start, size) if alignment == "left" else 10_000.0
    box = BOX_WIDTH * size
    if visible + boxes * box > room:
        box = max(NARROW_BOX * size, min(box, (room - visible) / boxes))
        box = BOX_WIDTH * size if box > 0.99 * BOX_WIDTH * size else NARROW_BOX * size
    scale = 1.0
    if visible and visible + boxes * box > room:
        scale = max((room - boxes * box) / visible, LEAST_SCALE)
    total = visible * scale + boxes * box
    if alignment == "right":
        start = segment.along1 - total
    elif alignment == "centre":
        start = (segment.along0 + segment.along1) / 2 - total / 2
    _place(layout, segment, words, _grid(start), box, space * scale, scale, size)
    layout.reset.append((segment, segment.along0, segment.along1))


def _public_size(segment: Segment, marks: Mapping[int, Mark]) -> float:
    """Font size of the segment: of what stays where anything stays."""
    sizes = [
        piece.size
        for piece in segment.pieces
        if any(
            glyph not in marks and not piece.run.texts[glyph - piece.run.first].isspace()
            for glyph in range(piece.first, piece.last)
        )
    ]
    return max(sizes) if sizes else segment.size


def _space(segment: Segment, size: float) -> float:
    piece = segment.pieces[0]
    return _grid(piece.run.font.space_width * size)


def _place(
    layout: PageLayout,
    segment: Segment,
    words: list[Word],
    start: float,
    box: float,
    space: float,
    scale: float,
    size: float,
) -> None:
    pen = start
    anchor = segment.pieces[0]
    by_run = {piece.run.first: piece for piece in segment.pieces}
    for word in words:
        if word.space:
            pen = _grid(pen + space)
            continue
        if word.mark is not None:
            layout.boxes.append(_box(anchor, pen, box, word.mark, size))
            pen = _grid(pen + box)
            continue
        index = 0
        while index < len(word.glyphs):
            run = word.glyphs[index][0]
            stop = index
            while (
                stop < len(word.glyphs)
                and word.glyphs[stop][0] is run
                and (stop == index or word.glyphs[stop][1] == word.glyphs[stop - 1][1] + 1)
            ):
                stop += 1
            piece = by_run[run.first]
            codes = [run.codes[place] for _, place in word.glyphs[index:stop]]
            layout.add(Placed(run, codes, _at(piece, pen), scale))
            pen += sum(_natural(run, place, _stretch(piece)) for _, place in word.glyphs[index:stop]) * scale
            index = stop


def _at(piece: Piece, along: float) -> Matrix:
    """The run's matrix with its first glyph at a distance along the line."""
    run = piece.run
    a, b, c, d, _, _ = run.matrix
    unit_x, unit_y = cos(piece.angle), sin(piece.angle)
    x = along * unit_x - piece.across * unit_y
    y = along * unit_y + piece.across * unit_x
    return a, b, c, d, x, y
