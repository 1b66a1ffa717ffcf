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
        (KvkRecogniser(), "eigen rijder S. Wouda te Sneek, KvK ‹12345678›", Role.BURGER),
        (KvkRecogniser(), "S. Wouda h.o.d.n. Wouda Klussen, KvK ‹12345678›", Role.BURGER),
        (KvkRecogniser(), "Schildersbedrijf Wouda\nKvK ‹12345678›", Role.BURGER),
        (KvkRecogniser(), "Schildersbedrijf Wouda B.V.\nKvK ‹12345678›", Role.BEDRIJF),
        (KvkRecogniser(), "Stichting Wouda Fonds, KvK ‹12345678›", Role.BEDRIJF),
        (KvkRecogniser(), "gemeente Sneek, KvK-nummer ‹12345678›", Role.BEDRIJF),
        (KvkRecogniser(), "Wouda Bouw N.V., voorheen een eenmanszaak, KvK ‹12345678›", Role.ONBEKEND),
        (RsinRecogniser(), f"RSIN ‹{_LEGAL}›", Role.BEDRIJF),
        (RsinRecogniser(), f"eenmanszaak, fiscaal nummer ‹{_LEGAL}›", Role.BURGER),
        (BtwRecogniser(), f"‹NL{_LEGAL}B01›", Role.BEDRIJF),
        (BtwRecogniser(), f"btw-id ‹{_OWN_VAT}›", Role.BURGER),
        (BtwRecogniser(), f"zzp'er, btw ‹NL {BSN}.B01›", Role.BURGER),
    ],
)
def test_whose_number_it_is(recogniser: Recogniser, marked: str, role: Role) -> None:
    assert_marked(recogniser, marked, lambda each: each.role is role)


def test_a_legal_person_elsewhere_in_the_sentence_is_not_the_firm() -> None:
    text = "De gemeente koopt verf bij Schildersbedrijf Wouda, KvK 12345678, voor het clubhuis."
    assert [each.role for each in found(KvkRecogniser(), text)] == [Role.BURGER]


def test_each_party_of_a_list_has_its_own_words() -> None:
    roles = [each.role for each in found(KvkRecogniser(), "zzp'er S. Wouda, KvK 12345678; Linde N.V., KvK 23456789")]
    assert roles == [Role.BURGER, Role.BEDRIJF]


def test_a_vat_number_of_a_sole_trader_that_fails_its_checks_is_a_question() -> None:
    assert_marked(BtwRecogniser(), f"zzp'er, btw ‹NL{WRONG_BSN}B01›", lambda each: each.doubtful)


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
