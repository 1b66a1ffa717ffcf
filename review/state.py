# SPDX-License-Identifier: EUPL-1.2
"""A document as it stands at the desk: what was decided, added, asked and read."""

from dataclasses import dataclass, field
from datetime import date, datetime

from schemas.findings import Action, Finding, Findings, Span
from schemas.geometry import Box
from schemas.review import DecisionKind

Place = tuple[int, int, int]
"""0-based page, start and end in the text of that page."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """What was decided about a finding, by which event; ``spans`` or ``boxes`` where the place was adjusted.

    ``proposed`` is what the policy proposed then; None in events that do not say. ``taken_over`` where it was decided
    in an earlier run over the same bytes; actor and moment are those of then.
    """

    number: int
    kind: DecisionKind
    ground: str | None
    actor: str
    moment: datetime
    proposed: Action | None = None
    taken_over: bool = False
    spans: tuple[Span, ...] | None = None
    boxes: tuple[Box, ...] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Addition:
    """A redaction that a person made: stretches of text with their boxes, or boxes on one page."""

    number: int
    ground: str
    page: int
    actor: str
    moment: datetime
    act: str
    start: int | None = None
    end: int | None = None
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """A remark or question; ``answer`` is the digest of its answer. Texts lie in the working store."""

    number: int
    actor: str
    moment: datetime
    text: str
    question: bool
    finding: str | None = None
    page: int | None = None
    group: str = ""
    answer: str | None = None
    answered_by: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DeskState:
    """A document as it stands after its events.

    Attributes:
        findings: what detection proposed, without what is held back at present.
        held: what is held back until the document is finished for the first time.
        fresh: identifiers of what is proposed since it was last searched again.
        gone: identifiers of what is not proposed any more; what was decided about it stands.
        dropped: what is not proposed any more, and nobody decided on.
        choices: decision by the id of the finding.
        additions: redactions that people added.
        read: 0-based pages that were marked as read.
        until: day before which it does not go out.
        released_by: who said that it goes out by itself on that day.
        last: number of the last event; what a page of the desk was made from.
    """

    findings: Findings = field(repr=False)
    held: tuple[Finding, ...] = field(default=(), repr=False)
    fresh: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    dropped: tuple[Finding, ...] = field(default=(), repr=False)
    choices: dict[str, Choice]
    additions: tuple[Addition, ...]
    remarks: tuple[Remark, ...] = ()
    read: frozenset[int]
    context_checked: bool
    finished_by: str | None
    until: date | None = None
    released_by: str | None = None
    last: int

    def open(self, page: int | None = None) -> tuple[Finding, ...]:
        """Findings that nobody decided on, of one page or of all."""
        return tuple(
            finding
            for finding in self.findings.findings
            if finding.id not in self.choices and (page is None or finding.first_page == page)
        )

    def decision(self, finding: Finding) -> DecisionKind:
        """What becomes of a finding as things stand: the decision, or else what the policy proposes (ask: redact)."""
        chosen = self.choices.get(finding.id)
        if chosen is not None:
            return chosen.kind
        return DecisionKind.KEEP if finding.action is Action.KEEP else DecisionKind.REDACT

    @property
    def overtaken(self) -> tuple[Finding, ...]:
        """Findings that are proposed otherwise than when somebody decided on them, and otherwise than decided."""
        return tuple(
            finding
            for finding in self.findings.findings
            if (chosen := self.choices.get(finding.id)) is not None
            and finding.id not in self.gone
            and chosen.proposed not in (None, finding.action)
            and (chosen.kind is DecisionKind.KEEP) != (finding.action is Action.KEEP)
        )

    @property
    def needs_look(self) -> bool:
        """True when something that is proposed to go was never decided on, or was kept before it was proposed so."""
        return any(finding.action is not Action.KEEP for finding in (*self.open(), *self.overtaken))

    @property
    def questions(self) -> tuple[Remark, ...]:
        """Questions without an answer."""
        return tuple(remark for remark in self.remarks if remark.question and remark.answer is None)

    @property
    def everything_dropped(self) -> bool:
        """True when redactions were proposed and none is left: a mistake that looks like a decision."""
        proposed = any(finding.action is not Action.KEEP for finding in self.findings.findings)
        left = self.additions or any(
            self.decision(finding) is DecisionKind.REDACT for finding in self.findings.findings
        )
        return proposed and not left

    @property
    def needs_second(self) -> bool:
        """True when something on an absolute ground (article 5.1, first paragraph) was kept: one person is too few."""
        return any(
            (finding.ground or "").startswith("5.1.1.")
            and finding.action is not Action.KEEP
            and finding.id in self.choices
            and self.choices[finding.id].kind is DecisionKind.KEEP
            for finding in self.findings.findings
        )
