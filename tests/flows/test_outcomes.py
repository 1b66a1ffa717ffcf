# SPDX-License-Identifier: EUPL-1.2
"""Errors become outcomes in one place; the text of an error goes no further."""

import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.house import House, open_house
from flows.ledger.states import State
from flows.settings import load_settings
from flows.steps.accounting import account, chunked, rows_of
from flows.steps.outcomes import StepFailed, guarded, stop_of, without_text
from schemas.batch import BatchReport, DocumentOutcome, Outcome
from schemas.errors import (
    BlockReason,
    DocumentBlocked,
    ExitCode,
    InputRefused,
    NotVerified,
    RefusalReason,
    ServiceMissing,
)
from schemas.identity import BatchId
from tests.flows.books import NOW, approved, document_id, open_batch, publish, receive

PLANTED = "Sjoukje Wiersma-Planting"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    settings = load_settings(environment={}, overrides={"work_dir": str(tmp_path / "work")}).settings
    with open_house(settings) as opened:
        yield opened


@pytest.mark.parametrize(
    ("error", "state", "reason"),
    [
        (InputRefused(RefusalReason.ENCRYPTED, "x"), State.REFUSED, "encrypted"),
        (DocumentBlocked(BlockReason.FORM_XFA, "x"), State.BLOCKED, "form_xfa"),
        (NotVerified("x"), State.BLOCKED, "not_verified"),
        (ServiceMissing("x"), State.FAILED, "ServiceMissing"),
        (KeyError(PLANTED), State.FAILED, "KeyError"),
    ],
)
def test_each_error_has_its_state_and_a_reason_without_text(error: Exception, state: State, reason: str) -> None:
    stop = stop_of(error)
    assert (stop.state, stop.reason) == (state, reason)


@pytest.mark.parametrize("error", [ZeroDivisionError(PLANTED), InputRefused(RefusalReason.DAMAGED, "x"), OSError()])
@pytest.mark.parametrize("state", [State.DETECTING, State.TO_REVIEW, State.APPROVED, State.APPLYING, State.SCHEDULED])
def test_an_error_stops_its_document_and_no_other(house: House, error: Exception, state: State) -> None:
    batch = open_batch(house.ledger, 1)
    document = receive(house.ledger, batch, 1)
    road = [State.DETECTING, State.TO_REVIEW, State.APPROVED, State.APPLYING, State.VERIFYING, State.READY]
    for step in (*road, State.SCHEDULED):
        house.ledger.documents.move(document.key, step, now=NOW)
        if step is state:
            break

    def work() -> None:
        raise error

    guarded(house, document.key, "step", work)
    stopped = house.ledger.documents.get(document.key)
    assert stopped.state in (State.FAILED, State.REFUSED)
    assert PLANTED not in stopped.reason


def test_an_error_after_publication_changes_nothing(house: House) -> None:
    document = publish(house.ledger, approved(house.ledger, open_batch(house.ledger, 1), 1).key)

    def work() -> None:
        raise OSError(PLANTED)

    guarded(house, document.key, "step", work)
    assert house.ledger.documents.get(document.key).state is State.PUBLISHED


def test_an_unforeseen_error_reaches_prefect_without_its_text() -> None:
    def work() -> None:
        try:
            raise FileNotFoundError(PLANTED)
        except FileNotFoundError as error:
            raise RuntimeError(PLANTED) from error

    with pytest.raises(StepFailed) as caught:
        without_text("prepare", work)
    told = "".join(traceback.format_exception(caught.value))
    assert PLANTED not in told
    assert "The step prepare stopped: RuntimeError." in told


def test_our_own_error_keeps_its_kind_and_loses_its_cause() -> None:
    def work() -> None:
        try:
            raise PermissionError(PLANTED)
        except PermissionError as error:
            raise ServiceMissing("A folder of the archive cannot be read.") from error

    with pytest.raises(ServiceMissing) as caught:
        without_text("prepare", work)
    assert PLANTED not in "".join(traceback.format_exception(caught.value))
    assert caught.value.exit_code is ExitCode.SERVICE_MISSING


def test_a_batch_is_closed_when_nothing_in_it_waits_for_a_program(house: House) -> None:
    batch = open_batch(house.ledger, 1, 2)
    first, second = approved(house.ledger, batch, 1), receive(house.ledger, batch, 2)
    account(house, batch)
    assert house.ledger.batches.get(batch.id).finished is None
    publish(house.ledger, first.key)
    house.ledger.documents.move(second.key, State.DETECTING, now=NOW)
    house.ledger.documents.move(second.key, State.TO_REVIEW, now=NOW)
    report = account(house, batch)
    assert (report.counts[Outcome.PUBLISHED], report.counts[Outcome.WAITING]) == (1, 1)
    assert house.ledger.batches.get(batch.id).finished is not None


def test_the_table_adds_up_and_names_each_reason() -> None:
    outcomes = [
        DocumentOutcome(id=document_id(1), outcome=Outcome.PUBLISHED, pages=3),
        DocumentOutcome(id=document_id(2), outcome=Outcome.BLOCKED, reason="form_xfa", pages=1),
        DocumentOutcome(id=document_id(3), outcome=Outcome.BLOCKED, reason="form_xfa", pages=2),
        DocumentOutcome(id=document_id(4), outcome=Outcome.REFUSED, reason="encrypted"),
    ]
    rows = rows_of(BatchReport(batch=BatchId("b"), offered=4, outcomes=tuple(outcomes)))
    assert rows == [
        {"outcome": "published", "reason": "", "documents": 1, "pages": 3},
        {"outcome": "refused", "reason": "encrypted", "documents": 1, "pages": 0},
        {"outcome": "blocked", "reason": "form_xfa", "documents": 2, "pages": 3},
        {"outcome": "offered", "reason": "", "documents": 4, "pages": 6},
    ]
    total = rows.pop()
    for column in ("documents", "pages"):
        assert sum(int(row[column]) for row in rows) == total[column]


def test_chunks_hold_everything_once_and_in_order() -> None:
    assert chunked(range(7), 3) == [[0, 1, 2], [3, 4, 5], [6]]
    assert chunked([], 3) == []
