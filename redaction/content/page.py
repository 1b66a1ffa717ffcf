# SPDX-License-Identifier: EUPL-1.2
"""What the interpreter says about a page: runs of glyphs, images, paths, marked content, and where they come from.

Places are in user space (points, origin lower left of the page's own frame) unless a name says *seen*.
"""

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from pypdf.generic import DictionaryObject

from redaction.content.fonts import Font
from redaction.content.lexer import Operation
from redaction.content.matrices import IDENTITY, Bounds, Matrix

UsePath = tuple[int, ...]
"""Operation numbers of the ``Do`` operators that lead from the page to a nested form; ``()`` is the page itself."""


@dataclass(slots=True, eq=False)
class Stream:
    """One use of a content stream: the page's own, or a form where it is painted."""

    operations: list[Operation]
    resources: DictionaryObject
    form: Any = None
    """The form XObject (a pypdf stream object), None for the page."""


@dataclass(slots=True, eq=False)
class Run:
    """The glyphs of one text-showing operation.

    Attributes:
        matrix: text space (after font size and horizontal scaling) to user space, at the first glyph.
        ctm: current transformation matrix of the operation.
        starts, ends: along the baseline in text space, per glyph, without character and word spacing.
        first: number of the first glyph on the page.
        mode: text render mode (3 is invisible, 7 clips only).
        spacing, words: character and word spacing, in text space.
    """

    path: UsePath
    operation: int
    font: Font
    font_name: str
    size: float
    scale: float
    matrix: Matrix
    ctm: Matrix
    mode: int
    first: int
    codes: list[bytes]
    texts: list[str]
    starts: list[float]
    ends: list[float]
    mcid: int | None = None
    clip: Bounds | None = None
    """Bounds (user space) outside which nothing of it is painted."""
    spacing: float = 0.0
    words: float = 0.0

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True, slots=True, eq=False)
class PaintedImage:
    """An image where it is painted: the unit square through ``ctm``."""

    path: UsePath
    operation: int
    ctm: Matrix
    name: str | None
    """Name among the resources of its stream; None for an inline image."""
    order: int = 0
    """Number of glyphs painted before it."""
    covers: bool = False
    """True where it is upright and opaque: nothing under it is seen."""
    clip: Bounds | None = None
    """Bounds (user space) outside which nothing of it is painted."""


@dataclass(frozen=True, slots=True, eq=False)
class PaintedPath:
    """A path that was painted by operations ``start`` up to and including ``end``."""

    path: UsePath
    start: int
    end: int
    bounds: Bounds
    fill: bool
    stroke: bool
    colour: tuple[float, ...]
    """Fill colour components as given (device spaces), empty where unknown."""
    order: int
    """Number of glyphs painted before it."""
    covers: bool = False
    """True for an upright rectangle that is painted opaque: nothing under it is seen."""
    ctm: Matrix = IDENTITY
    """Transformation of the points that construct it."""
    opaque: bool = False
    """True for a fill of any shape that lets nothing through, within an upright clip."""
    drawn: bool = False
    """True for a stroke with curves or many corners, as a pen makes it: no rule, frame or filled shape."""


@dataclass(frozen=True, slots=True, eq=False)
class MarkedContent:
    """A marked-content sequence: operations ``start`` (BDC) to ``end`` (EMC), glyphs ``first`` up to ``last``."""

    path: UsePath
    start: int
    end: int
    first: int
    last: int
    speaks: bool
    """True where its properties hold ActualText, Alt or E."""


@dataclass(slots=True, eq=False)
class PageContent:
    """A page after interpretation."""

    number: int
    width: float
    height: float
    seen: Matrix
    crop: Bounds
    streams: dict[UsePath, Stream]
    runs: list[Run] = field(default_factory=list)
    images: list[PaintedImage] = field(default_factory=list)
    paths: list[PaintedPath] = field(default_factory=list)
    marked: list[MarkedContent] = field(default_factory=list)
    unsafe: list[str] = field(default_factory=list)
    """English sentences about constructs that may hold text which was not read."""
    glyph_count: int = 0

    def run_of(self, glyph: int) -> tuple[Run, int]:
        """The run of a glyph and the glyph's place in it."""
        run = self.runs[bisect_right(self.runs, glyph, key=lambda run: run.first) - 1]
        return run, glyph - run.first

    def glyph_bounds(self, frame: Matrix | None = None) -> "array[float]":
        """Four numbers per glyph, ascent to descent: page as seen, or another frame over user space."""
        return glyph_bounds(self.runs, self.seen if frame is None else frame)


def glyph_bounds(runs: list[Run], frame: Matrix) -> "array[float]":
    """Bounds (x0, y0, x1, y1) of every glyph of the runs in a frame, as one flat array of doubles."""
    result = array("d")
    if not runs:
        return result
    counts = [len(run) for run in runs]
    starts = np.fromiter((value for run in runs for value in run.starts), float)
    ends = np.fromiter((value for run in runs for value in run.ends), float)
    per_run = np.array([_run_row(run) for run in runs], dtype=float)
    rows = np.repeat(per_run, counts, axis=0)
    a, b, c, d, e, f, low, high, vertical = rows.T
    upright = vertical == 0
    # Across the baseline: descent to ascent, or half the size to both sides of a vertical line.
    x_low, x_high = np.where(upright, np.minimum(starts, ends), low), np.where(upright, np.maximum(starts, ends), high)
    y_low, y_high = np.where(upright, low, np.minimum(starts, ends)), np.where(upright, high, np.maximum(starts, ends))
    xs, ys = [], []
    for x in (x_low, x_high):
        for y in (y_low, y_high):
            user_x, user_y = a * x + c * y + e, b * x + d * y + f
            xs.append(frame[0] * user_x + frame[2] * user_y + frame[4])
            ys.append(frame[1] * user_x + frame[3] * user_y + frame[5])
    flat = np.stack(
        [np.minimum.reduce(xs), np.minimum.reduce(ys), np.maximum.reduce(xs), np.maximum.reduce(ys)], axis=1
    )
    result.frombytes(np.ascontiguousarray(np.nan_to_num(flat, nan=0.0, posinf=1e9, neginf=-1e9)).tobytes())
    return result


def _run_row(run: Run) -> tuple[float, ...]:
    if run.font.vertical:
        return (*run.matrix, -run.size / 2, run.size / 2, 1.0)
    return (*run.matrix, run.font.descent * run.size, run.font.ascent * run.size, 0.0)
