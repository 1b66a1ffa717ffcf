# SPDX-License-Identifier: EUPL-1.2
import pytest

from redaction.detection.recognisers import Recogniser
from redaction.detection.recognisers.relatie import RelatieRecogniser
from redaction.detection.recognisers.words import GezondheidRecogniser, StrafrechtelijkRecogniser
from schemas.findings import Role
from tests.redaction.detection.recognisers.table import assert_marked, found


@pytest.mark.parametrize(
    ("recogniser", "marked"),
    [
        (GezondheidRecogniser(), "Mijn moeder heeft ‹dementie›."),
        (GezondheidRecogniser(), "Cliënt is ‹gediagnosticeerd met een zeldzame spierziekte›."),
        (GezondheidRecogniser(), "Volgens de bedrijfsarts is er een ‹hartaandoening›."),
        (GezondheidRecogniser(), "De werknemer is ‹ziekgemeld› wegens ‹burn-out›."),
        (StrafrechtelijkRecogniser(), "Zijn zoon is ‹veroordeeld tot een taakstraf›."),
        (StrafrechtelijkRecogniser(), "Mevrouw deed aangifte van ‹huiselijk geweld›."),
        (RelatieRecogniser(), "Ik hoorde het van ‹de buurman› en ‹mijn schoonzus›."),
        (RelatieRecogniser(), "De overlast komt uit het ‹buurpand›."),
        (GezondheidRecogniser(), "Cliënte heeft ‹chronische vermoeidheid› en ‹rugpijn›."),
        (GezondheidRecogniser(), "Mevrouw is bekend met ‹een verslaving aan opiaten›."),
        (GezondheidRecogniser(), "Letsel: ‹gebroken pols›. Cliënte belde."),
        (GezondheidRecogniser(), "Huisarts belde\nMedicijngebruik | ‹paracetamol›"),
        (StrafrechtelijkRecogniser(), "De bewoner heeft ‹antecedenten›: ‹heling›, ‹witwassen›."),
        (StrafrechtelijkRecogniser(), "Hij is ‹veroordeeld tot een taakstraf› en woont alleen."),
        (RelatieRecogniser(), "Ik belde met ‹zijn oude moeder›."),
        (RelatieRecogniser(), "Namens ‹buurvrouw› Fatima gebeld, ook over ‹dochter› Sanne."),
        (RelatieRecogniser(), "‹Mijn bovenbuurman› stampt."),
    ],
)
def test_words_about_people(recogniser: Recogniser, marked: str) -> None:
    assert_marked(recogniser, marked)


def test_kin_of_somebody_in_the_case_points_at_a_person_and_kin_at_large_does_not() -> None:
    recogniser = RelatieRecogniser()
    for text in ("Betrokkene voerde aan dat zijn echtgenote had gereden.", "Mijn zoon Sanne belde."):
        assert {each.role for each in found(recogniser, text)} == {Role.BURGER}
    assert {each.role for each in found(recogniser, "Ook uw partner telt mee.")} == {Role.ONBEKEND}


@pytest.mark.parametrize(
    ("recogniser", "text", "reason"),
    [
        (GezondheidRecogniser(), "De gemeente opent een centrum voor dementie.", "policy, nobody nearby"),
        (GezondheidRecogniser(), "Het beleid tegen verslaving wordt herzien.", "policy"),
        (StrafrechtelijkRecogniser(), "Het aantal gevallen van diefstal daalde.", "statistics"),
        (GezondheidRecogniser(), "Mevrouw meldt een gebroken ruit en de iepziekte.", "a window and a tree"),
        (RelatieRecogniser(), "De ouders van leerlingen krijgen een brief over kinderen.", "families at large"),
        (RelatieRecogniser(), "Elke partner van het convenant betaalt.", "a partner of a contract"),
        (RelatieRecogniser(), "De buurt kreeg een brief.", "the neighbourhood"),
        (RelatieRecogniser(), "man en vrouw zijn gelijk", "kinship without whose"),
    ],
)
def test_words_without_a_person_stay(recogniser: Recogniser, text: str, reason: str) -> None:
    assert found(recogniser, text) == [], reason
