# SPDX-License-Identifier: EUPL-1.2
from importlib.resources import files
from random import Random
from tomllib import loads

import pytest

from redaction.detection.training.names import (
    FORMS,
    NameMaker,
    PersonName,
    held_out,
    read_names,
    split_surname,
    write_name,
)
from schemas.errors import InputRefused
from tests.shared_material import shared

_PERSON = PersonName(origin="nl", first="Sanne", prefix="van der", last="Wal", initials=("S", "J"))


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("full", "Sanne van der Wal"),
        ("initials", "S.J. van der Wal"),
        ("initials_bare", "SJ van der Wal"),
        ("surname", "Van der Wal"),
        ("reversed", "Wal, S.J. van der"),
        ("reversed_first", "Wal, Sanne van der"),
        ("first", "Sanne"),
        ("caps", "SANNE VAN DER WAL"),
        ("initials_spaced", "S. J. van der Wal"),
        ("full_initial", "Sanne J. van der Wal"),
        ("lower", "sanne van der wal"),
        ("surname_caps", "S.J. VAN DER WAL"),
    ],
)
def test_each_form_is_written_as_documents_write_it(form: str, written: str) -> None:
    assert write_name(_PERSON, form) == written


def test_every_form_has_a_row_above() -> None:
    assert len(FORMS) == 12
    with pytest.raises(ValueError, match="no such form"):
        write_name(_PERSON, "nickname")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("van der Meulen", ("van der", "Meulen")),
        ("Van den Berg", ("van den", "Berg")),
        ("'t Hart", ("'t", "Hart")),
        ("Vandenberg", ("", "Vandenberg")),
        ("El Amrani", ("", "El Amrani")),
        ("Dekker", ("", "Dekker")),
    ],
)
def test_a_tussenvoegsel_is_told_from_the_surname(name: str, parts: tuple[str, str]) -> None:
    assert split_surname(name) == parts


def _own(package: str) -> dict[str, dict[str, list[str]]]:
    names: dict[str, dict[str, list[str]]] = loads(files(package).joinpath("names.toml").read_text(encoding="utf-8"))
    return names


def test_the_names_that_measure_are_not_the_names_that_train() -> None:
    training = {
        name for parts in _own("redaction.detection.training").values() for part in parts.values() for name in part
    }
    measuring = {
        name for parts in _own("redaction.detection.evaluation").values() for part in parts.values() for name in part
    }
    assert len(training) > 500
    assert len(measuring) > 500
    assert training.isdisjoint(measuring)
    assert not any(held_out(name) for name in training)
    assert all(held_out(name) for name in measuring)


def test_invented_names_are_not_names_of_the_measuring_half() -> None:
    maker = NameMaker({"pl": (["Ewelina", "Beata"], ["Kowalewska", "Kaczmarska", "Kaminska", "Sobieska"])})
    random = Random(3)
    people = [maker.person(random) for _ in range(300)]
    invented = {person.last for person in people} - {"Kowalewska", "Kaczmarska", "Kaminska", "Sobieska"}
    assert invented
    assert not any(held_out(name) for name in invented if "-" not in name)


def test_no_origin_is_left_out() -> None:
    maker, places = read_names(shared("data", "ner"))
    random = Random(1)
    drawn = {maker.person(random).origin for _ in range(2000)}
    assert drawn == set(maker.origins)
    assert len(drawn) == 19
    assert len(places) > 2000


def test_a_missing_list_of_names_is_refused(tmp_path: object) -> None:
    from pathlib import Path

    with pytest.raises(InputRefused, match="not a readable list of names"):
        read_names(Path(str(tmp_path)))
