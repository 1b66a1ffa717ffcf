# SPDX-License-Identifier: EUPL-1.2
"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)

_SQLITE_GUARD = (
    "CREATE TRIGGER transition_no_{name} BEFORE {verb} ON transition "
    "BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END"
)
_POSTGRESQL_GUARD = """
CREATE FUNCTION transition_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the history is append-only'; END $$;
CREATE TRIGGER transition_no_change BEFORE UPDATE OR DELETE ON transition
FOR EACH ROW EXECUTE FUNCTION transition_is_append_only();
CREATE TRIGGER transition_no_truncate BEFORE TRUNCATE ON transition
FOR EACH STATEMENT EXECUTE FUNCTION transition_is_append_only()
"""


def upgrade() -> None:
    """Make the tables, and the guard that keeps the history append-only."""
    _batch()
    _document()
    _batch_document()
    _transition()
    _outbox_and_publication()


def downgrade() -> None:
    """Nothing lies before the first version; a ledger is not thrown away by a command."""
    raise NotImplementedError


def _batch() -> None:
    op.create_table(
        "batch",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("source", sa.String(2000), nullable=False),
        sa.Column("config", sa.String(64), nullable=False),
        sa.Column("approve", sa.String(20), nullable=False),
        sa.Column("category", sa.String(500)),
        sa.Column("site", sa.String(2000), nullable=False),
        sa.Column("base_url", sa.String(2000), nullable=False),
        sa.Column("offered", sa.Integer()),
        sa.Column("created", _TIME, nullable=False),
        sa.Column("finished", _TIME),
    )


def _document() -> None:
    op.create_table(
        "document",
        sa.Column("key", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("source", sa.String(2000), nullable=False),
        sa.Column("document", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("config", sa.String(64), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(80), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(500)),
        *(sa.Column(name, sa.String(64)) for name in ("prepared", "findings", "reviewed", "output")),
        sa.Column("holder", sa.String(200)),
        sa.Column("held_until", _TIME),
        sa.Column("changed", _TIME, nullable=False),
        sa.UniqueConstraint("source", "document", "digest", "config", name="one_row_per_content_and_configuration"),
    )
    op.create_index("document_by_state", "document", ["state"])
    op.create_index("document_by_document", "document", ["document"])


def _batch_document() -> None:
    op.create_table(
        "batch_document",
        sa.Column("batch", sa.String(40), sa.ForeignKey("batch.id"), primary_key=True),
        sa.Column("document", sa.String(32), primary_key=True),
        sa.Column("document_key", sa.Integer(), sa.ForeignKey("document.key")),
        sa.Column("outcome", sa.String(20)),
        sa.Column("reason", sa.String(80), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
    )


def _transition() -> None:
    op.create_table(
        "transition",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("document_key", sa.Integer(), sa.ForeignKey("document.key"), nullable=False),
        sa.Column("old", sa.String(20)),
        sa.Column("new", sa.String(20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("reason", sa.String(80), nullable=False),
        sa.Column("moment", _TIME, nullable=False),
    )
    op.create_index("transition_by_document", "transition", ["document_key"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_POSTGRESQL_GUARD)
    else:
        for verb in ("UPDATE", "DELETE"):
            op.execute(_SQLITE_GUARD.format(name=verb.lower(), verb=verb))


def _outbox_and_publication() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("key", sa.String(120), nullable=False, unique=True),
        sa.Column("document_key", sa.Integer(), sa.ForeignKey("document.key"), nullable=False),
        sa.Column("created", _TIME, nullable=False),
        sa.Column("sent", _TIME),
    )
    op.create_index("outbox_by_sent", "outbox", ["sent"])
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("document", sa.String(32), nullable=False),
        sa.Column("document_key", sa.Integer(), sa.ForeignKey("document.key"), nullable=False),
        sa.Column("endpoint", sa.String(2000), nullable=False),
        sa.Column("identifier", sa.String(500), nullable=False),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("output", sa.String(64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("moment", _TIME, nullable=False),
        sa.UniqueConstraint("document", "endpoint", name="one_publication_per_endpoint"),
    )
