# SPDX-License-Identifier: EUPL-1.2
"""Opens a batch, divides it in chunks, and gives the account of it."""

from collections import Counter
from collections.abc import Sequence
from typing import Final, TypeVar

from flows.configuration import plan_of
from flows.house import House
from flows.ledger.states import PREPARING, UNDER_WAY, State
from flows.ledger.values import Approval, Batch
from schemas.batch import BatchReport, Outcome
from schemas.events import log_event
from schemas.identity import BatchId, DocumentId

Item = TypeVar("Item")

_ORDER: Final = (Outcome.PUBLISHED, Outcome.WAITING, Outcome.REFUSED, Outcome.BLOCKED, Outcome.FAILED)


def batch_of(house: House, id: str | None, *, retry: bool = False) -> Batch:
    """The batch with this identifier, or the one that the settings ask for: an unfinished one goes on.

    What a stopped process left half done is put back.

    Args:
        house: the house.
        id: identifier of a batch.
        retry: give what failed another attempt.
    """
    if id is None:
        batch, _ = house.ledger.batches.open(plan_of(house.settings), now=house.now())
    else:
        batch = house.ledger.batches.get(BatchId(id))
    recovered = house.ledger.documents.recover(house.now(), batch.id)
    if retry:
        recovered += house.ledger.documents.retry(batch.id, house.now())
    log_event("batch_opened", batch=batch.id, count=recovered)
    return batch


def to_prepare(house: House, batch: Batch) -> list[DocumentId]:
    """Documents of a batch that are not yet taken in, searched, or approved where the policy does that."""
    states = PREPARING | ({State.TO_REVIEW} if batch.plan.approve is Approval.AUTOMATIC else set())
    started = [document.id for document in house.ledger.documents.in_batch(batch.id, states)]
    return list(dict.fromkeys([*house.ledger.batches.not_taken_in(batch.id), *started]))


def to_publish(house: House, batch: Batch) -> list[int]:
    """Keys of the approved documents of a batch; their wishes to publish count as carried out from now on.

    Published documents that a further place does not have yet are among them.
    """
    house.ledger.publications.lacking(batch.id, [place.name for place in batch.plan.places], now=house.now())
    keys = [document.key for document in house.ledger.documents.in_batch(batch.id, [State.APPROVED])]
    house.ledger.documents.wishes_sent(keys, house.now())
    return keys


def chunked(items: Sequence[Item], size: int) -> list[list[Item]]:
    """Items in chunks of at most ``size``, in order."""
    return [list(items[start : start + size]) for start in range(0, len(items), size)]


def account(house: House, batch: Batch) -> BatchReport:
    """The account of a batch. It is closed when no document of it waits for a program.

    Raises:
        ValueError: a document was lost or counted twice.
    """
    report = house.ledger.batches.report(batch.id)
    for outcome, count in report.counts.items():
        log_event("batch_counted", batch=batch.id, outcome=outcome.value, count=count)
    if not house.ledger.documents.in_batch(batch.id, UNDER_WAY | {State.APPROVED}):
        house.ledger.batches.finish(batch.id, now=house.now())
    return report


def rows_of(report: BatchReport) -> list[dict[str, str | int]]:
    """The table of a report: a row per outcome and reason, with documents and pages. Counts only."""
    counted = Counter((outcome.outcome, outcome.reason) for outcome in report.outcomes)
    pages: Counter[tuple[Outcome, str]] = Counter()
    for outcome in report.outcomes:
        pages[outcome.outcome, outcome.reason] += outcome.pages
    rows: list[dict[str, str | int]] = [
        {"outcome": pair[0].value, "reason": pair[1], "documents": counted[pair], "pages": pages[pair]}
        for pair in sorted(counted, key=lambda pair: (_ORDER.index(pair[0]), pair[1]))
    ]
    total = sum(pages.values())
    return [*rows, {"outcome": "offered", "reason": "", "documents": report.offered, "pages": total}]
