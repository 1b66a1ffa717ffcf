# SPDX-License-Identifier: EUPL-1.2
"""What the desk needs from the rest of the house, and may not import."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from review.journal import Journal
from schemas.errors import LakstraatError
from schemas.findings import Findings
from schemas.geometry import Box
from schemas.review import ReviewedFindings


class Stand(StrEnum):
    """Where a document is on its way over the desk."""

    TO_REVIEW = "to_review"
    IN_REVIEW = "in_review"
    SECOND = "second"
    DONE = "done"
    BLOCKED = "blocked"


class Judgement(StrEnum):
    """A decision about a document as a whole."""

    NOT_PUBLIC = "not_public"
    ALREADY_PUBLIC = "already_public"


class NoSuchDocument(LakstraatError):
    """The desk has no document of this number."""

    default_advice = "Go back to the worklist."

    def __init__(self) -> None:
        super().__init__("This document is not on the desk.")


@dataclass(frozen=True, kw_only=True, slots=True)
class DeskDocument:
    """A document as the worklist shows it. The title may name people: it is shown at the desk and nowhere else."""

    key: int
    id: str
    title: str = field(repr=False)
    kenmerk: str = field(repr=False)
    dossier: str | None
    category: str
    pages: int
    revision: int
    stand: Stand
    reason: str
    since: datetime
    proposals: int
    doubtful: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """A word of a page: offsets in the page's text and its box, page as seen."""

    start: int
    end: int
    box: Box


class Desk(Protocol):
    """The documents that wait for people, and what can be done with them."""

    @property
    def journal(self) -> Journal:
        """Events and leases."""

    def now(self) -> datetime:
        """The time, in UTC."""

    def documents(self) -> tuple[DeskDocument, ...]:
        """Every document that waits for a person, the longest waiting first."""

    def document(self, key: int) -> DeskDocument:
        """One document.

        Raises:
            NoSuchDocument: it is not on the desk.
        """

    def findings(self, key: int) -> Findings:
        """What detection proposed."""

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

    def occurrences(self, key: int, text: str) -> tuple[tuple[int, int, int], ...]:
        """Where a text stands in the document: 0-based page and offsets; white space and line ends do not matter."""

    def begin(self, key: int, actor: str) -> None:
        """Somebody starts to work on a document that waits."""

    def give_back(self, key: int, actor: str) -> None:
        """A second person sends a document back to the first."""

    def offer_second(self, key: int, actor: str) -> None:
        """The first person is done; a second must look."""

    def approve(self, key: int, decisions: ReviewedFindings, actor: str) -> None:
        """The document may be published as decided."""

    def judge(self, key: int, judgement: Judgement, actor: str) -> None:
        """The document is not published at all."""
