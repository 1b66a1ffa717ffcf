# SPDX-License-Identifier: EUPL-1.2
"""Comments, changes, hidden parts and notes in files that LibreOffice wrote: told to the officer, not on the pages."""

from pathlib import Path

import pypdfium2
import pytest

from archive.conversion import convert
from archive.conversion.office import find_office
from archive.formats import format_of
from tests.archive.office_files import HIDDEN_WORDS, made_by_office

pytestmark = pytest.mark.server

_TEXT = ("opmerkingen", "bijgehouden wijzigingen", "stukken verborgen tekst")
_SHEET = ("opmerkingen", "verborgen rijen", "kolommen", "verborgen werkbladen")
_SLIDES = ("opmerkingen", "sprekersnotities (1)", "verborgen dia's (1)")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if find_office() is None:
        pytest.skip("LIBREOFFICE ABSENT: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui")
    return tmp_path_factory.mktemp("office")


@pytest.mark.parametrize(
    ("suffix", "told"),
    [
        ("odt", _TEXT), ("docx", _TEXT), ("doc", _TEXT), ("rtf", _TEXT),
        ("ods", _SHEET), ("xlsx", _SHEET), ("xls", _SHEET),
        ("odp", _SLIDES), ("pptx", _SLIDES), ("ppt", _SLIDES),
    ],
)  # fmt: skip
def test_what_is_beside_the_pages_is_told_and_not_on_them(files: Path, suffix: str, told: tuple[str, ...]) -> None:
    data = made_by_office(files, suffix)
    made = convert(data, format_of(data))
    notes = " ".join(made.notes)
    assert [part for part in told if part not in notes] == []
    with pypdfium2.PdfDocument(made.pdf) as document:
        text = "".join(str(page.get_textpage().get_text_bounded()) for page in document)
    assert "Zichtbaar" in text
    assert [word for word in HIDDEN_WORDS if word in text] == []
