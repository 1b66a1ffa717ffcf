# SPDX-License-Identifier: EUPL-1.2
"""Text layers made from strings: one glyph of 6 by 12 points per character that is no white space."""

from array import array
from collections.abc import Sequence

from schemas.geometry import Box
from schemas.identity import digest_of
from schemas.textlayer import NO_GLYPH, PageText, TextLayer

WIDTH, HEIGHT = 595.0, 842.0


def page(
    text: str, number: int = 0, *, images: Sequence[Box] = (), drawings: Sequence[Box] = (), unreadable: bool = False
) -> PageText:
    """One page; every U+FFFD of the text counts as unreadable where that is asked for."""
    glyph_of, boxes, unknown = array("i"), array("d"), []
    x, y, count = 50.0, 50.0, 0
    for character in text:
        if character == "\n":
            x, y = 50.0, y + 14
            glyph_of.append(NO_GLYPH)
        elif character.isspace():
            x += 6
            glyph_of.append(NO_GLYPH)
        else:
            if character == "\N{REPLACEMENT CHARACTER}":
                unknown.append(count)
            glyph_of.append(count)
            boxes.extend((x, y, x + 6, y + 12))
            x, count = x + 6, count + 1
    return PageText(
        number=number,
        width=WIDTH,
        height=HEIGHT,
        text=text,
        glyph_of=glyph_of,
        glyph_boxes=boxes,
        unreadable=tuple(unknown) if unreadable else (),
        has_images=bool(images),
        images=tuple(images),
        drawings=tuple(drawings),
    )


def layer(*texts: str) -> TextLayer:
    """A document of pages with these texts."""
    return layer_of(*(page(text, number) for number, text in enumerate(texts)))


def layer_of(*pages: PageText) -> TextLayer:
    """A document of these pages."""
    return TextLayer(digest=digest_of("\f".join(each.text for each in pages).encode()), pages=tuple(pages))
