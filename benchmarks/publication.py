# SPDX-License-Identifier: EUPL-1.2
"""Publishes generated records, validates every sitemap by the official schema, and harvests the site twice.

``python -m benchmarks.publication [--records 10000] [--folder DIR]`` prints what it took, and exits with 1 when a
sitemap is invalid, the site is not clean, or the second harvest misses or invents a change.
"""

import argparse
import hashlib
import platform
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit

from lxml import etree

from publication.diwoo import record_for
from publication.endpoint import WithdrawalReason
from publication.site import SiteFolder
from publication.site_check import check_site
from schemas.documents import ArchivedDocument, ArchiveEvent, ArchiveMetadata, EventKind, Identificatie
from schemas.identity import DocumentId, digest_of
from schemas.publication import PublicationPackage
from schemas.redacted import VerificationReport, VerifiedDocument
from schemas.values import value_list, xsd_path

Answer = TypeVar("Answer")

BASE: Final = "https://open.enschede.example"
_TOGETHER: Final = 250
_START: Final = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
_SITEMAP: Final = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_SUBJECTS: Final = (
    "bomen",
    "de brug",
    "parkeren",
    "het zwembad",
    "subsidie voor sport",
    "een evenement",
    "de begroting",
)
_KINDS: Final = ("Besluit", "Verslag", "Advies", "Brief", "Beleidsnota", "Convenant")


@dataclass(frozen=True)
class House:
    """Who publishes."""

    publisher: str = "gemeente Enschede"


@dataclass
class Harvester:
    """What the Woo-index does with a site: from robots.txt down, and only what changed since the last time.

    It is written from the rules, without the code of the site.
    """

    root: Path
    known: dict[str, dict[str, str]] = field(default_factory=dict)
    """lastmod by address of a document, by address of the sitemap that lists it."""
    seen: dict[str, str] = field(default_factory=dict)
    """lastmod of each sitemap when it was read."""
    read: int = 0

    def harvest(self) -> tuple[set[str], set[str], set[str]]:
        """The addresses that are new, changed and gone since the last harvest."""
        before = self._documents()
        lines = self._fetch(f"{BASE}/robots.txt").decode().splitlines()
        listed: dict[str, str] = {}
        for line in lines:
            if line.startswith("Sitemap:"):
                index = etree.fromstring(self._fetch(line.removeprefix("Sitemap:").strip()))
                listed |= {_text(one, "loc"): _text(one, "lastmod") for one in index.iterfind(f"{_SITEMAP}sitemap")}
        for gone in self.seen.keys() - listed.keys():
            del self.seen[gone], self.known[gone]
        for loc, lastmod in listed.items():
            if self.seen.get(loc) != lastmod:
                sitemap = etree.fromstring(self._fetch(loc))
                self.known[loc] = {
                    _text(url, "loc"): _text(url, "lastmod") for url in sitemap.iterfind(f"{_SITEMAP}url")
                }
                self.seen[loc] = lastmod
                self.read += 1
        after = self._documents()
        changed = {loc for loc in after.keys() & before.keys() if after[loc] != before[loc]}
        return after.keys() - before.keys(), changed, before.keys() - after.keys()

    def _documents(self) -> dict[str, str]:
        return {loc: lastmod for listed in self.known.values() for loc, lastmod in listed.items()}

    def _fetch(self, url: str) -> bytes:
        return (self.root / urlsplit(url).path.lstrip("/")).read_bytes()


def _text(element: etree._Element, name: str) -> str:
    return element.findtext(f"{_SITEMAP}{name}") or ""


def generated(number: int, *, version: int = 1, title: str = "", moment: datetime = _START) -> PublicationPackage:
    """An invented document with its record; the same number gives the same one."""
    chance = random.Random(number)
    id = DocumentId(hashlib.sha256(f"document {number}".encode()).hexdigest()[:32])
    day = (_START - timedelta(days=chance.randrange(2000))).date()
    category = chance.choice([one for one in value_list("informatiecategorielijst") if one.infocat])
    kind = chance.choice(_KINDS)
    data = f"%PDF-1.7\n% {number} {version}\n%%EOF\n".encode()
    digest = digest_of(data)
    metadata = ArchiveMetadata(
        naam=title or f"{kind} over {chance.choice(_SUBJECTS)} ({number})",
        identificaties=(Identificatie(kenmerk=f"Z{day.year}-{number:06d}", bron="Zaaksysteem"),),
        omschrijvingen=("Een omschrijving van enkele woorden, zoals het archief die geeft. " * chance.randrange(1, 5),),
        trefwoorden=tuple(chance.sample(_SUBJECTS, chance.randrange(3))),
        classificaties=(kind,),
        taal="nl",
        events=(ArchiveEvent(kind=chance.choice(list(EventKind)), tijd=day.isoformat()),),
        archiefvormers=(Identificatie(kenmerk="gm0153", bron="TOOI"),),
        informatiecategorie=category.uri,
        creatiedatum=day,
    )
    archived = ArchivedDocument(
        id=id, digest=digest, original_digest=digest, size=len(data), source="folder:/archief", metadata=metadata
    )
    report = VerificationReport(digest=digest, pages=1, checks=("bytes",), faults=(), terms=0)
    document = VerifiedDocument(data=data, digest=digest, pages=1, boxes=(), grounds=("5.1.2.e",), report=report)
    return PublicationPackage(
        id=id, document=document, record=record_for(archived, House()), file_name=f"{id}.pdf", last_modified=moment
    )


def loc_of(number: int) -> str:
    """Address of a generated document."""
    id = generated(number).id
    return f"{BASE}/documenten/{id}/{id}.pdf"


def change_some(site: SiteFolder, records: int) -> tuple[set[str], set[str], set[str]]:
    """New documents, revisions, other titles, withdrawals, and publications in which nothing changed.

    Returns:
        The addresses that are new, changed and gone.
    """
    later = _START + timedelta(days=1)
    chance = random.Random(records)
    new = range(records, records + max(1, records // 100))
    touched = chance.sample(range(records), max(4, records // 50))
    quarter = len(touched) // 4
    revised, retitled, withdrawn, same = (touched[at * quarter : (at + 1) * quarter] for at in range(4))
    packages = [generated(number, moment=later) for number in (*new, *same)]
    packages += [generated(number, version=2, moment=later) for number in revised]
    packages += [generated(number, title=f"Andere titel {number}", moment=later) for number in retitled]
    for package in packages[:5]:
        site.publish(package)
    for batch in _batches(packages[5:]):
        site.publish_all(batch)
    for number in withdrawn:
        site.withdraw(generated(number).id, WithdrawalReason.PROCEDURAL, moment=later)
    return (
        {loc_of(one) for one in new},
        {loc_of(one) for one in (*revised, *retitled)},
        {loc_of(one) for one in withdrawn},
    )


def _locs(numbers: Iterable[int]) -> set[str]:
    return {loc_of(number) for number in numbers}


def _batches(packages: list[PublicationPackage]) -> Iterator[list[PublicationPackage]]:
    for at in range(0, len(packages), _TOGETHER):
        yield packages[at : at + _TOGETHER]


def invalid_sitemaps(root: Path) -> list[str]:
    """Names of sitemaps that the official schema refuses."""
    schema = etree.XMLSchema(
        etree.parse(xsd_path("diwoo", "woo-sitemap-validate.xsd"), etree.XMLParser(no_network=True))
    )
    return [path.name for path in sorted((root / "sitemaps").iterdir()) if not schema.validate(etree.parse(path))]


def _timed(what: str, work: Callable[[], Answer]) -> Answer:
    started = time.perf_counter()
    answer = work()
    print(f"{what:<58}{time.perf_counter() - started:8.2f} s")
    return answer


def measure(root: Path, records: int) -> bool:
    """Print the times; whether everything was as it should be."""
    site = SiteFolder(root, BASE)
    packages = _timed(f"make {records} records", lambda: [generated(number) for number in range(records)])
    _timed(f"publish them, {_TOGETHER} at a time", lambda: [site.publish_all(one) for one in _batches(packages)])
    extra = replace(generated(10**7), last_modified=_START)
    _timed("publish one more, alone", lambda: site.publish(extra))
    _timed("withdraw it", lambda: site.withdraw(extra.id, WithdrawalReason.PROCEDURAL, moment=_START))
    invalid = _timed("validate every sitemap by the official schema", lambda: invalid_sitemaps(root))
    report = _timed("site check (schema and own rules, sample of files)", lambda: check_site(str(root)))
    harvester = Harvester(root)
    first = _timed("first harvest", harvester.harvest)
    read = harvester.read
    expected = _timed("change some of it", lambda: change_some(site, records))
    second = _timed("second harvest", harvester.harvest)
    after = check_site(str(root))
    found = (len(first[0]) == records, second == expected, not invalid, report.clean, after.clean)
    print(f"sitemaps {report.sitemaps}, records {report.records}, invalid {len(invalid)}, faults {len(report.faults)}")
    print(f"first harvest: {len(first[0])} new from {read} sitemaps")
    print(
        f"second harvest: {len(second[0])} new, {len(second[1])} changed, {len(second[2])} gone, as they were made:"
        f" {second == expected}; {harvester.read - read} sitemaps read"
    )
    print(f"Python {platform.python_version()}, {platform.machine()}")
    return all(found)


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, help="empty folder for the site; a temporary one if not given")
    arguments = parser.parse_args()
    if arguments.folder:
        return 0 if measure(arguments.folder, arguments.records) else 1
    with tempfile.TemporaryDirectory() as folder:
        return 0 if measure(Path(folder), arguments.records) else 1


if __name__ == "__main__":
    sys.exit(main())
