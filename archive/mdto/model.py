# SPDX-License-Identifier: EUPL-1.2
"""The parts of MDTO that a publication needs, as values; used to read and to write."""

from dataclasses import dataclass, field
from datetime import date

from schemas.documents import Identificatie


@dataclass(frozen=True, kw_only=True, slots=True)
class Begrip:
    """MDTO begripGegevens: a term from a list."""

    label: str
    code: str | None = None
    lijst: str
    lijst_kenmerk: str | None = None
    """Identification of the list, where the file gives it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verwijzing:
    """MDTO verwijzingGegevens: a reference by name and, when known, by identification."""

    naam: str
    identificatie: Identificatie | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """MDTO eventGegevens."""

    type: Begrip
    tijd: str | None = None
    actor: Verwijzing | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Beperking:
    """MDTO beperkingGebruikGegevens. ``einddatum`` is the day on which it ends, when it says so."""

    type: Begrip
    beschrijving: str | None = None
    einddatum: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Informatieobject:
    """MDTO informatieobject. The elements that a publication does not use are read past."""

    identificaties: tuple[Identificatie, ...]
    naam: str = field(repr=False)
    aggregatieniveau: Begrip | None = None
    classificaties: tuple[Begrip, ...] = ()
    trefwoorden: tuple[str, ...] = ()
    omschrijvingen: tuple[str, ...] = field(default=(), repr=False)
    talen: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    waardering: Begrip
    is_onderdeel_van: tuple[Verwijzing, ...] = ()
    bevat_onderdeel: tuple[Verwijzing, ...] = ()
    heeft_representatie: tuple[Verwijzing, ...] = ()
    archiefvormers: tuple[Verwijzing, ...]
    beperkingen: tuple[Beperking, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Checksum:
    """MDTO checksumGegevens. ``datum`` is an xs:dateTime as written."""

    algoritme: str
    waarde: str
    datum: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Bestand:
    """MDTO bestand."""

    identificaties: tuple[Identificatie, ...]
    naam: str = field(repr=False)
    omvang: int
    bestandsformaat: Begrip
    checksums: tuple[Checksum, ...]
    is_representatie_van: Verwijzing


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """One MDTO file: what it describes and the version it is valid against."""

    version: str
    content: Informatieobject | Bestand
