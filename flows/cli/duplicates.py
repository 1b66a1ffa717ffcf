# SPDX-License-Identifier: EUPL-1.2
"""``lakstraat duplicates``: documents that are copies or versions of one another, or stand whole in another."""

from typing import Annotated

import typer

from flows.cli.options import AsJson, SettingsFile, WorkDir


def duplicates(
    batch: Annotated[
        str | None, typer.Argument(metavar="BATCH", help="A batch; all documents if not given.", show_default=False)
    ] = None,
    dossier: Annotated[
        str | None, typer.Option(metavar="KEY", help="Only groups with a document of this dossier.", show_default=False)
    ] = None,
    settings: SettingsFile = None,
    work_dir: WorkDir = None,
    as_json: AsJson = False,
) -> None:
    """List groups of documents that are alike by their text.

    A document is identical to another, has the same_text, is contained in it (mail that a later message quotes), or is
    near to it (a version). The first of a group is the longest.
    """
    from flows.cli.output import progress, write_json, write_lines, write_table
    from flows.duplicates import alike, dossier_of
    from flows.house import open_house
    from flows.settings import load_settings
    from flows.workshop import open_workshop
    from schemas.identity import BatchId

    loaded = load_settings(settings, overrides={"work_dir": None if work_dir is None else str(work_dir)})
    with (
        progress(quiet=as_json) as show,
        open_house(loaded.settings) as house,
        open_workshop(loaded.settings, detection=False) as workshop,
    ):
        show(0, None, "comparing")
        found = alike(house, batch=None if batch is None else BatchId(batch), dossier=dossier, workshop=workshop)
        names = {key: house.ledger.documents.get(key).id for group in found for key in group.documents}
        dossiers = {group.longest: dossier_of(house, group.longest) for group in found}
    tables = [
        (
            group.longest,
            [
                {"document": names[one.document], "is": one.kind.value, "of": names[one.other], "share": one.share}
                for one in group.others
            ],
        )
        for group in found
    ]
    if as_json:
        write_json([{"longest": names[key], "dossier": dossiers[key], "others": rows} for key, rows in tables])
        return
    if not tables:
        write_lines(["No two documents are alike."])
    for key, rows in tables:
        write_table(f"Like {names[key]}", ("document", "is", "of", "share"), rows)
