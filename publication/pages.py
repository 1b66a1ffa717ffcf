# SPDX-License-Identifier: EUPL-1.2
"""Pages for people: HTML that works without scripts, for everybody (WCAG 2.2 AA)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader

from publication.entry import Entry
from publication.lists import ListSummary, Row, category_of
from publication.titles import OTHER_LETTERS, sorting
from publication.titles import letter as letter_of
from schemas.woo import gronden, parse_grond

_LOCAL: Final = ZoneInfo("Europe/Amsterdam")
_MONTHS: Final = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip


class Pages:
    """Writes the pages of one site.

    Args:
        base: address of the site.
        leak_contact: mailto: or https: address at which the public reports a leak.
    """

    def __init__(self, base: str, leak_contact: str | None = None) -> None:
        self._leak_contact = leak_contact
        self._environment = Environment(
            loader=PackageLoader("publication"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.filters.update(dag=day, grootte=size, getal=number, pagina=page_of, zin=_title)
        self._environment.globals["base"] = base

    def home(self, lists: Mapping[str, ListSummary], latest: Sequence[Row], publisher: str) -> str:
        """The first page: categories, and what is new."""
        categories: dict[str, list[tuple[str, ListSummary]]] = {}
        for name, summary in lists.items():
            categories.setdefault(_title(category_of(name).label), []).append((name, summary))
        first_lists = sum(summary.documents for summary in lists.values())
        return self._render(
            "home.html",
            up="",
            publisher=publisher,
            categories=[
                (label, sum(summary.documents for _, summary in parts), parts)
                for label, parts in sorted(categories.items())
            ],
            latest=latest,
            any=first_lists > 0,
        )

    def category(self, name: str, rows: Sequence[Row], publisher: str) -> str:
        """The page of one list, by title."""
        ordered = sorted(rows, key=lambda row: (letter_of(row.title) != OTHER_LETTERS, sorting(row.title), row.id))
        marked, letters = [], []
        for row in ordered:
            letter = letter_of(row.title)
            first = letter not in letters
            if first:
                letters.append(letter)
            marked.append((row, letter if first else ""))
        entry = category_of(name)
        return self._render(
            "category.html",
            up="../",
            publisher=publisher,
            label=_title(entry.label),
            definition=_title(entry.definitie or ""),
            article=entry.woo_artikel or "",
            part=int(name.split("-")[1]),
            rows=marked,
            letters=letters,
        )

    def document(self, entry: Entry) -> str:
        """The page of one document, public or taken back."""
        record = entry.record or {}
        return self._render(
            "document.html",
            up="../../",
            publisher=entry.publisher,
            entry=entry,
            record=record,
            categories=_lists_by_label(entry),
            grounds=[(code, _ground(code)) for code in entry.grounds],
            dossier=record.get("aggregatiekenmerk", ""),
        )

    def fixed(self, publisher: str) -> dict[str, str]:
        """The files that depend on no document, by key."""
        style = self._environment.get_template("stijl.css").render()
        leak = self._render("leak.html", up="", publisher=publisher, contact=self._leak_contact)
        return {"stijl.css": style, "lek-melden.html": leak}

    def _render(self, template: str, **values: object) -> str:
        return self._environment.get_template(template).render(**values)


def day(moment: str | date | datetime) -> str:
    """A day as people write it, in Dutch time: 3 november 2026."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment) if "T" in moment else date.fromisoformat(moment)
    if isinstance(moment, datetime):
        moment = moment.astimezone(_LOCAL)
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def size(count: int) -> str:
    """A size as people read it: 240 kB, 1,3 MB."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} kB"
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")


def page_of(loc: str) -> str:
    """The page of a document, from the page of another, by the address of its file."""
    return f"../{loc.rsplit('/', 2)[-2]}/index.html"


def number(count: int) -> str:
    """A number with points between thousands."""
    return f"{count:,}".replace(",", ".")


def _lists_by_label(entry: Entry) -> list[tuple[str, str]]:
    """Each category of a document with the list in which it stands for that category."""
    names = {category_of(name).label: name for name in entry.lists}
    return [(_title(label), names[label]) for label in entry.categories]


def _title(label: str) -> str:
    return label[:1].upper() + label[1:]


def _ground(code: str) -> str:
    return gronden()[parse_grond(code)].korte_naam
