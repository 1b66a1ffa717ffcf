# SPDX-License-Identifier: EUPL-1.2
"""Documents in the ledger: every change is one transaction that checks the step and writes history."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, TypedDict, Unpack

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from flows.ledger.database import in_turn
from flows.ledger.holder import LEASE, is_gone
from flows.ledger.states import HELD, PREPARING, ImpossibleTransition, State, check_transition
from flows.ledger.tables import BatchDocumentRow, DocumentRow, OutboxRow, TransitionRow
from flows.ledger.values import Document
from schemas.identity import BatchId, Digest, DocumentId

HOUSE: Final = "house"
"""Actor of what the program itself does."""

SEARCHED_AGAIN: Final = "searched_again"
"""Reason of a step that gave a document other findings."""

_ANOTHER_CHANCE: Final = (State.FAILED, State.BLOCKED, State.PARTLY, State.SUPERSEDED)


class Known(TypedDict, total=False):
    """What may be learnt about a document in a step."""

    pages: int
    category: str | None
    prepared: Digest | None
    findings: Digest | None
    reviewed: Digest | None
    output: Digest | None


class Documents:
    """The documents of the ledger.

    Args:
        engine: an open database.
        holder: name of this process, written on what it is working on.
    """

    def __init__(self, engine: Engine, holder: str) -> None:
        self._engine = engine
        self._holder = holder

    def receive(
        self, batch: BatchId, *, id: DocumentId, digest: Digest, now: datetime, actor: str = HOUSE, reason: str = ""
    ) -> Document:
        """Take a document into the book and into its batch. What is already there is taken up, not doubled.

        A document that failed, was blocked or is not yet public everywhere gets a new chance, from the last thing that
        is certain; so does one that was superseded and is now offered again as it was.
        """
        with Session(self._engine) as session, session.begin():
            in_turn(session, f"receive {id}")
            place = session.get_one(BatchDocumentRow, (batch, id))
            source, config = _plan_of(session, batch)
            row = session.scalar(
                select(DocumentRow).where(
                    DocumentRow.source == source,
                    DocumentRow.document == id,
                    DocumentRow.digest == digest,
                    DocumentRow.config == config,
                )
            )
            if row is None:
                row = DocumentRow(
                    source=source, document=id, digest=digest, config=config, state=State.RECEIVED.value,
                    revision=1, attempt=1, reason="", pages=0, changed=now,
                )  # fmt: skip
                session.add(row)
                session.flush()
                _note(session, row, None, State.RECEIVED, actor, reason, now)
            elif place.document_key != row.key and State(row.state) in _ANOTHER_CHANCE:
                self.back(session, row, "retry", now)
            place.document_key = row.key
            place.outcome, place.reason = None, ""
            session.flush()
            return document_of(row)

    def get(self, key: int) -> Document:
        """One document by the key of its row."""
        with Session(self._engine) as session:
            return document_of(session.get_one(DocumentRow, key))

    def find(self, key: int) -> Document | None:
        """One document by the key of its row, or None where there is no such row."""
        with Session(self._engine) as session:
            row = session.get(DocumentRow, key)
            return None if row is None else document_of(row)

    def in_batch(self, batch: BatchId, states: Iterable[State]) -> tuple[Document, ...]:
        """The documents of a batch that stand in one of these states, in the order of the archive."""
        query = (
            select(DocumentRow)
            .join(BatchDocumentRow, BatchDocumentRow.document_key == DocumentRow.key)
            .where(BatchDocumentRow.batch == batch, DocumentRow.state.in_([state.value for state in states]))
            .order_by(BatchDocumentRow.place)
        )
        with Session(self._engine) as session:
            return tuple(document_of(row) for row in session.scalars(query))

    def claim(self, key: int, *, old: State, new: State, now: datetime) -> Document | None:
        """Start work on a document, if nobody was before us; None when it is no longer in the old state."""
        with Session(self._engine) as session, session.begin():
            row = session.get_one(DocumentRow, key, with_for_update=True)
            if State(row.state) is not old:
                return None
            self.step(session, row, new, HOUSE, "", now)
            row.holder, row.held_until = self._holder, now + LEASE
            return document_of(row)

    def move(
        self,
        key: int,
        new: State,
        *,
        now: datetime,
        actor: str = HOUSE,
        reason: str = "",
        **known: Unpack[Known],
    ) -> Document:
        """One step of a document, with what was learnt in it.

        Raises:
            ImpossibleTransition: the step is not possible from where the document is.
        """
        with Session(self._engine) as session, session.begin():
            row = session.get_one(DocumentRow, key, with_for_update=True)
            self.step(session, row, new, actor, reason, now)
            _learn(row, known)
            return document_of(row)

    def move_all(self, keys: Iterable[int], new: State, *, now: datetime, actor: str) -> None:
        """The same step of several documents, all or none.

        Raises:
            ImpossibleTransition: the step is not possible from where one of them is.
        """
        with Session(self._engine) as session, session.begin():
            for key in sorted(keys):  # in one order, so that two who do this never wait for each other
                self.step(session, session.get_one(DocumentRow, key, with_for_update=True), new, actor, "", now)

    def approve(self, key: int, *, reviewed: Digest, actor: str, now: datetime) -> Document:
        """Approval and the wish to publish, in one transaction; what is still suspended goes back to that instead.

        Raises:
            ImpossibleTransition: the document does not wait for approval.
        """
        with Session(self._engine) as session, session.begin():
            row = session.get_one(DocumentRow, key, with_for_update=True)
            if row.reviewed is not None:
                row.revision += 1  # decided anew after an earlier approval: another version of the document
            held = _held(session, key).get(key)
            self.step(session, row, State.APPROVED, actor, "", now)
            row.reviewed = reviewed
            if held is None:
                _wish(session, row, now)
            else:
                self.step(session, row, State.SUSPENDED, HOUSE, held, now)
            return document_of(row)

    def held(self, key: int | None = None) -> dict[int, str]:
        """Documents, or this one, that came back to people while they are suspended, with the reason of that."""
        with Session(self._engine) as session:
            return _held(session, key)

    def searched_again(
        self, key: int, *, old: State, findings: Digest, back: bool, actor: str, now: datetime
    ) -> Document | None:
        """Other findings for a document, as another revision of it; None when it is no longer in the old state.

        Args:
            key: key of its row.
            old: where it was when it was searched.
            findings: what is proposed from now on.
            back: it goes back to the people who decide.
            actor: who asked.
            now: aware time.

        Raises:
            ImpossibleTransition: it cannot go back from where it is.
        """
        with Session(self._engine) as session, session.begin():
            row = session.get_one(DocumentRow, key, with_for_update=True)
            if State(row.state) is not old:
                return None
            row.revision += 1
            row.findings = findings
            if back:
                self.step(session, row, State.RETURNED, actor, SEARCHED_AGAIN, now)
            else:
                _note(session, row, old, old, actor, SEARCHED_AGAIN, now)
            return document_of(row)

    def republish(self, key: int, *, reason: str, actor: str, now: datetime) -> Document:
        """Back to approved, with a new wish to publish; what was suspended before its approval goes back to there."""
        with Session(self._engine) as session, session.begin():
            row = session.get_one(DocumentRow, key, with_for_update=True)
            if _suspended_in(session, row) is State.REVIEWED:
                self.step(session, row, State.REVIEWED, actor, reason, now)
                return document_of(row)
            row.revision += 1
            self.step(session, row, State.APPROVED, actor, reason, now)
            _wish(session, row, now)
            return document_of(row)

    def again(self, key: int, *, actor: str, now: datetime) -> Document:
        """Another attempt for a document that stopped, because somebody asks for it."""
        with Session(self._engine) as session, session.begin():
            row = session.get_one(DocumentRow, key, with_for_update=True)
            self.back(session, row, "retry", now, actor=actor)
            return document_of(row)

    def recover(self, now: datetime, batch: BatchId | None = None) -> int:
        """Put documents that a stopped process was working on back to where they can be taken up. Gives how many."""
        query = select(DocumentRow).where(DocumentRow.state.in_([state.value for state in HELD]))
        if batch is not None:
            query = query.join(BatchDocumentRow, BatchDocumentRow.document_key == DocumentRow.key)
            query = query.where(BatchDocumentRow.batch == batch)
        recovered = 0
        with Session(self._engine) as session, session.begin():
            for row in session.scalars(query.with_for_update()):
                if is_gone(row.holder, row.held_until, now):
                    self.back(session, row, "interrupted", now)
                    recovered += 1
        return recovered

    def retry(self, batch: BatchId, now: datetime) -> int:
        """Give every failed or partly published document of a batch another attempt. Gives how many."""
        query = (
            select(DocumentRow)
            .join(BatchDocumentRow, BatchDocumentRow.document_key == DocumentRow.key)
            .where(BatchDocumentRow.batch == batch, DocumentRow.state.in_([State.FAILED.value, State.PARTLY.value]))
        )
        with Session(self._engine) as session, session.begin():
            rows = list(session.scalars(query.with_for_update()))
            for row in rows:
                self.back(session, row, "retry", now)
            return len(rows)

    def retry_partly(self, since: datetime, now: datetime) -> int:
        """Give what is partly published for longer than since then another attempt. Gives how many."""
        query = select(DocumentRow).where(DocumentRow.state == State.PARTLY.value, DocumentRow.changed <= since)
        with Session(self._engine) as session, session.begin():
            rows = list(session.scalars(query.with_for_update()))
            for row in rows:
                self.back(session, row, "retry", now)
            return len(rows)

    def wishes(self) -> dict[BatchId, list[str]]:
        """Keys of the wishes to publish that were not carried out, by batch."""
        query = (
            select(BatchDocumentRow.batch, OutboxRow.key)
            .join(DocumentRow, DocumentRow.key == BatchDocumentRow.document_key)
            .join(OutboxRow, OutboxRow.document_key == DocumentRow.key)
            .where(DocumentRow.state == State.APPROVED.value, OutboxRow.sent.is_(None))
            .order_by(OutboxRow.id)
        )
        by_batch: dict[BatchId, list[str]] = {}
        seen: set[str] = set()
        with Session(self._engine) as session:
            for batch, key in session.execute(query).tuples():
                if key not in seen:  # a document that two batches offer is published by the first
                    seen.add(key)
                    by_batch.setdefault(BatchId(batch), []).append(key)
        return by_batch

    def wishes_sent(self, keys: Sequence[int], now: datetime) -> None:
        """The wishes of these documents are being carried out."""
        with Session(self._engine) as session, session.begin():
            for start in range(0, len(keys), 500):
                session.execute(
                    update(OutboxRow)
                    .where(OutboxRow.document_key.in_(keys[start : start + 500]), OutboxRow.sent.is_(None))
                    .values(sent=now)
                )

    def step(self, session: Session, row: DocumentRow, new: State, actor: str, reason: str, now: datetime) -> None:
        """One step within a transaction of the ledger."""
        old = State(row.state)
        check_transition(old, new)
        row.state, row.reason, row.changed = new.value, reason, now
        if new not in HELD:
            row.holder = row.held_until = None
        elif row.holder == self._holder:
            row.held_until = now + LEASE
        _note(session, row, old, new, actor, reason, now)

    def note(self, session: Session, row: DocumentRow, actor: str, reason: str, now: datetime) -> None:
        """A line of history without a step, within a transaction of the ledger."""
        _note(session, row, State(row.state), State(row.state), actor, reason, now)

    def back(self, session: Session, row: DocumentRow, reason: str, now: datetime, *, actor: str = HOUSE) -> None:
        """A new attempt: after an approval from there, otherwise from the bytes."""
        back = State.RECEIVED if row.reviewed is None or State(row.state) in PREPARING else State.APPROVED
        self.step(session, row, back, actor, reason, now)
        row.attempt += 1
        if back is State.APPROVED:
            _wish(session, row, now)


def _plan_of(session: Session, batch: BatchId) -> tuple[str, str]:
    from flows.ledger.tables import BatchRow

    row = session.get_one(BatchRow, batch)
    return row.source, row.config


def _suspended_in(session: Session, row: DocumentRow) -> State | None:
    """Where a suspended document stood before; None when it is not suspended."""
    if State(row.state) is not State.SUSPENDED:
        return None
    query = select(TransitionRow.old).where(
        TransitionRow.document_key == row.key, TransitionRow.new == State.SUSPENDED.value
    )
    old = session.scalar(query.order_by(TransitionRow.id.desc()).limit(1))
    return None if old is None else State(old)


def _held(session: Session, key: int | None) -> dict[int, str]:
    """Reasons of suspensions that a search interrupted and nobody ended, by document."""
    suspended = State.SUSPENDED.value
    query = select(TransitionRow).where((TransitionRow.old == suspended) | (TransitionRow.new == suspended))
    if key is not None:
        query = query.where(TransitionRow.document_key == key)
    reasons: dict[int, str] = {}
    held: dict[int, str] = {}
    for step in session.scalars(query.order_by(TransitionRow.id)):
        held.pop(step.document_key, None)
        if step.new == suspended:
            reasons[step.document_key] = step.reason
        elif step.new == State.RETURNED.value:
            held[step.document_key] = reasons[step.document_key]
    return held


def _learn(row: DocumentRow, known: Known) -> None:
    for name, value in known.items():
        setattr(row, name, value)


def _wish(session: Session, row: DocumentRow, now: datetime) -> None:
    key = f"publish:{row.document}:{row.key}:{row.revision}:{row.attempt}"
    session.add(OutboxRow(key=key, document_key=row.key, created=now))


def _note(
    session: Session, row: DocumentRow, old: State | None, new: State, actor: str, reason: str, now: datetime
) -> None:
    session.add(
        TransitionRow(
            document_key=row.key, old=None if old is None else old.value, new=new.value, revision=row.revision,
            actor=actor, reason=reason, moment=now,
        )
    )  # fmt: skip


def document_of(row: DocumentRow) -> Document:
    """A row as a value."""
    return Document(
        key=row.key,
        id=DocumentId(row.document),
        source=row.source,
        digest=Digest(row.digest),
        state=State(row.state),
        revision=row.revision,
        attempt=row.attempt,
        reason=row.reason,
        pages=row.pages,
        category=row.category,
        prepared=_digest(row.prepared),
        findings=_digest(row.findings),
        reviewed=_digest(row.reviewed),
        output=_digest(row.output),
        holder=row.holder,
        held_until=row.held_until,
        changed=row.changed,
    )


def _digest(text: str | None) -> Digest | None:
    return None if text is None else Digest(text)


__all__ = ["HOUSE", "Documents", "ImpossibleTransition", "Known"]
