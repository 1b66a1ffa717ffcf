# SPDX-License-Identifier: EUPL-1.2
"""Newer value lists from a file: what changes is shown, what cannot be right is refused, and nothing is half done."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import schemas.values.refresh
from schemas.errors import WrongUse
from schemas.values import organisations, use_lists, value_list, value_rows, xsd_path
from schemas.values.refresh import Change, read_lists, write_lists
from tests.shared_material import shared

URI = "https://identifier.overheid.nl/tooi/id/gemeente/"
NEW = {"uri": f"{URI}gm9999", "label": "gemeente Nieuwstad"}
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(autouse=True)
def _lists_of_the_package(tmp_path: Path) -> Iterator[None]:
    """No test changes the lists of another."""
    yield
    use_lists(tmp_path / "nowhere")


def _json(folder: Path, change: Callable[[list[dict[str, Any]]], object] = len, name: str = "gemeentelijst") -> Path:
    """A list as TOOI gives it, with a change."""
    rows = value_rows(name)
    change(rows)
    path = folder / "lijst.json"
    path.write_text(json.dumps({"meta": {"xsd_type": name}, "waarden": rows}), encoding="utf-8")
    return path


def _mended(rows: list[dict[str, Any]]) -> None:
    rows.append(dict(NEW))
    for row in rows:
        if row["uri"].endswith("gm0153"):
            row["label"] = "gemeente Enschede-Haaksbergen"
        elif row["uri"].endswith("gm0344"):
            row.update(einddatum="2026-01-01", actueel=False)
    rows[:] = [row for row in rows if not row["uri"].endswith("gm0003")]


@pytest.mark.shared
def test_the_files_that_the_package_is_made_of_change_nothing() -> None:
    assert read_lists(xsd_path("diwoo", "diwoo-metadata-lijsten.xsd")).changes == ()
    files = sorted(shared("standards", "tooi").glob("*.json"))
    assert len(files) == 16
    for path in files:
        assert read_lists(path).changes == (), path


def test_what_is_added_ended_renamed_and_dropped_is_told(tmp_path: Path) -> None:
    refreshed = read_lists(_json(tmp_path, _mended))
    assert {(one.change, one.uri.removeprefix(URI), one.former) for one in refreshed.changes} == {
        (Change.ADDED, "gm9999", ""),
        (Change.RENAMED, "gm0153", "gemeente Enschede"),
        (Change.ENDED, "gm0344", ""),
        (Change.DROPPED, "gm0003", ""),
    }
    assert [one.uri for one in refreshed.dropped([f"{URI}gm0003", f"{URI}gm0153"])] == [f"{URI}gm0003"]
    assert value_list("gemeentelijst").by_uri(f"{URI}gm0153").label == "gemeente Enschede"  # nothing was written


def test_a_refreshed_list_is_used_from_then_on(tmp_path: Path) -> None:
    write_lists(tmp_path / "values", read_lists(_json(tmp_path, _mended)))
    for _ in range(2):
        assert organisations().by_uri(f"{URI}gm9999").label == "gemeente Nieuwstad"
        assert not organisations().by_uri(f"{URI}gm0344").actueel
        assert f"{URI}gm0003" not in organisations()
        assert len(value_list("themalijst")) == 92  # what the file says nothing of
        use_lists(tmp_path / "nowhere")
        assert f"{URI}gm9999" not in organisations()
        use_lists(tmp_path / "values")


@pytest.mark.shared
def test_the_schema_by_which_sitemaps_are_judged_goes_along(tmp_path: Path) -> None:
    known = shared("standards", "diwoo", "voorbeelden", "woo-infocat014-0001.xml").read_text(encoding="utf-8")
    told = etree.fromstring(known.replace("gm0153", "gm9999").encode())

    def judged() -> bool:
        schema = etree.XMLSchema(etree.parse(xsd_path("diwoo", "woo-sitemap-validate.xsd")))
        return bool(schema.validate(told))

    assert not judged()
    write_lists(tmp_path / "values", read_lists(_json(tmp_path, _mended)))
    assert judged()
    labels = {one["uri"]: one["label"] for one in read_lists(xsd_path("diwoo", "diwoo-metadata-lijsten.xsd")).lists[
        "gemeentelijst"
    ]}  # fmt: skip
    assert labels[NEW["uri"]] == NEW["label"] and labels[f"{URI}gm0153"] == "gemeente Enschede-Haaksbergen"


def test_categories_keep_the_number_that_no_list_tells(tmp_path: Path) -> None:
    path = _json(tmp_path, lambda rows: [row.pop("infocat", None) for row in rows], "informatiecategorielijst")
    refreshed = read_lists(path)
    assert refreshed.changes == ()
    write_lists(tmp_path / "values", refreshed)
    assert {one.infocat for one in value_list("informatiecategorielijst")} >= {"001", "017"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{}", "no TOOI list"),
        ('{"meta": {"xsd_type": "gemeentelijst"}, "waarden": ["x"]}', "no TOOI list"),
        ("<a><b></a>", "neither JSON"),
        ("<schema/>", "no value list"),
        ('{"meta": {"xsd_type": "kleurenlijst"}, "waarden": [{"uri": "https://a", "label": "a"}]}', "no list called"),
        ('{"meta": {"xsd_type": "taallijst"}, "waarden": []}', "empty or has a value twice"),
        ('{"meta": {"xsd_type": "taallijst"}, "waarden": [{"uri": "NLD", "label": "Nederlands"}]}', "no URI"),
        ('{"meta": {"xsd_type": "taallijst"}, "waarden": [{"uri": "https://a", "label": " "}]}', "no label"),
        (
            '{"meta": {"xsd_type": "taallijst"}, "waarden": [{"uri": "https://a", "label": "a", "einddatum": "ooit"}]}',
            "no date",
        ),
    ],
)
def test_what_cannot_be_a_list_is_refused(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "lijst"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(WrongUse, match=message):
        read_lists(path)
    with pytest.raises(WrongUse, match="cannot be read"):
        read_lists(tmp_path / "weg")


def test_a_refresh_that_stops_halfway_leaves_what_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_lists(tmp_path / "values", read_lists(_json(tmp_path, _mended)))

    def stops(*_: object) -> None:
        raise KeyboardInterrupt

    later = read_lists(_json(tmp_path, lambda rows: rows.append({"uri": f"{URI}gm9998", "label": "gemeente Later"})))
    for name in ("_write_xsd", "_digest"):
        with monkeypatch.context() as patch:
            patch.setattr(schemas.values.refresh, name, stops)
            with pytest.raises(KeyboardInterrupt):
                write_lists(tmp_path / "values", later)
        use_lists(tmp_path / "values")
        assert f"{URI}gm9999" in organisations() and f"{URI}gm9998" not in organisations()
        assert not list((tmp_path / "values").glob(".nieuw-*"))
    write_lists(tmp_path / "values", later)
    assert f"{URI}gm9998" in organisations()
