# SPDX-License-Identifier: EUPL-1.2
"""The text of each document as keyed hashes, to tell copies, versions and quoted mail."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; what was searched before gets its sketch when it is searched again."""
    op.create_table(
        "text_sketch",
        sa.Column("document_key", sa.Integer(), sa.ForeignKey("document.key"), primary_key=True, autoincrement=False),
        sa.Column("text", sa.String(64), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("halvings", sa.Integer(), nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
    )


def downgrade() -> None:
    """Take the table away; it can be made again."""
    op.drop_table("text_sketch")
