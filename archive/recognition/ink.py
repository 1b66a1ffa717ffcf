# SPDX-License-Identifier: EUPL-1.2
"""What stands on a scan besides words: what a pen drew, and pictures. By plain image arithmetic, without a model.

Ink that belongs to words that were read is taken away; what is left is looked at in cells of two points. Cells with
ink that lie close together are one drawing when their strokes are as thin as a pen's. Cells that are grey or dark all
over are one picture: a photo, a card with a tinted ground, a filled frame.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from archive.recognition.words import ReadWord
from schemas.geometry import Box

_CELL: Final = 2.0
"""Points in the side of a cell."""
_READ: Final = 0.30
"""Confidence from which a word accounts for its ink."""
_DARK: Final = 0.62
"""Part of the paper's lightness below which a pixel is ink."""
_TINTED: Final = 9.0
"""Levels of 255 by which a picture is darker than the paper, at the least; less is the grain of a scan."""
_RULE: Final = 40.0
"""Points from which an unbroken straight run of ink is a rule; the longest stroke of a signature is shorter."""
_APART: Final = 3
"""Cells between two strokes up to which they belong to one drawing."""
_DRAWN: Final = (20.0, 7.0, 320.0, 160.0)
"""Least width and height, most width and height of a drawing in points."""
_PICTURE: Final = (60.0, 40.0)
"""Least width and height of a picture in points."""
_STROKE: Final = 2.6
"""Points of thickness to which a line is a pen's; print of headings and logos is thicker."""
_TAIL: Final = 3.0
"""Points around a drawing for the ends of strokes that run thin or through a word."""
_LEAN: Final = np.linspace(-0.05, 0.05, 11)
"""Slopes that rules have on a page that lies askew, up to three degrees either way."""
_SIDE: Final = 24.0
"""Points of a straight run, across or down, that is a piece of a rule."""
_RULED: Final = 0.8
"""Part of the ink of a group that lies in such runs where it is a piece of a table or form, and not a drawing."""
_FINE: Final = 2.0
"""Pixels in a point at which straight runs are looked for."""
_SPARSE: Final = 0.40
"""Part of its box that a drawing fills at most."""
_FLAT: Final = 0.9
"""Part of a cell that is darker than paper in a picture."""

Grid = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, slots=True)
class Ink:
    """Boxes on the page as seen, in points."""

    drawings: tuple[Box, ...]
    pictures: tuple[Box, ...]


def ink_besides_words(picture: Image.Image, words: Iterable[ReadWord], scale: float) -> Ink:
    """Drawings and pictures on a scanned page.

    Args:
        picture: the page in grey.
        words: what was read on it.
        scale: pixels in a point.
    """
    levels = np.asarray(picture, dtype=np.uint8)
    paper = float(np.percentile(levels[::7, ::7], 80))
    pictures = tuple(_pictures(levels, paper, scale))
    ink: Grid = levels < paper * _DARK
    for word in words:
        if word.confidence >= _READ:
            _erase(ink, word.cell.left, word.cell.top, word.cell.right, word.cell.bottom, scale)
    for box in pictures:
        _erase(ink, box.x0 * scale, box.y0 * scale, box.x1 * scale, box.y1 * scale, scale)
    _erase_rules(ink, round(_RULE * scale))
    return Ink(drawings=tuple(_drawings(ink, scale)), pictures=pictures)


def _erase(ink: Grid, left: float, top: float, right: float, bottom: float, scale: float) -> None:
    more = scale
    ink[max(int(top - more), 0) : int(bottom + more) + 1, max(int(left - more), 0) : int(right + more) + 1] = False


def _erase_rules(ink: Grid, length: int) -> None:
    """Take away straight lines of a table or form: unbroken runs of ink of this many pixels, across or down."""
    for lines in (ink, ink.T):
        for number in np.flatnonzero(np.count_nonzero(lines, axis=1) >= length):
            edges = np.flatnonzero(np.diff(np.concatenate(([False], lines[number], [False])).astype(np.int8)))
            for begin, end in zip(edges[::2], edges[1::2], strict=True):
                if end - begin >= length:
                    lines[max(number - 1, 0) : number + 2, begin:end] = False


def _drawings(ink: Grid, scale: float) -> Iterator[Box]:
    side = max(round(_CELL * scale), 1)
    filled = _cells(ink, side) * side * side >= 2
    for top, left, bottom, right in _groups(filled, _APART):
        box = Box(left * side / scale, top * side / scale, right * side / scale, bottom * side / scale)
        least_wide, least_high, most_wide, most_high = _DRAWN
        if not (least_wide <= box.width <= most_wide and least_high <= box.height <= most_high):
            continue
        part = np.pad(ink[top * side : bottom * side, left * side : right * side], 1)
        area, border = int(part.sum()), int((part & ~(_moved(part, 0) & _moved(part, 1))).sum())
        thin = border and 2 * area / border / scale <= _STROKE and area / (box.area * scale * scale) <= _SPARSE
        if thin and _straight(part, scale) < _RULED:
            yield Box(max(box.x0 - _TAIL, 0.0), max(box.y0 - _TAIL, 0.0), box.x1 + _TAIL, box.y1 + _TAIL)


def _straight(part: Grid, scale: float) -> float:
    """Part of the ink that lies in long straight runs, across or down, at the lean that the page may have."""
    step = max(int(scale / _FINE), 1)
    ink = _cells(part, step) > 0
    length = round(_SIDE * scale / step)
    ruled = np.zeros_like(ink)
    for lines, marked in ((ink, ruled), (ink.T, ruled.T)):
        if lines.shape[1] < length:
            continue
        columns = np.arange(lines.shape[1])
        padded = np.pad(lines, ((1, 1), (0, 0)))
        thick = padded[:-2] | padded[1:-1] | padded[2:]  # a rule steps from row to row
        for slope in _LEAN:
            rows = np.arange(lines.shape[0])[:, None] + np.round(columns * slope).astype(np.intp)
            inside = (rows >= 0) & (rows < lines.shape[0])
            rows = rows.clip(0, lines.shape[0] - 1)
            marked[rows, columns] |= _runs(thick[rows, columns] & inside, length)
    return float((ink & ruled).sum() / max(int(ink.sum()), 1))


def _runs(lines: Grid, length: int) -> Grid:
    """True in every row where at least so many neighbours are true in a row."""
    counted = np.cumsum(np.pad(lines, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    whole = counted[:, length:] - counted[:, :-length] == length
    begun = np.cumsum(np.pad(whole, ((0, 0), (length, length - 1))), axis=1, dtype=np.int32)
    return np.asarray(begun[:, length:] - begun[:, :-length] > 0, dtype=np.bool_)


def _pictures(levels: NDArray[np.uint8], paper: float, scale: float) -> Iterator[Box]:
    side = max(round(_CELL * scale), 1)
    fine = _cells(levels, max(side // 2, 1))
    flat = _cells(fine < paper - _TINTED, 4) >= _FLAT
    width = max(side // 2, 1) * 4 / scale
    for top, left, bottom, right in _groups(flat, 1):
        box = Box(left * width, top * width, right * width, bottom * width)
        if box.width >= _PICTURE[0] and box.height >= _PICTURE[1] and flat[top:bottom, left:right].mean() >= 0.5:
            yield box


def _cells(values: "NDArray[np.uint8] | Grid", side: int) -> NDArray[np.float32]:
    """Mean of each square of so many pixels; what is left over at the right and below is dropped."""
    high, wide = values.shape[0] // side, values.shape[1] // side
    # Whole rows are added first: adding up each square by itself takes several times as long.
    rows = values[: high * side].reshape(high, side, -1).sum(axis=1, dtype=np.uint32)
    squares = rows[:, : wide * side].reshape(high, wide, side).sum(axis=2)
    return np.asarray(squares / (side * side), dtype=np.float32)


def _moved(ink: Grid, axis: int) -> Grid:
    """True where both neighbours along an axis are ink."""
    return np.asarray(np.roll(ink, 1, axis) & np.roll(ink, -1, axis), dtype=np.bool_)


def _groups(filled: Grid, apart: int) -> Iterator[tuple[int, int, int, int]]:
    """Top, left, bottom and right (exclusive) of cells that lie within so many cells of one another."""
    waiting = {(int(row), int(column)) for row, column in np.argwhere(filled)}
    reach = [(down, across) for down in range(-apart, apart + 1) for across in range(-apart, apart + 1)]
    while waiting:
        group = [waiting.pop()]
        for row, column in group:
            near = [(row + down, column + across) for down, across in reach if (row + down, column + across) in waiting]
            waiting.difference_update(near)
            group.extend(near)
        rows, columns = [row for row, _ in group], [column for _, column in group]
        yield min(rows), min(columns), max(rows) + 1, max(columns) + 1
