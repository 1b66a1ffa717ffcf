# SPDX-License-Identifier: EUPL-1.2
"""From an approved document to what the public can fetch: redact, verify, describe, hand over."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from flows.configuration import house_rules_of
from flows.engine import check, public_texts, remove, secrets_of
from flows.house import House
from flows.ledger.states import State
from flows.ledger.values import Batch, Document
from flows.steps.destinations import Destination, destinations
from flows.steps.handing_over import Ready, hand_over, ready_of
from flows.steps.outcomes import guarded
from flows.steps.preparing import may_go_on
from flows.stored import get_value, put_value
from flows.workshop import Workshop, choice_of
from schemas.documents import ArchivedDocument
from schemas.errors import LakstraatError
from schemas.identity import DocumentId
from schemas.publication import DiwooRecord, PublicationPackage
from schemas.redacted import VerifiedDocument
from schemas.review import ReviewedFindings

_HELD_BYTES: Final = 128 * 1024 * 1024
_HELD_S: Final = 120.0


def publish_documents(house: House, workshop: Workshop, batch: Batch, keys: Sequence[int]) -> None:
    """Publish a chunk of approved documents; what another process is at is left to it."""
    with destinations(house, batch.plan.places) as places:
        waiting: list[Ready] = []
        since = time.monotonic()
        for ready in workshop.answers(lambda key: _make_ready(house, workshop, places, key), keys):
            waiting += () if ready is None else (ready,)
            # A site writes its lists once for many documents, but their bytes are held, and so are their rows.
            if sum(ready.size for ready in waiting) > _HELD_BYTES or time.monotonic() - since > _HELD_S:
                hand_over(house, places, waiting)
                waiting, since = [], time.monotonic()
        hand_over(house, places, waiting)


def _make_ready(house: House, workshop: Workshop, places: Sequence[Destination], key: int) -> Ready | None:
    """Redact, verify and describe one document; None when it stopped, or another process is at it."""
    documents = house.ledger.documents
    if not may_go_on(house, documents.get(key)):
        guarded(house, key, "publish", lambda: documents.move(key, State.RETURNED, now=house.now(), reason="in_hand"))
        return None
    claimed = documents.claim(key, old=State.APPROVED, new=State.APPLYING, now=house.now())
    if claimed is None:
        return None

    def work() -> Ready:
        prepared, reviewed = _decided(house, claimed)
        secrets = workshop.call(secrets_of, prepared, reviewed)
        record = _record_of(house, workshop, claimed, secrets)
        removed = workshop.call(remove, prepared, reviewed, secrets, record.officiele_titel)
        documents.move(key, State.VERIFYING, now=house.now())
        verified = workshop.call(check, removed)
        documents.move(key, State.READY, now=house.now(), output=house.store.put(verified.data))
        return ready_of(house, places, key, package_of(house, claimed.id, record, verified))

    return guarded(house, key, "publish", work)


def _decided(house: House, document: Document) -> tuple[bytes, ReviewedFindings]:
    """The prepared bytes and the decisions about them."""
    if document.prepared is None or document.reviewed is None:
        raise LakstraatError("An approved document has its decisions in the ledger.")
    return house.store.get(document.prepared), get_value(house.store, document.reviewed, ReviewedFindings)


def _record_of(house: House, workshop: Workshop, document: Document, secrets: tuple[str, ...]) -> DiwooRecord:
    """What is told about this revision: made once, so that a place that gets it later tells the same."""
    from publication.diwoo import with_current_labels

    known = house.ledger.publications.record(document.key)
    if known is None:
        archived = get_value(house.store, document.digest, ArchivedDocument)
        approvals = [
            step.moment
            for step in house.ledger.records.history(document.id)
            if step.new is State.APPROVED and step.revision == document.revision
        ]
        public = public_metadata(house, workshop, archived, secrets)
        made = record_from(house, public, established=min(approvals, default=None))
        known = house.ledger.publications.keep_record(document.key, put_value(house.store, made))
    return with_current_labels(get_value(house.store, known, DiwooRecord))


def public_metadata(
    house: House, workshop: Workshop, archived: ArchivedDocument, secrets: tuple[str, ...]
) -> ArchivedDocument:
    """The document with every text that people wrote about it searched, and what was found replaced.

    ``secrets`` are texts that were taken out of the document itself.
    """
    given = archived.metadata
    kenmerken = tuple(one.kenmerk for one in given.identificaties)
    texts = (*((given.naam,) if given.naam else ()), *given.omschrijvingen, *kenmerken, *given.trefwoorden)
    answers = iter(workshop.call(public_texts, texts, choice_of(house.settings), secrets))
    naam = next(answers).text if given.naam else None
    described = tuple(next(answers).text for _ in given.omschrijvingen)
    # A number or keyword with a hole in it is of no use to anybody.
    identified = tuple(one for one in given.identificaties if not next(answers).removed)
    keywords = tuple(answer.text for answer in answers if not answer.removed)
    public = replace(given, naam=naam, omschrijvingen=described, identificaties=identified, trefwoorden=keywords)
    return replace(archived, metadata=public)


def record_from(house: House, archived: ArchivedDocument, *, established: datetime | None) -> DiwooRecord:
    """What is told about a document, from metadata that was searched."""
    from publication.diwoo import record_for

    rules = house_rules_of(house.settings)
    return record_for(archived, house.settings.organisation, rules=rules, established=established)


def package_of(house: House, id: DocumentId, record: DiwooRecord, verified: VerifiedDocument) -> PublicationPackage:
    """A verified document with its record."""
    return PublicationPackage(id=id, document=verified, record=record, file_name=f"{id}.pdf", last_modified=house.now())
