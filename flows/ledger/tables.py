# SPDX-License-Identifier: EUPL-1.2
"""The tables of the ledger, as the migrations make them. No column holds text of a document or a file name."""

from datetime import UTC, datetime

from sqlalchemy import (
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Moment(TypeDecorator[datetime]):
    """Aware time, kept in UTC; SQLite keeps no time zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database."""
        if value is not None and value.tzinfo is None:
            raise ValueError("the ledger takes aware times only")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database."""
        return None if value is None else (value if value.tzinfo else value.replace(tzinfo=UTC))


class Table(DeclarativeBase):
    """Root of the tables."""


class BatchRow(Table):
    """One batch: what was asked, and how far it is. ``offered`` is None until the whole archive was listed."""

    __tablename__ = "batch"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    source: Mapped[str] = mapped_column(String(2000))
    config: Mapped[str] = mapped_column(String(64))
    approve: Mapped[str] = mapped_column(String(20))
    category: Mapped[str | None] = mapped_column(String(500))
    site: Mapped[str] = mapped_column(String(2000))
    base_url: Mapped[str] = mapped_column(String(2000))
    others: Mapped[str] = mapped_column(Text, default="")
    """Further places to publish in, as JSON."""
    offered: Mapped[int | None] = mapped_column(Integer)
    created: Mapped[datetime] = mapped_column(Moment)
    finished: Mapped[datetime | None] = mapped_column(Moment)


class DocumentRow(Table):
    """One document under one configuration. Titles and findings lie in the working store under the digests here."""

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("source", "document", "digest", "config", name="one_row_per_content_and_configuration"),
        Index("document_by_state", "state"),
        Index("document_by_document", "document"),
    )

    key: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    source: Mapped[str] = mapped_column(String(2000))
    document: Mapped[str] = mapped_column(String(32))
    digest: Mapped[str] = mapped_column(String(64))
    """Of the archived document as stored: bytes and archive metadata together, so a mended sidecar is new content."""
    config: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(20))
    revision: Mapped[int] = mapped_column(Integer, default=1)
    attempt: Mapped[int] = mapped_column(Integer, default=1)
    reason: Mapped[str] = mapped_column(String(80), default="")
    pages: Mapped[int] = mapped_column(Integer, default=0)
    category: Mapped[str | None] = mapped_column(String(500))
    prepared: Mapped[str | None] = mapped_column(String(64))
    findings: Mapped[str | None] = mapped_column(String(64))
    reviewed: Mapped[str | None] = mapped_column(String(64))
    output: Mapped[str | None] = mapped_column(String(64))
    holder: Mapped[str | None] = mapped_column(String(200))
    held_until: Mapped[datetime | None] = mapped_column(Moment)
    changed: Mapped[datetime] = mapped_column(Moment)


class BatchDocumentRow(Table):
    """A document as a batch offers it. ``document_key`` is None until it was taken in; ``outcome`` until the end."""

    __tablename__ = "batch_document"

    batch: Mapped[str] = mapped_column(ForeignKey("batch.id"), primary_key=True)
    document: Mapped[str] = mapped_column(String(32), primary_key=True)
    document_key: Mapped[int | None] = mapped_column(ForeignKey("document.key"))
    outcome: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(80), default="")
    place: Mapped[int] = mapped_column(Integer)


class TransitionRow(Table):
    """One step of a document from state to state. The database itself refuses to change or delete a row."""

    __tablename__ = "transition"
    __table_args__ = (Index("transition_by_document", "document_key"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    document_key: Mapped[int] = mapped_column(ForeignKey("document.key"))
    old: Mapped[str | None] = mapped_column(String(20))
    new: Mapped[str] = mapped_column(String(20))
    revision: Mapped[int] = mapped_column(Integer)
    actor: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(80))
    moment: Mapped[datetime] = mapped_column(Moment)


class OutboxRow(Table):
    """A wish to publish, written together with the approval. ``key`` makes a double start impossible."""

    __tablename__ = "outbox"
    __table_args__ = (Index("outbox_by_sent", "sent"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    document_key: Mapped[int] = mapped_column(ForeignKey("document.key"))
    created: Mapped[datetime] = mapped_column(Moment)
    sent: Mapped[datetime | None] = mapped_column(Moment)


class PublicationRow(Table):
    """What an endpoint holds of a document; one row per document and endpoint."""

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("document", "endpoint", name="one_publication_per_endpoint"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    document: Mapped[str] = mapped_column(String(32))
    document_key: Mapped[int] = mapped_column(ForeignKey("document.key"))
    endpoint: Mapped[str] = mapped_column(String(2000))
    identifier: Mapped[str] = mapped_column(String(500))
    url: Mapped[str] = mapped_column(String(2000))
    output: Mapped[str] = mapped_column(String(64))
    """Digest of the bytes that are public there; of the notice where only that is."""
    revision: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(80), default="")
    """Why a notice is taken back, as long as it is not."""
    moment: Mapped[datetime] = mapped_column(Moment)


class RecordRow(Table):
    """What is told about one revision of a document: the same at every place, whenever it gets there."""

    __tablename__ = "public_record"

    document_key: Mapped[int] = mapped_column(ForeignKey("document.key"), primary_key=True)
    revision: Mapped[int] = mapped_column(Integer, primary_key=True)
    record: Mapped[str] = mapped_column(String(64))


class PulledRow(Table):
    """Which version of a document was fetched last, as a digest of its name, and where its bytes lie in the store."""

    __tablename__ = "pulled"
    __table_args__ = (Index("pulled_by_source", "source"),)

    document: Mapped[str] = mapped_column(String(32), primary_key=True)
    source: Mapped[str] = mapped_column(String(2000))
    version: Mapped[str] = mapped_column(String(64))
    original: Mapped[str] = mapped_column(String(64))


class SketchRow(Table):
    """The text of a document as keyed hashes. The key lies beside the store, so the ledger alone tells no word."""

    __tablename__ = "text_sketch"

    document_key: Mapped[int] = mapped_column(ForeignKey("document.key"), primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(String(64))
    words: Mapped[int] = mapped_column(Integer)
    halvings: Mapped[int] = mapped_column(Integer)
    hashes: Mapped[bytes] = mapped_column(LargeBinary)
