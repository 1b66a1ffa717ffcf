# SPDX-License-Identifier: EUPL-1.2
"""Writes the content of a page anew from its layout: every string at its own absolute place, nothing inherited."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from redaction.content.cleaning import clean_operations
from redaction.content.lexer import Operation
from redaction.content.lines import lines_of
from redaction.content.matrices import Bounds, Matrix, apply, inverse, multiply
from redaction.content.page import PageContent, PaintedPath, Run, UsePath
from redaction.removal.gaps import GapBox, Mark, PageLayout, Placed, Segment, lay_out
from schemas.errors import BlockReason, DocumentBlocked

_POSITIONING: Final = frozenset((b"Td", b"TD", b"Tm", b"T*", b"Tc", b"Tw", b"Tz", b"TL", b"Ts"))
_SHOWING: Final = frozenset((b"Tj", b"TJ", b"'", b'"'))
THIN: Final = 2.5
"""Height in points up to which a painted path is a rule (an underline, a strike-out)."""


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
) -> EditedPage:
    """Take glyphs out of a page, and paths that lie inside the erased places.

    Args:
        content: the interpreted page.
        marks: glyph to the redaction it belongs to.
        fixed: marked glyphs whose neighbours keep their place.
        erase: places (user space) from which drawn strokes go as well.

    Raises:
        DocumentBlocked: a string stands in a frame that cannot be undone (UNSAFE_OBJECT).
    """
    layout = lay_out(content, lines_of(content), marks, fixed)
    gone = _rules_of(content, layout) + [path for path in content.paths if _inside(path.bounds, erase)]
    result = EditedPage(boxes=layout.boxes, reset_bounds=[_bounds(segment) for segment, _, _ in layout.reset])
    result.removed = {"glyphs": len(marks), "paths": len(gone)}
    runs = {(run.path, run.operation): run for run in content.runs}
    drawn = {run.first for run in content.runs if run.first in layout.placed}
    dropped: dict[UsePath, set[int]] = {}
    for path in gone:
        dropped.setdefault(path.path, set()).add(path.end)
    for path_key, stream in content.streams.items():
        operations = _rewrite(stream.operations, path_key, runs, layout, drawn, dropped.get(path_key, set()))
        result.streams[path_key] = operations
    return result


def _inside(bounds: Bounds, places: tuple[Bounds, ...]) -> bool:
    x0, y0, x1, y1 = bounds
    return any(a - 0.5 <= x0 and b - 0.5 <= y0 and x1 <= c + 0.5 and y1 <= d + 0.5 for a, b, c, d in places)


def _bounds(segment: Segment) -> Bounds:
    corners = []
    for piece in segment.pieces:
        box = (
            piece.run.matrix,
            piece.run.starts[piece.first - piece.run.first],
            piece.run.ends[piece.last - 1 - piece.run.first],
        )
        matrix, low, high = box
        for x in (low, high):
            for y in (piece.run.font.descent * piece.run.size, piece.run.font.ascent * piece.run.size):
                corners.append(apply(matrix, *((y, x) if piece.run.font.vertical else (x, y))))
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _rules_of(content: PageContent, layout: PageLayout) -> list[PaintedPath]:
    """Underlines and strike-outs of text that was set again: their length tells the old width."""
    result = []
    for segment, _, _ in layout.reset:
        x0, y0, x1, y1 = _bounds(segment)
        for path in content.paths:
            a, b, c, d = path.bounds
            thin = d - b <= THIN and c - a > THIN
            if thin and a < x1 and c > x0 and b > y0 - 3 and d < y1 and a > x0 - 3 and c < x1 + 3:
                result.append(path)
    return result


def _rewrite(
    operations: list[Operation],
    path: UsePath,
    runs: Mapping[tuple[UsePath, int], Run],
    layout: PageLayout,
    drawn: set[int],
    dropped: set[int],
) -> list[Operation]:
    result: list[Operation] = []
    scaled = any(
        run.scale != 1.0 or any(p.scale != 1.0 for p in layout.placed.get(run.first, ())) for run in runs.values()
    )
    for index, operation in enumerate(operations):
        if operation.operator in _POSITIONING:
            continue
        if operation.operator in _SHOWING:
            run = runs.get((path, index))
            if run is not None and run.first in drawn:
                for placed in layout.placed[run.first]:
                    result += _shown(placed, scaled)
            continue
        if index in dropped:
            result.append(Operation(b"n", ()))
            continue
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
