# SPDX-License-Identifier: EUPL-1.2
"""``lakstraat redact``: one document, verified before it gets its name."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import AsJson, SettingsFile, Terms, TermsFile
from schemas.errors import WrongUse

if TYPE_CHECKING:
    from flows.redacting import Redacted


def redact(
    source: Annotated[Path, typer.Argument(metavar="IN.pdf", help="The document.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", metavar="OUT.pdf", help="The result.", show_default=False)],
    term: Terms = None,
    terms_file: TermsFile = None,
    no_detect: Annotated[bool, typer.Option("--no-detect", help="Redact the terms only.")] = False,
    ground: Annotated[str, typer.Option(metavar="G", help="Woo ground of the terms.")] = "5.1.2.e",
    report: Annotated[
        Path | None,
        typer.Option(metavar="R.json", help="Write a report; internal, never publish it.", show_default=False),
    ] = None,
    settings: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Take terms and personal data out of a PDF. OUT.pdf appears only when the gate has passed it."""
    import json

    from flows.cli.files import read_file, read_terms
    from flows.cli.output import progress, write_json, write_lines
    from flows.redacting import Wish, redact_document
    from flows.settings import load_settings
    from flows.workshop import choice_of, open_workshop
    from flows.writing import whole_file
    from schemas.woo import parse_grond

    _check_target(source, out, report)
    loaded = load_settings(settings, overrides={"work.processes": 1})
    wish = Wish(
        terms=read_terms(term, terms_file),
        ground=parse_grond(ground).value,
        detect=not no_detect,
        choice=choice_of(loaded.settings),
    )
    if no_detect and not wish.terms:
        raise WrongUse("There is nothing to redact.", advice="Give --term or --terms-file, or leave --no-detect out.")
    data = read_file(source)
    with (
        progress(quiet=as_json) as show,
        open_workshop(loaded.settings, detection=not no_detect) as workshop,
        whole_file(out) as stream,
    ):
        show(0, None, "redacting")
        done = workshop.call(redact_document, data, wish)
        stream.write(done.document.data)
    if report is not None:
        with whole_file(report) as stream:
            stream.write(json.dumps(_report(done), ensure_ascii=False, indent=1).encode() + b"\n")
    if as_json:
        write_json({"out": str(out), **_report(done), "notes": done.notes, "asked": done.asked})
    else:
        write_lines(_summary(out, done, wish.terms))


def _check_target(source: Path, out: Path, report: Path | None) -> None:
    """Neither the result nor the report may go over the input or over one another."""
    for target in (out, report):
        if target is not None and source.exists() and target.exists() and target.samefile(source):
            raise WrongUse("The result may not go over the input.", advice="Give another name with --out.")
        if target is not None and target.is_dir():
            raise WrongUse(f"{target} is a folder.", advice="Give the name of a file.")
    if report is not None and report.resolve() == out.resolve():
        raise WrongUse("The report may not go over the result.", advice="Give another name with --report.")


def _report(done: "Redacted") -> dict[str, object]:
    """The internal report: pages from 1, boxes in points on the page as seen with the origin top left."""
    from flows.cli.findings import box_values

    document = done.document
    return {
        "output_sha256": document.digest,
        "pages": document.pages,
        "boxes": [
            {"page": box.page + 1, **box_values(box.box), "ground": box.ground, "kind": box.kind.value}
            for box in document.boxes
        ],
        "removed": done.removed,
        "verified": document.report.clean,
    }


def _summary(out: Path, done: "Redacted", terms: tuple[str, ...]) -> list[str]:
    lines = [f"{out}: {done.document.pages} pages, {len(done.document.boxes)} boxes, verified."]
    if terms:
        lines.append(f"The terms stood in {done.terms_found} places.")
    if done.asked:
        lines.append(
            f"{done.asked} findings are left standing because a person must judge them; see `lakstraat detect`."
        )
    return [*lines, *done.notes]
