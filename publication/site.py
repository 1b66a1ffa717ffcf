# SPDX-License-Identifier: EUPL-1.2
"""The endpoint that writes a site: files, sitemaps for the Woo-index and pages for people, in a folder.

What a visitor or harvester sees is a whole site at every moment: a document's files are there before a list names it,
a sitemap before its index, an index before robots.txt, and the other way around when a document goes. Once a change
is decided it is written down, and whoever next writes to the site finishes what a stopped process began.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from publication.diwoo_xml import Listed, sitemapindex, urlset
from publication.endpoint import WithdrawalReason
from publication.entry import Entry, folder_of, from_json, metadata_key, published, to_json, withdrawn
from publication.lists import LATEST, WITHOUT_NUMBER, Lists, Row, row_of, summaries_from
from publication.pages import Pages
from publication.rules import is_trial, loc_faults, record_faults
from publication.storage import PRIVATE, FolderStorage, Storage
from schemas.errors import LakstraatError, WrongUse
from schemas.events import log_event
from schemas.identity import DocumentId
from schemas.publication import Publication, PublicationPackage
from schemas.values import value_list
from schemas.values.codes import RedenVerwijderingVervanging

ROBOTS: Final = "robots.txt"
_STATE: Final = f"{PRIVATE}/site.json"
_PLAN: Final = f"{PRIVATE}/te-doen.json"


@dataclass(kw_only=True, slots=True)
class _Plan:
    """A change that is decided: doing it twice is doing it once."""

    deletes: list[str] = field(default_factory=list)
    writes: dict[str, str] = field(default_factory=dict)
    rows: dict[str, dict[str, Row | None]] = field(default_factory=dict)

    def put(self, name: str, id: DocumentId, row: Row | None) -> None:
        self.rows.setdefault(name, {})[id] = row

    def to_json(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_json(cls, data: bytes) -> "_Plan":
        known = json.loads(data)
        rows = {
            name: {id: None if row is None else Row(**row) for id, row in one.items()}
            for name, one in known["rows"].items()
        }
        return cls(deletes=known["deletes"], writes=known["writes"], rows=rows)


@dataclass(kw_only=True, slots=True)
class _Opened:
    """The site while it is held."""

    lists: Lists
    latest: list[Row]
    publisher: str


class Site:
    """A site on any storage; ``SiteFolder`` and ``SiteBucket`` say where.

    Args:
        storage: where the files go.
        base_url: address of the site: https, a host, no path, since a harvester reads robots.txt at the root.
        name: name of the endpoint in the ledger.
        leak_contact: mailto: or https: address at which the public reports a leak.

    Raises:
        WrongUse: the address is not one that a harvester could use.
    """

    def __init__(self, storage: Storage, base_url: str, *, name: str, leak_contact: str | None = None) -> None:
        self._storage = storage
        self._base = _checked(base_url)
        self._name = name
        self._pages = Pages(self._base, leak_contact)

    @property
    def name(self) -> str:
        """Name of the endpoint in the ledger."""
        return self._name

    def publish(self, package: PublicationPackage) -> Publication:
        """Make a document public, or a new revision of it at the same address.

        Raises:
            WrongUse: the record breaks a rule, or the folder belongs to a site at another address.
            PublicationFailed: the storage does not take it.
        """
        (publication,) = self.publish_all([package])
        return publication

    def publish_all(self, packages: Sequence[PublicationPackage]) -> tuple[Publication, ...]:
        """Make documents public, each list written once. Give some hundreds at a time: they are held in memory.

        Raises:
            WrongUse: as ``publish``; then none of them is made public.
            PublicationFailed: the storage does not take them; those that were not written are not shown.
        """
        for package in packages:
            _check(package, self._loc(package.id, package.file_name))
        with self._storage.exclusive():
            opened = self._open()
            plan = _Plan()
            entries = [self._place(opened, plan, package) for package in packages]
            self._carry_out(opened, plan)
        for entry in entries:
            log_event("published", document=entry.id, endpoint=self._name, bytes=entry.size)
        return tuple(self._answer(entry) for entry in entries)

    def replace(self, package: PublicationPackage, reason: RedenVerwijderingVervanging) -> Publication:
        """Put a corrected revision in the place of a public document; the record tells why.

        Raises:
            WrongUse: the document is not public here, or as ``publish``.
            PublicationFailed: the storage does not take it.
        """
        if not self._known(package.id).public:
            raise WrongUse("A document that was withdrawn is not replaced.", advice="Publish it again.")
        told = value_list("redenverwijderingvervanginglijst").by_uri(reason.value).waarde
        return self.publish(replace(package, record=replace(package.record, reden_verwijdering_vervanging=told)))

    def withdraw(self, id: DocumentId, reason: WithdrawalReason, *, moment: datetime | None = None) -> Publication:
        """Take a document back: its file first, then every mention of it. Its page tells that it was there, and why.

        Raises:
            WrongUse: it was never public here.
            PublicationFailed: the storage does not take it; the document may still be public.
        """
        with self._storage.exclusive():
            opened = self._open()
            former = self._known(id)
            entry = withdrawn(former, reason, moment or datetime.now(UTC))
            plan = _Plan(deletes=[former.file_key], writes=self._files(entry))
            for name in entry.lists:
                plan.put(name, id, None)
            self._carry_out(opened, plan)
        log_event("withdrawn", document=id, endpoint=self._name, reason=reason.value)
        return self._answer(entry)

    def _open(self) -> _Opened:
        """The site as it stands, after finishing what a stopped process began."""
        data = self._storage.read(_STATE)
        new = {"base_url": self._base, "lists": {}, "latest": [], "publisher": ""}
        known: dict[str, Any] = new if data is None else json.loads(data)
        if known["base_url"] != self._base:
            raise WrongUse(
                "This site was made for another address, and addresses of documents never change.",
                advice=f"Use base_url {known['base_url']}, or publish to an empty place.",
            )
        opened = _Opened(
            lists=Lists(self._storage, summaries_from(known["lists"])),
            latest=[Row(**row) for row in known["latest"]],
            publisher=known["publisher"],
        )
        begun = self._storage.read(_PLAN)
        if begun is not None:
            self._carry_out(opened, _Plan.from_json(begun))
        return opened

    def _place(self, opened: _Opened, plan: _Plan, package: PublicationPackage) -> Entry:
        """Write the file of a document, and plan the rest."""
        former = self._entry(package.id)
        lists = opened.lists.choose(package.record.informatiecategorieen, former.lists if former else ())
        entry = published(package, former, lists)
        self._storage.write(entry.file_key, package.document.data)
        plan.writes.update(self._files(entry))
        opened.publisher = entry.publisher
        loc = self._loc(entry.id, entry.file_name)
        for position, name in enumerate(lists):
            harvested = position == 0 and not name.startswith(WITHOUT_NUMBER)
            plan.put(name, entry.id, row_of(entry, loc, package.record, harvested=harvested))
        for name in former.lists if former else ():
            if name not in lists:
                plan.put(name, entry.id, None)
        return entry

    def _files(self, entry: Entry) -> dict[str, str]:
        loc = self._loc(entry.id, entry.file_name)
        return {
            metadata_key(entry.id): to_json(entry, loc).decode(),
            f"{entry.folder}/index.html": self._pages.document(entry),
        }

    def _carry_out(self, opened: _Opened, plan: _Plan) -> None:
        """Do what is decided. Every step may be done again, and a step never shows what is not yet there."""
        if not (plan.deletes or plan.writes or plan.rows):
            return
        self._storage.write(_PLAN, plan.to_json())
        for key in plan.deletes:
            self._storage.delete(key)
        for key, text in plan.writes.items():
            self._storage.write(key, text.encode())
        for name, rows in plan.rows.items():
            opened.lists.change(name, rows)
        _renew_latest(opened, plan)
        self._write_lists(opened, plan)
        self._storage.delete(_PLAN)

    def _write_lists(self, opened: _Opened, plan: _Plan) -> None:
        """Pages and sitemaps, then what refers to them, then what is no longer referred to goes."""
        summaries = opened.lists.summaries
        kept = [name for name in plan.rows if name in summaries]
        for name in kept:
            rows = opened.lists.rows(name)
            self._storage.write(
                page_key(name), self._pages.category(name, list(rows.values()), opened.publisher).encode()
            )
            elements = [row.xml for row in rows.values() if row.xml]
            if elements:
                self._storage.write(sitemap_key(name), urlset(elements))
        harvested = {name: one for name, one in summaries.items() if one.urls}
        numbers = {name.split("-")[0] for name in harvested}
        touched = {name.split("-")[0] for name in plan.rows}
        for number in sorted(touched & numbers):
            listed = [
                Listed(loc=f"{self._base}/{sitemap_key(name)}", lastmod=datetime.fromisoformat(one.lastmod))
                for name, one in harvested.items()
                if name.startswith(f"{number}-")
            ]
            self._storage.write(index_key(number), sitemapindex(listed))
        self._storage.write(ROBOTS, robots(self._base, sorted(numbers)))
        for key, text in self._pages.fixed(opened.publisher).items():
            self._storage.write(key, text.encode())
        self._storage.write("index.html", self._pages.home(summaries, opened.latest, opened.publisher).encode())
        self._storage.write(_STATE, _state(self._base, opened))
        for number in sorted(touched - numbers - {WITHOUT_NUMBER}):
            self._storage.delete(index_key(number))
        for name in plan.rows:
            if name not in harvested:
                self._storage.delete(sitemap_key(name))
            if name not in summaries:
                self._storage.delete(page_key(name))
                opened.lists.forget(name)

    def _entry(self, id: DocumentId) -> Entry | None:
        data = self._storage.read(metadata_key(id))
        return None if data is None else from_json(data)

    def _known(self, id: DocumentId) -> Entry:
        entry = self._entry(id)
        if entry is None:
            raise WrongUse("This document was never public on this site.", advice="Check its identifier.")
        return entry

    def _loc(self, id: DocumentId, file_name: str) -> str:
        return f"{self._base}/{folder_of(id)}/{file_name}"

    def _answer(self, entry: Entry) -> Publication:
        return Publication(
            id=entry.id,
            endpoint=self._name,
            identifier=entry.id,
            url=self._loc(entry.id, entry.file_name),
            moment=entry.lastmod,
            state=entry.state,
        )


class SiteFolder(Site):
    """A site in a folder that any web server can serve as it is. See ``Site``."""

    def __init__(self, root: Path, base_url: str, *, leak_contact: str | None = None) -> None:
        super().__init__(FolderStorage(root), base_url, name="site", leak_contact=leak_contact)


def sitemap_key(name: str) -> str:
    """Where the sitemap of a list lies."""
    return f"sitemaps/woo-infocat{name}.xml"


def index_key(number: str) -> str:
    """Where the sitemap index of a category lies; the harvester knows it by this name only."""
    return f"sitemapindex-diwoo-infocat{number}.xml"


def page_key(name: str) -> str:
    """Where the page of a list lies."""
    return f"categorieen/{name}.html"


def robots(base: str, numbers: Sequence[str]) -> bytes:
    """robots.txt: everything is open, and here are the indexes."""
    lines = ["User-agent: *", "Allow: /", "", *(f"Sitemap: {base}/{index_key(number)}" for number in numbers)]
    return ("\n".join(lines).rstrip() + "\n").encode()


def _renew_latest(opened: _Opened, plan: _Plan) -> None:
    """The documents that were made public last, for the first page."""
    rows = {row.id: row for row in opened.latest}
    for changes in plan.rows.values():
        for id, row in changes.items():
            if row is not None:
                rows[id] = replace(row, xml="")
    gone = {
        id
        for id in rows
        if any(id in changes for changes in plan.rows.values())
        and not any(changes.get(id) is not None for changes in plan.rows.values())
    }
    kept = sorted((row for id, row in rows.items() if id not in gone), key=lambda row: row.published, reverse=True)
    opened.latest = kept[:LATEST]


def _state(base: str, opened: _Opened) -> bytes:
    known = {
        "base_url": base,
        "publisher": opened.publisher,
        "lists": {name: asdict(one) for name, one in opened.lists.summaries.items()},
        "latest": [asdict(row) for row in opened.latest],
    }
    return json.dumps(known, ensure_ascii=False).encode()


def _check(package: PublicationPackage, loc: str) -> None:
    broken = (*record_faults(package.record), *loc_faults(loc))
    if broken:
        raise LakstraatError(f"A record breaks the rule {broken[0].rule}: {broken[0].message}.")


def _checked(base_url: str) -> str:
    base = base_url.rstrip("/")
    parts = urlsplit(base)
    if not parts.hostname or parts.path or parts.query or parts.fragment or parts.username:
        raise WrongUse(
            "The address of a site is https:// and a host, without a path: a harvester reads robots.txt at the root.",
            advice="Give an address such as https://open.gemeente.nl.",
        )
    if parts.scheme != "https" and not is_trial(base):
        raise WrongUse("The Woo-index takes https only.", advice="Give an address that starts with https://.")
    return base
