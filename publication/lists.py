# SPDX-License-Identifier: EUPL-1.2
"""The lists of a site: documents of one category, some hundreds at a time, behind sitemaps and pages for people.

A list is rewritten when one of its documents changes, and no other; so a site of a million documents takes a new
one as fast as a site of a thousand.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from publication.diwoo_xml import url_element, w3c
from publication.entry import Entry
from publication.storage import PRIVATE, Storage
from schemas.publication import DiwooRecord, Waarde
from schemas.values import ListedValue, value_list

LIST_LENGTH: Final = 500
"""Documents in a list. The harvester takes 50,000; people take fewer."""
LIST_BYTES: Final = 10_000_000
"""Size of the sitemap at which a list is full. The harvester takes 50 MB."""
MAX_URLS: Final = 50_000
MAX_BYTES: Final = 50 * 1024 * 1024
WITHOUT_NUMBER: Final = "000"
"""Stands for categories that the Woo-index has no number for (article 3.1): for people, not for the harvester."""
LATEST: Final = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A document in a list. ``xml`` is its <url>, empty where it stands for people only; a notice has no ``loc``."""

    id: str
    title: str
    loc: str
    published: str
    lastmod: str
    pages: int
    size: int
    xml: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ListSummary:
    """What the index and the first page need to know of a list."""

    documents: int
    urls: int
    bytes: int
    lastmod: str


def row_of(entry: Entry, loc: str, record: DiwooRecord | None) -> Row:
    """The document as a list holds it; with a record it is for the harvester too."""
    return Row(
        id=entry.id,
        title=entry.title,
        loc=loc if entry.public else "",
        published=w3c(entry.first_published),
        lastmod=w3c(entry.lastmod),
        pages=entry.pages,
        size=entry.size,
        xml=url_element(loc, entry.lastmod, record) if record is not None else "",
    )


class Lists:
    """The lists of a site, read when needed and written back with what changed."""

    def __init__(self, storage: Storage, summaries: Mapping[str, ListSummary]) -> None:
        self._storage = storage
        self._summaries = dict(summaries)
        self._read: dict[str, dict[str, Row]] = {}
        self._growing: dict[str, int] = {}

    @property
    def summaries(self) -> dict[str, ListSummary]:
        """Every list that is not empty, in order."""
        return dict(sorted(self._summaries.items()))

    def choose(self, categories: Iterable[Waarde], former: tuple[str, ...]) -> tuple[str, ...]:
        """The lists for a document, one per category; where it stood before when that still is its category.

        The first is the one that the harvester reads, so it is of a category that has a number if there is any.
        """
        numbers = [number_of(category) for category in categories]
        ordered = [number for number in numbers if number != WITHOUT_NUMBER] or numbers
        rest = [number for number in numbers if number not in ordered]
        held = {name.split("-")[0]: name for name in former}
        return tuple(held.get(number) or self._open_list(number) for number in dict.fromkeys([*ordered, *rest]))

    def rows(self, name: str) -> dict[str, Row]:
        """The rows of a list by identifier."""
        if name not in self._read:
            data = self._storage.read(_key(name))
            self._read[name] = {} if data is None else {one["id"]: Row(**one) for one in json.loads(data)}
        return self._read[name]

    def change(self, name: str, rows: Mapping[str, Row | None], lastmod: str) -> None:
        """Put rows in a list and take rows out of it, and write it."""
        held = self.rows(name)
        for id, row in rows.items():
            if row is None:
                held.pop(id, None)
            else:
                held[id] = row
        self._storage.write(_key(name), json.dumps([asdict(row) for row in held.values()]).encode())
        if held:
            self._summaries[name] = _summary(held, lastmod)
        else:
            self._summaries.pop(name, None)

    def forget(self, name: str) -> None:
        """Remove the file of an empty list."""
        if not self.rows(name):
            self._storage.delete(_key(name))

    def _open_list(self, number: str) -> str:
        """The last list of a category, or a new one when it is full."""
        names = [name for name in self._summaries if name.startswith(f"{number}-")]
        last = max(names, default=f"{number}-0001")
        summary = self._summaries.get(last)
        documents = (summary.documents if summary else 0) + self._growing.get(last, 0)
        if documents >= LIST_LENGTH or (summary is not None and summary.bytes >= LIST_BYTES):
            last = f"{number}-{int(last.split('-')[1]) + 1:04d}"
            self._summaries.setdefault(last, ListSummary(documents=0, urls=0, bytes=0, lastmod=""))
        self._growing[last] = self._growing.get(last, 0) + 1
        return last


def number_of(category: Waarde) -> str:
    """The harvester's number of a category."""
    return value_list("informatiecategorielijst").by_uri(category.uri).infocat or WITHOUT_NUMBER


def category_of(name: str) -> ListedValue:
    """The category of a list."""
    number = name.split("-")[0]
    wanted = None if number == WITHOUT_NUMBER else number
    return next(entry for entry in value_list("informatiecategorielijst") if entry.infocat == wanted)


def summaries_from(known: Mapping[str, Mapping[str, Any]]) -> dict[str, ListSummary]:
    """Summaries as they were kept."""
    return {name: ListSummary(**one) for name, one in known.items()}


def _summary(rows: Mapping[str, Row], lastmod: str) -> ListSummary:
    return ListSummary(
        documents=len(rows),
        urls=sum(1 for row in rows.values() if row.xml),
        bytes=sum(len(row.xml.encode()) for row in rows.values()),
        lastmod=lastmod,
    )


def _key(name: str) -> str:
    return f"{PRIVATE}/lijsten/{name}.json"
