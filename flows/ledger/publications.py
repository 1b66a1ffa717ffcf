# SPDX-License-Identifier: EUPL-1.2
"""Where a document is public, place by place. A place is written down before it is asked, so none is forgotten."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from flows.ledger.database import in_turn
from flows.ledger.documents import HOUSE, Documents, document_of
from flows.ledger.states import LEGAL, State
from flows.ledger.tables import BatchDocumentRow, DocumentRow, PublicationRow, RecordRow
from flows.ledger.values import Document
from schemas.errors import WrongUse
from schemas.identity import BatchId, Digest, DocumentId
from schemas.publication import Publication, PublicationState

ASKED: Final = "publishing"
"""State of a place that was asked to publish and did not answer yet: it may have done so."""
OUT: Final = frozenset({ASKED, PublicationState.PUBLISHED.value})
"""States of a place in which the public may find the document there."""
SUSPENDED: Final = "suspended_"
"""How every reason for taking a document back for now begins."""


class Publications:
    """The places of the documents. A document is published when every place of its batch has it."""

    def __init__(self, engine: Engine, documents: Documents) -> None:
        self._engine = engine
        self._documents = documents

    def owed(self, key: int, places: Iterable[str]) -> tuple[str, ...]:
        """The places that do not have this revision of a document yet."""
        with Session(self._engine) as session:
            row = session.get_one(DocumentRow, key)
            have = {held.endpoint for held in held_of(session, row.document) if _is_of(held, row)}
        return tuple(place for place in places if place not in have)

    def ask(self, key: int, places: Iterable[str], *, now: datetime) -> Document:
        """A finished document is going to be offered to these places."""
        with Session(self._engine) as session, session.begin():
            row = session.get_one(DocumentRow, key, with_for_update=True)
            self._documents.step(session, row, State.SCHEDULED, HOUSE, "", now)
            known = {held.endpoint: held for held in held_of(session, row.document)}
            for place in places:
                held = known.get(place)
                if held is None:
                    held = PublicationRow(
                        document=row.document, endpoint=place, identifier="", url="", output="", revision=0
                    )
                    session.add(held)
                if held.state not in OUT:
                    held.state, held.document_key, held.moment = ASKED, key, now
            session.flush()
            return document_of(row)

    def took(self, key: int, publication: Publication, *, now: datetime) -> None:
        """A place has it; a document that it takes the place of is superseded."""
        with Session(self._engine) as session, session.begin():
            row = session.get_one(DocumentRow, key, with_for_update=True)
            held = session.scalar(
                select(PublicationRow).where(
                    PublicationRow.document == row.document, PublicationRow.endpoint == publication.endpoint
                )
            )
            if held is None:
                held = PublicationRow(document=row.document, endpoint=publication.endpoint)
                session.add(held)
            elif held.document_key != key:
                before = session.get_one(DocumentRow, held.document_key, with_for_update=True)
                if State.SUPERSEDED in LEGAL[State(before.state)]:
                    self._documents.step(session, before, State.SUPERSEDED, HOUSE, "", now)
            held.document_key, held.revision, held.output = key, row.revision, row.output or ""
            held.identifier, held.url = publication.identifier, publication.url
            held.state, held.moment = publication.state.value, publication.moment

    def record(self, key: int) -> Digest | None:
        """Where the record of a document as it stands now lies in the working store, if one was made."""
        with Session(self._engine) as session:
            known = session.get(RecordRow, (key, session.get_one(DocumentRow, key).revision))
            return None if known is None else Digest(known.record)

    def keep_record(self, key: int, record: Digest) -> Digest:
        """Keep the record of a document as it stands now. Gives the one that holds: the first that was kept."""
        with Session(self._engine) as session, session.begin():
            row = session.get_one(DocumentRow, key, with_for_update=True)
            known = session.get(RecordRow, (key, row.revision))
            if known is None:
                known = RecordRow(document_key=key, revision=row.revision, record=record)
                session.add(known)
            return Digest(known.record)

    def settle(self, key: int, places: Iterable[str], reason: str, *, now: datetime) -> Document:
        """Every place was asked: published when all have the document, partly when some do, unchanged when none.

        Args:
            key: key of its row.
            places: every place of its batch.
            reason: why a place does not have it: the name of an error class.
            now: aware time.
        """
        with Session(self._engine) as session, session.begin():
            row = session.get_one(DocumentRow, key, with_for_update=True)
            have = {held.endpoint for held in held_of(session, row.document) if _is_of(held, row)}
            missing = set(places) - have
            if not missing:
                self._documents.step(session, row, State.PUBLISHED, HOUSE, "", now)
            elif have:
                self._documents.step(session, row, State.PARTLY, HOUSE, reason, now)
            session.flush()
            return document_of(row)

    def lacking(self, batch: BatchId, places: Sequence[str], *, now: datetime) -> int:
        """Published documents of a batch that a further place does not have yet become approved again. Gives how many.

        What a place has of them stays there, and is not offered again.
        """
        have = (
            select(PublicationRow.document_key, func.count().label("places"))
            .where(PublicationRow.endpoint.in_(places), PublicationRow.state == PublicationState.PUBLISHED.value)
            .group_by(PublicationRow.document_key)
            .subquery()
        )
        query = (
            select(DocumentRow)
            .join(BatchDocumentRow, BatchDocumentRow.document_key == DocumentRow.key)
            .outerjoin(have, have.c.document_key == DocumentRow.key)
            .where(BatchDocumentRow.batch == batch, DocumentRow.state == State.PUBLISHED.value)
            .where(func.coalesce(have.c.places, 0) < len(places))
        )
        with Session(self._engine) as session, session.begin():
            rows = list(session.scalars(query))
            for row in rows:
                self._documents.step(session, row, State.PARTLY, HOUSE, "another_place", now)
                self._documents.back(session, row, "another_place", now)
            return len(rows)

    def take_back(self, id: DocumentId, *, reason: str, actor: str, now: datetime) -> tuple[str, ...]:
        """Decide that a document is taken back. Gives the places in which the public may find it until they answer.

        Raises:
            WrongUse: it is public nowhere, or a process is working on it.
        """
        with Session(self._engine) as session, session.begin():
            out = [held.endpoint for held in held_of(session, id) if held.state in OUT]
            if not out:
                raise WrongUse("This document is not public.", advice="See its history: lakstraat status ID.")
            rows = session.scalars(select(DocumentRow).where(DocumentRow.document == id).with_for_update()).all()
            if not any(State(row.state) is State.WITHDRAWING for row in rows):
                for row in _to_take_back(session, id, rows):
                    self._documents.step(session, row, State.WITHDRAWING, actor, reason, now)
            return tuple(out)

    def withdrawing(self) -> dict[DocumentId, str]:
        """Documents that are being taken back, with the reason."""
        query = select(DocumentRow.document, DocumentRow.reason).where(DocumentRow.state == State.WITHDRAWING.value)
        with Session(self._engine) as session:
            return {DocumentId(id): reason for id, reason in session.execute(query).tuples()}

    def out(self, id: DocumentId) -> tuple[str, ...]:
        """The places in which the public may find a document."""
        with Session(self._engine) as session:
            return tuple(held.endpoint for held in held_of(session, id) if held.state in OUT)

    def taken_back(self, id: DocumentId, place: str, *, now: datetime) -> None:
        """A place took a document back. With the last of them it is withdrawn, or suspended if that was asked."""
        with Session(self._engine) as session, session.begin():
            in_turn(session, f"taken back {id}")  # two places at once would each take the other for not yet done
            held_here = held_of(session, id)
            for held in held_here:
                if held.endpoint == place and held.state in OUT:
                    held.state, held.moment = PublicationState.WITHDRAWN.value, now
            if any(held.state in OUT for held in held_here):
                return
            query = select(DocumentRow).where(DocumentRow.document == id, DocumentRow.state == State.WITHDRAWING.value)
            for row in session.scalars(query.with_for_update()).all():
                end = State.SUSPENDED if row.reason.startswith(SUSPENDED) else State.WITHDRAWN
                self._documents.step(session, row, end, HOUSE, row.reason, now)


def held_of(session: Session, id: str) -> Sequence[PublicationRow]:
    """The places of a document within a transaction of the ledger."""
    return session.scalars(
        select(PublicationRow).where(PublicationRow.document == id).order_by(PublicationRow.id)
    ).all()


def _to_take_back(session: Session, id: str, rows: Sequence[DocumentRow]) -> list[DocumentRow]:
    """The rows that the public sees; where none of them can go, the newest that can."""
    possible = [row for row in rows if State.WITHDRAWING in LEGAL[State(row.state)]]
    if not possible:
        raise WrongUse("A process is working on this document.", advice="Ask again when it is done: lakstraat status.")
    seen = {held.document_key for held in held_of(session, id) if held.state in OUT}
    return [row for row in possible if row.key in seen] or [max(possible, key=lambda row: row.changed)]


def _is_of(held: PublicationRow, row: DocumentRow) -> bool:
    """Whether a place has this very revision of this row."""
    same = held.document_key == row.key and held.revision == row.revision
    return same and held.state == PublicationState.PUBLISHED.value
