# SPDX-License-Identifier: EUPL-1.2
"""What people do at the desk, one event after the other. Nothing is changed or thrown away: undoing is an event too.

The events of one document form a chain: each holds the digest of the one before, so that a line that was changed or
taken out later is seen. No event holds text of a document: findings are named by identifier, stretches by offset.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

FIRST: Final = "0" * 64
"""Digest that stands before the first event of a document."""


class EventKind(StrEnum):
    """What somebody did. Stored values."""

    DECIDED = "decided"
    """A finding: redact with a ground, or keep."""
    ADDED = "added"
    """A redaction that no finding proposed: a stretch of text, or a part of the picture of a page."""
    UNDONE = "undone"
    """An earlier event of the same document counts no more."""
    REDONE = "redone"
    """An earlier event that was undone counts again."""
    PAGE_READ = "page_read"
    CONTEXT_CHECKED = "context_checked"
    NOTED = "noted"
    """A remark; its text lies in the working store."""
    ASKED = "asked"
    """A question to a colleague: the document waits for the answer."""
    ANSWERED = "answered"
    REVEALED = "revealed"
    """The proposals that were held back are shown, with how many of them the officer had marked by then."""
    LEASE_BROKEN = "lease_broken"
    FINISHED = "finished"
    AGREED = "agreed"
    """A second person agrees; somebody else releases."""
    HELD = "held"
    """Somebody who may release it says that it goes out by itself on a day."""
    REDETECTED = "redetected"
    """It was searched again: how many proposals are new, gone and changed."""
    TAKEN_OVER = "taken_over"
    """A decision, an addition or a read page of an earlier run over the same bytes holds here too."""
    RETURNED = "returned"
    APPROVED = "approved"
    JUDGED = "judged"
    """Not public, or already public, as a whole."""
    SUSPENDED = "suspended"
    RESUMED = "resumed"


@dataclass(frozen=True, kw_only=True, slots=True)
class DeskEvent:
    """One thing that one person did.

    Attributes:
        document: key of the document's row in the ledger.
        number: place in the chain of the document, from 1.
        actor: identifier of the account, never a person's name.
        act: what belongs together and is undone together: one click, or one decision over a whole dossier.
        detail: values by name: finding, action, ground, page, start, end, box, of (number of another event).
        before: digest of the event before.
    """

    document: int
    number: int
    revision: int
    kind: EventKind
    actor: str
    moment: datetime
    policy: str
    model: str
    act: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    before: str = FIRST

    def __post_init__(self) -> None:
        if self.moment.tzinfo is None:
            raise ValueError("an event has an aware time")

    @property
    def digest(self) -> str:
        """SHA-256 over everything that the event says."""
        said = {
            "document": self.document,
            "number": self.number,
            "revision": self.revision,
            "kind": self.kind.value,
            "actor": self.actor,
            "moment": self.moment.isoformat(),
            "policy": self.policy,
            "model": self.model,
            "act": self.act,
            "detail": dict(self.detail),
            "before": self.before,
        }
        return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def first_break(events: Iterable[DeskEvent]) -> int | None:
    """Number of the first event that does not follow from the one before, or None when the chain is whole."""
    before, number = FIRST, 1
    for event in events:
        if event.before != before or event.number != number:
            return number
        before, number = event.digest, number + 1
    return None
