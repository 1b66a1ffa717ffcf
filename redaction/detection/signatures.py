# SPDX-License-Identifier: EUPL-1.2
"""Signatures: what a pen drew, or a small picture, where a letter is signed.

Dutch practice removes a signature for everybody, also for those whose name stays (Woo article 5.1, second paragraph,
under e). What is drawn at the end of a letter and has the size of a signature is taken for one. A picture there may be
a stamp or a seal too, and a drawing elsewhere a sketch: those are doubtful.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from redaction.detection.patterns import Pattern
from schemas.geometry import Box, union
from schemas.textlayer import PageText

_CLOSING: Final = Pattern(
    r"(?<!\p{L})(?:hoogachtend|met vriendelijke groet(?:en)?|vriendelijke groet(?:en)?|namens|handtekening|ondertekend"
    r"|getekend|ondertekening|paraaf|voor akkoord|voor deze|aldus (?:vastgesteld|besloten)|met groet|voorzitter"
    r"|burgemeester(?: en wethouders)?|secretaris|griffier|directeur|gemachtigde)(?!\p{L})"
)
_LEAST: Final = (24.0, 7.0)
"""Width and height in points from which a drawing can be a signature or a paraph."""
_MOST: Final = (260.0, 130.0)
_BELOW: Final = 160.0
"""Points below a closing within which a signature stands."""
_ABOVE: Final = 45.0
"""Points above the words under a signature (name, function)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SignaturePlace:
    """A place on the page as seen that is taken for a signature."""

    box: Box
    score: float
    why: str
    doubtful: bool


def signature_places(page: PageText) -> Iterator[SignaturePlace]:
    """Every signature of a page, from top to bottom.

    Raises:
        TimeoutError: a search did not end in time.
    """
    drawings = [box for box in page.drawings if _has_size(box)]
    images = [box for box in page.images if _has_size(box)]
    if not drawings and not images:
        return
    closings = list(_closings(page))
    for box in drawings:
        signed = any(_signs(box, closing) for closing in closings)
        yield SignaturePlace(
            box=box,
            score=0.95 if signed else 0.5,
            why="Met de pen getekend bij een ondertekening." if signed
            else "Met de pen getekend en zo groot als een handtekening; er staat geen ondertekening bij.",
            doubtful=not signed,
        )  # fmt: skip
    for box in images:
        if any(_signs(box, closing) for closing in closings):
            why = "Kleine afbeelding bij een ondertekening: handtekening, paraaf of stempel."
            yield SignaturePlace(box=box, score=0.7, why=why, doubtful=True)


def _has_size(box: Box) -> bool:
    return _LEAST[0] <= box.width <= _MOST[0] and _LEAST[1] <= box.height <= _MOST[1]


def _closings(page: PageText) -> Iterator[Box]:
    lowered = page.text.lower()
    for match in _CLOSING.finditer(lowered if len(lowered) == len(page.text) else page.text):
        boxes = page.boxes(match.start(), match.end())
        if boxes:
            yield union(boxes)


def _signs(box: Box, closing: Box) -> bool:
    """True where a drawing stands under a closing, above the name and function, or beside either."""
    near = box.x0 < closing.x1 + 120 and box.x1 > closing.x0 - 120
    return near and closing.y0 - _ABOVE <= box.y1 and box.y0 <= closing.y1 + _BELOW
