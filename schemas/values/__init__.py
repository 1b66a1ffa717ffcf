# SPDX-License-Identifier: EUPL-1.2
"""The official value lists that the package carries (DiWoo 0.9.8, TOOI, MDTO terms, Woo grounds).

The files under ``data/`` and ``xsd/`` and the module ``codes`` are made by ``schemas.values.generate``. A house that
refreshed its lists (``schemas.values.refresh``) reads them from its own folder, from ``use_lists`` on.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from schemas.publication import Waarde
from schemas.values.codes import Informatiecategorie

ORGANISATION_LISTS: Final = (
    "gemeentelijst",
    "ministerielijst",
    "provincielijst",
    "waterschapslijst",
    "zbolijst",
    "solijst",
    "oorglijst",
    "collijst",
)
"""The lists whose union may stand as publisher, verantwoordelijke or opsteller."""
VALUES: Final = frozenset(
    {
        *ORGANISATION_LISTS, "documentrelatielijst", "documentsoortlijst", "formatlijst", "informatiecategorielijst",
        "redenverwijderingvervanginglijst", "soorthandelinglijst", "taallijst", "themalijst",
    }
)  # fmt: skip
"""Every list of the DiWoo XSD."""
CURRENT: Final = "current"
"""The version that is in use, in the folder of a house with refreshed lists."""
_IN_USE: Final[list[Path]] = []
"""At most one folder: that of refreshed lists."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedValue:
    """One entry of a value list with what is known about it.

    Attributes:
        einddatum: last day on which the organisation existed, None when it still does or the list does not say.
        infocat: three digits of the harvester's numbering of information categories, None without a number.
        woo_artikel: article of the Woo behind an information category, for example ``3.3.2.i``.
        verplicht_sinds: day on which publication of the category became an obligation, None while it is not.
    """

    uri: str
    label: str
    definitie: str | None = None
    einddatum: date | None = None
    actueel: bool = True
    infocat: str | None = None
    woo_artikel: str | None = None
    verplicht_sinds: date | None = None

    @property
    def waarde(self) -> Waarde:
        """URI and label as a record uses them."""
        return Waarde(uri=self.uri, label=self.label)


class ValueList:
    """A value list: entries in the standard's order, found by URI or by exact label."""

    def __init__(self, name: str, entries: tuple[ListedValue, ...]) -> None:
        self.name = name
        self._entries = entries
        self._by_uri = {entry.uri: entry for entry in entries}
        self._by_label = {entry.label: entry for entry in entries}

    def __iter__(self) -> Iterator[ListedValue]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, uri: object) -> bool:
        return uri in self._by_uri

    def by_uri(self, uri: str) -> ListedValue:
        """The entry of a URI.

        Raises:
            KeyError: the list does not have it.
        """
        return self._by_uri[uri]

    def by_label(self, label: str) -> ListedValue:
        """The entry of a label, exact case.

        Raises:
            KeyError: the list does not have it.
        """
        return self._by_label[label]


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


@cache
def value_list(name: str) -> ValueList:
    """A list by its name in the DiWoo XSD (``informatiecategorielijst``, ``gemeentelijst``, ``taallijst`` and so on).

    Raises:
        KeyError: no such list is carried.
    """
    entries = tuple(
        ListedValue(
            uri=row["uri"],
            label=row["label"],
            definitie=row.get("definitie"),
            einddatum=_day(row.get("einddatum")),
            actueel=row.get("actueel", True),
            infocat=row.get("infocat"),
            woo_artikel=row.get("woo_artikel"),
            verplicht_sinds=_day(row.get("verplicht_sinds")),
        )
        for row in value_rows(name)
    )
    return ValueList(name, entries)


def value_rows(name: str) -> list[dict[str, Any]]:
    """The entries of a list as its file has them.

    Raises:
        KeyError: no such list is carried.
    """
    source = _home() / "data" / f"{name}.json"
    if not source.is_file():
        raise KeyError(name)
    rows: list[dict[str, Any]] = json.loads(source.read_text(encoding="utf-8"))
    return rows


def use_lists(folder: Path) -> None:
    """From now on read the lists that a house refreshed, where it did; those of the package where it did not.

    Args:
        folder: of all versions of them; it need not be there.
    """
    current = folder / CURRENT
    wanted = [current.resolve()] if current.is_dir() else []
    if wanted != _IN_USE:
        _IN_USE[:] = wanted
        value_list.cache_clear()
        organisations.cache_clear()


def _home() -> Path:
    return _IN_USE[0] if _IN_USE else Path(str(files(__name__)))


@cache
def organisations() -> ValueList:
    """The union of the organisation lists."""
    return ValueList("organisaties", tuple(entry for name in ORGANISATION_LISTS for entry in value_list(name)))


def current(value: Waarde) -> Waarde:
    """A value under the label that its list gives it now; as it is when no list has it."""
    for name in sorted(VALUES):
        if value.uri in value_list(name):
            return value_list(name).by_uri(value.uri).waarde
    return value


def informatiecategorie(text: str) -> ListedValue:
    """An information category by URI, code (``c_3baef532``), number (``014`` or ``infocat014``) or label.

    Raises:
        KeyError: it is none of these.
    """
    wanted = text.strip()
    number = wanted.removeprefix("infocat").zfill(3)
    for entry in value_list("informatiecategorielijst"):
        if wanted in (entry.uri, entry.uri.rsplit("/", 1)[-1], entry.label) or number == entry.infocat:
            return entry
    raise KeyError(text)


def of_category(category: Informatiecategorie) -> ListedValue:
    """The listed entry of a category."""
    return value_list("informatiecategorielijst").by_uri(category.value)


def xsd_path(*parts: str) -> Path:
    """Path of a schema file, for example ``xsd_path("diwoo", "woo-sitemap-validate.xsd")``."""
    return _home().joinpath("xsd", *parts)
