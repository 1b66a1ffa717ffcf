# SPDX-License-Identifier: EUPL-1.2
"""What a person does with one document: each act is checked, written down as events, and only then carried out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from review.events import DeskEvent, EventKind
from review.folding import DeskState, fold, reviewed, undoable, unmet
from review.journal import Versions
from review.ports import Desk, DeskDocument, Judgement, Stand
from schemas.errors import LakstraatError, WrongUse
from schemas.findings import Action, Band
from schemas.review import DecisionKind
from schemas.woo import parse_grond


class NotYet(LakstraatError):
    """A document cannot be finished yet; ``missing`` says why, in Dutch sentences."""

    default_advice = "Do what is missing first."

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__("The document cannot be finished yet.")
        self.missing = missing


class NotYours(LakstraatError):
    """This act needs another person."""

    default_advice = "Ask a colleague."


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """A document in front of somebody."""

    document: DeskDocument
    state: DeskState
    events: tuple[DeskEvent, ...]


@dataclass(frozen=True, slots=True)
class Acting:
    """The acts of one person.

    Attributes:
        desk: the documents.
        actor: identifier of the account.
        four_eyes: a second person must look before a document is approved.
    """

    desk: Desk
    actor: str
    four_eyes: bool = False

    def open(self, key: int) -> Opened:
        """A document with its state.

        Raises:
            NoSuchDocument: it is not on the desk.
        """
        events = self.desk.journal.events(key)
        return Opened(document=self.desk.document(key), state=fold(self.desk.findings(key), events), events=events)

    def decide(self, key: int, seen: int, finding: str, action: DecisionKind, ground: str | None = None) -> int:
        """Decide on one finding: redact on a ground (the proposed one if not given), or keep.

        Raises:
            WrongUse: there is no such finding, or no such ground.
            Stale, InHand: see ``Journal.append``.
        """
        opened = self._work_on(key)
        found = next((one for one in opened.state.findings.findings if one.id == finding), None)
        if found is None:
            raise WrongUse("This document has no such finding.")
        chosen = parse_grond(ground).value if ground else found.ground
        if action is DecisionKind.REDACT and chosen is None:
            raise WrongUse("A redaction needs a ground.", advice="Choose a ground of chapter 5 of the Woo.")
        detail = {
            "finding": finding,
            "action": action.value,
            "ground": chosen if action is DecisionKind.REDACT else None,
        }
        return self._write(opened, EventKind.DECIDED, seen, detail)

    def accept_sure(self, key: int, seen: int, page: int) -> int:
        """Decide on everything of one page that is sure and still open, as proposed."""
        opened = self._work_on(key)
        details = [
            {
                "finding": one.id,
                "action": (DecisionKind.KEEP if one.action is Action.KEEP else DecisionKind.REDACT).value,
                "ground": None if one.action is Action.KEEP else one.ground,
            }
            for one in opened.state.open(page)
            if one.band is Band.ZEKER and one.action is not Action.ASK
        ]
        return self._write(opened, EventKind.DECIDED, seen, *details) if details else seen

    def add_text(self, key: int, seen: int, places: tuple[tuple[int, int, int], ...], ground: str) -> int:
        """Redact stretches of text that nobody proposed: 0-based page and offsets."""
        opened = self._work_on(key)
        code = parse_grond(ground).value
        details = [{"page": page, "start": start, "end": end, "ground": code} for page, start, end in places]
        if not details or any(start < 0 or end <= start for _, start, end in places):
            raise WrongUse("There is nothing to redact there.", advice="Choose at least one word.")
        return self._write(opened, EventKind.ADDED, seen, *details)

    def add_box(self, key: int, seen: int, page: int, box: tuple[float, float, float, float], ground: str) -> int:
        """Redact a part of the picture of a page: corners in points, page as seen."""
        opened = self._work_on(key)
        x0, y0, x1, y1 = box
        if not 0 <= page < opened.document.pages or x1 - x0 < 1 or y1 - y0 < 1:
            raise WrongUse("The box has no size or lies off the page.", advice="Draw it again.")
        detail = {"page": page, "boxes": [[x0, y0, x1, y1]], "ground": parse_grond(ground).value}
        return self._write(opened, EventKind.ADDED, seen, detail)

    def read(self, key: int, seen: int, page: int) -> int:
        """Mark a page as read."""
        opened = self._work_on(key)
        if not 0 <= page < opened.document.pages:
            raise WrongUse("The document has no such page.")
        return self._write(opened, EventKind.PAGE_READ, seen, {"page": page})

    def check_context(self, key: int, seen: int) -> int:
        """Say that no word beside the names still points at somebody."""
        return self._write(self._work_on(key), EventKind.CONTEXT_CHECKED, seen, {})

    def undo(self, key: int, seen: int) -> int:
        """Take back the last thing that this person did. Nothing happens when there is none."""
        opened = self._work_on(key)
        last = undoable(opened.events, self.actor)
        return seen if last is None else self._write(opened, EventKind.UNDONE, seen, {"of": last.number})

    def finish(self, key: int, seen: int) -> None:
        """Be done with a document: approve it, or hand it to a second person where the policy says so.

        Raises:
            NotYet: something is missing.
        """
        opened = self._work_on(key)
        missing = unmet(opened.state, opened.document.pages)
        if missing:
            raise NotYet(missing)
        last = self._write(opened, EventKind.FINISHED, seen, {})
        if self.four_eyes:
            self.desk.offer_second(key, self.actor)
        else:
            self._approve(opened, last)
        self.desk.journal.let_go(key, self.actor)

    def approve_second(self, key: int, seen: int) -> None:
        """Approve what a colleague finished.

        Raises:
            NotYours: this person finished it.
        """
        opened = self._second(key)
        self._approve(opened, seen)

    def send_back(self, key: int, seen: int) -> None:
        """Send back what a colleague finished."""
        opened = self._second(key)
        self._write(opened, EventKind.RETURNED, seen, {})
        self.desk.give_back(key, self.actor)

    def judge(self, key: int, seen: int, judgement: Judgement) -> None:
        """Decide that a document is not published as a whole."""
        opened = self._work_on(key)
        self._write(opened, EventKind.JUDGED, seen, {"judgement": judgement.value})
        self.desk.judge(key, judgement, self.actor)
        self.desk.journal.let_go(key, self.actor)

    def _work_on(self, key: int) -> Opened:
        opened = self.open(key)
        if opened.document.stand is Stand.TO_REVIEW:
            self.desk.begin(key, self.actor)
        elif opened.document.stand is not Stand.IN_REVIEW:
            raise NotYours("Nothing can be decided about this document now.", advice="See where it is in the worklist.")
        return opened

    def _second(self, key: int) -> Opened:
        opened = self.open(key)
        if opened.document.stand is not Stand.SECOND:
            raise NotYours("This document does not wait for a second person.")
        if opened.state.finished_by == self.actor:
            raise NotYours("A second person is somebody else than the first.")
        return opened

    def _approve(self, opened: Opened, seen: int) -> None:
        self._write(opened, EventKind.APPROVED, seen, {})
        self.desk.approve(opened.document.key, reviewed(opened.state), self.actor)

    def _write(self, opened: Opened, kind: EventKind, seen: int, *details: Mapping[str, Any]) -> int:
        findings = opened.state.findings
        return self.desk.journal.append(
            opened.document.key,
            kind,
            actor=self.actor,
            now=self.desk.now(),
            about=Versions(
                revision=opened.document.revision, policy=findings.policy_version, model=findings.model_version
            ),
            seen=seen,
            details=details or ({},),
        )
