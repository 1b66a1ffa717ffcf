# SPDX-License-Identifier: EUPL-1.2
"""``lakstraat redetect``: search documents again after the policy, a list or the model changed."""

from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import AsJson, SettingsFile, WorkDir

if TYPE_CHECKING:
    from flows.house import House

ACTOR = "house"


def redetect(
    batch: Annotated[
        str | None, typer.Option(metavar="ID", help="Documents of this batch only.", show_default=False)
    ] = None,
    dossier: Annotated[
        str | None, typer.Option(metavar="NAME", help="Documents of this dossier only.", show_default=False)
    ] = None,
    settings: SettingsFile = None,
    work_dir: WorkDir = None,
    as_json: AsJson = False,
) -> None:
    """Search documents at the desk again; decisions stay, new proposals are open, approved ones may come back.

    What is public is searched too and not changed: the answer names what has new proposals.
    """
    from flows.cli.output import progress, write_json, write_table
    from flows.desk import HouseDesk
    from flows.house import open_house
    from flows.settings import load_settings
    from flows.steps.outcomes import stop_of
    from flows.steps.redetecting import redetect as search
    from flows.workshop import open_workshop
    from schemas.errors import LakstraatError

    loaded = load_settings(settings, overrides={"work_dir": None if work_dir is None else str(work_dir)}).settings
    rows: list[dict[str, object]] = []
    with open_house(loaded) as house, open_workshop(loaded) as workshop, progress(quiet=as_json) as tell:
        desk = HouseDesk(house, workshop)
        chosen = _chosen(house, batch, dossier)
        for done, (key, id) in enumerate(chosen, start=1):
            tell(done, len(chosen), "searching")
            try:
                told = search(house, workshop, desk, key, ACTOR)
            except LakstraatError as error:
                rows.append({"document": id, "outcome": stop_of(error).reason})
                continue
            outcome = "public" if told.public else ("back at the desk" if told.back else "stays")
            rows.append(
                {"document": id, "outcome": outcome, "new": told.added, "gone": told.gone, "overtaken": told.overtaken}
            )
    if as_json:
        write_json({"documents": rows})
    else:
        write_table(f"{len(rows)} documents", ("document", "outcome", "new", "gone", "overtaken"), rows)


def _chosen(house: "House", batch: str | None, dossier: str | None) -> list[tuple[int, str]]:
    """Key and identifier of the documents that were asked for."""
    from flows.steps.redetecting import FINISHED, OUT, WITH_PEOPLE
    from flows.stored import get_value
    from schemas.documents import ArchivedDocument
    from schemas.identity import BatchId

    states = WITH_PEOPLE | FINISHED | OUT
    if batch is None:
        found = house.ledger.records.in_states(states)
    else:
        found = house.ledger.documents.in_batch(house.ledger.batches.get(BatchId(batch)).id, states)
    return [
        (one.key, one.id)
        for one in found
        if dossier is None or get_value(house.store, one.digest, ArchivedDocument).dossier == dossier
    ]
