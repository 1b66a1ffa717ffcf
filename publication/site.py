# SPDX-License-Identifier: EUPL-1.2
"""The endpoint that writes a site: files, sitemaps for the Woo-index and pages for people, in a folder.

What a visitor or harvester sees is a whole site at every moment: a document's files are there before a list names it,
a sitemap before its index, an index before robots.txt, and the other way around when a document goes. Once a change
is decided it is written down, and whoever next writes to the site finishes what a stopped process began.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from publication.diwoo_xml import Listed, sitemapindex, urlset
from publication.dossiers import Dossiers
from publication.endpoint import NeverPublic, RefusalNotice, WithdrawalReason
from publication.entry import (
    Entry,
    announced,
    described,
    folder_of,
    from_json,
    metadata_key,
    published,
    to_json,
    withdrawn,
)
from publication.inventory import InventoryLine, line_of
from publication.lists import WITHOUT_NUMBER, row_of
from publication.pages import Pages
from publication.record_json import record_from_json
from publication.rules import is_trial, loc_faults, record_faults
from publication.site_state import (
    PLAN,
    ROBOTS,
    STATE,
    Opened,
    Plan,
    index_key,
    open_state,
    page_key,
    renew_latest,
    robots,
    sitemap_key,
    state_of,
)
from publication.storage import FolderStorage, Storage
from schemas.errors import LakstraatError, WrongUse
from schemas.events import log_event
from schemas.identity import DocumentId
from schemas.publication import DiwooRecord, Publication, PublicationPackage
from schemas.values import value_list
from schemas.values.codes import RedenVerwijderingVervanging


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
            dossiers, plan = Dossiers(self._storage), Plan()
            former = {package.id: self._entry(package.id) for package in packages}
            for package in packages:
                dossiers.leave(package.id, _dossier_of(former[package.id]))
                dossiers.join(package.id, self._loc_of(package, former[package.id]), package.record)
            entries = [
                self._place(opened, plan, _related(package, dossiers), former[package.id]) for package in packages
            ]
            data = {package.id: package.document.data for package in packages}
            self._storage.write_all({entry.file_key: data[entry.id] for entry in entries})
            newest = max((package.last_modified for package in packages), default=datetime.now(UTC))
            self._describe_others(plan, dossiers, newest, {package.id for package in packages})
            plan.settle(opened.lists, max((entry.lastmod for entry in entries), default=newest))
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
        """Take a document or notice back: its file first, then every mention of it. Its page tells why.

        Raises:
            WrongUse: it was never public here.
            PublicationFailed: the storage does not take it; the document may still be public.
        """
        with self._storage.exclusive():
            opened = self._open()
            former = self._known(id)
            entry = withdrawn(former, reason, moment or datetime.now(UTC))
            deletes = [former.file_key] if former.was_public else []
            plan = Plan(deletes=deletes, writes=self._files(entry))
            for name in entry.lists:
                plan.put(name, id, None)
            dossiers = Dossiers(self._storage)
            dossiers.leave(id, _dossier_of(former))
            self._describe_others(plan, dossiers, entry.lastmod, {id})
            plan.settle(opened.lists, entry.lastmod)
            self._carry_out(opened, plan)
        log_event("withdrawn", document=id, endpoint=self._name, reason=reason.value)
        return self._answer(entry)

    def announce(self, notice: RefusalNotice) -> Publication:
        """Tell the public that a document is withheld as a whole, and on which grounds.

        Raises:
            WrongUse: the document is public here.
            PublicationFailed: the storage does not take it.
        """
        with self._storage.exclusive():
            opened = self._open()
            former = self._entry(notice.id)
            if former is not None and former.public:
                raise WrongUse(
                    "This document is public.", advice="Withdraw it first: lakstraat withdraw ID --reason R."
                )
            lists = opened.lists.choose(notice.categories, former.lists if former else ())
            entry = announced(notice, former, lists)
            plan = Plan(writes=self._files(entry))
            opened.publisher = entry.publisher
            self._list(plan, entry, former, None)
            plan.settle(opened.lists, entry.lastmod)
            self._carry_out(opened, plan)
        log_event("announced", document=entry.id, endpoint=self._name)
        return self._answer(entry)

    def inventory(self, ids: Sequence[DocumentId], decision: str = "") -> tuple[InventoryLine, ...]:
        """The inventory list of documents that are or were public here.

        Args:
            ids: the documents, in the order of the list.
            decision: public name of the decision that they belong to (Besluitnaam).

        Raises:
            WrongUse: one of them was never public here.
        """
        entries = [self._known(id) for id in ids]
        return tuple(line_of(entry, self._base, self._related_to(entry), decision) for entry in entries)

    def _related_to(self, entry: Entry) -> list[Entry]:
        record = entry.record or {}
        references = [*record.get("hasParts", ()), *([record["isPartOf"]] if "isPartOf" in record else ())]
        found = (self._entry(DocumentId(one["resource"].rsplit("/", 2)[-2])) for one in references)
        return [one for one in found if one is not None]

    def _open(self) -> Opened:
        """The site as it stands, after finishing what a stopped process began."""
        opened = open_state(self._storage, self._base)
        begun = self._storage.read(PLAN)
        if begun is not None:
            self._carry_out(opened, Plan.from_json(begun))
        return opened

    def _describe_others(self, plan: Plan, dossiers: Dossiers, moment: datetime, done: set[DocumentId]) -> None:
        """Plan the new relations of the other documents in the dossiers that change."""
        for id in dossiers.touched():
            former = None if id in done else self._entry(id)
            if former is None or former.record is None:
                continue
            record = dossiers.related(id, record_from_json(former.record))
            entry = described(former, record, moment)
            if entry != former:
                plan.writes.update(self._files(entry))
                self._list(plan, entry, former, record)
        plan.writes.update(dossiers.files())

    def _place(self, opened: Opened, plan: Plan, package: PublicationPackage, former: Entry | None) -> Entry:
        """Plan the document, of which the file is written before the plan is carried out."""
        lists = opened.lists.choose(package.record.informatiecategorieen, former.lists if former else ())
        entry = published(package, former, lists)
        plan.writes.update(self._files(entry))
        opened.publisher = entry.publisher
        self._list(plan, entry, former, package.record)
        return entry

    def _list(self, plan: Plan, entry: Entry, former: Entry | None, record: DiwooRecord | None) -> None:
        """Plan the document into its lists, and out of those that it stood in before."""
        loc = self._loc(entry.id, entry.file_name)
        for position, name in enumerate(entry.lists):
            harvested = position == 0 and not name.startswith(WITHOUT_NUMBER)
            plan.put(name, entry.id, row_of(entry, loc, record if harvested else None))
        for name in former.lists if former else ():
            if name not in entry.lists:
                plan.put(name, entry.id, None)

    def _files(self, entry: Entry) -> dict[str, str]:
        loc = self._loc(entry.id, entry.file_name)
        return {
            metadata_key(entry.id): to_json(entry, loc).decode(),
            f"{entry.folder}/index.html": self._pages.document(entry),
        }

    def _carry_out(self, opened: Opened, plan: Plan) -> None:
        """Do what is decided. Every step may be done again, and a step never shows what is not yet there."""
        if not plan:
            return
        self._storage.write(PLAN, plan.to_json())
        for key in plan.deletes:
            self._storage.delete(key)
        self._storage.write_all({key: text.encode() for key, text in plan.writes.items()})
        for name, rows in plan.rows.items():
            opened.lists.change(name, rows, plan.lastmods[name])
        renew_latest(opened, plan)
        self._write_lists(opened, plan)
        self._storage.delete(PLAN)

    def _write_lists(self, opened: Opened, plan: Plan) -> None:
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
        self._storage.write(STATE, state_of(self._base, opened))
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
            raise NeverPublic("This document was never public on this site.", advice="Check its identifier.")
        return entry

    def _loc_of(self, package: PublicationPackage, former: Entry | None) -> str:
        """Where the file of a document is or will be."""
        return self._loc(package.id, (former.file_name if former else "") or package.file_name)

    def _loc(self, id: DocumentId, file_name: str) -> str:
        return f"{self._base}/{folder_of(id)}/{file_name}"

    def _answer(self, entry: Entry) -> Publication:
        return Publication(
            id=entry.id,
            endpoint=self._name,
            identifier=entry.id,
            url=f"{self._base}/{entry.folder}/index.html"
            if entry.withheld or not entry.was_public
            else self._loc(entry.id, entry.file_name),
            moment=entry.lastmod,
            state=entry.state,
        )


class SiteFolder(Site):
    """A site in a folder that any web server can serve as it is. See ``Site``."""

    def __init__(self, root: Path, base_url: str, *, leak_contact: str | None = None) -> None:
        super().__init__(FolderStorage(root), base_url, name="site", leak_contact=leak_contact)


def _dossier_of(entry: Entry | None) -> str | None:
    return None if entry is None or entry.record is None else entry.record.get("aggregatiekenmerk")


def _related(package: PublicationPackage, dossiers: Dossiers) -> PublicationPackage:
    return replace(package, record=dossiers.related(package.id, package.record))


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
