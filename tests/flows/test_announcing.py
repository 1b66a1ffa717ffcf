# SPDX-License-Identifier: EUPL-1.2
"""A document is withheld as a whole, and the public is told that it is, and on which ground."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from flows.cli import main
from flows.desk import HouseDesk
from flows.house import House, open_house
from flows.ledger.states import State
from flows.settings import load_settings
from flows.steps.accounting import account, batch_of, to_prepare
from flows.steps.afterlife import withdraw_document
from flows.steps.announcing import (
    NoNotices,
    announce_document,
    announce_documents,
    owed_notices,
    withdraw_notice,
    withheld_of,
)
from flows.steps.listing import inventory_of
from flows.steps.preparing import prepare_documents
from flows.steps.pulling import pull
from flows.workshop import Workshop, open_workshop
from publication.endpoint import WithdrawalReason
from publication.inventory import Judgement as Judged
from review.acting import Acting
from review.ports import Judgement
from review.roles import Account, Role
from schemas.batch import Outcome
from schemas.errors import ExitCode, PublicationFailed, WrongUse
from schemas.identity import DocumentId
from tests.archive.offers import sidecar

BASE = "https://open.example"
ACTOR = "account:woo"
TITLE = "Advies over de heer J.P. Zonnedauw en het zwembad"


@dataclass
class Town:
    """A house with one document on the desk."""

    house: House
    workshop: Workshop
    site: Path

    @property
    def id(self) -> DocumentId:
        (only,) = self.house.ledger.batches.all()
        ((id, _, _),) = self.house.ledger.batches.documents(only.id)
        return id

    def judge(self, ground: str = "5.1.2.h") -> DocumentId:
        """An officer decides that nothing of it becomes public."""
        desk = HouseDesk(self.house, self.workshop)
        acting = Acting(desk, Account(id="beoordelaar", roles=frozenset(Role)), share=0.0)
        key = self.house.ledger.records.newest(self.id).key
        if self.house.ledger.records.newest(self.id).state is State.NOT_PUBLIC:
            acting.send_back(key, acting.open(key).state.last)
        acting.judge(key, acting.open(key).state.last, Judgement.NOT_PUBLIC, ground=ground)
        return self.id

    def page(self) -> str:
        return (self.site / "documenten" / self.id / "index.html").read_text(encoding="utf-8")

    def history(self) -> list[tuple[str, str]]:
        """What the public reads that happened."""
        told = json.loads((self.site / "documenten" / self.id / "metadata.json").read_text(encoding="utf-8"))
        return [(line["wat"], line.get("reden", "")) for line in told["geschiedenis"]]

    def everything(self) -> bytes:
        return b"".join(path.read_bytes() for path in sorted(self.site.rglob("*")) if path.is_file())

    @property
    def states(self) -> list[str]:
        return [held.state for held in self.house.ledger.records.publications(self.id)]


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    """The process of all tests here: loading the model takes longer than each of them."""
    settings = load_settings(environment={}, overrides={"work.processes": 1}).settings
    with open_workshop(settings) as opened:
        yield opened


@pytest.fixture
def town(tmp_path: Path, request: pytest.FixtureRequest, workshop: Workshop) -> Iterator[Town]:
    archive = tmp_path / "archive"
    archive.mkdir()
    target = io.BytesIO()
    canvas = Canvas(target, invariant=True)
    canvas.drawString(72, 720, "Advies aan de heer J.P. Zonnedauw over het zwembad.")
    canvas.save()
    (archive / "advies.pdf").write_bytes(target.getvalue())
    (archive / "advies.pdf.mdto.xml").write_bytes(sidecar(naam=TITLE))
    given = {
        "work_dir": str(tmp_path / "work"), "archive": str(archive), "site": str(tmp_path / "site"), "base_url": BASE,
        "category": "010", "work.processes": 1, **getattr(request, "param", {}),
    }  # fmt: skip
    settings = load_settings(environment={}, overrides={name: value for name, value in given.items() if value}).settings
    with open_house(settings) as house:
        batch = batch_of(house, None)
        pull(house, batch)
        prepare_documents(house, workshop, batch, to_prepare(house, batch))
        yield Town(house, workshop, tmp_path / "site")


GPP = {"gpp.url": "http://127.0.0.1:9", "gpp.token": "geheim"}


@pytest.mark.parametrize("town", [GPP], indirect=True)
def test_the_public_reads_that_it_exists_and_why_it_is_withheld(town: Town) -> None:
    id = town.judge()
    batch = town.house.ledger.batches.of(town.house.ledger.records.newest(id).key)
    assert withheld_of(town.house, batch.id) == (id,)

    site, gpp = announce_documents(town.house, town.workshop, [id], actor=ACTOR)
    assert site.publication is not None
    assert site.publication.url == f"{BASE}/documenten/{id}/index.html"
    assert isinstance(gpp.error, NoNotices) and "no room" in gpp.error.message

    assert "artikel 5.1.2.h" in town.page() and "zwembad" in town.page()
    assert b"Zonnedauw" not in town.everything()
    assert town.history() == [("Besloten dat het document niet openbaar wordt", "")]
    assert "Niet openbaar" in (town.site / "categorieen" / "010-0001.html").read_text(encoding="utf-8")
    assert not list(town.site.glob("sitemap*"))  # a loc points at a file, and there is none
    assert town.house.ledger.records.newest(id).state is State.NOT_PUBLIC
    assert account(town.house, batch).counts[Outcome.REFUSED] == 1

    before = town.everything()
    announce_document(town.house, town.workshop, id, actor=ACTOR)
    assert town.everything() == before
    lines = [step for step in town.house.ledger.records.history(id) if step.reason == "announced"]
    assert [step.actor for step in lines] == [ACTOR]


def test_a_notice_is_taken_back_and_told_again(town: Town) -> None:
    id = town.judge()
    announce_document(town.house, town.workshop, id, actor=ACTOR, title="Advies van de heer J.P. Zonnedauw")
    assert "Advies van" in town.page() and b"Zonnedauw" not in town.everything()
    with pytest.raises(WrongUse, match="only a notice"):
        withdraw_notice(town.house, id, WithdrawalReason.SUSPENDED_VIEWS, actor=ACTOR)

    (answer,) = withdraw_notice(town.house, id, WithdrawalReason.PROCEDURAL, actor=ACTOR)
    assert answer.error is None
    assert "Advies van" not in town.page() and "melding is ingetrokken" in town.page()
    assert not (town.site / "categorieen").exists()
    assert town.history()[-1] == ("Melding ingetrokken", WithdrawalReason.PROCEDURAL.public_text)
    assert withdraw_notice(town.house, id, WithdrawalReason.PROCEDURAL, actor=ACTOR) == ()
    with pytest.raises(WrongUse, match="not public"):
        withdraw_document(town.house, id, WithdrawalReason.PROCEDURAL, actor=ACTOR)

    announce_document(town.house, town.workshop, id, actor=ACTOR)
    assert len(town.history()) == 3 and town.states == ["not_public"]


def test_another_ground_changes_the_notice(town: Town) -> None:
    announce_document(town.house, town.workshop, town.judge(), actor=ACTOR)
    announce_document(town.house, town.workshop, town.judge("5.2"), actor=ACTOR)
    assert "artikel 5.2" in town.page() and "5.1.2.h" not in town.page()
    assert len(town.history()) == 2


def test_a_place_that_is_down_is_asked_again(town: Town) -> None:
    id = town.judge()
    town.site.write_bytes(b"")
    (answer,) = announce_document(town.house, town.workshop, id, actor=ACTOR)
    assert isinstance(answer.error, PublicationFailed) and town.states == ["announcing"]
    town.site.unlink()
    (answer,) = owed_notices(town.house)
    assert answer.error is None and town.states == ["not_public"]
    assert owed_notices(town.house) == ()

    town.site.rename(town.site.with_name("away"))
    town.site.write_bytes(b"")
    (answer,) = withdraw_notice(town.house, id, WithdrawalReason.PRIVACY, actor=ACTOR)
    assert answer.error is not None and town.states == ["retracting"]
    town.site.unlink()
    town.site.with_name("away").rename(town.site)
    (answer,) = owed_notices(town.house)
    assert answer.error is None and town.states == ["withdrawn"]
    assert town.history()[-1] == ("Melding ingetrokken", WithdrawalReason.PRIVACY.public_text)


@pytest.mark.parametrize("town", [{**GPP, "site": ""}], indirect=True)
def test_where_no_place_can_tell_it_nothing_is_told(town: Town) -> None:
    with pytest.raises(NoNotices, match="None of the places"):
        announce_document(town.house, town.workshop, town.judge(), actor=ACTOR)
    assert town.states == []


def test_what_was_not_judged_is_not_announced(town: Town) -> None:
    with pytest.raises(WrongUse, match="to_review"):
        announce_document(town.house, town.workshop, town.id, actor=ACTOR)
    (batch,) = town.house.ledger.batches.all()
    with pytest.raises(WrongUse, match="No document of this batch"):
        withheld_of(town.house, batch.id)
    (answer,) = announce_documents(town.house, town.workshop, [town.id], actor=ACTOR)
    assert isinstance(answer.error, WrongUse)


def test_the_command_tells_per_place_what_came_of_it(
    town: Town, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LAKSTRAAT_WORK__PROCESSES", "1")
    place = ["--work-dir", str(tmp_path / "work"), "--json"]
    assert main(["announce", town.id, *place]) == ExitCode.WRONG_USE
    id, (batch,) = town.judge(), town.house.ledger.batches.all()
    capsys.readouterr()
    assert main(["announce", batch.id, *place]) == ExitCode.DONE
    (told,) = json.loads(capsys.readouterr().out)["notices"]
    assert (told["document"], told["told"], told["url"]) == (id, True, f"{BASE}/documenten/{id}/index.html")

    (line,) = inventory_of(town.house, batch.id)
    assert (line.judgement, line.grounds, line.public_links) == (Judged.NIET_OPENBAAR, ("5.1.2.h",), ())
    assert main(["withdraw", id, "--reason", "correctie_procedurele_fout", *place]) == ExitCode.DONE
    assert [one["withdrawn"] for one in json.loads(capsys.readouterr().out)["places"]] == [True]

    town.site.rename(town.site.with_name("away"))
    town.site.write_bytes(b"")
    assert main(["announce", id, *place]) == ExitCode.SERVICE_MISSING
