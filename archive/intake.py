# SPDX-License-Identifier: EUPL-1.2
"""The door: an offered document becomes an ArchivedDocument in the working store, or a refusal with advice."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import pikepdf

from archive.conversion import Converted, convert
from archive.formats import FileFormat, format_of
from archive.mdto.metadata import contradicts, dossier_key, is_bestand, metadata_of, part_of, whole_of
from archive.mdto.parser import parse
from archive.mdto.validation import broken
from archive.source import Offered
from archive.store import WorkingStore
from schemas.documents import ArchivedDocument, ArchiveMetadata, Refused
from schemas.errors import InputRefused, RefusalReason
from schemas.events import log_event

MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class IntakeLimits:
    """What is too much.

    Attributes:
        document_bytes: a document above this is refused.
        sidecar_bytes: a sidecar above this is refused; a real one is a few kilobytes.
    """

    document_bytes: int = 256 * MEBIBYTE
    sidecar_bytes: int = 2 * MEBIBYTE


DEFAULT_LIMITS: Final = IntakeLimits()


def take_in(
    offered: Offered,
    store: WorkingStore,
    limits: IntakeLimits = DEFAULT_LIMITS,
    *,
    today: date | None = None,
    make_pdf: Callable[[bytes], Converted] | None = None,
) -> ArchivedDocument | Refused:
    """Fetch a document, judge it and its sidecars, and keep its bytes.

    Args:
        offered: what the source offers.
        store: where the bytes go.
        limits: sizes that are too much.
        today: day on which restrictions with an end are judged; the current day in the Netherlands if not given.
        make_pdf: calls ``as_pdf`` where a file that brings its process down does no harm.

    Returns:
        The document, or the refusal with advice for the person who offered it.

    Raises:
        ServiceMissing: the source does not give the bytes, or the store does not take them.
        DocumentBlocked: a limit was passed.
    """
    try:
        data = _fetch(offered, limits)
        made = (make_pdf or as_pdf)(data)
        metadata = _metadata(offered, data, limits, today or datetime.now(ZoneInfo("Europe/Amsterdam")).date())
    except InputRefused as refusal:
        log_event("document_refused", document=offered.id, reason=refusal.reason.value)
        return Refused(id=offered.id, reason=refusal.reason, message=refusal.message, advice=refusal.advice)
    original = store.put(data)
    log_event("document_taken_in", document=offered.id, bytes=len(data))
    return ArchivedDocument(
        id=offered.id,
        digest=store.put(made.pdf),
        original_digest=original,
        size=len(data),
        source=offered.source,
        metadata=metadata,
        dossier=dossier_key(metadata) or offered.family,
        notes=made.notes,
    )


def as_pdf(data: bytes) -> Converted:
    """A document as a PDF that opens: as it is, or converted from another format.

    Raises:
        InputRefused: it cannot be read, or cannot be made into a PDF.
        DocumentBlocked: the conversion passed a limit of time.
    """
    found = format_of(data)
    if found is FileFormat.PDF:
        check_pdf(data)
        return Converted(pdf=data)
    if found is FileFormat.PROTECTED_OFFICE:
        raise InputRefused(
            RefusalReason.PASSWORD_NEEDED,
            "The office document opens only with a password.",
            advice="Ask the owner for a PDF without a password.",
        )
    made = convert(data, found)
    check_pdf(made.pdf)
    return made


def _fetch(offered: Offered, limits: IntakeLimits) -> bytes:
    too_large = InputRefused(
        RefusalReason.TOO_LARGE,
        f"The document is larger than {limits.document_bytes // MEBIBYTE} MiB.",
        advice="Split it into parts, or raise the limit in the settings.",
    )
    if offered.size > limits.document_bytes:
        raise too_large
    data = offered.fetch()
    if len(data) > limits.document_bytes:
        raise too_large
    if not data:
        raise InputRefused(
            RefusalReason.EMPTY, "The document is empty (0 bytes).", advice="Ask the owner to export it again."
        )
    return data


def check_pdf(data: bytes) -> None:
    """Let a PDF pass that opens without a password and has pages.

    Raises:
        InputRefused: it is something else.
    """
    found = format_of(data)
    if found is not FileFormat.PDF:
        raise InputRefused(
            RefusalReason.UNSUPPORTED_FORMAT,
            f"The document is not a PDF but: {found.value}.",
            advice="Offer it as PDF.",
        )
    damaged = InputRefused(
        RefusalReason.DAMAGED,
        "The PDF is damaged and does not open.",
        advice="Ask the owner to export it again from the system it came from.",
    )
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            if len(pdf.pages) == 0:
                raise damaged
    except pikepdf.PasswordError:
        raise InputRefused(
            RefusalReason.PASSWORD_NEEDED,
            "The PDF opens only with a password.",
            advice="Ask the owner for a version without a password.",
        ) from None
    except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, TypeError, RuntimeError, RecursionError):
        if b"/Encrypt" in data:
            raise InputRefused(
                RefusalReason.ENCRYPTED,
                "The PDF is encrypted in a way that cannot be opened here (certificate or rights management).",
                advice="Ask the owner for a version without protection.",
            ) from None
        raise damaged from None


def _metadata(offered: Offered, data: bytes, limits: IntakeLimits, today: date) -> ArchiveMetadata:
    files = []
    for sidecar in offered.sidecars:
        if sidecar.ambiguous:
            raise contradicts("One sidecar fits several documents by its name; name it after the whole file name.")
        if sidecar.size > limits.sidecar_bytes:
            raise broken("The sidecar is far larger than metadata can be.")
        content = sidecar.fetch()
        if len(content) > limits.sidecar_bytes:
            raise broken("The sidecar is far larger than metadata can be.")
        files.append(parse(content))
    if offered.part:
        return part_of(metadata_of([file for file in files if not is_bestand(file)], data, today=today), offered.part)
    metadata = metadata_of(files, data, today=today)
    return whole_of(metadata) if offered.family == offered.id else metadata
