# SPDX-License-Identifier: EUPL-1.2
"""Asks the archive what it holds, writes that down, and takes documents in."""

from dataclasses import replace
from typing import Final

from archive.intake import IntakeLimits, as_pdf, take_in
from archive.source import Offered, open_source
from flows.configuration import house_rules_of
from flows.house import House
from flows.ledger.states import State
from flows.ledger.values import Batch, Document
from flows.remembering import Remembered, remember
from flows.steps.outcomes import stop_of
from flows.stored import put_value
from flows.workshop import Workshop
from publication.house_rules import HouseRules
from schemas.batch import Outcome
from schemas.documents import ArchivedDocument, Refused
from schemas.errors import BlockReason, DocumentBlocked
from schemas.events import log_event
from schemas.identity import BatchId, DocumentId

_MEBIBYTE = 1024 * 1024


def pull(house: House, batch: Batch) -> int:
    """List the archive and write down every document it offers. Gives how many.

    A batch that was listed before is not listed again: what came into the archive since is for the next batch.
    """
    if batch.offered is not None:
        return batch.offered
    ids = list(_listing(house, batch))
    house.ledger.batches.offer(batch.id, ids)
    log_event("archive_listed", batch=batch.id, count=len(ids))
    return len(ids)


class Door:
    """Takes documents of a batch in: bytes and metadata to the store, a row to the ledger."""

    def __init__(self, house: House, workshop: Workshop, batch: Batch) -> None:
        self._house = house
        self._workshop = workshop
        self._batch = batch
        self._rules = house_rules_of(house.settings)
        self._offers = _listing(house, batch)

    def take_in(self, id: DocumentId) -> Document | None:
        """Take one document in; None when it goes no further, and the ledger says why."""
        offered = self._offers.get(id)
        if offered is None:
            self._stop(id, Outcome.FAILED, "gone_from_archive")
            return None
        try:
            return self._take_in(offered)
        except Exception as error:
            stop = stop_of(error)
            outcome = {State.REFUSED: Outcome.REFUSED, State.BLOCKED: Outcome.BLOCKED}.get(stop.state, Outcome.FAILED)
            log_event("document_stopped", document=id, step="take_in", reason=stop.reason)
            self._stop(id, outcome, stop.reason)
            return None

    def _take_in(self, offered: Offered) -> Document | None:
        limits = IntakeLimits(document_bytes=self._house.settings.limits.document_mib * _MEBIBYTE)
        store = self._house.store
        answer = take_in(offered, store, limits, make_pdf=lambda data: self._workshop.call(as_pdf, data))
        if isinstance(answer, Refused):
            self._stop(answer.id, Outcome.REFUSED, answer.reason.value)
            return None
        if offered.version:
            remember(self._house, offered, answer.original_digest)
        document = with_category(answer, offered.path_in_source, self._rules, self._batch.plan.category)
        digest = put_value(store, document)
        return self._house.ledger.documents.receive(
            self._batch.id, id=document.id, digest=digest, now=self._house.now()
        )

    def _stop(self, id: DocumentId, outcome: Outcome, reason: str) -> None:
        self._house.ledger.batches.stopped_at_the_door(self._batch.id, id, outcome, reason)


def with_category(document: ArchivedDocument, path: str, rules: HouseRules, category: str | None) -> ArchivedDocument:
    """The document with a category: the archive's; where that names none, by the rules of the house, or the batch's.

    Args:
        document: as the archive gives it.
        path: its path in the archive.
        rules: of the house.
        category: URI of the category of the batch.

    Raises:
        DocumentBlocked: METADATA_INCOMPLETE; nobody says what it is, or the rules do not agree. It is asked here and
            not when it is to be published, so that nobody judges it for nothing.
    """
    if document.metadata.informatiecategorie is not None:
        return document
    by_rule = rules.category_for(path, document.metadata)
    found = category if by_rule is None else by_rule.uri
    if found is None:
        raise DocumentBlocked(
            BlockReason.METADATA_INCOMPLETE,
            "The archive names no Woo category for this document, and no rule in the settings does.",
            advice="Name one in the MDTO sidecar (classificatie), by a rule, or for the batch with --category.",
        )
    return replace(document, metadata=replace(document.metadata, informatiecategorie=found))


_LISTED: Final[dict[BatchId, dict[DocumentId, Offered]]] = {}
"""What the archive of the batch in hand offers; one batch at a time."""


def _listing(house: House, batch: Batch) -> dict[DocumentId, Offered]:
    """What the archive offers, listed once per batch and process: a chunk knows its documents by identifier only."""
    listed = _LISTED.get(batch.id)
    if listed is None:
        source = open_source(batch.plan.source, Remembered(house, batch.plan.source))
        listed = {offered.id: offered for offered in source}
        _LISTED.clear()
        _LISTED[batch.id] = listed
    return listed
