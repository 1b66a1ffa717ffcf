# SPDX-License-Identifier: EUPL-1.2
import pytest

from redaction.detection.recognisers.naam_voorletters import OmgekeerdRecogniser, VoorlettersRecogniser
from tests.redaction.detection.recognisers.table import assert_marked, found


@pytest.mark.parametrize(
    "marked",
    [
        "‹J. v.d. Berg›",
        "‹J.P. de Vries-Özdemir› is gehoord",
        "namens ‹Y. El Amrani› en ‹A.B.C. Koster›",
        "‹J.\nde Vries› heeft",
        "‹Th. van den Bosch›",
        "‹S. Ramautarsing›",
        "‹J.-P. Koster›",
        "‹M. 0zdemir› was er niet",
        "‹Y El Amrani› belde",
        "‹JP Koster› en ‹A Balci›",
        "‹Ch. Wu› en ‹B.N. Zuidweg›",
        "‹L. Tjon A Ten› schrijft",
        "‹O. Shevchenko›, ‹H. Warsame›",
    ],
)
def test_initials_before_a_surname(marked: str) -> None:
    assert_marked(VoorlettersRecogniser(), marked, lambda each: each.score >= 0.5)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Bakkerij Koster B.V. Delden", "a legal form"),
        ("A. Inleiding\nB. Beoordeling", "headings"),
        ("WMO Besluit", "short name of a law"),
        ("bijlage C. De tekening", "a letter that ends a sentence"),
        ("perceel D. Kerkstraat 3", "a street"),
        ("N.B. Let op", "an abbreviation"),
    ],
)
def test_letters_that_are_no_initials(text: str, reason: str) -> None:
    assert found(VoorlettersRecogniser(), text, least=0.45) == [], reason


@pytest.mark.parametrize(
    "marked",
    [
        "‹Koster, P.› aanwezig",
        "‹Berg, J. van der›",
        "‹van der Berg, J.› 12-03-2024",
        "‹YILMAZ, F.M.› Burgerzaken",
        "1 ‹Yılmaz, Fatma› 3 mei",
        "‹Koster P.J.› 12",
        "‹El Amrani, Y.›",
    ],
)
def test_a_surname_with_what_belongs_before_it_behind_it(marked: str) -> None:
    assert_marked(OmgekeerdRecogniser(), marked, lambda each: each.score >= 0.5)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Delden, 3 mei 2024", "a place and a date"),
        ("Conclusie, advies en vervolg", "words"),
        ("Dinsdag, Piet komt later", "a weekday"),
        ("Koster, wethouder", "a function"),
        ("Hoveniersbedrijf Koster B.V. heeft", "a legal form"),
    ],
)
def test_a_comma_that_turns_nothing_around(text: str, reason: str) -> None:
    assert found(OmgekeerdRecogniser(), text) == [], reason
