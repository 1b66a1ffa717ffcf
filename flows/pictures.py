# SPDX-License-Identifier: EUPL-1.2
"""Pages as pictures and as words, for the desk; called in a worker process, on files of the working store.

A file is opened once and kept for the next page, so that turning a page of a long document costs one page.
"""

import io
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

import pypdfium2

from flows.engine import remove
from redaction.textlayer import page_sizes, read_page, read_text_layer
from review.ports import Occurrence, Word
from schemas.errors import BlockReason, DocumentBlocked
from schemas.geometry import union
from schemas.review import ReviewedFindings
from schemas.textlayer import TextLayer

_SCALE: Final = 110 / 72
_MOST_PIXELS: Final = 20_000_000
_WORD: Final = re.compile(r"\S+")


def ready() -> None:
    """Nothing: a process that can answer this has loaded what it needs."""


@lru_cache(maxsize=2)
def _opened(path: Path) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(path.read_bytes())


@lru_cache(maxsize=2)
def _bytes(path: Path) -> bytes:
    return path.read_bytes()


@lru_cache(maxsize=2)
def _sizes(path: Path) -> tuple[tuple[float, float], ...]:
    return page_sizes(_bytes(path))


def page_size(path: Path, number: int) -> tuple[float, float]:
    """Width and height of a page as seen, in points."""
    return _sizes(path)[number]


def page_picture(path: Path, number: int) -> bytes:
    """A page (0-based) as a PNG at 110 dpi, or less when it is very large.

    Raises:
        DocumentBlocked: pdfium does not open the file.
    """
    try:
        page = _opened(path)[number]
    except pypdfium2.PdfiumError:
        raise DocumentBlocked(BlockReason.NOT_ANALYSED, "The page cannot be shown.", page=number) from None
    try:
        width, height = page_size(path, number)
        scale = min(_SCALE, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
        out = io.BytesIO()
        page.render(scale=scale * width / page.get_width()).to_pil().save(out, "PNG", compress_level=1)
        return out.getvalue()
    finally:
        page.close()


def page_words(path: Path, number: int) -> tuple[Word, ...]:
    """The words of a page in reading order."""
    page = read_page(_bytes(path), number)
    words = []
    for match in _WORD.finditer(page.text):
        boxes = page.boxes(match.start(), match.end())
        if boxes:
            words.append(Word(start=match.start(), end=match.end(), text=match.group(), box=union(boxes)))
    return tuple(words)


def occurrences(path: Path, wanted: str) -> tuple[Occurrence, ...]:
    """Where a text stands in a document, as words of its own."""
    from redaction.removal.terms import find_terms

    layer = _layer(path)
    found = (span for one in find_terms(layer, (wanted,), ground="5.1.2.e") for span in one.spans)
    return tuple(
        Occurrence(page=span.page, start=span.start, end=span.end, boxes=span.boxes)
        for span in found
        if _stands_alone(layer.pages[span.page].text, span.start, span.end)
    )


def public_document(path: Path, decisions: ReviewedFindings) -> bytes:
    """The document as the removal makes it for the public.

    Raises:
        DocumentBlocked: it cannot be redacted safely as decided.
    """
    return remove(path.read_bytes(), decisions, ()).redacted.data


@lru_cache(maxsize=4)
def _layer(path: Path) -> TextLayer:
    return read_text_layer(path.read_bytes())


def _stands_alone(text: str, start: int, end: int) -> bool:
    """True when a stretch begins and ends where words do."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return not (before.isalnum() and text[start].isalnum()) and not (after.isalnum() and text[end - 1].isalnum())
