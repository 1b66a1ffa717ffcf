# SPDX-License-Identifier: EUPL-1.2
"""The carried value lists are those of the standards."""

import filecmp
from pathlib import Path

import pytest
from lxml import etree

import schemas.values
from schemas.errors import WrongUse
from schemas.values import informatiecategorie, organisations, value_list, xsd_path
from schemas.values.codes import Grond, Informatiecategorie
from schemas.values.generate import generate
from schemas.woo import gronden, parse_grond
from tests.shared_material import shared


def test_generated_files_equal_the_standards(tmp_path: Path) -> None:
    """Running the command anew gives exactly what the package carries."""
    generate(shared("standards"), tmp_path)
    carried = Path(schemas.values.__file__).parent
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert len(made) > 20
    for path in made:
        assert filecmp.cmp(tmp_path / path, carried / path, shallow=False), path


def test_every_category_code_is_in_the_official_schema() -> None:
    """The codes come from the standard's file: the XSD itself knows each of them, and has 18."""
    tree = etree.parse(str(xsd_path("diwoo", "diwoo-metadata-lijsten.xsd")))
    official = {str(element.get("value")) for element in tree.iter("{http://www.w3.org/2001/XMLSchema}enumeration")}
    assert {category.value for category in Informatiecategorie} <= official
    assert len(Informatiecategorie) == 18


@pytest.mark.parametrize("text", ["014", "infocat014", "c_3baef532", "Woo-verzoeken en -besluiten", "14"])
def test_a_category_is_found_by_each_of_its_names(text: str) -> None:
    assert informatiecategorie(text).uri == Informatiecategorie.WOO_VERZOEKEN_EN_BESLUITEN


@pytest.mark.parametrize("text", ["", "018", "c_00000000", "woo-besluiten"])
def test_an_unknown_category_is_an_error(text: str) -> None:
    with pytest.raises(KeyError):
        informatiecategorie(text)


def test_organisations_know_which_municipalities_ended() -> None:
    enschede = organisations().by_uri("https://identifier.overheid.nl/tooi/id/gemeente/gm0153")
    appingedam = organisations().by_uri("https://identifier.overheid.nl/tooi/id/gemeente/gm0003")
    assert (enschede.label, enschede.actueel) == ("gemeente Enschede", True)
    assert not appingedam.actueel


def test_an_unknown_list_is_an_error() -> None:
    with pytest.raises(KeyError):
        value_list("bestaatniet")


@pytest.mark.parametrize(
    ("text", "grond"),
    [
        ("5.1.2.e", Grond.ART_5_1_2_E),
        ("5.1.2e", Grond.ART_5_1_2_E),
        ("5.1.2 E", Grond.ART_5_1_2_E),
        ("5.1.5", Grond.ART_5_1_5),
        ("5.2", Grond.ART_5_2),
    ],
)
def test_grounds_are_read_as_people_write_them(text: str, grond: Grond) -> None:
    assert parse_grond(text) is grond


@pytest.mark.parametrize("text", ["", "5.1.2", "5.1.2.j", "5.1.1.f", "10.2.e", "dubbel"])
def test_what_is_no_ground_is_refused(text: str) -> None:
    with pytest.raises(WrongUse):
        parse_grond(text)


def test_every_ground_has_its_article() -> None:
    assert set(gronden()) == set(Grond)
    assert all(details.artikel for details in gronden().values())
