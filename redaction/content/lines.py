# SPDX-License-Identifier: EUPL-1.2
"""Lines of text as the eye sees them: pieces of glyphs on one baseline, in reading order.

A *piece* is a stretch of one run without a wide gap in it; pieces on one baseline form a
*line*. Reading order follows the content stream; geometry only joins what was drawn out of order.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from math import atan2, hypot, pi
from typing import Final

import numpy as np
import numpy.typing as npt

from redaction.content.matrices import Matrix
from redaction.content.page import PageContent, Run

WORD_GAP: Final = 0.11
"""Gap, in font sizes, from which two glyphs belong to different words: a justified line shrinks its spaces so far."""
EXTRA_GAP: Final = 0.2
"""The same in a string that has spaces of its own."""
COLUMN_GAP: Final = 1.5
"""Gap, in font sizes, from which two pieces on a baseline stand in different columns or cells."""
BASELINE: Final = 0.3
"""Distance, in font sizes, within which two baselines are one line."""
RAISED: Final = 0.6
"""The same for small letters that follow large ones at once: a note's number, an exponent."""
GUTTER: Final = 0.5
"""Gap, in font sizes, from which lines of two blocks that were drawn one after the other are not one line."""
OVERLAP: Final = 0.35
"""How far, in font sizes, a piece may reach back over the one before it."""
STACK: Final = 2.5
"""Distance between baselines, in font sizes, within which two lines may belong to one block."""
SHADOW: Final = 0.12
"""Distance, in font sizes, within which the same text painted again only makes letters look bold."""


@dataclass(slots=True, eq=False)
class Piece:
    """Glyphs ``first`` to ``last`` (half-open) of a run, without a wide gap between them.

    Attributes:
        along0, along1: start and end along the line's direction, in user space.
        across: baseline's distance from the origin, at right angles to the direction.
        size: font size in user space.
        gaps: glyphs before which there is room for a space.
    """

    run: Run
    first: int
    last: int
    angle: float
    along0: float
    along1: float
    across: float
    size: float
    gaps: tuple[int, ...] = ()


@dataclass(slots=True, eq=False)
class Line:
    """Pieces on one baseline, in the order in which they are read."""

    pieces: list[Piece] = field(default_factory=list)

    @property
    def size(self) -> float:
        """Largest font size on the line, in user space."""
        return max(piece.size for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the runs of one matrix and writing direction share: direction, lengths, text space to user space."""

    angle: float
    unit_x: float
    unit_y: float
    stretch: float
    height: float


_NOWHERE: Final = _Frame(0.0, 0.0, 0.0, 0.0, 0.0)
"""Frame of a run that is flattened to nothing."""


def _frame_of(matrix: Matrix, vertical: bool) -> _Frame | None:
    a, b, c, d, _, _ = matrix
    along_x, along_y, other = (-c, -d, hypot(a, b)) if vertical else (a, b, hypot(c, d))
    stretch = hypot(along_x, along_y)
    if not stretch:
        return None
    return _Frame(atan2(along_y, along_x), along_x / stretch, along_y / stretch, stretch, other)


def _pieces(content: PageContent) -> list[Piece]:
    """The runs cut at their wide gaps and backward jumps."""
    runs = content.runs
    if not runs:
        return []
    columns = content.columns
    frames: dict[tuple[float, float, float, float, bool], _Frame | None] = {}
    per_run: list[_Frame | None] = []
    for run in runs:
        a, b, c, d, _, _ = run.matrix
        key = (a, b, c, d, run.font.vertical)
        if key not in frames:
            frames[key] = _frame_of(run.matrix, run.font.vertical)
        per_run.append(frames[key])
    shown = [_NOWHERE if frame is None else frame for frame in per_run]
    unit_x, unit_y, signs, heights = (
        np.array(values, dtype=float)
        for values in zip(*((one.unit_x, one.unit_y, one.stretch, one.height) for one in shown), strict=True)
    )
    signs[columns.vertical] *= -1
    e, f = columns.matrices[4:]
    last = np.cumsum(columns.counts)
    origins = e * unit_x + f * unit_y
    one, other = columns.starts[last - columns.counts] * signs, columns.ends[last - 1] * signs
    sizes = np.abs(columns.sizes) * heights
    cuts, gaps = _gaps(content)
    result: list[Piece] = []
    for run, frame, origin, begin, end, across, size, sign in zip(
        runs,
        per_run,
        origins.tolist(),
        (origins + np.minimum(one, other)).tolist(),
        (origins + np.maximum(one, other)).tolist(),
        (f * unit_x - e * unit_y).tolist(),
        np.where(sizes == 0, 1.0, sizes).tolist(),
        signs.tolist(),
        strict=True,
    ):
        if frame is None:
            continue
        first = run.first
        if first in cuts:
            result += _cut(run, frame, origin, across, size, sign, cuts[first], gaps)
            continue
        count = len(run.codes)
        spaces = gaps.get(first, ()) if count > 1 else ()
        result.append(Piece(run, first, first + count, frame.angle, begin, end, across, size, spaces))
    return result


def _cut(
    run: Run,
    frame: _Frame,
    origin: float,
    across: float,
    size: float,
    sign: float,
    cuts: list[int],
    gaps: dict[int, tuple[int, ...]],
) -> Iterator[Piece]:
    """The pieces of a run that is cut."""
    begin = 0
    for end in (*cuts, len(run)):
        low, high = sorted((run.starts[begin] * sign, run.ends[end - 1] * sign))
        first, last = run.first + begin, run.first + end
        spaces = gaps.get(first, ()) if end - begin > 1 else ()
        yield Piece(run, first, last, frame.angle, origin + low, origin + high, across, size, spaces)
        begin = end


def _gaps(content: PageContent) -> tuple[dict[int, list[int]], dict[int, tuple[int, ...]]]:
    """Where runs are cut (places in the run, per first glyph of the run), and word gaps per first glyph of a piece."""
    columns = content.columns
    if len(columns.starts) == len(columns.counts):
        return {}, {}  # one glyph each
    owner, counts = columns.owner, columns.counts
    inner = owner[1:] == owner[:-1]
    sizes = np.abs(columns.sizes)
    words = sizes * np.where(columns.vertical | (columns.scales == 0), 1.0, np.abs(columns.scales))
    gap = (columns.starts[1:] - columns.ends[:-1]) * np.where(columns.vertical, -1.0, 1.0)[owner[1:]]
    wide = inner & (np.abs(gap) >= (sizes * COLUMN_GAP)[owner[1:]])
    spaced = inner & ~wide & (gap > (words * WORD_GAP)[owner[1:]])
    cuts: dict[int, list[int]] = defaultdict(list)
    begins = np.cumsum(counts) - counts
    for place in (np.flatnonzero(wide) + 1).tolist():
        run = int(owner[place])
        cuts[content.runs[run].first].append(place - int(begins[run]))
    if not spaced.any():
        return cuts, {}
    own = np.array([" " in run.texts for run in content.runs])
    spaced &= ~own[owner[1:]] | (gap > (words * EXTRA_GAP)[owner[1:]])
    return cuts, _word_gaps(np.flatnonzero(spaced) + 1, gap, content, cuts)


def _word_gaps(
    places: npt.NDArray[np.int64], gap: npt.NDArray[np.float64], content: PageContent, cuts: dict[int, list[int]]
) -> dict[int, tuple[int, ...]]:
    """Word gaps per piece. Where nearly all gaps are wide the letters are spread, and only wider ones part words."""
    per_piece: dict[tuple[int, int], list[tuple[int, float]]] = defaultdict(list)
    owner = content.columns.owner
    for place, size in zip(places.tolist(), gap[places - 1].tolist(), strict=True):
        number = int(owner[place])
        run = content.runs[number].first
        begin = max((run + cut for cut in cuts.get(run, ()) if run + cut <= place), default=run)
        per_piece[(number, begin)].append((place, size))
    result: dict[int, tuple[int, ...]] = {}
    for (number, begin), found in per_piece.items():
        run = content.runs[number].first
        whole = run + len(content.runs[number])
        limit = min((run + cut for cut in cuts.get(run, ()) if run + cut > begin), default=whole)
        if len(found) >= 3 and len(found) > 0.6 * (limit - begin - 1):
            least = 1.6 * sorted(size for _, size in found)[len(found) // 2]
            found = [(glyph, size) for glyph, size in found if size > least]
        result[begin] = tuple(glyph for glyph, _ in found)
    return result


def same_direction(first: Piece, second: Piece) -> bool:
    """True where two pieces run the same way."""
    if first.angle == second.angle:
        return True
    turn = abs(first.angle - second.angle)
    return turn < 0.02 or abs(turn - 2 * pi) < 0.02


def _same_line(first: Piece, second: Piece) -> bool:
    if not same_direction(first, second):
        return False
    apart = abs(first.across - second.across)
    large, small = max(first.size, second.size), min(first.size, second.size)
    if apart < BASELINE * large:
        return True
    return small < 0.8 * large and apart < RAISED * large and -OVERLAP * small < second.along0 - first.along1 < large


def _follows(first: Piece, second: Piece) -> bool:
    """True where the second piece starts about where the first ends."""
    size = max(first.size, second.size)
    return -OVERLAP * size < second.along0 - first.along1 < COLUMN_GAP * size


def _is_shadow(first: Piece, second: Piece) -> bool:
    """True where the second piece paints the same letters over the first."""
    near = SHADOW * first.size
    if abs(first.along0 - second.along0) > near or abs(first.across - second.across) > near:
        return False
    run, other = first.run, second.run
    return (
        run.texts[first.first - run.first : first.last - run.first]
        == other.texts[second.first - other.first : second.last - other.first]
    )


def _is_space_over(first: Piece, second: Piece) -> bool:
    """True where the second piece is only space within the first: LibreOffice marks the ends of a link so."""
    near = SHADOW * first.size
    if first.along0 - near > second.along0 or second.along1 > first.along1 + near:
        return False
    run = second.run
    blank = all(text.isspace() for text in run.texts[second.first - run.first : second.last - run.first])
    return blank and _same_line(first, second)


def lines_of(content: PageContent) -> list[Line]:
    """Lines of a page in reading order.

    Text painted again over itself, and spaces painted over text, come as lines of their own, at the end.
    """
    plain: list[Piece] = []
    shadows: list[Piece] = []
    last: Piece | None = None
    for piece in _pieces(content):
        if last is not None and (_is_shadow(last, piece) or _is_space_over(last, piece)):
            shadows.append(piece)
        else:
            plain.append(piece)
            last = piece
    return _lines(plain) + (_lines(shadows) if shadows else [])


def _lines(pieces: Iterable[Piece]) -> list[Line]:
    lines: list[Line] = []
    last: Piece | None = None
    main: Piece | None = None  # the largest piece so far: small raised ones do not move the line
    for piece in pieces:
        if (
            last is not None
            and main is not None
            and piece.along0 >= last.along1 - OVERLAP * piece.size
            and (_same_line(last, piece) or (_same_line(main, piece) and same_direction(last, piece)))
        ):
            lines[-1].pieces.append(piece)
            if piece.size > main.size:
                main = piece
        else:
            lines.append(Line([piece]))
            main = piece
        last = piece
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
            if _same_line(one, other) and _follows(one, other) and not _columns(lines, left, right):
                owner[right] = left
    return _merge(lines, owner)


def _columns(lines: list[Line], left: int, right: int) -> bool:
    """True where two lines stand beside each other in two columns, each drawn from top to bottom."""
    one, other = lines[left], lines[right]
    if other.pieces[0].along0 - one.pieces[-1].along1 < GUTTER * max(one.size, other.size):
        return False
    return _in_column(lines, left, other) and _in_column(lines, right, one)


def _in_column(lines: list[Line], index: int, beside: Line) -> bool:
    """True where the line drawn just before or after stands above or beneath this one, and not so with ``beside``."""
    for near in (index - 1, index + 1):
        if (
            0 <= near < len(lines)
            and _stacked(lines[index], lines[near])
            and not _stacked(beside, lines[near])
            and lines[near] is not beside
        ):
            return True
    return False


def _stacked(one: Line, other: Line) -> bool:
    """True where two lines of about one size stand above each other, with hardly more than a line between them."""
    first, second = one.pieces[0], other.pieces[0]
    size = max(one.size, other.size)
    return (
        same_direction(first, second)
        and BASELINE * size < abs(first.across - second.across) < STACK * size
        and min(one.pieces[-1].along1, other.pieces[-1].along1) > max(first.along0, second.along0)
    )


def _merge(lines: list[Line], owner: list[int]) -> list[Line]:
    def root(index: int) -> int:
        path: list[int] = []
        while owner[index] != index and len(path) <= len(owner):
            path.append(index)
            index = owner[index]
        for member in path:
            owner[member] = index
        return index

    groups: dict[int, list[int]] = defaultdict(list)
    for index in range(len(lines)):
        groups[root(index)].append(index)
    if len(groups) == len(lines):
        return lines
    result: list[tuple[int, Line]] = []
    for members in groups.values():
        pieces = [piece for index in members for piece in lines[index].pieces]
        if len(members) > 1:
            pieces.sort(key=lambda piece: piece.along0)
        result.append((min(members), Line(pieces)))
    return [line for _, line in sorted(result, key=lambda item: item[0])]
