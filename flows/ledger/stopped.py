# SPDX-License-Identifier: EUPL-1.2
"""Documents that an intake left standing: refused, blocked or failed, with the batch in which that happened."""

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from flows.ledger.states import State
from flows.ledger.tables import BatchDocumentRow, BatchRow, DocumentRow
from flows.ledger.values import StoppedDocument
from schemas.batch import Outcome
from schemas.identity import BatchId, DocumentId

_STOPPED = {
    State.REFUSED.value: Outcome.REFUSED,
    State.BLOCKED.value: Outcome.BLOCKED,
    State.FAILED.value: Outcome.FAILED,
}


class StoppedDocuments:
    """What needs somebody before it can go on."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, batch: BatchId) -> tuple[StoppedDocument, ...]:
        """Those of one batch, in the order of the archive."""
        return self._read(batch)

    def all(self) -> tuple[StoppedDocument, ...]:
        """Those of every batch, newest batch first; a document counts by the newest batch that it is in."""
        return self._read(None)

    def _read(self, batch: BatchId | None) -> tuple[StoppedDocument, ...]:
        query = (
            select(BatchRow.source, BatchDocumentRow, DocumentRow)
            .join(BatchDocumentRow, BatchDocumentRow.batch == BatchRow.id)
            .outerjoin(DocumentRow, DocumentRow.key == BatchDocumentRow.document_key)
            .order_by(BatchRow.created.desc(), BatchRow.id, BatchDocumentRow.place)
        )
        if batch is not None:
            query = query.where(BatchDocumentRow.batch == batch)
        found = []
        seen: set[tuple[str, str]] = set()
        with Session(self._engine) as session:
            for source, place, row in session.execute(query).tuples():
                if (source, place.document) in seen:
                    continue
                seen.add((source, place.document))
                answer = _stopped(place, row)
                if answer is not None:
                    found.append(answer)
        return tuple(found)


def _stopped(place: BatchDocumentRow, row: DocumentRow | None) -> StoppedDocument | None:
    """How a document stopped, or None where it did not; what people decided about it is no stop."""
    if row is not None:
        outcome, reason, pages = _STOPPED.get(row.state), row.reason, row.pages
    else:
        outcome, reason, pages = None if place.outcome is None else Outcome(place.outcome), place.reason, 0
    if outcome is None:
        return None
    return StoppedDocument(
        batch=BatchId(place.batch), document=DocumentId(place.document), outcome=outcome, reason=reason, pages=pages
    )
