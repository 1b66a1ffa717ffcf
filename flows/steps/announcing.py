# SPDX-License-Identifier: EUPL-1.2
"""Tells the public that a document is withheld as a whole, wherever a place can tell that, and takes it back again."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from flows.engine import Examination, secrets_of
from flows.house import House
from flows.ledger.states import State
from flows.ledger.values import Document
from flows.steps.afterlife import Answer
from flows.steps.destinations import Destination, destinations, place_of
from flows.steps.publishing import public_metadata, record_from
from flows.stored import get_value, put_value
from flows.workshop import Workshop
from publication.endpoint import NeverPublic, RefusalNotice, WithdrawalReason
from review.automatic import approve
from review.events import DeskEvent, EventKind
from review.journal import Journal
from schemas.documents import ArchivedDocument
from schemas.errors import LakstraatError, WrongUse
from schemas.events import log_event
from schemas.identity import BatchId, DocumentId
from schemas.woo import parse_grond


class NoNotices(WrongUse):
    """A place tells of documents with a file only."""

    default_advice = "Tell of it in the decision that is published there, or in its inventory list."


def withheld_of(house: House, name: str) -> tuple[DocumentId, ...]:
    """The documents that are withheld as a whole: all of a batch, or the one of this name.

    Raises:
        WrongUse: there is no such batch or document, or it is not withheld.
    """
    if not name.startswith("b-"):
        return (DocumentId(name),)
    batch = house.ledger.batches.get(BatchId(name))
    found = [document.id for document in house.ledger.documents.in_batch(batch.id, [State.NOT_PUBLIC])]
    if not found:
        raise WrongUse(
            "No document of this batch was judged not public.", advice="Judge at the desk: lakstraat review."
        )
    return tuple(found)


def announce_document(
    house: House, workshop: Workshop, id: DocumentId, *, actor: str, title: str | None = None
) -> tuple[Answer, ...]:
    """Publish a notice of a document that was judged not public, at every place of its batch that can tell it.

    Which notice is told where is written down first; a place that fails is asked again by the next run, and by asking
    the same here.

    Args:
        house: an open house.
        workshop: where the texts are searched.
        id: the document.
        actor: who asks.
        title: what the public reads instead of the title in the archive.

    Raises:
        WrongUse: it was not judged so, it is public, or none of its places can tell it.
        DocumentBlocked: the archive does not say enough about it.
    """
    document = house.ledger.records.newest(id)
    judged = Journal(house.ledger.engine).newest(EventKind.JUDGED, [document.key]).get(document.key)
    if document.state is not State.NOT_PUBLIC or judged is None:
        raise WrongUse(
            f"It was not decided that this document is withheld as a whole: it stands at {document.state.value}.",
            advice="A notice is for what was judged not public at the desk: lakstraat review.",
        )
    with destinations(house, house.ledger.batches.of(document.key).plan.places) as places:
        able = [place for place in places if place.announcing is not None]
        if not able:
            raise NoNotices("None of the places of this document can tell that it is withheld.")
        notice = _notice(house, workshop, document, judged, title)
        digest = put_value(house.store, notice)
        house.ledger.notices.ask(id, [place.place for place in able], digest, actor=actor, now=house.now())
        return tuple(_tell(house, notice, place) for place in places)


def announce_documents(
    house: House, workshop: Workshop, ids: Sequence[DocumentId], *, actor: str, title: str | None = None
) -> Iterator[Answer]:
    """Announce several documents; one of which no notice can be made holds up no other."""
    for id in ids:
        try:
            yield from announce_document(house, workshop, id, actor=actor, title=title)
        except LakstraatError as error:
            yield Answer(document=id, place="", error=error)


def owed_notices(house: House) -> tuple[Answer, ...]:
    """Ask again every place that does not tell a notice yet, or still tells one that was taken back."""
    answers: list[Answer] = []
    for id, name, digest in house.ledger.notices.announcing():
        notice = get_value(house.store, digest, RefusalNotice)
        answers += _at(house, id, [name], partial(_tell, house, notice))
    for id, reason in house.ledger.notices.retracting().items():
        answers += _retract(house, id, WithdrawalReason(reason))
    return tuple(answers)


def withdraw_notice(house: House, id: DocumentId, reason: WithdrawalReason, *, actor: str) -> tuple[Answer, ...]:
    """Take a notice back wherever the public may read it. Gives nothing when there is none.

    Raises:
        WrongUse: the reason is one for holding a document for now.
    """
    if not house.ledger.notices.places(id):
        return ()
    if reason.suspends:
        raise WrongUse(
            "Of this document there is only a notice, and a notice is not suspended.",
            advice="Take it back for another reason, or leave it.",
        )
    house.ledger.notices.take_back(id, reason=reason.value, actor=actor, now=house.now())
    return _retract(house, id, reason)


def _notice(
    house: House, workshop: Workshop, document: Document, judged: DeskEvent, title: str | None
) -> RefusalNotice:
    """What the public may know. Whatever was found in the document itself stands in no title of it."""
    assert document.findings is not None and document.prepared is not None  # the desk judges no other
    examination = get_value(house.store, document.findings, Examination)
    everything = approve(examination.findings, moment=judged.moment, marked=examination.marked)
    secrets = workshop.call(secrets_of, house.store.get(document.prepared), everything)
    archived = get_value(house.store, document.digest, ArchivedDocument)
    if title is not None:
        archived = replace(archived, metadata=replace(archived.metadata, naam=title))
    archived = public_metadata(house, workshop, archived, secrets)
    record = record_from(house, archived, established=judged.moment)
    return RefusalNotice(
        id=document.id,
        title=record.officiele_titel,
        categories=record.informatiecategorieen,
        grounds=(parse_grond(str(judged.detail["ground"])),),
        publisher=record.publisher,
        moment=judged.moment,
    )


def _tell(house: House, notice: RefusalNotice, place: Destination) -> Answer:
    if place.announcing is None:
        error = NoNotices("This place publishes documents with a file, and has no room for one that is withheld.")
        return Answer(document=notice.id, place=place.place, error=error)
    try:
        publication = place.named(place.announcing.announce(notice))
    except LakstraatError as error:
        log_event("notice_failed", document=notice.id, error=type(error).__name__)
        return Answer(document=notice.id, place=place.place, error=error)
    house.ledger.notices.told(publication)
    return Answer(document=notice.id, place=place.place, publication=publication)


def _retract(house: House, id: DocumentId, reason: WithdrawalReason) -> tuple[Answer, ...]:
    def retract(place: Destination) -> Answer:
        publication = None
        try:
            publication = place.named(place.endpoint.withdraw(id, reason))
        except NeverPublic:
            log_event("withdrawal_not_needed", document=id)  # it was asked to tell, and never did
        except LakstraatError as error:
            log_event("withdrawal_failed", document=id, error=type(error).__name__)
            return Answer(document=id, place=place.place, error=error)
        house.ledger.notices.taken_back(id, place.place, now=house.now())
        return Answer(document=id, place=place.place, publication=publication)

    return _at(house, id, house.ledger.notices.places(id), retract)


def _at(
    house: House, id: DocumentId, names: Sequence[str], work: Callable[[Destination], Answer]
) -> tuple[Answer, ...]:
    """What each place answers; one that cannot even be opened is an answer too."""
    answers: list[Answer] = []
    for name in names:
        try:
            with destinations(house, [place_of(house, id, name)]) as (destination,):
                answers.append(work(destination))
        except LakstraatError as error:
            answers.append(Answer(document=id, place=name, error=error))
    return tuple(answers)
