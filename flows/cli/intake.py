# SPDX-License-Identifier: EUPL-1.2
"""``lakstraat intake``: the documents that stopped, by the name of what happened, and what to do about each."""

from collections import defaultdict
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import AsJson, SettingsFile, WorkDir

if TYPE_CHECKING:
    from flows.ledger.values import StoppedDocument


def intake(
    batch: Annotated[
        str | None, typer.Argument(metavar="BATCH", help="A batch; all of them if not given.", show_default=False)
    ] = None,
    settings: SettingsFile = None,
    work_dir: WorkDir = None,
    as_json: AsJson = False,
) -> None:
    """List refused, blocked and failed documents by reason, with what to do about each."""
    from flows.cli.output import write_json
    from flows.house import open_house
    from flows.settings import load_settings
    from flows.stops import explained
    from schemas.identity import BatchId

    loaded = load_settings(settings, overrides={"work_dir": None if work_dir is None else str(work_dir)})
    with open_house(loaded.settings) as house:
        if batch is None:
            stopped = house.ledger.stopped.all()
        else:
            stopped = house.ledger.stopped.of(house.ledger.batches.get(BatchId(batch)).id)
    if not as_json:
        _tell(stopped)
        return
    write_json(
        [
            {
                "batch": one.batch,
                "document": one.document,
                "outcome": one.outcome.value,
                "reason": one.reason,
                "means": explained(one.reason).means,
                "to_do": explained(one.reason).to_do,
                "pages": one.pages,
            }
            for one in stopped
        ]
    )


def _tell(stopped: "tuple[StoppedDocument, ...]") -> None:
    from flows.cli.output import write_lines, write_table
    from flows.stops import explained

    if not stopped:
        write_lines(["Every document that was offered came in: none was refused or blocked, and none failed."])
        return
    by_batch: defaultdict[str, defaultdict[tuple[str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in stopped:
        by_batch[one.batch][one.outcome.value, one.reason].append(one.document)
    for batch, reasons in by_batch.items():
        rows = [
            {
                "outcome": outcome,
                "reason": reason,
                "documents": len(documents),
                "what": explained(reason).means,
                "to do": explained(reason).to_do,
            }
            for (outcome, reason), documents in sorted(reasons.items(), key=lambda item: -len(item[1]))
        ]
        write_table(f"Batch {batch}", ("outcome", "reason", "documents", "what", "to do"), rows)
        write_lines(
            f"{outcome} {reason}: {document}" for (outcome, reason), found in reasons.items() for document in found
        )
