# SPDX-License-Identifier: EUPL-1.2
"""Boxes over a scan: upright where its lines are crooked, and wide enough where its text layer is too narrow."""

from collections.abc import Mapping
from math import atan2, pi
from typing import Final

from redaction.content.matrices import Matrix, bounds_of, inverse
from redaction.content.page import PageContent
from redaction.removal.gaps import GapBox
from redaction.removal.overlaps import box_bounds
from redaction.removal.segments import Mark

_HIDDEN_MODES: Final = (3, 7)
_CROOKED: Final = 0.06
"""Slope up to which a line is one of a scan that was put in crookedly."""
_QUARTERS: Final = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))
"""Directions of lines along the sides of a page."""


def _direction(box: GapBox) -> tuple[float, float]:
    """The side of the page along which a box runs, nearest to its own direction."""
    a, b = box.matrix[:2]
    return _QUARTERS[round(atan2(b, a) / (pi / 2)) % 4]


def straightened(box: GapBox) -> GapBox:
    """A box on the line of a crooked scan, set along the sides of the page around what it covered."""
    a, b, c, d, _, _ = box.matrix
    small, large = min(abs(a), abs(b)), max(abs(a), abs(b))
    turned = a * d - b * c > 0
    if not turned or not 1e-6 < small < _CROOKED * large:
        return box
    return _along(box, box_bounds(box))


def _along(box: GapBox, bounds: tuple[float, float, float, float]) -> GapBox:
    """A box along the sides of the page with given bounds, that reads as the given one does."""
    x0, y0, x1, y1 = bounds
    unit_x, unit_y = _direction(box)
    width, height = (x1 - x0, y1 - y0) if unit_x else (y1 - y0, x1 - x0)
    # The lower left corner of what is written along each side.
    x = x0 if unit_x > 0 or unit_y < 0 else x1
    y = y0 if unit_x > 0 or unit_y > 0 else y1
    return GapBox((unit_x, unit_y, -unit_y, unit_x, x, y), width, height, box.ground, box.kind, box.size)


def reaching(content: PageContent, boxes: list[GapBox], marks: Mapping[int, Mark]) -> list[GapBox]:
    """Boxes over scans, wider at their end: a layer is often set narrower than the letters in the picture.

    They may reach as far as the next word, and no further than a letter.
    """
    hidden = [glyph for glyph in marks if content.run_of(glyph)[0].mode in _HIDDEN_MODES]
    if not hidden or not content.images:
        return boxes
    spaces = {run.first + at for run in content.runs for at, text in enumerate(run.texts) if text.isspace()}
    others = [glyph for glyph in range(content.glyph_count) if glyph not in marks and glyph not in spaces]
    frames: dict[tuple[float, float], _Places] = {}
    result = []
    for box in boxes:
        direction = _direction(box)
        if not all(abs(one - other) < 1e-6 for one, other in zip(box.matrix[:2], direction, strict=True)):
            result.append(box)
            continue
        if direction not in frames:
            frames[direction] = _Places(content, direction, hidden, others)
        result.append(frames[direction].reaching(box))
    return result


class _Places:
    """Where the letters of a page stand, seen along one of its sides."""

    def __init__(
        self, content: PageContent, direction: tuple[float, float], hidden: list[int], others: list[int]
    ) -> None:
        unit_x, unit_y = direction
        self._frame: Matrix = (unit_x, -unit_y, unit_y, unit_x, 0.0, 0.0)
        flat = content.glyph_bounds(self._frame)
        self._hidden = [tuple(flat[4 * glyph : 4 * glyph + 4]) for glyph in hidden]
        self._others = [tuple(flat[4 * glyph : 4 * glyph + 4]) for glyph in others]

    def reaching(self, box: GapBox) -> GapBox:
        """The box with a later end, where it stands for letters of the layer."""
        x0, y0, x1, y1 = bounds_of(self._frame, box_bounds(box))
        if not any(a < x1 and c > x0 and b < y1 and d > y0 for a, b, c, d in self._hidden):
            return box
        middle = (y0 + y1) / 2
        following = [a for a, b, _, d in self._others if b < middle < d and a > x0 + 0.5 * (x1 - x0)]
        end = max(min([x1 + (y1 - y0), *(start - 0.5 for start in following)]), x1)
        back = inverse(self._frame)
        assert back is not None  # a quarter turn
        return _along(box, bounds_of(back, (x0, y0, end, y1)))
