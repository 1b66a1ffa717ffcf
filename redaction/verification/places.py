# SPDX-License-Identifier: EUPL-1.2
"""What can be read under boxes, and what boxes look like."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from redaction.verification.engines import Character, Corners, corners_of, middles_in, middles_near, shares
from redaction.verification.folding import fold
from redaction.verification.sheets import DPI, Picture, Sheet
from schemas.redacted import AppliedBox, Fault, FaultKind

_FRAME: Final = 3
"""Pixels that the frame of a box takes on each side."""
_SMOOTH: Final = 1
"""Pixels by which the edge of a letter is smoothed."""
_TOLERANCE: Final = 24
"""Difference between grey values that still counts as one colour (edges are smoothed)."""


def under_boxes(page: int, characters: Sequence[Character], boxes: Sequence[AppliedBox], engine: str) -> list[Fault]:
    """Faults for characters whose middle lies in a box, apart from the code of its ground and how that is spoken."""
    if not boxes:
        return []
    left = corners_of([letter for letter in _without_labels(characters, boxes) if fold(letter.text)])
    return [
        Fault(kind=FaultKind.TEXT_UNDER_BOX, engine=engine, detail="characters in a box", page=page)
        for applied in boxes
        if middles_in(left, applied).any()
    ]


def _without_labels(characters: Sequence[Character], boxes: Sequence[AppliedBox]) -> list[Character]:
    """The characters without the labels of boxes: a whole label that begins or ends in a box of its ground.

    An engine may spread what is spoken beyond its box, into the next one; so labels are known by their words.
    """
    letters = [(part, index) for index, letter in enumerate(characters) for part in fold(letter.text)]
    text = "".join(part for part, _ in letters)
    corners = corners_of(characters)
    labels: set[int] = set()
    for ground in {applied.ground for applied in boxes}:
        mine = [applied for applied in boxes if applied.ground == ground]
        inside = np.logical_or.reduce([middles_near(corners, applied) for applied in mine])
        for own in (fold(f"[onleesbaar gemaakt, grond {ground}]"), fold(ground)):
            at = text.find(own)
            while at >= 0:
                run = [index for _, index in letters[at : at + len(own)]]
                if inside[run[0]] or inside[run[-1]]:
                    labels.update(run)
                at = text.find(own, at + 1)
    return [letter for index, letter in enumerate(characters) if index not in labels]


def look_at_boxes(sheet: Sheet, boxes: Sequence[AppliedBox]) -> list[Fault]:
    """Faults for boxes of a page that show or hide anything but a frame and the code of their ground."""
    corners = corners_of(sheet.letters)
    places = np.array([(one.box.x0, one.box.y0, one.box.x1, one.box.y1) for one in boxes], float).reshape(-1, 4)
    return under_boxes(sheet.number, sheet.letters, boxes, "pdfium") + [
        Fault(
            kind=FaultKind.BOX_NOT_UNIFORM,
            engine="pixels",
            detail="a box shows more than its label",
            page=sheet.number,
        )
        for box in boxes
        if not _crossed(places, box, boxes) and not _is_uniform(sheet.picture, box, corners)
    ]


def _crossed(places: Corners, applied: AppliedBox, boxes: Sequence[AppliedBox]) -> bool:
    """True where another box meets this one: the frame of one crosses the other; text and bytes are still searched."""
    box, (x0, y0, x1, y1) = applied.box, places.T
    near = np.flatnonzero((box.x0 < x1) & (x0 < box.x1) & (box.y0 < y1) & (y0 < box.y1))
    return any(boxes[at] is not applied and _meet(boxes[at], applied) for at in near.tolist())


def _meet(one: AppliedBox, other: AppliedBox) -> bool:
    """Whether two boxes of which the bounds meet do so themselves: no side of either parts them."""
    first, second = _quad(one), _quad(other)
    sides = np.concatenate([np.roll(quad, -1, axis=0)[:2] - quad[:2] for quad in (first, second)])
    here, there = first @ sides.T, second @ sides.T
    return not bool(np.any((here.max(axis=0) < there.min(axis=0)) | (there.max(axis=0) < here.min(axis=0))))


def _quad(applied: AppliedBox) -> npt.NDArray[np.float64]:
    box = applied.box
    upright = ((box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1))
    return np.array(applied.corners or upright, float)


def _is_uniform(picture: Picture, applied: AppliedBox, corners: Corners) -> bool:
    """True where a box has one colour within its frame, apart from the letters of its label.

    Which letters those are is judged by ``under_boxes``; here only their place counts.
    """
    scale, box = DPI / 72, applied.box
    x0, y0 = max(int(np.ceil(box.x0 * scale)) + _FRAME, 0), max(int(np.ceil(box.y0 * scale)) + _FRAME, 0)
    area = picture[y0 : max(int(box.y1 * scale) - _FRAME, 0), x0 : max(int(box.x1 * scale) - _FRAME, 0)]
    if area.size == 0:
        return True
    empty = np.ones(area.shape, bool) if applied.corners is None else _within(applied.corners, area.shape, x0, y0)
    for letter in (corners[middles_near(corners, applied)] * scale).astype(int).tolist():
        left, top, right, low = letter[0] - x0, letter[1] - y0, letter[2] - x0 + 1, letter[3] - y0 + 1
        empty[max(top - _SMOOTH, 0) : max(low + _SMOOTH, 0), max(left - _SMOOTH, 0) : max(right + _SMOOTH, 0)] = False
    seen = area[empty]
    return seen.size == 0 or int(seen.max()) - int(seen.min()) <= _TOLERANCE


def _within(
    corners: Sequence[tuple[float, float]], shape: tuple[int, ...], left: int, top: int
) -> npt.NDArray[np.bool_]:
    """Pixels within the frame of a box that stands askew, in a part of the picture that begins at ``left, top``."""
    x, y = np.meshgrid(np.arange(shape[1]) + left + 0.5, np.arange(shape[0]) + top + 0.5)
    scale = DPI / 72
    along, across = shares(corners, x / scale, y / scale)
    quad = np.array(corners)
    edge_along = (_FRAME + _SMOOTH) / scale / float(np.hypot(*(quad[1] - quad[0])))
    edge_across = (_FRAME + _SMOOTH) / scale / float(np.hypot(*(quad[3] - quad[0])))
    inside: npt.NDArray[np.bool_] = np.minimum(along, 1 - along) > edge_along
    return inside & (np.minimum(across, 1 - across) > edge_across)
