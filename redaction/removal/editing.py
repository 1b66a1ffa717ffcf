# SPDX-License-Identifier: EUPL-1.2
"""Writes the content of a page anew from its layout: every string at its own absolute place, nothing inherited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from redaction.content.cleaning import clean_operations
from redaction.content.lexer import Operation
from redaction.content.lines import Line, lines_of
from redaction.content.matrices import Bounds, Matrix, inverse, multiply
from redaction.content.page import PageContent, PaintedPath, Run, UsePath
from redaction.content.pausing import without_collector
from redaction.content.tidying import tidied
from redaction.removal.followers import following_paths, zone_of
from redaction.removal.gaps import GapBox, PageLayout, Placed, lay_out
from redaction.removal.overlaps import drop_covered
from redaction.removal.segments import Mark
from redaction.removal.strokes import CONSTRUCTION, without_places
from schemas.errors import BlockReason, DocumentBlocked

_POSITIONING: Final = frozenset((b"Td", b"TD", b"Tm", b"T*", b"Tc", b"Tw", b"Tz", b"TL", b"Ts"))
_SHOWING: Final = frozenset((b"Tj", b"TJ", b"'", b'"'))
_CLIPS: Final = frozenset((b"W", b"W*"))


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


@without_collector()
def edit_page(
    content: PageContent,
    marks: Mapping[int, Mark],
    *,
    fixed: frozenset[int] | set[int] = frozenset(),
    erase: tuple[Bounds, ...] = (),
    boxed: bool = True,
    lines: Sequence[Line] | None = None,
) -> EditedPage:
    """Take glyphs out of a page, and paths that lie inside the erased places.

    Args:
        content: the interpreted page.
        marks: glyph to the redaction it belongs to.
        fixed: marked glyphs whose neighbours keep their place.
        erase: places (user space) from which drawn strokes go as well.
        boxed: boxes will be drawn, so letters that come to lie under one go as well.
        lines: of the page, where they are known already.

    Raises:
        DocumentBlocked: a string stands in a frame that cannot be undone (UNSAFE_OBJECT).
    """
    layout = lay_out(content, lines_of(content) if lines is None else lines, marks, fixed)
    if boxed:
        drop_covered(layout)
    result = EditedPage(boxes=layout.boxes, reset_bounds=[zone_of(reset) for reset in layout.reset])
    paths = _Paths(content, erase, following_paths(content, layout.reset))
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
    spacing = (Operation(b"Tc", (run.spacing,)), Operation(b"Tw", (run.words,))) if placed.spaced else ()
    result += [operation for operation in spacing if operation.operands[0]]
    result.append(Operation(b"Tm", tuple(round(value, 5) for value in matrix)))
    result.append(_string(placed, run.size * (1.0 if run.font.vertical else scale)))
    result += [Operation(operation.operator, (0,)) for operation in spacing if operation.operands[0]]
    return result


def _string(placed: Placed, unit: float) -> Operation:
    """The operation that shows the glyphs; gaps count in thousandths of a unit."""
    if placed.adjustments is None or not any(placed.adjustments):
        return Operation(b"Tj", (b"".join(placed.codes),))
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
    return Operation(b"TJ", (parts,))


def cleaned(content: PageContent, path: UsePath) -> list[Operation]:
    """Operations of a stream that was not edited, without what is never published."""
    stream = content.streams[path]
    return clean_operations(stream.operations, stream.resources)
