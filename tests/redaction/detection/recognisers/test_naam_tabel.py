# SPDX-License-Identifier: EUPL-1.2
import pytest

from redaction.detection.recognisers.naam_tabel import TabelRecogniser
from tests.redaction.detection.recognisers.table import assert_marked, found


@pytest.mark.parametrize(
    "marked",
    [
        "Nr | Naam | Bedrag\n1 | ‹Quist› | 12,50\n2 | ‹De Vries› | 8,00",
        "naam;datum;plaats\n‹Koster, P. van›;3-5-2024;Delden\n‹Balci, Fatma›;4-5-2024;Borne",
        "Medewerker  Afdeling  Uren\n‹Y. El Amrani›  Groen  12\n‹QUIST›  Groen  8",
        "Naam\nDatum\n‹Quist›\n3-5-2024\n‹Wójcik›\n4-5-2024",
        "Volgnr Naam Datum Bedrag\n1 ‹Warsame› 3-5-2024 10,00\n2 ‹Koster› 4-5-2024 12,00",
        "| Actie | Wie | Gereed |\n| Brief sturen | ‹Fatma› | week 12 |",
    ],
)
def test_cells_below_a_head_for_people(marked: str) -> None:
    assert_marked(TabelRecogniser(), marked, lambda each: each.score >= 0.6)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Nr | Straat | Bedrag\n1 | Kerkstraat | 12,50", "no head for people"),
        ("Naam organisatie | Bedrag\nQuistema | 12", "names of bodies"),
        ("Naam | Bedrag\nStichting De Linde | 12", "a body in the cell"),
        ("De naam van het plan is niet bekend bij het college", "a sentence with the word"),
        ("Naam | Datum\n12 | 3-5-2024", "a number in the cell"),
        ("Zaak | Behandelaar\nZK240012345 | ZK240012345", "a case number in the cell"),
    ],
)
def test_other_cells_stay(text: str, reason: str) -> None:
    assert found(TabelRecogniser(), text) == [], reason
