# SPDX-License-Identifier: EUPL-1.2
"""The life of a document after its publication: taken back, published again, replaced.

Each is an act of a person, and each is one operation over all places.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

from archive.intake import as_pdf
from flows.house import House
from flows.ledger.states import State
from flows.ledger.values import Batch, BatchPlan, Document
from flows.steps.destinations import destinations, place_of
from flows.steps.outcomes import caught
from flows.steps.preparing import prepare_documents
from flows.steps.publishing import publish_documents
from flows.stored import get_value, put_value
from flows.workshop import Workshop
from publication.endpoint import NeverPublic, WithdrawalReason
from schemas.documents import ArchivedDocument
from schemas.errors import LakstraatError, PublicationFailed, WrongUse
from schemas.events import log_event
from schemas.identity import DocumentId, digest_of
from schemas.publication import Publication
from schemas.values.codes import RedenVerwijderingVervanging


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What one place said; ``error`` is there when it could not be reached or did not do it."""

    document: DocumentId
    place: str
    publication: Publication | None = None
    error: LakstraatError | None = None


def withdraw_document(house: House, id: DocumentId, reason: WithdrawalReason, *, actor: str) -> tuple[Answer, ...]:
    """Take a document back wherever the public may find it.

    The decision is written down first. A place that fails keeps the document until it answers: the next run asks it
    again, and so does asking the same here.

    Raises:
        WrongUse: it is public nowhere.
    """
    house.ledger.publications.take_back(id, reason=reason.value, actor=actor, now=house.now())
    return _carry_out(house, id, reason)


def owed_withdrawals(house: House) -> tuple[Answer, ...]:
    """Ask again every place that did not take a document back yet."""
    owed = house.ledger.publications.withdrawing()
    return tuple(answer for id, reason in owed.items() for answer in _carry_out(house, id, WithdrawalReason(reason)))


def _carry_out(house: House, id: DocumentId, reason: WithdrawalReason) -> tuple[Answer, ...]:
    """Ask every place at the same time: one that is slow or down holds up no other."""
    places = house.ledger.publications.out(id)
    with ThreadPoolExecutor(max(1, len(places)), thread_name_prefix="lakstraat-withdraw") as threads:
        return tuple(threads.map(partial(_withdraw, house, id, reason), places))


def _withdraw(house: House, id: DocumentId, reason: WithdrawalReason, place: str) -> Answer:
    answer = asked_to_withdraw(house, id, reason, place)
    if answer.error is None:
        house.ledger.publications.taken_back(id, place, now=house.now())
    return answer


def asked_to_withdraw(house: House, id: DocumentId, reason: WithdrawalReason, place: str) -> Answer:
    """What a place answers that is asked to take a document or notice back."""
    answers: list[Publication] = []

    def ask() -> None:
        with destinations(house, [place_of(house, id, place)]) as (destination,):
            # The place first: when we stop between the two, the ledger still says public, and this is done again.
            answers.append(destination.named(destination.endpoint.withdraw(id, reason)))

    error = caught(ask)
    if isinstance(error, NeverPublic):
        log_event("withdrawal_not_needed", document=id)  # it was asked to publish, and never did
    elif error is not None:
        log_event("withdrawal_failed", document=id, error=type(error).__name__)
        return Answer(document=id, place=place, error=told(error))
    return Answer(document=id, place=place, publication=answers[0] if answers else None)


def told(error: Exception) -> LakstraatError:
    """An error of a place in our words; what it says itself could quote a document."""
    if isinstance(error, LakstraatError):
        return error
    return PublicationFailed(f"The place broke off ({type(error).__name__}).")


def publish_document(house: House, workshop: Workshop, id: DocumentId, *, actor: str, again: bool = False) -> Document:
    """Publish one document now: what was approved, taken back, or stopped after its approval.

    With ``again`` what is public everywhere is redacted and described anew, by the rules and lists of now.

    Raises:
        WrongUse: the ledger does not know it, or nobody approved it.
    """
    document = house.ledger.records.newest(id)
    match document.state:
        case State.PUBLISHED if not again:
            return document
        case State.PUBLISHED:
            house.ledger.documents.republish(document.key, reason="again", actor=actor, now=house.now())
        case State.APPROVED:
            pass
        case State.WITHDRAWN | State.SUSPENDED:
            house.ledger.documents.republish(document.key, reason="republished", actor=actor, now=house.now())
        case State.FAILED | State.BLOCKED | State.PARTLY if document.reviewed is not None:
            house.ledger.documents.again(document.key, actor=actor, now=house.now())
        case State.WITHDRAWING:
            raise WrongUse(
                "This document is being taken back, and a place did not do so yet.",
                advice="Finish that first: give the same lakstraat withdraw command again.",
            )
        case _:
            raise WrongUse(
                f"This document is not approved: it stands at {document.state.value}.",
                advice="It is judged at the desk: lakstraat review.",
            )
    return _publish_now(house, workshop, document)


def _publish_now(house: House, workshop: Workshop, document: Document) -> Document:
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
