# SPDX-License-Identifier: EUPL-1.2
"""``lakstraat site``: looks at a published site as a harvester does."""

from typing import Annotated

import typer

from flows.cli.options import AsJson, SettingsFile, WorkDir
from schemas.errors import ExitCode

app = typer.Typer(help="Look at a published site.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _group() -> None:
    """Look at a published site."""


@app.command("check")
def check(
    place: Annotated[str, typer.Argument(metavar="URL_OR_DIR", help="Address or folder.", show_default=False)],
    settings: SettingsFile = None,
    work_dir: WorkDir = None,
    as_json: AsJson = False,
) -> None:
    """Do what a harvester does, from robots.txt to the files, and list the faults. Exit 1 when there are any."""
    from dataclasses import asdict

    from flows.cli.output import write_json, write_lines, write_table
    from flows.settings import load_settings
    from publication.site_check import check_site
    from schemas.values import use_lists

    loaded = load_settings(settings, overrides={"work_dir": None if work_dir is None else str(work_dir)})
    use_lists(loaded.settings.values_dir)
    report = check_site(place)
    if as_json:
        write_json({**asdict(report), "clean": report.clean})
    else:
        if report.faults:
            write_table("Faults", ("rule", "place", "message"), [asdict(fault) for fault in report.faults])
        if report.remarks:
            write_table("Remarks, not faults", ("rule", "place", "message"), [asdict(one) for one in report.remarks])
        verdict = "clean" if report.clean else f"{len(report.faults)} faults"
        write_lines(
            [
                f"Site {place}: {verdict}. {report.indexes} indexes, {report.sitemaps} sitemaps, "
                f"{report.records} records, {report.files_fetched} files fetched."
            ]
        )
    if not report.clean:
        raise typer.Exit(ExitCode.FOUND)
