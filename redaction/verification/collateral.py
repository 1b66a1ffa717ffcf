# SPDX-License-Identifier: EUPL-1.2
"""What stood on lines without a box stands there still: the document before and after, both read by pdfium."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import compress
from typing import Final

import numpy as np

from redaction.verification.engines import Character, corners_of, shares
from redaction.verification.sheets import Sheet
from schemas.redacted import AppliedBox, Fault, FaultKind

_MARGIN: Final = 2.0
"""Points above and below a box that still belong to its line."""
_ABOUT: Final = 0.5
"""Points by which an engine may see the box of a letter larger in one document than in the other."""
_SIGN: Final = "\ufffc"
_NEIGHBOURS: Final = 40
"""Letters within which the order may differ."""
_MOVED: Final = 1.0
"""Points that a letter may seem to move (numbers in a file are rounded)."""


def collateral(before: Sheet, after: Sheet, boxes: Sequence[AppliedBox]) -> list[Fault]:
    """A fault where letters of a page are lost, moved or in quite another order although no box is on their line.

    On pages without boxes the same words in the same order are enough. Of a letter that its font did not tell only the
    place can be compared. What stands at the edge of such a line may count as on it in one document alone.
    """
    same = not boxes and _read(before.text).split() == _read(after.text).split()
    if not same and (boxes or not all(letter.known for letter in before.letters)):
        clear, about = _MARGIN + _ABOUT, _MARGIN - _ABOUT
        same = _among(_outside(before, boxes, clear), _outside(after, boxes, about), _alike) and _among(
            _outside(after, boxes, clear), _outside(before, boxes, about), lambda new, old: _alike(old, new)
        )
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


def _outside(sheet: Sheet, boxes: Sequence[AppliedBox], margin: float) -> list[Character]:
    """Letters, at the points from which they are drawn, that stand on no line with a box."""
    x = corners_of(sheet.origins)[:, 0]
    _, y0, _, y1 = sheet.rooms.T
    outside = np.ones(len(sheet.letters), bool)
    for applied in boxes:
        box = applied.box
        outside &= ~((y0 < box.y1 + margin) & (y1 > box.y0 - margin))
        if applied.corners is not None:  # its line runs askew
            (ax, ay), _, _, (bx, by) = applied.corners
            _, across = shares(applied.corners, x, (y0 + y1) / 2)
            outside &= np.abs(across - 0.5) > 0.5 + 2 * margin / float(np.hypot(bx - ax, by - ay))
        if box.height > box.width:  # it may stand in a line that runs up or down the page
            outside &= ~((x < box.x1 + margin) & (x > box.x0 - margin))
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
    return len(was) == len(now) and _among(was, now, _alike)


def _among(
    some: Sequence[Character], others: Sequence[Character], alike: Callable[[Character, Character], bool]
) -> bool:
    """Whether each letter has one of its own at its place among others, in the same order but for neighbours."""
    there: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, letter in enumerate(others):
        there[int(letter.x0), int(letter.y0)].append(at)
    taken: dict[int, None] = {}
    for letter in some:
        x, y = int(letter.x0), int(letter.y0)
        near = (at for column in (x, x - 1, x + 1) for row in (y, y - 1, y + 1) for at in there.get((column, row), ()))
        found = next((at for at in near if at not in taken and alike(letter, others[at])), None)
        if found is None:
            return False
        taken[found] = None
    order = {at: rank for rank, at in enumerate(sorted(taken))}
    return all(abs(order[at] - place) <= _NEIGHBOURS for place, at in enumerate(taken))


def _alike(old: Character, new: Character) -> bool:
    same = not old.known or _read(old.text) == _read(new.text)
    return same and abs(old.x0 - new.x0) <= _MOVED and abs(old.y0 - new.y0) <= _MOVED
