# SPDX-License-Identifier: EUPL-1.2
"""Writing MDTO that is valid against 1.0.1 and 1.0.2 alike."""

from collections.abc import Iterable
from typing import Final

from lxml import etree

from archive.mdto.model import Begrip, Beperking, Bestand, Event, Informatieobject, Verwijzing
from archive.mdto.validation import NAMESPACE
from schemas.documents import Identificatie


def term(label: str, list_name: str, code: str | None = None) -> Begrip:
    """A term from one of MDTO's own lists, named as the Nationaal Archief names them."""
    return Begrip(label=label, code=code, lijst=f"Begrippenlijst {list_name} MDTO")


NO_RESTRICTION: Final = Beperking(type=term("Geen beperking", "BeperkingGebruikTypeLijst"))


def write_informatieobject(information: Informatieobject) -> bytes:
    """An MDTO file with one informatieobject, UTF-8."""
    root, element = _root("informatieobject")
    _object(element, information.identificaties, information.naam)
    if information.aggregatieniveau is not None:
        _begrip(element, "aggregatieniveau", information.aggregatieniveau)
    for term_ in information.classificaties:
        _begrip(element, "classificatie", term_)
    _texts(element, "trefwoord", information.trefwoorden)
    _texts(element, "omschrijving", information.omschrijvingen)
    _texts(element, "taal", information.talen)
    for event in information.events:
        _event(element, event)
    _begrip(element, "waardering", information.waardering)
    _references(element, "isOnderdeelVan", information.is_onderdeel_van)
    _references(element, "bevatOnderdeel", information.bevat_onderdeel)
    _references(element, "heeftRepresentatie", information.heeft_representatie)
    _references(element, "archiefvormer", information.archiefvormers)
    for restriction in information.beperkingen:
        _beperking(element, restriction)
    return _serialised(root)


def write_bestand(file: Bestand) -> bytes:
    """An MDTO file with one bestand, UTF-8."""
    root, element = _root("bestand")
    _object(element, file.identificaties, file.naam)
    _text(element, "omvang", str(file.omvang))
    _begrip(element, "bestandsformaat", file.bestandsformaat)
    for checksum in file.checksums:
        child = _add(element, "checksum")
        _begrip(child, "checksumAlgoritme", term(checksum.algoritme, "ChecksumAlgoritme"))
        _text(child, "checksumWaarde", checksum.waarde)
        _text(child, "checksumDatum", checksum.datum)
    _references(element, "isRepresentatieVan", (file.is_representatie_van,))
    return _serialised(root)


def _root(name: str) -> tuple[etree._Element, etree._Element]:
    # The stubs know no None key, which is how lxml writes the default namespace.
    root = etree.Element(f"{{{NAMESPACE}}}MDTO", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    return root, _add(root, name)


def _serialised(root: etree._Element) -> bytes:
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _add(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")


def _text(parent: etree._Element, name: str, text: str) -> None:
    _add(parent, name).text = text


def _texts(parent: etree._Element, name: str, texts: Iterable[str]) -> None:
    for text in texts:
        _text(parent, name, text)


def _object(parent: etree._Element, identifications: Iterable[Identificatie], name: str) -> None:
    for identification in identifications:
        _identificatie(parent, "identificatie", identification)
    _text(parent, "naam", name)


def _identificatie(parent: etree._Element, name: str, identification: Identificatie) -> None:
    element = _add(parent, name)
    _text(element, "identificatieKenmerk", identification.kenmerk)
    _text(element, "identificatieBron", identification.bron)


def _references(parent: etree._Element, name: str, references: Iterable[Verwijzing]) -> None:
    for reference in references:
        element = _add(parent, name)
        _text(element, "verwijzingNaam", reference.naam)
        if reference.identificatie is not None:
            _identificatie(element, "verwijzingIdentificatie", reference.identificatie)


def _begrip(parent: etree._Element, name: str, begrip: Begrip) -> None:
    element = _add(parent, name)
    _text(element, "begripLabel", begrip.label)
    if begrip.code is not None:
        _text(element, "begripCode", begrip.code)
    _references(element, "begripBegrippenlijst", (Verwijzing(naam=begrip.lijst),))


def _event(parent: etree._Element, event: Event) -> None:
    element = _add(parent, "event")
    _begrip(element, "eventType", event.type)
    if event.tijd is not None:
        _text(element, "eventTijd", event.tijd)
    if event.actor is not None:
        _references(element, "eventVerantwoordelijkeActor", (event.actor,))


def _beperking(parent: etree._Element, restriction: Beperking) -> None:
    element = _add(parent, "beperkingGebruik")
    _begrip(element, "beperkingGebruikType", restriction.type)
    if restriction.beschrijving is not None:
        _text(element, "beperkingGebruikNadereBeschrijving", restriction.beschrijving)
    if restriction.einddatum is not None:
        _text(_add(element, "beperkingGebruikTermijn"), "termijnEinddatum", restriction.einddatum.isoformat())
