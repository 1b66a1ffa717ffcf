# SPDX-License-Identifier: EUPL-1.2
"""Why a notice is taken back, and the record of each revision."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; what was published before has no record here, and gets one when it is published again."""
    op.add_column("publication", sa.Column("reason", sa.String(80), nullable=False, server_default=""))
    op.create_table(
        "public_record",
        sa.Column("document_key", sa.Integer(), sa.ForeignKey("document.key"), primary_key=True),
        sa.Column("revision", sa.Integer(), primary_key=True),
        sa.Column("record", sa.String(64), nullable=False),
    )


def downgrade() -> None:
    """What was told in public must not be forgotten."""
    raise NotImplementedError
