# SPDX-License-Identifier: EUPL-1.2
"""``lakstraat values``: the official value lists that records are made with."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import AsJson, SettingsFile, WorkDir

app = typer.Typer(help="The official value lists.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _group() -> None:
    """The official value lists."""


@app.command("refresh")
def refresh(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="diwoo-metadata-lijsten.xsd, or a TOOI list as JSON.", show_default=False),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    settings: SettingsFile = None,
    work_dir: WorkDir = None,
    as_json: AsJson = False,
) -> None:
    """Take newer value lists into use, and show what is added, ended, renamed or dropped by them.

    A file that lacks a value in use is refused. Processes that run already read the lists when they start again.
    """
    from flows.cli.output import progress, write_json, write_lines, write_table
    from flows.house import open_house
    from flows.settings import load_settings
    from flows.steps.refreshing import refresh_lists

    loaded = load_settings(settings, overrides={"work_dir": None if work_dir is None else str(work_dir)})
    with progress(quiet=as_json) as show, open_house(loaded.settings) as house:
        show(0, None, "comparing")
        refreshed, used = refresh_lists(house, file, only_look=dry_run)
    rows = [
        {
            "change": one.change.value,
            "list": one.list,
            "label": one.label,
            "was": one.former,
            "uri": one.uri,
            "used by": used.get(one.uri, ""),
        }
        for one in refreshed.changes
    ]
    if as_json:
        write_json({"lists": sorted(refreshed.lists), "changed": not dry_run and bool(rows), "changes": rows})
        return
    if rows:
        write_table("Values", ("change", "list", "label", "was", "uri", "used by"), rows)
    done = "nothing was changed" if dry_run or not rows else f"in use from now on, in {loaded.settings.values_dir}"
    write_lines([f"{len(refreshed.lists)} lists, {len(rows)} changes: {done}."])
