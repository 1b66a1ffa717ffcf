# SPDX-License-Identifier: EUPL-1.2
"""What can be read in a public PDF, by a library that had no part in making it."""

import threading
from typing import Final

import pypdfium2

from schemas.errors import LakstraatError

_PDFIUM: Final = threading.Lock()
"""pdfium knows no threads."""


class NotReadable(LakstraatError):
    """These bytes are no PDF that opens."""


def page_texts(data: bytes) -> list[str]:
    """The text of each page.

    Raises:
        NotReadable: it is no PDF that opens.
    """
    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            raise NotReadable("These bytes are no PDF that opens.") from None
        try:
            return [_page_text(document, number) for number in range(len(document))]
        except pypdfium2.PdfiumError:
            raise NotReadable("A page of this PDF does not open.") from None
        finally:
            document.close()


def same_document(sent: bytes, received: bytes) -> bool:
    """Whether both have the same pages with the same text, where a place rewrites files so that bytes cannot say it."""
    try:
        return page_texts(sent) == page_texts(received)
    except NotReadable:
        return False


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    text_page = page.get_textpage()
    try:
        return str(text_page.get_text_bounded())
    finally:
        text_page.close()
        page.close()
