# SPDX-License-Identifier: EUPL-1.2
"""``lakstraat status``: how the house stands, or the history of one document."""

from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import AsJson, SettingsFile, WorkDir

if TYPE_CHECKING:
    from flows.house import House


def status(
    document: Annotated[
        str | None, typer.Argument(metavar="ID", help="A document; all of them if not given.", show_default=False)
    ] = None,
    settings: SettingsFile = None,
    work_dir: WorkDir = None,
    as_json: AsJson = False,
) -> None:
    """Show documents per state and the last batches, or everything that happened to one document."""
    from flows.house import open_house
    from flows.settings import load_settings

    loaded = load_settings(settings, overrides={"work_dir": None if work_dir is None else str(work_dir)})
    with open_house(loaded.settings) as house:
        if document is None:
            _overview(house, as_json)
        else:
            _history(house, document, as_json)


def _overview(house: "House", as_json: bool) -> None:
    from flows.cli.output import write_json, write_lines, write_table

    counts = {state.value: count for state, count in house.ledger.batches.counts().items()}
    batches = [
        {
            "batch": batch.id,
            "offered": batch.offered,
            "approve": batch.plan.approve.value,
            "created": batch.created.isoformat(timespec="seconds"),
            "finished": batch.finished.isoformat(timespec="seconds") if batch.finished else None,
        }
        for batch in house.ledger.batches.all()
    ]
    if as_json:
        write_json({"states": counts, "batches": batches})
        return
    standing = [{"state": state, "documents": count} for state, count in counts.items() if count]
    if not batches:
        write_lines(["The ledger is empty. `lakstraat run --archive DIR --site DIR` starts a batch."])
        return
    write_table("Documents", ("state", "documents"), standing)
    write_table("Batches", ("batch", "offered", "approve", "created", "finished"), batches)


def _history(house: "House", document: str, as_json: bool) -> None:
    from flows.cli.output import write_json, write_table
    from schemas.identity import DocumentId

    id = DocumentId(document)
    now = house.ledger.records.newest(id)
    steps = [
        {
            "moment": step.moment.isoformat(timespec="seconds"),
            "from": step.old.value if step.old else "",
            "to": step.new.value,
            "revision": step.revision,
            "actor": step.actor,
            "reason": step.reason,
        }
        for step in house.ledger.records.history(id)
    ]
    held = [
        {"endpoint": one.endpoint, "state": one.state, "url": one.url, "moment": one.moment.isoformat()}
        for one in house.ledger.records.publications(id)
    ]
    if as_json:
        write_json({"id": id, "state": now.state.value, "pages": now.pages, "history": steps, "publications": held})
        return
    write_table(f"Document {id}: {now.state.value}", ("moment", "from", "to", "revision", "actor", "reason"), steps)
    if held:
        write_table("Publications", ("endpoint", "state", "url", "moment"), held)
