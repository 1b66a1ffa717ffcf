# SPDX-License-Identifier: EUPL-1.2
"""Keeps the events of the desk in the ledger's database, one chain per document, and who has a document in hand."""

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import DateTime, Engine, Integer, String, Text, UniqueConstraint, delete, func, select, true
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from review.events import FIRST, DeskEvent, EventKind
from schemas.errors import LakstraatError

LEASE: Final = timedelta(minutes=15)
"""How long a document stays in somebody's hands without a sign of life."""


_FRESH: Final = timedelta(seconds=30)


class Stale(LakstraatError):
    """The page from which somebody acted was made before the last event of the document."""

    default_advice = "Look at the document again and repeat what you did."

    def __init__(self) -> None:
        super().__init__("Somebody else, or you in another window, changed this document in the meantime.")


class InHand(LakstraatError):
    """A document is in the hands of somebody else."""

    default_advice = "You can read it; decide when it is free again."

    def __init__(self, holder: str) -> None:
        super().__init__("Somebody else has this document in hand.")
        self.holder = holder


class DeskTable(DeclarativeBase):
    """Root of the tables of the desk."""


class EventRow(DeskTable):
    """One event. The database itself refuses to change or delete a row."""

    __tablename__ = "desk_event"
    __table_args__ = (UniqueConstraint("document_key", "number", name="one_desk_event_per_number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    document_key: Mapped[int] = mapped_column(Integer, index=True)
    number: Mapped[int] = mapped_column(Integer)
    revision: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(30))
    actor: Mapped[str] = mapped_column(String(200))
    moment: Mapped[str] = mapped_column(String(40))
    policy: Mapped[str] = mapped_column(String(80))
    model: Mapped[str] = mapped_column(String(120))
    act: Mapped[str] = mapped_column(String(40), index=True)
    detail: Mapped[str] = mapped_column(Text)
    before: Mapped[str] = mapped_column(String(64))


class LeaseRow(DeskTable):
    """Who has a document in hand, and until when without a sign of life."""

    __tablename__ = "desk_lease"

    document_key: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    actor: Mapped[str] = mapped_column(String(200))
    until: Mapped[datetime] = mapped_column(DateTime(timezone=True))


@dataclass(frozen=True, kw_only=True, slots=True)
class Lease:
    """A document in somebody's hands."""

    actor: str
    until: datetime


class ListRow(DeskTable):
    """A version of a list. Its lines name people, so they lie in the working store."""

    __tablename__ = "desk_list"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    scope: Mapped[str] = mapped_column(String(500), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    actor: Mapped[str] = mapped_column(String(200))
    moment: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class PreferenceRow(DeskTable):
    """What somebody chose for their own screens."""

    __tablename__ = "desk_preference"

    actor: Mapped[str] = mapped_column(String(200), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


@dataclass(frozen=True, kw_only=True, slots=True)
class Versions:
    """What an event is said about: revision of the document, policy and model of its findings."""

    revision: int
    policy: str
    model: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """Events that are to be added to one document."""

    document: int
    kind: EventKind
    about: Versions
    details: tuple[Mapping[str, Any], ...]


class Journal:
    """The events and leases of all documents.

    Args:
        engine: the ledger's database, with the tables of the desk.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def events(self, document: int) -> tuple[DeskEvent, ...]:
        """Every event of a document, in order."""
        with Session(self._engine) as session:
            rows = session.scalars(select(EventRow).where(EventRow.document_key == document).order_by(EventRow.number))
            return tuple(_event(row) for row in rows)

    def of_documents(self, documents: Sequence[int]) -> dict[int, tuple[DeskEvent, ...]]:
        """Every event of each of these documents that has any."""
        found: dict[int, list[DeskEvent]] = {}
        with Session(self._engine) as session:
            for some in _chunks(documents):
                query = select(EventRow).where(EventRow.document_key.in_(some))
                for row in session.scalars(query.order_by(EventRow.document_key, EventRow.number)):
                    found.setdefault(row.document_key, []).append(_event(row))
        return {key: tuple(events) for key, events in found.items()}

    def counts(self) -> dict[int, int]:
        """Events per document."""
        with Session(self._engine) as session:
            rows = session.execute(select(EventRow.document_key, func.count()).group_by(EventRow.document_key))
            return {int(key): int(count) for key, count in rows}

    def newest(self, kind: EventKind, documents: Sequence[int]) -> dict[int, DeskEvent]:
        """The last event of a kind of each of these documents that has one."""
        with Session(self._engine) as session:
            return {key: _event(row) for key, row in _last_of(session, documents, kind).items()}

    def append(
        self,
        document: int,
        kind: EventKind,
        *,
        actor: str,
        now: datetime,
        about: Versions,
        seen: int,
        details: tuple[Mapping[str, Any], ...] = ({},),
    ) -> int:
        """Add events, all or none. Gives the number of the last.

        Args:
            document: key of the document.
            kind: of all of them.
            actor: who did it.
            now: aware time.
            about: what it is said about.
            seen: number of the last event that the actor had seen.
            details: values of each event.

        Raises:
            Stale: there were events that the actor had not seen.
            InHand: somebody else has the document in hand.
        """
        entry = Entry(document=document, kind=kind, about=about, details=details)
        try:
            with Session(self._engine) as session, session.begin():
                lease = session.get(LeaseRow, document)
                if lease is not None and lease.actor != actor and _aware(lease.until) > now:
                    raise InHand(lease.actor)
                last = session.scalar(
                    select(EventRow).where(EventRow.document_key == document).order_by(EventRow.number.desc()).limit(1)
                )
                if (0 if last is None else last.number) != seen:
                    raise Stale
                return _add(session, entry, last, actor, now, secrets.token_hex(16)).number
        except IntegrityError:
            raise Stale from None

    def append_over(self, entries: Sequence["Entry"], *, actor: str, now: datetime, act: str = "") -> str:
        """Add events to many documents, all or none, as one act. Gives the name of the act.

        Who plans this leaves out documents that are in somebody else's hands; whoever took one since then is refused
        the next act by what they had not seen.

        Raises:
            Stale: somebody else wrote to one of the documents at the same moment.
        """
        name = act or secrets.token_hex(16)
        try:
            with Session(self._engine) as session, session.begin():
                last = _last_of(session, [entry.document for entry in entries])
                for entry in entries:
                    last[entry.document] = _add(session, entry, last.get(entry.document), actor, now, name)
            return name
        except IntegrityError:
            raise Stale from None

    def of_act(self, act: str) -> tuple[DeskEvent, ...]:
        """Every event of one act, over all documents."""
        with Session(self._engine) as session:
            rows = session.scalars(select(EventRow).where(EventRow.act == act).order_by(EventRow.id))
            return tuple(_event(row) for row in rows)

    def all(self) -> Iterator[tuple[DeskEvent, ...]]:
        """The events of each document, one document at a time."""
        with Session(self._engine) as session:
            keys = list(session.scalars(select(EventRow.document_key).distinct().order_by(EventRow.document_key)))
        for key in keys:
            yield self.events(key)

    def list_digest(self, scope: str) -> str | None:
        """Where the newest version of a list lies in the working store."""
        with Session(self._engine) as session:
            query = select(ListRow.digest).where(ListRow.scope == scope).order_by(ListRow.id.desc()).limit(1)
            return session.scalar(query)

    def put_list(self, scope: str, digest: str, *, actor: str, now: datetime) -> None:
        """A new version of a list; the former ones stay."""
        with Session(self._engine) as session, session.begin():
            session.add(ListRow(scope=scope, digest=digest, actor=actor, moment=now))

    def preference(self, actor: str, name: str) -> str | None:
        """What somebody chose, if they did."""
        with Session(self._engine) as session:
            row = session.get(PreferenceRow, (actor, name))
            return None if row is None else row.value

    def prefer(self, actor: str, name: str, value: str) -> None:
        """Keep what somebody chooses."""
        with Session(self._engine) as session, session.begin():
            session.merge(PreferenceRow(actor=actor, name=name, value=value))

    def break_lease(self, document: int) -> None:
        """Take a document out of somebody's hands."""
        with Session(self._engine) as session, session.begin():
            session.execute(delete(LeaseRow).where(LeaseRow.document_key == document))

    def take(self, document: int, actor: str, now: datetime) -> Lease:
        """Take a document in hand, or keep it. Gives the lease that holds, which may be somebody else's."""
        try:
            return self._take(document, actor, now)
        except IntegrityError:  # somebody took it at the same moment: now there is a lease to look at
            return self._take(document, actor, now)

    def _take(self, document: int, actor: str, now: datetime) -> Lease:
        with Session(self._engine) as session, session.begin():
            row = session.get(LeaseRow, document, with_for_update=True)
            if row is not None and row.actor != actor and _aware(row.until) > now:
                return Lease(actor=row.actor, until=_aware(row.until))
            if row is not None and row.actor == actor and _aware(row.until) > now + LEASE - _FRESH:
                return Lease(actor=actor, until=_aware(row.until))  # each page asks; not each needs a write
            if row is None:
                row = LeaseRow(document_key=document, actor=actor, until=now + LEASE)
                session.add(row)
            row.actor, row.until = actor, now + LEASE
            return Lease(actor=actor, until=now + LEASE)

    def let_go(self, document: int, actor: str) -> None:
        """Put a document back; somebody else's lease stays."""
        with Session(self._engine) as session, session.begin():
            session.execute(delete(LeaseRow).where(LeaseRow.document_key == document, LeaseRow.actor == actor))

    def leases(self, now: datetime) -> dict[int, Lease]:
        """Documents that are in somebody's hands."""
        with Session(self._engine) as session:
            rows = session.scalars(select(LeaseRow))
            held = {row.document_key: Lease(actor=row.actor, until=_aware(row.until)) for row in rows}
        return {key: lease for key, lease in held.items() if lease.until > now}


def _last_of(session: Session, documents: Sequence[int], kind: EventKind | None = None) -> dict[int, EventRow]:
    """The last event, or the last of a kind, of each document that has one."""
    found: dict[int, EventRow] = {}
    for some in _chunks(documents):
        newest = (
            select(EventRow.document_key, func.max(EventRow.number).label("number"))
            .where(EventRow.document_key.in_(some))
            .where(true() if kind is None else EventRow.kind == kind.value)
            .group_by(EventRow.document_key)
            .subquery()
        )
        query = select(EventRow).join(
            newest, (EventRow.document_key == newest.c.document_key) & (EventRow.number == newest.c.number)
        )
        found |= {row.document_key: row for row in session.scalars(query)}
    return found


def _chunks(documents: Sequence[int]) -> Iterator[Sequence[int]]:
    """A database takes so many values in one question."""
    for start in range(0, len(documents), 500):
        yield documents[start : start + 500]


def _add(session: Session, entry: Entry, last: EventRow | None, actor: str, now: datetime, act: str) -> EventRow:
    """Hang events on a chain. Gives the last row of it."""
    number, before = (0, FIRST) if last is None else (last.number, _event(last).digest)
    row = last
    for detail in entry.details:
        number += 1
        event = DeskEvent(
            document=entry.document, number=number, revision=entry.about.revision, kind=entry.kind, actor=actor,
            moment=now, policy=entry.about.policy, model=entry.about.model, act=act, detail=detail, before=before,
        )  # fmt: skip
        row = _row(event)
        session.add(row)
        before = event.digest
    if row is None:
        raise ValueError("an act writes at least one line")
    return row


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _row(event: DeskEvent) -> EventRow:
    return EventRow(
        document_key=event.document,
        number=event.number,
        revision=event.revision,
        kind=event.kind.value,
        actor=event.actor,
        moment=event.moment.isoformat(),
        policy=event.policy,
        model=event.model,
        act=event.act,
        detail=json.dumps(dict(event.detail), sort_keys=True, ensure_ascii=False),
        before=event.before,
    )


def _event(row: EventRow) -> DeskEvent:
    return DeskEvent(
        document=row.document_key,
        number=row.number,
        revision=row.revision,
        kind=EventKind(row.kind),
        actor=row.actor,
        moment=datetime.fromisoformat(row.moment),
        policy=row.policy,
        model=row.model,
        act=row.act,
        detail=json.loads(row.detail),
        before=row.before,
    )
