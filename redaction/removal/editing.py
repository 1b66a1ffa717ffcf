# SPDX-License-Identifier: EUPL-1.2
"""Writes the content of a page anew from its layout: every string at its own absolute place, nothing inherited."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import cos, sin
from typing import Final

from redaction.content.cleaning import clean_operations
from redaction.content.lexer import Operation
from redaction.content.lines import lines_of
from redaction.content.matrices import Bounds, Matrix, bounds_of, inverse, multiply
from redaction.content.page import PageContent, PaintedPath, Run, UsePath
from redaction.content.tidying import tidied
from redaction.removal.gaps import GapBox, PageLayout, Placed, Reset, lay_out
from redaction.removal.overlaps import drop_covered
from redaction.removal.segments import Mark
from redaction.removal.strokes import CONSTRUCTION, is_plain, without_places
from schemas.errors import BlockReason, DocumentBlocked

_POSITIONING: Final = frozenset((b"Td", b"TD", b"Tm", b"T*", b"Tc", b"Tw", b"Tz", b"TL", b"Ts"))
_SHOWING: Final = frozenset((b"Tj", b"TJ", b"'", b'"'))
_CLIPS: Final = frozenset((b"W", b"W*"))
_TALL: Final = 1.7
"""Height, in font sizes, up to which a path is drawn for one line of text: an underline, a strike-out, a marker."""
_THICK: Final = 0.4
"""Height, in font sizes, from which a path with an outline is a frame or a field of a form."""
_BEYOND: Final = 1.5
"""How far, in font sizes, such a path may reach beyond the text: the line to write on of a form reaches further."""
_SLACK: Final = 3.0
"""Points by which such a path may begin before the text."""


@dataclass(slots=True, eq=False)
class EditedPage:
    """New content of a page.

    Attributes:
        streams: operations per use path, for every stream whose content changed; others stay as they are.
        boxes: boxes to draw, in user space.
        reset_bounds: where text was set again (user space): links there tell an old width and must go.
        removed: counts (``glyphs``, ``paths``).
    """

    streams: dict[UsePath, list[Operation]] = field(default_factory=dict)
    boxes: list[GapBox] = field(default_factory=list)
    reset_bounds: list[Bounds] = field(default_factory=list)
    removed: dict[str, int] = field(default_factory=dict)


def edit_page(
    content: PageContent,
    marks: Mapping[int, Mark],
    *,
    fixed: frozenset[int] | set[int] = frozenset(),
    erase: tuple[Bounds, ...] = (),
    boxed: bool = True,
) -> EditedPage:
    """Take glyphs out of a page, and paths that lie inside the erased places.

    Args:
        content: the interpreted page.
        marks: glyph to the redaction it belongs to.
        fixed: marked glyphs whose neighbours keep their place.
        erase: places (user space) from which drawn strokes go as well.
        boxed: boxes will be drawn, so letters that come to lie under one go as well.

    Raises:
        DocumentBlocked: a string stands in a frame that cannot be undone (UNSAFE_OBJECT).
    """
    layout = lay_out(content, lines_of(content), marks, fixed)
    if boxed:
        drop_covered(layout)
    result = EditedPage(boxes=layout.boxes, reset_bounds=[_zone(reset) for reset in layout.reset])
    paths = _Paths(content, erase, _rules_of(content, layout))
    runs = {(run.path, run.operation): run for run in content.runs}
    for path, stream in content.streams.items():
        own = {index: run for (key, index), run in runs.items() if key == path}
        result.streams[path] = tidied(_rewrite(stream.operations, own, layout, paths.of(path)))
    result.removed = {"glyphs": len(marks), "paths": paths.removed}
    if layout.covered:
        result.removed["line_glyphs"] = layout.covered
    return result


class _Paths:
    """New operations of the paths that are touched, by the number of the operation that paints them."""

    def __init__(self, content: PageContent, erase: tuple[Bounds, ...], rules: list[PaintedPath]) -> None:
        self.removed = 0
        self._made: dict[UsePath, dict[int, list[Operation]]] = {}
        gone = {id(path) for path in rules}
        for path in content.paths:
            operations = content.streams[path.path].operations
            if id(path) in gone:
                made: list[Operation] | None = []
            else:
                made = without_places(operations[path.start : path.end], path.ctm, erase, path.bounds)
            if made is None:
                continue
            self.removed += 1
            clips = any(operations[index].operator in _CLIPS for index in range(path.start, path.end))
            if clips:  # the path also bounds what is painted after it
                made = [*operations[path.start : path.end], Operation(b"n", ())]
            elif made:
                made = [*made, operations[path.end]]
            self._made.setdefault(path.path, {})[path.end] = made
            for index in range(path.start, path.end):
                if operations[index].operator in CONSTRUCTION or operations[index].operator in _CLIPS:
                    self._made[path.path].setdefault(index, [])

    def of(self, path: UsePath) -> Mapping[int, list[Operation]]:
        """New operations of one stream, by the number of the operation that they replace."""
        return self._made.get(path, {})


# -- what shows the width of a text


def _frame(angle: float) -> Matrix:
    """User space to (along, across)."""
    return cos(angle), -sin(angle), sin(angle), cos(angle), 0.0, 0.0


def _zone(reset: Reset) -> Bounds:
    """The stretch of the line that a segment may fill, in user space, clear of the lines above and below."""
    segment = reset.segment
    back = inverse(_frame(segment.angle))
    assert back is not None  # a rotation
    low, high = segment.across - 0.1 * segment.size, segment.across + 0.6 * segment.size
    return bounds_of(back, (reset.low, low, reset.high, high))


def _rules_of(content: PageContent, layout: PageLayout) -> list[PaintedPath]:
    """Underlines, strike-outs and markers of text that was set again: their length tells the old width.

    A path that begins before the line, reaches far beyond its text or has the width of another path on the page (cells
    of a table) does not follow the text and stays.
    """
    result: list[PaintedPath] = []
    for reset in layout.reset:
        segment = reset.segment
        frame = _frame(segment.angle)
        for path in content.paths:
            a, b, c, d = bounds_of(frame, path.bounds)
            if d - b > _TALL * segment.size or c - a < 1 or a < reset.low - _SLACK or a > reset.high:
                continue
            if c > segment.along1 + _BEYOND * segment.size or (path.stroke and d - b > _THICK * segment.size):
                continue
            middle = (b + d) / 2 - segment.across
            if not -0.45 * segment.size < middle < 0.9 * segment.size:
                continue
            drawn = content.streams[path.path].operations[path.start : path.end]
            if is_plain(drawn, path.ctm) and not _is_shared(content, path):
                result.append(path)
    return result


def _is_shared(content: PageContent, path: PaintedPath) -> bool:
    """True where another path elsewhere has the same extent from left to right, or from top to bottom."""
    x0, y0, x1, y1 = path.bounds
    wide = x1 - x0 >= y1 - y0
    for other in content.paths:
        a, b, c, d = other.bounds
        if wide and abs(a - x0) < 0.3 and abs(c - x1) < 0.3 and abs(b - y0) > 4:
            return True
        if not wide and abs(b - y0) < 0.3 and abs(d - y1) < 0.3 and abs(a - x0) > 4:
            return True
    return False


# -- writing


def _rewrite(
    operations: list[Operation], runs: Mapping[int, Run], layout: PageLayout, paths: Mapping[int, list[Operation]]
) -> list[Operation]:
    result: list[Operation] = []
    for index, operation in enumerate(operations):
        if operation.operator in _POSITIONING:
            continue
        if operation.operator in _SHOWING:
            run = runs.get(index)
            for placed in layout.placed.get(run.first, ()) if run is not None else ():
                result += _shown(placed, layout.scaled)
        elif index in paths:
            result += paths[index]
        else:
            result.append(operation)
    return result


def _shown(placed: Placed, scaled: bool) -> list[Operation]:
    run = placed.run
    undo = inverse(run.ctm)
    if undo is None:
        raise DocumentBlocked(BlockReason.UNSAFE_OBJECT, "Text stands in a frame without area.")
    matrix: Matrix = multiply(placed.matrix, undo)
    scale = placed.scale if not run.font.vertical else run.scale
    result = [Operation(b"Tz", (round(scale * 100, 4),))] if scaled else []
    result.append(Operation(b"Tm", tuple(round(value, 5) for value in matrix)))
    if placed.adjustments is None or not any(placed.adjustments):
        result.append(Operation(b"Tj", (b"".join(placed.codes),)))
        return result
    unit = run.size * (1.0 if run.font.vertical else scale)
    parts: list[bytes | float] = []
    text = b""
    for code, gap in zip(placed.codes, placed.adjustments, strict=True):
        text += code
        adjustment = round(-gap * 1000 / unit, 3) if unit else 0.0
        if adjustment:
            parts += [text, adjustment]
            text = b""
    if text:
        parts.append(text)
    if parts and not isinstance(parts[-1], bytes):
        parts.pop()
    result.append(Operation(b"TJ", (parts,)))
    return result


def cleaned(content: PageContent, path: UsePath) -> list[Operation]:
    """Operations of a stream that was not edited, without what is never published."""
    stream = content.streams[path]
    return clean_operations(stream.operations, stream.resources)
