# SPDX-License-Identifier: EUPL-1.2
"""Reads the picture of pages whose own text cannot be known or trusted: words and where they stand."""

import io
from collections.abc import Sequence
from typing import Final

import pikepdf
import pypdfium2

from archive.recognition.drawing import drawn, plain
from archive.recognition.tesseract import Tesseract
from archive.recognition.words import ReadWord
from schemas.errors import BlockReason, DocumentBlocked
from schemas.geometry import Box, unit_of
from schemas.recognition import SeenPage, SeenWord

_DPI: Final = 300


def read_words(data: bytes, numbers: Sequence[int], tesseract: Tesseract) -> tuple[SeenPage, ...]:
    """Words on pages as the eye sees them.

    Args:
        data: a PDF that opens without a password.
        numbers: 0-based pages.
        tesseract: the program that reads.

    Raises:
        DocumentBlocked: a page took too long or cannot be read at all, or the file does not open.
    """
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            units = {number: unit_of(pdf.pages[number].obj.get("/UserUnit")) for number in numbers}
        with pypdfium2.PdfDocument(data) as document:
            return tuple(_seen(document[number], number, units[number], tesseract) for number in numbers)
    except (pypdfium2.PdfiumError, pikepdf.PdfError) as error:
        raise DocumentBlocked(
            BlockReason.UNKNOWN_CHARACTERS, f"The picture of a page cannot be made ({type(error).__name__})."
        ) from None


def _seen(page: pypdfium2.PdfPage, number: int, unit: float, tesseract: Tesseract) -> SeenPage:
    try:
        picture, dpi = drawn(page, _DPI)
    finally:
        page.close()
    read = tesseract.read(plain(picture), dpi)
    return SeenPage(number=number, words=tuple(_word(word, dpi / 72 / unit) for word in read.words))


def _word(word: ReadWord, scale: float) -> SeenWord:
    return SeenWord(
        box=Box(
            word.left / scale,
            word.top / scale,
            (word.left + word.width) / scale,
            (word.top + word.height) / scale,
        ),
        text=word.text,
        confidence=word.confidence,
    )
