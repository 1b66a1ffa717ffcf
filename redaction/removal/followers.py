# SPDX-License-Identifier: EUPL-1.2
"""Paths whose length or place tells how wide a text was: underlines, strike-outs, markers, frames around a word."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import combinations
from math import cos, sin
from typing import Final

from redaction.content.matrices import Bounds, Matrix, bounds_of, inverse
from redaction.content.page import PageContent, PaintedPath
from redaction.removal.gaps import Reset
from redaction.removal.segments import Segment, extent_of
from redaction.removal.strokes import is_plain

_TALL: Final = 1.7
"""Height, in font sizes, up to which a path is drawn for one line of text: an underline, a strike-out, a marker."""
_THICK: Final = 0.4
"""Height, in font sizes, from which a path with an outline is a frame or a field of a form."""
_BEYOND: Final = 1.5
"""How far, in font sizes, such a path may reach beyond the text: the line to write on of a form reaches further."""
_SLACK: Final = 3.0
"""Points by which such a path may begin before the text."""
_PADDING: Final = 0.8
"""Space, in font sizes, between a word and the frame that is drawn around it, at most."""
_EVEN: Final = 0.75
"""Points by which the spaces at both ends may differ."""
_ROW: Final = 4.0
"""Points from which two rules of one length belong to different rows."""
_LINE: Final = 1.8
"""The same in font sizes, for rules as long as the words between them."""


def _frame(angle: float) -> Matrix:
    """User space to (along, across)."""
    return cos(angle), -sin(angle), sin(angle), cos(angle), 0.0, 0.0


def zone_of(reset: Reset) -> Bounds:
    """The stretch of the line that a segment may fill, in user space, clear of the lines above and below."""
    segment = reset.segment
    back = inverse(_frame(segment.angle))
    assert back is not None  # a rotation
    low, high = segment.across - 0.1 * segment.size, segment.across + 0.6 * segment.size
    return bounds_of(back, (reset.low, low, reset.high, high))


def following_paths(content: PageContent, resets: Sequence[Reset]) -> list[PaintedPath]:
    """Paths drawn for text that was set again, in the order of the page.

    A path that begins before the line, reaches far beyond its text or has the width of another path on the page (cells
    of a table) does not follow the text and stays.
    """
    result: list[PaintedPath] = []
    for reset in resets:
        segment = reset.segment
        frame = _frame(segment.angle)
        words: _Words | None = None
        sides: list[tuple[PaintedPath, float]] = []
        outer: list[tuple[PaintedPath, float, float]] = []
        lengths: list[tuple[float, float]] = []
        for path in content.paths:
            a, b, c, d = bounds_of(frame, path.bounds)
            if d - b > _TALL * segment.size or a < reset.low - _SLACK or a > reset.high:
                continue
            height = ((b + d) / 2 - segment.across) / segment.size
            if c > segment.along1 + _BEYOND * segment.size or not -0.7 < height < 1.4:
                continue
            if c - a < 1:
                if d - b > _THICK * segment.size and not _goes_on(content, path, frame):
                    sides.append((path, (a + c) / 2))
                continue
            flat = -0.45 < height < 0.9 and (not path.stroke or d - b <= _THICK * segment.size)
            words = words or _Words(segment)
            if words.are_framed(a, c):
                apart = _LINE * segment.size  # the two long sides of a frame are no two rows
            elif flat and is_plain(content.streams[path.path].operations[path.start : path.end], path.ctm):
                apart = _ROW
            else:
                continue
            if _is_shared(content, path, apart):
                continue
            if -0.45 < height < 0.9:
                result.append(path)
            else:
                outer.append((path, a, c))
            lengths.append((a, c))
        # A rule above or below a line is one side of a frame, or a rule to sign on: that one stands alone.
        result += [
            path for path, a, c in outer if sum(abs(a - x0) < 0.3 and abs(c - x1) < 0.3 for x0, x1 in lengths) > 1
        ]
        if sides:
            result += _framing(sides, words or _Words(segment))
    return result


def _framing(sides: Sequence[tuple[PaintedPath, float]], words: "_Words") -> list[PaintedPath]:
    """The upright lines that stand on both sides of words."""
    return [
        path
        for one, other in combinations(sorted(sides, key=lambda side: side[1]), 2)
        if words.are_framed(one[1], other[1])
        for path in (one[0], other[0])
    ]


class _Words:
    """Where the words of a segment began and ended."""

    def __init__(self, segment: Segment) -> None:
        self._size = segment.size
        self._starts: list[float] = []
        self._ends: list[float] = []
        last: float | None = None
        for piece in segment.pieces:
            for glyph in range(piece.first, piece.last):
                start, end = extent_of(piece, glyph)
                if piece.run.texts[glyph - piece.run.first].isspace():
                    continue
                if last is None or start - last > 0.1 * self._size:
                    self._starts.append(start)
                    self._ends += [] if last is None else [last]
                last = end
        self._ends += [] if last is None else [last]
        self._starts.sort()
        self._ends.sort()

    def are_framed(self, low: float, high: float) -> bool:
        """True where words begin and end as far from the one place as from the other."""
        first = bisect_left(self._starts, low - _EVEN)
        last = bisect_left(self._ends, high + _EVEN) - 1
        if first == len(self._starts) or last < 0:
            return False
        before, after = self._starts[first] - low, high - self._ends[last]
        return max(before, after) < _PADDING * self._size and abs(before - after) < _EVEN


def _goes_on(content: PageContent, path: PaintedPath, frame: Matrix) -> bool:
    """True where an upright line is drawn at another height as well: the side of cells."""
    a, b, c, _ = bounds_of(frame, path.bounds)
    others = (bounds_of(frame, other.bounds) for other in content.paths)
    return any(abs(x0 - a) < 0.3 and abs(x1 - c) < 0.3 and abs(y0 - b) > _ROW for x0, y0, x1, _ in others)


def _is_shared(content: PageContent, path: PaintedPath, apart: float) -> bool:
    """True where another path, that far away, has the same extent from left to right, or from top to bottom."""
    x0, y0, x1, y1 = path.bounds
    wide = x1 - x0 >= y1 - y0
    for other in content.paths:
        a, b, c, d = other.bounds
        if wide and abs(a - x0) < 0.3 and abs(c - x1) < 0.3 and abs(b - y0) > apart:
            return True
        if not wide and abs(b - y0) < 0.3 and abs(d - y1) < 0.3 and abs(a - x0) > apart:
            return True
    return False
