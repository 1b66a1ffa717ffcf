# SPDX-License-Identifier: EUPL-1.2
"""What a person does with one document: each act is checked, written down as events, and only then carried out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from review.adjusting import Direction, adjusted
from review.events import EventKind
from review.folding import redoable, reviewed, undoable, unmet
from review.opening import Opened, addition_of, decision_on, open_document, open_documents
from review.ports import WORKABLE, Desk, Judgement, Occurrence, SearchedAgain, Stand
from review.recall import covered
from review.roles import Account, NotYours, Role
from review.state import Remark
from review.texts import Sentence, sentence
from schemas.errors import LakstraatError, WrongUse
from schemas.findings import Action, Band
from schemas.review import DecisionKind
from schemas.woo import parse_grond

CONFIRMATION: Final = "akkoord"
"""What somebody types who publishes a document without any of the proposed redactions."""

_GROUP: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_DECIDERS: Final = (Role.BEOORDELAAR, Role.TWEEDE_BEOORDELAAR)


class NotYet(LakstraatError):
    """A document cannot be finished yet; ``missing`` says why, in sentences."""

    default_advice = "Do what is missing first."

    def __init__(self, missing: tuple[Sentence, ...]) -> None:
        super().__init__("The document cannot be finished yet.")
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Acting:
    """The acts of one person.

    Attributes:
        desk: the documents.
        account: who acts.
        four_eyes: a second person must look before a document is approved.
        share: part of the sure proposals that is held back.
    """

    desk: Desk
    account: Account
    four_eyes: bool = False
    share: float = 0.03

    @property
    def actor(self) -> str:
        """Identifier of who acts."""
        return self.account.id

    def open(self, key: int) -> Opened:
        """A document with its state.

        Raises:
            NoSuchDocument: it is not on the desk.
        """
        return open_document(self.desk, key, self.share)

    def open_all(self, keys: Sequence[int]) -> Iterator[Opened]:
        """Documents with their state; what is not on the desk is left out."""
        return open_documents(self.desk, keys, self.share)

    def decide(self, key: int, seen: int, finding: str, action: DecisionKind, ground: str | None = None) -> int:
        """Decide on one finding: redact on a ground (the proposed one if not given), or keep.

        Raises:
            WrongUse: there is no such finding, or no such ground.
            Stale, InHand: see ``Journal.append``.
        """
        opened = self._work_on(key)
        return self._write(opened, EventKind.DECIDED, seen, decision_on(opened.finding(finding), action, ground))

    def adjust(self, key: int, seen: int, finding: str, direction: Direction) -> int:
        """Make the place of a finding wider or narrower, or move its box; it is redacted there."""
        opened = self._work_on(key)
        found = opened.finding(finding)
        chosen = opened.state.choices.get(finding)
        words = self.desk.words(key, found.first_page) if found.spans else ()
        ground = chosen.ground if chosen else None
        detail = decision_on(found, DecisionKind.REDACT, ground) | adjusted(found, chosen, words, direction)
        return self._write(opened, EventKind.DECIDED, seen, detail)

    def accept_sure(self, key: int, seen: int, page: int) -> int:
        """Decide on everything of one page that is sure and still open, as proposed."""
        opened = self._work_on(key)
        details = [
            decision_on(one, DecisionKind.KEEP if one.action is Action.KEEP else DecisionKind.REDACT)
            for one in opened.state.open(page)
            if one.band is Band.ZEKER and one.action is not Action.ASK
        ]
        return self._write(opened, EventKind.DECIDED, seen, *details) if details else seen

    def add_text(self, key: int, seen: int, places: tuple[Occurrence, ...], ground: str) -> int:
        """Redact stretches of text that nobody proposed."""
        opened = self._work_on(key)
        code = parse_grond(ground).value
        if not places or any(place.start < 0 or place.end <= place.start for place in places):
            raise WrongUse("There is nothing to redact there.", advice="Choose at least one word.")
        return self._write(opened, EventKind.ADDED, seen, *(addition_of(place, code) for place in places))

    def add_box(self, key: int, seen: int, page: int, box: tuple[float, float, float, float], ground: str) -> int:
        """Redact a part of the picture of a page: corners in points, page as seen."""
        opened = self._work_on(key)
        x0, y0, x1, y1 = box
        if not 0 <= page < opened.document.pages or x1 - x0 < 1 or y1 - y0 < 1:
            raise WrongUse("The box has no size or lies off the page.", advice="Draw it again.")
        detail = {"page": page, "boxes": [[x0, y0, x1, y1]], "ground": parse_grond(ground).value}
        return self._write(opened, EventKind.ADDED, seen, detail)

    def remove_addition(self, key: int, seen: int, number: int) -> int:
        """Take back something that somebody added."""
        opened = self._work_on(key)
        if number not in {added.number for added in opened.state.additions}:
            raise WrongUse("This was not added, or was taken back already.", advice="Open the page again.")
        return self._write(opened, EventKind.UNDONE, seen, {"of": number})

    def read(self, key: int, seen: int, page: int) -> int:
        """Mark a page as read."""
        opened = self._work_on(key)
        if not 0 <= page < opened.document.pages:
            raise WrongUse("The document has no such page.")
        return self._write(opened, EventKind.PAGE_READ, seen, {"page": page})

    def check_context(self, key: int, seen: int) -> int:
        """Say that no word beside the names still points at somebody."""
        return self._write(self._work_on(key), EventKind.CONTEXT_CHECKED, seen)

    def undo(self, key: int, seen: int) -> int:
        """Take back the last thing that this person did. Nothing happens when there is none."""
        opened = self._work_on(key)
        last = undoable(opened.events, self.actor)
        return self._write(opened, EventKind.UNDONE, seen, *({"of": one.number} for one in last)) if last else seen

    def redo(self, key: int, seen: int) -> int:
        """Do again what this person undid last, unless they did something else since."""
        opened = self._work_on(key)
        last = redoable(opened.events, self.actor)
        return self._write(opened, EventKind.REDONE, seen, *({"of": one.number} for one in last)) if last else seen

    def remark(
        self, key: int, seen: int, text: str, *, question: bool, finding: str | None = None, page: int | None = None,
        group: str = "",
    ) -> int:  # fmt: skip
        """Leave a remark, or ask a question, of a group or of anybody: then the document waits for the answer."""
        opened = self._work_on(key)
        if not text.strip():
            raise WrongUse("There is no text.", advice="Write what you want to say.")
        named = group.strip().lstrip("@").lower()
        if named and not _GROUP.fullmatch(named):
            raise WrongUse("This is no name of a group.", advice="Use letters, digits and hyphens, such as @juristen.")
        detail = {"text": self.desk.put_text(text.strip()), "finding": finding, "page": page}
        detail |= {"group": named} if named and question else {}
        last = self._write(opened, EventKind.ASKED if question else EventKind.NOTED, seen, detail)
        if question:
            self.desk.block(key, self.actor)
            self.desk.journal.let_go(key, self.actor)
        return last

    def answer(self, key: int, seen: int, number: int, text: str) -> int:
        """Answer a question; with the last one the document goes back to review."""
        self.account.must(*Role)
        opened = self.open(key)
        question = next((one for one in opened.state.questions if one.number == number), None)
        if question is None or not text.strip():
            raise WrongUse("There is no such open question, or no answer.", advice="Open the document again.")
        detail = {"of": number, "text": self.desk.put_text(text.strip())}
        last = self._write(opened, EventKind.ANSWERED, seen, detail)
        if len(opened.state.questions) == 1 and opened.document.stand is Stand.QUESTION:
            self.desk.reopen(key, self.actor)
        return last

    def finish(self, key: int, seen: int, *, until: date | None = None, confirmation: str = "") -> None:
        """Be done with a document: approve it, or hand it to whoever must look or release it.

        Raises:
            NotYet: something is missing.
        """
        opened = self._work_on(key)
        seen = self._reveal(opened, seen)
        missing = unmet(opened.state, opened.document.pages)
        if opened.state.everything_dropped and confirmation.strip().lower() != CONFIRMATION:
            missing += (sentence("unmet.dropped", word=CONFIRMATION),)
        if missing:
            raise NotYet(missing)
        detail = {} if until is None else {"until": until.isoformat()}
        last = self._write(opened, EventKind.FINISHED, seen, detail)
        if self.four_eyes or opened.state.needs_second:
            self.desk.offer_second(key, self.actor)
        else:
            self._release_or_offer(opened, last, until)
        self.desk.journal.let_go(key, self.actor)

    def approve_second(self, key: int, seen: int) -> None:
        """Approve what a colleague finished.

        Raises:
            NotYours: this person finished it, or has not the role.
        """
        opened, seen, until = self._second(key, seen)
        if not self.account.may(Role.PUBLICIST):
            seen = self._write(opened, EventKind.AGREED, seen)
        self._release_or_offer(opened, seen, until)

    def release(self, key: int, seen: int) -> None:
        """Let a document go to the public; before its day, say that it goes by itself on that day."""
        self.account.must(Role.PUBLICIST)
        opened = self.open(key)
        if opened.document.stand is not Stand.RELEASE:
            raise NotYours("This document does not wait for release.")
        until = opened.state.until
        if until is None or self.desk.now().date() >= until:
            self._approve(opened, seen)
        elif opened.state.released_by is None:
            self._write(opened, EventKind.HELD, seen, {"until": until.isoformat()})
        else:
            raise NotYet((sentence("unmet.held", day=f"{until:%d-%m-%Y}"),))

    def release_held(self, key: int) -> bool:
        """Let a document go of which somebody said before that it goes by itself on a day that has come.

        Gives False when nobody did, or the day has not come. The approval is that person's; who acts only carries it
        out.
        """
        opened = self.open(key)
        state = opened.state
        due = state.until is not None and self.desk.now().date() >= state.until
        if opened.document.stand is not Stand.RELEASE or state.released_by is None or not due:
            return False
        self._write(opened, EventKind.APPROVED, state.last)
        self.desk.approve(key, reviewed(state), state.released_by)
        return True

    def send_back(self, key: int, seen: int) -> None:
        """Send back what a colleague finished, or take up again what was judged, blocked or not yet released."""
        opened = self.open(key)
        if opened.document.stand is Stand.SECOND:
            self._second(key, seen)
        else:
            self.account.must(*_DECIDERS, Role.COORDINATOR)
        self._write(opened, EventKind.RETURNED, seen)
        self.desk.reopen(key, self.actor)

    def judge(self, key: int, seen: int, judgement: Judgement, *, ground: str = "", link: str = "") -> None:
        """Decide that a document is not published as a whole: on a ground, or because it is public already."""
        opened = self._work_on(key)
        detail: dict[str, Any] = {"judgement": judgement.value}
        if judgement is Judgement.NOT_PUBLIC:
            detail["ground"] = parse_grond(ground).value
        elif link.startswith(("https://", "http://")):
            detail["link"] = self.desk.put_text(link)
        else:
            raise WrongUse("Say where the document is public.", advice="Give an address that starts with https://.")
        self._write(opened, EventKind.JUDGED, seen, detail)
        self.desk.judge(key, judgement, self.actor)
        self.desk.journal.let_go(key, self.actor)

    def suspend(self, key: int, seen: int, reason: str) -> None:
        """Hold what was approved or waits for its day: an objection, an order of a court, views that are asked.

        Raises:
            WrongUse: this is no reason to hold it.
        """
        self.account.must(Role.PUBLICIST, Role.COORDINATOR)
        opened = self.open(key)
        if opened.document.state not in ("approved", "reviewed"):
            raise NotYours("Only an approved document can be suspended, and only a suspended one resumed.")
        if reason not in self.desk.suspensions:
            raise WrongUse("Say why the document is suspended.", advice="Choose a reason; it stands in the history.")
        self._write(opened, EventKind.SUSPENDED, seen, {"reason": reason})
        self.desk.suspend(key, self.actor, reason)

    def resume(self, key: int, seen: int) -> None:
        """Let go on what was suspended."""
        self.account.must(Role.PUBLICIST, Role.COORDINATOR)
        opened = self.open(key)
        if opened.document.state != "suspended":
            raise NotYours("Only an approved document can be suspended, and only a suspended one resumed.")
        self._write(opened, EventKind.RESUMED, seen)
        self.desk.resume(key, self.actor)

    def search_again(self, key: int) -> SearchedAgain:
        """Search a document again, with the policy and model of now; decisions stay."""
        self.account.must(Role.COORDINATOR)
        return self.desk.search_again(key, self.actor)

    def break_lease(self, key: int, seen: int) -> None:
        """Take a document out of the hands of somebody who is not there."""
        self.account.must(Role.COORDINATOR)
        opened = self.open(key)
        self.desk.journal.break_lease(key)
        self._write(opened, EventKind.LEASE_BROKEN, seen)

    def may_work(self, opened: Opened) -> bool:
        """True when this person may decide about a document as it stands."""
        return opened.document.stand in WORKABLE and self.account.may(*_DECIDERS)

    def remarks(self, opened: Opened) -> tuple[tuple[Remark, str, str], ...]:
        """Remarks with their texts and the texts of their answers."""
        return tuple(
            (one, self.desk.text(one.text), "" if one.answer is None else self.desk.text(one.answer))
            for one in opened.state.remarks
        )

    def _reveal(self, opened: Opened, seen: int) -> int:
        """Show what was held back; what the officer marked by then counts as decided. Gives the last event.

        Raises:
            NotYet: there is now more to decide.
        """
        state = opened.state
        if not state.held or unmet(state, opened.document.pages):
            return seen
        spans = tuple((a.page, a.start, a.end) for a in state.additions if a.start is not None and a.end is not None)
        boxes = tuple((added.page, box) for added in state.additions for box in added.boxes)
        marked = [one for one in state.held if covered(one, spans, boxes)]
        counted = {"held": len(state.held), "marked": len(marked)}
        seen = self._write(opened, EventKind.REVEALED, seen, counted)
        if marked:
            details = (decision_on(one, DecisionKind.REDACT) for one in marked)
            seen = self._write(opened, EventKind.DECIDED, seen, *details)
        if len(marked) == len(state.held):
            return seen
        raise NotYet((sentence("unmet.held_back", n=len(state.held) - len(marked)),))

    def _work_on(self, key: int) -> Opened:
        self.account.must(*_DECIDERS)
        opened = self.open(key)
        if opened.document.stand is Stand.TO_REVIEW:
            self.desk.begin([key], self.actor)
        elif opened.document.stand is not Stand.IN_REVIEW:
            raise NotYours("Nothing can be decided about this document now.", advice="See where it is in the worklist.")
        return opened

    def _second(self, key: int, seen: int) -> tuple[Opened, int, date | None]:
        self.account.must(Role.TWEEDE_BEOORDELAAR)
        opened = self.open(key)
        if opened.document.stand is not Stand.SECOND:
            raise NotYours("This document does not wait for a second person.")
        if opened.state.finished_by == self.actor:
            raise NotYours("A second person is somebody else than the first.")
        return opened, seen, opened.state.until

    def _release_or_offer(self, opened: Opened, seen: int, until: date | None) -> None:
        """Approve where this person may let documents out; otherwise a publicist does. Not before its day."""
        held = until is not None and self.desk.now().date() < until
        if not self.account.may(Role.PUBLICIST):
            self.desk.offer_release(opened.document.key, self.actor, "")
        elif until is not None and held:
            self._write(opened, EventKind.HELD, seen, {"until": until.isoformat()})
            self.desk.offer_release(opened.document.key, self.actor, "hold_until")
        else:
            self._approve(opened, seen)

    def _approve(self, opened: Opened, seen: int) -> None:
        self._write(opened, EventKind.APPROVED, seen)
        self.desk.approve(opened.document.key, reviewed(opened.state), self.actor)

    def _write(self, opened: Opened, kind: EventKind, seen: int, *details: Mapping[str, Any]) -> int:
        return self.desk.journal.append(
            opened.document.key, kind, actor=self.actor, now=self.desk.now(), about=opened.about, seen=seen,
            details=details or ({},),
        )  # fmt: skip
