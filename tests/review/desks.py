# SPDX-License-Identifier: EUPL-1.2
"""A desk with invented documents, with the journal on a real database."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine

from review.dossier import tally_of
from review.journal import Journal
from review.lists import Entry
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
from schemas.findings import Action, Band, Finding, Findings, Kind, Span
from schemas.geometry import Box
from schemas.identity import digest_of
from schemas.likeness import AlikeGroup
from schemas.review import ReviewedFindings

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SECRET = b"test" * 8
PERSON = "Jan Testpersoon"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8ffff3f0005fe02fe"
    "a7359ea40000000049454e44ae426082"
)


def finding(id: str, on: int = 0, place: int = 0, **changes: object) -> Finding:
    """A finding on a line of its own, on a 0-based page."""
    top = 100.0 + 20 * place
    span = Span(page=on, start=20 * place, end=20 * place + 15, boxes=(Box(70, top, 170, top + 12),))
    made = Finding(
        id=id, kind=Kind.NAAM, spans=(span,), score=0.97, band=Band.ZEKER, action=Action.REDACT, ground="5.1.2.e",
        why="Een voornaam en een achternaam.", recogniser="naam", text=PERSON,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def findings(*some: Finding, name: str = "a") -> Findings:
    """What detection found in a document."""
    return Findings(
        digest=digest_of(name.encode()), findings=some, policy_version="2026-11", model_version="nl-1",
    )  # fmt: skip


def document(key: int = 1, pages: int = 2, stand: Stand = Stand.TO_REVIEW, dossier: str | None = None) -> DeskDocument:
    """A document that waits."""
    return DeskDocument(
        key=key, id=f"{key:032x}", title=f"Brief {key}", kenmerk=f"Z-{key}", dossier=dossier, category="", pages=pages,
        revision=1, stand=stand, state=stand.value, reason="", since=NOW - timedelta(days=key), day=date(2026, 11, 1),
        proposals=0, doubtful=0,
    )  # fmt: skip


@dataclass
class InventedDesk:
    """A desk whose documents stand in memory; what became of them is written down in ``said``."""

    engine: Engine
    found: dict[int, Findings]
    rows: dict[int, DeskDocument]
    moment: datetime = NOW
    texts: dict[str, str] = field(default_factory=dict)
    lost: dict[int, tuple[Finding, ...]] = field(default_factory=dict)
    lines: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    places: dict[tuple[int, str], tuple[Occurrence, ...]] = field(default_factory=dict)
    groups: tuple[AlikeGroup, ...] = ()
    said: list[tuple[str, int, str]] = field(default_factory=list)
    approved: dict[int, ReviewedFindings] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.journal = Journal(self.engine)
        self.secret = SECRET

    def now(self) -> datetime:
        return self.moment

    def documents(self) -> tuple[DeskDocument, ...]:
        return tuple(sorted(self.rows.values(), key=lambda one: one.since))

    def document(self, key: int) -> DeskDocument:
        if key not in self.rows:
            raise NoSuchDocument
        return self.rows[key]

    def alike(self, keys: Sequence[int]) -> Mapping[int, AlikeGroup]:
        return {key: group for group in self.groups for key in group.documents if key in keys}

    def examined(self, keys: Sequence[int]) -> tuple[Examined, ...]:
        return tuple(
            Examined(document=self.rows[key], findings=self.found[key], gone=self.lost.get(key, ()))
            for key in keys
            if key in self.rows
        )

    def tallies(self, dossier: str) -> Mapping[int, Tally]:
        return {key: tally_of(self.found[key]) for key, row in self.rows.items() if row.dossier == dossier}

    def search_again(self, key: int, actor: str) -> SearchedAgain:
        return SearchedAgain(document=key, added=1, gone=0, overtaken=0)

    def states(self) -> Mapping[str, int]:
        return Counter(row.state for row in self.rows.values())

    def intake(self) -> tuple[IntakeBatch, ...]:
        return ()

    def notes(self, key: int) -> tuple[str, ...]:
        return ()

    def page_size(self, key: int, page: int) -> tuple[float, float]:
        return 595.0, 842.0

    def page_picture(self, key: int, page: int) -> bytes:
        return PNG

    def public_picture(self, key: int, page: int, decisions: ReviewedFindings) -> bytes:
        return PNG

    def words(self, key: int, page: int) -> tuple[Word, ...]:
        return tuple(
            Word(
                start=8 * place, end=8 * place + 7, text="woordje", box=Box(70 + 50 * place, 300, 110 + 50 * place, 312)
            )
            for place in range(5)
        )

    def occurrences(self, key: int, text: str) -> tuple[Occurrence, ...]:
        return self.places.get((key, text), ())

    def put_text(self, text: str) -> str:
        digest = digest_of(text.encode())
        self.texts[digest] = text
        return digest

    def text(self, digest: str) -> str:
        return self.texts[digest]

    def entries(self, scope: str) -> tuple[Entry, ...]:
        return self.lines.get(scope, ())

    def put_entries(self, scope: str, entries: tuple[Entry, ...], actor: str) -> None:
        self.lines[scope] = entries
        self.journal.put_list(scope, digest_of(scope.encode()), actor=actor, now=self.now())

    def begin(self, keys: Sequence[int], actor: str) -> None:
        for key in keys:
            self._stand(key, Stand.IN_REVIEW, actor)

    def block(self, key: int, actor: str) -> None:
        self._stand(key, Stand.QUESTION, actor)

    def reopen(self, key: int, actor: str) -> None:
        self._stand(key, Stand.IN_REVIEW, actor)

    def offer_second(self, key: int, actor: str) -> None:
        self._stand(key, Stand.SECOND, actor)

    def offer_release(self, key: int, actor: str, reason: str) -> None:
        self._stand(key, Stand.RELEASE, actor)

    def approve(self, key: int, decisions: ReviewedFindings, actor: str) -> None:
        self.approved[key] = decisions
        self._stand(key, Stand.DONE, actor, "approved")

    def judge(self, key: int, judgement: Judgement, actor: str) -> None:
        self._stand(key, Stand.DONE, actor, judgement.value)

    @property
    def suspensions(self) -> dict[str, str]:
        return {"suspended_document": "De openbaarmaking is opgeschort."}

    def suspend(self, key: int, actor: str, reason: str) -> None:
        self._stand(key, Stand.DONE, actor, "suspended")

    def resume(self, key: int, actor: str) -> None:
        self._stand(key, Stand.DONE, actor, "approved")

    def _stand(self, key: int, stand: Stand, actor: str, state: str = "") -> None:
        self.rows[key] = replace(self.rows[key], stand=stand, state=state or stand.value)
        self.said.append((state or stand.value, key, actor))
