# SPDX-License-Identifier: EUPL-1.2
"""Cuts lines into *segments*: stretches of text that move together when something is taken out of them.

A cut is a wide gap, the edge of a column or cell, or a leader (the dots towards a page number). Where a line is cut
must not depend on what is removed: a long name that fills its cell is cut from the next cell by the edge that other
rows show.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby, pairwise
from math import cos, sin
from typing import Final

from redaction.content.lines import COLUMN_GAP, WORD_GAP, Line, Piece
from redaction.content.matrices import bounds_of
from redaction.content.page import Run
from redaction.removal.frames import Frames

_CELL_GAP: Final = 0.4
"""Gap, in font sizes, from which the edge of a column cuts a line."""
_EDGE: Final = 0.3
"""Points within which two starts are one edge."""
_LEADERS: Final = frozenset(".…·_-\u2024\u2025")
_LEADER_LENGTH: Final = 5
_CLIP_EDGE: Final = 1.0
"""Points by which the clips of two cells may overlap."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Why a glyph goes: the redaction it belongs to."""

    ground: str
    kind: str


@dataclass(slots=True, eq=False)
class Segment:
    """Pieces of a line that move together.

    Attributes:
        pieces: in the order of the line.
        marked: some of its glyphs go.
        after_marked: a segment before it on its line is marked, so its own place may hold a rounding error.
        leader: dots towards what follows.
    """

    pieces: list[Piece]
    marked: bool = False
    after_marked: bool = False
    leader: bool = False
    along0: float = field(init=False)
    along1: float = field(init=False)
    size: float = field(init=False)

    def __post_init__(self) -> None:
        self.along0 = min(piece.along0 for piece in self.pieces)
        self.along1 = max(piece.along1 for piece in self.pieces)
        self.size = max(piece.size for piece in self.pieces)

    @property
    def angle(self) -> float:
        """Direction of the line."""
        return self.pieces[0].angle

    @property
    def across(self) -> float:
        """Baseline of its first piece."""
        return self.pieces[0].across

    @property
    def text(self) -> str:
        """Its characters, in the order of its pieces."""
        return "".join(
            text
            for piece in self.pieces
            for text in piece.run.texts[piece.first - piece.run.first : piece.last - piece.run.first]
        )

    @property
    def blank(self) -> bool:
        """True where it is only space."""
        return self.text.isspace()

    def add(self, piece: Piece) -> None:
        """Take a piece in."""
        self.pieces.append(piece)
        self.along0 = min(self.along0, piece.along0)
        self.along1 = max(self.along1, piece.along1)
        self.size = max(self.size, piece.size)


def stretch_of(run: Run) -> float:
    """User-space length of one unit of text space along the line; negative where text space runs backwards."""
    a, b, c, d, _, _ = run.matrix
    if run.font.vertical:
        return -((c * c + d * d) ** 0.5) or -1.0
    return float((a * a + b * b) ** 0.5) or 1.0


def extent_of(piece: Piece, glyph: int) -> tuple[float, float]:
    """Start and end of a glyph along its line."""
    run = piece.run
    stretch = stretch_of(run)
    base, index = run.starts[piece.first - run.first] * stretch, glyph - run.first
    last = run.ends[piece.last - 1 - run.first] * stretch
    origin = piece.along0 - min(base, last)
    low, high = origin + run.starts[index] * stretch, origin + run.ends[index] * stretch
    return (low, high) if low <= high else (high, low)


def segments_of(lines: Sequence[Line], marks: Mapping[int, Mark], frames: Frames) -> list[list[Segment]]:
    """Segments per line.

    Args:
        lines: lines of one page.
        marks: glyphs that go.
        frames: what is drawn on the page.
    """
    marked = [any(_is_marked(piece, marks) for piece in line.pieces) for line in lines]
    result: list[list[Segment]] = [[] if has else _by_wide_gaps(line) for line, has in zip(lines, marked, strict=True)]
    if not any(marked):
        return result
    edges = _edges([segment for segments in result for segment in segments])
    for place, has in enumerate(marked):
        if has:
            result[place] = _marked_line(lines[place], marks, edges, frames)
    return result


def _is_marked(piece: Piece, marks: Mapping[int, Mark]) -> bool:
    return any(glyph in marks for glyph in range(piece.first, piece.last))


def _by_wide_gaps(line: Line) -> list[Segment]:
    result: list[Segment] = []
    for piece in line.pieces:
        last = result[-1] if result else None
        if last is not None and piece.along0 - last.along1 <= COLUMN_GAP * max(piece.size, last.size):
            last.add(piece)
        else:
            result.append(Segment([piece]))
    return result


def _direction(angle: float) -> int:
    return round(angle * 50)


def _edges(segments: Sequence[Segment]) -> dict[int, list[float]]:
    """Starts that at least two lines share, per direction."""
    starts: dict[int, list[float]] = defaultdict(list)
    for segment in segments:
        starts[_direction(segment.angle)].append(segment.along0)
    result: dict[int, list[float]] = {}
    for direction, listed in starts.items():
        listed.sort()
        result[direction] = [one for one, other in pairwise(listed) if other - one < _EDGE]
    return result


def _on_edge(edges: Sequence[float], start: float) -> bool:
    place = bisect_left(edges, start - _EDGE)
    return place < len(edges) and edges[place] <= start + _EDGE


@dataclass(slots=True)
class _Glyph:
    piece: Piece
    number: int
    start: float
    end: float
    text: str


def _marked_line(
    line: Line, marks: Mapping[int, Mark], edges: Mapping[int, Sequence[float]], frames: Frames
) -> list[Segment]:
    glyphs = [
        _Glyph(piece, glyph, *extent_of(piece, glyph), piece.run.texts[glyph - piece.run.first])
        for piece in line.pieces
        for glyph in range(piece.first, piece.last)
    ]
    cuts = _wide_cuts(glyphs, marks, edges.get(_direction(line.pieces[0].angle), ()))
    cuts |= _ruled_cuts(glyphs, marks, frames)
    leaders = _leaders(glyphs, marks)
    for low, high in leaders:
        cuts |= {low, high}
    result: list[Segment] = []
    begin = 0
    for end in sorted(cuts | {len(glyphs)}):
        if end > begin:
            made = Segment(_pieces(glyphs[begin:end]), leader=(begin, end) in leaders)
            made.marked = any(glyph.number in marks for glyph in glyphs[begin:end])
            made.after_marked = any(earlier.marked for earlier in result)
            result.append(made)
        begin = max(begin, end)
    return result


def _wide_cuts(glyphs: Sequence[_Glyph], marks: Mapping[int, Mark], edges: Sequence[float]) -> set[int]:
    """Places at which a gap parts two cells. Gaps as wide as the others of their line are those of a stretched line."""
    seen = [place for place, glyph in enumerate(glyphs) if not glyph.text.isspace()]
    gaps: list[tuple[int, float, float]] = []
    for before, place in pairwise(seen):
        gap = glyphs[place].start - glyphs[before].end
        size = max(glyphs[place].piece.size, glyphs[before].piece.size)
        if abs(gap) > WORD_GAP * size:
            gaps.append((place, gap, size))
    visible = sorted(gap for place, gap, _ in gaps if glyphs[place].number not in marks)
    usual = visible[len(visible) // 2] if len(visible) >= 4 else 0.0
    result: set[int] = set()
    for place, gap, size in gaps:
        wide = abs(gap) > COLUMN_GAP * size and not 0 < gap < 1.3 * usual
        edge = gap > _CELL_GAP * size and gap > 1.3 * usual and _on_edge(edges, glyphs[place].start)
        if wide or edge or in_other_clip(glyphs[place - 1].piece, glyphs[place].piece):
            result.add(place)
    return result


def _ruled_cuts(glyphs: Sequence[_Glyph], marks: Mapping[int, Mark], frames: Frames) -> set[int]:
    """Places at which the side of a cell parts removed text from what stays, however wide the gap between them."""
    seen = (place for place, glyph in enumerate(glyphs) if not glyph.text.isspace())
    groups = [(gone, list(places)) for gone, places in groupby(seen, key=lambda at: glyphs[at].number in marks)]
    result: set[int] = set()
    for index, (gone, places) in enumerate(groups):
        if not gone:
            continue
        first, last = glyphs[places[0]], glyphs[places[-1]]
        middle, piece = (first.start + last.end) / 2, first.piece
        parted = partial(frames.parts_them, piece.angle, piece.across, piece.size)
        if index and parted(glyphs[groups[index - 1][1][-1]].end - 1, middle):
            result.add(places[0])
        if index + 1 < len(groups) and parted(middle, glyphs[groups[index + 1][1][0]].start + 1):
            result.add(groups[index + 1][1][0])
    return result


def clip_of(piece: Piece) -> tuple[float, float] | None:
    """From where to where along its line a piece is painted; None where nothing bounds it."""
    if piece.run.clip is None:
        return None
    unit_x, unit_y = cos(piece.angle), sin(piece.angle)
    low, _, high, _ = bounds_of((unit_x, -unit_y, unit_y, unit_x, 0.0, 0.0), piece.run.clip)
    return low, high


def in_other_clip(one: Piece, other: Piece) -> bool:
    """True where what bounds the one ends before what bounds the other begins: two cells of a table."""
    if one.run.clip == other.run.clip:
        return False
    first, second = clip_of(one), clip_of(other)
    return first is not None and second is not None and first[1] <= second[0] + _CLIP_EDGE


def _leaders(glyphs: Sequence[_Glyph], marks: Mapping[int, Mark]) -> set[tuple[int, int]]:
    """Stretches of one repeated sign, with the spaces between."""
    result: set[tuple[int, int]] = set()
    place = 0
    while place < len(glyphs):
        sign = glyphs[place].text
        end, count = place, 0
        while end < len(glyphs) and (glyphs[end].text == sign or glyphs[end].text.isspace()):
            count += glyphs[end].text == sign
            end += 1
        if sign in _LEADERS and count >= _LEADER_LENGTH and not any(g.number in marks for g in glyphs[place:end]):
            result.add((place, end))
            place = end
        else:
            place += 1
    return result


def _pieces(glyphs: Sequence[_Glyph]) -> list[Piece]:
    """Glyphs of a line as pieces, one per stretch of the same piece."""
    result: list[Piece] = []
    begin = 0
    for place in range(1, len(glyphs) + 1):
        first = glyphs[begin]
        if place < len(glyphs) and glyphs[place].piece is first.piece:
            continue
        last, piece = glyphs[place - 1], first.piece
        result.append(
            Piece(
                piece.run,
                first.number,
                last.number + 1,
                piece.angle,
                min(first.start, last.start),
                max(first.end, last.end),
                piece.across,
                piece.size,
                tuple(gap for gap in piece.gaps if first.number < gap <= last.number),
            )
        )
        begin = place
    return result
