# SPDX-License-Identifier: EUPL-1.2
"""What the desk needs from the rest of the house, and may not import."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from review.journal import Journal
from review.lists import Entry
from schemas.errors import LakstraatError
from schemas.findings import Finding, Findings
from schemas.geometry import Box
from schemas.likeness import AlikeGroup
from schemas.review import ReviewedFindings


class Stand(StrEnum):
    """Where a document is on its way over the desk."""

    TO_REVIEW = "to_review"
    IN_REVIEW = "in_review"
    QUESTION = "question"
    SECOND = "second"
    RELEASE = "release"
    BLOCKED = "blocked"
    DONE = "done"


WORKABLE = frozenset({Stand.TO_REVIEW, Stand.IN_REVIEW})
"""Decisions can be taken about a document that stands here."""


class Judgement(StrEnum):
    """A decision about a document as a whole."""

    NOT_PUBLIC = "not_public"
    ALREADY_PUBLIC = "already_public"


class NoSuchDocument(LakstraatError):
    """The desk has no document or page of this number."""

    default_advice = "Go back to the worklist."

    def __init__(self) -> None:
        super().__init__("This document or page is not on the desk.")


@dataclass(frozen=True, kw_only=True, slots=True)
class DeskDocument:
    """A document as the worklist shows it. The title may name people: it is shown at the desk and nowhere else.

    Attributes:
        state: its state in the ledger, more precise than ``stand``.
        due: last day of its term, where one is set.
        doubtful: proposals that are not sure.
        changed: since when it stands as it does: the age of a question, for example.
        until: day before which it does not go out.
        by_itself: on that day it goes out by itself.
        suspended: reason for which it is suspended, which it stays when people are done with it; None when it is not.
        asked: group of which a question stands open.
    """

    key: int
    id: str
    title: str = field(repr=False)
    kenmerk: str = field(repr=False)
    dossier: str | None
    category: str
    pages: int
    revision: int
    stand: Stand
    state: str
    reason: str
    since: datetime
    day: date
    proposals: int
    doubtful: int
    due: date | None = None
    changed: datetime | None = None
    until: date | None = None
    by_itself: bool = False
    suspended: str | None = None
    asked: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """A word of a page: offsets in the page's text and its box, page as seen."""

    start: int
    end: int
    text: str = field(repr=False)
    box: Box


@dataclass(frozen=True, kw_only=True, slots=True)
class Occurrence:
    """Where a text stands: 0-based page, offsets, and a box per line."""

    page: int
    start: int
    end: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Examined:
    """A document with what is proposed for it.

    Attributes:
        findings: what detection proposed, and the places that the document itself marks for redaction.
        gone: what was proposed before the document was searched again, and is not any more.
    """

    document: DeskDocument
    findings: Findings
    gone: tuple[Finding, ...] = ()


Tally = Mapping[tuple[str, str], int]
"""How often each thing stands in a document, by its kind and its folded text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchedAgain:
    """What came of searching a document again.

    Attributes:
        added: proposals that were not there before.
        gone: proposals that are not there any more.
        overtaken: decisions that the policy of now would not propose.
        back: it was finished or approved, and is back in the worklist.
        public: it is public, or on its way there: it was looked at and not changed.
    """

    document: int
    added: int
    gone: int
    overtaken: int
    back: bool = False
    public: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class IntakeStop:
    """Documents that an intake left standing for one reason; what it means and what to do, by language."""

    outcome: str
    reason: str
    documents: tuple[str, ...]
    means: Mapping[str, str]
    to_do: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class IntakeBatch:
    """What came of a batch: documents per outcome, and what stopped. ``offered`` is None while it is being listed."""

    id: str
    created: datetime
    offered: int | None
    counts: Mapping[str, int]
    stops: tuple[IntakeStop, ...]


class Desk(Protocol):
    """The documents that wait for people, and what can be done with them."""

    @property
    def journal(self) -> Journal:
        """Events, leases and lists."""

    @property
    def secret(self) -> bytes:
        """What keyed hashes and choices are made with; it stays the same over restarts."""

    def now(self) -> datetime:
        """The time, in UTC."""

    def documents(self) -> tuple[DeskDocument, ...]:
        """Every document that people may have to do with, the longest waiting first."""

    def document(self, key: int) -> DeskDocument:
        """One document.

        Raises:
            NoSuchDocument: it is not on the desk.
        """

    def alike(self, keys: Sequence[int]) -> Mapping[int, AlikeGroup]:
        """The group of documents with like texts in which each of these stands, if it does in any."""

    def examined(self, keys: Sequence[int]) -> tuple[Examined, ...]:
        """Documents with what is proposed for them, in this order; what is not on the desk is left out."""

    def tallies(self, dossier: str) -> Mapping[int, Tally]:
        """The documents of a dossier by key, with how often each thing was found in each."""

    def search_again(self, key: int, actor: str) -> SearchedAgain:
        """Search a document with the policy and model of now; decisions stay, a finished document may come back."""

    def states(self) -> Mapping[str, int]:
        """How many documents of the house stand in each state of the ledger."""

    def intake(self) -> tuple[IntakeBatch, ...]:
        """The newest batches with what came of them, newest first."""

    def notes(self, key: int) -> tuple[str, ...]:
        """What the officer must know of the document beside its pages."""

    def page_size(self, key: int, page: int) -> tuple[float, float]:
        """Width and height of a page as seen, in points."""

    def page_picture(self, key: int, page: int) -> bytes:
        """A page as a PNG."""

    def public_picture(self, key: int, page: int, decisions: ReviewedFindings) -> bytes:
        """A page as the public will see it, made by the removal itself, as a PNG.

        Raises:
            DocumentBlocked: the document cannot be redacted safely as decided.
        """

    def words(self, key: int, page: int) -> tuple[Word, ...]:
        """The words of a page in reading order."""

    def occurrences(self, key: int, text: str) -> tuple[Occurrence, ...]:
        """Where a text stands in the document; white space and line ends do not matter."""

    def put_text(self, text: str) -> str:
        """Keep a text of a person. Gives its digest."""

    def text(self, digest: str) -> str:
        """A text that was kept."""

    def entries(self, scope: str) -> tuple[Entry, ...]:
        """The newest version of a list: of a dossier, or of the house."""

    def put_entries(self, scope: str, entries: tuple[Entry, ...], actor: str) -> None:
        """A new version of a list."""

    def begin(self, keys: Sequence[int], actor: str) -> None:
        """Somebody starts to work on documents that wait."""

    def block(self, key: int, actor: str) -> None:
        """A question stands open: the document waits for the answer."""

    def reopen(self, key: int, actor: str) -> None:
        """A document goes back to review: an answer came, a second person sends it back, a judgement is taken back."""

    def offer_second(self, key: int, actor: str) -> None:
        """The first person is done; a second must look."""

    def offer_release(self, key: int, actor: str, reason: str) -> None:
        """Everything is decided; a publicist must release it."""

    def approve(self, key: int, decisions: ReviewedFindings, actor: str) -> None:
        """The document may be published as decided."""

    def judge(self, key: int, judgement: Judgement, actor: str) -> None:
        """The document is not published at all."""

    @property
    def suspensions(self) -> Mapping[str, str]:
        """Reasons for which a document is held for now: stored value, and what the public reads."""

    def suspend(self, key: int, actor: str, reason: str) -> None:
        """What was approved is not published for now."""

    def resume(self, key: int, actor: str) -> None:
        """What was suspended may be published again."""
