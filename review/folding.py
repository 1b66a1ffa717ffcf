# SPDX-License-Identifier: EUPL-1.2
"""The state of a document at the desk, folded from its events; and what stands between it and the end."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from review.automatic import DEFAULT_GROUND
from review.events import DeskEvent, EventKind
from review.state import Addition, Choice, DeskState, Remark
from review.texts import Sentence, sentence
from schemas.findings import Action, Finding, Findings, Kind, Span
from schemas.geometry import Box
from schemas.review import Decision, DecisionKind, Redaction, ReviewedFindings


def fold(
    findings: Findings,
    events: Sequence[DeskEvent],
    hold: frozenset[str] = frozenset(),
    gone: Sequence[Finding] = (),
) -> DeskState:
    """The state after the events; what was undone counts no more.

    Args:
        findings: what detection proposed.
        events: of the document, in order.
        hold: identifiers of findings to hold back until an event reveals them.
        gone: what was proposed before the document was searched again, and is not any more.
    """
    undone = undone_in(events)
    choices: dict[str, Choice] = {}
    additions: list[Addition] = []
    remarks: dict[int, Remark] = {}
    read: set[int] = set()
    checked, finished, until, revealed, released = False, None, None, False, None
    fresh: frozenset[str] = frozenset()
    for event in events:
        if event.number in undone:
            continue
        match event.kind:
            case EventKind.DECIDED:
                choices[str(event.detail["finding"])] = _choice(event)
            case EventKind.ADDED:
                additions.append(_addition(event))
            case EventKind.PAGE_READ:
                read.add(int(event.detail["page"]))
            case EventKind.CONTEXT_CHECKED:
                checked = True
            case EventKind.FINISHED:
                finished, until, released = event.actor, _day(event.detail.get("until")), None
            case EventKind.HELD:
                released = event.actor
            case EventKind.RETURNED:
                checked, finished, until, released = False, None, None, None
            case EventKind.REVEALED:
                revealed = True
            case EventKind.REDETECTED:
                fresh = frozenset(map(str, event.detail["added"]))
                if event.detail.get("back"):
                    checked, finished, until, released = False, None, None, None
            case EventKind.TAKEN_OVER:
                match EventKind(event.detail["what"]):
                    case EventKind.DECIDED:
                        choices[str(event.detail["finding"])] = replace(_choice(_as_then(event)), taken_over=True)
                    case EventKind.ADDED:
                        additions.append(_addition(_as_then(event)))
                    case _:
                        read.add(int(event.detail["page"]))
            case EventKind.NOTED | EventKind.ASKED:
                remarks[event.number] = _remark(event)
            case EventKind.ANSWERED:
                asked = int(event.detail["of"])
                remarks[asked] = replace(remarks[asked], answer=str(event.detail["text"]), answered_by=event.actor)
            case (
                EventKind.UNDONE | EventKind.REDONE | EventKind.APPROVED | EventKind.JUDGED | EventKind.LEASE_BROKEN
                | EventKind.SUSPENDED | EventKind.RESUMED | EventKind.AGREED
            ):  # fmt: skip
                pass
    hidden = frozenset() if revealed else hold - choices.keys()
    here = frozenset(one.id for one in findings.findings)
    lost = tuple(one for one in gone if one.id not in here)
    shown = (one for one in (*findings.findings, *(one for one in lost if one.id in choices)) if one.id not in hidden)
    return DeskState(
        findings=replace(findings, findings=tuple(shown)),
        fresh=fresh & here,
        gone=frozenset(one.id for one in lost),
        dropped=tuple(one for one in lost if one.id not in choices),
        held=tuple(one for one in findings.findings if one.id in hidden),
        choices=choices,
        additions=tuple(additions),
        remarks=tuple(remarks.values()),
        read=frozenset(read),
        context_checked=checked,
        finished_by=finished,
        until=until,
        released_by=released,
        last=events[-1].number if events else 0,
    )


_BACK: Final = frozenset({EventKind.DECIDED, EventKind.ADDED, EventKind.PAGE_READ, EventKind.CONTEXT_CHECKED})
_ENDS: Final = frozenset(
    {EventKind.FINISHED, EventKind.AGREED, EventKind.HELD, EventKind.RETURNED, EventKind.APPROVED, EventKind.JUDGED}
)


def undoable(events: Sequence[DeskEvent], actor: str) -> tuple[DeskEvent, ...]:
    """The events of the last act of a person that still counts, since the document was last finished."""
    undone = undone_in(events)
    for event in reversed(events):
        if event.kind in _ENDS:
            return ()
        if event.actor == actor and event.number not in undone and event.kind in _BACK:
            return tuple(one for one in events if one.act == event.act and one.number not in undone)
    return ()


def redoable(events: Sequence[DeskEvent], actor: str) -> tuple[DeskEvent, ...]:
    """The events that the last undoing of a person took back, unless something new was done since."""
    undone = undone_in(events)
    for event in reversed(events):
        if event.kind in _ENDS or (event.actor == actor and event.kind in _BACK and event.number not in undone):
            redone = any(
                one.kind is EventKind.REDONE and int(one.detail["of"]) == event.number and one.actor == actor
                for one in events
            )
            if redone and event.kind in _BACK:
                continue
            return ()
        if event.kind is EventKind.UNDONE and event.actor == actor and int(event.detail["of"]) in undone:
            acts = {int(one.detail["of"]) for one in events if one.act == event.act}
            return tuple(one for one in events if one.number in acts & undone)
    return ()


def changes(state: DeskState) -> tuple[tuple[Finding, Choice], ...]:
    """Decisions that differ from what was proposed: what a second person looks at first."""
    return tuple(
        (finding, chosen)
        for finding in state.findings.findings
        if (chosen := state.choices.get(finding.id)) is not None
        and (
            (chosen.kind is DecisionKind.KEEP) != (finding.action is Action.KEEP)
            or (chosen.kind is DecisionKind.REDACT and chosen.ground != finding.ground)
            or chosen.spans is not None
            or chosen.boxes is not None
        )
    )


def unmet(state: DeskState, pages: int) -> tuple[Sentence, ...]:
    """What must be done before a document can be finished, as sentences; nothing when it can."""
    missing: list[Sentence] = []
    left = len(state.open())
    if left:
        missing.append(sentence("unmet.open", n=left))
    unread = pages - len(state.read)
    if unread:
        missing.append(sentence("unmet.unread", n=unread, pages=pages))
    if not state.context_checked:
        missing.append(sentence("unmet.context"))
    if state.questions:
        missing.append(sentence("unmet.question"))
    groundless = sum(
        state.decision(one) is DecisionKind.REDACT and not (state.choices[one.id].ground or one.ground)
        for one in state.findings.findings
        if one.id in state.choices
    )
    if groundless:
        missing.append(sentence("unmet.groundless", n=groundless))
    return tuple(missing)


def reviewed(state: DeskState) -> ReviewedFindings:
    """The decisions as redaction takes them; what nobody decided on goes as the policy proposes, ask is redact."""
    redactions: list[Redaction] = []
    decisions: list[Decision] = []
    for finding in state.findings.findings:
        chosen = state.choices.get(finding.id)
        kind = state.decision(finding)
        ground = (chosen.ground if chosen else None) or finding.ground
        if chosen is not None:
            decisions.append(
                Decision(
                    finding=finding.id, kind=kind, ground=ground if kind is DecisionKind.REDACT else None,
                    actor=chosen.actor, moment=chosen.moment,
                )
            )  # fmt: skip
        if kind is DecisionKind.REDACT:
            redactions.append(_redacted(finding, chosen, ground or DEFAULT_GROUND))
    for added in state.additions:
        redactions.append(_redaction(added))
        decisions.append(
            Decision(
                finding=None, kind=DecisionKind.REDACT, ground=added.ground, actor=added.actor, moment=added.moment,
                reason="added",
            )
        )  # fmt: skip
    return ReviewedFindings(
        digest=state.findings.digest,
        redactions=tuple(redactions),
        decisions=tuple(decisions),
        policy_version=state.findings.policy_version,
        model_version=state.findings.model_version,
    )


def undone_in(events: Iterable[DeskEvent]) -> frozenset[int]:
    """Numbers of the events that do not count: undone, and not done again after that."""
    undone: set[int] = set()
    for event in events:
        if event.kind is EventKind.UNDONE:
            undone.add(int(event.detail["of"]))
        elif event.kind is EventKind.REDONE:
            undone.discard(int(event.detail["of"]))
    return frozenset(undone)


def _redacted(finding: Finding, chosen: Choice | None, ground: str) -> Redaction:
    spans = finding.spans if chosen is None or chosen.spans is None else chosen.spans
    boxes = finding.regions if chosen is None or chosen.boxes is None else chosen.boxes
    return Redaction(
        ground=ground, kind=finding.kind, spans=tuple(sorted(spans, key=_place)), page=finding.page, boxes=boxes
    )


def _place(span: Span) -> tuple[int, int]:
    return span.page, span.start


def _choice(event: DeskEvent) -> Choice:
    ground: Any = event.detail.get("ground")
    return Choice(
        number=event.number,
        kind=DecisionKind(event.detail["action"]),
        ground=None if ground is None else str(ground),
        actor=event.actor,
        moment=event.moment,
        proposed=None if event.detail.get("proposed") is None else Action(event.detail["proposed"]),
        spans=_spans(event.detail.get("spans")),
        boxes=_boxes(event.detail.get("boxes")),
    )


def _as_then(event: DeskEvent) -> DeskEvent:
    """What was taken over, as said by who said it when they did."""
    return replace(event, actor=str(event.detail["by"]), moment=datetime.fromisoformat(str(event.detail["on"])))


def _spans(given: Any) -> tuple[Span, ...] | None:
    if given is None:
        return None
    return tuple(
        Span(page=int(page), start=int(start), end=int(end), boxes=_boxes(boxes) or ())
        for page, start, end, boxes in given
    )


def _boxes(given: Any) -> tuple[Box, ...] | None:
    return None if given is None else tuple(Box(*map(float, box)) for box in given)


def _day(text: Any) -> date | None:
    return None if text is None else date.fromisoformat(str(text))


def _remark(event: DeskEvent) -> Remark:
    page: Any = event.detail.get("page")
    finding: Any = event.detail.get("finding")
    return Remark(
        number=event.number,
        actor=event.actor,
        moment=event.moment,
        text=str(event.detail["text"]),
        question=event.kind is EventKind.ASKED,
        finding=None if finding is None else str(finding),
        page=None if page is None else int(page),
        group=str(event.detail.get("group", "")),
    )


def _addition(event: DeskEvent) -> Addition:
    detail = event.detail
    return Addition(
        number=event.number,
        ground=str(detail["ground"]),
        page=int(detail["page"]),
        actor=event.actor,
        moment=event.moment,
        start=None if detail.get("start") is None else int(detail["start"]),
        end=None if detail.get("end") is None else int(detail["end"]),
        boxes=_boxes(detail.get("boxes")) or (),
        act=event.act,
    )


def _redaction(added: Addition) -> Redaction:
    if added.start is not None and added.end is not None:
        span = Span(page=added.page, start=added.start, end=added.end, boxes=added.boxes)
        return Redaction(ground=added.ground, kind=Kind.TERM, spans=(span,))
    return Redaction(ground=added.ground, kind=Kind.TERM, page=added.page, boxes=added.boxes)
