# SPDX-License-Identifier: EUPL-1.2
"""Gives the desk what it may not import: documents of the ledger, bytes of the store, and work in processes."""

import contextlib
import hashlib
import json
import secrets
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from flows import pictures
from flows.engine import Examination
from flows.house import House, kept_secret
from flows.intake_account import intake_account
from flows.ledger.documents import document_of
from flows.ledger.states import State
from flows.ledger.tables import DocumentRow, TransitionRow
from flows.ledger.values import Document
from flows.searching import with_marked
from flows.steps.redetecting import Caller, redetect
from flows.stored import as_bytes, get_value, put_value
from flows.workshop import begin_work
from publication.endpoint import WithdrawalReason
from redaction.worker import Limits, Worker
from review.dossier import tally_of
from review.events import EventKind
from review.journal import Journal
from review.lists import Entries, Entry
from review.ports import (
    DeskDocument,
    Examined,
    IntakeBatch,
    Judgement,
    NoSuchDocument,
    Occurrence,
    SearchedAgain,
    Stand,
    Tally,
    Word,
)
from schemas.documents import ArchivedDocument
from schemas.errors import LakstraatError
from schemas.findings import Band
from schemas.geometry import Box
from schemas.identity import Digest
from schemas.likeness import AlikeGroup
from schemas.review import ReviewedFindings
from schemas.values import informatiecategorie

_STANDS: Final = {
    State.TO_REVIEW: Stand.TO_REVIEW,
    State.RETURNED: Stand.TO_REVIEW,
    State.IN_REVIEW: Stand.IN_REVIEW,
    State.REVIEWED: Stand.RELEASE,
    State.SECOND_REVIEW: Stand.SECOND,
    State.BLOCKED: Stand.BLOCKED,
    State.APPROVED: Stand.DONE,
    State.SUSPENDED: Stand.DONE,
    State.NOT_PUBLIC: Stand.DONE,
    State.ALREADY_PUBLIC: Stand.DONE,
    State.PARTLY: Stand.DONE,
    State.PUBLISHED: Stand.DONE,
    State.WITHDRAWING: Stand.DONE,
}
_QUESTION: Final = "question"
_RECENT: Final = 500
_REMEMBERED: Final = 50_000
_MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the desk shows of a document that does not change with its state."""

    title: str = field(repr=False)
    kenmerk: str = field(repr=False)
    dossier: str | None
    day: Any


@dataclass(frozen=True, kw_only=True, slots=True)
class _Summary:
    """What the worklist and the counts over a dossier need of what was found in a document."""

    proposals: int
    doubtful: int
    tally: Tally = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Waiting:
    """What a document waits for."""

    until: date | None = None
    by_itself: bool = False
    suspended: str | None = None
    asked: str = ""


class HouseDesk:
    """The desk over ledger, store and workers. Pictures are kept in a folder of the work folder while they are needed.

    Args:
        house: an open house.
        worker: processes for what touches documents.
    """

    def __init__(self, house: House, worker: Caller) -> None:
        self._house = house
        self._worker = worker
        self._folder = house.settings.work_dir / "desk"
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._journal = Journal(house.ledger.engine)
        self._secret = kept_secret(self._folder / "secret")
        self._shown = lru_cache(maxsize=_REMEMBERED)(self._read_shown)
        self._summary = lru_cache(maxsize=_REMEMBERED)(self._read_summary)
        self._groups = lru_cache(maxsize=2)(self._find_groups)
        self._examination = lru_cache(maxsize=1000)(self._read_examination)
        self._list = lru_cache(maxsize=100)(lambda digest: get_value(house.store, digest, Entries).lines)
        self._places = lru_cache(maxsize=2000)(self._find)

    @property
    def journal(self) -> Journal:
        """Events, leases and lists."""
        return self._journal

    @property
    def secret(self) -> bytes:
        """What keyed hashes and choices are made with."""
        return self._secret

    def now(self) -> datetime:
        """The time, in UTC."""
        return self._house.now()

    def documents(self) -> tuple[DeskDocument, ...]:
        """Every document that people may have to do with, the longest waiting first."""
        with Session(self._house.ledger.engine) as session:
            rows = [document_of(row) for query in _waiting_and_done() for row in session.scalars(query)]
            since = self._since(session)
        said = self._waiting(rows)
        shown = (self._desk_document(row, since.get(row.key, row.changed), said.get(row.key)) for row in rows)
        return tuple(sorted(shown, key=lambda one: one.since))

    def document(self, key: int) -> DeskDocument:
        """One document.

        Raises:
            NoSuchDocument: it is not on the desk.
        """
        (found,) = self.examined([key]) or (None,)
        if found is None:
            raise NoSuchDocument
        return found.document

    def alike(self, keys: Sequence[int]) -> Mapping[int, AlikeGroup]:
        """The group of documents with like texts in which each of these stands, if it does in any."""
        waiting, done = _waiting_and_done()
        with Session(self._house.ledger.engine) as session:
            shown = [
                key for query in (waiting, done) for key in session.scalars(query.with_only_columns(DocumentRow.key))
            ]
        groups = self._groups(tuple(sorted(shown)))
        return {key: groups[key] for key in keys if key in groups}

    def examined(self, keys: Sequence[int]) -> tuple[Examined, ...]:
        """Documents with what is proposed for them, in this order; what is not on the desk is left out."""
        with Session(self._house.ledger.engine) as session:
            rows = [document_of(row) for some in _chunks(keys) for row in session.scalars(_on_desk(some))]
            since = self._since(session, keys)
        said = self._waiting(rows)
        made = {row.key: self._examined(row, since.get(row.key, row.changed), said.get(row.key)) for row in rows}
        return tuple(made[key] for key in keys if key in made)

    def tallies(self, dossier: str) -> Mapping[int, Tally]:
        """The documents of a dossier by key, with how often each thing was found in each."""
        query = _on_desk().with_only_columns(DocumentRow.key, DocumentRow.digest, DocumentRow.findings)
        with Session(self._house.ledger.engine) as session:
            rows = session.execute(query.order_by(DocumentRow.key)).tuples().all()
        return {
            key: self._summary(found).tally
            for key, digest, found in rows
            if self._shown(Digest(digest)).dossier == dossier
        }

    def search_again(self, key: int, actor: str) -> SearchedAgain:
        """Search a document with the policy and model of now; decisions stay, a finished document may come back."""
        return redetect(self._house, self._worker, self, key, actor)

    def states(self) -> Mapping[str, int]:
        """How many documents of the house stand in each state of the ledger."""
        return {state.value: count for state, count in self._house.ledger.batches.counts().items()}

    def intake(self) -> tuple[IntakeBatch, ...]:
        """The newest batches with what came of them, newest first."""
        return intake_account(self._house.ledger)

    def notes(self, key: int) -> tuple[str, ...]:
        """What the officer must know of the document beside its pages."""
        return self._examination(self._row(key).findings).notes

    def page_size(self, key: int, page: int) -> tuple[float, float]:
        """Width and height of a page as seen, in points."""
        made = self._kept(key, f"maat-{page}.json", lambda path: _json(self._call(pictures.page_size, path, page)))
        width, height = json.loads(made)
        return width, height

    def page_picture(self, key: int, page: int) -> bytes:
        """A page as a PNG."""
        return self._kept(key, f"pagina-{page}.png", lambda path: self._call(pictures.page_picture, path, page))

    def public_picture(self, key: int, page: int, decisions: ReviewedFindings) -> bytes:
        """A page as the public will see it, made by the removal itself, as a PNG.

        Raises:
            DocumentBlocked: the document cannot be redacted safely as decided.
        """
        name = hashlib.sha256(as_bytes(replace(decisions, decisions=()))).hexdigest()[:32]
        self._kept(key, f"openbaar-{name}.pdf", lambda path: self._call(pictures.public_document, path, decisions))
        made = self._home(key) / f"openbaar-{name}.pdf"
        return self._kept(key, f"openbaar-{name}-{page}.png", lambda _: self._call(pictures.page_picture, made, page))

    def words(self, key: int, page: int) -> tuple[Word, ...]:
        """The words of a page in reading order."""

        def read(path: Path) -> bytes:
            return _json([asdict(word) for word in self._call(pictures.page_words, path, page)])

        made = json.loads(self._kept(key, f"woorden-{page}.json", read))
        return tuple(Word(**{**word, "box": Box(**word["box"])}) for word in made)

    def occurrences(self, key: int, text: str) -> tuple[Occurrence, ...]:
        """Where a text stands in the document; white space and line ends do not matter."""
        return self._places(self._path(key), text)

    def put_text(self, text: str) -> str:
        """Keep a text of a person. Gives its digest."""
        return self._house.store.put(text.encode())

    def text(self, digest: str) -> str:
        """A text that was kept."""
        return self._house.store.get(Digest(digest)).decode()

    def entries(self, scope: str) -> tuple[Entry, ...]:
        """The newest version of a list: of a dossier, or of the house."""
        digest = self._journal.list_digest(scope)
        return () if digest is None else self._list(Digest(digest))

    def put_entries(self, scope: str, entries: tuple[Entry, ...], actor: str) -> None:
        """A new version of a list."""
        digest = put_value(self._house.store, Entries(lines=entries))
        self._journal.put_list(scope, digest, actor=actor, now=self.now())

    def begin(self, keys: Sequence[int], actor: str) -> None:
        """Somebody starts to work on documents that wait."""
        self._house.ledger.documents.move_all(keys, State.IN_REVIEW, now=self.now(), actor=actor)

    def block(self, key: int, actor: str) -> None:
        """A question stands open: the document waits for the answer."""
        self._move(key, State.BLOCKED, actor, _QUESTION)

    def reopen(self, key: int, actor: str) -> None:
        """A document goes back to review."""
        if self._row(key).state in (State.REVIEWED, State.SECOND_REVIEW):
            self._move(key, State.RETURNED, actor)
        self._move(key, State.IN_REVIEW, actor)

    def offer_second(self, key: int, actor: str) -> None:
        """The first person is done; a second must look."""
        self._move(key, State.REVIEWED, actor)
        self._move(key, State.SECOND_REVIEW, actor)

    def offer_release(self, key: int, actor: str, reason: str) -> None:
        """Everything is decided; a publicist must release it."""
        if self._row(key).state is State.SECOND_REVIEW:
            # The second person agrees: back over the only road that leads to waiting for release.
            self._move(key, State.RETURNED, actor, "agreed")
            self._move(key, State.IN_REVIEW, actor, "agreed")
        self._move(key, State.REVIEWED, actor, reason)

    def approve(self, key: int, decisions: ReviewedFindings, actor: str) -> None:
        """The document may be published as decided: state and the wish to publish in one transaction."""
        digest = put_value(self._house.store, decisions)
        if self._row(key).state is State.IN_REVIEW:
            self._move(key, State.REVIEWED, actor)
        self._house.ledger.documents.approve(key, reviewed=digest, actor=actor, now=self.now())
        shutil.rmtree(self._home(key), ignore_errors=True)

    def judge(self, key: int, judgement: Judgement, actor: str) -> None:
        """The document is not published at all."""
        self._move(key, State(judgement.value), actor)
        shutil.rmtree(self._home(key), ignore_errors=True)

    @property
    def suspensions(self) -> Mapping[str, str]:
        """Reasons for which a document is held for now: stored value, and what the public reads."""
        return {reason.value: reason.public_text for reason in WithdrawalReason if reason.suspends}

    def suspend(self, key: int, actor: str, reason: str) -> None:
        """What was approved is not published for now."""
        self._move(key, State.SUSPENDED, actor, reason)

    def resume(self, key: int, actor: str) -> None:
        """What was suspended may be published again."""
        self._house.ledger.documents.republish(key, reason="resumed", actor=actor, now=self.now())

    def _move(self, key: int, state: State, actor: str, reason: str = "") -> None:
        self._house.ledger.documents.move(key, state, now=self.now(), actor=actor, reason=reason)

    def _row(self, key: int) -> Document:
        with Session(self._house.ledger.engine) as session:
            row = session.scalar(_on_desk([key]))
            if row is None:
                raise NoSuchDocument
            return document_of(row)

    def _since(self, session: Session, keys: Sequence[int] | None = None) -> dict[int, datetime]:
        """When each of these documents came in, or each of all."""
        query = select(TransitionRow.document_key, func.min(TransitionRow.moment)).group_by(TransitionRow.document_key)
        asked = (
            [query] if keys is None else [query.where(TransitionRow.document_key.in_(some)) for some in _chunks(keys)]
        )
        return {int(one): moment for each in asked for one, moment in session.execute(each).tuples()}

    def _waiting(self, rows: Sequence[Document]) -> dict[int, _Waiting]:
        """Of what waits for a day, for an answer or for the end of a suspension: which, who is asked, and why."""
        held = [row.key for row in rows if row.state is State.REVIEWED]
        asked = [row.key for row in rows if row.state is State.BLOCKED and row.reason == _QUESTION]
        suspended = self._house.ledger.documents.held(rows[0].key if len(rows) == 1 else None)
        suspended |= {row.key: row.reason for row in rows if row.state is State.SUSPENDED}
        said = self._journal.newest(EventKind.HELD, held)
        waiting = {key: _Waiting(suspended=reason) for key, reason in suspended.items()}
        for key, event in self._journal.newest(EventKind.FINISHED, held).items():
            day = event.detail.get("until")
            by_itself = key in said and said[key].number > event.number
            until = None if day is None else date.fromisoformat(day)
            waiting[key] = replace(waiting.get(key, _Waiting()), until=until, by_itself=by_itself)
        for key, event in self._journal.newest(EventKind.ASKED, asked).items():
            waiting[key] = replace(waiting.get(key, _Waiting()), asked=str(event.detail.get("group", "")))
        return waiting

    def _desk_document(self, row: Document, since: datetime, waiting: _Waiting | None) -> DeskDocument:
        shown = self._shown(row.digest)
        summary = self._summary(row.findings)
        stand = _STANDS[row.state]
        if stand is Stand.BLOCKED and row.reason == _QUESTION:
            stand = Stand.QUESTION
        due = (since + timedelta(days=self._house.settings.desk.term_days)).date()
        return DeskDocument(
            key=row.key, id=row.id, title=shown.title, kenmerk=shown.kenmerk, dossier=shown.dossier,
            category=_label(row.category), pages=row.pages, revision=row.revision, stand=stand,
            state=row.state.value, reason=row.reason, since=since, day=shown.day or since.date(),
            proposals=summary.proposals, doubtful=summary.doubtful,
            due=None if stand is Stand.DONE else due, changed=row.changed,
            **({} if waiting is None else asdict(waiting)),
        )  # fmt: skip

    def _examined(self, row: Document, since: datetime, waiting: _Waiting | None) -> Examined:
        examination = self._examination(row.findings)
        shown = self._desk_document(row, since, waiting)
        return Examined(document=shown, findings=with_marked(examination), gone=examination.gone)

    def _find_groups(self, keys: tuple[int, ...]) -> Mapping[int, AlikeGroup]:
        return {key: group for group in self._house.ledger.sketches.groups(keys) for key in group.documents}

    def _read_summary(self, digest: Digest) -> _Summary:
        found = with_marked(self._examination(digest))
        doubtful = sum(one.band is not Band.ZEKER for one in found.findings)
        return _Summary(proposals=len(found.findings), doubtful=doubtful, tally=tally_of(found))

    def _read_shown(self, digest: Digest) -> _Shown:
        archived = get_value(self._house.store, digest, ArchivedDocument)
        given = archived.metadata
        kenmerk = given.identificaties[0].kenmerk if given.identificaties else archived.id[:8]
        return _Shown(given.naam or kenmerk, kenmerk, archived.dossier, given.creatiedatum)

    def _read_examination(self, digest: Digest) -> Examination:
        return get_value(self._house.store, digest, Examination)

    def _find(self, path: Path, text: str) -> tuple[Occurrence, ...]:
        found: tuple[Occurrence, ...] = self._worker.call(pictures.occurrences, path, text)
        return found

    def _call(self, function: Callable[..., Any], *arguments: object) -> Any:
        return self._worker.call(function, *arguments)

    def _path(self, key: int) -> Path:
        prepared = self._row(key).prepared
        assert prepared is not None  # _row gives no other
        return self._house.store.path(prepared)

    def _home(self, key: int) -> Path:
        return self._folder / self._path(key).name

    def _kept(self, key: int, name: str, make: Callable[[Path], bytes]) -> bytes:
        """What was made of a document before, or what is made of it now."""
        source = self._path(key)
        home = self._folder / source.name
        kept = home / name
        if kept.is_file():
            return kept.read_bytes()
        made = make(source)
        home.mkdir(mode=0o700, exist_ok=True)
        unfinished = home / f".{secrets.token_hex(8)}"
        unfinished.write_bytes(made)
        unfinished.replace(kept)
        return made


def _on_desk(keys: Sequence[int] | None = None) -> Select[tuple[DocumentRow]]:
    """Rows of what people may have to do with, or of these."""
    query = select(DocumentRow).where(
        DocumentRow.findings.is_not(None), DocumentRow.prepared.is_not(None),
        DocumentRow.state.in_([state.value for state in _STANDS]),
    )  # fmt: skip
    return query if keys is None else query.where(DocumentRow.key.in_(keys))


def _waiting_and_done() -> tuple[Select[tuple[DocumentRow]], Select[tuple[DocumentRow]]]:
    """Rows of what waits for people, and of what they were done with last."""
    done = [state.value for state, stand in _STANDS.items() if stand is Stand.DONE]
    waiting = [state.value for state in _STANDS if state.value not in done]
    return (
        _on_desk().where(DocumentRow.state.in_(waiting)),
        _on_desk().where(DocumentRow.state.in_(done)).order_by(DocumentRow.changed.desc()).limit(_RECENT),
    )


def _chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """A database takes so many values in one question."""
    for start in range(0, len(keys), 500):
        yield keys[start : start + 500]


@contextmanager
def open_desk(house: House) -> Iterator[HouseDesk]:
    """The desk with its processes."""
    limits = Limits(memory_bytes=house.settings.limits.memory_mib * _MEBIBYTE, seconds=house.settings.limits.seconds)
    with Worker(limits, processes=2, initializer=begin_work, arguments=(None, house.settings.log)) as worker:
        # Loading costs seconds; the first officer of the day does not wait for it.
        loading = threading.Thread(target=_start, args=(worker,), name="desk-start", daemon=True)
        loading.start()
        yield HouseDesk(house, worker)
        loading.join()


def _start(worker: Worker) -> None:
    with contextlib.suppress(LakstraatError):  # who asks for a page meets the same trouble, and is told
        worker.call(pictures.ready)


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


def _label(category: str | None) -> str:
    if category is None:
        return ""
    try:
        return informatiecategorie(category).label
    except KeyError:
        return ""
