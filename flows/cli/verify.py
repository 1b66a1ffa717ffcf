# SPDX-License-Identifier: EUPL-1.2
"""``lakstraat verify``: the gate alone, on any PDF of anyone."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import AsJson, SettingsFile, Terms, TermsFile
from schemas.errors import ExitCode


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The PDF.", show_default=False)],
    term: Terms = None,
    terms_file: TermsFile = None,
    settings: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Look for terms by every engine, for text under boxes and for hidden data. Exit 1 when the file leaks."""
    from flows.cli.files import read_file, read_terms
    from flows.cli.output import progress, write_json, write_lines, write_table
    from flows.engine import look
    from flows.settings import load_settings
    from flows.workshop import open_workshop

    loaded = load_settings(settings, overrides={"work.processes": 1})
    data, terms = read_file(file), read_terms(term, terms_file)
    with progress(quiet=as_json) as show, open_workshop(loaded.settings, detection=False) as workshop:
        show(0, None, "verifying")
        report = workshop.call(look, data, terms)
    faults = [
        {
            "kind": fault.kind.value,
            "page": None if fault.page is None else fault.page + 1,
            "engine": fault.engine,
            "detail": fault.detail,
        }
        for fault in report.faults
    ]
    if as_json:
        write_json(
            {
                "file": str(file),
                "sha256": report.digest,
                "pages": report.pages,
                "clean": report.clean,
                "checks": report.checks,
                "terms": report.terms,
                "short_terms": report.short_terms,
                "faults": faults,
            }
        )
    else:
        if faults:
            write_table("Faults", ("kind", "page", "engine", "detail"), faults)
        verdict = "clean" if report.clean else f"leaks or could not be checked ({len(faults)} faults)"
        write_lines([f"{file}: {verdict}. {report.pages} pages, {report.terms} terms, {len(report.checks)} checks."])
    if not report.clean:
        raise typer.Exit(ExitCode.FOUND)
