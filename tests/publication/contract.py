# SPDX-License-Identifier: EUPL-1.2
"""What every endpoint promises, asked of one of them: give its tests a fixture ``place``. See docs/endpoints."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from reportlab.pdfgen.canvas import Canvas

from publication.endpoint import Announcing, Endpoint, NeverPublic, RefusalNotice, WithdrawalReason
from schemas.errors import LakstraatError, WrongUse
from schemas.identity import digest_of
from schemas.publication import PublicationPackage, PublicationState
from schemas.redacted import VerificationReport, VerifiedDocument
from schemas.values.codes import Grond, RedenVerwijderingVervanging
from tests.publication.packages import MOMENT, document_id, package

REASON = RedenVerwijderingVervanging.CORRECTIE_PROCEDURELE_FOUT


@dataclass
class Place:
    """An endpoint, and what the public finds there.

    Attributes:
        endpoint: a new one on an empty place.
        again: makes another one on the same place, as another process would.
        public: the bytes of every file that the public can fetch, by looking as a visitor does.
    """

    endpoint: Endpoint
    again: Callable[[], Endpoint]
    public: Callable[[], list[bytes]]


def drawn(number: int = 1, text: str = "eerste versie", later: int = 0) -> PublicationPackage:
    """A document on which a text stands."""
    target = io.BytesIO()
    canvas = Canvas(target, invariant=True, pageCompression=0)
    canvas.drawString(72, 720, text)
    canvas.save()
    data = target.getvalue()
    digest = digest_of(data)
    report = VerificationReport(digest=digest, pages=1, checks=("bytes",), faults=(), terms=0)
    document = VerifiedDocument(data=data, digest=digest, pages=1, boxes=(), grounds=(), report=report)
    return replace(package(number, later=later), document=document)


def notice(number: int) -> RefusalNotice:
    """A document that is withheld as a whole."""
    record = package(number).record
    return RefusalNotice(
        id=document_id(number), title="Advies van een derde", categories=record.informatiecategorieen,
        grounds=(Grond.ART_5_1_2_H,), publisher=record.publisher, moment=MOMENT,
    )  # fmt: skip


def _texts(place: Place) -> list[str]:
    known = ("eerste versie", "tweede versie")
    return sorted(text for data in place.public() for text in known if text.encode() in data)


class EndpointContract:
    """The promises."""

    def test_what_is_published_is_public_once_however_often_it_is_asked(self, place: Place) -> None:
        first = place.endpoint.publish(drawn())
        assert (first.id, first.endpoint, first.state) == (
            document_id(1),
            place.endpoint.name,
            PublicationState.PUBLISHED,
        )
        assert first.identifier and first.moment.tzinfo is not None
        again = place.again().publish(drawn(later=60))
        assert (again.identifier, again.url) == (first.identifier, first.url)
        assert _texts(place) == ["eerste versie"]

    def test_a_revision_takes_the_place_of_the_former(self, place: Place) -> None:
        first = place.endpoint.publish(drawn())
        second = place.endpoint.publish(drawn(text="tweede versie", later=60))
        assert (second.identifier, second.url) == (first.identifier, first.url)
        assert _texts(place) == ["tweede versie"]

    def test_a_replacement_has_a_reason_and_needs_something_to_replace(self, place: Place) -> None:
        with pytest.raises(WrongUse):
            place.endpoint.replace(drawn(), REASON)
        place.endpoint.publish(drawn())
        for _ in range(2):
            place.endpoint.replace(drawn(text="tweede versie", later=60), REASON)
            assert _texts(place) == ["tweede versie"]

    def test_what_is_withdrawn_is_gone_and_stays_gone(self, place: Place) -> None:
        with pytest.raises(WrongUse):
            place.endpoint.withdraw(document_id(1), WithdrawalReason.PRIVACY)
        place.endpoint.publish(drawn(1))
        place.endpoint.publish(drawn(2))
        answers = [place.again().withdraw(document_id(1), WithdrawalReason.PRIVACY) for _ in range(2)]
        assert {one.state for one in answers} == {PublicationState.WITHDRAWN}
        assert answers[0].identifier == answers[1].identifier
        assert len(place.public()) == 1
        place.endpoint.publish(drawn(1, later=120))
        assert len(place.public()) == 2

    def test_a_record_that_breaks_a_rule_is_not_published(self, place: Place) -> None:
        made = drawn()
        with pytest.raises(LakstraatError, match="titel-leeg"):
            place.endpoint.publish(replace(made, record=replace(made.record, officiele_titel=" ")))
        assert place.public() == []

    def test_a_file_that_was_never_public_has_nothing_to_take_back(self, place: Place) -> None:
        place.endpoint.publish(drawn(2))
        with pytest.raises(NeverPublic):
            place.again().withdraw(document_id(1), WithdrawalReason.PRIVACY)
        assert len(place.public()) == 1

    def test_a_notice_where_it_can_be_told_has_no_file_and_can_be_taken_back(self, place: Place) -> None:
        if not isinstance(place.endpoint, Announcing):
            return
        first, again = (place.endpoint.announce(notice(1)) for _ in range(2))
        assert (again.identifier, first.state) == (first.identifier, PublicationState.NOT_PUBLIC)
        assert place.public() == []
        answers = [place.again().withdraw(document_id(1), WithdrawalReason.PROCEDURAL) for _ in range(2)]
        assert {one.state for one in answers} == {PublicationState.WITHDRAWN}
        assert place.endpoint.publish(drawn(later=60)).identifier == first.identifier
        with pytest.raises(WrongUse):
            place.endpoint.announce(notice(1))
        assert _texts(place) == ["eerste versie"]
