# SPDX-License-Identifier: EUPL-1.2
"""Sets a line with removed text again, so that neither the box nor what follows tells what stood there.

A segment with removed glyphs is laid out anew from public quantities only: the edge that stays, the fonts' own
advances, and a box of one width per font size. Everything else on the page keeps its place. Known attack: Bland, Iyer
and Levchenko, PETS 2023(3), doi 10.56553/popets-2023-0069.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, copysign, cos, floor, sin
from typing import Final

from redaction.content.lines import SHADOW, Line, Piece
from redaction.content.matrices import Matrix
from redaction.content.page import PageContent, Run
from redaction.removal.columns import with_loose_text
from redaction.removal.frames import Frames
from redaction.removal.segments import Mark, Segment, extent_of, segments_of, stretch_of
from redaction.removal.surroundings import Place, Surroundings
from redaction.removal.words import Word, advance_of, can_be_set, words_of

BOX_WIDTH: Final = 3.2
"""Width of a box in font sizes: wide enough for the code of a ground."""
NARROW_BOX: Final = 0.8
"""Width of a box, in font sizes, where a line has no room for the wide one."""
GRID: Final = 0.1
"""Positions of what is set again lie on this grid, in points."""
LEAST_SCALE: Final = 0.5
"""How far text is narrowed to fit; a line that would need more is covered up to its end."""


@dataclass(slots=True, eq=False)
class Placed:
    """Glyphs of one run that are shown together, first glyph at ``matrix`` (text space to user space).

    ``adjustments`` are the gaps after each glyph in text space; None means natural advances. With ``spaced`` the
    character and word spacing of the run come on top of them.
    """

    run: Run
    codes: list[bytes]
    matrix: Matrix
    scale: float
    adjustments: list[float] | None = None
    spaced: bool = False


@dataclass(slots=True, eq=False)
class GapBox:
    """A box to draw: ``matrix`` takes (0, 0)-(width, height) to user space, along the line."""

    matrix: Matrix
    width: float
    height: float
    ground: str
    kind: str
    size: float


@dataclass(frozen=True, slots=True, eq=False)
class Reset:
    """A segment that was set again, and the stretch of its line (``low`` to ``high``) that it may now fill."""

    segment: Segment
    low: float
    high: float


@dataclass(slots=True, eq=False)
class PageLayout:
    """What a page shows after removal, by run, and the boxes to draw."""

    placed: dict[int, list[Placed]] = field(default_factory=dict)
    boxes: list[GapBox] = field(default_factory=list)
    reset: list[Reset] = field(default_factory=list)
    covered: int = 0
    """Glyphs that went because their line could not be set again."""

    scaled: bool = False
    """True where any text is narrowed or widened, so that every string says its scale."""

    def add(self, placed: Placed) -> None:
        """Note what a run shows."""
        self.scaled = self.scaled or placed.scale != 1.0
        self.placed.setdefault(placed.run.first, []).append(placed)


def lay_out(
    content: PageContent, lines: Sequence[Line], marks: Mapping[int, Mark], fixed: frozenset[int] | set[int]
) -> PageLayout:
    """Lay a page out without the marked glyphs.

    Args:
        content: the interpreted page.
        lines: its lines.
        marks: glyph to the redaction it belongs to.
        fixed: marked glyphs whose neighbours keep their place (invisible text over a scan, an officer's own box).
    """
    layout = PageLayout(scaled=any(run.scale != 1.0 for run in content.runs))
    frames = Frames(content)
    cut = with_loose_text(_without_echoes(segments_of(lines, marks, frames), marks), frames, content.crop)
    surroundings = Surroundings([segment for segments in cut for segment in segments], content.crop, frames)
    moved = {
        segment for segments in cut for segment in segments if segment.marked and not _is_fixed(segment, marks, fixed)
    }
    for segments in cut:
        moving = [segment in moved for segment in segments]
        for place, segment in enumerate(segments):
            if moved and segment.blank and any(_beside(segment, other) for other in moved):
                continue  # a space painted at an end of what is removed would tell where that was
            if moving[place]:
                _reset(layout, segment, marks, surroundings.place_of(segment))
            elif segment.leader and any(moving[max(place - 1, 0) : place + 2]):
                continue  # its dots would count the width of what is removed
            elif segment.marked:
                _keep(layout, segment, marks)
                _boxes_in_place(layout, segment, marks, fixed)
            else:
                shift = surroundings.settled(segment) - segment.along0 if any(moving[:place]) else 0.0
                _keep(layout, segment, marks, shift)
    return layout


def _without_echoes(cut: list[list[Segment]], marks: Mapping[int, Mark]) -> list[list[Segment]]:
    """The segments without removed text that was only painted over other removed text, to make it bold."""
    marked = [segment for segments in cut for segment in segments if segment.marked]
    echoes = {
        segment
        for segment in marked
        if any(_is_echo(segment, other, marks) for other in marked if other is not segment)
    }
    return [[segment for segment in segments if segment not in echoes] for segments in cut] if echoes else cut


def _is_echo(segment: Segment, other: Segment, marks: Mapping[int, Mark]) -> bool:
    """True where all of a segment goes and lies over what goes of a longer one, or of the same one painted before."""
    near = SHADOW * segment.size
    low, high = segment.along0 + near, segment.along1 - near
    if not _beside(segment, other) or abs(segment.across - other.across) > 2 * near:
        return False
    if other.along0 > low or other.along1 < high or not _goes_whole(segment, marks):
        return False
    if _goes_whole(other, marks) and segment.pieces[0].first < other.pieces[0].first:
        return False
    extents = [
        extent_of(piece, glyph) for piece in other.pieces for glyph in range(piece.first, piece.last) if glyph in marks
    ]
    return min(start for start, _ in extents) <= low and high <= max(end for _, end in extents)


def _goes_whole(segment: Segment, marks: Mapping[int, Mark]) -> bool:
    return all(
        glyph in marks or piece.run.texts[glyph - piece.run.first].isspace()
        for piece in segment.pieces
        for glyph in range(piece.first, piece.last)
    )


def _beside(segment: Segment, other: Segment) -> bool:
    """True where two segments stand at the same height."""
    level = abs(segment.across - other.across) < 0.75 * max(segment.size, other.size)
    return level and abs(segment.angle - other.angle) < 0.02


def _is_fixed(segment: Segment, marks: Mapping[int, Mark], fixed: frozenset[int] | set[int]) -> bool:
    return any(glyph in fixed for piece in segment.pieces for glyph in range(piece.first, piece.last) if glyph in marks)


def _keep(layout: PageLayout, segment: Segment, marks: Mapping[int, Mark], shift: float = 0.0) -> None:
    """Show the glyphs that stay where they were, but for a shift along the line."""
    for piece in segment.pieces:
        run, offset = piece.run, piece.run.first
        whole = not any(glyph in marks for glyph in range(run.first, run.first + len(run)))
        spaces = _spaces(run) if whole and not shift and (run.spacing or run.words) else None
        begin: int | None = None
        for glyph in range(piece.first, piece.last + 1):
            stays = glyph < piece.last and glyph not in marks
            if stays and begin is None:
                begin = glyph
            elif not stays and begin is not None:
                first, last = begin - offset, glyph - offset
                gaps = [run.starts[i + 1] - run.ends[i] for i in range(first, last - 1)]
                if spaces is not None:
                    gaps = [gap - space for gap, space in zip(gaps, spaces[first:last], strict=False)]
                matrix = _moved(run, run.starts[first], piece.angle, shift)
                placed = Placed(run, list(run.codes[first:last]), matrix, run.scale, [*gaps, 0.0], spaces is not None)
                layout.add(placed)
                begin = None


def _spaces(run: Run) -> list[float]:
    """What character and word spacing add behind each glyph, in text space."""
    across = 1.0 if run.font.vertical else run.scale
    return [(run.spacing + (run.words if code == b" " else 0.0)) * across for code in run.codes]


def _moved(run: Run, start: float, angle: float, shift: float) -> Matrix:
    a, b, c, d, e, f = run.matrix
    e, f = (e + c * start, f + d * start) if run.font.vertical else (e + a * start, f + b * start)
    return (a, b, c, d, e + shift * cos(angle), f + shift * sin(angle)) if shift else (a, b, c, d, e, f)


def _boxes_in_place(
    layout: PageLayout, segment: Segment, marks: Mapping[int, Mark], fixed: frozenset[int] | set[int]
) -> None:
    """Boxes over the removed glyphs where they stood (pixels lie under them), one per stretch."""
    for piece in segment.pieces:
        current: tuple[Mark, float, float] | None = None
        for glyph in range(piece.first, piece.last + 1):
            mark = marks.get(glyph) if glyph < piece.last and glyph in fixed else None
            if mark is not None:
                low, high = extent_of(piece, glyph)
                current = (mark, low, high) if current is None else (current[0], min(current[1], low), high)
            elif current is not None:
                found, low, high = current
                low, high = floor(low - 0.999), ceil(high + 0.999)
                _add_in_place(layout, _box(piece, low, high - low, found, piece.size))
                current = None


def _add_in_place(layout: PageLayout, box: GapBox) -> None:
    """Add a box, or widen the one on the same line that it overlaps: two labels over one another say nothing."""
    for other in layout.boxes:
        low, high = min(box.matrix[4], other.matrix[4]), max(_end(box), _end(other))
        level = all(abs(a - b) < 0.01 for a, b in zip(box.matrix[:4], other.matrix[:4], strict=True))
        level = level and abs(box.matrix[1]) < 0.01 and abs(box.matrix[5] - other.matrix[5]) < 0.01
        if level and box.ground == other.ground and high - low < box.width + other.width:
            other.matrix = (*other.matrix[:4], low, other.matrix[5])
            other.width = high - low
            return
    layout.boxes.append(box)


def _end(box: GapBox) -> float:
    return box.matrix[4] + box.width


def _box(piece: Piece, along: float, width: float, mark: Mark, size: float) -> GapBox:
    unit_x, unit_y = cos(piece.angle), sin(piece.angle)
    # Constant parts of the size: tall enough for letters and accents, clear of the lines above and below.
    below, height = (-0.5 * size, size) if piece.run.font.vertical else (-0.22 * size, 0.98 * size)
    across = piece.across + below
    x, y = along * unit_x - across * unit_y, along * unit_y + across * unit_x
    return GapBox((unit_x, unit_y, -unit_y, unit_x, x, y), width, height, mark.ground, mark.kind, size)


# -- setting anew


def _grid(value: float) -> float:
    return ceil(value / GRID - 1e-6) * GRID


def _reset(layout: PageLayout, segment: Segment, marks: Mapping[int, Mark], place: Place) -> None:
    words = words_of(segment, marks)
    size = _public_size(segment, words)
    space = _space(segment, words, size)
    boxes = sum(1 for word in words if word.mark is not None)
    visible = sum(word.width for word in words) + space * sum(1 for word in words if word.space)
    room = max(place.room, size)
    box = BOX_WIDTH * size if visible + boxes * BOX_WIDTH * size <= room else NARROW_BOX * size
    scale = 1.0
    if visible and visible + boxes * box > room:
        scale = floor((room - boxes * box) / visible * 1000) / 1000
    if scale < LEAST_SCALE or not can_be_set(words):
        _cover(layout, segment, words, place, space, size)
    else:
        start = place.start(visible * scale + boxes * box)
        _place(layout, segment, words, _grid(start), box, space * scale, scale, size)
    if place.alignment == "left":
        layout.reset.append(Reset(segment, place.anchor, place.high))
    elif place.alignment == "right":
        layout.reset.append(Reset(segment, place.low, place.anchor))
    else:
        layout.reset.append(Reset(segment, place.low, place.high))


def _cover(
    layout: PageLayout, segment: Segment, words: Sequence[Word], place: Place, space: float, size: float
) -> None:
    """What stands before the first gap, and one box to the end; one box over all of it where that does not fit."""
    first = next(index for index, word in enumerate(words) if word.mark is not None)
    mark = words[first].mark
    before = list(words[:first])
    width = sum(word.width for word in before) + space * sum(1 for word in before if word.space)
    low = place.anchor if place.alignment == "left" else place.low
    high = place.anchor if place.alignment == "right" else place.high
    keeps = place.alignment == "left" and can_be_set(before) and low + width + NARROW_BOX * size <= high
    if keeps:
        _place(layout, segment, before, _grid(low), 0.0, space, 1.0, size)
    start = _grid(low + width if keeps else low)
    if mark is not None:
        layout.boxes.append(_box(_anchor(segment), start, max(floor(high - start), NARROW_BOX * size), mark, size))
    layout.covered += sum(len(word.glyphs) for word in words[first if keeps else 0 :])


def _anchor(segment: Segment) -> Piece:
    """The piece whose baseline is that of the segment: the first of the largest."""
    return max(segment.pieces, key=lambda piece: piece.size)


def _public_size(segment: Segment, words: Sequence[Word]) -> float:
    """Font size of the segment: of what stays where anything stays."""
    runs = {run.first for word in words for run, _ in word.glyphs}
    sizes = [piece.size for piece in segment.pieces if piece.run.first in runs]
    return max(sizes) if sizes else segment.size


def _space(segment: Segment, words: Sequence[Word], size: float) -> float:
    font = next((run.font for word in words for run, _ in word.glyphs), segment.pieces[0].run.font)
    return _grid(font.space_width * size)


def _place(
    layout: PageLayout,
    segment: Segment,
    words: Sequence[Word],
    start: float,
    box: float,
    space: float,
    scale: float,
    size: float,
) -> None:
    pen = start
    anchor = _anchor(segment)
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
            run, stop = word.glyphs[index][0], index + 1
            while stop < len(word.glyphs) and word.glyphs[stop] == (run, word.glyphs[stop - 1][1] + 1):
                stop += 1
            codes = [run.codes[place] for _, place in word.glyphs[index:stop]]
            width = sum(advance_of(run, place) for _, place in word.glyphs[index:stop])
            width *= abs(run.size * stretch_of(run)) * scale
            backwards = run.size * run.scale < 0 and not run.font.vertical  # the first glyph stands at the end
            origin = _at(by_run[run.first], pen + width if backwards else pen)
            layout.add(Placed(run, codes, origin, copysign(scale, run.scale)))
            pen += width
            index = stop


def _at(piece: Piece, along: float) -> Matrix:
    """The run's matrix with its first glyph at a distance along the line."""
    run = piece.run
    a, b, c, d, _, _ = run.matrix
    unit_x, unit_y = cos(piece.angle), sin(piece.angle)
    x = along * unit_x - piece.across * unit_y
    y = along * unit_y + piece.across * unit_x
    return a, b, c, d, x, y
