# SPDX-License-Identifier: EUPL-1.2
"""The one writer, and the one reader, of what a harvester reads: DiWoo 0.9.8 in sitemaps, and sitemap indexes."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, TypeVar

from lxml import etree

from schemas.publication import DiwooRecord, Documenthandeling, Relatie, Verwijzing, Waarde

Item = TypeVar("Item")

SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
DIWOO: Final = "https://standaarden.overheid.nl/diwoo/metadata/"
_ROOT_ATTRIBUTES: Final = f'xmlns="{SITEMAP}" xmlns:diwoo="{DIWOO}"'
_NOT_XML: Final = re.compile("[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A sitemap in an index."""

    loc: str
    lastmod: datetime


def w3c(moment: datetime) -> str:
    """A moment as sitemaps write it: UTC, whole seconds."""
    return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def precise(moment: datetime) -> str:
    """A moment in UTC with milliseconds where it has any: a list may change more than once in a second."""
    if moment.microsecond < 1000:
        return w3c(moment)
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def url_element(loc: str, lastmod: datetime, record: DiwooRecord) -> str:
    """One <url> with its record, as text to put in a sitemap."""
    root = etree.Element(f"{{{SITEMAP}}}urlset", nsmap={None: SITEMAP, "diwoo": DIWOO})  # type: ignore[dict-item]
    url = etree.SubElement(root, f"{{{SITEMAP}}}url")
    etree.SubElement(url, f"{{{SITEMAP}}}loc").text = loc
    etree.SubElement(url, f"{{{SITEMAP}}}lastmod").text = w3c(lastmod)
    _document(url, record)
    etree.indent(root)
    # The root's declarations are repeated on the element when it is written alone; the sitemap's root has them.
    text = etree.tostring(url, encoding="unicode", with_tail=False)
    return text.replace(f" {_ROOT_ATTRIBUTES}", "", 1)


def urlset(elements: Iterable[str]) -> bytes:
    """A sitemap of <url> elements, which must not be none."""
    return _file("urlset", _ROOT_ATTRIBUTES, elements)


def sitemapindex(sitemaps: Iterable[Listed]) -> bytes:
    """An index of sitemaps, which must not be none."""
    elements = (
        f"<sitemap>\n    <loc>{_escaped(one.loc)}</loc>\n    <lastmod>{precise(one.lastmod)}</lastmod>\n  </sitemap>"
        for one in sitemaps
    )
    return _file("sitemapindex", f'xmlns="{SITEMAP}"', elements)


def _file(root: str, attributes: str, elements: Iterable[str]) -> bytes:
    body = "".join(f"  {element}\n" for element in elements)
    if not body:
        raise ValueError(f"a {root} without children is invalid")
    return f"{_HEAD}<{root} {attributes}>\n{body}</{root}>\n".encode()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _document(url: etree._Element, record: DiwooRecord) -> None:
    document = _add(url, "Document")
    diwoo = _add(document, "DiWoo")
    _group(diwoo, "identifiers", "identifier", record.identifiers, _text)
    _waarde(diwoo, "publisher", record.publisher)
    _optional(diwoo, "verantwoordelijke", record.verantwoordelijke)
    _optional(diwoo, "opsteller", record.opsteller)
    titles = _add(diwoo, "titelcollectie")
    _text(titles, "officieleTitel", record.officiele_titel)
    _group(titles, "verkorteTitels", "verkorteTitel", record.verkorte_titels, _text)
    _group(diwoo, "omschrijvingen", "omschrijving", record.omschrijvingen, _text)
    classification = _add(diwoo, "classificatiecollectie")
    _group(classification, "informatiecategorieen", "informatiecategorie", record.informatiecategorieen, _waarde)
    _group(classification, "documentsoorten", "documentsoort", record.documentsoorten, _waarde)
    _group(classification, "themas", "thema", record.themas, _waarde)
    _group(classification, "trefwoorden", "trefwoord", record.trefwoorden, _text)
    if record.creatiedatum is not None:
        _text(diwoo, "creatiedatum", record.creatiedatum.isoformat())
    _optional(diwoo, "language", record.language)
    _optional(diwoo, "format", record.format)
    if record.aggregatiekenmerk is not None:
        _text(diwoo, "aggregatiekenmerk", record.aggregatiekenmerk)
    if record.is_part_of is not None:
        _verwijzing(diwoo, "isPartOf", record.is_part_of)
    _group(diwoo, "hasParts", "hasPart", record.has_parts, _verwijzing)
    _group(diwoo, "documenthandelingen", "documenthandeling", record.documenthandelingen, _handeling)
    _group(diwoo, "documentrelaties", "documentrelatie", record.documentrelaties, _relatie)
    _optional(diwoo, "redenVerwijderingVervanging", record.reden_verwijdering_vervanging)
    if record.extra_metadata:
        _extra(document, record.extra_metadata)


def _add(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{DIWOO}}}{name}")


def _text(parent: etree._Element, name: str, text: str) -> None:
    _add(parent, name).text = xml_text(text)


def _waarde(parent: etree._Element, name: str, value: Waarde) -> None:
    element = _add(parent, name)
    element.set("resource", value.uri)
    element.text = value.label


def _optional(parent: etree._Element, name: str, value: Waarde | None) -> None:
    if value is not None:
        _waarde(parent, name, value)


def _verwijzing(parent: etree._Element, name: str, reference: Verwijzing) -> None:
    element = _add(parent, name)
    element.set("resource", reference.resource)
    element.text = xml_text(reference.label)


def _handeling(parent: etree._Element, name: str, handeling: Documenthandeling) -> None:
    element = _add(parent, name)
    _waarde(element, "soortHandeling", handeling.soort_handeling)
    _text(element, "atTime", handeling.at_time.isoformat())
    _optional(element, "wasAssociatedWith", handeling.was_associated_with)


def _relatie(parent: etree._Element, name: str, relatie: Relatie) -> None:
    element = _add(parent, name)
    _waarde(element, "role", relatie.role)
    _verwijzing(element, "relation", relatie.relation)


def _group(
    parent: etree._Element,
    group: str,
    name: str,
    items: tuple[Item, ...],
    write: Callable[[etree._Element, str, Item], None],
) -> None:
    """A container with its items; the schema allows no container without any."""
    if items:
        container = _add(parent, group)
        for item in items:
            write(container, name, item)


def _extra(document: etree._Element, fields: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
    container = _add(_add(document, "extraMetadata"), "extraMetadatavelden")
    for key, values in fields:
        element = _add(container, "extraMetadataveld")
        _text(element, "key", key)
        _group(element, "values", "value", values, _text)


def xml_text(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def read_record(document: etree._Element) -> DiwooRecord:
    """The record of a diwoo:Document that is valid by the official schema; what it leaves out reads as empty.

    Raises:
        ValueError: a time has no time zone, or the element holds no DiWoo.
    """
    diwoo = document.find(f"{{{DIWOO}}}DiWoo")
    if diwoo is None:
        raise ValueError("the diwoo:Document holds no diwoo:DiWoo")
    created = _read_texts(diwoo, "creatiedatum")
    return DiwooRecord(
        publisher=_read_first(diwoo, "publisher") or Waarde(uri="", label=""),
        officiele_titel="".join(_read_texts(diwoo, "titelcollectie/officieleTitel")[:1]),
        informatiecategorieen=_read_all(diwoo, "classificatiecollectie/informatiecategorieen/informatiecategorie"),
        documenthandelingen=tuple(
            _read_handeling(one) for one in _find(diwoo, "documenthandelingen/documenthandeling")
        ),
        identifiers=_read_texts(diwoo, "identifiers/identifier"),
        verantwoordelijke=_read_first(diwoo, "verantwoordelijke"),
        opsteller=_read_first(diwoo, "opsteller"),
        verkorte_titels=_read_texts(diwoo, "titelcollectie/verkorteTitels/verkorteTitel"),
        omschrijvingen=_read_texts(diwoo, "omschrijvingen/omschrijving"),
        documentsoorten=_read_all(diwoo, "classificatiecollectie/documentsoorten/documentsoort"),
        themas=_read_all(diwoo, "classificatiecollectie/themas/thema"),
        trefwoorden=_read_texts(diwoo, "classificatiecollectie/trefwoorden/trefwoord"),
        creatiedatum=date.fromisoformat(created[0][:10]) if created else None,
        language=_read_first(diwoo, "language"),
        format=_read_first(diwoo, "format"),
        aggregatiekenmerk=next(iter(_read_texts(diwoo, "aggregatiekenmerk")), None),
        is_part_of=next(iter(_read_references(diwoo, "isPartOf")), None),
        has_parts=_read_references(diwoo, "hasParts/hasPart"),
        documentrelaties=tuple(_read_relatie(one) for one in _find(diwoo, "documentrelaties/documentrelatie")),
        reden_verwijdering_vervanging=_read_first(diwoo, "redenVerwijderingVervanging"),
        extra_metadata=tuple(
            ("".join(_read_texts(one, "key")), _read_texts(one, "values/value"))
            for one in _find(document, "extraMetadata/extraMetadatavelden/extraMetadataveld")
        ),
    )


def _find(parent: etree._Element, path: str) -> list[etree._Element]:
    return parent.findall("/".join(f"{{{DIWOO}}}{name}" for name in path.split("/")))


def _read_texts(parent: etree._Element, path: str) -> tuple[str, ...]:
    return tuple(one.text or "" for one in _find(parent, path))


def _read_all(parent: etree._Element, path: str) -> tuple[Waarde, ...]:
    return tuple(Waarde(uri=one.get("resource", ""), label=one.text or "") for one in _find(parent, path))


def _read_first(parent: etree._Element, path: str) -> Waarde | None:
    return next(iter(_read_all(parent, path)), None)


def _read_references(parent: etree._Element, path: str) -> tuple[Verwijzing, ...]:
    return tuple(Verwijzing(resource=one.get("resource", ""), label=one.text or "") for one in _find(parent, path))


def _read_handeling(element: etree._Element) -> Documenthandeling:
    return Documenthandeling(
        soort_handeling=_read_first(element, "soortHandeling") or Waarde(uri="", label=""),
        at_time=datetime.fromisoformat("".join(_read_texts(element, "atTime")[:1]).strip()),
        was_associated_with=_read_first(element, "wasAssociatedWith"),
    )


def _read_relatie(element: etree._Element) -> Relatie:
    return Relatie(
        role=_read_first(element, "role") or Waarde(uri="", label=""),
        relation=next(iter(_read_references(element, "relation")), Verwijzing(resource="", label="")),
    )
