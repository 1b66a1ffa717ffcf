# SPDX-License-Identifier: EUPL-1.2
import pytest

from redaction.detection.recognisers.email import EmailRecogniser
from schemas.findings import Kind, Role
from tests.redaction.detection.recognisers.table import assert_marked, found


@pytest.mark.parametrize(
    "marked",
    [
        "‹j.koster@voorbeeld.nl›",
        "mail naar ‹Fatma.Balci+wmo@mail.voorbeeld.nl›.",
        "‹koster (at) voorbeeld.nl›",
        "‹a.b@voorbeeld.co.uk›;‹c@voorbeeld.nl›",
        "<‹info@gmail.com›>",
        "‹i̇kocaman@voorbeeld.nl›",
    ],
)
def test_addresses_of_people(marked: str) -> None:
    assert_marked(EmailRecogniser(), marked, lambda each: each.kind is Kind.EMAIL and each.role is Role.CONTACT)


@pytest.mark.parametrize("marked", ["‹info@delden.nl›", "‹team-vergunningen@delden.nl›"])
def test_shared_mailboxes_are_an_organisations(marked: str) -> None:
    assert_marked(EmailRecogniser(), marked, lambda each: each.role is Role.BEDRIJF)


@pytest.mark.parametrize("marked", ["‹bruggen@delden.nl›", "‹jeugdteam.apv@delden.nl›", "‹slotboom@delden.nl›"])
def test_plain_words_may_be_a_surname_so_a_person_decides(marked: str) -> None:
    assert_marked(EmailRecogniser(), marked, lambda each: each.doubtful and each.role is Role.CONTACT)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("@delden op Twitter", "a handle"),
        ("3 stuks @ € 5,00", "a price"),
        ("www.delden.nl/contact", "a web address"),
    ],
)
def test_other_at_signs_stay(text: str, reason: str) -> None:
    assert found(EmailRecogniser(), text) == [], reason
