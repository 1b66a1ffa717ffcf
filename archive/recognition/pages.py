# SPDX-License-Identifier: EUPL-1.2
"""Reads the picture of pages whose own text cannot be known or trusted: words and where they stand."""

from collections.abc import Sequence
from typing import Final

import pypdfium2

from archive.recognition.drawing import drawn, plain
from archive.recognition.tesseract import Tesseract
from archive.recognition.words import ReadWord
from schemas.errors import BlockReason, DocumentBlocked
from schemas.geometry import Box
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
        with pypdfium2.PdfDocument(data) as document:
            return tuple(_seen(document[number], number, tesseract) for number in numbers)
    except pypdfium2.PdfiumError as error:
        raise DocumentBlocked(
            BlockReason.UNKNOWN_CHARACTERS, f"The picture of a page cannot be made ({type(error).__name__})."
        ) from None


def _seen(page: pypdfium2.PdfPage, number: int, tesseract: Tesseract) -> SeenPage:
    try:
        picture, dpi = drawn(page, _DPI)
    finally:
        page.close()
    read = tesseract.read(plain(picture), dpi)
    return SeenPage(number=number, words=tuple(_word(word, dpi / 72) for word in read.words))


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
