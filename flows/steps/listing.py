# SPDX-License-Identifier: EUPL-1.2
"""The inventory list of a batch, or of the dossier of one document."""

from flows.house import House
from flows.ledger.notices import ANNOUNCING
from flows.ledger.publications import ASKED
from flows.ledger.values import Place
from flows.steps.destinations import BUCKET, SITE, destinations, place_of
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
    for place in dict.fromkeys(place for id in ids for place in _places(house, id)):
        here = [id for id in ids if place in _places(house, id)]
        with destinations(house, [place]) as opened:
            lines += [line for one in opened if one.site is not None for line in one.site.inventory(here)]
    if not lines:
        raise WrongUse("Nothing of this was ever public, so there is nothing to list.", advice="Publish it first.")
    # The same site in a folder and in a bucket gives the same lines.
    return tuple(dict.fromkeys(lines))


def _of_batch(house: House, batch: BatchId) -> tuple[DocumentId, ...]:
    known = house.ledger.batches.get(batch)
    return tuple(id for id, _, _ in house.ledger.batches.documents(known.id))


def _places(house: House, id: DocumentId) -> list[Place]:
    """The sites where a document is or was public, with their addresses."""
    held = [one for one in house.ledger.records.publications(id) if one.state not in (ASKED, ANNOUNCING)]
    return [place_of(house, id, one.endpoint) for one in held if one.endpoint.startswith((SITE, BUCKET))]
