# SPDX-License-Identifier: EUPL-1.2
"""Places on a page.

Every length is in PDF points (1/72 inch). Two frames exist and each value says which is meant:

* **user space**: the PDF's own frame, origin lower left of the media box, y up;
* **page as seen**: origin top left of the crop box after /Rotate and /UserUnit, y down. Boxes that leave the
  redaction room (findings, reports, screens) are always in this frame.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """An upright rectangle on the page as seen.

    Raises:
        ValueError: a coordinate is not finite, or the box has a negative width or height.
    """

    x0: float
    y0: float
    x1: float
    y1: float

    def __post_init__(self) -> None:
        if not all(isfinite(value) for value in (self.x0, self.y0, self.x1, self.y1)):
            raise ValueError("a box has finite coordinates")
        if self.x1 < self.x0 or self.y1 < self.y0:
            raise ValueError("a box runs from its top left to its bottom right corner")

    @property
    def width(self) -> float:
        """Width in points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height in points."""
        return self.y1 - self.y0

    @property
    def area(self) -> float:
        """Area in square points."""
        return self.width * self.height

    def intersects(self, other: "Box") -> bool:
        """True where the two boxes share an area greater than nothing."""
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1

    def contains_point(self, x: float, y: float) -> bool:
        """True for a point inside or on the edge."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1

    def scaled(self, factor: float) -> "Box":
        """The box on a page that is so many times as large."""
        return Box(self.x0 * factor, self.y0 * factor, self.x1 * factor, self.y1 * factor)

    def grown(self, margin: float) -> "Box":
        """The box with a margin (points) added on all sides."""
        return Box(self.x0 - margin, self.y0 - margin, self.x1 + margin, self.y1 + margin)


def unit_of(user_unit: object) -> float:
    """Points in a unit of a page, by its ``UserUnit`` (ISO 32000-2, 14.11.1); 1 where that says nothing that can be.

    Pdfium and pdfminer do not know of it: what they measure is in units of the page.
    """
    if isinstance(user_unit, bool) or not isinstance(user_unit, int | float | Decimal):
        return 1.0
    unit = float(user_unit)
    return unit if isfinite(unit) and unit > 0 else 1.0


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around all given boxes.

    Raises:
        ValueError: no box was given.
    """
    listed = list(boxes)
    if not listed:
        raise ValueError("the union of no boxes does not exist")
    return Box(
        min(box.x0 for box in listed),
        min(box.y0 for box in listed),
        max(box.x1 for box in listed),
        max(box.y1 for box in listed),
    )
