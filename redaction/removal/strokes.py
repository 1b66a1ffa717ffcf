# SPDX-License-Identifier: EUPL-1.2
"""Takes drawn strokes and outlined letters out of the places that are erased, subpath by subpath."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from redaction.content.lexer import Operation
from redaction.content.matrices import Bounds, Matrix, apply

CONSTRUCTION: Final = frozenset((b"m", b"l", b"c", b"v", b"y", b"re", b"h"))
_REACH: Final = 0.5
"""Points around a place in which a stroke counts as inside: lines have a width."""


def without_places(
    operations: Sequence[Operation], ctm: Matrix, places: Sequence[Bounds], bounds: Bounds
) -> list[Operation] | None:
    """The construction of a path without the subpaths that touch a place; None where it stays as it is.

    Rectangles and straight rules that only pass under a place stay: the rules of tables and forms, backgrounds.

    Args:
        operations: from the first construction of the path up to its painting.
        ctm: transformation of its points.
        places: erased places in user space.
        bounds: of the whole path, user space.
    """
    near = [place for place in places if _touches(bounds, place)]
    if not near:
        return None
    kept: list[Operation] = []
    dropped = False
    for part, points in _subpaths(operations, ctm):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        extent = (min(xs), min(ys), max(xs), max(ys))
        if any(_goes(part, points, extent, place) for place in near):
            dropped = True
        else:
            kept += part
    return kept if dropped else None


def _touches(bounds: Bounds, place: Bounds) -> bool:
    x0, y0, x1, y1 = bounds
    a, b, c, d = place
    return x0 < c + _REACH and x1 > a - _REACH and y0 < d + _REACH and y1 > b - _REACH


def _goes(part: Sequence[Operation], points: Sequence[tuple[float, float]], extent: Bounds, place: Bounds) -> bool:
    if not _touches(extent, place):
        return False
    x0, y0, x1, y1 = extent
    a, b, c, d = place
    inside = a - _REACH <= x0 and b - _REACH <= y0 and x1 <= c + _REACH and y1 <= d + _REACH
    return inside or not _is_plain(part, points)


def is_plain(operations: Sequence[Operation], ctm: Matrix) -> bool:
    """True for a path of one upright rectangle or straight rule."""
    parts = list(_subpaths(operations, ctm))
    return len(parts) == 1 and _is_plain(*parts[0])


def plain_parts(operations: Sequence[Operation], ctm: Matrix, bounds: Bounds) -> list[Bounds]:
    """Extents of the upright rectangles and straight rules in a path, as far as they lie within its painted bounds."""
    result: list[Bounds] = []
    for part, points in _subpaths(operations, ctm):
        if _is_plain(part, points):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            x0, y0 = max(min(xs), bounds[0]), max(min(ys), bounds[1])
            x1, y1 = min(max(xs), bounds[2]), min(max(ys), bounds[3])
            if x1 >= x0 and y1 >= y0:
                result.append((x0, y0, x1, y1))
    return result


def outline_of(operations: Sequence[Operation], ctm: Matrix) -> list[tuple[float, float]]:
    """Corners of a path of one closed shape, straight where it has curves; empty for any other path."""
    points: list[tuple[float, float]] = []
    for operator, operands in operations:
        if operator not in CONSTRUCTION or operator == b"h":
            continue
        if operator == b"re" or (operator == b"m" and points):
            return []
        points.append(apply(ctm, *operands[-2:]))
    return points


def _is_plain(part: Sequence[Operation], points: Sequence[tuple[float, float]]) -> bool:
    """True for an upright rectangle or straight rule."""
    if any(operation.operator not in (b"m", b"l", b"re", b"h") for operation in part) or len(points) > 5:
        return False
    pairs = pairwise(points)
    return all(abs(x - other_x) < 0.05 or abs(y - other_y) < 0.05 for (x, y), (other_x, other_y) in pairs)


def _subpaths(
    operations: Sequence[Operation], ctm: Matrix
) -> Iterator[tuple[list[Operation], list[tuple[float, float]]]]:
    part: list[Operation] = []
    points: list[tuple[float, float]] = []
    for operator, operands in operations:
        if operator not in CONSTRUCTION:
            continue
        if operator in (b"m", b"re") and part:
            yield part, points
            part, points = [], []
        part.append(Operation(operator, operands))
        if operator == b"re":
            x, y, width, height = operands[-4:]
            corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
            points += [apply(ctm, *corner) for corner in corners]
        else:
            points += [apply(ctm, operands[i], operands[i + 1]) for i in range(0, len(operands) - 1, 2)]
    if part and points:
        yield part, points
