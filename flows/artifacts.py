# SPDX-License-Identifier: EUPL-1.2
"""What Prefect's screens show of a batch: a table of counts."""

from prefect.artifacts import create_table_artifact

from flows.steps.accounting import rows_of
from schemas.batch import BatchReport


def show_account(report: BatchReport, stage: str) -> None:
    """Make the table of a batch an artifact of the flow run.

    Args:
        report: the account of the batch.
        stage: which flow shows it: ``prepared`` or ``published``.
    """
    create_table_artifact(
        table=[dict(row) for row in rows_of(report)],
        key=f"{report.batch}-{stage}",
        description="Offered = published + waiting + refused + blocked + failed.",
    )
