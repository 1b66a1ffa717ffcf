# SPDX-License-Identifier: EUPL-1.2
"""What can be read under boxes, and what boxes look like."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from redaction.verification.engines import Character, Corners, corners_of, middles_in
from redaction.verification.folding import fold
from redaction.verification.sheets import DPI, Picture, Sheet
from schemas.geometry import Box
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
        if middles_in(left, applied.box).any()
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
        mine = [applied.box for applied in boxes if applied.ground == ground]
        inside = np.logical_or.reduce([middles_in(corners, box) for box in mine])
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
        if not _crossed(places, box.box) and not _is_uniform(sheet.picture, box.box, corners)
    ]


def _crossed(places: Corners, box: Box) -> bool:
    """True where another box meets this one: the frame of one crosses the other; text and bytes are still searched."""
    x0, y0, x1, y1 = places.T
    return int(np.count_nonzero((box.x0 < x1) & (x0 < box.x1) & (box.y0 < y1) & (y0 < box.y1))) > 1


def _is_uniform(picture: Picture, box: Box, corners: Corners) -> bool:
    """True where a box has one colour within its frame, apart from the letters of its label.

    Which letters those are is judged by ``under_boxes``; here only their place counts.
    """
    scale = DPI / 72
    x0, y0 = max(int(np.ceil(box.x0 * scale)) + _FRAME, 0), max(int(np.ceil(box.y0 * scale)) + _FRAME, 0)
    area = picture[y0 : max(int(box.y1 * scale) - _FRAME, 0), x0 : max(int(box.x1 * scale) - _FRAME, 0)]
    if area.size == 0:
        return True
    empty = np.ones(area.shape, bool)
    for letter in (corners[middles_in(corners, box)] * scale).astype(int).tolist():
        left, top, right, low = letter[0] - x0, letter[1] - y0, letter[2] - x0 + 1, letter[3] - y0 + 1
        empty[max(top - _SMOOTH, 0) : max(low + _SMOOTH, 0), max(left - _SMOOTH, 0) : max(right + _SMOOTH, 0)] = False
    seen = area[empty]
    return seen.size == 0 or int(seen.max()) - int(seen.min()) <= _TOLERANCE
