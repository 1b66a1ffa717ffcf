# SPDX-License-Identifier: EUPL-1.2
"""Letters and boxes that lie over one another: what a box covers goes, and no box hides the label of another."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from itertools import pairwise
from math import floor
from typing import Final

import numpy as np

from redaction.content.matrices import Bounds, Matrix, apply, bounds_of, inverse
from redaction.content.page import PageContent, Run
from redaction.removal.gaps import GapBox, PageLayout, Placed
from redaction.removal.segments import Mark, stretch_of

_HEIGHTS: Final = (0.05, 0.25, 0.45)
"""Heights over the baseline, in font sizes, at which a letter is looked for under a box."""
_TWICE: Final = 0.12
"""Distance, in font sizes, within which the same letter painted again is the same letter: bold or a shadow."""
_CELL: Final = 8.0
"""Side, in points, of the cells in which letters are looked up."""
_ROWS: Final = 1_000_003
_BAND: Final = 36.0
"""Height, in points, of the bands in which boxes are looked up."""
_SLACK: Final = 1.0
"""Points by which a box may reach over the edge of another and still lie in it."""
_SHADOW: Final = 0.35
"""The same in font sizes."""


def box_bounds(box: GapBox) -> Bounds:
    """Where a box lies, in user space."""
    return bounds_of(box.matrix, (0.0, 0.0, box.width, box.height))


def painted_again(content: PageContent, marks: Mapping[int, Mark]) -> dict[int, Mark]:
    """Letters that are painted over a marked one and say the same: they go with it."""
    wanted: dict[tuple[str, int, int], list[tuple[float, float, float, int]]] = defaultdict(list)
    for glyph in marks:
        run, index = content.run_of(glyph)
        x, y = _origin(run, index)
        size = abs(run.size) * abs(stretch_of(run))
        for cell in _cells(x, y):
            wanted[(run.texts[index], *cell)].append((x, y, _TWICE * size, glyph))
    if not wanted:
        return {}
    found: dict[int, Mark] = {}
    for glyph in _near_cells(content, {(column, row) for _, column, row in wanted}):
        run, index = content.run_of(glyph)
        text = run.texts[index]
        if glyph in marks or text.isspace():
            continue
        x, y = _origin(run, index)
        for other_x, other_y, near, other in wanted.get((text, round(x / _CELL), round(y / _CELL)), ()):
            if abs(x - other_x) <= near and abs(y - other_y) <= near:
                found[glyph] = marks[other]
                break
    return found


def _near_cells(content: PageContent, cells: Set[tuple[int, int]]) -> list[int]:
    """Glyphs that begin in one of some cells of the page."""
    runs = content.runs
    counts = [len(run) for run in runs]
    starts = np.fromiter((start for run in runs for start in run.starts), float)
    steps = np.array([(run.matrix[2:4] if run.font.vertical else run.matrix[:2]) + run.matrix[4:] for run in runs])
    across, up, x, y = np.repeat(steps, counts, axis=0).T
    columns = np.round((across * starts + x) / _CELL).astype(np.int64)
    rows = np.round((up * starts + y) / _CELL).astype(np.int64)
    wanted = np.array([column * _ROWS + row for column, row in cells], dtype=np.int64)
    return np.flatnonzero(np.isin(columns * _ROWS + rows, wanted)).tolist()


def _cells(x: float, y: float) -> set[tuple[int, int]]:
    half = _CELL / 2
    steps = (-half, 0.0, half)
    return {(round((x + step) / _CELL), round((y + other) / _CELL)) for step in steps for other in steps}


def _origin(run: Run, index: int) -> tuple[float, float]:
    start = run.starts[index]
    return apply(run.matrix, 0.0, start) if run.font.vertical else apply(run.matrix, start, 0.0)


def drop_covered(layout: PageLayout) -> None:
    """Take out letters whose middle lies under a box where they are set: text that overlaps other text."""
    bands = _bands(layout.boxes)
    if not bands:
        return
    for number, listed in layout.placed.items():
        kept: list[Placed] = []
        for placed in listed:
            near = _near(placed, bands)
            covered = _under(placed, near) if near else set()
            kept += _without(placed, covered) if covered else [placed]
            layout.covered += len(covered)
        layout.placed[number] = kept


def _bands(boxes: Sequence[GapBox]) -> dict[int, list[tuple[Bounds, Matrix, GapBox]]]:
    """Boxes by the bands of the page that they touch, each with its bounds and the way back to its own frame."""
    result: defaultdict[int, list[tuple[Bounds, Matrix, GapBox]]] = defaultdict(list)
    for box in boxes:
        bounds, back = box_bounds(box), inverse(box.matrix)
        if back is not None:
            for band in range(floor(bounds[1] / _BAND), floor(bounds[3] / _BAND) + 1):
                result[band].append((bounds, back, box))
    return result


def _near(placed: Placed, bands: Mapping[int, list[tuple[Bounds, Matrix, GapBox]]]) -> list[tuple[Matrix, GapBox]]:
    """Boxes that a string may touch."""
    _, slope, _, height, _, level = placed.matrix
    if not slope and not placed.run.font.vertical:  # most strings: told by their height alone
        high = abs(placed.run.size * height)
        listed = range(floor((level - high) / _BAND), floor((level + high) / _BAND) + 1)
        heights = ((bounds[1], bounds[3]) for band in listed for bounds, _, _ in bands.get(band, ()))
        if not any(low < level + high and top > level - high for low, top in heights):
            return []
    reach = _reach(placed)
    found: dict[int, tuple[Matrix, GapBox]] = {}
    for band in range(floor(reach[1] / _BAND), floor(reach[3] / _BAND) + 1):
        for bounds, back, box in bands.get(band, ()):
            if _touch(bounds, reach):
                found[id(box)] = (back, box)
    return list(found.values())


def _pens(placed: Placed) -> list[float]:
    """Start of each glyph and end of the last, in text space."""
    run, pens = placed.run, [0.0]
    scale = 1.0 if run.font.vertical else placed.scale
    for index, code in enumerate(placed.codes):
        gap = placed.adjustments[index] if placed.adjustments is not None else 0.0
        pens.append(pens[-1] + sum(run.font.decode(code)[2]) * run.size * scale + gap)
    return pens


def _reach(placed: Placed) -> Bounds:
    pens, size = _pens(placed), abs(placed.run.size)
    if placed.run.font.vertical:
        return bounds_of(placed.matrix, (-size, min(pens), size, max(pens)))
    return bounds_of(placed.matrix, (min(pens), -size, max(pens), size))


def _touch(one: Bounds, other: Bounds) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def _under(placed: Placed, boxes: Sequence[tuple[Matrix, GapBox]]) -> set[int]:
    """Places of the glyphs of a string that lie under one of the boxes."""
    pens, vertical = _pens(placed), placed.run.font.vertical
    heights = (0.0,) if vertical else tuple(height * placed.run.size for height in _HEIGHTS)
    result: set[int] = set()
    for index, (start, end) in enumerate(pairwise(pens)):
        middle = (start + end) / 2
        points = [apply(placed.matrix, *((at, middle) if vertical else (middle, at))) for at in heights]
        if any(_holds(box, apply(back, *point)) for back, box in boxes for point in points):
            result.add(index)
    return result


def _holds(box: GapBox, point: tuple[float, float]) -> bool:
    return 0 < point[0] < box.width and 0 < point[1] < box.height


def _without(placed: Placed, gone: set[int]) -> list[Placed]:
    """The stretches of glyphs that stay, each at its place."""
    pens = _pens(placed)
    result: list[Placed] = []
    begin = 0
    for end in (*sorted(gone), len(placed.codes)):
        if end > begin:
            a, b, c, d = placed.matrix[:4]
            x, y = apply(placed.matrix, *((0.0, pens[begin]) if placed.run.font.vertical else (pens[begin], 0.0)))
            gaps = None if placed.adjustments is None else placed.adjustments[begin:end]
            result.append(replace(placed, codes=placed.codes[begin:end], matrix=(a, b, c, d, x, y), adjustments=gaps))
        begin = end + 1
    return result


def without_hidden(boxes: list[GapBox]) -> list[GapBox]:
    """Boxes without those that lie in another of the same ground: their labels would be painted over.

    Text that is painted twice, for a shadow, has two boxes of one size that lie a little apart.
    """
    bounds = [box_bounds(box) for box in boxes]
    return [
        box
        for place, box in enumerate(boxes)
        if not any(
            other is not box
            and other.ground == box.ground
            and _lies_in(bounds[place], bounds[index], max(_SLACK, _SHADOW * box.size), place > index)
            for index, other in enumerate(boxes)
        )
    ]


def _lies_in(inner: Bounds, outer: Bounds, slack: float, later: bool) -> bool:
    inside = all(inner[i] >= outer[i] - slack for i in (0, 1)) and all(inner[i] <= outer[i] + slack for i in (2, 3))
    around = all(outer[i] >= inner[i] - slack for i in (0, 1)) and all(outer[i] <= inner[i] + slack for i in (2, 3))
    return inside and (not around or later)  # of two that are the same, the first stays
