# SPDX-License-Identifier: EUPL-1.2
"""The account of a batch: one named outcome per offered document, and offered = the sum of outcomes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from schemas.identity import BatchId, DocumentId


class Outcome(StrEnum):
    """Where a document of a batch stands."""

    PUBLISHED = "published"
    WAITING = "waiting"
    REFUSED = "refused"
    BLOCKED = "blocked"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentOutcome:
    """One document's outcome. ``reason`` is a stored code (RefusalReason, BlockReason or an error class)."""

    id: DocumentId
    outcome: Outcome
    reason: str = ""
    pages: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class BatchReport:
    """The report of a batch.

    Raises:
        ValueError: a document was lost or counted twice.
    """

    batch: BatchId
    offered: int
    outcomes: tuple[DocumentOutcome, ...]

    def __post_init__(self) -> None:
        if len({outcome.id for outcome in self.outcomes}) != len(self.outcomes):
            raise ValueError("a document has one outcome")
        if len(self.outcomes) != self.offered:
            raise ValueError("offered = published + waiting + refused + blocked + failed")

    @property
    def counts(self) -> Mapping[Outcome, int]:
        """Documents per outcome, every outcome listed."""
        counted = Counter(outcome.outcome for outcome in self.outcomes)
        return {outcome: counted[outcome] for outcome in Outcome}
