# SPDX-License-Identifier: EUPL-1.2
"""What stood on lines without a box stands there still: the document before and after, both read by pdfium."""

from collections.abc import Iterator, Sequence
from itertools import compress
from typing import Final

import numpy as np

from redaction.verification.engines import Character, corners_of
from redaction.verification.sheets import Sheet
from schemas.geometry import Box
from schemas.redacted import Fault, FaultKind

_MARGIN: Final = 2.0
"""Points above and below a box that still belong to its line."""
_SIGN: Final = "\ufffc"
_NEIGHBOURS: Final = 40
"""Letters within which the order may differ."""
_MOVED: Final = 1.0
"""Points that a letter may seem to move (numbers in a file are rounded)."""


def collateral(before: Sheet, after: Sheet, boxes: Sequence[Box]) -> list[Fault]:
    """A fault where letters of a page are lost, moved or in quite another order although no box is on their line.

    On pages without boxes the same words in the same order are enough. Of a letter that its font did not tell only the
    place can be compared.
    """
    same = not boxes and _read(before.text).split() == _read(after.text).split()
    if not same and (boxes or not all(letter.known for letter in before.letters)):
        same = same_letters(_outside(before, boxes), _outside(after, boxes))
    if same:
        return []
    return [
        Fault(
            kind=FaultKind.COLLATERAL,
            engine="collateral",
            detail="text outside the boxes is not what it was",
            page=after.number,
        )
    ]


def _outside(sheet: Sheet, boxes: Sequence[Box]) -> list[Character]:
    """Letters, at the points from which they are drawn, that stand on no line with a box."""
    x = corners_of(sheet.origins)[:, 0]
    _, y0, _, y1 = sheet.rooms.T
    outside = np.ones(len(sheet.letters), bool)
    for box in boxes:
        outside &= ~((y0 < box.y1 + _MARGIN) & (y1 > box.y0 - _MARGIN))
        if box.height > box.width:  # it may stand in a line that runs up or down the page
            outside &= ~((x < box.x1 + _MARGIN) & (x > box.x0 - _MARGIN))
    return list(compress(sheet.origins, outside.tolist()))


def _read(text: str) -> str:
    """Letters and digits as they are, any other sign as one: each engine guesses at those that no font explains."""
    if text.isalnum():
        return text
    return "".join(letter if letter.isalnum() or letter.isspace() else _SIGN for letter in text)


def same_letters(was: Sequence[Character], now: Sequence[Character]) -> bool:
    """True where the same letters stand at the same places, in the same order but for neighbours.

    Parts of a formula lie over one another, and an engine orders them by how they were grouped when they were drawn.
    """
    if len(was) != len(now):
        return False
    taken: set[int] = set()
    for place, letter in enumerate(was):
        near = (at for at in _around(place, len(now)) if at not in taken and _alike(letter, now[at]))
        found = next(near, None)
        if found is None:
            return False
        taken.add(found)
    return True


def _around(place: int, length: int) -> Iterator[int]:
    """A place and its neighbours, the nearest first."""
    yield place
    for step in range(1, _NEIGHBOURS + 1):
        yield from (at for at in (place - step, place + step) if 0 <= at < length)


def _alike(old: Character, new: Character) -> bool:
    same = not old.known or _read(old.text) == _read(new.text)
    return same and abs(old.x0 - new.x0) <= _MOVED and abs(old.y0 - new.y0) <= _MOVED
