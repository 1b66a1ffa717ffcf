# SPDX-License-Identifier: EUPL-1.2
import csv
import json
from pathlib import Path

import openpyxl
import pytest

from publication.endpoint import WithdrawalReason
from publication.inventory import InventoryLine, Judgement, columns, write_inventory
from publication.site import SiteFolder
from schemas.errors import WrongUse
from tests.publication.packages import BASE, document_id, package
from tests.publication.test_dossiers import annex_package, main_package
from tests.shared_material import shared


def _line(**changes: str) -> InventoryLine:
    fields = {"id": "a1", "number": "D2026-000001", "file_name": "a1.pdf", **changes}
    return InventoryLine(judgement=Judgement.DEELS_OPENBAAR, grounds=("5.1.1.e", "5.1.2.e"), **fields)  # type: ignore[arg-type]


def _read(path: Path) -> list[dict[str, str]]:
    """The list as somebody else's program reads it."""
    if path.suffix == ".json":
        return list(json.loads(path.read_text(encoding="utf-8")))
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))
    sheet = openpyxl.load_workbook(path).worksheets[0]
    header, *rows = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.mark.shared
def test_the_columns_are_those_of_the_platform() -> None:
    known = json.loads(shared("standards", "woo", "inventarislijst-kolommen.json").read_text(encoding="utf-8"))
    assert list(columns()) == known["inventarislijst_uitvoer_publiek"]
    assert {one.value for one in Judgement} == set(known["beoordeling_waarden"])


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".json"])
def test_a_site_tells_its_inventory(tmp_path: Path, ending: str) -> None:
    site = SiteFolder(tmp_path / "site", BASE)
    site.publish_all([main_package(), annex_package(2), package(3), package(4)])
    site.withdraw(document_id(3), WithdrawalReason.SUSPENDED)
    site.withdraw(document_id(4), WithdrawalReason.PRIVACY)
    path = tmp_path / f"lijst{ending}"
    write_inventory(site.inventory([document_id(number) for number in (1, 2, 3, 4)], "Besluit over de brug"), path)
    main, annex, suspended, withdrawn = _read(path)
    assert tuple(main) == columns()
    assert main == {
        "Document ID": document_id(1),
        "Documentnummer": "D2026-000001",
        "Bestandsnaam": f"{document_id(1)}.pdf",
        "Beoordeling": "Deels openbaar",
        "Beoordelingsgrond": "5.1.2.e",
        "Toelichting": "",
        "Publieke link": f"{BASE}/documenten/{document_id(1)}/{document_id(1)}.pdf",
        "Locatie document ID": f"{BASE}/documenten/{document_id(1)}/index.html",
        "Opgeschort": "Nee",
        "Gerelateerd Documentnummer": "D2026-000002",
        "Locatie gerelateerd ID": f"{BASE}/documenten/{document_id(2)}/index.html",
        "Besluitnaam": "Besluit over de brug",
    }
    assert annex["Gerelateerd Documentnummer"] == "D2026-000001"
    assert (suspended["Beoordeling"], suspended["Opgeschort"]) == ("Niet openbaar", "Ja")
    assert (withdrawn["Opgeschort"], withdrawn["Toelichting"]) == ("Nee", WithdrawalReason.PRIVACY.public_text)
    assert withdrawn["Documentnummer"] == document_id(4)  # what it was called is gone with it


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_no_cell_is_a_formula(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"lijst{ending}"
    write_inventory([_line(remark='=HYPERLINK("https://kwaad.example")')], path)
    (row,) = _read(path)
    if ending == ".csv":
        assert row["Toelichting"].startswith("'=")
    else:
        sheet = openpyxl.load_workbook(path).worksheets[0]
        assert sheet["F2"].data_type == "s"
    assert row["Beoordelingsgrond"] == "5.1.1.e;5.1.2.e"


def test_another_ending_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="spreadsheet"):
        write_inventory([_line()], tmp_path / "lijst.pdf")
    with pytest.raises(WrongUse):
        SiteFolder(tmp_path, BASE).inventory([document_id(9)])
