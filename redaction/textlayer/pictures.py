# SPDX-License-Identifier: EUPL-1.2
"""Where a page shows pictures: images, and what was drawn by a pen."""

from collections.abc import Iterable, Iterator
from math import isfinite
from typing import Final

from redaction.content.matrices import Bounds, bounds_of
from redaction.content.page import PageContent
from schemas.geometry import Box, union

_APART: Final = 8.0
"""Points between two strokes up to which they belong to one drawing."""
_MOST_STROKES: Final = 5_000
"""A page with more bent strokes than this is a map or a plan; its drawings are not told apart."""


def image_boxes(content: PageContent) -> tuple[Box, ...]:
    """Where images are painted, page as seen."""
    return tuple(Box(*bounds_of(content.seen, bounds_of(image.ctm, (0.0, 0.0, 1.0, 1.0)))) for image in content.images)


def drawing_boxes(content: PageContent) -> tuple[Box, ...]:
    """Groups of strokes made by a pen, page as seen, from top to bottom."""
    strokes = list(_seen(content, (path.bounds for path in content.paths if path.drawn)))
    if len(strokes) > _MOST_STROKES:
        return (union(strokes),)
    groups: list[Box] = []
    for stroke in sorted(strokes, key=lambda box: (box.y0, box.x0)):
        near = [group for group in groups if group.grown(_APART).intersects(stroke)]
        groups = [group for group in groups if group not in near]
        groups.append(union([stroke, *near]))
    return tuple(sorted(_merged(groups), key=lambda box: (box.y0, box.x0)))


def _seen(content: PageContent, places: Iterable[Bounds]) -> Iterator[Box]:
    """Places in user space as boxes on the page as seen; what lies infinitely far away is not on the page."""
    for place in places:
        corners = bounds_of(content.seen, place)
        if all(map(isfinite, corners)):
            yield Box(*corners)


def _merged(groups: list[Box]) -> list[Box]:
    """Groups that grew into one another made one."""
    result: list[Box] = []
    waiting = list(groups)
    while waiting:
        group = waiting.pop()
        near = [other for other in result if other.grown(_APART).intersects(group)]
        if near:
            result = [other for other in result if other not in near]
            waiting.append(union([group, *near]))
        else:
            result.append(group)
    return result
