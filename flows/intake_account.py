# SPDX-License-Identifier: EUPL-1.2
"""What came of the newest batches, for the desk: counts, and every reason for which documents stopped."""

from collections import Counter
from typing import Final

from flows.ledger.ledger import Ledger
from flows.ledger.values import Batch
from flows.stops import explained
from review.ports import IntakeBatch, IntakeStop

_BATCHES: Final = 20
_UNDER_WAY: Final = "under_way"


def intake_account(ledger: Ledger) -> tuple[IntakeBatch, ...]:
    """The newest batches, newest first."""
    return tuple(_account(ledger, batch) for batch in ledger.batches.all(_BATCHES))


def _account(ledger: Ledger, batch: Batch) -> IntakeBatch:
    counts = Counter(
        _UNDER_WAY if outcome is None else outcome.value for _, outcome, _ in ledger.batches.documents(batch.id)
    )
    by_reason: dict[tuple[str, str], list[str]] = {}
    for stopped in ledger.stopped.of(batch.id):
        by_reason.setdefault((stopped.outcome.value, stopped.reason), []).append(stopped.document)
    return IntakeBatch(
        id=batch.id, created=batch.created, offered=batch.offered, counts=dict(counts),
        stops=tuple(_stop(outcome, reason, found) for (outcome, reason), found in sorted(by_reason.items())),
    )  # fmt: skip


def _stop(outcome: str, reason: str, documents: list[str]) -> IntakeStop:
    words = explained(reason)
    return IntakeStop(
        outcome=outcome, reason=reason, documents=tuple(documents),
        means={"nl": words.betekenis, "en": words.means}, to_do={"nl": words.te_doen, "en": words.to_do},
    )  # fmt: skip
