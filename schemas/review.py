# SPDX-License-Identifier: EUPL-1.2
"""Decisions: every finding decided, a Woo ground per redaction, who and when."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from schemas.findings import Kind, Span
from schemas.geometry import Box
from schemas.identity import Digest


class DecisionKind(StrEnum):
    """What was decided about one finding or one box."""

    REDACT = "redact"
    KEEP = "keep"


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """One decision, append-only. ``actor`` is an account identifier or ``policy:<version>``, never a person's name."""

    finding: str | None
    kind: DecisionKind
    ground: str | None
    actor: str
    moment: datetime
    reason: str = ""

    def __post_init__(self) -> None:
        if self.kind is DecisionKind.REDACT and self.ground is None:
            raise ValueError("a redaction has a Woo ground")
        if self.moment.tzinfo is None:
            raise ValueError("a decision has an aware time")


@dataclass(frozen=True, kw_only=True, slots=True)
class Redaction:
    """A place that must become unreadable: stretches of text (all their glyphs), or a box on one page, or both.

    ``page`` (0-based) goes with ``boxes``; boxes are on the page as seen and take everything that they touch.
    """

    ground: str
    kind: Kind
    spans: tuple[Span, ...] = ()
    page: int | None = None
    boxes: tuple[Box, ...] = ()

    def __post_init__(self) -> None:
        if not self.spans and not self.boxes:
            raise ValueError("a redaction has a place")
        if self.boxes and self.page is None:
            raise ValueError("boxes lie on a page")


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewedFindings:
    """All that redaction needs to know: what goes, and the decisions behind it."""

    digest: Digest
    redactions: tuple[Redaction, ...]
    decisions: tuple[Decision, ...]
    policy_version: str
    model_version: str
