# SPDX-License-Identifier: EUPL-1.2
"""What can be read under boxes, and what boxes look like."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from redaction.verification.engines import Character
from redaction.verification.forbidden import fold
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
    left = _without_labels(characters, boxes)
    return [
        Fault(kind=FaultKind.TEXT_UNDER_BOX, engine=engine, detail="characters in a box", page=page)
        for applied in boxes
        if any(applied.box.contains_point(*_middle(letter)) and fold(letter.text) for letter in left)
    ]


def _middle(letter: Character) -> tuple[float, float]:
    return (letter.x0 + letter.x1) / 2, (letter.y0 + letter.y1) / 2


def _without_labels(characters: Sequence[Character], boxes: Sequence[AppliedBox]) -> list[Character]:
    """The characters without the labels of boxes: a whole label that begins or ends in a box of its ground.

    An engine may spread what is spoken beyond its box, into the next one; so labels are known by their words.
    """
    letters = [(part, index) for index, letter in enumerate(characters) for part in fold(letter.text)]
    text = "".join(part for part, _ in letters)
    labels: set[int] = set()
    for ground in {applied.ground for applied in boxes}:
        mine = [applied.box for applied in boxes if applied.ground == ground]
        for own in (fold(f"[onleesbaar gemaakt, grond {ground}]"), fold(ground)):
            at = text.find(own)
            while at >= 0:
                run = {index for _, index in letters[at : at + len(own)]}
                ends = (characters[letters[at][1]], characters[letters[at + len(own) - 1][1]])
                if any(box.contains_point(*_middle(end)) for box in mine for end in ends):
                    labels |= run
                at = text.find(own, at + 1)
    return [letter for index, letter in enumerate(characters) if index not in labels]


def look_at_boxes(sheet: Sheet, boxes: Sequence[AppliedBox]) -> list[Fault]:
    """Faults for boxes of a page that show or hide anything but a frame and the code of their ground."""
    return under_boxes(sheet.number, sheet.letters, boxes, "pdfium") + [
        Fault(
            kind=FaultKind.BOX_NOT_UNIFORM,
            engine="pixels",
            detail="a box shows more than its label",
            page=sheet.number,
        )
        for box in boxes
        if not _is_uniform(sheet.picture, box.box, [other.box for other in boxes if other is not box], sheet.letters)
    ]


def _is_uniform(picture: Picture, box: Box, others: Sequence[Box], characters: Sequence[Character]) -> bool:
    """True where a box has one colour within its frame, apart from the letters of its label.

    Which letters those are is judged by ``under_boxes``; here only their place counts.
    """
    if any(box.intersects(other) for other in others):
        return True  # where two boxes meet, the frame of one crosses the other; text and bytes are still searched
    scale = DPI / 72
    x0, y0 = max(int(np.ceil(box.x0 * scale)) + _FRAME, 0), max(int(np.ceil(box.y0 * scale)) + _FRAME, 0)
    area = picture[y0 : max(int(box.y1 * scale) - _FRAME, 0), x0 : max(int(box.x1 * scale) - _FRAME, 0)]
    if area.size == 0:
        return True
    empty = np.ones(area.shape, bool)
    for letter in characters:
        if box.contains_point((letter.x0 + letter.x1) / 2, (letter.y0 + letter.y1) / 2):
            left, top = int(letter.x0 * scale) - x0 - _SMOOTH, int(letter.y0 * scale) - y0 - _SMOOTH
            right, low = int(letter.x1 * scale) - x0 + 1 + _SMOOTH, int(letter.y1 * scale) - y0 + 1 + _SMOOTH
            empty[max(top, 0) : max(low, 0), max(left, 0) : max(right, 0)] = False
    seen = area[empty]
    return seen.size == 0 or int(seen.max()) - int(seen.min()) <= _TOLERANCE
