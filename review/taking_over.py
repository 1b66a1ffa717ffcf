# SPDX-License-Identifier: EUPL-1.2
"""Takes decisions of an earlier run over into a later one of the same bytes, where what was found is the same."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from review.events import EventKind
from review.state import Addition, Choice, DeskState
from schemas.findings import Finding, Findings

_LISTED: Final = "term-"
"""Proposals of a list have their place for a name, and stand in no findings."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenOver:
    """What a later run takes over.

    Attributes:
        details: values of the events; each names who decided, when, and which event of which row it comes from.
        gone: what was decided on and is not found any more.
        lost: decisions that could not be taken over, for their place is not known in the later bytes.
    """

    details: tuple[Mapping[str, Any], ...]
    gone: tuple[Finding, ...]
    lost: int


def taken_over(found: Findings, earlier: DeskState, *, document: int, same_bytes: bool) -> TakenOver:
    """The decisions that hold in a later run.

    Args:
        found: of the later run, with what the document marks itself.
        earlier: the document as it stood after the earlier run.
        document: key of the earlier row.
        same_bytes: the searched bytes are the same, so that a place means the same in both.
    """
    here = {_what(one): one.id for one in found.findings}
    known = {one.id: one for one in earlier.findings.findings}
    details: list[Mapping[str, Any]] = []
    gone: list[Finding] = []
    lost = 0
    for id, choice in earlier.choices.items():
        before = known.get(id)
        now = here.get(_what(before)) if before is not None else None
        if now is None and same_bytes and (before is not None or id.startswith(_LISTED)):
            gone += () if before is None or id.startswith(_LISTED) else (before,)
            now = id
        if now is None:
            lost += 1
        else:
            details.append({**_decision(choice), "finding": now, **_origin(choice, document)})
    if same_bytes:
        details += _places(earlier, document)
    else:
        lost += len(earlier.additions)
    return TakenOver(details=tuple(details), gone=tuple(gone), lost=lost)


def _what(finding: Finding) -> tuple[object, ...]:
    """Kind, places and text: what makes two findings of the same bytes the same."""
    spans = tuple((span.page, span.start, span.end) for span in finding.spans)
    regions = tuple(tuple(round(edge, 1) for edge in (box.x0, box.y0, box.x1, box.y1)) for box in finding.regions)
    return finding.kind, spans, finding.page, regions, hashlib.sha256(finding.text.encode()).digest()


def _decision(choice: Choice) -> dict[str, Any]:
    made: dict[str, Any] = {
        "what": EventKind.DECIDED.value, "action": choice.kind.value, "ground": choice.ground,
        "proposed": None if choice.proposed is None else choice.proposed.value,
    }  # fmt: skip
    if choice.spans is not None:
        made["spans"] = [
            [span.page, span.start, span.end, [[box.x0, box.y0, box.x1, box.y1] for box in span.boxes]]
            for span in choice.spans
        ]
    if choice.boxes is not None:
        made["boxes"] = [[box.x0, box.y0, box.x1, box.y1] for box in choice.boxes]
    return made


def _origin(one: Choice | Addition, document: int) -> dict[str, Any]:
    return {"by": one.actor, "on": one.moment.isoformat(), "from": [document, one.number]}


def _places(earlier: DeskState, document: int) -> Iterator[Mapping[str, Any]]:
    """What people marked themselves, and the pages that they read."""
    for added in earlier.additions:
        yield {
            "what": EventKind.ADDED.value, "page": added.page, "start": added.start, "end": added.end,
            "boxes": [[box.x0, box.y0, box.x1, box.y1] for box in added.boxes], "ground": added.ground,
            **_origin(added, document),
        }  # fmt: skip
    for page in sorted(earlier.read):
        yield {"what": EventKind.PAGE_READ.value, "page": page, "from": [document, 0]}
