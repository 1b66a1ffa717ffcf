# SPDX-License-Identifier: EUPL-1.2
"""Glyphs without meaning: those in which a name may be written, and marks that stand all alone."""

import re
from typing import Final

from redaction.content.fonts import UNKNOWN
from schemas.textlayer import PageText

_TOKEN: Final = re.compile(r"\S+")


def unknown_in_words(page: PageText) -> frozenset[int]:
    """Unknown glyphs that stand in a word or next to another unknown one; a bullet or a tick is none of them."""
    found: set[int] = set()
    previous: re.Match[str] | None = None
    for match in _TOKEN.finditer(page.text):
        unknown = UNKNOWN in match.group()
        if unknown and previous is not None:
            found.update(_unknown(page, previous))
        if unknown and (previous is not None or len(match.group()) > 1):
            found.update(_unknown(page, match))
        previous = match if unknown else None
    if page.text.count(UNKNOWN) < len(page.unreadable):
        found.update(page.unreadable)
    return frozenset(found)


def _unknown(page: PageText, token: re.Match[str]) -> list[int]:
    return [page.glyph_of[place] for place in range(*token.span()) if page.text[place] == UNKNOWN]
