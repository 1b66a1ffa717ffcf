# SPDX-License-Identifier: EUPL-1.2
"""A document in front of somebody, and what is written down of a decision about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from review.events import DeskEvent
from review.folding import fold
from review.journal import Versions
from review.ports import Desk, DeskDocument, NoSuchDocument, Occurrence
from review.proposals import proposals_of
from review.recall import held_back
from review.state import DeskState
from schemas.errors import WrongUse
from schemas.findings import Finding
from schemas.review import DecisionKind
from schemas.woo import parse_grond


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """A document in front of somebody."""

    document: DeskDocument
    state: DeskState
    events: tuple[DeskEvent, ...]

    @property
    def about(self) -> Versions:
        """What an event about it is said about."""
        findings = self.state.findings
        return Versions(revision=self.document.revision, policy=findings.policy_version, model=findings.model_version)

    def finding(self, id: str) -> Finding:
        """A finding of it.

        Raises:
            WrongUse: it has no such finding.
        """
        known = (*self.state.findings.findings, *self.state.dropped)
        found = next((one for one in known if one.id == id), None)
        if found is None:
            raise WrongUse("This document has no such finding.", advice="Open the page again.")
        return found


def open_document(desk: Desk, key: int, share: float) -> Opened:
    """A document with its state.

    Raises:
        NoSuchDocument: it is not on the desk.
    """
    opened = next(open_documents(desk, [key], share), None)
    if opened is None:
        raise NoSuchDocument
    return opened


def open_documents(desk: Desk, keys: Sequence[int], share: float) -> Iterator[Opened]:
    """Documents with their state, in this order; what is not on the desk is left out."""
    written = desk.journal.of_documents(keys)
    for one in desk.examined(keys):
        events = written.get(one.document.key, ())
        findings = proposals_of(desk, one.document, one.findings)
        hold = held_back(findings, desk.secret, share)
        yield Opened(document=one.document, state=fold(findings, events, hold, one.gone), events=events)


def decision_on(finding: Finding, action: DecisionKind, ground: str | None = None) -> dict[str, Any]:
    """The values of a decision.

    Raises:
        WrongUse: it is a redaction without a ground.
    """
    chosen = parse_grond(ground).value if ground else finding.ground
    if action is DecisionKind.REDACT and chosen is None:
        raise WrongUse("A redaction needs a ground.", advice="Choose a ground of chapter 5 of the Woo.")
    return {
        "finding": finding.id,
        "action": action.value,
        "ground": chosen if action is DecisionKind.REDACT else None,
        "proposed": finding.action.value,
    }


def addition_of(place: Occurrence, ground: str) -> dict[str, Any]:
    """The values of an addition."""
    boxes = [[box.x0, box.y0, box.x1, box.y1] for box in place.boxes]
    return {"page": place.page, "start": place.start, "end": place.end, "boxes": boxes, "ground": ground}
