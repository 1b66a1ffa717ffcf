# SPDX-License-Identifier: EUPL-1.2
import pytest

from redaction.detection.recognisers.kenteken import KentekenRecogniser
from schemas.findings import Kind
from tests.redaction.detection.recognisers.table import assert_marked, found


@pytest.mark.parametrize(
    "marked",
    [
        "‹XX-99-XX›",
        "een rode auto (‹12-ABC-3›) stond dubbel",
        "kenteken ‹G123BB›",
        "Kenteken: ‹ab 12 cd›",
        "‹1-ABC-23› en ‹H-123-KL›",
    ],
)
def test_plates_of_the_dutch_series(marked: str) -> None:
    assert_marked(KentekenRecogniser(), marked, lambda each: each.kind is Kind.KENTEKEN)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("12-03-24", "a date"),
        ("De deurcode: AB-12-34", "the code of a door"),
        ("zaaknummer 12-AB-34", "a case number in the same form"),
        ("Z-24-123456", "a case number"),
        ("de auto reed 50 km per uur", "the word without a plate"),
        ("bestemmingsplan AB-12", "too short"),
    ],
)
def test_other_codes_stay(text: str, reason: str) -> None:
    assert found(KentekenRecogniser(), text) == [], reason
