# SPDX-License-Identifier: EUPL-1.2
"""The text of a document, and for every character the glyph that draws it."""

from array import array
from dataclasses import dataclass, field

from schemas.geometry import Box, union
from schemas.identity import Digest

NO_GLYPH = -1
"""Glyph number of a character that no glyph draws: a space or line end that reading order put in."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class PageText:
    r"""One page as text, with the place of every character.

    Attributes:
        number: 0-based page.
        width, height: size of the page as seen, in points.
        text: the page in reading order; lines end in ``\n``.
        glyph_of: per code point of ``text`` the number of its glyph on this page, or NO_GLYPH. A ligature gives
            several code points one glyph; the number is the order in which the page draws its glyphs.
        glyph_boxes: four numbers per glyph (x0, y0, x1, y1), page as seen; the box encloses ascent to descent.
        unreadable: numbers of glyphs whose characters cannot be known; they are in ``text`` as U+FFFD.
        has_images: True where the page paints an image, so that text may be in pixels only.
        images: where the page paints images, page as seen.
        drawings: groups of lines drawn by hand or pen plotter (curves and many short strokes, no rules, frames or
            filled shapes), page as seen: signatures, sketches.
    """

    number: int
    width: float
    height: float
    text: str = field(repr=False)
    glyph_of: "array[int]" = field(repr=False)
    glyph_boxes: "array[float]" = field(repr=False)
    unreadable: tuple[int, ...] = field(default=(), repr=False)
    has_images: bool = False
    images: tuple[Box, ...] = ()
    drawings: tuple[Box, ...] = ()

    def __post_init__(self) -> None:
        if len(self.glyph_of) != len(self.text):
            raise ValueError("every character has one entry in glyph_of")
        if len(self.glyph_boxes) % 4:
            raise ValueError("every glyph has four coordinates")

    def glyphs(self, start: int, end: int) -> tuple[int, ...]:
        """Numbers of the glyphs that draw ``text[start:end]``, in text order, each once."""
        return tuple(dict.fromkeys(glyph for glyph in self.glyph_of[start:end] if glyph != NO_GLYPH))

    def glyph_box(self, glyph: int) -> Box:
        """Box of one glyph, page as seen."""
        x0, y0, x1, y1 = self.glyph_boxes[4 * glyph : 4 * glyph + 4]
        return Box(x0, y0, x1, y1)

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """One box per line of ``text[start:end]``, page as seen."""
        result: list[Box] = []
        line: list[Box] = []
        for offset in range(start, end):
            glyph = self.glyph_of[offset]
            if glyph != NO_GLYPH:
                line.append(self.glyph_box(glyph))
            elif self.text[offset] == "\n" and line:
                result.append(union(line))
                line = []
        if line:
            result.append(union(line))
        return tuple(result)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class TextLayer:
    """All pages of one document."""

    digest: Digest
    pages: tuple[PageText, ...]
