# SPDX-License-Identifier: EUPL-1.2
import pytest

from redaction.detection.recognisers.naam_aanspreking import AansprekingRecogniser
from schemas.findings import Kind, Role
from tests.redaction.detection.recognisers.table import assert_marked, found


@pytest.mark.parametrize(
    "marked",
    [
        "mw. ‹Y. El Amrani› belde",
        "dhr. ‹De Vries›",
        "de heer en mevrouw ‹Koster-van der Veen›",
        "de heren ‹Koster› en ‹Balci›",
        "mevrouw ‹Nguyen Thi Hoa› heeft gereageerd",
        "de heer ‹op den Kelder› kwam",
        "De heer ‹in 't Veld›",
        "prof. dr. ‹Bakker-van der Veen› zei",
        "familie ‹Tjon A Ten›",
        "mevr. ‹Ng›",
        "mevrouw ‹Zomer› belt terug",
        "de heer ‹Groeneweg› klaagt",
        "mw. ‹A.P.\nSabbagh›, geeft aan",
        "dhr ‹JP Koster›",
        "mevrouw ‹Abdulle Warsame› en haar zoon",
        "MEVROUW ‹YILMAZ› HEEFT GEBELD",
        "mevrouw ‹Wójcik›",
        "de heer ‹Ramdin-Bissumbhar›",
        "drs. ‹Koster› schreef",
        "weduwe ‹Van 't Hof›",
    ],
)
def test_a_name_behind_a_form_of_address(marked: str) -> None:
    assert_marked(AansprekingRecogniser(), marked, lambda each: each.kind is Kind.NAAM and each.score >= 0.7)


@pytest.mark.parametrize("marked", ["dhr de ‹vries› belt", "de heer ‹p. g. j. van beek› heeft gebeld"])
def test_in_mails_without_capitals(marked: str) -> None:
    (candidate,) = found(AansprekingRecogniser(), marked.replace("‹", "").replace("›", ""))
    begin = marked.index("‹")
    assert candidate.start <= begin
    assert candidate.end == marked.index("›") - 1


def test_a_name_stops_at_a_street_or_town() -> None:
    assert_marked(AansprekingRecogniser(), "mevrouw ‹Koster› Kerkstraat 3 Delden")


def test_the_role_stands_before_the_form_of_address() -> None:
    assert_marked(AansprekingRecogniser(), "getuige mevrouw ‹Koster› zag het", lambda each: each.role is Role.BURGER)
    assert_marked(AansprekingRecogniser(), "behandelaar: mw. ‹Koster›", lambda each: each.role is Role.MEDEWERKER)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Geachte heer/mevrouw,", "nobody is named"),
        ("mevrouw de Voorzitter", "a function"),
        ("de heer burgemeester opent", "a function"),
        ("de familie kreeg een brief", "a small word"),
        ("het gezin woont in Delden", "a verb and a town"),
        ("HET GEZIN WOONT IN DELDEN", "the same in capitals"),
        ("MR is een medezeggenschapsraad", "letters of a body"),
    ],
)
def test_a_form_of_address_without_a_name(text: str, reason: str) -> None:
    assert found(AansprekingRecogniser(), text) == [], reason
