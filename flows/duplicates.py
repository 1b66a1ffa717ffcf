# SPDX-License-Identifier: EUPL-1.2
"""Which documents are copies, versions, or mail that is quoted whole in other mail: of a batch, a dossier, or all."""

from flows.engine import sketch_prepared
from flows.house import House
from flows.stored import get_value
from flows.workshop import Workshop
from schemas.documents import ArchivedDocument
from schemas.identity import BatchId
from schemas.likeness import AlikeGroup


def alike(
    house: House, *, batch: BatchId | None = None, dossier: str | None = None, workshop: Workshop | None = None
) -> tuple[AlikeGroup, ...]:
    """Groups of documents that are alike, by the keys of their rows.

    Args:
        house: the house.
        batch: among this batch only; otherwise among all documents as they were taken in last.
        dossier: only groups in which a document of this dossier stands. They are found among all the others: from a
            few documents it cannot be told what is only a form.
        workshop: reads documents that were prepared before their texts were remembered; without it they are passed
            over.

    Raises:
        WrongUse: the ledger does not know the batch.
    """
    sketches = house.ledger.sketches
    keys = sketches.newest() if batch is None else sketches.of_batch(house.ledger.batches.get(batch).id)
    if workshop is not None:
        workshop.each(lambda key: _remember(house, workshop, key), sketches.lacking(keys))
    groups = sketches.groups(keys)
    if dossier is None:
        return groups
    return tuple(one for one in groups if any(dossier_of(house, key) == dossier for key in one.documents))


def dossier_of(house: House, key: int) -> str | None:
    """The dossier of a document."""
    return get_value(house.store, house.ledger.documents.get(key).digest, ArchivedDocument).dossier


def _remember(house: House, workshop: Workshop, key: int) -> None:
    prepared = house.ledger.documents.get(key).prepared
    assert prepared is not None  # it is lacking a sketch only when it was prepared
    house.ledger.sketches.remember(key, workshop.call(sketch_prepared, house.store.get(prepared), house.salt))
