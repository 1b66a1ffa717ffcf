# SPDX-License-Identifier: EUPL-1.2
"""Where the public reads that a document is withheld as a whole. A place is written down before it is asked."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from flows.ledger.documents import Documents
from flows.ledger.publications import OUT, held_of
from flows.ledger.states import State
from flows.ledger.tables import DocumentRow, PublicationRow
from schemas.errors import WrongUse
from schemas.identity import Digest, DocumentId
from schemas.publication import Publication, PublicationState

ANNOUNCING: Final = "announcing"
"""State of a place that was asked to tell, and did not answer yet: it may have done so."""
RETRACTING: Final = "retracting"
"""State of a place that was asked to tell no more, and did not answer yet."""
TOLD: Final = frozenset({ANNOUNCING, RETRACTING, PublicationState.NOT_PUBLIC.value})
"""States of a place in which the public may read a notice there."""


class Notices:
    """The notices of documents that are withheld as a whole. The documents themselves stay where they are."""

    def __init__(self, engine: Engine, documents: Documents) -> None:
        self._engine = engine
        self._documents = documents

    def ask(
        self, id: DocumentId, places: Iterable[str], notice: Digest, *, actor: str, now: datetime
    ) -> tuple[str, ...]:
        """The public is going to be told at these places. Gives those that do not tell this notice yet.

        Raises:
            WrongUse: it was not decided that the document is withheld, or it is public.
        """
        with Session(self._engine) as session, session.begin():
            row = _withheld(session, id)
            known = {held.endpoint: held for held in held_of(session, id)}
            if any(held.state in OUT for held in known.values()):
                raise WrongUse(
                    "A version of this document is public.",
                    advice="Withdraw it first: lakstraat withdraw ID --reason R.",
                )
            lacking = [place for place in places if not _tells(known.get(place), row, notice)]
            new = [place for place in lacking if place not in known or known[place].state != ANNOUNCING]
            for place in lacking:
                held = known.get(place) or PublicationRow(document=id, endpoint=place, identifier="", url="")
                held.state, held.document_key, held.revision, held.moment = ANNOUNCING, row.key, row.revision, now
                held.output, held.reason = notice, ""
                session.add(held)
            if new:
                self._documents.note(session, row, actor, "announced", now)
            return tuple(lacking)

    def told(self, publication: Publication) -> None:
        """A place tells it."""
        with Session(self._engine) as session, session.begin():
            held = _one(session, publication.id, publication.endpoint)
            held.identifier, held.url = publication.identifier, publication.url
            held.state, held.moment = publication.state.value, publication.moment

    def take_back(self, id: DocumentId, *, reason: str, actor: str, now: datetime) -> tuple[str, ...]:
        """Decide that a notice is taken back. Gives the places in which the public may read it until they answer."""
        with Session(self._engine) as session, session.begin():
            told = [held for held in held_of(session, id) if held.state in TOLD]
            new = [held for held in told if held.state != RETRACTING]
            for held in new:
                held.state, held.reason, held.moment = RETRACTING, reason, now
            if new:
                row = session.get_one(DocumentRow, new[0].document_key, with_for_update=True)
                self._documents.note(session, row, actor, f"notice:{reason}", now)
            return tuple(held.endpoint for held in told)

    def taken_back(self, id: DocumentId, place: str, *, now: datetime) -> None:
        """A place tells it no more."""
        with Session(self._engine) as session, session.begin():
            held = _one(session, id, place)
            held.state, held.moment = PublicationState.WITHDRAWN.value, now

    def places(self, id: DocumentId) -> tuple[str, ...]:
        """The places in which the public may read a notice of a document."""
        with Session(self._engine) as session:
            return tuple(held.endpoint for held in held_of(session, id) if held.state in TOLD)

    def announcing(self) -> tuple[tuple[DocumentId, str, Digest], ...]:
        """Withheld documents of which a place does not tell yet, with the place and the notice."""
        query = (
            select(PublicationRow.document, PublicationRow.endpoint, PublicationRow.output)
            .join(DocumentRow, DocumentRow.key == PublicationRow.document_key)
            .where(PublicationRow.state == ANNOUNCING, DocumentRow.state == State.NOT_PUBLIC.value)
            .order_by(PublicationRow.id)
        )
        with Session(self._engine) as session:
            rows = session.execute(query).tuples()
            return tuple((DocumentId(id), place, Digest(notice)) for id, place, notice in rows)

    def retracting(self) -> dict[DocumentId, str]:
        """Documents of which a notice is being taken back, with the reason."""
        query = select(PublicationRow.document, PublicationRow.reason).where(PublicationRow.state == RETRACTING)
        with Session(self._engine) as session:
            return {DocumentId(id): reason for id, reason in session.execute(query).tuples()}


def _withheld(session: Session, id: DocumentId) -> DocumentRow:
    rows = session.scalars(select(DocumentRow).where(DocumentRow.document == id).with_for_update()).all()
    row = max(rows, key=lambda row: row.changed, default=None)
    if row is None or State(row.state) is not State.NOT_PUBLIC:
        raise WrongUse(
            "It was not decided that this document is withheld as a whole.",
            advice="A notice is for what was judged not public at the desk: lakstraat review.",
        )
    return row


def _tells(held: PublicationRow | None, row: DocumentRow, notice: Digest) -> bool:
    """Whether a place tells this very notice."""
    if held is None or held.state != PublicationState.NOT_PUBLIC.value:
        return False
    return (held.document_key, held.revision, held.output) == (row.key, row.revision, notice)


def _one(session: Session, id: str, place: str) -> PublicationRow:
    (held,) = (one for one in held_of(session, id) if one.endpoint == place)
    return held
