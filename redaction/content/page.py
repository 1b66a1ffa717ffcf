# SPDX-License-Identifier: EUPL-1.2
"""What the interpreter says about a page: runs of glyphs, images, paths, marked content, and where they come from.

Places are in user space (points, origin lower left of the page's own frame) unless a name says *seen*.
"""

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
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
        shade: how light its fill is, from 0 (black) to 1; None where that is not known or lets the page through.
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
    codes: Sequence[bytes]
    texts: Sequence[str]
    starts: Sequence[float]
    ends: Sequence[float]
    mcid: int | None = None
    clip: Bounds | None = None
    """Bounds (user space) outside which nothing of it is painted."""
    spacing: float = 0.0
    words: float = 0.0
    shade: float | None = 0.0

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
    shade: float | None = None
    """How light its fill is, from 0 (black) to 1; None where that is not known."""


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
    _columns: "Columns | None" = None

    @property
    def unit(self) -> float:
        """Points in a unit of the page."""
        return abs(self.seen[0]) + abs(self.seen[1])

    def run_of(self, glyph: int) -> tuple[Run, int]:
        """The run of a glyph and the glyph's place in it."""
        run = self.runs[bisect_right(self.runs, glyph, key=lambda run: run.first) - 1]
        return run, glyph - run.first

    @property
    def columns(self) -> "Columns":
        """What the runs say, as arrays."""
        if self._columns is None or len(self._columns.counts) != len(self.runs):
            self._columns = Columns.of(self.runs)
        return self._columns

    def glyph_bounds(self, frame: Matrix | None = None) -> "array[float]":
        """Four numbers per glyph, ascent to descent: page as seen, or another frame over user space."""
        return _glyph_bounds(self.columns, self.seen if frame is None else frame)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Columns:
    """Runs of a page as arrays: one number per run, or per glyph.

    Attributes:
        counts: glyphs per run.
        matrices: six rows of one number per run.
        sizes, scales, low, high, vertical: per run; low and high are descent and ascent of the font at its size.
        owner: per glyph the place of its run.
        starts, ends: per glyph, along the baseline in text space.
    """

    counts: npt.NDArray[np.int64]
    matrices: npt.NDArray[np.float64]
    sizes: npt.NDArray[np.float64]
    scales: npt.NDArray[np.float64]
    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]
    vertical: npt.NDArray[np.bool_]
    owner: npt.NDArray[np.int64]
    starts: npt.NDArray[np.float64]
    ends: npt.NDArray[np.float64]

    @classmethod
    def of(cls, runs: Sequence[Run]) -> "Columns":
        """The columns of runs."""
        counts = np.array([len(run.codes) for run in runs], dtype=np.int64)
        glyphs = int(counts.sum())
        fonts = [run.font for run in runs]
        sizes = np.array([run.size for run in runs], dtype=float)
        vertical = np.array([font.vertical for font in fonts], dtype=bool)
        # Across the baseline: descent to ascent, or half the size to both sides of a vertical line.
        low = np.where(vertical, -sizes / 2, np.array([font.descent for font in fonts], dtype=float) * sizes)
        high = np.where(vertical, sizes / 2, np.array([font.ascent for font in fonts], dtype=float) * sizes)
        matrices = np.fromiter(chain.from_iterable([run.matrix for run in runs]), float, 6 * len(runs))
        return cls(
            counts=counts,
            matrices=np.ascontiguousarray(matrices.reshape(-1, 6).T),
            sizes=sizes,
            scales=np.array([run.scale for run in runs], dtype=float),
            low=low,
            high=high,
            vertical=vertical,
            owner=np.repeat(np.arange(len(runs)), counts),
            starts=np.fromiter(chain.from_iterable([run.starts for run in runs]), float, glyphs),
            ends=np.fromiter(chain.from_iterable([run.ends for run in runs]), float, glyphs),
        )


def _glyph_bounds(columns: Columns, frame: Matrix) -> "array[float]":
    """Bounds (x0, y0, x1, y1) of every glyph in a frame, as one flat array of doubles."""
    result = array("d")
    glyphs = len(columns.starts)
    if not glyphs:
        return result
    first, last = np.minimum(columns.starts, columns.ends), np.maximum(columns.starts, columns.ends)
    low, high = columns.low[columns.owner], columns.high[columns.owner]
    if columns.vertical.any():
        down = columns.vertical[columns.owner]
        first, low = np.where(down, low, first), np.where(down, first, low)
        last, high = np.where(down, high, last), np.where(down, last, high)
    a, b, c, d, e, f = columns.matrices[:, columns.owner]
    upright = not (columns.matrices[1:3].any() or frame[1] or frame[2])
    corners = ((first, low), (last, high)) if upright else ((first, low), (first, high), (last, low), (last, high))
    xs, ys = [], []
    for x, y in corners:
        user_x, user_y = (a * x + e, d * y + f) if upright else (a * x + c * y + e, b * x + d * y + f)
        xs.append(frame[0] * user_x + frame[4] if upright else frame[0] * user_x + frame[2] * user_y + frame[4])
        ys.append(frame[3] * user_y + frame[5] if upright else frame[1] * user_x + frame[3] * user_y + frame[5])
    flat = np.empty((glyphs, 4))
    flat[:, 0], flat[:, 1] = np.minimum.reduce(xs), np.minimum.reduce(ys)
    flat[:, 2], flat[:, 3] = np.maximum.reduce(xs), np.maximum.reduce(ys)
    if not np.isfinite(flat).all():
        flat = np.nan_to_num(flat, nan=0.0, posinf=1e9, neginf=-1e9)
    result.frombytes(flat.tobytes())
    return result
