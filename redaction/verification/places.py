# SPDX-License-Identifier: EUPL-1.2
"""What can be read under boxes, and what boxes look like."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from redaction.verification.engines import BROKEN, Character, EngineFailed
from redaction.verification.forbidden import SPOKEN, fold
from schemas.geometry import Box
from schemas.redacted import AppliedBox, Fault, FaultKind

DPI: Final = 200
_FRAME: Final = 3
"""Pixels that the frame of a box takes on each side."""
_SMOOTH: Final = 1
"""Pixels by which the edge of a letter is smoothed."""
_TOLERANCE: Final = 24
"""Difference between grey values that still counts as one colour (edges are smoothed)."""


def under_boxes(page: int, characters: Sequence[Character], boxes: Sequence[AppliedBox], engine: str) -> list[Fault]:
    """Faults for characters whose middle lies in a box, apart from the code of its ground and how that is spoken."""
    left = _without_labels(characters, boxes)
    return [
        Fault(kind=FaultKind.TEXT_UNDER_BOX, engine=engine, detail="characters in a box", page=page)
        for applied in boxes
        if any(fold(letter.text) and applied.box.contains_point(*_middle(letter)) for letter in left)
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


def pdfium_characters(page: Any) -> list[Character]:
    """Characters of a page with places as seen, by pdfium."""
    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        width, height = page.get_size()
        result = []
        for index in range(count):
            text = chr(pdfium.FPDFText_GetUnicode(text_page, index) or 32)
            if text.isspace():
                continue
            left, bottom, right, top = text_page.get_charbox(index)
            x0, y0 = to_seen(page, left, top, width, height)
            x1, y1 = to_seen(page, right, bottom, width, height)
            result.append(Character(text, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
        return result
    finally:
        text_page.close()


def to_seen(page: Any, x: float, y: float, width: float, height: float) -> tuple[float, float]:
    """A point of the page's own frame on the page as seen, by pdfium's own transformation."""
    scale = 64
    device_x, device_y = pdfium.c_int(), pdfium.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, round(width * scale), round(height * scale), 0, x, y, device_x, device_y)
    return device_x.value / scale, device_y.value / scale


def look_at_boxes(data: bytes, boxes: Sequence[AppliedBox]) -> list[Fault]:
    """Faults for boxes that show or hide anything but a frame and the code of their ground.

    Raises:
        EngineFailed: pdfium cannot read the file.
    """
    faults: list[Fault] = []
    try:
        with pypdfium2.PdfDocument(data) as document:
            for number in sorted({box.page for box in boxes}):
                page = document[number]
                mine = [box for box in boxes if box.page == number]
                characters = pdfium_characters(page)
                faults += under_boxes(number, characters, mine, "pdfium")
                picture = np.asarray(page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L"))
                faults += [
                    Fault(
                        kind=FaultKind.BOX_NOT_UNIFORM,
                        engine="pixels",
                        detail="a box shows more than its label",
                        page=number,
                    )
                    for box in mine
                    if not _is_uniform(picture, box.box, [other.box for other in mine if other is not box], characters)
                ]
                page.close()
    except BROKEN as error:
        raise EngineFailed("pdfium", type(error).__name__) from None
    return faults


def _is_uniform(
    picture: "np.ndarray[Any, np.dtype[np.uint8]]", box: Box, others: Sequence[Box], characters: Sequence[Character]
) -> bool:
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


def hidden_characters(data: bytes) -> list[Fault]:
    """Faults for text that a reader can copy and an eye cannot see: covered, white on white, invisible.

    A scan with a text layer is no fault: there the eye sees the same words in the picture.

    Raises:
        EngineFailed: pdfium cannot read the file.
    """
    faults: list[Fault] = []
    try:
        with pypdfium2.PdfDocument(data) as document:
            for number in range(len(document)):
                page = document[number]
                characters = _without_spoken(pdfium_characters(page))
                if characters:
                    picture = np.asarray(page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L"))
                    faults += _unseen(number, characters, picture)
                page.close()
    except BROKEN as error:
        raise EngineFailed("pdfium", type(error).__name__) from None
    return faults


def _without_spoken(characters: list[Character]) -> list[Character]:
    """Characters without what a box says to a screen reader: pdfium lays those letters over its label, unseen."""
    spoken: set[int] = set()
    for match in SPOKEN.finditer("".join(character.text for character in characters)):
        spoken.update(range(*match.span()))
    return [character for place, character in enumerate(characters) if place not in spoken]


def _unseen(number: int, characters: list[Character], picture: "np.ndarray[Any, np.dtype[np.uint8]]") -> list[Fault]:
    scale = DPI / 72
    covered = blank = streak = 0
    for character in characters:
        x0, y0 = int(character.x0 * scale), int(character.y0 * scale)
        x1, y1 = int(np.ceil(character.x1 * scale)), int(np.ceil(character.y1 * scale))
        area = picture[max(y0, 0) : max(y1, 0), max(x0, 0) : max(x1, 0)]
        if not character.text.isalnum() or area.size < 12 or int(area.max()) - int(area.min()) > _TOLERANCE:
            streak = 0
            continue
        streak += 1
        if streak >= 2:
            if int(area.mean()) < 230:
                covered += 1
            else:
                blank += 1
    faults = []
    if covered:
        faults.append(
            Fault(kind=FaultKind.TEXT_UNDER_BOX, engine="pdfium", detail="text under a coloured area", page=number)
        )
    if blank:
        faults.append(
            Fault(kind=FaultKind.HIDDEN_DATA, engine="pdfium", detail="text that is not visible", page=number)
        )
    return faults
