# SPDX-License-Identifier: EUPL-1.2
"""The life of a document after its publication: taken back, published again, replaced. Each is an act of a person."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.intake import as_pdf
from flows.house import House
from flows.ledger.states import LEGAL, State
from flows.ledger.values import Batch, BatchPlan, Document
from flows.steps.handing_over import Destination, destination_of
from flows.steps.preparing import prepare_documents
from flows.steps.publishing import publish_documents
from flows.stored import get_value, put_value
from flows.workshop import Workshop
from publication.endpoint import WithdrawalReason
from schemas.documents import ArchivedDocument
from schemas.errors import LakstraatError, WrongUse
from schemas.events import log_event
from schemas.identity import DocumentId, digest_of
from schemas.publication import Publication, PublicationState
from schemas.values.codes import RedenVerwijderingVervanging


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What one place said; ``error`` is there when it could not be reached or did not do it."""

    place: str
    publication: Publication | None = None
    error: LakstraatError | None = None


def withdraw_document(house: House, id: DocumentId, reason: WithdrawalReason, *, actor: str) -> tuple[Answer, ...]:
    """Take a document back wherever it is public. A place that fails leaves it public there: ask again.

    Raises:
        WrongUse: it is public nowhere.
    """
    answers = []
    for held in house.ledger.records.publications(id):
        document = house.ledger.documents.get(held.document_key)
        if held.state == PublicationState.PUBLISHED.value and State.WITHDRAWN in LEGAL[document.state]:
            plan = house.ledger.batches.of(document.key).plan
            answers.append(_withdraw(house, destination_of(plan.site, plan.base_url), document, reason, actor))
    if not answers:
        raise WrongUse("This document is not public.", advice="See its history: lakstraat status ID.")
    return tuple(answers)


def _withdraw(
    house: House, destination: Destination, document: Document, reason: WithdrawalReason, actor: str
) -> Answer:
    try:
        # The place first: when we stop between the two, the ledger still says public, and this is done again.
        publication = destination.site.withdraw(document.id, reason)
        house.ledger.documents.withdrawn(document.key, reason=reason.value, actor=actor, now=house.now())
    except LakstraatError as error:
        log_event("withdrawal_failed", document=document.id, error=type(error).__name__)
        return Answer(place=destination.place, error=error)
    return Answer(place=destination.place, publication=destination.named(publication))


def publish_document(house: House, workshop: Workshop, id: DocumentId, *, actor: str) -> Document:
    """Publish one document now: what was approved, taken back, or stopped after its approval.

    Raises:
        WrongUse: the ledger does not know it, or nobody approved it.
    """
    document = house.ledger.records.newest(id)
    match document.state:
        case State.PUBLISHED:
            return document
        case State.APPROVED:
            pass
        case State.WITHDRAWN | State.SUSPENDED:
            house.ledger.documents.republish(document.key, reason="republished", actor=actor, now=house.now())
        case State.FAILED | State.BLOCKED if document.reviewed is not None:
            house.ledger.documents.again(document.key, actor=actor, now=house.now())
        case _:
            raise WrongUse(
                f"This document is not approved: it stands at {document.state.value}.",
                advice="It is judged at the desk: lakstraat review.",
            )
    house.ledger.documents.wishes_sent([document.key], house.now())
    publish_documents(house, workshop, house.ledger.batches.of(document.key), [document.key])
    return house.ledger.documents.get(document.key)


def replace_document(
    house: House,
    workshop: Workshop,
    id: DocumentId,
    data: bytes,
    reason: RedenVerwijderingVervanging,
    *,
    actor: str,
) -> Document:
    """Bring in another file for a document; it goes the whole road, and takes the place of what is public.

    It is a batch of one, so a stopped replacement goes on with ``batch resume``.

    Raises:
        WrongUse: the ledger does not know the document, or the file is what it already has.
        InputRefused, DocumentBlocked: the file is not one that can be handled.
    """
    former = house.ledger.records.newest(id)
    archived = get_value(house.store, former.digest, ArchivedDocument)
    if digest_of(data) == archived.original_digest:
        raise WrongUse("This is the file that the document already has.", advice="Give the corrected file.")
    made = workshop.call(as_pdf, data)
    taken = replace(
        archived, digest=house.store.put(made.pdf), original_digest=house.store.put(data), size=len(data),
        notes=made.notes,
    )  # fmt: skip
    batch = house.ledger.batches.add(_plan(house, former), id, now=house.now())
    new = house.ledger.documents.receive(
        batch.id, id=id, digest=put_value(house.store, taken), now=house.now(), actor=actor, reason=reason.name.lower()
    )
    prepare_documents(house, workshop, batch, [id])
    publish_documents(house, workshop, batch, _approved(house, batch))
    return house.ledger.documents.get(new.key)


def _plan(house: House, former: Document) -> BatchPlan:
    """The plan under which a document was handled; who approves is as the settings say now."""
    return replace(house.ledger.batches.of(former.key).plan, approve=house.settings.approve)


def _approved(house: House, batch: Batch) -> Sequence[int]:
    keys = [document.key for document in house.ledger.documents.in_batch(batch.id, [State.APPROVED])]
    house.ledger.documents.wishes_sent(keys, house.now())
    return keys
