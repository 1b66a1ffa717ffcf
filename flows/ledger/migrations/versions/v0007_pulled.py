# SPDX-License-Identifier: EUPL-1.2
"""Which version of each document was fetched, so that it is downloaded once."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; what was fetched before is fetched once more."""
    op.create_table(
        "pulled",
        sa.Column("document", sa.String(32), primary_key=True),
        sa.Column("source", sa.String(2000), nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("original", sa.String(64), nullable=False),
    )
    op.create_index("pulled_by_source", "pulled", ["source"])


def downgrade() -> None:
    """Take the table away; everything is then fetched again."""
    op.drop_table("pulled")
