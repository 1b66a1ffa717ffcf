# SPDX-License-Identifier: EUPL-1.2
"""From bytes to findings that wait for a decision, or that the policy decides itself."""

from collections.abc import Sequence
from dataclasses import replace

from flows.engine import Examination, examine
from flows.house import House
from flows.ledger.states import PREPARING, State
from flows.ledger.values import Approval, Batch, Document
from flows.steps.outcomes import guarded
from flows.steps.pulling import Door
from flows.steps.taking_over import people_decided, take_over
from flows.stored import get_value, put_value
from flows.workshop import Workshop, choice_of
from review.automatic import approve, policy_actor
from schemas.documents import ArchivedDocument
from schemas.identity import DocumentId


def prepare_documents(house: House, workshop: Workshop, batch: Batch, ids: Sequence[DocumentId]) -> None:
    """Take a chunk in, search it, and approve it where the policy may; each document goes at its own pace."""
    missing = set(house.ledger.batches.not_taken_in(batch.id)) & set(ids)
    door = Door(house, workshop, batch) if missing else None
    known = {row.id: row for row in house.ledger.documents.in_batch(batch.id, PREPARING | {State.TO_REVIEW})}

    def prepare(id: DocumentId) -> None:
        document = door.take_in(id) if door and id in missing else known.get(id)
        if document is not None:
            _search(house, workshop, document)
            if batch.plan.approve is Approval.AUTOMATIC:
                _approve(house, house.ledger.documents.get(document.key))

    workshop.each(prepare, ids)


def may_go_on(house: House, document: Document) -> bool:
    """False where a person withdrew or replaced the document, and this version of it is not what that person wants.

    What an archive still holds does not come back by itself after a withdrawal.
    """
    records = house.ledger.records
    approved_by = records.approved_by(document.key) or ""
    by_a_person = approved_by and not approved_by.startswith(policy_actor(""))
    return bool(by_a_person or records.entry_reason(document.key)) or not records.is_in_hand(document.id)


def _search(house: House, workshop: Workshop, document: Document) -> None:
    claimed = house.ledger.documents.claim(document.key, old=State.RECEIVED, new=State.DETECTING, now=house.now())
    if claimed is None:
        return  # another process is at it

    def work() -> None:
        archived = get_value(house.store, claimed.digest, ArchivedDocument)
        category = archived.metadata.informatiecategorie
        data, choice = house.store.get(archived.digest), choice_of(house.settings)
        examined = workshop.call(examine, data, choice, category, house.salt)
        house.ledger.sketches.remember(claimed.key, examined.sketch)
        prepared = house.store.put(examined.prepared)
        examination = take_over(house, claimed, prepared, _with_notes(examined.examination, archived.notes))
        house.ledger.documents.move(
            claimed.key,
            State.TO_REVIEW,
            now=house.now(),
            pages=examined.pages,
            category=category,
            prepared=prepared,
            findings=put_value(house.store, examination),
        )

    guarded(house, claimed.key, "detect", work)


def _with_notes(examination: Examination, notes: tuple[str, ...]) -> Examination:
    """The examination with what the intake had to tell the officer first."""
    return replace(examination, notes=(*notes, *examination.notes))


def _approve(house: House, document: Document) -> None:
    if document.state is not State.TO_REVIEW or not may_go_on(house, document) or people_decided(house, document):
        return

    def work() -> None:
        assert document.findings is not None  # whoever puts it in to_review gives the findings
        examination = get_value(house.store, document.findings, Examination)
        reviewed = approve(examination.findings, moment=house.now(), marked=examination.marked)
        house.ledger.documents.approve(
            document.key,
            reviewed=put_value(house.store, reviewed),
            actor=policy_actor(examination.findings.policy_version),
            now=house.now(),
        )

    guarded(house, document.key, "approve", work)
