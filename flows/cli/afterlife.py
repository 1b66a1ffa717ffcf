# SPDX-License-Identifier: EUPL-1.2
"""What becomes of a document after its approval: published, withdrawn, suspended, resumed, replaced."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import AsJson, SettingsFile, WorkDir
from publication.endpoint import WithdrawalReason
from schemas.errors import ExitCode, WrongUse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.house import House
    from flows.ledger.values import Document
    from flows.settings import LoadedSettings
    from flows.steps.afterlife import Answer

DocumentName = Annotated[str, typer.Argument(metavar="ID", help="The document.", show_default=False)]


def publish(
    id: DocumentName,
    again: Annotated[
        bool, typer.Option("--again", help="Also what is public: describe it anew, by the lists and rules of now.")
    ] = False,
    settings: SettingsFile = None,
    work_dir: WorkDir = None,
    as_json: AsJson = False,
) -> None:
    """Publish one document now: what was approved, withdrawn, or stopped after its approval.

    What a place did not take yet goes there by this too; `run` and `batch resume` do the same for a whole batch.
    """
    from flows.cli.output import progress
    from flows.house import open_house
    from flows.steps.afterlife import publish_document
    from flows.workshop import open_workshop
    from schemas.identity import DocumentId

    loaded = _load(settings, work_dir)
    with (
        progress(quiet=as_json) as show,
        open_house(loaded.settings) as house,
        open_workshop(loaded.settings) as workshop,
    ):
        show(0, None, "publishing")
        document = publish_document(house, workshop, DocumentId(id), actor=_actor(), again=again)
        _tell(house, document, as_json)


def withdraw(
    id: DocumentName,
    reason: Annotated[WithdrawalReason, typer.Option(help="Why; the public reads it.", show_default=False)],
    settings: SettingsFile = None,
    work_dir: WorkDir = None,
    as_json: AsJson = False,
) -> None:
    """Take a document back wherever it is public: first its file, then every mention of it. A notice goes as well."""
    from flows.house import open_house
    from flows.steps.afterlife import withdraw_document
    from flows.steps.announcing import withdraw_notice
    from schemas.identity import DocumentId

    loaded, document = _load(settings, work_dir), DocumentId(id)
    with open_house(loaded.settings) as house:
        answers = withdraw_notice(house, document, reason, actor=_actor())
        answers = answers or withdraw_document(house, document, reason, actor=_actor())
    _tell_places(id, reason, answers, as_json)


def announce(
    id: Annotated[
        str, typer.Argument(metavar="ID_OR_BATCH", help="A document, or all of a batch.", show_default=False)
    ],
    title: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="What the public reads instead of the archive's title.", show_default=False),
    ] = None,
    settings: SettingsFile = None,
    work_dir: WorkDir = None,
    as_json: AsJson = False,
) -> None:
    """Tell the public that a document which was judged not public exists, and on which ground it is withheld.

    The title is searched for personal data as any other. `withdraw` takes the notice back.
    """
    from flows.cli.output import progress, write_json, write_table
    from flows.house import open_house
    from flows.steps.announcing import NoNotices, announce_documents, withheld_of
    from flows.workshop import open_workshop

    loaded = _load(settings, work_dir)
    with (
        progress(quiet=as_json) as show,
        open_house(loaded.settings) as house,
        open_workshop(loaded.settings) as workshop,
    ):
        ids = withheld_of(house, id)
        if title is not None and len(ids) > 1:
            raise WrongUse("One title does not fit several documents.", advice="Announce each by its identifier.")
        show(0, None, "announcing")
        answers = list(announce_documents(house, workshop, ids, actor=_actor(), title=title))
    rows = [
        {
            "document": answer.document,
            "place": answer.place,
            "told": answer.error is None,
            "url": "" if answer.publication is None else answer.publication.url,
            "why not": "" if answer.error is None else f"{answer.error.message} {answer.error.advice}",
        }
        for answer in answers
    ]
    if as_json:
        write_json({"notices": rows})
    else:
        write_table("Notices", ("document", "place", "told", "url", "why not"), rows)
    # A place that has no room for notices is no fault, as long as the document has another one.
    wrong = [one.error for one in answers if one.error and not (one.place and isinstance(one.error, NoNotices))]
    if wrong:
        raise typer.Exit(wrong[0].exit_code)


def suspend(
    id: DocumentName,
    reason: Annotated[
        WithdrawalReason,
        typer.Option(help="Why it is held, one that begins with suspended_; the public reads it.", show_default=False),
    ],
    settings: SettingsFile = None,
    work_dir: WorkDir = None,
    as_json: AsJson = False,
) -> None:
    """Hold a document for now, public or approved; nothing of it is public until ``resume``."""
    from flows.house import open_house
    from flows.steps.suspending import suspend_document
    from schemas.identity import DocumentId

    loaded = _load(settings, work_dir)
    with open_house(loaded.settings) as house:
        answers = suspend_document(house, DocumentId(id), reason, actor=_actor())
    _tell_places(id, reason, answers, as_json)


def resume(id: DocumentName, settings: SettingsFile = None, work_dir: WorkDir = None, as_json: AsJson = False) -> None:
    """End the suspension of a document: what was public is published again at the same address."""
    from flows.cli.output import progress
    from flows.house import open_house
    from flows.steps.suspending import resume_document
    from flows.workshop import open_workshop
    from schemas.identity import DocumentId

    loaded = _load(settings, work_dir)
    with (
        progress(quiet=as_json) as show,
        open_house(loaded.settings) as house,
        open_workshop(loaded.settings) as workshop,
    ):
        show(0, None, "publishing")
        _tell(house, resume_document(house, workshop, DocumentId(id), actor=_actor()), as_json)


def replace(
    id: DocumentName,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The corrected document.", show_default=False)],
    reason: Annotated[
        str,
        typer.Option(
            metavar="R",
            help="correctie_privacygevoelige_gegevens or correctie_procedurele_fout; the public reads it.",
            show_default=False,
        ),
    ],
    settings: SettingsFile = None,
    work_dir: WorkDir = None,
    as_json: AsJson = False,
) -> None:
    """Put another file in the place of a document, at the same address. It is searched and redacted like any other."""
    from flows.cli.files import read_file
    from flows.cli.output import progress
    from flows.house import open_house
    from flows.steps.afterlife import replace_document
    from flows.steps.handing_over import REPLACEMENTS
    from flows.workshop import open_workshop
    from schemas.identity import DocumentId

    if reason not in REPLACEMENTS:
        raise WrongUse("This is not a reason for a replacement.", advice=f"Choose from: {', '.join(REPLACEMENTS)}.")
    data = read_file(file)
    loaded = _load(settings, work_dir)
    with (
        progress(quiet=as_json) as show,
        open_house(loaded.settings) as house,
        open_workshop(loaded.settings) as workshop,
    ):
        show(0, None, "replacing")
        new = replace_document(house, workshop, DocumentId(id), data, REPLACEMENTS[reason], actor=_actor())
        _tell(house, new, as_json)


def _tell_places(id: str, reason: WithdrawalReason, answers: "Sequence[Answer]", as_json: bool) -> None:
    """What each place did; the exit code says whether one of them did not."""
    from flows.cli.output import write_json, write_table

    rows = [
        {
            "place": answer.place,
            "withdrawn": answer.error is None,
            "moment": "" if answer.publication is None else answer.publication.moment.isoformat(timespec="seconds"),
            "why not": "" if answer.error is None else f"{answer.error.message} {answer.error.advice}",
        }
        for answer in answers
    ]
    if as_json:
        write_json({"id": id, "reason": reason.value, "places": rows})
    else:
        write_table(f"Document {id}", ("place", "withdrawn", "moment", "why not"), rows)
    if any(answer.error for answer in answers):
        raise typer.Exit(ExitCode.SERVICE_MISSING)


def _load(settings: Path | None, work_dir: Path | None) -> "LoadedSettings":
    from flows.settings import load_settings

    return load_settings(settings, overrides={"work_dir": None if work_dir is None else str(work_dir)})


def _actor() -> str:
    """The account that gave the command."""
    import getpass

    return f"account:{getpass.getuser()}"


def _tell(house: "House", document: "Document", as_json: bool) -> None:
    """Where a document stands now; the exit code says whether it got where it should."""
    from flows.cli.output import write_json, write_lines
    from flows.ledger.states import State

    urls = [held.url for held in house.ledger.records.publications(document.id) if held.document_key == document.key]
    if as_json:
        write_json(
            {"id": document.id, "state": document.state.value, "reason": document.reason, "pages": document.pages,
             "urls": urls}
        )  # fmt: skip
    else:
        why = f" ({document.reason})" if document.reason else ""
        write_lines([f"Document {document.id} is now: {document.state.value}{why}.", *urls])
    match document.state:
        case State.BLOCKED | State.REFUSED:
            raise typer.Exit(ExitCode.INPUT_REFUSED)
        case State.FAILED:
            raise typer.Exit(ExitCode.INNER_FAILURE)
        case _:
            return
