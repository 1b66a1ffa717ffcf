# SPDX-License-Identifier: EUPL-1.2
"""A document that is held for now, because an objection, a court or the law asks for it, and let go again."""

from flows.house import House
from flows.ledger.states import State
from flows.ledger.values import Document
from flows.steps.afterlife import Answer, withdraw_document
from flows.steps.publishing import publish_documents
from flows.workshop import Workshop
from publication.endpoint import SUSPENSIONS, WithdrawalReason
from schemas.errors import WrongUse
from schemas.identity import DocumentId


def suspend_document(house: House, id: DocumentId, reason: WithdrawalReason, *, actor: str) -> tuple[Answer, ...]:
    """Hold a document for now: it goes from wherever it is public, and nothing of it becomes public until resumed.

    Raises:
        WrongUse: the reason is not one for holding it, or it is neither public nor decided upon.
    """
    if not reason.suspends:
        raise WrongUse(
            "This is a reason to withdraw a document for good, not to suspend it.",
            advice=f"Choose from: {', '.join(sorted(SUSPENSIONS))}.",
        )
    if house.ledger.publications.out(id):
        return withdraw_document(house, id, reason, actor=actor)
    document = house.ledger.records.newest(id)
    if document.state not in (State.APPROVED, State.REVIEWED):
        raise WrongUse(
            f"There is nothing to suspend: this document stands at {document.state.value}.",
            advice="Only what is public, approved or held until a day can be suspended.",
        )
    house.ledger.documents.move(document.key, State.SUSPENDED, now=house.now(), actor=actor, reason=reason.value)
    return ()


def resume_document(house: House, workshop: Workshop, id: DocumentId, *, actor: str) -> Document:
    """End the suspension of a document: it is published again, or goes back to waiting for its release.

    Raises:
        WrongUse: it is not suspended.
    """
    document = house.ledger.records.newest(id)
    if document.state is not State.SUSPENDED:
        raise WrongUse(
            f"This document is not suspended: it stands at {document.state.value}.",
            advice="See its history: lakstraat status ID.",
        )
    again = house.ledger.documents.republish(document.key, reason="resumed", actor=actor, now=house.now())
    if again.state is not State.APPROVED:
        return again
    house.ledger.documents.wishes_sent([again.key], house.now())
    publish_documents(house, workshop, house.ledger.batches.of(again.key), [again.key])
    return house.ledger.documents.get(again.key)
