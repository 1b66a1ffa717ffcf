# SPDX-License-Identifier: EUPL-1.2
"""What is told about a revision is the same at every place, whenever it gets there."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flows.house import open_house
from flows.ledger.states import State
from flows.settings import load_settings
from flows.steps import publishing
from flows.steps.accounting import batch_of, to_prepare, to_publish
from flows.steps.afterlife import publish_document, withdraw_document
from flows.steps.preparing import prepare_documents
from flows.steps.publishing import publish_documents
from flows.steps.pulling import pull
from flows.workshop import Workshop, open_workshop
from publication.endpoint import WithdrawalReason
from publication.site_check import check_site
from schemas.documents import ArchivedDocument
from schemas.values import use_lists, value_rows
from schemas.values.refresh import read_lists, write_lists
from tests.archive.offers import pdf_bytes, sidecar
from tests.flows.three_places import GppOverHttp, gpp_over_http

pytestmark = [pytest.mark.server, pytest.mark.shared]

BASE = "https://open.example"


@pytest.fixture
def gpp() -> Iterator[GppOverHttp]:
    with gpp_over_http() as known:
        yield known


def _titles(folder: Path, gpp: GppOverHttp) -> set[str]:
    """What the public reads as title, at every place where it reads one."""
    told = [json.loads(path.read_text())["diwoo"] for path in (folder / "site").rglob("metadata.json")]
    banked = [one for one in gpp.bank.publications.values() if one["publicatiestatus"] == "gepubliceerd"]
    return {one["officieleTitel"] for one in (*told, *banked, *gpp.bank.visible) if one}


def _categories(folder: Path) -> list[str]:
    (told,) = (json.loads(path.read_text())["diwoo"] for path in (folder / "site").rglob("metadata.json"))
    return [one["label"] for one in told["informatiecategorieen"]]


def _renamed(folder: Path) -> Path:
    rows = value_rows("informatiecategorielijst")
    for row in rows:
        row["label"] = row["label"].replace("beschikkingen", "beschikkingen en vergunningen")
    path = folder / "categorieen.json"
    path.write_text(json.dumps({"meta": {"xsd_type": "informatiecategorielijst"}, "waarden": rows}))
    return path


@pytest.fixture(autouse=True)
def _lists_of_the_package(tmp_path: Path) -> Iterator[None]:
    """No test changes the lists of another."""
    yield
    use_lists(tmp_path / "nowhere")


def test_a_place_that_was_down_tells_what_the_others_tell(
    tmp_path: Path, gpp: GppOverHttp, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "besluit.pdf").write_bytes(pdf_bytes())
    (tmp_path / "archive" / "besluit.pdf.mdto.xml").write_bytes(sidecar(naam="Besluit over de brug"))
    given = {
        "work_dir": str(tmp_path / "work"), "archive": str(tmp_path / "archive"), "site": str(tmp_path / "site"),
        "base_url": BASE, "approve": "automatic", "category": "016", "organisation.publisher": "gemeente Utrecht",
        "gpp.url": gpp.url, "gpp.token": "geheim", "work.processes": 1,
    }  # fmt: skip
    settings = load_settings(environment={}, overrides=given).settings
    with open_house(settings) as house, open_workshop(settings) as workshop:
        gpp.down = True
        batch = batch_of(house, None)
        pull(house, batch)
        prepare_documents(house, workshop, batch, to_prepare(house, batch))
        publish_documents(house, workshop, batch, to_publish(house, batch))
        (document,) = house.ledger.records.in_states([State.PARTLY])
        assert _titles(tmp_path, gpp) == {"Besluit over de brug"}

        searched = publishing.public_metadata

        def with_another_policy(house: Any, workshop: Workshop, archived: Any, secrets: Any) -> ArchivedDocument:
            made = searched(house, workshop, archived, secrets)
            return replace(made, metadata=replace(made.metadata, naam="Besluit over [gelakt]"))

        gpp.down = False
        with monkeypatch.context() as patch:
            patch.setattr(publishing, "public_metadata", with_another_policy)
            assert publish_document(house, workshop, document.id, actor="account:woo").state is State.PUBLISHED
        assert len(gpp.bank.visible) == 1 and _titles(tmp_path, gpp) == {"Besluit over de brug"}

        # A value that is called otherwise since then is told under its new name, by who asks for that.
        write_lists(settings.values_dir, read_lists(_renamed(tmp_path)))
        assert publish_document(house, workshop, document.id, actor="account:woo").state is State.PUBLISHED
        assert _categories(tmp_path) == ["beschikkingen"]
        again = publish_document(house, workshop, document.id, actor="account:woo", again=True)
        assert (again.state, again.revision) == (State.PUBLISHED, 2)
        assert _categories(tmp_path) == ["beschikkingen en vergunningen"] and len(gpp.bank.visible) == 1
        history = json.loads(next((tmp_path / "site").rglob("metadata.json")).read_text())["geschiedenis"]
        assert [line["wat"] for line in history] == ["Openbaar gemaakt", "Beschrijving bijgewerkt"]
        assert check_site(str(tmp_path / "site")).clean

        monkeypatch.setattr(publishing, "public_metadata", with_another_policy)
        withdraw_document(house, document.id, WithdrawalReason.PRIVACY, actor="account:woo")
        assert publish_document(house, workshop, document.id, actor="account:woo").state is State.PUBLISHED
        assert _titles(tmp_path, gpp) == {"Besluit over [gelakt]"}
