# SPDX-License-Identifier: EUPL-1.2
"""What a site keeps of itself between two changes, and how a change is written down before it is carried out."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from publication.diwoo_xml import precise
from publication.lists import LATEST, Lists, Row, summaries_from
from publication.storage import PRIVATE, Storage
from schemas.errors import WrongUse
from schemas.identity import DocumentId

ROBOTS: Final = "robots.txt"
STATE: Final = f"{PRIVATE}/site.json"
PLAN: Final = f"{PRIVATE}/te-doen.json"
_TICK: Final = timedelta(milliseconds=1)


@dataclass(kw_only=True, slots=True)
class Plan:
    """A change that is decided: doing it twice is doing it once."""

    deletes: list[str] = field(default_factory=list)
    writes: dict[str, str] = field(default_factory=dict)
    rows: dict[str, dict[str, Row | None]] = field(default_factory=dict)
    lastmods: dict[str, str] = field(default_factory=dict)
    """When each list changes: later than it did before, also when all that happens is that a document goes."""

    def settle(self, lists: Lists, moment: datetime) -> None:
        """Leave out what is so already, and fix the times of the change, so that doing it again gives the same."""
        for name, rows in list(self.rows.items()):
            held = lists.rows(name)
            changed = {id: row for id, row in rows.items() if held.get(id) != row}
            if not changed:
                del self.rows[name]
                continue
            self.rows[name] = changed
            before = lists.summaries[name].lastmod if name in lists.summaries else ""
            times = [moment, *(datetime.fromisoformat(row.lastmod) for row in changed.values() if row is not None)]
            if before:
                times.append(datetime.fromisoformat(before) + _TICK)
            self.lastmods[name] = precise(max(times))

    def __bool__(self) -> bool:
        return bool(self.deletes or self.writes or self.rows)

    def put(self, name: str, id: DocumentId, row: Row | None) -> None:
        """Put a row in a list, or take it out."""
        self.rows.setdefault(name, {})[id] = row

    def to_json(self) -> bytes:
        """The plan as it is written down."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_json(cls, data: bytes) -> "Plan":
        """The plan that was written down."""
        known = json.loads(data)
        rows = {
            name: {id: None if row is None else Row(**row) for id, row in one.items()}
            for name, one in known["rows"].items()
        }
        return cls(deletes=known["deletes"], writes=known["writes"], rows=rows, lastmods=known["lastmods"])


@dataclass(kw_only=True, slots=True)
class Opened:
    """The site while it is held."""

    lists: Lists
    latest: list[Row]
    publisher: str


def open_state(storage: Storage, base: str) -> Opened:
    """The site as it was kept.

    Raises:
        WrongUse: it was made for another address.
    """
    data = storage.read(STATE)
    new = {"base_url": base, "lists": {}, "latest": [], "publisher": ""}
    known: dict[str, Any] = new if data is None else json.loads(data)
    if known["base_url"] != base:
        raise WrongUse(
            "This site was made for another address, and addresses of documents never change.",
            advice=f"Use base_url {known['base_url']}, or publish to an empty place.",
        )
    return Opened(
        lists=Lists(storage, summaries_from(known["lists"])),
        latest=[Row(**row) for row in known["latest"]],
        publisher=known["publisher"],
    )


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


def renew_latest(opened: Opened, plan: Plan) -> None:
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


def state_of(base: str, opened: Opened) -> bytes:
    """The site as it is kept."""
    known = {
        "base_url": base,
        "publisher": opened.publisher,
        "lists": {name: asdict(one) for name, one in opened.lists.summaries.items()},
        "latest": [asdict(row) for row in opened.latest],
    }
    return json.dumps(known, ensure_ascii=False).encode()
