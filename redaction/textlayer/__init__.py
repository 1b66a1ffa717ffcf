# SPDX-License-Identifier: EUPL-1.2
"""From bytes to text with places: ``read_text_layer``; and what must be seen to know it: ``first_reading``."""

from collections.abc import Iterator

from redaction.content.interpreter import DocumentFonts, interpret_page, page_frame
from redaction.content.pausing import without_collector
from redaction.document.opening import open_document
from redaction.textlayer.builder import page_text
from redaction.textlayer.seeing import Reading, Spelled, first_reading, with_seen_letters
from schemas.identity import digest_of
from schemas.textlayer import PageText, TextLayer

__all__ = [
    "Reading",
    "Spelled",
    "first_reading",
    "page_sizes",
    "read_page",
    "read_pages",
    "read_text_layer",
    "with_seen_letters",
]


def read_pages(data: bytes) -> Iterator[PageText]:
    """Pages of a document one by one, so that a long document need not be in memory as a whole.

    Raises:
        InputRefused: the document does not open.
        DocumentBlocked: it goes beyond the limits.
    """
    with without_collector():
        reader = open_document(data)
        pages = list(reader.pages)
    fonts = DocumentFonts()
    for number, page in enumerate(pages):
        with without_collector():
            text = page_text(interpret_page(page, number, fonts))
        yield text


def read_page(data: bytes, number: int) -> PageText:
    """One page of a document, by its 0-based number.

    Raises:
        InputRefused: the document does not open.
        DocumentBlocked: it goes beyond the limits.
        IndexError: it has no such page.
    """
    return page_text(interpret_page(open_document(data).pages[number], number, DocumentFonts()))


def page_sizes(data: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of the pages of a document as seen, in points.

    Raises:
        InputRefused: the document does not open.
        DocumentBlocked: it goes beyond the limits.
    """
    return tuple(page_frame(page)[1:3] for page in open_document(data).pages)


def read_text_layer(data: bytes) -> TextLayer:
    """The text layer of a document.

    Raises:
        InputRefused: the document does not open.
        DocumentBlocked: it goes beyond the limits.
    """
    return TextLayer(digest=digest_of(data), pages=tuple(read_pages(data)))
