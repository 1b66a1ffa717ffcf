# SPDX-License-Identifier: EUPL-1.2
"""``lakstraat run``: the main job, from archive to site."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import AsJson, SettingsFile, WorkDir
from flows.ledger.values import Approval
from schemas.errors import ExitCode


def run(
    archive: Annotated[
        str | None, typer.Option(metavar="PATH_OR_URI", help="Where documents come from.", show_default=False)
    ] = None,
    site: Annotated[Path | None, typer.Option(metavar="DIR", help="Where the site is.", show_default=False)] = None,
    approve: Annotated[
        Approval | None, typer.Option(help="Who approves findings (default: review).", show_default=False)
    ] = None,
    category: Annotated[
        str | None,
        typer.Option(metavar="URI_OR_CODE", help="Woo category where the archive names none.", show_default=False),
    ] = None,
    base_url: Annotated[
        str | None, typer.Option(metavar="URL", help="Address at which the public sees the site.", show_default=False)
    ] = None,
    settings: SettingsFile = None,
    work_dir: WorkDir = None,
    as_json: AsJson = False,
) -> None:
    """Pull, detect, approve or queue for review, redact, verify, describe and publish."""
    from time import monotonic

    from flows.cli.follow import following
    from flows.cli.output import write_lines
    from flows.cli.reports import exit_code_of, tell_report
    from flows.running import run_batch
    from flows.settings import load_settings

    started = monotonic()
    overrides = {
        "archive": archive,
        "site": None if site is None else str(site.expanduser().resolve()),
        "approve": approve,
        "category": category,
        "base_url": base_url,
        "work_dir": None if work_dir is None else str(work_dir.expanduser().resolve()),
    }
    loaded = load_settings(settings, overrides=overrides)
    with following(loaded.settings, quiet=as_json) as follow:
        report = run_batch(loaded, follow=follow)
    seconds = monotonic() - started
    pages = sum(one.pages for one in report.outcomes)
    tell_report(report, as_json=as_json, seconds=round(seconds, 1), pages=pages, site=str(loaded.settings.site))
    if not as_json:
        write_lines([f"{pages} pages in {seconds:.0f} s. Site: {loaded.settings.site}"])
    code = exit_code_of(report)
    if code is not ExitCode.DONE:
        raise typer.Exit(code)
