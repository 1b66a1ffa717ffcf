# SPDX-License-Identifier: EUPL-1.2
"""A batch names every place that it publishes in."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the places; batches of before have their site only."""
    op.add_column("batch", sa.Column("others", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Where something was published must not be forgotten."""
    raise NotImplementedError
