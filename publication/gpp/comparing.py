# SPDX-License-Identifier: EUPL-1.2
"""Whether a PDF that came back is the one that was sent. The publicatiebank rewrites files, so bytes cannot say it."""

import threading
from typing import Final

import pypdfium2

_PDFIUM: Final = threading.Lock()
"""pdfium knows no threads."""


def same_document(sent: bytes, received: bytes) -> bool:
    """Whether both have the same pages with the same text."""
    with _PDFIUM:
        try:
            return _texts(sent) == _texts(received)
        except pypdfium2.PdfiumError:
            return False


def _texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [_page_text(document, number) for number in range(len(document))]
    finally:
        document.close()


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    text_page = page.get_textpage()
    try:
        return str(text_page.get_text_bounded())
    finally:
        text_page.close()
        page.close()
