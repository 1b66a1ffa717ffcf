# SPDX-License-Identifier: EUPL-1.2
"""Who stays named by list; who does so by the office that the text gives them is for ``office``.

A list says who held which office, from when until when, and where that is known from. A name on the list in a private
context (an objection, a home address) is proposed like any other.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from redaction.detection.patterns import MONTHS, Pattern
from redaction.detection.person_names import PersonName, parse_name
from redaction.detection.reading import Reading
from schemas.errors import WrongUse

_COLUMNS: Final = ("naam", "functie", "bron", "vanaf", "tot")
_ADVICE: Final = (
    "The list is a CSV file with the columns naam, functie, bron, vanaf and tot; dates are written 2026-11-24."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Official:
    """One person in one public office. ``source`` says where it is known from; None leaves an end open."""

    name: str = field(repr=False)
    function: str
    source: str
    since: date | None = None
    until: date | None = None

    def held_on(self, moment: date) -> bool:
        """True on the days of the office, the last one included."""
        return (self.since is None or self.since <= moment) and (self.until is None or moment <= self.until)


class Officials:
    """A list of officials, looked up by name."""

    def __init__(self, listed: Iterable[Official] = ()) -> None:
        self._listed = tuple((parse_name(each.name), each) for each in listed)

    def __len__(self) -> int:
        return len(self._listed)

    def named(self, name: PersonName, moment: date) -> Official | None:
        """The official whom a name can mean on a day: a surname is needed, and first names that do not contradict."""
        if not name.surname:
            return None
        for known, official in self._listed:
            same = name.surname == known.surname or (len(known.surname) > 1 and set(name.surname) <= set(known.surname))
            if same and known.may_be(name) and official.held_on(moment):
                return official
        return None


def read_officials(path: Path) -> tuple[Official, ...]:
    """The list in a CSV file, with a comma or semicolon between columns.

    Raises:
        WrongUse: it is not there, or a line is not of this form; the message names the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUse("The list of officials cannot be read.", advice=_ADVICE) from error
    first = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    if not set(_COLUMNS[:3]) <= {str(name).strip().lower() for name in rows.fieldnames or ()}:
        raise WrongUse("The list of officials misses a column.", advice=_ADVICE)
    result = []
    for number, row in enumerate(rows, start=2):
        cells = {
            str(name).strip().lower(): (value or "").strip() for name, value in row.items() if isinstance(value, str)
        }
        if not cells.get("naam"):
            raise WrongUse(f"Line {number} of the list of officials has no name.", advice=_ADVICE)
        try:
            since, until = (date.fromisoformat(cells[name]) if cells.get(name) else None for name in ("vanaf", "tot"))
        except ValueError as error:
            raise WrongUse(
                f"Line {number} of the list of officials has a date that is none.", advice=_ADVICE
            ) from error
        result.append(
            Official(
                name=cells["naam"],
                function=cells.get("functie", ""),
                source=cells.get("bron", ""),
                since=since,
                until=until,
            )
        )
    return tuple(result)


_DAY: Final = Pattern(
    rf"(?<!\d)(?P<day>\d{{1,2}})[ -](?P<month>{MONTHS}|\d{{1,2}})[ -](?P<year>(?:19|20)\d{{2}})(?!\d)", ignore_case=True
)
_MONTH: Final = {
    "jan": 1, "feb": 2, "maa": 3, "mrt": 3, "apr": 4, "mei": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "okt": 10,
    "nov": 11, "dec": 12,
}  # fmt: skip
_HEAD: Final = 3000


def moment_of(readings: Sequence[Reading]) -> date | None:
    """The first day that a document names at its beginning, which is mostly its own."""
    for reading in readings[:2]:
        for match in _DAY.finditer(reading.text, 0, min(len(reading.text), _HEAD)):
            month = match["month"].lower()
            try:
                return date(int(match["year"]), int(month) if month.isdigit() else _MONTH[month[:3]], int(match["day"]))
            except ValueError:
                continue
    return None
