# SPDX-License-Identifier: EUPL-1.2
"""A document is held for now and let go again, on a site in a folder."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.house import House, open_house
from flows.ledger.publications import SUSPENDED
from flows.ledger.states import State
from flows.settings import load_settings
from flows.steps.accounting import batch_of, to_prepare, to_publish
from flows.steps.preparing import prepare_documents
from flows.steps.publishing import publish_documents
from flows.steps.pulling import pull
from flows.steps.suspending import resume_document, suspend_document
from flows.workshop import Workshop, open_workshop
from publication.endpoint import SUSPENSIONS, WithdrawalReason
from schemas.errors import WrongUse
from schemas.identity import DocumentId
from tests.archive.offers import pdf_bytes
from tests.flows.books import document_id

BASE = "https://open.example"
ACTOR = "account:woo"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[House, Workshop]]:
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "besluit.pdf").write_bytes(pdf_bytes())
    given = {
        "work_dir": str(tmp_path / "work"), "archive": str(archive), "site": str(tmp_path / "site"), "base_url": BASE,
        "approve": "automatic", "category": "016", "work.processes": 1,
    }  # fmt: skip
    settings = load_settings(environment={}, overrides=given).settings
    with open_house(settings) as house, open_workshop(settings) as workshop:
        yield house, workshop


def _offer(house: House, workshop: Workshop, *, published: bool) -> DocumentId:
    batch = batch_of(house, None)
    pull(house, batch)
    prepare_documents(house, workshop, batch, to_prepare(house, batch))
    if published:
        publish_documents(house, workshop, batch, to_publish(house, batch))
    (only,) = house.ledger.records.in_states([State.PUBLISHED if published else State.APPROVED])
    return only.id


def test_every_reason_for_holding_is_known_to_the_ledger() -> None:
    assert {reason for reason in WithdrawalReason if reason.value.startswith(SUSPENDED)} == SUSPENSIONS
    assert all(reason.suspends == (reason in SUSPENSIONS) for reason in WithdrawalReason)


def test_what_is_public_goes_and_comes_back_at_the_same_address(opened: tuple[House, Workshop], tmp_path: Path) -> None:
    house, workshop = opened
    id = _offer(house, workshop, published=True)
    file = tmp_path / "site" / "documenten" / id / f"{id}.pdf"
    assert file.is_file()

    (answer,) = suspend_document(house, id, WithdrawalReason.SUSPENDED_RELIEF, actor=ACTOR)
    assert answer.error is None
    assert house.ledger.records.newest(id).state is State.SUSPENDED
    assert not file.exists()
    assert id not in "".join(path.read_text() for path in (tmp_path / "site").glob("sitemaps/*.xml"))
    told = json.loads((file.parent / "metadata.json").read_text())
    assert told["geschiedenis"][-1]["reden"] == WithdrawalReason.SUSPENDED_RELIEF.public_text

    assert resume_document(house, workshop, id, actor=ACTOR).state is State.PUBLISHED
    assert file.is_file()
    assert [step.actor for step in house.ledger.records.history(id) if step.reason == "resumed"] == [ACTOR]
    with pytest.raises(WrongUse, match="not suspended"):
        resume_document(house, workshop, id, actor=ACTOR)


def test_what_is_approved_is_held_before_it_is_public(opened: tuple[House, Workshop], tmp_path: Path) -> None:
    house, workshop = opened
    id = _offer(house, workshop, published=False)
    with pytest.raises(WrongUse, match="for good"):
        suspend_document(house, id, WithdrawalReason.UNREADABLE, actor=ACTOR)
    assert suspend_document(house, id, WithdrawalReason.SUSPENDED_VIEWS, actor=ACTOR) == ()
    assert to_publish(house, batch_of(house, None)) == []
    with pytest.raises(WrongUse, match="nothing to suspend"):
        suspend_document(house, id, WithdrawalReason.SUSPENDED_VIEWS, actor=ACTOR)
    assert not (tmp_path / "site" / "documenten").exists()
    assert resume_document(house, workshop, id, actor=ACTOR).state is State.PUBLISHED


def test_a_document_that_nobody_knows(opened: tuple[House, Workshop]) -> None:
    house, workshop = opened
    with pytest.raises(WrongUse, match="does not know"):
        suspend_document(house, document_id(1), WithdrawalReason.SUSPENDED, actor=ACTOR)
    with pytest.raises(WrongUse, match="does not know"):
        resume_document(house, workshop, document_id(1), actor=ACTOR)
