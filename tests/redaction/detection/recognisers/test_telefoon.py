# SPDX-License-Identifier: EUPL-1.2
import pytest

from redaction.detection.recognisers.telefoon import TelefoonRecogniser
from schemas.findings import Kind, Role
from tests.redaction.detection.recognisers.table import BSN, assert_marked, found


@pytest.mark.parametrize(
    "marked",
    [
        "‹06-12345678›",
        "‹06 12 34 56 78› of ‹074-2501234›",
        "‹(053) 123 45 67›",
        "Getuige Koster (‹+31612345678›) zag het",
        "telefoon ‹074 2S0 1234›",
        "‹053 - 4 81 81 81›",
        "bel ‹+31 6 12345678› na zessen",
        "‹+31 (0)6 12345678›",
        "Tel.‹+31612345678›",
        "‹0031 6 12345678›",
        "om 12:30 ‹+31612345678› gebeld",
        "‹06 12345678›\n‹06 87654321›",
        "Koster ‹053 4818181› 3 uur",
        "‹+49 30 901820›",
        "1 ‹06 12345678› Balci",
    ],
)
def test_numbers_in_the_numbering_plan(marked: str) -> None:
    assert_marked(TelefoonRecogniser(), marked, lambda each: each.kind is Kind.TELEFOON and not each.doubtful)


@pytest.mark.parametrize(
    ("marked", "why"),
    [
        ("‹06-98872027›", "no such mobile series"),
        ("mobiel ‹06 1234567›", "a digit short"),
        ("‹0570-2502583›", "a digit too many"),
    ],
)
def test_a_number_that_does_not_exist_is_not_dropped(marked: str, why: str) -> None:
    assert_marked(TelefoonRecogniser(), marked, reason=why)


def test_a_scanner_reads_letters_for_digits() -> None:
    assert_marked(TelefoonRecogniser(), "Telefoon: ‹O6-l2345678›")


@pytest.mark.parametrize("marked", ["bel ‹14 053›", "‹0800-1234›", "via ‹0900 1234567›"])
def test_service_numbers_are_an_organisations(marked: str) -> None:
    assert_marked(TelefoonRecogniser(), marked, lambda each: each.role is Role.BEDRIJF)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("op 03-04-2024 om 10.00 uur", "a date"),
        ("kenmerk 0612345678", "a reference"),
        ("€ 06.123.456,78", "an amount"),
        (f"BSN {BSN}", "nine digits"),
        ("artikel 14 lid 3", "an article, not 14 0xx"),
        ("0,1234567890", "a fraction"),
    ],
)
def test_other_digits_stay(text: str, reason: str) -> None:
    assert found(TelefoonRecogniser(), text) == [], reason
