# SPDX-License-Identifier: EUPL-1.2
"""A document of any known format becomes a PDF, with a note on everything that the PDF does not show by itself."""

import io
from dataclasses import dataclass, field
from typing import Final

import pikepdf

from archive.conversion.changes import accepted
from archive.conversion.mail import mail_page, read_mail
from archive.conversion.office import Office, find_office
from archive.conversion.pages import clean_html, decoded, page, plain_text
from archive.conversion.pictures import pictures_to_pdf
from archive.conversion.unseen import unseen_in
from archive.formats import IMAGES, MAIL, FileFormat
from schemas.errors import InputRefused, RefusalReason

_SUFFIXES: Final = {
    FileFormat.DOCX: "docx",
    FileFormat.XLSX: "xlsx",
    FileFormat.PPTX: "pptx",
    FileFormat.ODT: "odt",
    FileFormat.ODS: "ods",
    FileFormat.ODP: "odp",
}
_OLDER: Final = {
    FileFormat.DOC: ("doc", FileFormat.ODT),
    FileFormat.RTF: ("rtf", FileFormat.ODT),
    FileFormat.XLS: ("xls", FileFormat.ODS),
    FileFormat.PPT: ("ppt", FileFormat.ODP),
}
"""Formats in which changes and hidden parts cannot be told apart, and the one that they are brought to first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Converted:
    """A PDF made from another format. The same bytes give the same PDF.

    Attributes:
        notes: Dutch sentences for the officer: comments, tracked changes, hidden sheets, notes to slides, attachments.
    """

    pdf: bytes = field(repr=False)
    notes: tuple[str, ...] = ()


def convert(data: bytes, found: FileFormat) -> Converted:
    """Make a PDF of a document.

    Args:
        data: the document.
        found: its format, as ``format_of`` tells it.

    Raises:
        InputRefused: UNSUPPORTED_FORMAT (also where the program for it is not installed), DAMAGED or TOO_LARGE.
        DocumentBlocked: the conversion passed a limit of time.
    """
    if found in IMAGES:
        return Converted(pdf=_steady(pictures_to_pdf(data)))
    if found in MAIL:
        letter = read_mail(data, found)
        return Converted(pdf=_web(mail_page(letter)), notes=letter.notes)
    if found is FileFormat.TEXT:
        return Converted(pdf=_web(page(plain_text(decoded(data)))))
    if found is FileFormat.HTML:
        return Converted(pdf=_web(page(clean_html(decoded(data)))))
    if found in _OLDER:
        suffix, found = _OLDER[found]
        data = _program().to_open_document(data, suffix, _SUFFIXES[found])
    if found in _SUFFIXES:
        return Converted(pdf=_office(accepted(data, found), _SUFFIXES[found]), notes=unseen_in(data, found))
    raise InputRefused(
        RefusalReason.UNSUPPORTED_FORMAT,
        f"The document cannot be made into a PDF: {found.value}.",
        advice="Offer it as PDF.",
    )


def _web(text: str) -> bytes:
    return _office(text.encode(), "html")


def _office(data: bytes, suffix: str) -> bytes:
    return _steady(_program().to_pdf(data, suffix))


def _program() -> Office:
    office = find_office()
    if office is None:
        raise InputRefused(
            RefusalReason.UNSUPPORTED_FORMAT,
            "LibreOffice is not installed, so office documents, mail and text cannot be read.",
            advice="Install it (`lakstraat doctor` names the command), or offer the document as PDF.",
        )
    return office


def _steady(pdf: bytes) -> bytes:
    """The PDF without what changes from one conversion to the next: dates and identifiers."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for key in ("/Metadata", "/PieceInfo"):
            if key in document.Root:
                del document.Root[key]
        for key in set(document.trailer.keys()) - {"/Root", "/Size"}:
            del document.trailer[key]
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()
