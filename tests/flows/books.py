# SPDX-License-Identifier: EUPL-1.2
"""Entries of a ledger, made for tests."""

from datetime import UTC, datetime

from flows.ledger.ledger import Ledger
from flows.ledger.states import State
from flows.ledger.values import Approval, Batch, BatchPlan, Document
from schemas.identity import Digest, DocumentId, digest_of
from schemas.publication import Publication

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ENDPOINT = "site:/srv/site"
ROAD = (State.DETECTING, State.TO_REVIEW)


def plan(**changes: str | None) -> BatchPlan:
    """A plan with automatic approval."""
    fields = {
        "source": "file:///srv/archive",
        "config": "c" * 64,
        "site": "/srv/site",
        "base_url": "https://open.example",
        "category": None,
    }
    return BatchPlan(approve=Approval.AUTOMATIC, **{**fields, **changes})  # type: ignore[arg-type]


def document_id(number: int) -> DocumentId:
    """An identifier."""
    return DocumentId(f"{number:032x}")


def digest(name: str) -> Digest:
    """A digest of something."""
    return digest_of(name.encode())


def open_batch(ledger: Ledger, *numbers: int) -> Batch:
    """The open batch, with documents offered in it."""
    batch, _ = ledger.batches.open(plan(), now=NOW)
    ledger.batches.offer(batch.id, [document_id(number) for number in numbers])
    return ledger.batches.get(batch.id)


def receive(ledger: Ledger, batch: Batch, number: int, content: str = "content") -> Document:
    """A document that was taken in."""
    return ledger.documents.receive(batch.id, id=document_id(number), digest=digest(content), now=NOW)


def approved(ledger: Ledger, batch: Batch, number: int, content: str = "content") -> Document:
    """A document that waits for publication."""
    key = receive(ledger, batch, number, content).key
    ledger.documents.move(key, State.DETECTING, now=NOW)
    ledger.documents.move(key, State.TO_REVIEW, now=NOW, pages=3, prepared=digest("prepared"))
    return ledger.documents.approve(key, reviewed=digest("reviewed"), actor="policy:1", now=NOW)


def publish(ledger: Ledger, key: int) -> Document:
    """An approved document goes the rest of the road."""
    for state in (State.APPLYING, State.VERIFYING):
        ledger.documents.move(key, state, now=NOW)
    ledger.documents.move(key, State.READY, now=NOW, output=digest("output"))
    document = ledger.publications.ask(key, [ENDPOINT], now=NOW)
    ledger.publications.took(key, answer(document.id), now=NOW)
    return ledger.publications.settle(key, [ENDPOINT], "", now=NOW)


def answer(id: DocumentId, place: str = ENDPOINT) -> Publication:
    """What a place says that took a document."""
    return Publication(
        id=id, endpoint=place, identifier=str(id), url=f"https://open.example/documenten/{id}/{id}.pdf", moment=NOW
    )
