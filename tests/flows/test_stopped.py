# SPDX-License-Identifier: EUPL-1.2
"""What stopped at the intake is listed by name, with what to do."""

import json
from pathlib import Path

import pytest

from flows.cli import main
from flows.ledger.ledger import Ledger, open_ledger
from flows.ledger.states import State
from flows.stops import explained
from schemas.batch import Outcome
from schemas.errors import BlockReason, RefusalReason
from tests.flows.books import NOW, document_id, open_batch, plan, publish, receive
from tests.flows.books import approved as approved_document


@pytest.mark.parametrize("reason", [*RefusalReason, *BlockReason])
def test_every_reason_is_explained_in_both_languages(reason: RefusalReason | BlockReason) -> None:
    words = explained(reason.value)
    assert words != explained("KeyError"), "a code is no unforeseen error"
    assert all((words.means, words.to_do, words.betekenis, words.te_doen))


def _fill(ledger: Ledger) -> str:
    """Four documents: one refused, one that failed at the door, one blocked in the search, one published."""
    batch = open_batch(ledger, 1, 2, 3, 4)
    ledger.batches.stopped_at_the_door(batch.id, document_id(1), Outcome.REFUSED, "password_needed")
    ledger.batches.stopped_at_the_door(batch.id, document_id(2), Outcome.FAILED, "ServiceMissing")
    key = receive(ledger, batch, 3).key
    ledger.documents.move(key, State.DETECTING, now=NOW)
    ledger.documents.move(key, State.BLOCKED, now=NOW, reason="no_text_layer", pages=2)
    publish(ledger, approved_document(ledger, batch, 4).key)
    return batch.id


def test_a_document_counts_by_the_newest_batch_that_it_is_in(ledger: Ledger) -> None:
    first = _fill(ledger)
    second, _ = ledger.batches.open(plan(config="d" * 64), now=NOW.replace(hour=12))
    ledger.batches.offer(second.id, [document_id(1), document_id(3)])
    ledger.batches.stopped_at_the_door(second.id, document_id(1), Outcome.REFUSED, "damaged")
    told = {(one.document, one.outcome, one.reason) for one in ledger.stopped.all()}
    assert told == {
        (document_id(1), Outcome.REFUSED, "damaged"),
        (document_id(2), Outcome.FAILED, "ServiceMissing"),
    }, "document 3 is on its way again in the second batch"
    assert [one.reason for one in ledger.stopped.of(second.id)] == ["damaged"]
    assert len(ledger.stopped.all()) == 2 and {one.batch for one in ledger.stopped.all()} == {first, second.id}


def test_the_command_lists_what_stopped_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    work = tmp_path / "work"
    work.mkdir()
    opened = open_ledger(f"sqlite:///{work / 'ledger.sqlite3'}")
    batch = _fill(opened)
    opened.close()
    assert main(["intake", batch, "--work-dir", str(work), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["outcome"], row["reason"], row["pages"]) for row in rows] == [
        ("refused", "password_needed", 0), ("failed", "ServiceMissing", 0), ("blocked", "no_text_layer", 2),
    ]  # fmt: skip
    assert "without a password" in rows[0]["to_do"]
    assert main(["intake", "--work-dir", str(work)]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "no_text_layer" in shown and document_id(3) in shown and document_id(4) not in shown


def test_an_intake_without_stops_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["intake", "--work-dir", str(tmp_path / "work")]) == 0
    assert "none was refused" in capsys.readouterr().out
