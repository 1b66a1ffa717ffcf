# SPDX-License-Identifier: EUPL-1.2
"""How a line is aligned and how far it may reach, judged by what stays on its page.

What a removed name decides (where a centred line begins, where a line ends) is used for nothing but the choice
between alignments; the place itself comes from lines that stay, or from the edge that the name does not move.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, sin
from typing import Final

from redaction.content.matrices import Bounds
from redaction.removal.frames import Frames
from redaction.removal.segments import Segment, clip_of

_SAME: Final = 0.25
"""Points within which two edges are one: programs round to hundredths."""
_SAME_MIDDLE: Final = 0.5
_NEAR: Final = 3.2
"""Lines, in font sizes, within which one neighbour with the same left edge is enough to call a line left-aligned."""
_NEIGHBOURHOOD: Final = 6.0
"""Lines, in font sizes, of which the columns bound a line."""
_RAGGED: Final = 0.15
"""Share of a line's length by which lines may fall short of the right edge that they show."""
_TWICE: Final = 0.35
"""Distance, in font sizes, within which the same text painted again is the same text."""
_PADDING: Final = 0.6
"""Space, in font sizes, that a field or cell leaves at most beside a text that is set against its side."""
_MARGIN: Final = 12.0
"""Points that a line stays clear of the edge of the page."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a segment may be set: ``low`` to ``high`` along the line, and which of its edges stays.

    ``anchor`` is the start (``left``), the end (``right``) or the middle (``centre``) of the segment.
    """

    alignment: str
    anchor: float
    low: float
    high: float

    def start(self, width: float) -> float:
        """Where a text of a width starts."""
        if self.alignment == "right":
            return self.anchor - width
        if self.alignment == "centre":
            return self.anchor - width / 2
        return self.anchor

    @property
    def room(self) -> float:
        """Widest text that fits."""
        if self.alignment == "right":
            return self.anchor - self.low
        if self.alignment == "centre":
            return 2 * min(self.anchor - self.low, self.high - self.anchor)
        return self.high - self.anchor


class Surroundings:
    """The segments of a page, to ask for edges and for room.

    Args:
        segments: all segments of the page.
        crop: the part of the page that is seen, user space.
        frames: what is drawn on the page.
    """

    def __init__(self, segments: Sequence[Segment], crop: Bounds, frames: Frames) -> None:
        self._segments = segments
        self._crop = crop
        self._frames = frames
        self._aligned: dict[Segment, tuple[str, float]] = {}

    def place_of(self, segment: Segment) -> Place:
        """Where a segment with removed glyphs may be set."""
        others = self._others(segment)
        public = [other for other in others if not other.marked and not other.leader]
        low, high = self._limits(segment)
        left, right = self._obstacles(segment, others, low, high)
        alignment, anchor = self._alignment(segment)
        if alignment == "left":
            right = min(right, self._column_end(segment, anchor, public, high))
        return Place(alignment, anchor, left, right)

    def _others(self, segment: Segment) -> list[Segment]:
        return [other for other in self._segments if other is not segment and _parallel(other, segment)]

    def _alignment(self, segment: Segment) -> tuple[str, float]:
        if segment not in self._aligned:
            others = self._others(segment)
            public = [other for other in others if not other.marked and not other.leader]
            self._aligned[segment] = self._alignment_among(segment, others, public)
        return self._aligned[segment]

    def _alignment_among(
        self, segment: Segment, others: Sequence[Segment], public: Sequence[Segment]
    ) -> tuple[str, float]:
        """The alignment that most others share, and its edge; the start of the segment where none does.

        A name can make an edge meet another by chance: one neighbour against the many that share the true edge.
        """
        starts = _near(segment.along0, [other.along0 for other in public], _SAME)
        twins = [other for other in others if abs(other.along0 - segment.along0) < _SAME]
        close = [other for other in twins if abs(other.across - segment.across) < _NEAR * max(other.size, segment.size)]
        ends = _near(segment.along1, self._ends(public), _SAME)
        ends += _near(segment.along1, self._mirrored(segment, public), _SAME_MIDDLE)
        middles = _near((segment.along0 + segment.along1) / 2, self._middles(segment, public), _SAME_MIDDLE)
        votes = {
            "left": len(twins) if len(twins) > 1 or close else 0,
            "right": len(ends),
            "centre": len(middles),
        }
        best = max(votes, key=lambda name: votes[name])  # the first of equals
        if not votes[best]:
            return self._alignment_in_frame(segment, min(starts, default=segment.along0))
        if best == "left":
            return "left", min(starts, default=segment.along0)
        return best, min(ends if best == "right" else middles)

    def _alignment_in_frame(self, segment: Segment, start: float) -> tuple[str, float]:
        """The alignment within the field, the cell or over the rule that it is drawn in; its start where none shows."""
        angle, across, size = segment.angle, segment.across, segment.size
        middle = (segment.along0 + segment.along1) / 2
        bounds = [self._own_clip(segment), self._frames.cell(angle, across, size, middle)]
        around = [frame for frame in bounds if frame is not None]
        spans = around + self._frames.rules(angle, across, size, segment.along0, segment.along1)
        middles = _near(middle, [(low + high) / 2 for low, high in spans], _SAME_MIDDLE)
        if middles:
            return "centre", min(middles)
        for low, high in around:
            left, right = segment.along0 - low, high - segment.along1
            if -_SAME < right < _PADDING * size < left:
                return "right", high - round(right, 1)
        return "left", start

    def _own_clip(self, segment: Segment) -> tuple[float, float] | None:
        """The one clip in which all of it is painted."""
        clips = {piece.run.clip for piece in segment.pieces}
        return clip_of(segment.pieces[0]) if len(clips) == 1 else None

    def settled(self, segment: Segment) -> float:
        """Start of a segment that stays, without the rounding errors that a removed text before it left in it."""
        others = [
            other
            for other in self._segments
            if not other.marked and not other.after_marked and _parallel(other, segment)
        ]
        # The least of the near ones: the nearest would depend on the error.
        starts = _near(segment.along0, [other.along0 for other in others], _SAME)
        if starts:
            return min(starts)
        ends = _near(segment.along1, [other.along1 for other in others], _SAME)
        if ends:
            return min(ends) - (segment.along1 - segment.along0)
        return round(segment.along0, 1)

    def _limits(self, segment: Segment) -> tuple[float, float]:
        """Where the line enters and leaves the page, or the one clip in which all of it is painted."""
        low, high = self._page_limits(segment)
        clip = self._own_clip(segment)
        return (low, high) if clip is None else (max(low, clip[0]), min(high, clip[1]))

    def _page_limits(self, segment: Segment) -> tuple[float, float]:
        """Where the line enters and leaves the page."""
        x0, y0, x1, y1 = self._crop
        unit_x, unit_y = cos(segment.angle), sin(segment.angle)
        base_x, base_y = -segment.across * unit_y, segment.across * unit_x
        low, high = -1e6, 1e6
        for base, unit, least, most in ((base_x, unit_x, x0, x1), (base_y, unit_y, y0, y1)):
            if abs(unit) > 1e-6:
                one, other = sorted(((least - base) / unit, (most - base) / unit))
                low, high = max(low, one), min(high, other)
        return low + _MARGIN, high - _MARGIN

    def _obstacles(self, segment: Segment, others: Sequence[Segment], low: float, high: float) -> tuple[float, float]:
        """Ends of what stands to the left and starts of what stands to the right on the same height."""
        gap = 0.3 * segment.size
        for other in others:
            if abs(other.across - segment.across) > 0.75 * max(other.size, segment.size) or other.leader:
                continue
            if _painted_over(segment, other):
                continue
            if other.marked:
                if other.along0 > segment.along0:
                    high = min(high, self._border(segment, other, gap)[0])
                else:
                    low = max(low, self._border(other, segment, gap)[1])
            elif other.along0 >= segment.along1 - gap or self._is_pushed_over(segment, other):
                high = min(high, other.along0 - gap)
            elif other.along1 <= segment.along0 + gap:
                low = max(low, other.along1 + gap)
        return low, high

    def _is_pushed_over(self, segment: Segment, other: Segment) -> bool:
        """True where removed text reached into the column that another text begins."""
        middle = (segment.along0 + segment.along1) / 2
        if not middle < other.along0 < segment.along1:
            return False
        return other.after_marked or self._frames.parts_them(
            segment.angle, segment.across, segment.size, middle, other.along0 + 1
        )

    def _border(self, left: Segment, right: Segment, gap: float) -> tuple[float, float]:
        """Up to where the left one and from where the right one of two marked neighbours may be set.

        Only edges that no removed text moves count: where neither has one between them, they share what there is.
        """
        (one, start), (other, end) = self._alignment(left), self._alignment(right)
        if other == "left":
            return end - gap, end
        if one == "right":
            return start, start + gap
        middle = (start + end) / 2
        return middle - gap / 2, middle + gap / 2

    def _mirrored(self, segment: Segment, public: Sequence[Segment]) -> list[float]:
        """The right margin of a page whose margins are equal."""
        if abs(segment.angle) > 0.02 or not public:
            return []
        return [self._crop[0] + self._crop[2] - min(other.along0 for other in public)]

    def _ends(self, public: Sequence[Segment]) -> list[float]:
        """Right edges, without those of left-aligned lines that end where their words do."""
        starts, ends = sorted(other.along0 for other in public), sorted(other.along1 for other in public)
        return [other.along1 for other in public if _count(starts, other.along0) < 2 or _count(ends, other.along1) > 1]

    def _middles(self, segment: Segment, public: Sequence[Segment]) -> list[float]:
        starts = sorted(other.along0 for other in public)
        middles = [(other.along0 + other.along1) / 2 for other in public if _count(starts, other.along0) < 2]
        if abs(segment.angle) < 0.02:
            middles.append((self._crop[0] + self._crop[2]) / 2)
        return middles

    def _column_end(self, segment: Segment, start: float, public: Sequence[Segment], high: float) -> float:
        """The right edge of the column that begins at a place: before the next column, or where lines end."""
        column = [other.along1 for other in public if abs(other.along0 - start) < _SAME]
        widest = max(column, default=start)
        near = [other for other in public if abs(other.across - segment.across) < _NEIGHBOURHOOD * segment.size]
        beyond = [other.along0 for other in near if other.along0 > max(start + 4 * segment.size, widest)]
        beyond = [edge for edge in beyond if sum(abs(e - edge) < _SAME for e in beyond) >= 2]
        if beyond:
            return min(beyond) - 0.3 * segment.size
        ends = [other.along1 for other in public if other.along1 > start + 4 * segment.size]
        margin = max(ends, default=high)
        full = sum(margin - end < _RAGGED * (margin - start) for end in ends)
        return max(widest, min(margin, high)) if full > 1 else high


def _parallel(one: Segment, other: Segment) -> bool:
    return abs(one.angle - other.angle) < 0.02


def _painted_over(one: Segment, other: Segment) -> bool:
    """True where two segments are one text painted twice: bold, a shadow, an outline."""
    near = _TWICE * max(one.size, other.size)
    apart = max(abs(one.along0 - other.along0), abs(one.across - other.across))
    return apart < near and one.text == other.text


def _count(listed: Sequence[float], value: float) -> int:
    """How many of some values in order are the same as one."""
    return bisect_right(listed, value + _SAME) - bisect_left(listed, value - _SAME)


def _near(value: float, candidates: Sequence[float], within: float) -> list[float]:
    return [candidate for candidate in candidates if abs(candidate - value) < within]
