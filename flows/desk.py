# SPDX-License-Identifier: EUPL-1.2
"""The house as the desk sees it: documents of the ledger that wait, and what people may do with them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from flows.engine import Examination, remove
from flows.house import House, open_house
from flows.ledger.states import State
from flows.ledger.values import Document
from flows.pictures import page_picture, page_size, page_words, places_of
from flows.settings import Settings
from flows.stored import as_bytes, get_value, put_value
from flows.workshop import Workshop, open_workshop
from review.journal import Journal
from review.ports import DeskDocument, Judgement, NoSuchDocument, Stand, Word
from schemas.documents import ArchivedDocument
from schemas.findings import Action, Band, Findings
from schemas.identity import Digest, digest_of
from schemas.review import ReviewedFindings
from schemas.values import informatiecategorie

_STANDS: Final = {
    State.TO_REVIEW: Stand.TO_REVIEW,
    State.RETURNED: Stand.TO_REVIEW,
    State.IN_REVIEW: Stand.IN_REVIEW,
    State.SECOND_REVIEW: Stand.SECOND,
    State.BLOCKED: Stand.BLOCKED,
}
_JUDGED: Final = {Judgement.NOT_PUBLIC: State.NOT_PUBLIC, Judgement.ALREADY_PUBLIC: State.ALREADY_PUBLIC}
_PICTURES: Final = 200
_PREVIEWS: Final = 8


class HouseDesk:
    """The desk over ledger, store and workers."""

    def __init__(self, house: House, workshop: Workshop) -> None:
        self._house = house
        self._workshop = workshop
        self._journal = Journal(house.ledger.engine)
        self._picture = lru_cache(maxsize=_PICTURES)(lambda path, page: workshop.call(page_picture, path, page))
        self._preview = lru_cache(maxsize=_PREVIEWS)(self._made_public)

    @property
    def journal(self) -> Journal:
        """See Desk."""
        return self._journal

    def now(self) -> datetime:
        """See Desk."""
        return self._house.now()

    def documents(self) -> tuple[DeskDocument, ...]:
        """See Desk."""
        return tuple(self._shown(row) for row in self._house.ledger.records.in_states(_STANDS))

    def document(self, key: int) -> DeskDocument:
        """See Desk."""
        return self._shown(self._row(key))

    def findings(self, key: int) -> Findings:
        """See Desk."""
        return self._examination(self._row(key)).findings

    def notes(self, key: int) -> tuple[str, ...]:
        """See Desk."""
        return self._examination(self._row(key)).notes

    def page_size(self, key: int, page: int) -> tuple[float, float]:
        """See Desk."""
        return self._workshop.call(page_size, self._path(key), page)

    def page_picture(self, key: int, page: int) -> bytes:
        """See Desk."""
        picture: bytes = self._picture(self._path(key), page)
        return picture

    def public_picture(self, key: int, page: int, decisions: ReviewedFindings) -> bytes:
        """See Desk."""
        public = self._preview(self._row(key).prepared, digest_of(as_bytes(decisions)), decisions)
        picture: bytes = self._picture(self._house.store.path(public), page)
        return picture

    def words(self, key: int, page: int) -> tuple[Word, ...]:
        """See Desk."""
        return self._workshop.call(page_words, self._path(key), page)

    def occurrences(self, key: int, text: str) -> tuple[tuple[int, int, int], ...]:
        """See Desk."""
        return self._workshop.call(places_of, self._path(key), text) if text.strip() else ()

    def begin(self, key: int, actor: str) -> None:
        """See Desk."""
        self._house.ledger.documents.move(key, State.IN_REVIEW, now=self.now(), actor=actor)

    def give_back(self, key: int, actor: str) -> None:
        """See Desk."""
        self._house.ledger.documents.move(key, State.RETURNED, now=self.now(), actor=actor)

    def offer_second(self, key: int, actor: str) -> None:
        """See Desk."""
        for state in (State.REVIEWED, State.SECOND_REVIEW):
            self._house.ledger.documents.move(key, state, now=self.now(), actor=actor)

    def approve(self, key: int, decisions: ReviewedFindings, actor: str) -> None:
        """See Desk."""
        if self._row(key).state is State.IN_REVIEW:
            self._house.ledger.documents.move(key, State.REVIEWED, now=self.now(), actor=actor)
        digest = put_value(self._house.store, decisions)
        self._house.ledger.documents.approve(key, reviewed=digest, actor=actor, now=self.now())

    def judge(self, key: int, judgement: Judgement, actor: str) -> None:
        """See Desk."""
        self._house.ledger.documents.move(key, _JUDGED[judgement], now=self.now(), actor=actor)

    def _row(self, key: int) -> Document:
        row = self._house.ledger.documents.find(key)
        if row is None or row.findings is None or row.prepared is None:
            raise NoSuchDocument
        return row

    def _path(self, key: int) -> Path:
        prepared = self._row(key).prepared
        assert prepared is not None  # _row gives no other
        return self._house.store.path(prepared)

    def _examination(self, row: Document) -> Examination:
        assert row.findings is not None  # _row gives no other
        return _examination_of(self._house, row.findings)

    def _made_public(self, prepared: Digest, _: Digest, decisions: ReviewedFindings) -> Digest:
        removed = self._workshop.call(remove, self._house.store.get(prepared), decisions)
        return self._house.store.put(removed.redacted.data)

    def _shown(self, row: Document) -> DeskDocument:
        archived = get_value(self._house.store, row.digest, ArchivedDocument)
        findings = self._examination(row).findings.findings if row.findings else ()
        given = archived.metadata
        return DeskDocument(
            key=row.key,
            id=row.id,
            title=given.naam or f"Document {row.id[:8]}",
            kenmerk=given.identificaties[0].kenmerk if given.identificaties else "",
            dossier=archived.dossier,
            category=informatiecategorie(row.category).label if row.category else "",
            pages=row.pages,
            revision=row.revision,
            stand=_STANDS.get(row.state, Stand.DONE),
            reason=row.reason,
            since=row.changed,
            proposals=sum(one.action is not Action.KEEP for one in findings),
            doubtful=sum(one.band is Band.TWIJFEL for one in findings),
        )


@lru_cache(maxsize=64)
def _examination_of(house: House, digest: Digest) -> Examination:
    return get_value(house.store, digest, Examination)


@contextmanager
def open_desk(settings: Settings) -> Iterator[HouseDesk]:
    """Open house and workers for the desk."""
    with open_house(settings) as house, open_workshop(settings, detection=False) as workshop:
        yield HouseDesk(house, workshop)
