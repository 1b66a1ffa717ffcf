# SPDX-License-Identifier: EUPL-1.2
"""Who stays named: officials by list and by the function that the text gives them.

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

from redaction.detection.patterns import CAPITAL_WORD, INITIALS, MONTHS, PREFIX, SURNAME, TITLE, Pattern
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


_FUNCTION: Final = (
    r"(?:(?:loco-?)?burgemeester|wethouder|gemeentesecretaris|(?:algemeen[ ])?secretaris"
    r"|(?:plaatsvervangend[ ])?(?:raads)?griffier"
    r"|raadslid|raadsvoorzitter|commissielid|burgerraadslid|fractie-?voorzitter|fractielid"
    r"|minister|staatssecretaris|commissaris[ ]van[ ]de[ ]Koning|gedeputeerde|statenlid|dijkgraaf|heemraad|formateur"
    r"|informateur|kamerlid|(?:voorzieningen|kanton|bestuurs)?rechter|raadsheer|staatsraad|officier[ ]van[ ]justitie"
    r"|korpschef|ombudsman"
    r"|gemeenteraadslid|portefeuillehouder|lijsttrekker|directeur-generaal)"
)
_PLURAL: Final = (
    r"(?:wethouders|raadsleden|commissieleden|burgerraadsleden|fractievoorzitters|gedeputeerden|statenleden|rechters"
    r"|ministers)"
)
_PARTY: Final = (
    r"(?:VVD|CDA|PvdA|D66|GroenLinks|GL|GL-PvdA|GroenLinks[-/ ]PvdA|PvdA[-/ ]GroenLinks|SP|PVV|CU|ChristenUnie|SGP|PvdD"
    r"|Partij[ ]voor[ ]de[ ]Dieren|DENK|Denk|FvD|FVD|Forum[ ]voor[ ]Democratie|JA21|BBB|Volt|NSC|50PLUS|BIJ1"
    r"|Leefbaar[ ]\p{Lu}\p{L}+|Burgerbelangen(?:[ ]\p{Lu}\p{L}+)?|Gemeentebelangen|Lokaal[ ]\p{Lu}\p{L}+"
    r"|\p{Lu}\p{L}+[ ]Anders|Stadspartij(?:[ ]\p{L}+)?"
    r"|\p{Lu}\p{L}*[Pp]artij(?:[ ]\p{L}+)?|fractie[ ][\p{L}\d -]{2,30})"
)
_NAME: Final = rf"(?:{TITLE}[ ]?){{0,2}}(?:(?:{INITIALS}|{CAPITAL_WORD}[ ]){{1,4}})?(?:{PREFIX}[ ]){{0,3}}"
_BEFORE: Final = Pattern(
    rf"(?<!\p{{L}})(?i:{_FUNCTION})(?:[ ]van[ ](?:de[ ]gemeente[ ]|het[ ]college[ ])?\p{{Lu}}\p{{L}}+)?"
    rf"(?:[ ]?\((?:{_PARTY}|[^()\n]{{2,30}})\))?[ ]?[,:]?[ \n](?:{_NAME})$"
    rf"|(?<!\p{{L}})(?i:{_PLURAL})[ ]?[,:]?[ \n]"
    rf"(?:(?:{_NAME}){SURNAME}(?:[ ]\({_PARTY}\))?(?:,|[ ]en|[ ]&)[ ]){{0,6}}(?:{_NAME})$"
)
_AFTER: Final = Pattern(
    rf"[ ]?\((?:{_PARTY}|(?i:de[ ])?(?i:{_FUNCTION})[^()\n]{{0,60}})\)"
    r"|[ ]?,[ ]?(?:als[ ]|in[ ](?:zijn|haar)[ ]hoedanigheid[ ]van[ ]|onze[ ]|de[ ]|toenmalig[ ]|voormalig[ ]"
    r"|waarnemend[ ])?"
    rf"(?i:{_FUNCTION})(?!\p{{L}})"
    rf"|[ ]?\n[ ]?(?:(?i:de|waarnemend|plaatsvervangend|loco-?)[ ])?(?i:{_FUNCTION})(?!\p{{L}})"
    rf"|[ ]?[-–][ ](?i:{_FUNCTION})(?!\p{{L}})|[ ](?:namens|van)[ ](?:de[ ])?(?i:fractie)[ ]"
)
_MANDATE: Final = Pattern(
    r"(?i:(?:namens|krachtens[ ]mandaat|bij[ ]mandaat)[^\n]{0,90}(?:college|burgemeester|gemeenteraad|raad)"
    r"[^\n]{0,60},?"
    r"\s{1,4}(?:namens[ ]deze,?\s{1,4}|voor[ ]deze,?\s{1,4})?)$"
)
_PRIVATE: Final = Pattern(
    r"(?<!\p{L})(?:woon(?:t|achtig|adres|plaats|ende)|wonende|thuis|bezwaar(?:maker|maakster|schrift)|geboren|geb\.|bsn"
    r"|burgerservicenummer|aanvrager|aanvraagster|verzoeker|verzoekster|appellant|klager|klaagster|eigenaar|eigenares"
    r"|privé|buurman|buurvrouw|echtgenoot|echtgenote|zoon|dochter|partner|rekeningnummer|patiënt|cliënt|uitkering"
    r"|mobiel|belanghebbende|indiener|inwoner|bewoner|bewoonster|leerling)(?!\p{L})"
)


def in_office(reading: Reading, start: int, end: int) -> bool:
    """True where the text gives a name a public office: before it, or right after."""
    line = max(0, start - 160)
    text = reading.text
    return (
        _BEFORE.search(text, line, start) is not None
        or _AFTER.match(text, end, min(len(text), end + 120)) is not None
        or _MANDATE.search(text, line, start) is not None
    )


def in_private(reading: Reading, start: int, end: int) -> bool:
    """True where the words around a name are about somebody's private life or own case."""
    return _PRIVATE.search(reading.lower, max(0, start - 70), min(len(reading.lower), end + 60)) is not None


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
