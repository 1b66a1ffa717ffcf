# SPDX-License-Identifier: EUPL-1.2
"""A DiWoo record as JSON, in the standard's own names, and back."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, TypeVar

from schemas.publication import DiwooRecord, Documenthandeling, Relatie, Verwijzing, Waarde

Item = TypeVar("Item")


def record_json(record: DiwooRecord) -> dict[str, Any]:
    """A record as JSON, in the names of the standard; what is empty is left out."""
    known = {_camel(name): plain(value) for name, value in asdict(record).items() if value not in (None, ())}
    if record.extra_metadata:
        known["extraMetadata"] = {key: list(values) for key, values in record.extra_metadata}
    return known


def plain(value: Any) -> Any:
    """A value as JSON: dataclasses are dicts already, dates become text."""
    if isinstance(value, dict):
        return {_camel(name): plain(one) for name, one in value.items() if one is not None}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def record_from_json(known: dict[str, Any]) -> DiwooRecord:
    """The record that ``record_json`` wrote."""
    created = known.get("creatiedatum")
    return DiwooRecord(
        publisher=_waarde(known["publisher"]),
        officiele_titel=known["officieleTitel"],
        informatiecategorieen=_all(known, "informatiecategorieen", _waarde),
        documenthandelingen=_all(known, "documenthandelingen", _handeling),
        identifiers=_all(known, "identifiers", str),
        verantwoordelijke=_one(known, "verantwoordelijke", _waarde),
        opsteller=_one(known, "opsteller", _waarde),
        verkorte_titels=_all(known, "verkorteTitels", str),
        omschrijvingen=_all(known, "omschrijvingen", str),
        documentsoorten=_all(known, "documentsoorten", _waarde),
        themas=_all(known, "themas", _waarde),
        trefwoorden=_all(known, "trefwoorden", str),
        creatiedatum=None if created is None else date.fromisoformat(created),
        language=_one(known, "language", _waarde),
        format=_one(known, "format", _waarde),
        aggregatiekenmerk=known.get("aggregatiekenmerk"),
        is_part_of=_one(known, "isPartOf", _verwijzing),
        has_parts=_all(known, "hasParts", _verwijzing),
        documentrelaties=_all(known, "documentrelaties", _relatie),
        reden_verwijdering_vervanging=_one(known, "redenVerwijderingVervanging", _waarde),
        extra_metadata=tuple((key, tuple(values)) for key, values in known.get("extraMetadata", {}).items()),
    )


def _all(known: dict[str, Any], name: str, read: Callable[[Any], Item]) -> tuple[Item, ...]:
    return tuple(read(one) for one in known.get(name, ()))


def _one(known: dict[str, Any], name: str, read: Callable[[Any], Item]) -> Item | None:
    return None if known.get(name) is None else read(known[name])


def _waarde(known: dict[str, str]) -> Waarde:
    return Waarde(uri=known["uri"], label=known["label"])


def _verwijzing(known: dict[str, str]) -> Verwijzing:
    return Verwijzing(resource=known["resource"], label=known["label"])


def _relatie(known: dict[str, Any]) -> Relatie:
    return Relatie(role=_waarde(known["role"]), relation=_verwijzing(known["relation"]))


def _handeling(known: dict[str, Any]) -> Documenthandeling:
    return Documenthandeling(
        soort_handeling=_waarde(known["soortHandeling"]),
        at_time=datetime.fromisoformat(known["atTime"]),
        was_associated_with=_one(known, "wasAssociatedWith", _waarde),
    )
