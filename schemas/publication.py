# SPDX-License-Identifier: EUPL-1.2
"""What goes out: a verified document with its DiWoo record, and what the endpoint answered."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from schemas.identity import DocumentId
from schemas.redacted import VerifiedDocument


@dataclass(frozen=True, kw_only=True, slots=True)
class Waarde:
    """An entry of an official value list: its URI and its label exactly as listed."""

    uri: str
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Documenthandeling:
    """DiWoo documenthandeling: what was done, when (aware time), by which organisation."""

    soort_handeling: Waarde
    at_time: datetime
    was_associated_with: Waarde | None = None

    def __post_init__(self) -> None:
        if self.at_time.tzinfo is None:
            raise ValueError("atTime has a time zone")


@dataclass(frozen=True, kw_only=True, slots=True)
class Verwijzing:
    """A reference to another public document: its ``loc`` URL and its title."""

    resource: str
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Relatie:
    """DiWoo documentrelatie: how the document relates to another public document."""

    role: Waarde
    relation: Verwijzing


@dataclass(frozen=True, kw_only=True, slots=True)
class DiwooRecord:
    """A diwoo:Document of DiWoo 0.9.8, in the standard's own words. No field may hold personal data.

    ``naam_opsteller`` does not exist here on purpose: the standard allows the name of a person there.
    """

    publisher: Waarde
    officiele_titel: str
    informatiecategorieen: tuple[Waarde, ...]
    documenthandelingen: tuple[Documenthandeling, ...]
    identifiers: tuple[str, ...] = ()
    verantwoordelijke: Waarde | None = None
    opsteller: Waarde | None = None
    verkorte_titels: tuple[str, ...] = ()
    omschrijvingen: tuple[str, ...] = ()
    documentsoorten: tuple[Waarde, ...] = ()
    themas: tuple[Waarde, ...] = ()
    trefwoorden: tuple[str, ...] = ()
    creatiedatum: date | None = None
    language: Waarde | None = None
    format: Waarde | None = None
    aggregatiekenmerk: str | None = None
    is_part_of: Verwijzing | None = None
    has_parts: tuple[Verwijzing, ...] = ()
    documentrelaties: tuple[Relatie, ...] = ()
    reden_verwijdering_vervanging: Waarde | None = None
    extra_metadata: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicationPackage:
    """A verified document with its record: the only thing an endpoint accepts.

    Attributes:
        file_name: name of the public file, made from the id or the public title; never from the archive.
        last_modified: time of the last public change of file or metadata.
    """

    id: DocumentId
    document: VerifiedDocument
    record: DiwooRecord
    file_name: str
    last_modified: datetime

    def __post_init__(self) -> None:
        if self.last_modified.tzinfo is None:
            raise ValueError("lastmod has a time zone")


class PublicationState(StrEnum):
    """How an endpoint holds a document."""

    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    NOT_PUBLIC = "not_public"
    """A notice tells that the document exists and why it is withheld as a whole."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Publication:
    """What the endpoint answered."""

    id: DocumentId
    endpoint: str
    identifier: str
    url: str
    moment: datetime
    state: PublicationState = PublicationState.PUBLISHED


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteFault:
    """A fault that a harvester would stumble over. ``rule`` cites the rule; ``place`` is a URL or path."""

    rule: str
    place: str
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteReport:
    """What `lakstraat site check` found. A remark is no fault: it tells what a harvester will never see here."""

    indexes: int
    sitemaps: int
    records: int
    files_fetched: int
    faults: tuple[SiteFault, ...] = field(default=())
    remarks: tuple[SiteFault, ...] = field(default=())

    @property
    def clean(self) -> bool:
        """True when a harvester finds nothing to stumble over."""
        return not self.faults
