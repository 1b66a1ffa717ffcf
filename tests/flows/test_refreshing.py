# SPDX-License-Identifier: EUPL-1.2
"""A newer value list is taken into use by a command, unless it lacks what is in use."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flows.cli import main
from flows.house import open_house
from flows.settings import load_settings
from flows.stored import put_value
from schemas.errors import ExitCode
from schemas.values import use_lists, value_list, value_rows
from tests.flows import books
from tests.publication.packages import record

URI = "https://identifier.overheid.nl/tooi/id/gemeente/"


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No settings of whoever runs the tests, and no lists for other tests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    yield
    use_lists(tmp_path / "nowhere")


def _without(folder: Path, name: str, uri: str, *more: dict[str, Any]) -> str:
    rows = [row for row in value_rows(name) if row["uri"] != uri]
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"meta": {"xsd_type": name}, "waarden": [*rows, *more]}), encoding="utf-8")
    return str(path)


def test_a_newer_list_is_taken_into_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = {"uri": f"{URI}gm9999", "label": "gemeente Nieuwstad"}
    file = _without(tmp_path, "gemeentelijst", f"{URI}gm0003", new)
    words = ["values", "refresh", file, "--work-dir", str(tmp_path / "work"), "--json"]
    assert main([*words, "--dry-run"]) == ExitCode.DONE
    seen = json.loads(capsys.readouterr().out)
    assert not seen["changed"] and not (tmp_path / "work" / "values").exists()

    assert main(words) == ExitCode.DONE
    told = json.loads(capsys.readouterr().out)
    assert told["changed"] and told["changes"] == seen["changes"]
    assert {(one["change"], one["label"]) for one in told["changes"]} == {
        ("added", "gemeente Nieuwstad"), ("dropped", "gemeente Appingedam"),
    }  # fmt: skip

    use_lists(tmp_path / "nowhere")
    with open_house(load_settings(environment={}, overrides={"work_dir": str(tmp_path / "work")}).settings):
        assert f"{URI}gm9999" in value_list("gemeentelijst")
    assert main(words) == ExitCode.DONE
    assert json.loads(capsys.readouterr().out)["changes"] == []


def test_a_list_without_a_value_in_use_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    besluit = value_list("documentsoortlijst").by_label("besluit")
    settings = load_settings(environment={}, overrides={"work_dir": str(tmp_path / "work")}).settings
    with open_house(settings) as house:
        key = books.approved(house.ledger, books.open_batch(house.ledger, 1), 1).key
        made = replace(record(), documentsoorten=(besluit.waarde,))
        house.ledger.publications.keep_record(key, put_value(house.store, made))
        books.publish(house.ledger, key)
    for name, uri, who in (
        ("gemeentelijst", f"{URI}gm0153", "the settings"),
        ("documentsoortlijst", besluit.uri, "public documents"),
        ("formatlijst", "http://publications.europa.eu/resource/authority/file-type/PDF", "the program"),
        ("soorthandelinglijst", value_list("soorthandelinglijst").by_label("ontvangst").uri, "the program"),
    ):
        file = _without(tmp_path, name, uri)
        assert main(["values", "refresh", file, "--work-dir", str(tmp_path / "work")]) == ExitCode.WRONG_USE
        told = capsys.readouterr().err
        assert f"used by {who}" in told and "Nothing was changed" in told
    assert not (tmp_path / "work" / "values").exists()
