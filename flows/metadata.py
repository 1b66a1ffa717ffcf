# SPDX-License-Identifier: EUPL-1.2
"""Texts that go out beside a document: what detection finds in them is replaced."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from schemas.errors import BlockReason, DocumentBlocked
from schemas.findings import Action, Findings

if TYPE_CHECKING:
    from flows.engine import PublicText

REMOVED: Final = "[gelakt]"
"""What stands where something was taken out of a title or description."""


def without_secrets(text: "PublicText", secrets: Sequence[str]) -> "PublicText":
    """A text in which nothing stands that was taken out of the document itself, whatever detection says of it here."""
    from flows.engine import PublicText

    words = [r"\s+".join(map(re.escape, secret.split())) for secret in sorted(secrets, key=len, reverse=True)]
    if not words:
        return text
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)
    left, removed = pattern.subn(REMOVED, text.text)
    return PublicText(text=left, removed=text.removed + removed)


def without_findings(text: str, findings: Findings) -> "PublicText":
    """A text in which everything that is not certainly allowed is replaced.

    Raises:
        DocumentBlocked: detection could not read the text.
    """
    from flows.engine import PublicText

    if findings.not_analysed:
        raise DocumentBlocked(
            BlockReason.METADATA_HOLDS_PERSONAL_DATA,
            "A title, description or keyword could not be searched for personal data.",
            advice="Correct it in the archive.",
        )
    stretches = sorted(
        (span.start, span.end)
        for finding in findings.findings
        if finding.action is not Action.KEEP
        for span in finding.spans
    )
    parts, place, removed = [], 0, 0
    for start, end in stretches:
        if end <= place:
            continue
        if start > place or removed == 0:
            parts += [text[place:start], REMOVED]
            removed += 1
        place = end
    return PublicText(text="".join(parts) + text[place:], removed=removed)
