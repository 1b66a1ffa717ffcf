# SPDX-License-Identifier: EUPL-1.2
"""Tells the public that a document is withheld as a whole, wherever a place can tell that, and takes it back again."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flows.engine import Examination, secrets_of
from flows.house import House
from flows.ledger.states import State
from flows.ledger.values import Document
from flows.steps.afterlife import Answer, asked_to_withdraw, told
from flows.steps.destinations import Destination, destinations, place_of
from flows.steps.outcomes import caught
from flows.steps.publishing import public_metadata, record_from
from flows.stored import get_value, put_value
from flows.workshop import Workshop
from publication.endpoint import RefusalNotice, WithdrawalReason
from review.automatic import approve
from review.events import DeskEvent, EventKind
from review.journal import Journal
from schemas.documents import ArchivedDocument
from schemas.errors import LakstraatError, WrongUse
from schemas.events import log_event
from schemas.identity import BatchId, DocumentId
from schemas.publication import Publication
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
        answers.append(_tell_at(house, id, name, notice))
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
        no_room = NoNotices("This place publishes documents with a file, and has no room for one that is withheld.")
        return Answer(document=notice.id, place=place.place, error=no_room)
    announce, answers = place.announcing.announce, list[Publication]()
    error = caught(lambda: answers.append(place.named(announce(notice))))
    if error is not None:
        log_event("notice_failed", document=notice.id, error=type(error).__name__)
        return Answer(document=notice.id, place=place.place, error=told(error))
    (publication,) = answers
    house.ledger.notices.told(publication)
    return Answer(document=notice.id, place=place.place, publication=publication)


def _retract(house: House, id: DocumentId, reason: WithdrawalReason) -> tuple[Answer, ...]:
    answers = []
    for place in house.ledger.notices.places(id):
        answers.append(asked_to_withdraw(house, id, reason, place))
        if answers[-1].error is None:
            house.ledger.notices.taken_back(id, place, now=house.now())
    return tuple(answers)


def _tell_at(house: House, id: DocumentId, name: str, notice: RefusalNotice) -> Answer:
    try:
        with destinations(house, [place_of(house, id, name)]) as (destination,):
            return _tell(house, notice, destination)
    except LakstraatError as error:
        return Answer(document=id, place=name, error=error)
