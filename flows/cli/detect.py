# SPDX-License-Identifier: EUPL-1.2
"""``lakstraat detect``: what is found in documents, or in lines of plain text."""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import AsJson, SettingsFile
from schemas.errors import WrongUse

if TYPE_CHECKING:
    from flows.settings import Settings


def detect(
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE...", help="PDFs.", show_default=False)] = None,
    jsonl: Annotated[
        Path | None,
        typer.Option("--jsonl", metavar="IN.jsonl", help='Lines {"id","text"} to search.', show_default=False),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="OUT.jsonl", help="Where the answers go.", show_default=False)
    ] = None,
    category: Annotated[
        str | None, typer.Option(metavar="URI_OR_CODE", help="Woo category of the documents.", show_default=False)
    ] = None,
    settings: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Show findings: kind, page, box, score, why, and the ground that is proposed."""
    from flows.configuration import category_uri
    from flows.settings import load_settings

    loaded = load_settings(settings)
    uri = category_uri(category)
    if jsonl is not None:
        if out is None or files:
            raise WrongUse("--jsonl goes with --out and without files.", advice="lakstraat detect --jsonl IN --out OUT")
        _lines(loaded.settings, jsonl, out, as_json)
    elif files and out is None:
        _documents(loaded.settings, files, uri, as_json)
    else:
        raise WrongUse("Nothing to search was named.", advice="lakstraat detect FILE..., or --jsonl IN --out OUT")


def _documents(settings: "Settings", files: list[Path], category: str | None, as_json: bool) -> None:
    from flows.cli.files import read_file
    from flows.cli.findings import findings_rows, show_findings
    from flows.cli.output import progress, write_json
    from flows.engine import examine
    from flows.workshop import choice_of, open_workshop

    contents = [read_file(file) for file in files]
    answers = []
    one = settings.model_copy(update={"work": settings.work.model_copy(update={"processes": 1})})
    with progress(quiet=as_json) as show, open_workshop(one) as workshop:
        for number, (file, data) in enumerate(zip(files, contents, strict=True)):
            show(number, len(files), "searching")
            examined = workshop.call(examine, data, choice_of(settings), category, secrets.token_bytes(16))
            answers.append((file, examined))
    if as_json:
        write_json(
            [
                {
                    "file": str(file),
                    "pages": examined.pages,
                    "model": examined.examination.findings.model_version,
                    "policy": examined.examination.findings.policy_version,
                    "findings": findings_rows(examined.examination.findings),
                }
                for file, examined in answers
            ]
        )
        return
    for file, examined in answers:
        show_findings(str(file), examined.examination.findings)


def _lines(settings: "Settings", source: Path, target: Path, as_json: bool) -> None:
    from flows.cli.output import progress, write_json, write_lines
    from flows.textlines import search_lines

    with progress(quiet=as_json) as show:
        counted = search_lines(settings, source, target, lambda done: show(done, None, "searching"))
    if as_json:
        write_json({"texts": counted.texts, "findings": counted.findings, "out": str(target)})
    else:
        write_lines([f"{counted.texts} texts, {counted.findings} findings: {target}"])
