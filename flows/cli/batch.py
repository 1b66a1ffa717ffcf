# SPDX-License-Identifier: EUPL-1.2
"""``lakstraat batch``: plan batches on a Prefect server, follow them, and go on after a crash."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import AsJson, SettingsFile, WorkDir
from flows.ledger.values import Approval
from schemas.errors import ExitCode

app = typer.Typer(help="Plan, follow and resume batches.", no_args_is_help=True, rich_markup_mode=None)

BatchName = Annotated[str, typer.Argument(metavar="ID", help="Name of the batch.", show_default=False)]


@app.command("submit")
def submit(
    archive: Annotated[str | None, typer.Option(metavar="PATH_OR_URI", help="Where documents come from.")] = None,
    site: Annotated[Path | None, typer.Option(metavar="DIR", help="Where the site is.")] = None,
    approve: Annotated[Approval | None, typer.Option(help="Who approves findings.")] = None,
    category: Annotated[str | None, typer.Option(metavar="URI_OR_CODE", help="Woo category.")] = None,
    settings: SettingsFile = None,
    work_dir: WorkDir = None,
    as_json: AsJson = False,
) -> None:
    """Give a batch to the Prefect server of the settings; a worker of its pool does it."""
    from flows.cli.output import write_json, write_lines
    from flows.settings import load_settings
    from flows.submitting import submit_batch

    loaded = load_settings(
        settings,
        overrides={
            "archive": archive,
            "site": None if site is None else str(site.expanduser().resolve()),
            "approve": approve,
            "category": category,
            "work_dir": None if work_dir is None else str(work_dir),
        },
    )
    given = submit_batch(loaded)
    if as_json:
        write_json({"batch": given.batch, "flow_run": given.flow_run})
    else:
        write_lines([f"Batch {given.batch} was given to the Prefect server as flow run {given.flow_run}."])


@app.command("status")
def status(batch: BatchName, settings: SettingsFile = None, work_dir: WorkDir = None, as_json: AsJson = False) -> None:
    """Show how far a batch is."""
    from flows.cli.output import write_json, write_table
    from flows.house import open_house
    from flows.settings import load_settings
    from schemas.identity import BatchId

    loaded = load_settings(settings, overrides={"work_dir": None if work_dir is None else str(work_dir)})
    with open_house(loaded.settings) as house:
        known = house.ledger.batches.get(BatchId(batch))
        rows = [
            {"document": id, "outcome": outcome.value if outcome else "under_way", "reason": reason}
            for id, outcome, reason in house.ledger.batches.documents(known.id)
        ]
    if as_json:
        finished = known.finished.isoformat() if known.finished else None
        write_json({"batch": known.id, "offered": known.offered, "finished": finished, "documents": rows})
    else:
        write_table(f"Batch {known.id}, offered {known.offered}", ("document", "outcome", "reason"), rows)


@app.command("resume")
def resume(batch: BatchName, settings: SettingsFile = None, work_dir: WorkDir = None, as_json: AsJson = False) -> None:
    """Go on with a batch after a crash or a failure: nothing is lost and nothing happens twice."""
    from flows.cli.follow import following
    from flows.cli.reports import exit_code_of, tell_report
    from flows.running import run_batch
    from flows.settings import load_settings

    loaded = load_settings(settings, overrides={"work_dir": None if work_dir is None else str(work_dir)})
    with following(loaded.settings, quiet=as_json) as follow:
        report = run_batch(loaded, batch, follow=follow)
    tell_report(report, as_json=as_json)
    code = exit_code_of(report)
    if code is not ExitCode.DONE:
        raise typer.Exit(code)
