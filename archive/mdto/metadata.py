# SPDX-License-Identifier: EUPL-1.2
"""What the sidecars of one document say together: a record, or the refusal that names where they disagree."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from archive.mdto.model import Begrip, Beperking, Bestand, Event, Informatieobject, Read, Verwijzing
from archive.mdto.validation import broken
from schemas.documents import ArchiveEvent, ArchiveMetadata, EventKind, Identificatie
from schemas.errors import InputRefused, RefusalReason
from schemas.values import ListedValue, informatiecategorie, value_list

WOO_LIST_NAME: Final = "TOOI waardelijst Woo-informatiecategorieën"
"""Name by which our own sidecars call the list; any name with "informatiecategorie" and "Woo" or "TOOI" is known."""

_LOCAL: Final = ZoneInfo("Europe/Amsterdam")
_AGGREGATES: Final = frozenset({"archief", "serie", "dossier"})
_CLOSED_TO_PUBLIC: Final = frozenset(
    {"niet openbaar", "niet-openbaar", "geheim", "geheimhouding", "staatsgeheim", "vertrouwelijk", "embargo"}
)
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATE_TIME: Final = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d+)?(Z|[+-]\d{2}:\d{2})?")


def contradicts(message: str) -> InputRefused:
    """The refusal of sidecars that disagree with the document or with each other."""
    return InputRefused(
        RefusalReason.SIDECAR_CONTRADICTS,
        message,
        advice="Find out in the archive system which of the two is right, and export the document again.",
    )


def metadata_of(files: Sequence[Read], document: bytes, *, today: date) -> ArchiveMetadata:
    """What the archive says about a document.

    Args:
        files: its sidecars, parsed; none gives empty metadata, which publication completes or blocks on.
        document: the bytes that the archive holds.
        today: day on which a restriction with an end is judged.

    Raises:
        InputRefused: SIDECAR_CONTRADICTS, SIDECAR_BROKEN or NOT_FOR_PUBLICATION.
    """
    described = [file.content for file in files if isinstance(file.content, Informatieobject)]
    stored = [file.content for file in files if isinstance(file.content, Bestand)]
    if len(described) > 1:
        raise contradicts("Two sidecars of this document each hold an informatieobject.")
    if len(stored) > 1:
        raise contradicts("Two sidecars of this document each hold a bestand.")
    for file in stored:
        _check_file(file, document)
    if not described:
        return ArchiveMetadata(mdto_version=files[0].version if files else None)
    information = described[0]
    if stored:
        _check_belongs(stored[0], information)
    _check_publishable(information, today)
    version = next(file.version for file in files if file.content is information)
    return _record(information, version)


def dossier_key(metadata: ArchiveMetadata) -> str | None:
    """Key that the documents of one dossier share: 32 hexadecimal digits in which no name can be read.

    The whole they are part of decides; a document that has parts is itself that whole.
    """
    whole = metadata.is_onderdeel_van or (metadata.identificaties if metadata.bevat_onderdeel else ())
    if not whole:
        return None
    return hashlib.sha256(f"dossier\0{whole[0].bron}\0{whole[0].kenmerk}".encode()).hexdigest()[:32]


def is_bestand(file: Read) -> bool:
    """True for a file that describes bytes, not a document."""
    return isinstance(file.content, Bestand)


def part_of(whole: ArchiveMetadata, number: int) -> ArchiveMetadata:
    """Metadata of a part of a document that has none of its own: that of the whole, under a name and number of its own.

    Args:
        whole: of the message or ZIP that it is in.
        number: of the part, from 1.
    """
    return replace(
        whole,
        naam=None if whole.naam is None else f"{whole.naam} (bijlage {number})",
        identificaties=tuple(
            Identificatie(kenmerk=f"{one.kenmerk}-{number}", bron=one.bron) for one in whole.identificaties
        ),
        is_onderdeel_van=whole.is_onderdeel_van or whole.identificaties,
        bevat_onderdeel=(),
    )


def whole_of(message: ArchiveMetadata) -> ArchiveMetadata:
    """Metadata of a message that has attachments: it says that it has parts, the first of ``part_of`` among them."""
    return replace(message, bevat_onderdeel=message.bevat_onderdeel or part_of(message, 1).identificaties)


def _check_file(file: Bestand, document: bytes) -> None:
    """MDTO bestand: omvang and checksum are of the bytes beside it, or the wrong file lies there."""
    if file.omvang != len(document):
        raise contradicts("The omvang in the sidecar is not the size of the document.")
    for checksum in file.checksums:
        name = re.sub(r"[^a-z0-9]", "", checksum.algoritme.lower())
        if name not in {"sha224", "sha256", "sha384", "sha512", "sha1", "md5"}:
            raise broken("The checksumAlgoritme in the sidecar is not one that can be checked.")
        computed = hashlib.new(name, document, usedforsecurity=False).hexdigest()
        if computed != checksum.waarde.replace(" ", "").lower():
            raise contradicts("The checksum in the sidecar is not that of the document.")


def _check_belongs(file: Bestand, information: Informatieobject) -> None:
    whole = file.is_representatie_van.identificatie
    if whole is not None and whole not in information.identificaties:
        raise contradicts("The bestand is a representation of another informatieobject than the one beside it.")


def _check_publishable(information: Informatieobject, today: date) -> None:
    level = information.aggregatieniveau
    if level is not None and level.label.casefold() in _AGGREGATES:
        raise contradicts("The sidecar describes a whole (aggregatieniveau), not this one document.")
    for restriction in information.beperkingen:
        if _closes(restriction) and not (restriction.einddatum is not None and restriction.einddatum < today):
            raise InputRefused(
                RefusalReason.NOT_FOR_PUBLICATION,
                "The archive says that this document is not for the public (beperkingGebruik).",
                advice="Publish it only after the restriction has been lifted in the archive system.",
            )


def _closes(restriction: Beperking) -> bool:
    return restriction.type.label.casefold() in _CLOSED_TO_PUBLIC


def _record(information: Informatieobject, version: str) -> ArchiveMetadata:
    categories = _woo_categories(information.classificaties)
    return ArchiveMetadata(
        mdto_version=version,
        identificaties=information.identificaties,
        naam=information.naam,
        omschrijvingen=information.omschrijvingen,
        trefwoorden=information.trefwoorden,
        classificaties=tuple(begrip.label for begrip in information.classificaties if not _is_woo_list(begrip)),
        taal=information.talen[0] if information.talen else None,
        events=tuple(_archive_events(information.events)),
        archiefvormers=tuple(
            maker.identificatie if maker.identificatie is not None else maker.naam
            for maker in information.archiefvormers
        ),
        is_onderdeel_van=tuple(_reference(whole) for whole in information.is_onderdeel_van),
        bevat_onderdeel=tuple(_reference(part) for part in information.bevat_onderdeel),
        waardering=information.waardering.code or information.waardering.label,
        beperking_gebruik=tuple(_note(restriction) for restriction in information.beperkingen),
        informatiecategorie=categories[0] if categories else None,
        overige_informatiecategorieen=categories[1:],
        creatiedatum=_created(information.events),
    )


def _reference(reference: Verwijzing) -> Identificatie:
    """A reference by name alone is kept under that name, with an empty bron."""
    return reference.identificatie or Identificatie(kenmerk=reference.naam, bron="")


def _note(restriction: Beperking) -> str:
    text = restriction.type.label
    return text if restriction.beschrijving is None else f"{text}: {restriction.beschrijving}"


def _is_woo_list(begrip: Begrip) -> bool:
    """Whether a term is from TOOI's list of Woo categories (scw_woo_informatiecategorieen)."""
    if begrip.lijst_kenmerk is not None and "woo_informatiecategorieen" in begrip.lijst_kenmerk:
        return True
    name = begrip.lijst.casefold()
    return "informatiecategorie" in name and ("woo" in name or "tooi" in name)


def _woo_categories(terms: Iterable[Begrip]) -> tuple[str, ...]:
    """URIs of the Woo categories that classificatie states, in its order, each once."""
    stated = []
    for position, term in enumerate(terms, start=1):
        if _is_woo_list(term):
            entry = _category(term, position)
            if entry.uri not in stated:
                stated.append(entry.uri)
    return tuple(stated)


def _category(term: Begrip, position: int) -> ListedValue:
    place = f"MDTO/informatieobject/classificatie[{position}]"
    same_label = [
        entry for entry in value_list("informatiecategorielijst") if _plain(entry.label) == _plain(term.label)
    ]
    if term.code is None:
        if len(same_label) != 1:
            raise broken(f"The sidecar names a Woo category at {place} that TOOI's list does not have.")
        return same_label[0]
    try:
        entry = informatiecategorie(term.code)
    except KeyError:
        raise broken(f"The sidecar names a Woo category at {place} that TOOI's list does not have.") from None
    if same_label and entry not in same_label:
        raise contradicts(f"Label and code of the Woo category at {place} belong to different categories.")
    return entry


def _plain(label: str) -> str:
    return label.replace("’", "'").casefold()


def _archive_events(events: Iterable[Event]) -> Iterable[ArchiveEvent]:
    """The events that a DiWoo record can use; an event without a time tells nothing there."""
    for event in events:
        kind = next((kind for kind in EventKind if kind.value.casefold() == event.type.label.casefold()), None)
        if kind is not None and event.tijd is not None:
            yield ArchiveEvent(kind=kind, tijd=event.tijd, moment=_moment(event.tijd))


def _moment(text: str) -> datetime | None:
    """A full xs:dateTime. Without a time zone it is Dutch local time: the archive is a Dutch municipality's."""
    match = _DATE_TIME.fullmatch(text)
    if match is None:
        return None
    try:
        moment = datetime.fromisoformat(match[1] + (match[3] or ""))
    except ValueError:
        return None  # 24:00:00 and years beyond Python: the text itself is kept
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=_LOCAL)


def _created(events: Iterable[Event]) -> date | None:
    """The day of creation, when there is one and it is a full date; two different days are not chosen between."""
    days = set()
    for event in events:
        match = None if event.tijd is None else _DATE.match(event.tijd)
        if match is None or event.type.label.casefold() != EventKind.CREATIE.value.casefold():
            continue
        try:
            days.add(date.fromisoformat(match[0]))
        except ValueError:
            continue
    return days.pop() if len(days) == 1 else None
