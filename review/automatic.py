# SPDX-License-Identifier: EUPL-1.2
"""Approval without a person: the policy's proposal becomes the decision."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, assert_never

from schemas.findings import Action, Finding, Findings, Kind, Span
from schemas.geometry import Box
from schemas.review import Decision, DecisionKind, Redaction, ReviewedFindings
from schemas.values.codes import Grond

DEFAULT_GROUND: Final = Grond.ART_5_1_2_E.value
"""Ground where the policy asks and names none: respect for privacy (Woo article 5.1, second paragraph, under e)."""

MARKED: Final = "marked_in_document"
"""Reason of a decision about a place that the document itself marks for redaction."""


def policy_actor(version: str) -> str:
    """How a policy signs a decision, for example ``policy:2026-11``."""
    return f"policy:{version}"


def approve(
    findings: Findings,
    *,
    actor: str | None = None,
    moment: datetime,
    marked: Sequence[tuple[int, Box]] = (),
) -> ReviewedFindings:
    """Decide every finding as the policy proposes; nobody looks.

    What the policy would ask a person about is redacted too: nobody looked, and unknown is closed. So automatic
    approval takes away more than an officer would, never less.

    Args:
        findings: outcome of detection; nothing in it may be left unanalysed.
        actor: who signs; the policy with its version if not given.
        moment: aware time of the decisions.
        marked: places (0-based page, box as seen) that somebody marked for redaction in the document itself, without
            carrying it out. They are redacted: a reader of the original was told that they would be.

    Raises:
        ValueError: part of the document was not analysed, so it cannot be approved without a person.
    """
    if findings.not_analysed:
        raise ValueError("a document that was not analysed in whole is not approved without a person")
    signed = policy_actor(findings.policy_version) if actor is None else actor
    decisions = tuple(_decide(finding, actor=signed, moment=moment) for finding in findings.findings)
    redactions = tuple(
        _redaction(finding, decision.ground)
        for finding, decision in zip(findings.findings, decisions, strict=True)
        if decision.kind is DecisionKind.REDACT and decision.ground is not None
    )
    return ReviewedFindings(
        digest=findings.digest,
        redactions=redactions
        + tuple(Redaction(ground=DEFAULT_GROUND, kind=Kind.TERM, page=page, boxes=(box,)) for page, box in marked),
        decisions=decisions
        + tuple(
            Decision(
                finding=None,
                kind=DecisionKind.REDACT,
                ground=DEFAULT_GROUND,
                actor=signed,
                moment=moment,
                reason=MARKED,
            )
            for _ in marked
        ),
        policy_version=findings.policy_version,
        model_version=findings.model_version,
    )


def _decide(finding: Finding, *, actor: str, moment: datetime) -> Decision:
    ground: str | None
    match finding.action:
        case Action.REDACT | Action.ASK:
            kind, ground = DecisionKind.REDACT, finding.ground or DEFAULT_GROUND
        case Action.KEEP:
            kind, ground = DecisionKind.KEEP, None
        case _:
            assert_never(finding.action)
    return Decision(
        finding=finding.id, kind=kind, ground=ground, actor=actor, moment=moment, reason=finding.action.value
    )


def _redaction(finding: Finding, ground: str) -> Redaction:
    """The stretches of text and the parts of the picture that go."""
    return Redaction(
        ground=ground,
        kind=finding.kind,
        spans=tuple(_sorted(finding.spans)),
        page=finding.page,
        boxes=finding.regions,
    )


def _sorted(spans: tuple[Span, ...]) -> list[Span]:
    return sorted(spans, key=lambda span: (span.page, span.start))
