# SPDX-License-Identifier: EUPL-1.2
"""Finds terms in a text layer without regard for spaces, line ends, case, hyphenation and forms of the same letter."""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from schemas.findings import Kind, Span
from schemas.review import Redaction
from schemas.textlayer import PageText, TextLayer

_IGNORED: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_HYPHENS: Final = frozenset("-\u2010\u2011")


def folded(text: str) -> str:
    """A term as it is compared: no white space, no invisible characters, one form per letter, lower case."""
    return "".join(_fold(character) for character in text)


@cache
def _fold(character: str) -> str:
    if character.isspace() or character in _IGNORED:
        return ""
    return "".join(part for part in unicodedata.normalize("NFKC", character).casefold() if not part.isspace())


def _folded_page(page: PageText, *, hyphenated: bool) -> Iterator[tuple[str, int, int]]:
    """Folded characters with page and offset; with ``hyphenated`` a hyphen at the end of a line or page falls out."""
    text = page.text
    for offset, character in enumerate(text):
        if hyphenated and character in _HYPHENS and text[offset + 1 : offset + 3].lstrip(" ")[:1] in ("\n", ""):
            continue
        for part in _fold(character):
            yield part, page.number, offset


def find_terms(layer: TextLayer, terms: Iterable[str], *, ground: str, kind: Kind = Kind.TERM) -> tuple[Redaction, ...]:
    """Every place of the terms in a document, over line ends and page ends.

    Args:
        layer: the text layer of the prepared document.
        terms: words or phrases; empty ones are passed over.
        ground: Woo ground of each redaction.
        kind: kind of each redaction.
    """
    wanted = sorted({folded(term) for term in terms} - {""}, key=len, reverse=True)
    found: set[tuple[tuple[int, int, int], ...]] = set()
    for hyphenated in (False, True):
        letters = [item for page in layer.pages for item in _folded_page(page, hyphenated=hyphenated)]
        text = "".join(letter for letter, _, _ in letters)
        for term in wanted:
            start = text.find(term)
            while start >= 0:
                found.add(_places(letters[start : start + len(term)]))
                start = text.find(term, start + 1)
    return tuple(
        Redaction(ground=ground, kind=kind, spans=tuple(_span(layer, *place) for place in places))
        for places in sorted(found)
    )


def _places(letters: list[tuple[str, int, int]]) -> tuple[tuple[int, int, int], ...]:
    """Page, start and end for each page that the letters touch."""
    places: dict[int, tuple[int, int]] = {}
    for _, page, offset in letters:
        start, end = places.get(page, (offset, offset + 1))
        places[page] = (min(start, offset), max(end, offset + 1))
    return tuple((page, start, end) for page, (start, end) in sorted(places.items()))


def _span(layer: TextLayer, number: int, start: int, end: int) -> Span:
    page = next(page for page in layer.pages if page.number == number)
    return Span(page=number, start=start, end=end, boxes=page.boxes(start, end))
