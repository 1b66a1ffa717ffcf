# SPDX-License-Identifier: EUPL-1.2
"""Lines of text as the eye sees them: pieces of glyphs on one baseline, in reading order.

A *piece* is a stretch of one run without a wide gap in it; pieces on one baseline form a
*line*. Reading order follows the content stream; geometry only joins what was drawn out of order.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from math import atan2, cos, hypot, pi, sin

from redaction.content.page import PageContent, Run

WORD_GAP = 0.16
"""Gap, in font sizes, from which two glyphs belong to different words."""
COLUMN_GAP = 1.5
"""Gap, in font sizes, from which two pieces on a baseline stand in different columns or cells."""
BASELINE = 0.3
"""Distance, in font sizes, within which two baselines are one line."""


@dataclass(slots=True, eq=False)
class Piece:
    """Glyphs ``first`` to ``last`` (half-open) of a run, without a wide gap between them.

    Attributes:
        along0, along1: start and end along the line's direction, in user space.
        across: baseline's distance from the origin, at right angles to the direction.
        size: font size in user space.
    """

    run: Run
    first: int
    last: int
    angle: float
    along0: float
    along1: float
    across: float
    size: float


@dataclass(slots=True, eq=False)
class Line:
    """Pieces on one baseline, in the order in which they are read."""

    pieces: list[Piece] = field(default_factory=list)

    @property
    def size(self) -> float:
        """Largest font size on the line, in user space."""
        return max(piece.size for piece in self.pieces)


def pieces_of(run: Run) -> list[Piece]:
    """A run cut at its wide gaps and backward jumps."""
    a, b, c, d, e, f = run.matrix
    vertical = run.font.vertical
    along_x, along_y = (c, d) if vertical else (a, b)
    stretch = hypot(along_x, along_y)
    if not stretch:
        return []
    if vertical:
        along_x, along_y = -along_x, -along_y
    angle = atan2(along_y, along_x)
    unit_x, unit_y = along_x / stretch, along_y / stretch
    origin = e * unit_x + f * unit_y
    across = f * unit_x - e * unit_y
    size = abs(run.size) * hypot(c, d) if not vertical else abs(run.size) * hypot(a, b)
    sign = -1.0 if vertical else 1.0
    limit = abs(run.size) * COLUMN_GAP
    result: list[Piece] = []
    begin = 0
    starts, ends = run.starts, run.ends
    for index in range(1, len(starts) + 1):
        if index < len(starts):
            gap = (starts[index] - ends[index - 1]) * sign
            if -limit < gap < limit:
                continue
        low, high = sorted((starts[begin] * sign, ends[index - 1] * sign))
        result.append(
            Piece(
                run,
                run.first + begin,
                run.first + index,
                angle,
                origin + low * stretch,
                origin + high * stretch,
                across,
                size or 1.0,
            )
        )
        begin = index
    return result


def _same_line(first: Piece, second: Piece) -> bool:
    turn = abs(first.angle - second.angle)
    return (turn < 0.02 or abs(turn - 2 * pi) < 0.02) and abs(first.across - second.across) < BASELINE * max(
        first.size, second.size
    )


def _follows(first: Piece, second: Piece) -> bool:
    """True where the second piece starts about where the first ends."""
    size = max(first.size, second.size)
    return -0.35 * size < second.along0 - first.along1 < COLUMN_GAP * size


def lines_of(content: PageContent) -> list[Line]:
    """Lines of a page in reading order."""
    lines: list[Line] = []
    for run in content.runs:
        for piece in pieces_of(run):
            last = lines[-1].pieces[-1] if lines else None
            if last is not None and _same_line(last, piece) and piece.along0 >= last.along1 - 0.35 * piece.size:
                lines[-1].pieces.append(piece)
            else:
                lines.append(Line([piece]))
    return _join_scattered(lines)


def _join_scattered(lines: list[Line]) -> list[Line]:
    """Join lines that continue one another on the same baseline though they were not drawn one after the other."""
    by_baseline: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        piece = line.pieces[0]
        by_baseline[(round(piece.angle * 50), round(piece.across / 2))].append(index)
    owner = list(range(len(lines)))
    for (angle, level), members in sorted(by_baseline.items()):
        near = members + by_baseline.get((angle, level + 1), [])
        if len(near) < 2:
            continue
        near.sort(key=lambda index: lines[index].pieces[0].along0)
        for left, right in pairwise(near):
            one, other = lines[left].pieces[-1], lines[right].pieces[0]
            if _same_line(one, other) and _follows(one, other):
                owner[right] = left
    return _merge(lines, owner)


def _merge(lines: list[Line], owner: list[int]) -> list[Line]:
    def root(index: int) -> int:
        for _ in range(len(owner)):
            if owner[index] == index:
                break
            index = owner[index]
        return index

    groups: dict[int, list[int]] = defaultdict(list)
    for index in range(len(lines)):
        groups[root(index)].append(index)
    result: list[tuple[int, Line]] = []
    for members in groups.values():
        pieces = [piece for index in members for piece in lines[index].pieces]
        if len(members) > 1:
            pieces.sort(key=lambda piece: piece.along0)
        result.append((min(members), Line(pieces)))
    return [line for _, line in sorted(result, key=lambda item: item[0])]


def point_on_line(piece: Piece, along: float) -> tuple[float, float]:
    """User-space point on a piece's baseline at a distance along its direction."""
    unit_x, unit_y = cos(piece.angle), sin(piece.angle)
    return along * unit_x - piece.across * unit_y, along * unit_y + piece.across * unit_x
