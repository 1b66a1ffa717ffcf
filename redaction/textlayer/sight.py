# SPDX-License-Identifier: EUPL-1.2
"""Puts the words that were read in the picture of a page beside the glyphs that stand there."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final

import numpy as np
import numpy.typing as npt
import pypdfium2

from redaction.content.fonts import UNKNOWN, Font
from redaction.content.matrices import multiply
from redaction.content.page import PageContent, Run
from schemas.recognition import SeenPage, SeenWord

Glyph = tuple[Font, bytes]
"""A glyph of a font by its code."""

_SCALE: Final = 3.0
"""Pixels a unit of the page of the picture in which blank glyphs are told."""
_INK: Final = 40
"""Difference of grey from which there is ink."""
_BLANK_SHARE: Final = 0.85
_SLACK: Final = 1.0
"""Points by which the middle of a glyph may lie outside the word that it belongs to."""
UNSEEN_MODES: Final = frozenset((3, 7))
"""Text render modes that paint nothing."""


@dataclass(frozen=True, slots=True)
class Matched:
    """A word that was read, and the glyphs in its place from left to right, with their text where it is known."""

    glyphs: tuple[Glyph, ...]
    known: tuple[str | None, ...]
    text: str
    confidence: float


@dataclass(slots=True)
class Sighting:
    """What was seen of the glyphs of a document.

    Attributes:
        words: words with the glyphs in their place, blank ones left out.
        blank: glyphs that show nothing wherever they stand.
        tops: where the ink of a glyph begins, as a part of the line from its top: less for a tall letter.
    """

    words: list[Matched] = field(default_factory=list)
    blank: frozenset[Glyph] = frozenset()
    tops: dict[Glyph, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Placed:
    glyph: Glyph
    text: str
    box: tuple[float, float, float, float]

    @property
    def middle(self) -> tuple[float, float]:
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


class Observer:
    """Collects what is seen page by page."""

    def __init__(self, data: bytes, doubted: frozenset[Font]) -> None:
        self._data = data
        self._doubted = doubted
        self._pages: list[tuple[list[_Placed], SeenPage]] = []
        self._ink: dict[Glyph, Counter[bool]] = defaultdict(Counter)
        self._tops: dict[Glyph, list[float]] = defaultdict(list)

    def page(self, content: PageContent, seen: SeenPage) -> None:
        """Add a page."""
        placed = _placed(content)
        grey = _picture(self._data, content.number)
        scale = _SCALE / content.unit
        for one in placed:
            if self._is_open(one):
                self._ink[one.glyph][_has_ink(grey, scale, one.box)] += 1
                self._tops[one.glyph] += _top_of_ink(grey, scale, one.box)
        self._pages.append((placed, seen))

    def sighting(self) -> Sighting:
        """All that was seen."""
        blank = frozenset(glyph for glyph, found in self._ink.items() if found[False] >= _BLANK_SHARE * found.total())
        tops = {glyph: median(found) for glyph, found in self._tops.items() if found}
        result = Sighting(blank=blank, tops=tops)
        for placed, seen in self._pages:
            shown = [one for one in placed if one.glyph not in blank and not one.text.isspace()]
            result.words += self._matched(shown, seen.words)
        return result

    def _matched(self, placed: Sequence[_Placed], words: Sequence[SeenWord]) -> list[Matched]:
        """Words with the glyphs whose middle lies in them; each glyph belongs to one word."""
        if not placed:
            return []
        middles = np.array([one.middle for one in placed])
        free = np.ones(len(placed), bool)
        result: list[Matched] = []
        for word in words:
            box = word.box.grown(_SLACK)
            inside = free & (middles[:, 0] >= box.x0) & (middles[:, 0] <= box.x1)
            inside &= (middles[:, 1] >= box.y0) & (middles[:, 1] <= box.y1)
            found = sorted((placed[place] for place in np.flatnonzero(inside).tolist()), key=lambda one: one.middle)
            free &= ~inside
            if found:
                result.append(
                    Matched(
                        tuple(one.glyph for one in found),
                        tuple(None if self._is_open(one) else one.text for one in found),
                        word.text,
                        word.confidence,
                    )
                )
        return result

    def _is_open(self, one: _Placed) -> bool:
        return one.text == UNKNOWN or one.glyph[0] in self._doubted


def _placed(content: PageContent) -> list[_Placed]:
    """Glyphs that are painted and stand upright on the page as seen."""
    boxes = content.glyph_bounds()
    result: list[_Placed] = []
    for run in content.runs:
        if run.mode in UNSEEN_MODES or not _is_upright(content, run):
            continue
        for place, (code, text) in enumerate(zip(run.codes, run.texts, strict=True)):
            start = 4 * (run.first + place)
            x0, y0, x1, y1 = boxes[start : start + 4]
            result.append(_Placed((run.font, code), text, (x0, y0, x1, y1)))
    return result


def _is_upright(content: PageContent, run: Run) -> bool:
    a, b, _, d, _, _ = multiply(run.matrix, content.seen)
    return not run.font.vertical and a * run.size > 0 and d * run.size < 0 and abs(b) < 0.05 * abs(a)


def _picture(data: bytes, number: int) -> npt.NDArray[np.uint8]:
    with pypdfium2.PdfDocument(data) as document:
        page = document[number]
        try:
            grey: npt.NDArray[np.uint8] = page.render(scale=_SCALE, grayscale=True).to_numpy().copy()
        finally:
            page.close()
    return grey.reshape(grey.shape[0], grey.shape[1])


def _has_ink(grey: npt.NDArray[np.uint8], scale: float, box: tuple[float, float, float, float]) -> bool:
    """Whether something is painted between the baseline and the height of small letters."""
    x0, y0, x1, y1 = box
    aside, height = 0.12 * (x1 - x0), y1 - y0
    low, high = y1 - 0.27 * height, y0 + 0.35 * height
    if low - high < 2:  # a box that says nothing of the letters in it
        high = low - 4
    left, right = int((x0 + aside) * scale), int((x1 - aside) * scale) + 1
    part = grey[max(int(high * scale), 0) : max(int(low * scale) + 1, 0), max(left, 0) : max(right, 0)]
    return bool(part.size) and int(part.max()) - int(part.min()) >= _INK


def _top_of_ink(grey: npt.NDArray[np.uint8], scale: float, box: tuple[float, float, float, float]) -> list[float]:
    """Where ink begins in a box, as a part of its height from the top; nothing where there is none."""
    x0, y0, x1, y1 = box
    aside = 0.12 * (x1 - x0)
    high, low = int(max(y0, 0) * scale), int(max(y1, 0) * scale)
    part = grey[high:low, int(max(x0 + aside, 0) * scale) : int(max(x1 - aside, 0) * scale) + 1].astype(int)
    if not part.size:
        return []
    rows = np.flatnonzero((np.abs(part - int(np.median(part))) >= _INK).any(axis=1))
    return [float(rows[0]) / (low - high)] if rows.size else []
