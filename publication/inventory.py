# SPDX-License-Identifier: EUPL-1.2
"""The inventory list of a Woo decision: every document with its judgement, as a spreadsheet, CSV or JSON.

It is made from what is public already, so a remark or file name in it cannot tell more than the site does.
"""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from publication.endpoint import SUSPENSIONS
from publication.entry import Entry
from schemas.errors import WrongUse

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_WIDTHS: Final = (36, 24, 40, 16, 24, 44, 60, 60, 12, 30, 60, 40)


class Judgement(StrEnum):
    """Beoordeling: the four words that the list knows."""

    OPENBAAR = "Openbaar"
    DEELS_OPENBAAR = "Deels openbaar"
    REEDS_OPENBAAR = "Reeds openbaar"
    NIET_OPENBAAR = "Niet openbaar"


@dataclass(frozen=True, kw_only=True, slots=True)
class InventoryLine:
    """A document in the list. ``related``: number and address of what it belongs to, or what belongs to it."""

    id: str
    number: str
    file_name: str
    judgement: Judgement
    grounds: tuple[str, ...] = ()
    remark: str = ""
    public_links: tuple[str, ...] = ()
    page: str = ""
    suspended: bool = False
    related: tuple[tuple[str, str], ...] = ()
    decision: str = ""

    def cells(self) -> tuple[str, ...]:
        """The cells in the order of the columns."""
        return (
            self.id,
            self.number,
            self.file_name,
            self.judgement.value,
            ";".join(self.grounds),
            self.remark,
            "|".join(self.public_links),
            self.page,
            "Ja" if self.suspended else "Nee",
            ";".join(number for number, _ in self.related),
            "|".join(address for _, address in self.related),
            self.decision,
        )


@cache
def columns() -> tuple[str, ...]:
    """The exact columns of the public list."""
    source = files("schemas.values") / "data" / "inventarislijst.json"
    return tuple(json.loads(source.read_text(encoding="utf-8"))["inventarislijst_uitvoer_publiek"])


def line_of(entry: Entry, base: str, related: Sequence[Entry], decision: str = "") -> InventoryLine:
    """The line of a document as a site knows it."""
    suspended = any(line.reason in {one.public_text for one in SUSPENSIONS} for line in entry.history[-1:])
    page = f"{base}/{entry.folder}/index.html"
    return InventoryLine(
        id=entry.id,
        number=number_of(entry),
        file_name=entry.file_name if entry.public else "",
        judgement=_judgement(entry),
        grounds=entry.grounds,
        remark="" if entry.public else entry.history[-1].reason,
        public_links=(f"{base}/{entry.file_key}",) if entry.public else (),
        page=page,
        suspended=suspended,
        related=tuple((number_of(one), f"{base}/{one.folder}/index.html") for one in related),
        decision=decision,
    )


def number_of(entry: Entry) -> str:
    """The number that people know a document by: its first kenmerk, or our own."""
    known = (entry.record or {}).get("identifiers") or [entry.id]
    return str(known[0])


def write_inventory(lines: Sequence[InventoryLine], path: Path) -> None:
    """Write the list; the ending of the name says how: .xlsx, .csv or .json.

    Raises:
        WrongUse: another ending.
    """
    match path.suffix.lower():
        case ".xlsx":
            data = _spreadsheet(lines)
        case ".csv":
            data = _csv(lines)
        case ".json":
            known = [dict(zip(columns(), line.cells(), strict=True)) for line in lines]
            data = json.dumps(known, ensure_ascii=False, indent=1).encode() + b"\n"
        case _:
            raise WrongUse(
                "An inventory list is a spreadsheet, CSV or JSON.", advice="End the name in .xlsx, .csv or .json."
            )
    path.write_bytes(data)


def _judgement(entry: Entry) -> Judgement:
    if not entry.public:
        return Judgement.NIET_OPENBAAR
    return Judgement.DEELS_OPENBAAR if entry.grounds else Judgement.OPENBAAR


def _csv(lines: Sequence[InventoryLine]) -> bytes:
    """CSV by RFC 4180. A cell that a spreadsheet would calculate starts with an apostrophe."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(columns())
    for line in lines:
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in line.cells()])
    return target.getvalue().encode()


def _spreadsheet(lines: Sequence[InventoryLine]) -> bytes:
    workbook = Workbook()
    workbook.properties.creator = ""
    workbook.properties.title = "Inventarislijst"
    workbook.remove(workbook.worksheets[0])
    sheet = workbook.create_sheet("Inventarislijst")
    for column, (name, width) in enumerate(zip(columns(), _WIDTHS, strict=True), start=1):
        sheet.cell(row=1, column=column, value=name).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, line in enumerate(lines, start=2):
        for column, text in enumerate(line.cells(), start=1):
            cell = sheet.cell(row=row, column=column, value=text)
            cell.data_type = "s"  # text, also when it starts as a formula does
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns()))}{len(lines) + 1}"
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()
