# SPDX-License-Identifier: EUPL-1.2
"""Text that a page holds and nobody sees: outside the page, clipped away, covered, or drawn with empty shapes.

The classic leak is a black bar that somebody drew over a name. Text that is only invisible (white, mode 3, size
nothing) is treated as text, for it is read, found and judged like any other.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from redaction.content.matrices import Bounds, bounds_of
from redaction.content.page import PageContent
from redaction.removal.blanks import blank_glyphs
from redaction.removal.strokes import outline_of

_IDENTITY: Final = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_SLACK: Final = 0.25
"""Points by which the box of a glyph must lie outside: slanted letters reach over their boxes."""
_LINE: Final = 0.3
"""Share of a letter's size up to which something painted over it strikes it out and does not hide it."""
_LEGIBLE: Final = 0.25
"""Share of a letter's box, on each side, that may show beside a clip or the edge of the page and tell nothing."""
_SHAPE: Final = 4.0
"""Points from which a filled shape can hide a letter."""
_CORNERS: Final = 200
"""Corners up to which a shape is looked at: a frame with round corners has 8 or 12."""
_SCAN: Final = 0.5
"""Share of a page's text under images from which these are a scan and the text is what was read from it."""


@dataclass(frozen=True, slots=True, eq=False)
class Unseen:
    """Numbers of glyphs that nobody sees."""

    covered: set[int] = field(default_factory=set)
    outside: set[int] = field(default_factory=set)
    blank: set[int] = field(default_factory=set)

    @property
    def all(self) -> set[int]:
        """All kinds."""
        return self.covered | self.outside | self.blank


def unseen_glyphs(content: PageContent) -> Unseen:
    """What is unseen on a page."""
    if not content.glyph_count:
        return Unseen()
    boxes = np.frombuffer(content.glyph_bounds(_IDENTITY), dtype=float).reshape(-1, 4)
    middles = _middles(boxes)
    outside = _outside(middles, np.array([content.crop], dtype=float)) | _clipped_away(content, middles)
    covered = _under(boxes, [(path.bounds, path.order) for path in content.paths if path.covers and path.fill])
    covered |= _under_shapes(boxes, content)
    images = [
        (_within(bounds_of(image.ctm, (0.0, 0.0, 1.0, 1.0)), image.clip), image.order)
        for image in content.images
        if image.covers
    ]
    if images:
        under = _under(boxes, images)
        if under.sum() <= _SCAN * len(boxes):
            covered |= under
    return Unseen(
        {int(glyph) for glyph in np.flatnonzero(covered & ~outside)},
        {int(glyph) for glyph in np.flatnonzero(outside)},
        blank_glyphs(content),
    )


def _middles(boxes: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The middle of each box: what is less of a letter cannot be read."""
    sides = _LEGIBLE * (boxes[:, 2:] - boxes[:, :2])
    return np.concatenate([boxes[:, :2] + sides, boxes[:, 2:] - sides], axis=1)


def _outside(boxes: npt.NDArray[np.float64], frames: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    beside = (boxes[:, 2] < frames[:, 0] - _SLACK) | (boxes[:, 0] > frames[:, 2] + _SLACK)
    return np.asarray(beside | (boxes[:, 3] < frames[:, 1] - _SLACK) | (boxes[:, 1] > frames[:, 3] + _SLACK))


def _clipped_away(content: PageContent, boxes: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    everywhere = (-1e9, -1e9, 1e9, 1e9)
    clips = np.array([everywhere if run.clip is None else run.clip for run in content.runs], dtype=float)
    return _outside(boxes, np.repeat(clips, [len(run) for run in content.runs], axis=0))


def _under(boxes: npt.NDArray[np.float64], covers: list[tuple[Bounds, int]]) -> npt.NDArray[np.bool_]:
    """Glyphs whose middle lies under something that was painted after them, and that is no mere line through them."""
    wide, tall = _LINE * (boxes[:, 2] - boxes[:, 0]), _LINE * (boxes[:, 3] - boxes[:, 1])
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    result = np.zeros(len(boxes), bool)
    for (x0, y0, x1, y1), order in covers:
        before = slice(0, order)
        thick = (wide[before] < x1 - x0) & (tall[before] < y1 - y0)
        result[before] |= thick & (x0 <= x[before]) & (x[before] <= x1) & (y0 <= y[before]) & (y[before] <= y1)
    return result


def _under_shapes(boxes: npt.NDArray[np.float64], content: PageContent) -> npt.NDArray[np.bool_]:
    """Glyphs under a filled shape that is no upright rectangle: a frame with round corners, an ellipse."""
    result = np.zeros(len(boxes), bool)
    middles = _middles(boxes)
    for path in content.paths:
        x0, y0, x1, y1 = path.bounds
        if not path.opaque or path.covers or not path.order or min(x1 - x0, y1 - y0) < _SHAPE:
            continue
        before = middles[: path.order]
        near = (before[:, 0] > x0) & (before[:, 1] > y0) & (before[:, 2] < x1) & (before[:, 3] < y1)
        near &= ~result[: path.order]
        if not near.any():
            continue
        shape = outline_of(content.streams[path.path].operations[path.start : path.end], path.ctm)
        if 3 <= len(shape) <= _CORNERS:
            numbers = np.flatnonzero(near)
            result[numbers] = _inside(before[numbers], shape)
    return result


def _inside(boxes: npt.NDArray[np.float64], shape: list[tuple[float, float]]) -> npt.NDArray[np.bool_]:
    """Boxes of which each corner lies within a shape, by the even-odd rule."""
    corners = [boxes[:, [0, 1]], boxes[:, [0, 3]], boxes[:, [2, 1]], boxes[:, [2, 3]]]
    held = np.ones(len(boxes), bool)
    for corner in corners:
        odd = np.zeros(len(boxes), bool)
        for (x0, y0), (x1, y1) in zip(shape, [*shape[1:], shape[0]], strict=True):
            if y0 != y1:
                crosses = (corner[:, 1] < y0) != (corner[:, 1] < y1)
                odd ^= crosses & (corner[:, 0] < x0 + (corner[:, 1] - y0) * (x1 - x0) / (y1 - y0))
        held &= odd
    return held


def _within(bounds: Bounds, clip: Bounds | None) -> Bounds:
    if clip is None:
        return bounds
    return max(bounds[0], clip[0]), max(bounds[1], clip[1]), min(bounds[2], clip[2]), min(bounds[3], clip[3])
