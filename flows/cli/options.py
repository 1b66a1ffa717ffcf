# SPDX-License-Identifier: EUPL-1.2
"""Options that several commands have."""

from pathlib import Path
from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for machines.")]
SettingsFile = Annotated[
    Path | None, typer.Option("--settings", help="TOML file with settings.", metavar="FILE", show_default=False)
]
WorkDir = Annotated[
    Path | None,
    typer.Option("--work-dir", help="Folder of store, ledger and scheduler (default: var).", show_default=False),
]
Terms = Annotated[
    list[str] | None,
    typer.Option("--term", metavar="TEXT", help="A text; may be given more often.", show_default=False),
]
TermsFile = Annotated[
    Path | None,
    typer.Option("--terms-file", metavar="FILE", help="File with a text on each line.", show_default=False),
]
