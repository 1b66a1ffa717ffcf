# SPDX-License-Identifier: EUPL-1.2
"""A document as the archive gives it, and the ways in which it can leave the road before the end."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from schemas.errors import BlockReason, RefusalReason
from schemas.identity import Digest, DocumentId


class EventKind(StrEnum):
    """What happened to a document in the archive, as far as a publication can use it (MDTO EventTypeLijst)."""

    CREATIE = "Creatie"
    ONTVANGST = "Ontvangst"
    ACCORDERING = "Accordering"


@dataclass(frozen=True, kw_only=True, slots=True)
class Identificatie:
    """MDTO identificatieGegevens: the identifier and the system that gave it."""

    kenmerk: str
    bron: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchiveEvent:
    """An MDTO event. ``tijd`` is kept as written (year, date or dateTime); ``moment`` is set when it is a full time."""

    kind: EventKind
    tijd: str
    moment: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchiveMetadata:
    """What the archive says about a document, in MDTO terms (MDTO-XML 1.0.1 and 1.0.2, informatieobject).

    Texts in it come from people and may name people: they pass detection before anything is published.
    """

    mdto_version: str | None = None
    identificaties: tuple[Identificatie, ...] = ()
    naam: str | None = None
    omschrijvingen: tuple[str, ...] = ()
    trefwoorden: tuple[str, ...] = ()
    classificaties: tuple[str, ...] = ()
    taal: str | None = None
    events: tuple[ArchiveEvent, ...] = ()
    archiefvormers: tuple[Identificatie | str, ...] = ()
    is_onderdeel_van: tuple[Identificatie, ...] = ()
    bevat_onderdeel: tuple[Identificatie, ...] = ()
    waardering: str | None = None
    beperking_gebruik: tuple[str, ...] = ()
    informatiecategorie: str | None = None
    """Woo category URI when the archive or the operator states it; never MDTO's own informatiecategorie."""
    overige_informatiecategorieen: tuple[str, ...] = ()
    """Further Woo category URIs, when the archive states more than one."""
    creatiedatum: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchivedDocument:
    """A document taken in. Its bytes lie in the working store under ``digest``.

    Attributes:
        id: our identifier; the same source and path give the same id in every run.
        digest: SHA-256 of the bytes to work on (a PDF).
        original_digest: SHA-256 of the bytes as the archive holds them (differs after conversion).
        size: bytes.
        dossier: key shared by documents that belong together, or None.
        notes: Dutch sentences for the officer about what a conversion to PDF does not show.
    """

    id: DocumentId
    digest: Digest
    original_digest: Digest
    size: int
    source: str
    metadata: ArchiveMetadata = field(default_factory=ArchiveMetadata)
    dossier: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """Intake said no. The advice is for the person who offered the document."""

    id: DocumentId
    reason: RefusalReason
    message: str
    advice: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Blocked:
    """Nobody but a person can take this further. ``page`` is 0-based."""

    id: DocumentId
    reason: BlockReason
    message: str
    page: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Failed:
    """A step broke. ``error`` is the name of the error class; its text is not kept, it could quote a document."""

    id: DocumentId
    step: str
    error: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Withdrawn:
    """A publication that was taken back."""

    id: DocumentId
    reason: str
    moment: datetime
