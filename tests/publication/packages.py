# SPDX-License-Identifier: EUPL-1.2
"""Invented documents that are ready to be published."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from publication.diwoo import record_for
from schemas.documents import ArchivedDocument, ArchiveEvent, ArchiveMetadata, EventKind, Identificatie
from schemas.identity import DocumentId, digest_of
from schemas.publication import DiwooRecord, PublicationPackage
from schemas.redacted import VerificationReport, VerifiedDocument
from schemas.values.codes import Informatiecategorie

MOMENT = datetime(2026, 11, 20, 13, 5, tzinfo=UTC)
BASE = "https://open.utrecht.example"


@dataclass(frozen=True)
class House:
    publisher: str = "gemeente Utrecht"


HOUSE = House()


def document_id(number: int) -> DocumentId:
    return DocumentId(hashlib.sha256(str(number).encode()).hexdigest()[:32])


def archived(number: int = 1, *, dossier: str | None = None, **changes: Any) -> ArchivedDocument:
    """A document with plain metadata, some of it changed."""
    fields: dict[str, Any] = {
        "naam": f"Besluit kapvergunning {number}",
        "identificaties": (Identificatie(kenmerk=f"D2026-{number:06d}", bron="Zaaksysteem"),),
        "omschrijvingen": ("Vergunning voor het kappen van drie bomen & herplant.",),
        "trefwoorden": ("bomen", "vergunning"),
        "classificaties": ("Besluit",),
        "taal": "nl",
        "events": (
            ArchiveEvent(kind=EventKind.CREATIE, tijd="2026-11-03"),
            ArchiveEvent(
                kind=EventKind.ACCORDERING,
                tijd="2026-11-05T16:30:00+01:00",
                moment=datetime.fromisoformat("2026-11-05T16:30:00+01:00"),
            ),
        ),
        "archiefvormers": (Identificatie(kenmerk="gm0344", bron="TOOI"),),
        "informatiecategorie": Informatiecategorie.BESCHIKKINGEN.value,
        "creatiedatum": date(2026, 11, 3),
    }
    digest = digest_of(str(number).encode())
    return ArchivedDocument(
        id=document_id(number),
        digest=digest,
        original_digest=digest,
        size=1,
        source="folder:/archief",
        metadata=ArchiveMetadata(**{**fields, **changes}),
        dossier=dossier,
    )


def record(number: int = 1, **changes: Any) -> DiwooRecord:
    """The record of a plain document, with some of its fields changed."""
    return replace(record_for(archived(number), HOUSE), **changes)


def verified(text: str) -> VerifiedDocument:
    """Something that starts as a PDF does and passed the gate."""
    data = f"%PDF-1.7\n% {text}\n%%EOF\n".encode()
    digest = digest_of(data)
    report = VerificationReport(digest=digest, pages=2, checks=("bytes",), faults=(), terms=0)
    return VerifiedDocument(data=data, digest=digest, pages=2, boxes=(), grounds=("5.1.2.e",), report=report)


def package(number: int = 1, *, version: int = 1, later: int = 0, **changes: Any) -> PublicationPackage:
    """A document to publish: ``version`` changes the file, ``changes`` the record, ``later`` (s) the time."""
    id = document_id(number)
    return PublicationPackage(
        id=id,
        document=verified(f"{number} {version}"),
        record=record(number, **changes),
        file_name=f"{id}.pdf",
        last_modified=MOMENT + timedelta(seconds=later),
    )
