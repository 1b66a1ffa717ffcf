# SPDX-License-Identifier: EUPL-1.2
"""Annotations that hide text without an appearance of their own: viewers draw the shape, so the page gets it too.

ISO 32000-2, 12.5.6. What lies beneath is then judged as the text under any other bar.
"""

from math import hypot
from typing import Any, Final

from pypdf.generic import ArrayObject, DictionaryObject

from redaction.content.fonts import resolved
from redaction.content.lexer import Operation
from redaction.content.matrices import Bounds

_SOLID: Final = 0.99
_DARK: Final = 0.18
"""Luminance of a highlight up to which black letters beneath it are hard to read."""
_THICK: Final = 3.0
"""Width in points from which a line may hide letters."""
_ROUND: Final = 0.5523
"""Distance of the control points of a quarter of a circle with radius 1."""
_PAINTS: Final = {1: b"g", 3: b"rg", 4: b"k"}


def bar(annotation: DictionaryObject, subtype: str, box: Bounds) -> list[Operation]:
    """Operations that fill the shape of an annotation; none where it has no fill or lets the page show through."""
    alpha = resolved(annotation.get("/CA"))
    if isinstance(alpha, int | float) and alpha < _SOLID:
        return []
    colour = _colour(annotation, subtype)
    shape = _shape(annotation, subtype, box)
    if len(colour) not in _PAINTS or not shape:
        return []
    paint = Operation(_PAINTS[len(colour)], colour)
    return [Operation(b"q", ()), paint, *shape, Operation(b"f", ()), Operation(b"Q", ())]


def is_dark_highlight(annotation: DictionaryObject, subtype: str) -> bool:
    """True for a highlight in a colour that hides what it marks, however it is blended with the page."""
    colour = _numbers(annotation.get("/C")) if subtype == "/Highlight" else ()
    alpha = resolved(annotation.get("/CA"))
    if isinstance(alpha, int | float) and alpha < 0.5:
        return False
    match len(colour):
        case 1:
            red = green = blue = colour[0]
        case 3:
            red, green, blue = colour
        case 4:
            red, green, blue = ((1 - ink) * (1 - colour[3]) for ink in colour[:3])
        case _:
            return False
    return bool(0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2 < _DARK)


def _colour(annotation: DictionaryObject, subtype: str) -> tuple[float, ...]:
    if subtype in ("/Square", "/Circle", "/Polygon"):
        return _numbers(annotation.get("/IC"))
    if subtype in ("/FreeText", "/Line"):
        return _numbers(annotation.get("/C"))
    look = resolved(annotation.get("/MK"))
    return _numbers(look.get("/BG")) if subtype == "/Widget" and isinstance(look, DictionaryObject) else ()


def _shape(annotation: DictionaryObject, subtype: str, box: Bounds) -> list[Operation]:
    x0, y0, x1, y1 = box
    if subtype == "/Polygon":
        return _outline(_numbers(annotation.get("/Vertices")))
    if subtype == "/Line":
        return _outline(_stroke(annotation))
    if subtype == "/Circle":
        return _ellipse((x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 2, (y1 - y0) / 2)
    return [Operation(b"re", (x0, y0, x1 - x0, y1 - y0))]


def _stroke(annotation: DictionaryObject) -> tuple[float, ...]:
    """Corners of a line that is as thick as a bar."""
    style = resolved(annotation.get("/BS"))
    width = resolved(style.get("/W")) if isinstance(style, DictionaryObject) else None
    ends = _numbers(annotation.get("/L"))
    if len(ends) != 4 or not isinstance(width, int | float) or width < _THICK:
        return ()
    x0, y0, x1, y1 = ends
    length = hypot(x1 - x0, y1 - y0)
    if not length:
        return ()
    aside, up = (y0 - y1) / length * float(width) / 2, (x1 - x0) / length * float(width) / 2
    return x0 + aside, y0 + up, x1 + aside, y1 + up, x1 - aside, y1 - up, x0 - aside, y0 - up


def _outline(numbers: tuple[float, ...]) -> list[Operation]:
    points = list(zip(numbers[::2], numbers[1::2], strict=False))
    if len(points) < 3:
        return []
    steps = [Operation(b"l" if place else b"m", point) for place, point in enumerate(points)]
    return [*steps, Operation(b"h", ())]


def _ellipse(x: float, y: float, wide: float, tall: float) -> list[Operation]:
    a, b = wide * _ROUND, tall * _ROUND
    return [
        Operation(b"m", (x + wide, y)),
        Operation(b"c", (x + wide, y + b, x + a, y + tall, x, y + tall)),
        Operation(b"c", (x - a, y + tall, x - wide, y + b, x - wide, y)),
        Operation(b"c", (x - wide, y - b, x - a, y - tall, x, y - tall)),
        Operation(b"c", (x + a, y - tall, x + wide, y - b, x + wide, y)),
        Operation(b"h", ()),
    ]


def _numbers(value: Any) -> tuple[float, ...]:
    found = resolved(value)
    numbers = [resolved(item) for item in found] if isinstance(found, ArrayObject) else []
    return tuple(map(float, numbers)) if all(isinstance(number, int | float) for number in numbers) else ()
