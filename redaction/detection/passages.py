# SPDX-License-Identifier: EUPL-1.2
"""A document in passages that are read at once: every page, and the seams where one page runs over into the next."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from redaction.detection.normalising import Normalised, normalise
from schemas.textlayer import PageText

_EDGE_LINES: Final = 4
"""Lines at the top and bottom of a page among which headers and footers are looked for."""
_SEAM_LINES: Final = 3
_LINE: Final = re.compile(r"[^\n]+")
_NUMBER: Final = re.compile(r"\d+")
_PAGE_NUMBER: Final = re.compile(
    r"\W*(?:(?:pagina|pag\.?|blad|bladzijde|page|p\.)\s*)?\d{1,4}(?:\s*(?:van|/|of|-)\s*\d{1,4})?\W*", re.IGNORECASE
)
_ENDED: Final = frozenset(".!?:;")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a passage: where it begins in the passage's original text, and where that is on a page."""

    start: int
    page: int
    offset: int
    length: int


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """Text that is read at once, with the way back to the pages.

    Attributes:
        read: the text as recognisers read it.
        pieces: the parts of the original, in order.
        seam: True for the end of one page with the beginning of the next; only what crosses from one to the other
            counts there, for the rest is found on the pages themselves.
    """

    read: Normalised = field(repr=False)
    pieces: tuple[Piece, ...]
    seam: bool = False

    @property
    def page(self) -> int:
        """The 0-based page on which it begins."""
        return self.pieces[0].page

    def locate(self, start: int, end: int) -> tuple[tuple[int, int, int], ...]:
        """Page, start and end on each page of ``read.text[start:end]``."""
        begin, stop = self.read.origin(start, end)
        found = []
        for piece in self.pieces:
            low, high = max(begin, piece.start), min(stop, piece.start + piece.length)
            if low < high:
                found.append((piece.page, piece.offset + low - piece.start, piece.offset + high - piece.start))
        return tuple(found)


def text_passage(text: str) -> Passage:
    """A loose string as one passage of page 0."""
    return Passage(normalise(text), (Piece(0, 0, 0, len(text)),))


def passages_of(pages: Sequence[PageText]) -> tuple[Passage, ...]:
    """Every page with text, then every seam between two pages that follow each other."""
    whole = tuple(
        Passage(normalise(page.text), (Piece(0, page.number, 0, len(page.text)),))
        for page in pages
        if page.text.strip()
    )
    return whole + tuple(_seams(pages))


def _seams(pages: Sequence[PageText]) -> Iterator[Passage]:
    lines = [[match.span() for match in _LINE.finditer(page.text) if match.group().strip()] for page in pages]
    repeated = _repeated(pages, lines)
    for number, (first, second) in enumerate(pairwise(pages)):
        tail = _body(first, lines[number], repeated)
        head = _body(second, lines[number + 1], repeated)
        if not tail or not head or first.text[tail[-1][1] - 1] in _ENDED or second.number != first.number + 1:
            continue
        before = (tail[-_SEAM_LINES:][0][0], tail[-1][1])
        after = (head[0][0], head[:_SEAM_LINES][-1][1])
        ending, beginning = first.text[slice(*before)].rstrip(), second.text[slice(*after)]
        yield Passage(
            normalise(f"{ending} {beginning}"),
            (
                Piece(0, first.number, before[0], len(ending)),
                Piece(len(ending) + 1, second.number, after[0], len(beginning)),
            ),
            seam=True,
        )


def _repeated(pages: Sequence[PageText], lines: Sequence[Sequence[tuple[int, int]]]) -> frozenset[str]:
    """Lines near the edges of pages that stand on more than one, numbers set aside."""
    seen: Counter[str] = Counter()
    for page, spans in zip(pages, lines, strict=True):
        seen.update({_plain(page.text[slice(*span)]) for span in (*spans[:_EDGE_LINES], *spans[-_EDGE_LINES:])})
    return frozenset(line for line, count in seen.items() if count > 1)


def _plain(line: str) -> str:
    return _NUMBER.sub("#", " ".join(line.split()))


def _body(page: PageText, spans: Sequence[tuple[int, int]], repeated: frozenset[str]) -> Sequence[tuple[int, int]]:
    """The lines of a page without its header and footer."""
    first, last = 0, len(spans)
    while first < min(last, _EDGE_LINES) and _is_edge(page.text[slice(*spans[first])], repeated):
        first += 1
    while last > first and len(spans) - last < _EDGE_LINES and _is_edge(page.text[slice(*spans[last - 1])], repeated):
        last -= 1
    return spans[first:last]


def _is_edge(line: str, repeated: frozenset[str]) -> bool:
    return _plain(line) in repeated or _PAGE_NUMBER.fullmatch(line) is not None
