# SPDX-License-Identifier: EUPL-1.2
import pytest

from redaction.detection.recognisers.mrz import MrzRecogniser
from schemas.findings import Kind
from tests.redaction.detection.recognisers.table import assert_marked, found


@pytest.mark.parametrize(
    "marked",
    [
        "‹P<NLDKOSTER<<PIETER<JAN<<<<<<<<<<<<<<<<<<<<<› ‹NXR4KB7P21NLD7005030M3001018<<<<<<<<<<<<<<02›",
        "‹I<NLDSPECI20142999999990<<<<<8›",
        "zie P<NLDKOSTER hieronder: ‹P<NLDKOSTER<<PIETER<<<<<<<<<<<<<<<<<›",
    ],
)
def test_lines_of_a_travel_document(marked: str) -> None:
    assert_marked(MrzRecogniser(), marked, lambda each: each.kind is Kind.MRZ)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("OMGEVINGSVERGUNNING VOOR DE ACTIVITEIT BOUWEN", "capitals without fillers"),
        ("als x < 3 en y < 4 dan is z groter", "a comparison"),
        ("<<< terug naar de inhoud", "fillers without a zone"),
    ],
)
def test_other_capitals_stay(text: str, reason: str) -> None:
    assert found(MrzRecogniser(), text) == [], reason
