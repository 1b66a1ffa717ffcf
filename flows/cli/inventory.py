# SPDX-License-Identifier: EUPL-1.2
"""``lakstraat inventory``: the inventory list of a batch or a document."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import AsJson, SettingsFile, WorkDir


def inventory(
    id: Annotated[str, typer.Argument(metavar="ID_OR_BATCH", help="A batch or a document.", show_default=False)],
    out: Annotated[Path, typer.Option(metavar="F.xlsx", help="The list: .xlsx, .csv or .json.", show_default=False)],
    settings: SettingsFile = None,
    work_dir: WorkDir = None,
    as_json: AsJson = False,
) -> None:
    """Write the inventory list, with the columns of the Woo, from what is public."""
    from flows.cli.output import progress, write_json, write_lines
    from flows.house import open_house
    from flows.settings import load_settings
    from flows.steps.listing import inventory_of
    from publication.inventory import write_inventory
    from schemas.errors import WrongUse

    loaded = load_settings(settings, overrides={"work_dir": None if work_dir is None else str(work_dir)})
    with progress(quiet=as_json) as show, open_house(loaded.settings) as house:
        show(0, None, "listing")
        lines = inventory_of(house, id)
    try:
        write_inventory(lines, out)
    except OSError as error:
        raise WrongUse(f"{out} cannot be written.", advice="Give a path in an existing folder.") from error
    if as_json:
        write_json({"out": str(out), "lines": len(lines)})
    else:
        write_lines([f"{out}: {len(lines)} lines."])
