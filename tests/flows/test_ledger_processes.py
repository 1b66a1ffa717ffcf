# SPDX-License-Identifier: EUPL-1.2
"""Two processes at work in one ledger at the same time: nothing is done twice, nobody is turned away."""

import multiprocessing
import os
import signal
from collections import Counter
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from typing import Any

from flows.ledger.ledger import Ledger, open_ledger
from flows.ledger.states import State
from flows.ledger.values import Batch
from tests.flows.books import NOW, document_id, open_batch, plan, receive

_DOCUMENTS = 40
_WAIT_S = 60


def _work(url: str, theirs: Connection) -> None:
    """Open, list, take in, claim and approve, as a process of its own would."""
    ledger = open_ledger(url)
    theirs.send("ready")
    theirs.recv()
    batch, _ = ledger.batches.open(plan(), now=NOW)
    ledger.batches.offer(batch.id, [document_id(number) for number in range(_DOCUMENTS)])
    claimed = []
    for number in range(_DOCUMENTS):
        key = receive(ledger, batch, number).key
        if ledger.documents.claim(key, old=State.RECEIVED, new=State.DETECTING, now=datetime.now(UTC)):
            claimed.append(number)
            ledger.documents.move(key, State.TO_REVIEW, now=NOW)
    theirs.send((batch.id, claimed))
    ledger.close()


def _start(url: str) -> tuple[multiprocessing.process.BaseProcess, Connection]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(url, theirs), daemon=True)
    process.start()
    theirs.close()
    return process, ours


def _answer(connection: Connection) -> Any:
    assert connection.poll(_WAIT_S), "the other process did not answer"
    return connection.recv()


def test_two_processes_share_a_batch(ledger_url: str) -> None:
    """Both start on an empty database, so its tables are made under their hands too."""
    workers = [_start(ledger_url) for _ in range(2)]
    for _, connection in workers:
        assert _answer(connection) == "ready"
    for _, connection in workers:
        connection.send("go")
    answers = [_answer(connection) for _, connection in workers]
    for process, _ in workers:
        process.join(_WAIT_S)
        assert process.exitcode == 0

    batches = {batch for batch, _ in answers}
    claimed = Counter(number for _, numbers in answers for number in numbers)
    assert len(batches) == 1
    assert claimed == dict.fromkeys(range(_DOCUMENTS), 1)
    ledger = open_ledger(ledger_url)
    try:
        assert ledger.batches.get(batches.pop()).offered == _DOCUMENTS
        for number in range(_DOCUMENTS):
            steps = [step.new for step in ledger.records.history(document_id(number))]
            assert steps == [State.RECEIVED, State.DETECTING, State.TO_REVIEW]
    finally:
        ledger.close()


def _hold(url: str, batch: Batch, theirs: Connection) -> None:
    ledger = open_ledger(url)
    key = receive(ledger, batch, 1).key
    ledger.documents.claim(key, old=State.RECEIVED, new=State.DETECTING, now=NOW)
    theirs.send("held")
    signal.pause()


def test_what_a_killed_process_held_comes_back_at_once(ledger: Ledger, ledger_url: str) -> None:
    batch = open_batch(ledger, 1)
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_hold, args=(ledger_url, batch, theirs), daemon=True)
    process.start()
    assert _answer(ours) == "held"
    assert ledger.documents.recover(NOW) == 0
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join(_WAIT_S)
    assert ledger.documents.recover(NOW) == 1
    assert ledger.records.newest(document_id(1)).state is State.RECEIVED
