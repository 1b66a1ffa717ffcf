# SPDX-License-Identifier: EUPL-1.2
"""A record of the Documenten API written as MDTO, so that it passes the same door as the metadata of any archive.

The author (``auteur``) and who signed are persons; they are left out.
"""

import re
from typing import Any, Final

from archive.mdto.metadata import WOO_LIST_NAME
from archive.mdto.model import Begrip, Beperking, Event, Informatieobject, Verwijzing
from archive.mdto.writer import NO_RESTRICTION, term, write_informatieobject
from schemas.documents import Identificatie
from schemas.values import informatiecategorie

_NOT_IN_XML: Final = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANGUAGES: Final = {"dut": "nl", "nld": "nl", "eng": "en", "ger": "de", "deu": "de", "fre": "fr", "fra": "fr"}
"""ISO 639-2 as the API has it, to the language tags of MDTO."""


def mdto_of(record: dict[str, Any], category: str | None) -> bytes:
    """The MDTO informatieobject of a record.

    Args:
        record: an enkelvoudiginformatieobject of the API, version 1.4.
        category: URI of its Woo category, where the configuration names one for its type.
    """
    owner = str(record["bronorganisatie"])
    level = str(record.get("vertrouwelijkheidaanduiding") or "")
    listed = informatiecategorie(category) if category else None
    return write_informatieobject(
        Informatieobject(
            identificaties=(Identificatie(kenmerk=_text(record["identificatie"]), bron=f"RSIN {owner}"),),
            naam=_text(record["titel"]) or _text(record["identificatie"]),
            aggregatieniveau=term("Archiefstuk", "Aggregatieniveaus"),
            classificaties=()
            if listed is None
            else (Begrip(label=listed.label, code=listed.uri, lijst=WOO_LIST_NAME),),
            trefwoorden=tuple(text for word in record.get("trefwoorden") or () if (text := _text(word))),
            omschrijvingen=(text,) if (text := _text(record.get("beschrijving"))) else (),
            talen=(language,) if (language := _LANGUAGES.get(str(record.get("taal")))) else (),
            events=tuple(_events(record)),
            waardering=term("Nader te bepalen", "Waarderingen", "N"),
            archiefvormers=(Verwijzing(naam=f"RSIN {owner}", identificatie=Identificatie(kenmerk=owner, bron="RSIN")),),
            beperkingen=(NO_RESTRICTION if level == "openbaar" else _restriction(level),),
        )
    )


def _restriction(level: str) -> Beperking:
    return Beperking(
        type=term("Overig", "BeperkingGebruikTypeLijst"), beschrijving=f"vertrouwelijkheidaanduiding {level}"
    )


def _events(record: dict[str, Any]) -> list[Event]:
    signed = record.get("ondertekening") or {}
    dates = (
        ("Creatie", record.get("creatiedatum")),
        ("Ontvangst", record.get("ontvangstdatum")),
        ("Accordering", signed.get("datum")),
    )
    return [Event(type=term(kind, "EventTypeLijst"), tijd=str(day)) for kind, day in dates if day]


def _text(value: object) -> str:
    return "" if value is None else " ".join(_NOT_IN_XML.sub(" ", str(value)).split())
