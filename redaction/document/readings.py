# SPDX-License-Identifier: EUPL-1.2
"""A file that readers do not read alike: what one of them analyses, another may show differently (threat B12)."""

import io
from typing import Any, Final

import pikepdf
import pypdfium2
from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, StreamObject

from redaction.content.fonts import resolved
from schemas.errors import InputRefused, RefusalReason

_SLACK: Final = 0.01


def refuse_two_readings(data: bytes, reader: PdfReader) -> None:
    """Refuse a file of which other readers see other pages, page sizes or content streams than this one.

    A reader that does not open the file at all has no reading of it.

    Raises:
        InputRefused: DAMAGED.
    """
    pages = len(reader.pages)
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            if len(pdf.pages) != pages:
                raise _differs("number of pages")
            for mine, other in zip(reader.pages, pdf.pages, strict=True):
                _compare(mine, other, encrypted=pdf.is_encrypted)
    except (pikepdf.PdfError, pikepdf.PasswordError):
        pass
    try:
        with pypdfium2.PdfDocument(data) as shown:
            if len(shown) != pages:
                raise _differs("number of pages")
    except pypdfium2.PdfiumError:
        pass


def _differs(what: str) -> InputRefused:
    return InputRefused(
        RefusalReason.DAMAGED,
        f"Readers do not agree about this PDF: its {what} is not the same in each of them.",
        advice="Ask the owner to print the document to PDF again, or to export it again from where it came.",
    )


def _compare(mine: PageObject, other: pikepdf.Page, *, encrypted: bool) -> None:
    here, there = _own_box(mine), _other_box(other)
    if here and there and max(abs(one - two) for one, two in zip(here, there, strict=True)) > _SLACK:
        raise _differs("page size")
    if not encrypted and _own_content(mine) != _other_content(other):
        raise _differs("page content")


def _own_box(page: PageObject) -> tuple[float, ...]:
    return _four([resolved(value) for value in page.mediabox])


def _other_box(page: pikepdf.Page) -> tuple[float, ...]:
    box: Any = page.mediabox
    return _four(list(box)) if isinstance(box, pikepdf.Array) else ()


def _four(values: list[Any]) -> tuple[float, ...]:
    try:
        return tuple(float(value) for value in values) if len(values) == 4 else ()
    except (TypeError, ValueError):
        return ()


def _own_content(page: PageObject) -> list[bytes]:
    """The streams of a page as they are stored."""
    found = resolved(page.get("/Contents"))
    listed = [resolved(item) for item in found] if isinstance(found, ArrayObject) else [found]
    return [bytes(item._data) for item in listed if isinstance(item, StreamObject)]


def _other_content(page: pikepdf.Page) -> list[bytes]:
    found: Any = page.obj.get("/Contents")
    listed = list(found) if isinstance(found, pikepdf.Array) else [found]
    return [item.read_raw_bytes() for item in listed if isinstance(item, pikepdf.Stream)]
