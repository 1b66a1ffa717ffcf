# SPDX-License-Identifier: EUPL-1.2
"""One person, one decision: linking over the document, and following names everywhere in it."""

from itertools import groupby

import pytest

from redaction.detection import Detector
from redaction.detection.person_names import PersonName, parse_name
from schemas.findings import Action, Finding, Kind, Role
from tests.redaction.detection.made_layers import layer


def names(detector: Detector, *pages: str) -> list[Finding]:
    return [finding for finding in detector.detect(layer(*pages)).findings if finding.kind is Kind.NAAM]


def persons(found: list[Finding]) -> dict[str | None, list[str]]:
    keyed = sorted(found, key=lambda finding: finding.person or "")
    return {key: [each.text for each in group] for key, group in groupby(keyed, key=lambda finding: finding.person)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("J.P. van den Heuvelman", PersonName((), "jp", "van den", ("heuvelman",))),
        ("Heuvelman, J.P. van den", PersonName((), "jp", "van den", ("heuvelman",))),
        ("Jikke Tolsmaan-de Vriesma", PersonName(("jikke",), "j", "", ("tolsmaan", "vriesma"))),
        ("de heer De Vriesma", PersonName((), "", "de", ("vriesma",))),
        ("YILDIZAN E.", PersonName((), "e", "", ("yildizan",))),
        ("Y. El Amranouchi", PersonName((), "y", "el", ("amranouchi",))),
    ],
)
def test_names_are_taken_apart(text: str, name: PersonName) -> None:
    assert parse_name(text) == name


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Jikke Tolsmaan", "J. Tolsmaan", True),
        ("Jikke Tolsmaan", "Tolsmaan", True),
        ("Jikke Tolsmaan", "Bram Tolsmaan", False),
        ("J.P. Tolsmaan", "J. Tolsmaan", True),
        ("J. Tolsmaan", "B. Tolsmaan", False),
        ("Jikke Tolsmaan", "Jikke Oosterwoldt", False),
    ],
)
def test_what_can_be_one_person(one: str, other: str, same: bool) -> None:
    assert parse_name(one).may_be(parse_name(other)) is same
    assert parse_name(other).may_be(parse_name(one)) is same


def test_a_name_found_once_is_found_everywhere_and_is_one_person(detector: Detector) -> None:
    found = names(
        detector,
        "Het verzoek is van mevrouw Jikke Tolsmaan, geboren op 3 maart 1970.",
        "TOLSMAAN kreeg antwoord. Daarop schreef Tolsmaan, J. een brief.\nNaam: J. Tolsmaan\n",
    )
    assert len(found) == 4
    assert len(persons(found)) == 1
    assert None not in persons(found)


def test_two_people_with_one_surname_are_two(detector: Detector) -> None:
    found = names(detector, "Aanwezig zijn de heer Bram Oosterwoldt en mevrouw Jikke Oosterwoldt.")
    assert len(persons(found)) == 2


def test_a_mail_address_that_spells_a_name_belongs_to_the_person(detector: Detector) -> None:
    found = detector.detect_text("Mevrouw Jikke Tolsmaan is te bereiken op jikke.tolsmaan@ziggo.nl.").findings
    assert [finding.kind for finding in found] == [Kind.NAAM, Kind.EMAIL]
    assert found[0].person is not None
    assert found[0].person == found[1].person


def test_a_mail_address_of_somebody_else_does_not(detector: Detector) -> None:
    found = detector.detect_text("Mevrouw Jikke Tolsmaan mailde met b.oosterwoldt@ziggo.nl.").findings
    assert [finding.person is None for finding in found if finding.kind is Kind.EMAIL] == [True]


def test_a_plain_word_is_not_followed(detector: Detector) -> None:
    found = names(
        detector, "De heer K. de Boer is bezwaarmaker.", "Boer en tuinder in de regio. Een boer ploegt voort."
    )
    assert [finding.text for finding in found] == ["K. de Boer"]


def test_a_follower_says_that_it_is_one(detector: Detector) -> None:
    found = names(detector, "Het verzoek is van mevrouw Jikke Tolsmaan.", "Nr. 12 Tolsmaan 14 m2")
    follower = [finding for finding in found if finding.first_page == 1]
    assert [finding.text for finding in follower] == ["Tolsmaan"]
    assert "elders in dit stuk" in follower[0].why or follower[0].recogniser != "zelfde_persoon"


@pytest.mark.parametrize(
    "text",
    [
        "Wethouder Tolsmaan beantwoordt de vragen.",
        "De wethouder, mevrouw J. Tolsmaan, beantwoordt de vragen.",
        "De heer Tolsmaan (CDA) dient een motie in.",
        "J. Tolsmaan, burgemeester van Losser, opent het park.",
        "Wethouders Oosterwoldt en Tolsmaan waren aanwezig.",
    ],
)
def test_a_public_office_keeps_a_name(detector: Detector, text: str) -> None:
    found = [finding for finding in detector.detect_text(text).findings if "Tolsmaan" in finding.text]
    assert [(finding.role, finding.action) for finding in found] == [(Role.BESTUURDER, Action.KEEP)]


@pytest.mark.parametrize(
    "text",
    [
        "Medewerker J. Tolsmaan behandelt het bezwaar.",
        "De assistent van de wethouder J. Tolsmaan belde.",
        "Namens het college: J. Tolsmaan. De voorzitter vraagt iets.",
        "Mevrouw J. Tolsmaan, wonende te Losser, vroeg de wethouder om hulp.",
    ],
)
def test_no_office_no_name(detector: Detector, text: str) -> None:
    found = [finding for finding in detector.detect_text(text).findings if "Tolsmaan" in finding.text]
    assert [finding.action for finding in found] == [Action.REDACT]


def test_an_office_elsewhere_counts_for_the_bare_name_only_while_nobody_else_bears_it(detector: Detector) -> None:
    alone = names(detector, "Wethouder Tolsmaan opent. De heer Tolsmaan licht het plan toe.")
    assert [finding.action for finding in alone] == [Action.KEEP, Action.KEEP]
    two = names(detector, "Wethouder Tolsmaan opent. Mevrouw Q. Tolsmaan vroeg hulp. De heer Tolsmaan licht toe.")
    assert [finding.action for finding in two] == [Action.KEEP, Action.REDACT, Action.REDACT]


def test_who_is_known_from_the_dossier_is_found_by_surname_and_mail_address(detector: Detector) -> None:
    pages = layer("De brandweer zag dat Slagboom de deur opende. Mail: j.slagboom@quistmail.nl")
    alone = {each.text for each in detector.detect(pages).findings if each.kind is Kind.NAAM}
    found = detector.detect(pages, known=("Jikke Slagboom", "Bram Oosterwoldt")).findings
    (name,) = (each for each in found if each.kind is Kind.NAAM)
    assert name.text == "Slagboom" and name.action is Action.REDACT
    assert "Slagboom" not in alone or "dossier" not in name.why
    (address,) = (each for each in found if each.kind is Kind.EMAIL)
    assert address.person == name.person


def test_a_bare_surname_from_the_dossier_says_too_little(detector: Detector) -> None:
    pages = layer("De slagboom staat open. Bij de Slagboom is het druk.")
    assert [each for each in detector.detect(pages, known=("Slagboom",)).findings if each.kind is Kind.NAAM] == []
