# SPDX-License-Identifier: EUPL-1.2
"""Parts of pictures that lie under something painted over them: the bars that somebody drew on a scan."""

from collections.abc import Iterator, Sequence
from math import ceil, floor
from typing import Final

from pypdf.generic import DictionaryObject

from redaction.content.fonts import resolved
from redaction.content.matrices import Bounds, Matrix, bounds_of, inverse
from redaction.content.page import PageContent, PaintedImage, PaintedPath, UsePath
from redaction.document.pictures import PixelBox
from redaction.removal.strokes import outline_of

_EDGE: Final = 1
"""Pixels along the edge of a bar that stay: a reader mixes them with what is seen beside it."""
_LEAST: Final = 3
"""Pixels, across and down, from which something can be hidden."""
_CORNERS: Final = 60
_INSETS: Final = (0.0, 0.06, 0.12, 0.2)
"""Shares of its smaller side by which a shape with round corners is made smaller to be a rectangle."""


def covers_of(content: PageContent) -> list[tuple[UsePath, Bounds]]:
    """What hides all that was painted before it: when it is painted, and where."""
    result = [((*path.path, path.end), bounds) for path in content.paths for bounds in _rectangle_in(content, path)]
    for image in content.images:
        if image.covers:
            x0, y0, x1, y1 = bounds_of(image.ctm, (0.0, 0.0, 1.0, 1.0))
            a, b, c, d = image.clip or (x0, y0, x1, y1)
            result.append(((*image.path, image.operation), (max(x0, a), max(y0, b), min(x1, c), min(y1, d))))
    return sorted(result)


def _rectangle_in(content: PageContent, path: PaintedPath) -> Iterator[Bounds]:
    """The part of an opaque path that is an upright rectangle."""
    if not path.fill or not (path.covers or path.opaque):
        return
    x0, y0, x1, y1 = path.bounds
    if path.covers:
        yield path.bounds
        return
    shape = outline_of(content.streams[path.path].operations[path.start : path.end], path.ctm)
    if not 3 <= len(shape) <= _CORNERS:
        return
    for share in _INSETS:
        inset = share * min(x1 - x0, y1 - y0)
        part = (x0 + inset, y0 + inset, x1 - inset, y1 - inset)
        if all(_inside((x, y), shape) for x in (part[0], part[2]) for y in (part[1], part[3])):
            yield part
            return


def _inside(point: tuple[float, float], shape: Sequence[tuple[float, float]]) -> bool:
    """Whether a point lies within a shape, by the even-odd rule."""
    x, y = point
    odd = False
    for (x0, y0), (x1, y1) in zip(shape, [*shape[1:], shape[0]], strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
            odd = not odd
    return odd


def covered_pixels(
    painted: PaintedImage, image: DictionaryObject, covers: Sequence[tuple[UsePath, Bounds]]
) -> list[PixelBox]:
    """Pixels of an image that lie wholly under what was painted after it."""
    width, height = resolved(image.get("/Width")), resolved(image.get("/Height"))
    back = inverse(painted.ctm)
    if back is None or not isinstance(width, int) or not isinstance(height, int):
        return []
    when = (*painted.path, painted.operation)
    boxes = (_pixels(back, bounds, width, height) for after, bounds in covers if after > when)
    return [(x0, y0, x1, y1) for x0, y0, x1, y1 in boxes if x1 - x0 >= _LEAST and y1 - y0 >= _LEAST]


def _pixels(back: Matrix, bounds: Bounds, width: int, height: int) -> PixelBox:
    u0, v0, u1, v1 = bounds_of(back, bounds)
    x0, y0 = ceil(u0 * width - 0.01) + _EDGE, ceil((1 - v1) * height - 0.01) + _EDGE
    x1, y1 = floor(u1 * width + 0.01) - _EDGE, floor((1 - v0) * height + 0.01) - _EDGE
    return max(x0, 0), max(y0, 0), min(x1, width), min(y1, height)
