# SPDX-License-Identifier: EUPL-1.2
"""What is drawn around text and tells where it may stand: the sides of cells and fields, and rules to write on.

None of it follows the width of a name: sides count only where another path, or their own length, shows that they
belong to more than one line of text.
"""

from collections.abc import Sequence
from math import cos, sin
from typing import Final

import numpy as np
import numpy.typing as npt

from redaction.content.matrices import Bounds, bounds_of
from redaction.content.page import PageContent
from redaction.removal.strokes import plain_parts

_THIN: Final = 2.5
"""Points up to which a rectangle is a rule."""
_SHORT: Final = 4.0
"""Points from which a rule is a side and not the end of an underline."""
_TALL: Final = 2.2
"""Height, in font sizes, from which a side belongs to more than one line."""
_SAME: Final = 0.5
_MOST: Final = 20_000
"""Parts up to which a page is a page of text; drawings and maps have more, and bound no text."""
_UPRIGHT: Final = 0.02

Table = npt.NDArray[np.float64]


class Frames:
    """Rules, cells and fields of a page.

    Args:
        content: the interpreted page.
    """

    def __init__(self, content: PageContent) -> None:
        self._content = content
        self._parts: list[Bounds] | None = None
        self._sides: dict[int, Table] = {}
        self._spans: dict[int, Table] = {}

    def parts_them(self, angle: float, across: float, size: float, low: float, high: float) -> bool:
        """True where a side stands between two places of a line."""
        sides = self._sides_at(angle, across, size)
        return bool(((sides > low) & (sides < high)).any())

    def cell(self, angle: float, across: float, size: float, place: float) -> tuple[float, float] | None:
        """Left and right side of what a place on a line stands in; None where it has not both."""
        sides = self._sides_at(angle, across, size)
        left, right = sides[sides <= place], sides[sides > place]
        return (float(left.max()), float(right.min())) if len(left) and len(right) else None

    def rules(self, angle: float, across: float, size: float, low: float, high: float) -> list[tuple[float, float]]:
        """Rules and boxes at a text from ``low`` to ``high`` that reach clearly beyond both its ends."""
        self._read(angle)
        spans = self._spans[_quarter(angle)]
        near = (spans[:, 3] > across - 2 * size) & (spans[:, 1] < across + 1.8 * size)
        around = (spans[:, 0] < low - _THIN) & (spans[:, 2] > high + _THIN)
        return [(float(a), float(c)) for a, _, c, _ in spans[near & around]]

    def begins(self, angle: float, across: float, size: float, low: float, high: float) -> bool:
        """True where a rule or box to write on begins with a text and reaches clearly beyond it."""
        self._read(angle)
        spans = self._spans[_quarter(angle)]
        near = (spans[:, 3] > across - size) & (spans[:, 1] < across + size)
        return bool((near & (np.abs(spans[:, 0] - low) < 3) & (spans[:, 2] > high + 1.5 * size)).any())

    def _sides_at(self, angle: float, across: float, size: float) -> Table:
        self._read(angle)
        sides = self._sides[_quarter(angle)]
        level = across + 0.3 * size
        result = [
            at
            for at, low, high in sides[(sides[:, 1] <= level) & (sides[:, 2] >= level)]
            if high - low > _TALL * size or self._goes_on(sides, at, low)
        ]
        return np.array(result, dtype=float)

    def _goes_on(self, sides: Table, at: float, low: float) -> bool:
        """True where the same side is drawn at another height as well."""
        return bool(((np.abs(sides[:, 0] - at) < _SAME) & (np.abs(sides[:, 1] - low) > _SHORT)).any())

    def _read(self, angle: float) -> None:
        quarter = _quarter(angle)
        if quarter in self._sides:
            return
        sides: list[tuple[float, float, float]] = []
        spans: list[Bounds] = []
        if abs(angle - quarter * np.pi / 2) < _UPRIGHT:
            unit_x, unit_y = cos(angle), sin(angle)
            for part in self._all_parts():
                a, b, c, d = bounds_of((unit_x, -unit_y, unit_y, unit_x, 0.0, 0.0), part)
                if d - b >= _SHORT:
                    sides += [((a + c) / 2, b, d)] if c - a <= _THIN else [(a, b, d), (c, b, d)]
                if c - a > _SHORT:
                    spans.append((a, b, c, d))
        self._sides[quarter] = np.array(sides, dtype=float).reshape(-1, 3)
        self._spans[quarter] = np.array(spans, dtype=float).reshape(-1, 4)

    def _all_parts(self) -> Sequence[Bounds]:
        if self._parts is None:
            self._parts = []
            for path in self._content.paths:
                operations = self._content.streams[path.path].operations[path.start : path.end]
                self._parts += plain_parts(operations, path.ctm, path.bounds)
                if len(self._parts) > _MOST:
                    self._parts = []
                    break
        return self._parts


def _quarter(angle: float) -> int:
    return round(angle / (np.pi / 2))
