# SPDX-License-Identifier: EUPL-1.2
"""From what the archive says about a document to its DiWoo record. What the archive does not say is left out."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date, datetime, time
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from publication.dossiers import ANNEX, MAIN, ROLE
from publication.house_rules import HouseRules
from publication.rules import is_file_name, record_faults
from schemas.documents import ArchivedDocument, ArchiveEvent, ArchiveMetadata, EventKind, Identificatie
from schemas.errors import BlockReason, DocumentBlocked, WrongUse
from schemas.publication import DiwooRecord, Documenthandeling, Relatie, Waarde
from schemas.values import ListedValue, current, informatiecategorie, organisations, value_list
from schemas.values.codes import SoortHandeling

PDF: Final = "http://publications.europa.eu/resource/authority/file-type/PDF"
_LOCAL: Final = ZoneInfo("Europe/Amsterdam")
_HANDELING: Final = {EventKind.ONTVANGST: SoortHandeling.ONTVANGST, EventKind.ACCORDERING: SoortHandeling.ONDERTEKENING}
_LANGUAGES: Final = {"nl": "NLD", "en": "ENG", "de": "DEU", "fr": "FRA", "fy": "FRY", "es": "SPA", "pl": "POL"}
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")

_REMOVED: Final = re.compile(r"\[gelakt\]")
_KENMERK: Final = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}")
_DIGITS: Final = re.compile(r"(?<!\d)\d{8,9}(?!\d)")
_BSN_WEIGHTS: Final = (9, 8, 7, 6, 5, 4, 3, 2, -1)


class Organisation(Protocol):
    """What is known of the body that publishes."""

    @property
    def publisher(self) -> str:
        """Label, URI or code (``gm0153``) of the body in TOOI's lists."""


def record_for(
    document: ArchivedDocument,
    house: Organisation,
    *,
    rules: HouseRules | None = None,
    established: datetime | None = None,
) -> DiwooRecord:
    """The record of a document, valid against the official schema and against our own rules.

    Args:
        document: texts in its metadata have been through detection.
        house: who publishes.
        rules: what goes without saying in a category of this house.
        established: when this public version was decided upon; the vaststelling of a document of which the archive
            tells no act and no date.

    Raises:
        DocumentBlocked: METADATA_INCOMPLETE; the archive does not say enough.
        WrongUse: the house names a publisher that TOOI does not have.
    """
    metadata = document.metadata
    categories = _categories(metadata)
    known, sources = _identifiers(metadata.identificaties)
    record = DiwooRecord(
        publisher=publisher_of(house),
        officiele_titel=_title(document, categories),
        informatiecategorieen=categories,
        documenthandelingen=_handelingen(metadata, established),
        identifiers=known,
        verantwoordelijke=_verantwoordelijke(metadata.archiefvormers),
        omschrijvingen=_texts(metadata.omschrijvingen),
        documentsoorten=_documentsoorten(metadata.classificaties),
        trefwoorden=_texts(metadata.trefwoorden),
        creatiedatum=metadata.creatiedatum,
        language=_language(metadata.taal),
        format=value_list("formatlijst").by_uri(PDF).waarde,
        aggregatiekenmerk=document.dossier,
        extra_metadata=(*((("identificatieBron", sources),) if sources else ()), *_role(document)),
    )
    record = (rules or HouseRules()).completed(record)
    faults = record_faults(record)
    if faults:
        raise DocumentBlocked(
            BlockReason.METADATA_INCOMPLETE,
            f"The record breaks the rule {faults[0].rule}: {faults[0].message}",
            advice="Correct the metadata in the archive and offer the document again.",
        )
    return record


def with_current_labels(record: DiwooRecord) -> DiwooRecord:
    """A record that was made before, with the labels that the lists give its values now."""
    changed: dict[str, object] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, Waarde):
            changed[field.name] = current(value)
        elif isinstance(value, tuple):
            changed[field.name] = tuple(_relabelled(one) for one in value)
    return replace(record, **changed)  # type: ignore[arg-type]


def _relabelled(value: object) -> object:
    match value:
        case Waarde():
            return current(value)
        case Documenthandeling(was_associated_with=body):
            associated = None if body is None else current(body)
            return replace(value, soort_handeling=current(value.soort_handeling), was_associated_with=associated)
        case Relatie():
            return replace(value, role=current(value.role))
        case _:
            return value


def _role(document: ArchivedDocument) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What the document is in its dossier, as far as the archive tells."""
    if document.dossier is None:
        return ()
    if document.metadata.is_onderdeel_van:
        return ((ROLE, (ANNEX,)),)
    is_message = document.dossier == document.id
    return ((ROLE, (MAIN,)),) if document.metadata.bevat_onderdeel or is_message else ()


def publisher_of(house: Organisation) -> Waarde:
    """The body that publishes, as TOOI lists it.

    Raises:
        WrongUse: no list has it, or it no longer exists.
    """
    return organisation_of(house.publisher, "publisher")


def organisation_of(text: str, role: str = "organisation") -> Waarde:
    """A body in the settings, as TOOI lists it: by label, URI or code.

    Raises:
        WrongUse: no list has it, or it no longer exists.
    """
    wanted = text.strip()
    entry = _organisation(wanted)
    if entry is None:
        close = difflib.get_close_matches(wanted, [one.label for one in organisations()], n=1)
        raise WrongUse(
            f"The {role} in the settings is in none of TOOI's lists of organisations.",
            advice=f"Did you mean {close[0]}?" if close else "Give its label or URI, for example gemeente Utrecht.",
        )
    if not entry.actueel:
        raise WrongUse(
            f"The {role} in the settings, {entry.label}, no longer exists according to TOOI.",
            advice="Give the body that took over its tasks.",
        )
    return entry.waarde


def _organisation(text: str) -> ListedValue | None:
    wanted = text.casefold()
    for entry in organisations():
        if wanted in (entry.uri.casefold(), entry.label.casefold(), entry.uri.rsplit("/", 1)[-1].casefold()):
            return entry
    return None


def _categories(metadata: ArchiveMetadata) -> tuple[Waarde, ...]:
    stated = (metadata.informatiecategorie, *metadata.overige_informatiecategorieen)
    try:
        found = [informatiecategorie(text).waarde for text in stated if text]
    except KeyError:
        raise DocumentBlocked(
            BlockReason.METADATA_INCOMPLETE,
            "The document has a Woo category that TOOI's list does not have.",
            advice="Correct it in the archive, or give one with --category.",
        ) from None
    if not found:
        raise DocumentBlocked(
            BlockReason.METADATA_INCOMPLETE,
            "The archive names no Woo category for this document.",
            advice="Name one in the MDTO sidecar (classificatie), or give one for the batch with --category.",
        )
    return tuple(dict.fromkeys(found))


def _title(document: ArchivedDocument, categories: tuple[Waarde, ...]) -> str:
    """The archive's title; a neutral one when it gives none, only a file name, or nothing is left of it."""
    given = " ".join((document.metadata.naam or "").split())
    if re.search(r"\w", _REMOVED.sub("", given)) and not is_file_name(given):
        return given
    label = categories[0].label
    return f"{label[0].upper()}{label[1:]}, document {document.id[:8]}"


def _handelingen(metadata: ArchiveMetadata, established: datetime | None) -> tuple[Documenthandeling, ...]:
    """Receipt and signing as the archive tells them; else the vaststelling, on the day of creation or of our decision.

    The day of creation for want of an act is what GPP-Woo does as well.
    """
    found = [
        _handeling(_HANDELING[event.kind], moment)
        for event in metadata.events
        if event.kind in _HANDELING and (moment := _moment(event)) is not None
    ]
    if found:
        return tuple(dict.fromkeys(sorted(found, key=lambda one: one.at_time)))
    if metadata.creatiedatum is not None:
        return (_handeling(SoortHandeling.VASTSTELLING, _midnight(metadata.creatiedatum)),)
    if established is not None:
        return (_handeling(SoortHandeling.VASTSTELLING, established.replace(microsecond=0)),)
    raise DocumentBlocked(
        BlockReason.METADATA_INCOMPLETE,
        "The archive tells no day on which this document was made, received or signed.",
        advice="Add an event (Creatie, Ontvangst or Accordering) with its date to the MDTO sidecar.",
    )


def _handeling(kind: SoortHandeling, moment: datetime) -> Documenthandeling:
    entry = value_list("soorthandelinglijst").by_uri(kind.value)
    return Documenthandeling(soort_handeling=entry.waarde, at_time=moment)


def _moment(event: ArchiveEvent) -> datetime | None:
    """The full time; the start of the day when the archive knows a day only. A year or month is no moment."""
    if event.moment is not None:
        return event.moment
    if not _DAY.fullmatch(event.tijd):
        return None
    try:
        return _midnight(date.fromisoformat(event.tijd))
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=_LOCAL)


def _identifiers(given: Iterable[Identificatie]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The kenmerken that are numbers of a system, and the systems; a kenmerk that could name a person stays inside."""
    kept = [one for one in given if _KENMERK.fullmatch(one.kenmerk) and not _holds_bsn(one.kenmerk)]
    return (
        tuple(dict.fromkeys(one.kenmerk for one in kept)),
        tuple(dict.fromkeys(one.bron for one in kept if one.bron)),
    )


def _holds_bsn(text: str) -> bool:
    return any(_passes_eleven_test(digits.zfill(9)) for digits in _DIGITS.findall(text))


def _passes_eleven_test(digits: str) -> bool:
    """The check of a BSN: https://nl.wikipedia.org/wiki/Burgerservicenummer#11-proef."""
    total = sum(weight * int(digit) for weight, digit in zip(_BSN_WEIGHTS, digits, strict=True))
    return int(digits) > 0 and total % 11 == 0


def _verantwoordelijke(makers: Iterable[Identificatie | str]) -> Waarde | None:
    """The archiefvormer that is a government body of today; persons and former bodies are not told."""
    for maker in makers:
        entry = _organisation(maker if isinstance(maker, str) else maker.kenmerk)
        if entry is not None and entry.actueel:
            return entry.waarde
    return None


def _documentsoorten(labels: Iterable[str]) -> tuple[Waarde, ...]:
    """Classifications that are documentsoorten of TOOI by their very name."""
    by_name = {entry.label.casefold(): entry.waarde for entry in value_list("documentsoortlijst")}
    found = (by_name.get(label.strip().casefold()) for label in labels)
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _language(code: str | None) -> Waarde | None:
    wanted = _LANGUAGES.get((code or "").split("-")[0].lower())
    return next((entry.waarde for entry in value_list("taallijst") if entry.uri.rsplit("/", 1)[-1] == wanted), None)


def _texts(given: Iterable[str]) -> tuple[str, ...]:
    """Texts with something left in them, each once."""
    return tuple(dict.fromkeys(text.strip() for text in given if re.search(r"\w", _REMOVED.sub("", text))))
