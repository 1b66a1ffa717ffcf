# SPDX-License-Identifier: EUPL-1.2
"""A box that somebody draws over words stands for those words, as if they had been pointed at one by one."""

from collections.abc import Sequence

from review.ports import Occurrence, Word
from schemas.geometry import Box


def words_under(box: Box, words: Sequence[Word], page: int) -> tuple[Occurrence, ...]:
    """The words of a page that a box is drawn over, each run of them as one stretch of text; none where it is on none.

    A word is meant when its middle lies in the box, or the middle of the box in it.
    """
    runs: list[list[Word]] = []
    last = -2
    for place, word in enumerate(words):
        if not (_holds(box, word.box) or _holds(word.box, box)):
            continue
        if place == last + 1:
            runs[-1].append(word)
        else:
            runs.append([word])
        last = place
    return tuple(
        Occurrence(page=page, start=run[0].start, end=run[-1].end, boxes=lines_of([word.box for word in run]))
        for run in runs
    )


def lines_of(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """One box per line: words beside each other are taken together, so that the space between them goes too."""
    lines: list[Box] = []
    for box in boxes:
        last = lines[-1] if lines else None
        if last is not None and abs(last.y0 - box.y0) < box.height / 2 and box.x0 >= last.x0:
            lines[-1] = Box(last.x0, min(last.y0, box.y0), max(last.x1, box.x1), max(last.y1, box.y1))
        else:
            lines.append(box)
    return tuple(lines)


def _holds(box: Box, other: Box) -> bool:
    return box.contains_point((other.x0 + other.x1) / 2, (other.y0 + other.y1) / 2)
