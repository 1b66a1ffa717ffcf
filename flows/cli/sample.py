# SPDX-License-Identifier: EUPL-1.2
"""``lakstraat sample-archive``: an archive to try everything on."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import AsJson


def sample_archive(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to make it in.", show_default=False)],
    documents: Annotated[int, typer.Option(min=1, help="How many documents.")] = 40,
    seed: Annotated[int, typer.Option(help="Another seed gives other people and texts.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Make invented municipal documents with MDTO sidecars and a truth file."""
    from archive.sample.archive import make_sample_archive
    from flows.cli.output import write_json, write_lines

    made = make_sample_archive(folder, documents=documents, seed=seed)
    if as_json:
        write_json(
            {
                "folder": str(made.folder),
                "documents": made.documents,
                "pages": made.pages,
                "kinds": dict(made.kinds),
                "expected": dict(made.expected),
                "to_redact": made.to_redact,
                "to_keep": made.to_keep,
            }
        )
        return
    kinds = ", ".join(f"{count} {kind}" for kind, count in made.kinds.items())
    write_lines(
        [
            f"Sample archive in {made.folder}: {made.documents} documents, {made.pages} pages ({kinds}).",
            f"Planted: {made.to_redact} data that must go, {made.to_keep} that must stay; all in truth.json.",
        ]
    )
