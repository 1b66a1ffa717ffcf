# SPDX-License-Identifier: EUPL-1.2
"""Whether text behind a removed name stands in a column of its own, or only where the name pushed it.

Tabs and rows of spaces put text at a place that the name before it decides. Such text is set again with its line; what
other lines, the margins of the page or something drawn show to be a column keeps its place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from redaction.content.matrices import Bounds
from redaction.removal.frames import Frames
from redaction.removal.segments import Segment, in_other_clip

_SAME: Final = 0.3
"""Points within which two edges are one."""
_SAME_MIDDLE: Final = 0.5


@dataclass(frozen=True, slots=True)
class _Witness:
    """A stretch of text that may show a column; ``behind`` is where the removed text before it ends, if any."""

    owner: Segment
    behind: float | None


def with_loose_text(cut: list[list[Segment]], frames: Frames, crop: Bounds) -> list[list[Segment]]:
    """The segments per line, where text that stands in no column has joined the removed text before it."""
    if not any(segment.after_marked for segments in cut for segment in segments):
        return cut
    witnesses = list(_witnesses(cut))
    lefts = [witness.owner.along0 for witness in witnesses if witness.behind is None]
    margins = (min(lefts), crop[0] + crop[2]) if lefts else None
    result = []
    for segments in cut:
        kept: list[Segment] = []
        held: Segment | None = None  # what loose text joins
        for segment in segments:
            loose = held is not None and not segment.marked and not segment.leader
            if loose and held is not None and not _has_column(held, segment, witnesses, frames, margins):
                for piece in segment.pieces:
                    held.add(piece)
                continue
            kept.append(segment)
            if not segment.leader:
                held = segment if segment.marked else None
        result.append(kept)
    return result


def _witnesses(cut: Sequence[Sequence[Segment]]) -> Iterator[_Witness]:
    for segments in cut:
        behind: float | None = None
        for segment in segments:
            if segment.marked:
                behind = segment.along1
            elif not segment.leader and not segment.blank:
                yield _Witness(segment, behind)


def _has_column(
    before: Segment,
    segment: Segment,
    witnesses: Sequence[_Witness],
    frames: Frames,
    margins: tuple[float, float] | None,
) -> bool:
    middle = (before.along0 + before.along1) / 2
    if any(in_other_clip(one, other) for one, other in pairwise((before.pieces[-1], segment.pieces[0]))):
        return True
    if frames.parts_them(segment.angle, segment.across, segment.size, middle, segment.along0 + 1):
        return True
    if frames.begins(segment.angle, segment.across, segment.size, segment.along0, segment.along1):
        return True
    if margins is not None and abs(segment.angle) < 0.02:
        left, both = margins
        if abs(segment.along1 - (both - left)) < _SAME_MIDDLE or abs(_middle(segment) - both / 2) < _SAME_MIDDLE:
            return True
    return any(
        _shows(witness, before, segment)
        for witness in witnesses
        if witness.owner is not segment and abs(witness.owner.angle - segment.angle) < 0.02
    )


def _shows(witness: _Witness, before: Segment, segment: Segment) -> bool:
    """True where a text on another line has the same edge or middle, and no removed text of the same length before."""
    other = witness.owner
    if abs(other.across - segment.across) < 0.5 * segment.size:
        return False
    if witness.behind is not None and abs(witness.behind - before.along1) < _SAME:
        return False
    return (
        abs(other.along0 - segment.along0) < _SAME
        or abs(other.along1 - segment.along1) < _SAME
        or abs(_middle(other) - _middle(segment)) < _SAME_MIDDLE
    )


def _middle(segment: Segment) -> float:
    return (segment.along0 + segment.along1) / 2
