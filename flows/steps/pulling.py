# SPDX-License-Identifier: EUPL-1.2
"""Asks the archive what it holds, writes that down, and takes documents in."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from archive.intake import IntakeLimits, as_pdf, take_in
from archive.source import Offered, open_source
from flows.house import House
from flows.ledger.states import State
from flows.ledger.values import Batch
from flows.steps.outcomes import stop_of
from flows.stored import put_value
from flows.workshop import Workshop
from schemas.batch import Outcome
from schemas.documents import ArchivedDocument, Refused
from schemas.events import log_event
from schemas.identity import BatchId, DocumentId

_MEBIBYTE = 1024 * 1024


def pull(house: House, batch: Batch) -> int:
    """List the archive and write down every document it offers. Gives how many.

    A batch that was listed before is not listed again: what came into the archive since is for the next batch.
    """
    if batch.offered is not None:
        return batch.offered
    ids = list(_listing(batch.plan.source, batch.id))
    house.ledger.batches.offer(batch.id, ids)
    log_event("archive_listed", batch=batch.id, count=len(ids))
    return len(ids)


def take_in_documents(house: House, workshop: Workshop, batch: Batch, ids: Sequence[DocumentId]) -> None:
    """Take a chunk of documents in: bytes and metadata to the store, a row to the ledger."""
    if not ids:
        return
    offers = _listing(batch.plan.source, batch.id)
    for id in [id for id in ids if id not in offers]:
        house.ledger.batches.stopped_at_the_door(batch.id, id, Outcome.FAILED, "gone_from_archive")
    workshop.each(lambda offered: _take_in(house, workshop, batch, offered), [offers[id] for id in ids if id in offers])


def _take_in(house: House, workshop: Workshop, batch: Batch, offered: Offered) -> None:
    limits = IntakeLimits(document_bytes=house.settings.limits.document_mib * _MEBIBYTE)
    try:
        answer = take_in(offered, house.store, limits, make_pdf=lambda data: workshop.call(as_pdf, data))
        if isinstance(answer, Refused):
            house.ledger.batches.stopped_at_the_door(batch.id, answer.id, Outcome.REFUSED, answer.reason.value)
            return
        document = with_category(answer, batch.plan.category)
        digest = put_value(house.store, document)
        house.ledger.documents.receive(batch.id, id=document.id, digest=digest, now=house.now())
    except Exception as error:
        stop = stop_of(error)
        outcome = {State.REFUSED: Outcome.REFUSED, State.BLOCKED: Outcome.BLOCKED}.get(stop.state, Outcome.FAILED)
        log_event("document_stopped", document=offered.id, step="take_in", reason=stop.reason)
        house.ledger.batches.stopped_at_the_door(batch.id, offered.id, outcome, stop.reason)


def with_category(document: ArchivedDocument, category: str | None) -> ArchivedDocument:
    """The document with the operator's category where the archive names none."""
    if category is None or document.metadata.informatiecategorie is not None:
        return document
    return replace(document, metadata=replace(document.metadata, informatiecategorie=category))


@lru_cache(maxsize=1)
def _listing(source: str, batch: BatchId) -> dict[DocumentId, Offered]:
    """What the archive offers, listed once per batch and process: a chunk knows its documents by identifier only."""
    return {offered.id: offered for offered in open_source(source)}
