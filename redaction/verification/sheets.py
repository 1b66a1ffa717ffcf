# SPDX-License-Identifier: EUPL-1.2
"""Pages as pdfium sees them: text, letters and pictures, each made once for all the checks of a page."""

import contextlib
import ctypes
import math
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium

from redaction.verification.engines import BROKEN, Character, Corners, EngineFailed, corners_of
from schemas.geometry import Box

DPI: Final = 200
_SCALE: Final = 64
"""Steps a point in which pdfium is asked for a place on the page as seen."""
_FAR: Final = 1000
"""Points between the places from which the frame of a page is worked out."""

Frame = npt.NDArray[np.float64]
"""3 by 3: takes a point, as a column, to the page as seen."""
Picture = npt.NDArray[np.uint8]
"""Grey values by row and column, or colours of three values each."""


class Sheet:
    """A page that is open in pdfium. Places are on the page as seen, in units of the page itself.

    Args:
        page: the page, which stays that of the caller.
        number: 0-based.
        unit: points in a unit of the page (ISO 32000-2, 14.11.1, ``UserUnit``), which pdfium does not know of.
    """

    def __init__(self, page: Any, number: int, unit: float = 1.0) -> None:
        self.page = page
        self.number = number
        self.unit = unit
        self._text_page = page.get_textpage()
        self._indices: list[int] = []

    def close(self) -> None:
        """Give back what pdfium holds of the page's text."""
        self._text_page.close()

    @cached_property
    def text(self) -> str:
        """The text of the page."""
        return str(self._text_page.get_text_range())

    @cached_property
    def frame(self) -> Frame:
        """What takes a point of the page's own frame to the page as seen."""
        size = [round(length * _SCALE) for length in self.page.get_size()]
        x, y = ctypes.c_int(), ctypes.c_int()
        places = []
        for point in ((0, 0), (_FAR, 0), (0, _FAR)):
            pdfium.FPDF_PageToDevice(self.page, 0, 0, *size, 0, *point, ctypes.byref(x), ctypes.byref(y))
            places.append(np.array([x.value / _SCALE, y.value / _SCALE]))
        origin, across, up = places
        columns = [(across - origin) / _FAR, (up - origin) / _FAR, origin]
        return np.vstack([np.stack(columns, axis=1), [0.0, 0.0, 1.0]])

    @cached_property
    def letters(self) -> list[Character]:
        """Characters that are no white space, with the boxes of what is drawn of them."""
        raw, left, right, low, top = self._text_page.raw, *(ctypes.c_double() for _ in range(4))
        found = [ctypes.byref(value) for value in (left, right, low, top)]
        texts: list[str] = []
        known: list[bool] = []
        corners: list[tuple[float, float, float, float]] = []
        for index in range(self._text_page.count_chars()):
            text = chr(pdfium.FPDFText_GetUnicode(raw, index) or 32)
            if not text.isspace() and pdfium.FPDFText_GetCharBox(raw, index, *found):
                texts.append(text)
                known.append(pdfium.FPDFText_HasUnicodeMapError(raw, index) != 1)
                self._indices.append(index)
                corners.append((left.value, low.value, right.value, top.value))
        places = zip(texts, self._seen(corners), known, strict=True)
        return [Character(text, x0, y0, x1, y1, told) for text, (x0, y0, x1, y1), told in places]

    def _seen(self, corners: list[tuple[float, float, float, float]]) -> list[list[float]]:
        """Boxes of the page's own frame on the page as seen."""
        boxes = np.array(corners, float).reshape(-1, 4)
        one, other = boxes[:, :2] @ self.frame[:2, :2].T, boxes[:, 2:] @ self.frame[:2, :2].T
        moved = np.hstack([np.minimum(one, other), np.maximum(one, other)]) + np.tile(self.frame[:2, 2], 2)
        return moved.tolist()  # type: ignore[no-any-return]

    @cached_property
    def rooms(self) -> Corners:
        """The boxes that fonts give the letters, whatever is drawn in them.

        What pdfium draws of a letter whose font is not in the file depends on what it drew before.
        """
        corners, values, lacking = corners_of(self.letters), pdfium.FS_RECTF(), []
        loose = []
        for place, index in enumerate(self._indices):
            if not pdfium.FPDFText_GetLooseCharBox(self._text_page.raw, index, ctypes.byref(values)):
                lacking.append(place)
            loose.append((values.left, values.bottom, values.right, values.top))
        rooms = np.array(self._seen(loose), float).reshape(-1, 4)
        rooms[lacking] = corners[lacking]
        return rooms

    def room_of(self, place: int) -> Character:
        """One of the letters with the box that its font gives it, whatever is drawn in it."""
        return Character(self.letters[place].text, *self.rooms[place].tolist())

    @cached_property
    def origins(self) -> list[Character]:
        """The letters at the points from which they are drawn."""
        letters, x, y = self.letters, ctypes.c_double(), ctypes.c_double()
        points = []
        for index in self._indices:
            pdfium.FPDFText_GetCharOrigin(self._text_page.raw, index, ctypes.byref(x), ctypes.byref(y))
            points.append((x.value, y.value, x.value, y.value))
        seen = zip(letters, self._seen(points), strict=True)
        return [Character(letter.text, x0, y0, x1, y1, letter.known) for letter, (x0, y0, x1, y1) in seen]

    def paints_nothing(self, place: int) -> bool:
        """Whether one of the letters is drawn in the mode for text over the picture of a scan."""
        found = pdfium.FPDFText_GetTextObject(self._text_page.raw, self._indices[place])
        return bool(found) and pdfium.FPDFTextObj_GetTextRenderMode(found) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE

    def has_own_font(self, place: int) -> bool:
        """Whether the font of one of the letters is in the file; what pdfium draws of others is its own affair."""
        found = pdfium.FPDFText_GetTextObject(self._text_page.raw, self._indices[place])
        font = pdfium.FPDFTextObj_GetFont(found) if found else None
        return bool(font) and pdfium.FPDFFont_GetIsEmbedded(font) == 1

    @cached_property
    def picture(self) -> Picture:
        """The page in grey, at 200 dpi."""
        made: Picture = self.page.render(scale=DPI / 72, grayscale=True).to_numpy().copy()
        return made.reshape(made.shape[:2])

    def part(self, box: Box, scale: float) -> Picture:
        """A part of the page in colour; ``scale`` is pixels a point."""
        width, height = self.page.get_size()
        edges = (max(box.x0, 0.0), max(height - box.y1, 0.0), max(width - box.x1, 0.0), max(box.y0, 0.0))
        left, low, right, top = (math.ceil(edge * scale) for edge in edges)
        if left + right >= math.ceil(width * scale) or low + top >= math.ceil(height * scale):
            return np.zeros((0, 0, 3), np.uint8)  # not a pixel of it
        made: Picture = self.page.render(scale=scale, crop=edges).to_numpy().copy()
        return made


@contextlib.contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """A document that is open in pdfium.

    Raises:
        EngineFailed: pdfium cannot read the file.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except BROKEN as error:
        raise EngineFailed("pdfium", type(error).__name__) from None
    try:
        yield document
    finally:
        document.close()


@contextlib.contextmanager
def sheet(document: Any, number: int, unit: float = 1.0) -> Iterator[Sheet]:
    """A page of an open document.

    Raises:
        EngineFailed: pdfium cannot read the page, or not what was asked of it.
    """
    try:
        page = document[number]
        try:
            made = Sheet(page, number, unit)
            try:
                yield made
            finally:
                made.close()
        finally:
            page.close()
    except BROKEN as error:
        raise EngineFailed("pdfium", type(error).__name__) from None
