# SPDX-License-Identifier: EUPL-1.2
"""Words that were read in a picture, and the page content that writes them, unseen, where they stand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

_WIDTH: Final = 0.5
"""Width of each letter of the unseen font, as a part of its size."""
_INK: Final = 0.5
"""Pixels that ink may reach beyond the box that was told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WordPlace:
    """An upright rectangle in pixels from the top left of the picture."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadWord:
    """A word in a picture; pixels from the top left.

    Attributes:
        left, top, width, height: where its ink is.
        confidence: 0 to 1.
        edges: where each character begins, and the last ends, as a part of the length of the word, 0 to 1.
        turn: direction in which it runs, degrees counter-clockwise: 0, 90 (up the page), 180 or 270.
        cell: its room on the line, as high as the letters of the line reach.
    """

    left: int
    top: int
    width: int
    height: int
    text: str = field(repr=False)
    confidence: float
    edges: tuple[float, ...]
    turn: int
    cell: WordPlace


def unseen_text(words: Iterable[ReadWord], font: str, height: float, scale: float) -> bytes:
    """Page content with each word in its place: every letter exactly as wide as it is in the picture.

    Args:
        words: in reading order.
        font: name of the font in the resources; its codes are UTF-16, its letters half their size wide.
        height: of the picture in pixels.
        scale: pixels in a point.
    """
    return b"BT 3 Tr\n" + b"\n".join(_written(word, font, height, scale) for word in words) + b"\nET"


def _written(word: ReadWord, font: str, height: float, scale: float) -> bytes:
    cell = word.cell
    left, right = cell.left - _INK, cell.right + _INK
    low, high = height - cell.bottom - _INK, height - cell.top + _INK
    along = {0: (1, 0, left, low), 90: (0, 1, right, low), 180: (-1, 0, right, high), 270: (0, -1, left, high)}
    cosine, sine, x, y = along.get(word.turn, along[0])
    length, size = (right - left, high - low) if sine == 0 else (high - low, right - left)
    start = f"{cosine} {sine} {-sine} {cosine} {x / scale:.3f} {y / scale:.3f} Tm {font} {size / scale:.3f} Tf "
    return (start + " ".join(_letters(word, length / size))).encode("ascii")


def _letters(word: ReadWord, length: float) -> Iterator[str]:
    """Each letter stretched to its width; ``length`` of the word is in sizes of the font."""
    for letter, begin, end in zip(word.text, word.edges, word.edges[1:], strict=False):
        stretch = max((end - begin) * length / _WIDTH * 100, 0.1)
        yield f"{stretch:.3f} Tz <{_code(letter)}> Tj"


def _code(letter: str) -> str:
    """UTF-16 in four digits; what lies beyond it is no letter of a European language."""
    return f"{ord(letter):04x}" if ord(letter) < 0x10000 else f"{ord('?'):04x}"
