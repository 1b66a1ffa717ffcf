# SPDX-License-Identifier: EUPL-1.2
import pytest

from redaction.detection.recognisers.bsn import BsnRecogniser
from redaction.detection.recognisers.labels import eleven_test
from schemas.findings import Kind
from tests.redaction.detection.recognisers.table import BSN, IBAN, WRONG_BSN, assert_marked, found

_SPACED = f"{BSN[:3]} {BSN[3:6]} {BSN[6:]}"
_DOTTED = f"{BSN[:4]}.{BSN[4:6]}.{BSN[6:]}"
_MISREAD = BSN.replace("0", "O").replace("1", "l")


@pytest.mark.parametrize(
    "marked",
    [
        f"BSN ‹{BSN}›",
        f"bsn: ‹{BSN}›, geboren te Almelo",
        f"Burgerservicenummer\n‹{BSN}›",
        f"naam;bsn;saldo\nKoster;‹{BSN}›;{WRONG_BSN}",
        f"Uw burgerservicenummer is ‹{_SPACED}›.",
        f"(sofinummer ‹{_DOTTED}›)",
        f"B.S.N. ‹{_MISREAD}›",
        f"BSN van mijn zoon: ‹{BSN}›",
    ],
)
def test_a_bsn_behind_its_label(marked: str) -> None:
    assert_marked(BsnRecogniser(), marked, lambda each: each.kind is Kind.BSN and not each.doubtful)


@pytest.mark.parametrize(
    ("marked", "why"),
    [
        (f"BSN ‹{WRONG_BSN}›", "the label says it is one, one digit is wrong"),
        (f"Bij ons bekend onder ‹{BSN}› sinds 2019", "passes the test, nothing says what it is"),
        (f"‹{_DOTTED}›", "the way only a BSN is written"),
    ],
)
def test_a_doubt_is_asked_about_and_not_dropped(marked: str, why: str) -> None:
    assert_marked(BsnRecogniser(), marked, lambda each: each.doubtful, reason=why)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"Zaaknummer {BSN}", "a case number of nine digits"),
        (f"ons kenmerk: {BSN}", "a reference"),
        (f"factuurnummer {BSN}", "an invoice"),
        (f"Bij ons bekend onder {WRONG_BSN}", "no label and the test fails"),
        (f"€ {BSN}", "an amount"),
        (f"rekening {IBAN}", "part of an IBAN"),
        ("BSN is verplicht bij een aanvraag", "the label without a number"),
        ("000000000", "nine zeros pass the sum and are nobody's"),
    ],
)
def test_other_numbers_stay(text: str, reason: str) -> None:
    assert found(BsnRecogniser(), text) == [], reason


def test_a_label_earlier_on_the_page_makes_a_column_of_numbers() -> None:
    other = next(number for number in (f"{value:09d}" for value in range(123456000, 123457000)) if eleven_test(number))
    assert_marked(BsnRecogniser(), f"Naam BSN\nKoster ‹{BSN}›\nBalci ‹{other}›", lambda each: not each.doubtful)
