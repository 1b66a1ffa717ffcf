# SPDX-License-Identifier: EUPL-1.2
"""From the order in which letters stand to the order in which they are read, for lines with right-to-left letters.

The reverse of the bidirectional algorithm (Unicode Standard Annex 9) as far as one level of nesting, which is what
names, dates and numbers in Hebrew or Arabic text need.
"""

from collections.abc import Sequence
from unicodedata import bidirectional, combining

Item = tuple[str, int]
"""Text and its glyph."""

_NUMBERS = ("EN", "AN")


def is_right_to_left(text: str) -> bool:
    """True where a letter of the text belongs to a right-to-left script."""
    return any(character >= "\u0590" and bidirectional(character) in ("R", "AL") for character in text)


def _direction(text: str) -> str:
    """``R``, ``L`` or nothing: the direction of the first letter that has one; numbers run to the right."""
    for character in text:
        kind = bidirectional(character)
        if kind in ("R", "AL"):
            return "R"
        if kind == "L" or kind in _NUMBERS:
            return "L"
    return ""


def logical_order(items: Sequence[Item]) -> list[Item]:
    """Items that stand from left to right, in reading order."""
    groups = _with_marks(items)
    kinds = [_direction(group[0][0]) for group in groups]
    to_right = kinds.count("L") > kinds.count("R") and kinds[0] != "R"
    filled = _filled(kinds, "L" if to_right else "R")
    result: list[Item] = []
    for kind, start, end in _stretches(filled, backwards=not to_right):
        stretch = groups[start:end]
        result += [item for group in (stretch if kind == "L" else reversed(stretch)) for item in group]
    return result


def _with_marks(items: Sequence[Item]) -> list[list[Item]]:
    """Letters with the marks that stand on them."""
    groups: list[list[Item]] = []
    loose: list[Item] = []
    for item in items:
        if item[0] and all(combining(character) for character in item[0]):
            if groups:
                groups[-1].append(item)
            else:
                loose.append(item)
        else:
            groups.append([item])
    if loose:
        groups = [[*groups[0], *loose], *groups[1:]] if groups else [loose]
    return groups


def _filled(kinds: Sequence[str], base: str) -> list[str]:
    """Directions in which spaces and punctuation follow their neighbours, where these agree, and else the line."""
    result = list(kinds)
    place = 0
    while place < len(result):
        if result[place]:
            place += 1
            continue
        end = place
        while end < len(result) and not kinds[end]:
            end += 1
        before = result[place - 1] if place else base
        after = kinds[end] if end < len(kinds) else base
        result[place:end] = [before if before == after else base] * (end - place)
        place = end
    return result


def _stretches(kinds: Sequence[str], *, backwards: bool) -> list[tuple[str, int, int]]:
    result: list[tuple[str, int, int]] = []
    start = 0
    for place in range(1, len(kinds) + 1):
        if place == len(kinds) or kinds[place] != kinds[start]:
            result.append((kinds[start], start, place))
            start = place
    return result[::-1] if backwards else result
