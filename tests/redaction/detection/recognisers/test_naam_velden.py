# SPDX-License-Identifier: EUPL-1.2
import pytest

from redaction.detection.recognisers.naam_velden import PersoonswoordRecogniser, VeldRecogniser
from schemas.findings import Role
from tests.redaction.detection.recognisers.table import assert_marked, found


@pytest.mark.parametrize(
    "marked",
    [
        "Naam: ‹Quistema›",
        "Achternaam\n‹Koster›",
        "Naam aanvrager: ‹Fatma Balci›",
        "Contactpersoon: ‹J. Koster› en ‹P. Balci›",
        "Ondertekend door ‹Y. El Amrani›",
        "naam: ‹jan de vries›",
        "NAAM: ‹KOSTER, P.›",
        "Aanwezig: ‹Koster›, ‹Yılmaz› (voorzitter), ‹De Vries› en ‹Wójcik›",
        "mijn naam is ‹Abdirahman Warsame› en",
        "rekening ten name van ‹B.N. Zuidweg›",
        "zij heet ‹Fatma› en woont",
        "Roepnaam ‹Jikke›",
        "| Naam | ‹Koster› |",
    ],
)
def test_values_of_fields_for_names(marked: str) -> None:
    assert_marked(VeldRecogniser(), marked, lambda each: each.score >= 0.6)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Naam bedrijf: Quistema", "the name of a company is asked for"),
        ("Naam evenement: Koningsdag", "an event"),
        ("Straatnaam: Kerkstraat", "a street"),
        ("Naam: Stichting De Linde", "a body"),
        ("Naam:\n\n\n\nKoster", "too far below"),
        ("Datum: 3 mei 2024", "another field"),
        ("Ondertekend door de burgemeester", "a function"),
        ("Aanwezig: iedereen", "nobody by name"),
    ],
)
def test_other_fields_stay(text: str, reason: str) -> None:
    assert found(VeldRecogniser(), text, least=0.5) == [], reason


@pytest.mark.parametrize(
    ("marked", "role"),
    [
        ("aanvrager ‹Quistema› heeft", Role.BURGER),
        ("mijn zoon ‹Ahmed› en", Role.BURGER),
        ("buurman ‹Henk Koster› klaagt", Role.BURGER),
        ("getuige ‹P. Balci› zag", Role.BURGER),
        ("de kinderen ‹Ahmed›, ‹Fatma› en ‹Jikke›", Role.BURGER),
        ("zijn zus, ‹Agnieszka Wójcik›, belde", Role.BURGER),
        ("collega ‹Fatma› neemt het over", Role.MEDEWERKER),
        ("consulent ‹Koster› belt", Role.MEDEWERKER),
        ("BUURTBEWONER ‹SABA› BELDE", Role.ONBEKEND),
        ("de moeder van ‹Fatma› is ziek", Role.BURGER),
        ("getuige ‹tao zhou› verklaarde", Role.BURGER),
    ],
)
def test_a_name_behind_a_word_for_a_person(marked: str, role: Role) -> None:
    if role is Role.ONBEKEND:
        assert_marked(PersoonswoordRecogniser(), marked)
    else:
        recogniser = PersoonswoordRecogniser()
        assert_marked(recogniser, marked)
        text = marked.replace("‹", "").replace("›", "")
        assert found(recogniser, text)[0].role is role


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("de bewoners van de Gerrit van der Veenkade", "a street"),
        ("de aanvrager heeft gebeld", "a verb"),
        ("de eigenaar van Delden", "a town"),
        ("contact met de burgemeester", "a function alone"),
        ("Klager stelt het volgende", "the word alone"),
        ("de buurman. Gisteren kwam hij", "another sentence"),
    ],
)
def test_a_word_for_a_person_without_a_name(text: str, reason: str) -> None:
    assert found(PersoonswoordRecogniser(), text) == [], reason
