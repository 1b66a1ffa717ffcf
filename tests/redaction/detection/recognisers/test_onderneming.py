# SPDX-License-Identifier: EUPL-1.2
import pytest

from redaction.detection.recognisers import Recogniser
from redaction.detection.recognisers.onderneming import BtwRecogniser, KvkRecogniser, RsinRecogniser
from schemas.findings import Role
from tests.redaction.detection.recognisers.table import BSN, MADE, WRONG_BSN, assert_marked, found

_LEGAL = next(digits for digits in iter(MADE.eleven_test, "") if digits.startswith("8"))
_OWN_VAT = MADE.btw_id()


@pytest.mark.parametrize(
    ("recogniser", "marked", "role"),
    [
        (KvkRecogniser(), "KvK-nummer ‹12345678›", Role.BEDRIJF),
        (KvkRecogniser(), "Hoveniersbedrijf Koster (eenmanszaak), kvk: ‹12345678›", Role.BURGER),
        (RsinRecogniser(), f"RSIN ‹{_LEGAL}›", Role.BEDRIJF),
        (RsinRecogniser(), f"eenmanszaak, fiscaal nummer ‹{_LEGAL}›", Role.BURGER),
        (BtwRecogniser(), f"‹NL{_LEGAL}B01›", Role.BEDRIJF),
        (BtwRecogniser(), f"btw-id ‹{_OWN_VAT}›", Role.BURGER),
        (BtwRecogniser(), f"zzp'er, btw ‹NL {BSN}.B01›", Role.BURGER),
    ],
)
def test_whose_number_it_is(recogniser: Recogniser, marked: str, role: Role) -> None:
    assert_marked(recogniser, marked, lambda each: each.role is role)


def test_an_rsin_that_fails_its_test_is_a_question() -> None:
    assert_marked(RsinRecogniser(), f"RSIN ‹{WRONG_BSN}›", lambda each: each.doubtful)


@pytest.mark.parametrize(
    ("recogniser", "text", "reason"),
    [
        (KvkRecogniser(), "dossier 12345678", "no word for the register"),
        (KvkRecogniser(), "inschrijving bij de Kamer van Koophandel is verplicht", "no number"),
        (RsinRecogniser(), "RSIN volgt nog", "no number"),
        (BtwRecogniser(), "NL-alert B01", "no nine digits"),
        (BtwRecogniser(), "21 procent btw over 123456789 euro", "an amount"),
    ],
)
def test_other_numbers_stay(recogniser: Recogniser, text: str, reason: str) -> None:
    assert found(recogniser, text) == [], reason
