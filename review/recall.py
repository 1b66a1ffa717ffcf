# SPDX-License-Identifier: EUPL-1.2
"""Measures how much an officer sees without help: a few sure proposals stay hidden until the document is finished.

Nothing leaks by it: a document cannot be finished before every hidden proposal was shown and decided.
"""

import hashlib
import hmac
from typing import Final

from schemas.findings import Action, Band, Finding, Findings
from schemas.geometry import Box

SHARE: Final = 0.03
_STEPS: Final = 1_000_000


def held_back(findings: Findings, secret: bytes, share: float = SHARE) -> frozenset[str]:
    """Identifiers of the sure proposals that are hidden at first; the same ones each time the document is opened.

    Args:
        findings: of one document.
        secret: makes the choice one that nobody can foresee.
        share: part of the sure proposals.
    """
    return frozenset(
        one.id
        for one in findings.findings
        if one.band is Band.ZEKER and one.action is Action.REDACT and _drawn(findings, one, secret) < share * _STEPS
    )


def _drawn(findings: Findings, one: Finding, secret: bytes) -> int:
    said = hmac.new(secret, f"{findings.digest}:{one.id}".encode(), hashlib.sha256).digest()
    return int.from_bytes(said[:8]) % _STEPS


def covered(finding: Finding, spans: tuple[tuple[int, int, int], ...], boxes: tuple[tuple[int, Box], ...]) -> bool:
    """True when somebody marked a finding: every stretch of it lies in what was added, or every box is touched."""
    if finding.spans and all(
        any(page == span.page and start <= span.start and span.end <= end for page, start, end in spans)
        for span in finding.spans
    ):
        return True
    return bool(finding.places) and all(
        any(page == other and box.intersects(drawn) for other, drawn in boxes) for page, box in finding.places
    )
