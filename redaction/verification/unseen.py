# SPDX-License-Identifier: EUPL-1.2
"""Text that a reader can copy and an eye cannot see: covered, white on white, invisible, too small, beside the page."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from redaction.verification.engines import Character
from redaction.verification.folding import SPOKEN
from redaction.verification.sheets import DPI, Picture, Sheet
from schemas.geometry import Box
from schemas.redacted import Fault, FaultKind

_CONTRAST: Final = 24
"""Difference of grey at 200 dpi from which there is a letter without looking closer."""
_CLOSE_CONTRAST: Final = 8
"""Difference in any colour from which an eye sees something, where smoothing does not thin it."""
_CLOSE: Final = 16.0
"""Pixels a point of the closer look: a hairline is then as dark as it is meant."""
_CLOSE_PIXELS: Final = 4_000_000
_LEAST_PIXELS: Final = 12
_LEAST_SIZE: Final = 0.75
"""Points below which a letter is a dot to an eye."""
_NO_SIZE: Final = 0.05
"""Points below which what is drawn of a letter has no width or height."""
_BESIDE: Final = 1.0
"""Points by which letters must lie beside the page: fonts do not always tell the truth of their boxes."""
_LIGHT: Final = 230
_BARS: Final = "lI"
"""Letters that in many fonts are bars and fill their boxes with one colour, seen or not."""
_AT_LEAST: Final = 2
"""Letters in a row: one alone may be a blank that its font calls a letter."""


def unseen_text(sheet: Sheet) -> list[Fault]:
    """Faults for text that nobody sees, one of each kind at most.

    A scan with a text layer is no fault: there the eye sees the same words in the picture.
    """
    faults: dict[FaultKind, Fault] = {}
    for streak in _streaks(sheet):
        covered = any(_mean(sheet.picture, sheet.letters[place]) < _LIGHT for place in streak)
        kind = FaultKind.TEXT_UNDER_BOX if covered else FaultKind.HIDDEN_DATA
        if kind not in faults and _is_unseen(sheet, streak):
            detail = "text under a coloured area" if covered else "text that is not visible"
            faults[kind] = Fault(kind=kind, engine="pdfium", detail=detail, page=sheet.number)
    return list(faults.values())


def _streaks(sheet: Sheet) -> Iterator[list[int]]:
    """Runs of letters and digits, on one line, that do not stand out from what is around them."""
    spoken = _spoken(sheet.letters)
    streak: list[int] = []
    for place, letter in enumerate(sheet.letters):
        dull = place not in spoken and letter.text.isalnum() and not _stands_out(sheet.picture, letter)
        if streak and not (dull and _beside_each_other(sheet.letters[streak[-1]], letter)):
            if len(streak) >= _AT_LEAST:
                yield streak
            streak = []
        if dull:
            streak.append(place)
    if len(streak) >= _AT_LEAST:
        yield streak


def _spoken(letters: Sequence[Character]) -> set[int]:
    """What a box says to a screen reader: pdfium lays those letters over its label, unseen."""
    spoken: set[int] = set()
    for match in SPOKEN.finditer("".join(letter.text for letter in letters)):
        spoken.update(range(*match.span()))
    return spoken


def _area(picture: Picture, x0: float, y0: float, x1: float, y1: float, scale: float) -> Picture:
    """The pixels that a box touches."""
    left, top, right, low = int(x0 * scale), int(y0 * scale), int(x1 * scale) + 1, int(y1 * scale) + 1
    return picture[max(top, 0) : max(low, 0), max(left, 0) : max(right, 0)]


def _of(picture: Picture, letter: Character) -> Picture:
    return _area(picture, letter.x0, letter.y0, letter.x1, letter.y1, DPI / 72)


def _stands_out(picture: Picture, letter: Character) -> bool:
    area = _of(picture, letter)
    return area.size >= _LEAST_PIXELS and int(area.max()) - int(area.min()) > _CONTRAST


def _mean(picture: Picture, letter: Character) -> float:
    area = _of(picture, letter)
    return float(area.mean()) if area.size else 255.0


def _beside_each_other(one: Character, other: Character) -> bool:
    """True on one line, which may run up or down the page."""
    size = max(one.x1 - one.x0, one.y1 - one.y0, other.x1 - other.x0, other.y1 - other.y0)
    apart_x, apart_y = max(one.x0, other.x0) - min(one.x1, other.x1), max(one.y0, other.y0) - min(one.y1, other.y1)
    return min(apart_x, apart_y) <= size / 2 and max(apart_x, apart_y) <= 40 * max(size, 1.0)


def _is_unseen(sheet: Sheet, streak: Sequence[int]) -> bool:
    """Whether a run is still unseen when one looks closer.

    Letters that pdfium has no glyph for, since their font is not in the file, do not count: what another program draws
    there is not known.
    """
    width, height = sheet.page.get_size()
    unseen, boxes = 0, []
    for place in streak:
        letter, room = sheet.letters[place], sheet.room_of(place)
        beside = room.x1 < -_BESIDE or room.y1 < -_BESIDE or room.x0 > width + _BESIDE or room.y0 > height + _BESIDE
        if beside or max(room.x1 - room.x0, room.y1 - room.y0) * sheet.unit < _LEAST_SIZE:
            unseen += 1
        elif letter.text in _BARS:
            continue
        elif min(letter.x1 - letter.x0, letter.y1 - letter.y0) > _NO_SIZE:
            boxes.append(Box(letter.x0, letter.y0, letter.x1, letter.y1))
        elif sheet.has_own_font(place):
            boxes.append(_with_size(room) if sheet.paints_nothing(place) else Box(room.x0, room.y0, room.x1, room.y1))
    return unseen + _dull(sheet, boxes) >= _AT_LEAST


def _with_size(room: Character) -> Box:
    """Where the eye sees a letter of a scan's text layer that was set without width: about there."""
    size = max(room.x1 - room.x0, room.y1 - room.y0)
    wide, high = (size - (room.x1 - room.x0)) / 2, (size - (room.y1 - room.y0)) / 2
    return Box(room.x0 - wide, room.y0 - high, room.x1 + wide, room.y1 + high)


def _dull(sheet: Sheet, boxes: Sequence[Box]) -> int:
    """How many of the boxes of a run have one colour, seen from close."""
    if not boxes:
        return 0
    x0, y0 = max(min(box.x0 for box in boxes), 0.0), max(min(box.y0 for box in boxes), 0.0)
    whole = Box(x0, y0, max(x0, *(box.x1 for box in boxes)), max(y0, *(box.y1 for box in boxes)))
    scale = min(_CLOSE, (_CLOSE_PIXELS / max(whole.width * whole.height, 1e-6)) ** 0.5)
    picture = sheet.part(whole, scale)
    count = 0
    for box in boxes:
        area = _area(picture, box.x0 - x0, box.y0 - y0, box.x1 - x0, box.y1 - y0, scale)
        count += not area.size or int(np.ptp(area.reshape(-1, area.shape[2]), axis=0).max()) <= _CLOSE_CONTRAST
    return count
