# SPDX-License-Identifier: EUPL-1.2
"""From a valid MDTO file to values. The schema has been passed by then, so mandatory elements are there."""

from datetime import date
from typing import Final

from lxml import etree

from archive.mdto.model import Begrip, Beperking, Bestand, Checksum, Event, Informatieobject, Read, Verwijzing
from archive.mdto.validation import NAMESPACE, broken, read_valid
from schemas.documents import Identificatie

_NS: Final = {"m": NAMESPACE}
_MAX_OMVANG_DIGITS: Final = 18


def parse(data: bytes) -> Read:
    """One MDTO file as values.

    Raises:
        InputRefused: SIDECAR_BROKEN, with place and rule.
    """
    root, version = read_valid(data)
    information = root.find("m:informatieobject", _NS)
    if information is not None:
        return Read(version=version, content=_informatieobject(information))
    file = root.find("m:bestand", _NS)
    if file is None:
        raise broken("The sidecar holds no informatieobject and no bestand.")
    return Read(version=version, content=_bestand(file))


def _children(element: etree._Element, name: str) -> list[etree._Element]:
    return element.findall(f"m:{name}", _NS)


def _child(element: etree._Element, name: str) -> etree._Element:
    found = element.find(f"m:{name}", _NS)
    if found is None:
        raise broken(f"The sidecar has no {name}.")
    return found


def _text_of(element: etree._Element) -> str:
    """Text with white space made single: XML files are wrapped and indented by hand."""
    return " ".join((element.text or "").split())


def _text(element: etree._Element, name: str) -> str:
    return _text_of(_child(element, name))


def _optional(element: etree._Element, name: str) -> str | None:
    found = element.find(f"m:{name}", _NS)
    return None if found is None else _text_of(found) or None


def _filled(element: etree._Element, name: str) -> str:
    """A mandatory text; 1.0.1 lets it be empty, but then there is nothing to use."""
    text = _text(element, name)
    if not text:
        raise broken(f"The sidecar has an empty {name}.")
    return text


def _texts(element: etree._Element, name: str) -> tuple[str, ...]:
    return tuple(text for child in _children(element, name) if (text := _text_of(child)))


def _identificatie(element: etree._Element) -> Identificatie:
    return Identificatie(kenmerk=_filled(element, "identificatieKenmerk"), bron=_filled(element, "identificatieBron"))


def _verwijzing(element: etree._Element) -> Verwijzing:
    identification = element.find("m:verwijzingIdentificatie", _NS)
    return Verwijzing(
        naam=_filled(element, "verwijzingNaam"),
        identificatie=None if identification is None else _identificatie(identification),
    )


def _verwijzingen(element: etree._Element, name: str) -> tuple[Verwijzing, ...]:
    return tuple(_verwijzing(child) for child in _children(element, name))


def _begrip(element: etree._Element) -> Begrip:
    reference = _child(element, "begripBegrippenlijst")
    identification = reference.find("m:verwijzingIdentificatie", _NS)
    return Begrip(
        label=_filled(element, "begripLabel"),
        code=_optional(element, "begripCode"),
        lijst=_text(reference, "verwijzingNaam"),
        lijst_kenmerk=None if identification is None else _optional(identification, "identificatieKenmerk"),
    )


def _event(element: etree._Element) -> Event:
    actor = element.find("m:eventVerantwoordelijkeActor", _NS)
    return Event(
        type=_begrip(_child(element, "eventType")),
        tijd=_optional(element, "eventTijd"),
        actor=None if actor is None else _verwijzing(actor),
    )


def _beperking(element: etree._Element) -> Beperking:
    term = element.find("m:beperkingGebruikTermijn", _NS)
    ends = None if term is None else _optional(term, "termijnEinddatum")
    try:
        last_day = date.fromisoformat(ends[:10]) if ends and len(ends) >= 10 else None
    except ValueError:
        last_day = None  # a year outside Python's range: then it has no end that we can count on
    return Beperking(
        type=_begrip(_child(element, "beperkingGebruikType")),
        beschrijving=_optional(element, "beperkingGebruikNadereBeschrijving"),
        einddatum=last_day,
    )


def _informatieobject(element: etree._Element) -> Informatieobject:
    level = element.find("m:aggregatieniveau", _NS)
    return Informatieobject(
        identificaties=tuple(_identificatie(child) for child in _children(element, "identificatie")),
        naam=_filled(element, "naam"),
        aggregatieniveau=None if level is None else _begrip(level),
        classificaties=tuple(_begrip(child) for child in _children(element, "classificatie")),
        trefwoorden=_texts(element, "trefwoord"),
        omschrijvingen=_texts(element, "omschrijving"),
        talen=_texts(element, "taal"),
        events=tuple(_event(child) for child in _children(element, "event")),
        waardering=_begrip(_child(element, "waardering")),
        is_onderdeel_van=_verwijzingen(element, "isOnderdeelVan"),
        bevat_onderdeel=_verwijzingen(element, "bevatOnderdeel"),
        heeft_representatie=_verwijzingen(element, "heeftRepresentatie"),
        archiefvormers=_verwijzingen(element, "archiefvormer"),
        beperkingen=tuple(_beperking(child) for child in _children(element, "beperkingGebruik")),
    )


def _bestand(element: etree._Element) -> Bestand:
    size = _text(element, "omvang")
    if len(size) > _MAX_OMVANG_DIGITS:
        raise broken("The sidecar gives an omvang that no file can have.")
    return Bestand(
        identificaties=tuple(_identificatie(child) for child in _children(element, "identificatie")),
        naam=_filled(element, "naam"),
        omvang=int(size),
        bestandsformaat=_begrip(_child(element, "bestandsformaat")),
        checksums=tuple(_checksum(child) for child in _children(element, "checksum")),
        is_representatie_van=_verwijzing(_child(element, "isRepresentatieVan")),
    )


def _checksum(element: etree._Element) -> Checksum:
    return Checksum(
        algoritme=_begrip(_child(element, "checksumAlgoritme")).label,
        waarde=_text(element, "checksumWaarde"),
        datum=_text(element, "checksumDatum"),
    )
