# SPDX-License-Identifier: EUPL-1.2
"""The tables of the desk: events, append-only, versions of the lists, and leases."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SQLITE_GUARD = (
    "CREATE TRIGGER desk_event_no_{name} BEFORE {verb} ON desk_event "
    "BEGIN SELECT RAISE(ABORT, 'the events of the desk are append-only'); END"
)
_POSTGRESQL_GUARD = """
CREATE FUNCTION desk_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the events of the desk are append-only'; END $$;
CREATE TRIGGER desk_event_no_change BEFORE UPDATE OR DELETE ON desk_event
FOR EACH ROW EXECUTE FUNCTION desk_event_is_append_only();
CREATE TRIGGER desk_event_no_truncate BEFORE TRUNCATE ON desk_event
FOR EACH STATEMENT EXECUTE FUNCTION desk_event_is_append_only()
"""


def upgrade() -> None:
    """Make the tables, and the guard that keeps the events append-only."""
    op.create_table(
        "desk_event",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("document_key", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("moment", sa.String(40), nullable=False),
        sa.Column("policy", sa.String(80), nullable=False),
        sa.Column("model", sa.String(120), nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("before", sa.String(64), nullable=False),
        sa.UniqueConstraint("document_key", "number", name="one_desk_event_per_number"),
    )
    op.create_index("ix_desk_event_document_key", "desk_event", ["document_key"])
    op.create_index("ix_desk_event_act", "desk_event", ["act"])
    op.create_table(
        "desk_list",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("scope", sa.String(500), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_desk_list_scope", "desk_list", ["scope"])
    op.create_table(
        "desk_lease",
        sa.Column("document_key", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_POSTGRESQL_GUARD)
    else:
        for verb in ("UPDATE", "DELETE"):
            op.execute(_SQLITE_GUARD.format(name=verb.lower(), verb=verb))


def downgrade() -> None:
    """Decisions of people are not thrown away by a command."""
    raise NotImplementedError
