# SPDX-License-Identifier: EUPL-1.2
"""What is proposed for a document that was prepared before: found anew, or marked in the document itself."""

from dataclasses import replace
from functools import lru_cache
from typing import Final

from flows.engine import DetectorChoice, Examination, detector, not_empty
from schemas.errors import DocumentBlocked
from schemas.findings import Action, Band, Finding, Findings, Kind
from schemas.geometry import Box

_MARKED: Final = "In het document zelf gemarkeerd om te lakken, maar niet uitgevoerd."
_GROUND: Final = "5.1.2.e"


def search_again(prepared: bytes, choice: DetectorChoice, category: str | None, before: Findings) -> Findings:
    """What is found in a document that was prepared before.

    What has no text stays as it was where nothing is found in its place: badly read words of a scan, and what was
    drawn or pasted on it, are known from the picture that was read when the document was prepared.

    Raises:
        DocumentBlocked: part of it could not be analysed.
    """
    from redaction.textlayer import read_text_layer

    found = detector(choice).detect(read_text_layer(prepared), category=category)
    not_analysed = not_empty(prepared, found.not_analysed)
    if not_analysed:
        raise DocumentBlocked(not_analysed[0].reason, not_analysed[0].message, page=not_analysed[0].page)
    known = [place for one in found.findings for place in one.places]
    ids = {one.id for one in found.findings}
    places = (
        replace(one, id=f"{one.id}-eerder") if one.id in ids else one
        for one in before.findings
        if not one.spans
        and not all(any(page == where and _lies_in(box, there) for where, there in known) for page, box in one.places)
    )
    return replace(found, not_analysed=(), findings=(*found.findings, *places))


def _lies_in(box: Box, other: Box) -> bool:
    """True where the middle of a box is in the other: a name under a signature does not stand for it."""
    return other.contains_point((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)


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
