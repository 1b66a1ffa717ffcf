# SPDX-License-Identifier: EUPL-1.2
"""Draws out the pictures that a page paints as the filling of a path: as a tiling pattern no box could reach them.

Some programs paint a scan or a photo as a pattern of which one tile is seen (ISO 32000-2, 8.7.3). What the page shows
stays the same; its pictures become images like any other.
"""

from collections.abc import Iterator, Sequence
from math import ceil, floor
from typing import Any, Final

from pypdf import PageObject
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, StreamObject

from redaction.content.fonts import resolved, stream_data
from redaction.content.interpreter import DocumentFonts, interpret_operations
from redaction.content.lexer import Name, Operation, parse_content
from redaction.content.matrices import Bounds, Matrix, bounds_of, inverse, matrix_of, multiply
from redaction.content.page import PageContent, PaintedPath, Stream, UsePath

_MOST_TILES: Final = 64
"""Tiles up to which a pattern is drawn out: what is repeated more often is a hatching."""
_LEAST_PIXELS: Final = 10_000
"""Pixels from which an image in a pattern is a picture."""
_DEPTH: Final = 6
_FILLS: Final = frozenset((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"))
_EVEN_ODD: Final = frozenset((b"f*", b"B*", b"b*"))
_ALSO_STROKES: Final = {b"B": b"S", b"B*": b"S", b"b": b"s", b"b*": b"s"}
_CLIPS: Final = frozenset((b"W", b"W*"))
_COLOURS: Final = frozenset((b"g", b"rg", b"k", b"cs", b"sc"))


def with_patterns_drawn(page: PageObject, content: PageContent, fonts: DocumentFonts) -> PageContent:
    """The content of a page in which fills with a picture are painted as forms; the same where it has none."""
    stream = content.streams[()]
    if not any(True for _ in _picture_fills(stream)):
        return content
    listed = resolved(stream.resources.get("/XObject"))
    objects = DictionaryObject(listed if isinstance(listed, DictionaryObject) else {})
    replaced: dict[int, list[Operation]] = {}
    kept: set[int] = set()
    paths = {path.end: path for path in content.paths if path.path == ()}
    for end, pattern in _picture_fills(stream):
        path = paths.get(end)
        back = None if path is None else inverse(path.ctm)
        if path is None or back is None or any(item.operator in _CLIPS for item in stream.operations[path.start : end]):
            kept.add(id(pattern))
            continue
        tiles = _tiles(pattern, _common(path.bounds, content.crop))
        if tiles is None:
            kept.add(id(pattern))
            continue
        name = f"Lak{len(objects)}"
        objects[NameObject(f"/{name}")] = _form_of(pattern)
        replaced[path.start], replaced[end] = _painted(stream.operations, path, back, tiles, name)
    if not replaced:
        return content
    pictures = _pictures(stream)
    for index, (operator, operands) in enumerate(stream.operations):
        found = pictures.get(str(operands[-1])) if operator == b"scn" and operands else None
        if found is not None and id(found) not in kept:
            replaced[index] = []  # nothing is filled with it any more, so the page does not name it
    operations: list[Operation] = []
    for index, operation in enumerate(stream.operations):
        operations += replaced.get(index, [operation])
    resources = DictionaryObject(stream.resources)
    resources[NameObject("/XObject")] = objects
    return interpret_operations(page, content.number, fonts, operations, resources)


def undrawn_pictures(content: PageContent) -> list[PaintedPath]:
    """Paths that are still filled with a large picture: no box may lie on one."""
    found: dict[tuple[UsePath, int], StreamObject] = {
        (path, end): pattern for path, stream in content.streams.items() for end, pattern in _picture_fills(stream)
    }
    return [path for path in content.paths if (path.path, path.end) in found] if found else []


def _picture_fills(stream: Stream) -> Iterator[tuple[int, StreamObject]]:
    """Numbers of the operations that fill with a pattern in which there is a picture, and the pattern."""
    pictures = _pictures(stream)
    if not pictures:
        return
    current: StreamObject | None = None
    stack: list[StreamObject | None] = []
    for index, (operator, operands) in enumerate(stream.operations):
        if operator == b"scn":
            current = pictures.get(str(operands[-1])) if operands and isinstance(operands[-1], Name) else None
        elif operator in _COLOURS:
            current = None
        elif operator == b"q":
            stack.append(current)
        elif operator == b"Q" and stack:
            current = stack.pop()
        elif operator in _FILLS and current is not None:
            yield index, current


def _pictures(stream: Stream) -> dict[str, StreamObject]:
    """Patterns with a picture in them, by their names in a stream."""
    patterns = resolved(stream.resources.get("/Pattern"))
    if not isinstance(patterns, DictionaryObject):
        return {}
    found = {str(name)[1:]: _picture_pattern(patterns.get(name)) for name in patterns}
    return {name: pattern for name, pattern in found.items() if pattern is not None}


def _picture_pattern(value: Any) -> StreamObject | None:
    found = resolved(value)
    if not isinstance(found, StreamObject) or resolved(found.get("/PatternType")) != 1:
        return None
    return found if _holds_picture(found, 0) else None


def _holds_picture(stream: StreamObject, depth: int) -> bool:
    resources = resolved(stream.get("/Resources"))
    listed = resolved(resources.get("/XObject")) if isinstance(resources, DictionaryObject) else None
    for value in listed.values() if isinstance(listed, DictionaryObject) else ():
        found = resolved(value)
        if not isinstance(found, StreamObject):
            continue
        if resolved(found.get("/Subtype")) == "/Image":
            if _pixels(found, "/Width", "/Height") >= _LEAST_PIXELS:
                return True
        elif depth < _DEPTH and _holds_picture(found, depth + 1):
            return True
    inline = (item.operands[0] for item in parse_content(stream_data(stream)) if item.operator == b"BI")
    return any(_pixels(parameters, "W", "H", "Width", "Height") >= _LEAST_PIXELS for parameters in inline)


def _pixels(image: Any, *keys: str) -> int:
    found = [resolved(image[key]) for key in keys if key in image]
    sides = [side for side in found if isinstance(side, int)]
    return sides[0] * sides[1] if len(sides) == 2 else 0


def _tiles(pattern: StreamObject, bounds: Bounds) -> list[Matrix] | None:
    """Cell to page for each tile that a path shows; None where they are too many, or cannot be told."""
    matrix = matrix_of(resolved(pattern.get("/Matrix")))
    back = inverse(matrix)
    box = resolved(pattern.get("/BBox"))
    values = [resolved(item) for item in box] if isinstance(box, ArrayObject) else []
    steps = [resolved(pattern.get(key)) for key in ("/XStep", "/YStep")]
    if back is None or not all(isinstance(value, int | float) for value in (*values, *steps)) or len(values) != 4:
        return None
    x0, x1 = sorted((float(values[0]), float(values[2])))
    y0, y1 = sorted((float(values[1]), float(values[3])))
    across, up = abs(float(steps[0])), abs(float(steps[1]))
    if not across or not up:
        return None
    a, b, c, d = bounds_of(back, bounds)
    columns = range(floor((a - x1) / across) + 1, ceil((c - x0) / across))
    rows = range(floor((b - y1) / up) + 1, ceil((d - y0) / up))
    if not 0 < len(columns) * len(rows) <= _MOST_TILES:
        return None
    steps_of = ((column * across, row * up) for row in rows for column in columns)
    return [multiply((1.0, 0.0, 0.0, 1.0, x, y), matrix) for x, y in steps_of]


def _common(one: Bounds, other: Bounds) -> Bounds:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _form_of(pattern: StreamObject) -> StreamObject:
    form = DecodedStreamObject()
    form.set_data(stream_data(pattern))
    form[NameObject("/Type")], form[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
    for key in ("/BBox", "/Resources"):
        if key in pattern:
            form[NameObject(key)] = pattern.raw_get(key)
    return form


def _painted(
    operations: Sequence[Operation], path: PaintedPath, back: Matrix, tiles: Sequence[Matrix], name: str
) -> tuple[list[Operation], list[Operation]]:
    """What comes in place of the first construction of a path, and in place of its painting."""
    operator = operations[path.end].operator
    clip = b"W*" if operator in _EVEN_ODD else b"W"
    painted = [Operation(clip, ()), Operation(b"n", ())]
    for matrix in tiles:
        placed = tuple(round(value, 6) for value in multiply(matrix, back))
        painted += [Operation(b"q", ()), Operation(b"cm", placed), Operation(b"Do", (Name(name),)), Operation(b"Q", ())]
    painted.append(Operation(b"Q", ()))
    if operator in _ALSO_STROKES:
        painted += [*operations[path.start : path.end], Operation(_ALSO_STROKES[operator], ())]
    return [Operation(b"q", ()), operations[path.start]], painted
