# SPDX-License-Identifier: EUPL-1.2
import pytest

from redaction.detection.recognisers.iban import IbanRecogniser
from schemas.findings import Kind, Role
from tests.redaction.detection.recognisers.table import IBAN, MADE, WRONG_IBAN, assert_marked, found

_GROUPED = " ".join(IBAN[at : at + 4] for at in range(0, len(IBAN), 4))
_SECOND = MADE.iban().replace(" ", "")
_MISREAD = (
    IBAN[:2] + IBAN[2:4].replace("0", "O").replace("1", "l") + IBAN[4:8] + IBAN[8:].replace("0", "O").replace("1", "l")
)


@pytest.mark.parametrize(
    "marked",
    [
        f"‹{IBAN}›",
        f"Graag overmaken op ‹{_GROUPED}› ten name van de penningmeester.",
        f"rekening ‹{_MISREAD}›",
        f"‹{IBAN.lower()}›",
        f"‹{IBAN}› ‹{_SECOND}›",
        f"{'‹'}{IBAN[:8]}\n{IBAN[8:]}{'›'} klopt",
        "Deutsche Bank ‹DE89370400440532013000›",
    ],
)
def test_an_iban_whose_check_is_right(marked: str) -> None:
    assert_marked(IbanRecogniser(), marked, lambda each: each.kind is Kind.IBAN and not each.doubtful)


@pytest.mark.parametrize("marked", [f"IBAN ‹{WRONG_IBAN}›", f"‹{WRONG_IBAN}›"])
def test_a_mistyped_iban_is_asked_about(marked: str) -> None:
    assert_marked(IbanRecogniser(), marked, lambda each: each.doubtful)


def test_the_account_of_the_municipality_has_the_role_of_an_organisation() -> None:
    assert_marked(IbanRecogniser(), f"‹{IBAN}› t.n.v. gemeente Delden", lambda each: each.role is Role.BEDRIJF)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Z2024INGB0001", "a case number"),
        ("artikel NL12 van de regeling", "letters and two digits only"),
        ("kool en 12 rapen 34567890123", "words and digits with spaces"),
        ("NL 2024 12 31 plan van aanpak", "no bank in it"),
    ],
)
def test_what_only_looks_like_it_stays(text: str, reason: str) -> None:
    assert found(IbanRecogniser(), text) == [], reason
