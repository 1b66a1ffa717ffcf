# SPDX-License-Identifier: EUPL-1.2
"""Text of a document by engines that had no part in making it: pdfium, pdfminer (in pdfplumber), Poppler."""

import io
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pdfplumber
from pdfminer.layout import LTChar, LTContainer
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException
from pypdfium2 import PdfiumError

from schemas.redacted import AppliedBox

POPPLER_SECONDS: Final = 120
_ROOM: Final = 0.15
"""Part of the size of letters from which the room between them is a space: narrow lines have little more."""
BROKEN: Final = (
    PdfminerException,
    PDFException,
    PSException,
    PdfiumError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    RecursionError,
    AssertionError,
    OverflowError,
    ZeroDivisionError,
    NotImplementedError,
)
"""What the engines raise on files that they cannot read."""


class EngineFailed(Exception):
    """An engine could not read the file. Its message is a class name, never text of the document."""

    def __init__(self, engine: str, error: str) -> None:
        super().__init__(f"{engine}: {error}")
        self.engine = engine


@dataclass(frozen=True, slots=True)
class Character:
    """A character and its place on the page as seen (points, origin top left).

    ``known`` is False where the engine says that the font does not tell the character: its text is then only a code.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    known: bool = True


Corners = npt.NDArray[np.float64]
"""x0, y0, x1 and y1 of each of a number of characters."""


def corners_of(characters: Sequence[Character]) -> Corners:
    """The places of characters together, so that many can be compared at once."""
    return np.array([(one.x0, one.y0, one.x1, one.y1) for one in characters], float).reshape(-1, 4)


def middles_near(corners: Corners, applied: AppliedBox) -> npt.NDArray[np.bool_]:
    """Which of the characters have their middle in the upright bounds of a box."""
    x, y = _middles(corners)
    box = applied.box
    inside: npt.NDArray[np.bool_] = (box.x0 <= x) & (x <= box.x1) & (box.y0 <= y) & (y <= box.y1)
    return inside


def middles_in(corners: Corners, applied: AppliedBox) -> npt.NDArray[np.bool_]:
    """Which of the characters have their middle in a box."""
    inside = middles_near(corners, applied)
    if applied.corners is not None:
        along, across = shares(applied.corners, *_middles(corners))
        inside &= (along >= 0) & (along <= 1) & (across >= 0) & (across <= 1)
    return inside


def _middles(corners: Corners) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    return (corners[:, 0] + corners[:, 2]) / 2, (corners[:, 1] + corners[:, 3]) / 2


def shares(
    corners: Sequence[tuple[float, float]], x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Where points lie along and across a box that stands askew: 0 to 1 is in it."""
    (x0, y0), (x1, y1), _, (x3, y3) = corners
    along = ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / ((x1 - x0) ** 2 + (y1 - y0) ** 2)
    across = ((x - x0) * (x3 - x0) + (y - y0) * (y3 - y0)) / ((x3 - x0) ** 2 + (y3 - y0) ** 2)
    return along, across


def pdfminer_pages(data: bytes) -> Iterator[tuple[str, list[Character]]]:
    """Text in drawing order and characters of each page, by pdfminer."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            for page in document.pages:
                characters = _letters(page)
                yield in_drawing_order(characters), characters
                page.close()
    except BROKEN as error:
        raise EngineFailed("pdfplumber", type(error).__name__) from None


def _letters(page: Any) -> list[Character]:
    """Letters of a page in drawing order, straight from pdfminer: what pdfplumber would tell of each is not needed."""
    left, top = float(page.bbox[0]), float(page.bbox[1])
    letters = []
    waiting = [page.layout]
    while waiting:
        found = waiting.pop()
        if isinstance(found, LTChar):
            (x0, y0), (x1, y1) = page.point2coord((found.x0, found.y1)), page.point2coord((found.x1, found.y0))
            letters.append(Character(found.get_text(), x0 - left, y0 - top, x1 - left, y1 - top))
        elif isinstance(found, LTContainer):
            waiting += reversed(list(found))
    return letters


def in_drawing_order(characters: Sequence[Character]) -> str:
    """Characters as text, with white space where the page leaves room between them and where another line begins."""
    rest = (_between(before, character) + character.text for before, character in pairwise(characters))
    return "".join((*(character.text for character in characters[:1]), *rest))


def _between(one: Character, other: Character) -> str:
    apart_x = max(one.x0, other.x0) - min(one.x1, other.x1)
    apart_y = max(one.y0, other.y0) - min(one.y1, other.y1)
    size = min(max(letter.x1 - letter.x0, letter.y1 - letter.y0) for letter in (one, other))
    if max(apart_x, apart_y) <= _ROOM * size:
        return ""
    return "\n" if -apart_y < size / 2 else " "


def poppler_text(data: bytes) -> str | None:
    """Text of the whole document by Poppler in reading order and in drawing order; None where it is not installed."""
    program = shutil.which("pdftotext")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.pdf"
        path.write_bytes(data)
        parts = []
        for mode in ("-raw", "-layout"):
            try:
                done = subprocess.run(
                    [program, mode, "-enc", "UTF-8", str(path), "-"],
                    capture_output=True,
                    timeout=POPPLER_SECONDS,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                raise EngineFailed("poppler", "TimeoutExpired") from None
            if done.returncode not in (0, 3):
                raise EngineFailed("poppler", f"exit {done.returncode}")
            parts.append(done.stdout.decode("utf-8", "replace"))
        return "\n".join(parts)
