# SPDX-License-Identifier: EUPL-1.2
"""Moves the place of a proposal: word by word where it is text, by a few points where it is a part of a picture."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Final

from review.ports import Word
from review.state import Choice
from schemas.errors import WrongUse
from schemas.findings import Finding, Span
from schemas.geometry import Box

_STEP: Final = 3.0


class Direction(StrEnum):
    """Which way. The first four are for text, all are for boxes."""

    START_BACK = "begin-eerder"
    START_ON = "begin-later"
    END_BACK = "einde-eerder"
    END_ON = "einde-later"
    UP = "omhoog"
    DOWN = "omlaag"
    TALLER = "hoger"
    LOWER = "lager"


def adjusted(finding: Finding, chosen: Choice | None, words: Sequence[Word], direction: Direction) -> dict[str, Any]:
    """The new place, as values of an event.

    Raises:
        WrongUse: there is no word on that side, or nothing would be left.
    """
    if finding.spans:
        spans = finding.spans if chosen is None or chosen.spans is None else chosen.spans
        return {"spans": [_written(span) for span in _text(spans, words, direction)]}
    boxes = finding.regions if chosen is None or chosen.boxes is None else chosen.boxes
    return {"boxes": [[*_moved(box, direction)] for box in boxes]}


def _text(spans: Sequence[Span], words: Sequence[Word], direction: Direction) -> list[Span]:
    first, *rest = sorted(spans)
    inside = [place for place, word in enumerate(words) if word.start < first.end and first.start < word.end]
    if not inside:
        raise WrongUse("There are no words here.", advice="Draw a box instead.")
    low, high = inside[0], inside[-1]
    match direction:
        case Direction.START_BACK:
            low -= 1
        case Direction.START_ON:
            low += 1
        case Direction.END_BACK:
            high -= 1
        case Direction.END_ON:
            high += 1
        case _:
            raise WrongUse("Text is adjusted word by word.", advice="Use the left and right buttons.")
    if low < 0 or high >= len(words) or low > high:
        raise WrongUse("There is no word on that side, or nothing would be left.", advice="Choose keep instead.")
    chosen = words[low : high + 1]
    return [
        Span(page=first.page, start=chosen[0].start, end=chosen[-1].end, boxes=tuple(word.box for word in chosen)),
        *rest,
    ]


def _moved(box: Box, direction: Direction) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = box.x0, box.y0, box.x1, box.y1
    match direction:
        case Direction.START_BACK:
            x0 -= _STEP
        case Direction.START_ON:
            x0 += _STEP
        case Direction.END_BACK:
            x1 -= _STEP
        case Direction.END_ON:
            x1 += _STEP
        case Direction.UP:
            y0, y1 = y0 - _STEP, y1 - _STEP
        case Direction.DOWN:
            y0, y1 = y0 + _STEP, y1 + _STEP
        case Direction.TALLER:
            y0 -= _STEP
        case Direction.LOWER:
            y1 += _STEP
    if x1 - x0 < 1 or y1 - y0 < 1:
        raise WrongUse("Nothing would be left of the box.", advice="Choose keep instead.")
    return x0, y0, x1, y1


def _written(span: Span) -> list[Any]:
    return [span.page, span.start, span.end, [[box.x0, box.y0, box.x1, box.y1] for box in span.boxes]]
