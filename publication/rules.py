# SPDX-License-Identifier: EUPL-1.2
"""Our own rules for what is published: the official schema lets all of this through, and the Woo-index does not.

The same rules judge a record before it is published and a record that is read back from a site.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from schemas.publication import DiwooRecord, Verwijzing, Waarde
from schemas.values import ValueList, organisations, value_list

LOC_LENGTH: Final = range(12, 2049)
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_FILE_NAME: Final = re.compile(
    r"\S+\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|msg|eml|txt|rtf|html?|tiff?|jpe?g|png|zip)", re.IGNORECASE
)
_URL_CHARACTERS: Final = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class BrokenRule:
    """A rule and how it is broken; the message quotes no text of a record."""

    rule: str
    message: str


def record_faults(record: DiwooRecord) -> tuple[BrokenRule, ...]:
    """What is wrong with a record by our own rules."""
    return tuple(_record_faults(record))


def loc_faults(loc: str) -> tuple[BrokenRule, ...]:
    """What is wrong with the address of a public file."""
    return tuple(_loc_faults(loc))


def is_file_name(title: str) -> bool:
    """Whether a title is no more than the name of a file."""
    return _FILE_NAME.fullmatch(title.strip()) is not None


def _record_faults(record: DiwooRecord) -> Iterator[BrokenRule]:
    yield from _organisation("publisher", record.publisher)
    for name, body in (("verantwoordelijke", record.verantwoordelijke), ("opsteller", record.opsteller)):
        if body is not None:
            yield from _organisation(name, body)
    yield from _title(record.officiele_titel)
    if not record.informatiecategorieen:
        yield BrokenRule(rule="categorie-ontbreekt", message="there is no informatiecategorie")
    if not record.documenthandelingen:
        yield BrokenRule(rule="handeling-ontbreekt", message="there is no documenthandeling")
    for handeling in record.documenthandelingen:
        yield from _listed("soortHandeling", handeling.soort_handeling, "soorthandelinglijst")
        if handeling.was_associated_with is not None:
            yield from _organisation("wasAssociatedWith", handeling.was_associated_with)
    for name, values, list_name in (
        ("informatiecategorie", record.informatiecategorieen, "informatiecategorielijst"),
        ("documentsoort", record.documentsoorten, "documentsoortlijst"),
        ("thema", record.themas, "themalijst"),
        ("language", _given(record.language), "taallijst"),
        ("format", _given(record.format), "formatlijst"),
        (
            "redenVerwijderingVervanging",
            _given(record.reden_verwijdering_vervanging),
            "redenverwijderingvervanginglijst",
        ),
    ):
        for value in values:
            yield from _listed(name, value, list_name)
        if len({value.uri for value in values}) != len(values):
            yield BrokenRule(rule="dubbele-waarde", message=f"{name} has a value twice")
    if record.format is None:
        yield BrokenRule(rule="format-ontbreekt", message="there is no format, so the harvester guesses the file type")
    yield from _texts(record)
    for relatie in record.documentrelaties:
        yield from _listed("documentrelatie", relatie.role, "documentrelatielijst")
    relations = (("documentrelatie", one.relation) for one in record.documentrelaties)
    for name, reference in (*(("hasPart", one) for one in record.has_parts), *relations, *_part_of(record)):
        yield from _reference(name, reference)


def _given(value: Waarde | None) -> tuple[Waarde, ...]:
    return () if value is None else (value,)


def _part_of(record: DiwooRecord) -> tuple[tuple[str, Verwijzing], ...]:
    return () if record.is_part_of is None else (("isPartOf", record.is_part_of),)


def _title(title: str) -> Iterator[BrokenRule]:
    if not title.strip():
        yield BrokenRule(rule="titel-leeg", message="officieleTitel is empty")
    elif is_file_name(title):
        yield BrokenRule(rule="titel-bestandsnaam", message="officieleTitel is the name of a file; those leak names")


def _texts(record: DiwooRecord) -> Iterator[BrokenRule]:
    for name, texts in (
        ("identifier", record.identifiers),
        ("verkorteTitel", record.verkorte_titels),
        ("omschrijving", record.omschrijvingen),
        ("trefwoord", record.trefwoorden),
        ("aggregatiekenmerk", () if record.aggregatiekenmerk is None else (record.aggregatiekenmerk,)),
    ):
        if any(not text.strip() for text in texts):
            yield BrokenRule(rule="lege-tekst", message=f"{name} is empty")


def _organisation(name: str, value: Waarde) -> Iterator[BrokenRule]:
    yield from _in_list(name, value, organisations())
    if value.uri in organisations() and not organisations().by_uri(value.uri).actueel:
        yield BrokenRule(rule="organisatie-opgeheven", message=f"{name} is a body that no longer exists")


def _listed(name: str, value: Waarde, list_name: str) -> Iterator[BrokenRule]:
    yield from _in_list(name, value, value_list(list_name))


def _in_list(name: str, value: Waarde, listed: ValueList) -> Iterator[BrokenRule]:
    if not value.uri:
        yield BrokenRule(rule="resource-ontbreekt", message=f"{name} has no resource")
    elif value.uri not in listed:
        yield BrokenRule(rule="waarde-onbekend", message=f"the resource of {name} is not in the official list")
    elif not value.label.strip():
        yield BrokenRule(rule="label-leeg", message=f"the label of {name} is empty")
    elif value.label != listed.by_uri(value.uri).label:
        yield BrokenRule(rule="label-weerspreekt", message=f"the label of {name} is not the one of its resource")


def _reference(name: str, reference: Verwijzing) -> Iterator[BrokenRule]:
    if not reference.resource:
        yield BrokenRule(rule="resource-ontbreekt", message=f"{name} has no resource")
        return
    if not reference.label.strip():
        yield BrokenRule(rule="label-leeg", message=f"the label of {name} is empty")
    yield from _loc_faults(reference.resource)


def _loc_faults(loc: str) -> Iterator[BrokenRule]:
    if len(loc) not in LOC_LENGTH:
        yield BrokenRule(rule="loc-lengte", message="an address has 12 to 2048 characters")
    if not _URL_CHARACTERS.fullmatch(loc):
        yield BrokenRule(rule="loc-tekens", message="an address has a character that must be percent-encoded")
        return
    parts = urlsplit(loc)
    if not parts.scheme or not parts.hostname:
        yield BrokenRule(rule="loc-relatief", message="an address is not complete; it needs https:// and a host")
    elif parts.scheme != "https" and not is_trial(loc):
        yield BrokenRule(rule="loc-geen-https", message="an address is not https")


def is_trial(address: str) -> bool:
    """Whether an address is of this very machine: a trial, which no harvester can reach, so http will do."""
    parts = urlsplit(address)
    return parts.scheme == "http" and parts.hostname in _LOOPBACK
