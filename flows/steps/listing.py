# SPDX-License-Identifier: EUPL-1.2
"""The inventory list of a batch, or of the dossier of one document."""

from flows.house import House
from flows.steps.handing_over import destination_of
from publication.inventory import InventoryLine
from schemas.errors import WrongUse
from schemas.identity import BatchId, DocumentId


def inventory_of(house: House, name: str) -> tuple[InventoryLine, ...]:
    """A line for every document of a batch, or for one document, that is or was public.

    Raises:
        WrongUse: the ledger knows no such batch or document, or nothing of it was ever public.
    """
    is_batch = name.startswith("b-")
    ids = _of_batch(house, BatchId(name)) if is_batch else (house.ledger.records.newest(DocumentId(name)).id,)
    lines: list[InventoryLine] = []
    for site, base_url in dict.fromkeys(place for id in ids for place in _places(house, id)):
        here = [id for id in ids if (site, base_url) in _places(house, id)]
        lines += destination_of(site, base_url).site.inventory(here)
    if not lines:
        raise WrongUse("Nothing of this was ever public, so there is nothing to list.", advice="Publish it first.")
    return tuple(lines)


def _of_batch(house: House, batch: BatchId) -> tuple[DocumentId, ...]:
    known = house.ledger.batches.get(batch)
    return tuple(id for id, _, _ in house.ledger.batches.documents(known.id))


def _places(house: House, id: DocumentId) -> list[tuple[str, str]]:
    """The sites where a document is or was public, with their addresses."""
    plans = [house.ledger.batches.of(held.document_key).plan for held in house.ledger.records.publications(id)]
    return [(plan.site, plan.base_url) for plan in plans]
