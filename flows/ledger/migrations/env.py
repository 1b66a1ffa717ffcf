# SPDX-License-Identifier: EUPL-1.2
"""Runs the changes on the connection that ``flows.ledger.database`` hands over; Alembic loads this file by its path."""

from alembic import context

from flows.ledger.tables import Table

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Table.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
