# SPDX-License-Identifier: EUPL-1.2
"""Judging indexes and sitemaps: the official schema first, then what it lets through."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from lxml import etree

from publication.diwoo_xml import DIWOO, SITEMAP, read_record
from publication.lists import MAX_BYTES, MAX_URLS, number_of
from publication.rules import loc_faults, record_faults
from schemas.publication import DiwooRecord, SiteFault
from schemas.values import xsd_path
from schemas.values.codes import SoortHandeling

_MOST_SCHEMA_FAULTS: Final = 5
_MANY: Final = 10
_TOLERANCE: Final = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedSitemap:
    """A sitemap as its index names it."""

    loc: str
    lastmod: datetime | None


@dataclass(kw_only=True, slots=True)
class Harvest:
    """What was seen on the way."""

    indexes: int = 0
    sitemaps: int = 0
    records: int = 0
    formats: dict[str, str] = field(default_factory=dict)
    """Label of the file type by address of the file."""
    references: list[tuple[str, str]] = field(default_factory=list)
    """From which file to which address a record refers."""
    categories: set[str] = field(default_factory=set)
    """URIs of the categories that a record names."""
    only_received: int = 0

    def faults_of_the_whole(self) -> Iterator[SiteFault]:
        """What can only be judged when everything was seen."""
        for loc, target in self.references:
            if target not in self.formats:
                yield SiteFault(
                    rule="relatie-niet-openbaar", place=loc, message="the record refers to a document that is not here"
                )
        if self.records >= _MANY and self.only_received == self.records:
            yield SiteFault(
                rule="handeling-altijd-ontvangst",
                place="",
                message="every record says ontvangst on the day of creation, as if it were filled in blindly",
            )


def check_index(url: str, data: bytes) -> tuple[list[ListedSitemap], list[SiteFault]]:
    """The sitemaps of an index, and what is wrong with it."""
    root, faults = _parsed(url, data, "sitemapindex")
    if root is None:
        return [], faults
    faults += _schema_faults(url, root, "index")
    listed = []
    for element in root.iterfind(f"{{{SITEMAP}}}sitemap"):
        loc = (element.findtext(f"{{{SITEMAP}}}loc") or "").strip()
        faults += [SiteFault(rule=one.rule, place=url, message=one.message) for one in loc_faults(loc)]
        listed.append(ListedSitemap(loc=loc, lastmod=_moment(element.findtext(f"{{{SITEMAP}}}lastmod"))))
    if len(listed) > MAX_URLS:
        faults.append(SiteFault(rule="index-te-lang", place=url, message="an index has at most 50,000 sitemaps"))
    return listed, faults


def check_sitemap(harvest: Harvest, listed: ListedSitemap, data: bytes, *, number: str | None) -> list[SiteFault]:
    """What is wrong with a sitemap; its records are added to the harvest.

    Args:
        harvest: what was seen so far.
        listed: the sitemap as its index names it.
        data: its bytes.
        number: number of the category of its index.
    """
    place = listed.loc
    if len(data) > MAX_BYTES:
        return [SiteFault(rule="sitemap-te-groot", place=place, message="a sitemap has at most 50 MB")]
    root, faults = _parsed(place, data, "urlset")
    if root is None:
        return faults
    faults += _schema_faults(place, root, "sitemap")
    urls = root.findall(f"{{{SITEMAP}}}url")
    if len(urls) > MAX_URLS:
        faults.append(SiteFault(rule="sitemap-te-lang", place=place, message="a sitemap has at most 50,000 urls"))
    newest = None
    for url in urls:
        harvest.records += 1
        changed = _moment(url.findtext(f"{{{SITEMAP}}}lastmod"))
        if changed is not None:
            newest = max(changed, newest or changed)
        faults += _url_faults(harvest, place, url, changed, number)
    if newest is not None and listed.lastmod is not None and listed.lastmod < newest:
        faults.append(
            SiteFault(
                rule="index-lastmod",
                place=place,
                message="the index calls the sitemap older than what is in it, so the change is not fetched",
            )
        )
    return faults


def _url_faults(
    harvest: Harvest, sitemap: str, url: etree._Element, changed: datetime | None, number: str | None
) -> Iterator[SiteFault]:
    loc = url.findtext(f"{{{SITEMAP}}}loc") or ""
    place = loc.strip() or sitemap
    for broken in loc_faults(loc):
        yield SiteFault(rule=broken.rule, place=place, message=broken.message)
    if loc in harvest.formats:
        yield SiteFault(rule="loc-dubbel", place=place, message="the address stands in more than one record")
    if changed is None:
        yield SiteFault(
            rule="lastmod-ontbreekt", place=place, message="there is no full lastmod, so changes are not seen"
        )
    elif changed > datetime.now(UTC) + _TOLERANCE:
        yield SiteFault(rule="lastmod-toekomst", place=place, message="lastmod lies in the future")
    harvest.formats[loc] = ""
    documents = url.findall(f"{{{DIWOO}}}Document")
    if not documents:
        yield SiteFault(rule="document-ontbreekt", place=place, message="the url has no diwoo:Document")
    for document in documents:
        yield from _document_faults(harvest, place, loc, document, number)


def _document_faults(
    harvest: Harvest, place: str, loc: str, document: etree._Element, number: str | None
) -> Iterator[SiteFault]:
    try:
        record = read_record(document)
    except ValueError as error:
        rule = "tijd-zonder-zone" if "time zone" in str(error) else "document-leeg"
        message = (
            "atTime has no time zone" if rule == "tijd-zonder-zone" else "the diwoo:Document holds no DiWoo record"
        )
        yield SiteFault(rule=rule, place=place, message=message)
        return
    harvest.formats[loc] = "" if record.format is None else record.format.label
    harvest.categories |= {category.uri for category in record.informatiecategorieen}
    for broken in record_faults(record):
        yield SiteFault(rule=broken.rule, place=place, message=broken.message)
    if number is not None and number not in _numbers(record):
        yield SiteFault(
            rule="categorie-index", place=place, message=f"the record is not of the category of its index ({number})"
        )
    related = (one.relation for one in record.documentrelaties)
    references = (*record.has_parts, *related, *((record.is_part_of,) if record.is_part_of else ()))
    harvest.references += [(loc, one.resource) for one in references if one.resource]
    harvest.only_received += _only_received(record)


def _numbers(record: DiwooRecord) -> set[str]:
    numbers = set()
    for category in record.informatiecategorieen:
        try:
            numbers.add(number_of(category))
        except KeyError:
            continue  # told by the rules
    return numbers


def _only_received(record: DiwooRecord) -> bool:
    """Whether a record looks filled in blindly: received, on the very day on which it was made."""
    return record.creatiedatum is not None and all(
        one.soort_handeling.uri == SoortHandeling.ONTVANGST and one.at_time.date() == record.creatiedatum
        for one in record.documenthandelingen
    )


def _parsed(place: str, data: bytes, name: str) -> tuple[etree._Element | None, list[SiteFault]]:
    """The root when it is the one that belongs there; else what is wrong."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        return None, [
            SiteFault(rule="xml-onleesbaar", place=place, message=f"this is no well-formed XML (line {line})")
        ]
    found = etree.QName(root)
    if found.namespace == SITEMAP and found.localname == name:
        return root, []
    if found.localname == name:
        return None, [
            SiteFault(rule="naamruimte", place=place, message=f"the namespace must be {SITEMAP}, with http and no s")
        ]
    return None, [
        SiteFault(rule="wortelelement", place=place, message=f"the root must be {name}, and is {found.localname}")
    ]


def _schema_faults(place: str, root: etree._Element, kind: str) -> list[SiteFault]:
    name = "siteindex.xsd" if kind == "index" else "woo-sitemap-validate.xsd"
    schema = _schema(xsd_path("diwoo", name))
    if schema.validate(root):
        return []
    errors = list(schema.error_log)  # type: ignore[call-overload]  # the stubs lack its __iter__
    faults = [
        SiteFault(rule="xsd", place=f"{place} line {error.line}", message=error.message[:300])
        for error in errors[:_MOST_SCHEMA_FAULTS]
    ]
    if len(errors) > _MOST_SCHEMA_FAULTS:
        faults.append(SiteFault(rule="xsd", place=place, message=f"and {len(errors) - _MOST_SCHEMA_FAULTS} more"))
    return faults


@cache
def _schema(path: Path) -> etree.XMLSchema:
    """An official schema; the sitemap's with DiWoo in it."""
    return etree.XMLSchema(etree.parse(path, etree.XMLParser(no_network=True)))


def _moment(text: str | None) -> datetime | None:
    """A W3C time; a bare day counts as its start in UTC. None when it is neither."""
    try:
        moment = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
