# SPDX-License-Identifier: EUPL-1.2
"""How the account of a batch is told, and which exit code belongs to it."""

from flows.cli.output import write_json, write_lines, write_table
from flows.steps.accounting import rows_of
from schemas.batch import BatchReport, Outcome
from schemas.errors import ExitCode


def report_as_json(report: BatchReport) -> dict[str, object]:
    """The account for machines."""
    return {
        "batch": report.batch,
        "offered": report.offered,
        "counts": {outcome.value: count for outcome, count in report.counts.items()},
        "documents": [
            {"id": one.id, "outcome": one.outcome.value, "reason": one.reason, "pages": one.pages}
            for one in report.outcomes
        ],
    }


def tell_report(report: BatchReport, *, as_json: bool, **more: object) -> None:
    """Write the account on standard output."""
    if as_json:
        write_json({**report_as_json(report), **more})
        return
    write_table(f"Batch {report.batch}", ("outcome", "reason", "documents", "pages"), rows_of(report))
    counts = report.counts
    write_lines([f"offered {report.offered} = " + " + ".join(f"{counts[o]} {o.value}" for o in Outcome)])


def exit_code_of(report: BatchReport) -> ExitCode:
    """Failed documents are an inner failure; refused, blocked and waiting ones are outcomes like any other."""
    return ExitCode.INNER_FAILURE if report.counts[Outcome.FAILED] else ExitCode.DONE
