# SPDX-License-Identifier: EUPL-1.2
import pytest

from redaction.detection.recognisers.labelled_numbers import (
    is_a_number,
    is_document_number,
    labelled_number_recognisers,
)
from tests.redaction.detection.recognisers.table import assert_marked, found

_BY_NAME = {each.name: each for each in labelled_number_recognisers()}
_A_NUMBER = next(number for number in (f"{value}" for value in range(1234567890, 1234667890)) if is_a_number(number))


@pytest.mark.parametrize(
    ("name", "marked"),
    [
        ("documentnummer", "paspoort ‹NXR4KB7P2›"),
        ("documentnummer", "gehandicaptenparkeerkaart ‹NL4012345›"),
        ("documentnummer", "Nummer identiteitskaart: ‹IJ1B2C3D4›"),
        ("documentnummer", "Documentnr.\n‹NXR4KB7P2›"),
        ("documentnummer", "Naam Paspoortnummer\nKoster, P. ‹NXR4KB7P2›\nBalci, F. ‹NFD81LK30›"),
        ("documentnummer", "Identiteitsdocument: ‹NXR4KB7P2›, geldig tot mei"),
        ("documentnummer", "Koper heeft zich gelegitimeerd met ‹NXR4KB7P2›."),
        ("documentnummer", "Legitimatie: op naam van P. Koster, nr. ‹NXR4KB7P2›, afgegeven te Almelo"),
        ("documentnummer", "naam;id-nummer;kamer\nKoster;‹NXR4KB7P2›;A1\nBalci;‹NFD81LK30›;A2"),
        ("rijbewijsnummer", "rijbewijs nr. ‹1234567890›"),
        ("rijbewijsnummer", "rijbcwijsnummcr ‹1234567890›"),
        ("rijbewijsnummer", "Hij toonde een rijbewijs met nummer ‹1234567890›."),
        ("v_nummer", "V-nummer: ‹1234567890›"),
        ("v_nummer", "vreemdelingennummer (V-nummer) ‹1234567890›"),
        ("big_nummer", "BIG-geregistreerd onder nummer ‹19012345678›"),
        ("big_nummer", "BIG: ‹19012345678›"),
        ("a_nummer", f"A-nummer ‹{_A_NUMBER}›"),
    ],
)
def test_a_number_behind_its_label(name: str, marked: str) -> None:
    assert_marked(_BY_NAME[name], marked, lambda each: each.kind == name and not each.doubtful)


@pytest.mark.parametrize(
    ("name", "marked", "why"),
    [
        ("a_nummer", "A-nummer ‹1112345678›", "two neighbours are equal"),
        ("documentnummer", "paspoort ‹NXO4KB7P2›", "a document number has no letter O"),
    ],
)
def test_a_failing_check_is_a_question(name: str, marked: str, why: str) -> None:
    assert_marked(_BY_NAME[name], marked, lambda each: each.doubtful, reason=why)


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("documentnummer", "NXR4KB7P2", "no label"),
        ("documentnummer", "een geldig paspoort is verplicht", "no number"),
        ("rijbewijsnummer", "rijbewijs B sinds 2004", "a category and a year"),
        ("v_nummer", "het nummer 1234567890", "the label of nothing"),
        ("big_nummer", "Big Data 12345678901x", "another word"),
        ("a_nummer", "A 12345", "too short"),
    ],
)
def test_without_label_or_form_nothing_is_found(name: str, text: str, reason: str) -> None:
    assert found(_BY_NAME[name], text) == [], reason


def test_the_checks_are_those_of_the_registers() -> None:
    assert not is_a_number("0123456789")
    assert not is_a_number(_A_NUMBER[:-1] + str((int(_A_NUMBER[-1]) + 1) % 10))
    assert is_document_number("NXR4KB7P2")
    assert not is_document_number("1XR4KB7P2")
