# SPDX-License-Identifier: EUPL-1.2
"""Batches in the ledger: what was offered, and the account of it."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from flows.ledger.database import in_turn
from flows.ledger.states import State, outcome_of
from flows.ledger.tables import BatchDocumentRow, BatchRow, DocumentRow
from flows.ledger.values import Approval, Batch, BatchPlan, Place
from schemas.batch import BatchReport, DocumentOutcome, Outcome
from schemas.errors import WrongUse
from schemas.identity import BatchId, DocumentId


class Batches:
    """The batches of the ledger."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open(self, plan: BatchPlan, *, now: datetime) -> tuple[Batch, bool]:
        """The unfinished batch with this plan, or a new one. The second value says whether an old one goes on."""
        query = select(BatchRow).where(
            BatchRow.source == plan.source,
            BatchRow.config == plan.config,
            BatchRow.approve == plan.approve.value,
            BatchRow.others == _kept(plan.others),
            BatchRow.finished.is_(None),
        )
        with Session(self._engine) as session, session.begin():
            in_turn(session, f"open {plan.source}")
            row = session.scalar(query.order_by(BatchRow.created.desc()).limit(1))
            if row is not None:
                return _batch(row), True
            return _batch(_new(session, plan, now)), False

    def add(self, plan: BatchPlan, document: DocumentId, *, now: datetime) -> Batch:
        """A batch of one document that no archive offers. It is closed from the start: nothing else comes into it."""
        with Session(self._engine) as session, session.begin():
            row = _new(session, plan, now)
            row.offered, row.finished = 1, now
            session.add(BatchDocumentRow(batch=row.id, document=document, reason="", place=0))
            return _batch(row)

    def of(self, document_key: int) -> Batch:
        """The newest batch that a document is in."""
        query = (
            select(BatchRow)
            .join(BatchDocumentRow, BatchDocumentRow.batch == BatchRow.id)
            .where(BatchDocumentRow.document_key == document_key)
            .order_by(BatchRow.created.desc())
        )
        with Session(self._engine) as session:
            return _batch(session.scalars(query.limit(1)).one())

    def get(self, id: BatchId) -> Batch:
        """One batch.

        Raises:
            WrongUse: the ledger does not know it.
        """
        with Session(self._engine) as session:
            row = session.get(BatchRow, id)
            if row is None:
                raise WrongUse("The ledger does not know this batch.", advice="See `lakstraat status` for its name.")
            return _batch(row)

    def all(self, limit: int = 50) -> tuple[Batch, ...]:
        """The newest batches, newest first."""
        with Session(self._engine) as session:
            query = select(BatchRow).order_by(BatchRow.created.desc()).limit(limit)
            return tuple(_batch(row) for row in session.scalars(query))

    def offer(self, id: BatchId, documents: Sequence[DocumentId]) -> None:
        """Write down everything the archive offers; a document that was already there stays as it is."""
        with Session(self._engine) as session, session.begin():
            in_turn(session, f"offer {id}")
            known = set(session.scalars(select(BatchDocumentRow.document).where(BatchDocumentRow.batch == id)))
            new = [document for document in dict.fromkeys(documents) if document not in known]
            session.add_all(
                BatchDocumentRow(batch=id, document=document, reason="", place=place)
                for place, document in enumerate(new, start=len(known))
            )
            session.get_one(BatchRow, id).offered = len(known) + len(new)

    def not_taken_in(self, id: BatchId) -> tuple[DocumentId, ...]:
        """Offered documents without an answer yet, or of which taking in failed."""
        query = (
            select(BatchDocumentRow.document)
            .where(BatchDocumentRow.batch == id, BatchDocumentRow.document_key.is_(None))
            .where((BatchDocumentRow.outcome.is_(None)) | (BatchDocumentRow.outcome == Outcome.FAILED.value))
            .order_by(BatchDocumentRow.place)
        )
        with Session(self._engine) as session:
            return tuple(DocumentId(document) for document in session.scalars(query))

    def stopped_at_the_door(self, id: BatchId, document: DocumentId, outcome: Outcome, reason: str) -> None:
        """A document that was refused, or of which taking in failed."""
        with Session(self._engine) as session, session.begin():
            row = session.get_one(BatchDocumentRow, (id, document))
            row.outcome, row.reason = outcome.value, reason

    def report(self, id: BatchId) -> BatchReport:
        """The account of a batch as it stands now.

        Raises:
            ValueError: a document has no outcome, or two; that is a fault of the program.
        """
        query = (
            select(BatchDocumentRow, DocumentRow)
            .outerjoin(DocumentRow, DocumentRow.key == BatchDocumentRow.document_key)
            .where(BatchDocumentRow.batch == id)
            .order_by(BatchDocumentRow.place)
        )
        with Session(self._engine) as session:
            offered = session.get_one(BatchRow, id).offered or 0
            answers = [_outcome(place, row) for place, row in session.execute(query).tuples()]
        return BatchReport(batch=id, offered=offered, outcomes=tuple(answer for answer in answers if answer))

    def finish(self, id: BatchId, *, now: datetime) -> None:
        """Close a batch: nothing in it waits for a program any more."""
        with Session(self._engine) as session, session.begin():
            session.get_one(BatchRow, id).finished = now

    def reopen(self, id: BatchId) -> None:
        """Open a batch again, to go on with what is left."""
        with Session(self._engine) as session, session.begin():
            session.get_one(BatchRow, id).finished = None

    def counts(self) -> dict[State, int]:
        """Documents per state over the whole ledger."""
        query = select(DocumentRow.state, func.count()).group_by(DocumentRow.state)
        with Session(self._engine) as session:
            counted = {State(state): count for state, count in session.execute(query).tuples()}
        return {state: counted.get(state, 0) for state in State}

    def documents(self, id: BatchId) -> tuple[tuple[DocumentId, Outcome | None, str], ...]:
        """Every document of a batch with its outcome so far and the reason."""
        query = (
            select(BatchDocumentRow, DocumentRow)
            .outerjoin(DocumentRow, DocumentRow.key == BatchDocumentRow.document_key)
            .where(BatchDocumentRow.batch == id)
            .order_by(BatchDocumentRow.place)
        )
        with Session(self._engine) as session:
            rows = [(place.document, _outcome(place, row)) for place, row in session.execute(query).tuples()]
        return tuple(
            (DocumentId(document), None if answer is None else answer.outcome, "" if answer is None else answer.reason)
            for document, answer in rows
        )


def _new(session: Session, plan: BatchPlan, now: datetime) -> BatchRow:
    row = BatchRow(
        id=f"b-{now:%Y%m%d}-{secrets.token_hex(3)}", source=plan.source, config=plan.config,
        approve=plan.approve.value, category=plan.category, site=plan.site, base_url=plan.base_url,
        others=_kept(plan.others), created=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _kept(places: Sequence[Place]) -> str:
    return json.dumps([asdict(place) for place in places]) if places else ""


def _batch(row: BatchRow) -> Batch:
    return Batch(
        id=BatchId(row.id),
        plan=BatchPlan(
            source=row.source,
            config=row.config,
            approve=Approval(row.approve),
            site=row.site,
            base_url=row.base_url,
            category=row.category,
            others=tuple(Place(**one) for one in json.loads(row.others)) if row.others else (),
        ),
        offered=row.offered,
        created=row.created,
        finished=row.finished,
    )


def _outcome(place: BatchDocumentRow, row: DocumentRow | None) -> DocumentOutcome | None:
    id = DocumentId(place.document)
    if row is None:
        if place.outcome is None:
            return None
        return DocumentOutcome(id=id, outcome=Outcome(place.outcome), reason=place.reason)
    state = State(row.state)
    reason = row.reason if outcome_of(state) is not Outcome.REFUSED or row.reason else state.value
    return DocumentOutcome(id=id, outcome=outcome_of(state), reason=reason, pages=row.pages)
