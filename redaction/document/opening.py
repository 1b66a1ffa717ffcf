# SPDX-License-Identifier: EUPL-1.2
"""Opens a PDF within limits, or says by name why not."""

import io
from typing import Final

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject

from redaction.content.fonts import resolved
from schemas.errors import BlockReason, DocumentBlocked, InputRefused, RefusalReason

MAX_PAGES: Final = 20_000
MAX_OBJECTS: Final = 2_000_000

BROKEN_PDF: Final = (
    PyPdfError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    RecursionError,
    NotImplementedError,
    AssertionError,
    UnicodeError,
    OverflowError,
)
"""What pypdf raises on damaged or hostile files, beside its own errors."""


def blocked_by(error: Exception) -> DocumentBlocked:
    """What a document is blocked with when reading an object of it raised an error of ``BROKEN_PDF``."""
    if isinstance(error, LimitReachedError | RecursionError):
        return DocumentBlocked(BlockReason.SIZE_LIMIT, "An object of the PDF is too large, too deep or endless.")
    return DocumentBlocked(
        BlockReason.UNSAFE_OBJECT, f"The PDF holds an object that cannot be handled ({type(error).__name__})."
    )


def open_document(data: bytes) -> PdfReader:
    """A reader on the bytes, decrypted where no password is needed.

    Raises:
        InputRefused: PASSWORD_NEEDED, ENCRYPTED or DAMAGED.
        DocumentBlocked: FORM_XFA, PORTFOLIO or SIZE_LIMIT.
    """
    reader = _reader(data)
    try:
        _check_catalog(reader)
        pages = len(reader.pages)
    except BROKEN_PDF:
        raise _damaged() from None
    if not pages:
        raise InputRefused(RefusalReason.EMPTY, "The PDF has no pages.")
    if pages > MAX_PAGES:
        raise DocumentBlocked(BlockReason.SIZE_LIMIT, f"The PDF has more than {MAX_PAGES} pages.")
    return reader


def _damaged() -> InputRefused:
    return InputRefused(
        RefusalReason.DAMAGED,
        "The PDF is damaged and does not open.",
        advice="Ask the owner to export it again from the system it came from.",
    )


def _reader(data: bytes) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if not reader.is_encrypted or reader.decrypt(""):
            return reader
    except DependencyError:
        raise InputRefused(RefusalReason.ENCRYPTED, "The PDF uses an encryption that is not supported.") from None
    except FileNotDecryptedError:
        pass
    except BROKEN_PDF:
        raise _damaged() from None
    raise InputRefused(
        RefusalReason.PASSWORD_NEEDED,
        "The PDF opens only with a password.",
        advice="Ask the owner for a version without a password.",
    )


def _check_catalog(reader: PdfReader) -> None:
    if len(reader.xref_objStm) + sum(len(table) for table in reader.xref.values()) > MAX_OBJECTS:
        raise DocumentBlocked(BlockReason.SIZE_LIMIT, "The PDF has too many objects.")
    catalog = reader.root_object
    if "/Collection" in catalog:
        raise DocumentBlocked(
            BlockReason.PORTFOLIO,
            "The PDF is a portfolio: a wrapper around other files.",
            advice="Take the files out of it and offer them one by one.",
        )
    form = resolved(catalog.get("/AcroForm"))
    if isinstance(form, DictionaryObject) and "/XFA" in form:
        fields = resolved(form.get("/Fields"))
        if not isinstance(fields, ArrayObject) or not fields or resolved(catalog.get("/NeedsRendering")):
            raise DocumentBlocked(
                BlockReason.FORM_XFA,
                "The PDF is an XFA form, whose pages are made by a program inside it.",
                advice="Print it to PDF in the program that made it and offer that.",
            )
