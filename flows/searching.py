# SPDX-License-Identifier: EUPL-1.2
"""What is proposed for a document: what was found, and what is marked in the document itself."""

from dataclasses import replace
from functools import lru_cache
from typing import Final

from flows.engine import Examination
from schemas.findings import Action, Band, Finding, Findings, Kind
from schemas.geometry import Box

_MARKED: Final = "In het document zelf gemarkeerd om te lakken, maar niet uitgevoerd."
_GROUND: Final = "5.1.2.e"


@lru_cache(maxsize=1000)
def _marked(places: tuple[tuple[int, Box], ...]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            id=f"marked-{number}", kind=Kind.BEELD, page=page, regions=(box,), score=1.0, band=Band.ZEKER,
            action=Action.REDACT, ground=_GROUND, why=_MARKED, recogniser="document",
        )
        for number, (page, box) in enumerate(places)
    )  # fmt: skip


def with_marked(examination: Examination) -> Findings:
    """What detection found, and the places that the document itself marks for redaction."""
    if not examination.marked:
        return examination.findings
    found = examination.findings
    return replace(found, findings=(*found.findings, *_marked(examination.marked)))
