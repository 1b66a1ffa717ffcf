# SPDX-License-Identifier: EUPL-1.2
"""What the ledger remembers of documents: their history, who approved them, where they are public. Reading only."""

from collections.abc import Iterable

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from flows.ledger.documents import HOUSE, document_of
from flows.ledger.states import State
from flows.ledger.tables import DocumentRow, PublicationRow, RecordRow, TransitionRow
from flows.ledger.values import Document, Held, Step
from schemas.errors import WrongUse
from schemas.identity import Digest, DocumentId
from schemas.publication import PublicationState


class Records:
    """The memory of the ledger."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def newest(self, id: DocumentId) -> Document:
        """The row of a document that changed last.

        Raises:
            WrongUse: the ledger does not know this document.
        """
        query = select(DocumentRow).where(DocumentRow.document == id).order_by(DocumentRow.changed.desc()).limit(1)
        with Session(self._engine) as session:
            row = session.scalar(query)
            if row is None:
                raise WrongUse(
                    "The ledger does not know this document.",
                    advice="`lakstraat batch status ID` lists the documents of a batch.",
                )
            return document_of(row)

    def others(self, document: Document) -> tuple[Document, ...]:
        """Other rows of the same document, under another configuration or content; the newest first."""
        query = select(DocumentRow).where(DocumentRow.document == document.id, DocumentRow.key != document.key)
        with Session(self._engine) as session:
            return tuple(document_of(row) for row in session.scalars(query.order_by(DocumentRow.key.desc())))

    def in_states(self, states: Iterable[State]) -> tuple[Document, ...]:
        """Documents of all batches that stand in one of these states, the longest waiting first."""
        query = (
            select(DocumentRow)
            .where(DocumentRow.state.in_([state.value for state in states]))
            .order_by(DocumentRow.changed, DocumentRow.key)
        )
        with Session(self._engine) as session:
            return tuple(document_of(row) for row in session.scalars(query))

    def history(self, id: DocumentId) -> tuple[Step, ...]:
        """Everything that happened to a document, oldest first."""
        query = (
            select(TransitionRow)
            .join(DocumentRow, DocumentRow.key == TransitionRow.document_key)
            .where(DocumentRow.document == id)
            .order_by(TransitionRow.id)
        )
        with Session(self._engine) as session:
            return tuple(
                Step(
                    old=None if row.old is None else State(row.old), new=State(row.new), revision=row.revision,
                    actor=row.actor, reason=row.reason, moment=row.moment,
                )
                for row in session.scalars(query)
            )  # fmt: skip

    def entry_reason(self, key: int) -> str:
        """Why a row came into the book: empty for what the archive offered, or the reason of a replacement."""
        query = select(TransitionRow.reason).where(TransitionRow.document_key == key, TransitionRow.old.is_(None))
        with Session(self._engine) as session:
            return session.scalar(query) or ""

    def approved_by(self, key: int) -> str | None:
        """Who approved a document last: an account or a policy. The program itself only takes up approvals again."""
        query = select(TransitionRow.actor).where(
            TransitionRow.document_key == key,
            TransitionRow.new == State.APPROVED.value,
            TransitionRow.actor != HOUSE,
        )
        with Session(self._engine) as session:
            return session.scalar(query.order_by(TransitionRow.id.desc()).limit(1))

    def is_in_hand(self, id: DocumentId) -> bool:
        """True when a person withdrew or replaced a document: what becomes public of it is then for a person to say."""
        withdrawn = select(PublicationRow.id).where(
            PublicationRow.document == id, PublicationRow.state == PublicationState.WITHDRAWN.value
        )
        replaced = (
            select(TransitionRow.id)
            .join(DocumentRow, DocumentRow.key == TransitionRow.document_key)
            .where(DocumentRow.document == id, TransitionRow.old.is_(None), TransitionRow.reason != "")
        )
        withdrawing = select(DocumentRow.key).where(
            DocumentRow.document == id, DocumentRow.state == State.WITHDRAWING.value
        )
        with Session(self._engine) as session:
            return any(session.scalar(query.limit(1)) is not None for query in (withdrawn, withdrawing, replaced))

    def publications(self, id: DocumentId) -> tuple[Held, ...]:
        """Where a document was published."""
        query = select(PublicationRow).where(PublicationRow.document == id).order_by(PublicationRow.id)
        with Session(self._engine) as session:
            return tuple(
                Held(
                    document=DocumentId(row.document), document_key=row.document_key, endpoint=row.endpoint,
                    identifier=row.identifier, url=row.url, state=row.state, moment=row.moment,
                )
                for row in session.scalars(query)
            )  # fmt: skip

    def public_records(self) -> tuple[Digest, ...]:
        """Where the records of what the public can find lie in the working store."""
        query = (
            select(RecordRow.record)
            .join(PublicationRow, PublicationRow.document_key == RecordRow.document_key)
            .where(PublicationRow.revision == RecordRow.revision)
            .where(PublicationRow.state == PublicationState.PUBLISHED.value)
        )
        with Session(self._engine) as session:
            return tuple(Digest(record) for record in session.scalars(query.distinct()))

    def categories(self) -> frozenset[str]:
        """Every category that a document has or had."""
        query = select(DocumentRow.category).where(DocumentRow.category.is_not(None))
        with Session(self._engine) as session:
            return frozenset(one for one in session.scalars(query.distinct()) if one)

    def published_outputs(self, source: str) -> dict[DocumentId, Digest]:
        """What the public can read of an archive: the digest of the published bytes by document."""
        query = (
            select(DocumentRow.document, DocumentRow.output)
            .where(DocumentRow.source == source, DocumentRow.state == State.PUBLISHED.value)
            .order_by(DocumentRow.changed)
        )
        with Session(self._engine) as session:
            return {
                DocumentId(id): Digest(output) for id, output in session.execute(query).tuples() if output is not None
            }
