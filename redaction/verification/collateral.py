# SPDX-License-Identifier: EUPL-1.2
"""What stood on lines without a box stands there still: the document before and after, both read by pdfium."""

from collections.abc import Sequence
from typing import Any, Final

import pypdfium2

from redaction.verification.engines import BROKEN, Character, EngineFailed, page_text
from redaction.verification.places import pdfium_characters
from schemas.geometry import Box
from schemas.redacted import AppliedBox, Fault, FaultKind

_MARGIN: Final = 2.0
"""Points above and below a box that still belong to its line."""
_MOVED: Final = 1.0
"""Points that a letter may seem to move (numbers in a file are rounded)."""


def collateral(before: bytes, after: bytes, boxes: Sequence[AppliedBox]) -> list[Fault]:
    """Faults for pages where letters are lost, moved or in another order although no box is on their line.

    Raises:
        EngineFailed: pdfium cannot read one of the two.
    """
    faults = []
    try:
        with pypdfium2.PdfDocument(before) as old, pypdfium2.PdfDocument(after) as new:
            for number in range(min(len(old), len(new))):
                mine = [box for box in boxes if box.page == number]
                old_page, new_page = old[number], new[number]
                same = _same_text(old_page, new_page) if not mine else _same_letters(old_page, new_page, mine)
                old_page.close()
                new_page.close()
                if not same:
                    faults.append(
                        Fault(
                            kind=FaultKind.COLLATERAL,
                            engine="collateral",
                            detail="text outside the boxes is not what it was",
                            page=number,
                        )
                    )
    except BROKEN as error:
        raise EngineFailed("pdfium", type(error).__name__) from None
    return faults


def _same_text(old_page: Any, new_page: Any) -> bool:
    """Pages without boxes: the same words in the same order."""
    return page_text(old_page).split() == page_text(new_page).split()


def _same_letters(old_page: Any, new_page: Any, boxes: Sequence[AppliedBox]) -> bool:
    return _same(*(_outside(pdfium_characters(page), boxes) for page in (old_page, new_page)))


def _outside(characters: Sequence[Character], boxes: Sequence[AppliedBox]) -> list[Character]:
    return [character for character in characters if not any(_on_line(character, applied.box) for applied in boxes)]


def _on_line(character: Character, box: Box) -> bool:
    """True on the line of a box; one that is higher than wide may stand in a line that runs up or down the page."""
    across = character.y0 < box.y1 + _MARGIN and character.y1 > box.y0 - _MARGIN
    upright = box.y1 - box.y0 > box.x1 - box.x0
    return across or (upright and character.x0 < box.x1 + _MARGIN and character.x1 > box.x0 - _MARGIN)


def _same(was: Sequence[Character], now: Sequence[Character]) -> bool:
    if [character.text for character in was] != [character.text for character in now]:
        return False
    return all(
        abs(old.x0 - new.x0) <= _MOVED and abs(old.y0 - new.y0) <= _MOVED for old, new in zip(was, now, strict=True)
    )
