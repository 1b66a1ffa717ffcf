# SPDX-License-Identifier: EUPL-1.2
"""What somebody chose for their own screens of the desk: keys, for example."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "desk_preference",
        sa.Column("actor", sa.String(200), primary_key=True),
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    """Take the table away; nothing of a document is in it."""
    op.drop_table("desk_preference")
