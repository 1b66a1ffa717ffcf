# SPDX-License-Identifier: EUPL-1.2
"""Letters that are painted and that no eye sees: white on white, invisible by their mode, transparent, or a dot.

A reader copies them, so they may not be published; nobody can put a box over them, so no person can decide about them.
Only letters whose place in the picture of the page is one even colour count. The text layer over a scan is none of
them: there the eye sees the words in the picture.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pypdfium2

from redaction.content.matrices import Bounds, bounds_of, multiply
from redaction.content.page import PageContent, PaintedImage, PaintedPath, Run

_DOTS: Final = 200 / 72
"""Pixels a point at which letters are looked for."""
_CONTRAST: Final = 24
"""Difference in any colour at that size from which there is a letter without looking closer."""
_CLOSE: Final = 16.0
"""Pixels a point of the closer look."""
_CLOSE_PIXELS: Final = 4_000_000
_CLOSE_CONTRAST: Final = 8
"""Difference in any colour from which an eye sees something from close."""
_APART: Final = 40.0
"""Points between two lines from which they are looked at apart."""
_LEAST_SIZE: Final = 0.8
"""Points below which a letter is a dot to an eye."""
_LIGHT: Final = 0.8
_LIKE: Final = 0.3
"""Difference of shade up to which letters may not stand out from a filled path beneath them."""
_BODY: Final = 0.45
"""Height, in font sizes over the baseline, in which every letter has ink."""
_AT_LEAST: Final = 2
"""Letters in a row: one alone may be a blank that its font calls a letter."""
_SCAN: Final = 0.5
"""Share of the strings of a page under images from which these are a scan."""
_HIDDEN_MODES: Final = (3, 7)

Picture = npt.NDArray[np.uint8]


def may_be_faint(content: PageContent) -> bool:
    """Whether a page has text that may be unseen, judged by its colours, modes and sizes alone."""
    return bool(_suspects(content))


def faint_glyphs(content: PageContent, page: Any) -> set[int]:
    """Glyphs that no eye sees.

    Args:
        content: the interpreted page.
        page: the same page, open in pdfium.
    """
    suspects = _suspects(content)
    look = _Look(content, page, suspects)
    dull: list[_Glyph] = []
    for run in suspects:
        dot = _is_dot(content, run)
        for index, text in enumerate(run.texts):
            if text.isspace() or dot or look.is_dull(run, index):
                dull.append(_Glyph(run, index, dot))
    result: set[int] = set()
    for streak in _streaks(dull):
        unseen = [glyph for glyph in streak if glyph.dot]
        unseen += look.from_close([glyph for glyph in streak if not glyph.dot and not glyph.text.isspace()])
        if sum(glyph.text[:1].isalnum() for glyph in unseen) >= _AT_LEAST:
            result.update(glyph.number for glyph in unseen)
    return result


@dataclass(frozen=True, slots=True, eq=False)
class _Glyph:
    """A glyph that may be unseen; ``dot`` where its size alone says so."""

    run: Run
    index: int
    dot: bool

    @property
    def number(self) -> int:
        return self.run.first + self.index

    @property
    def text(self) -> str:
        return self.run.texts[self.index]


def _streaks(glyphs: Sequence[_Glyph]) -> Iterator[list[_Glyph]]:
    """Glyphs that follow one another on the page."""
    for _, group in groupby(enumerate(glyphs), key=lambda item: item[1].number - item[0]):
        yield [glyph for _, glyph in group]


def _suspects(content: PageContent) -> list[Run]:
    fills = [path for path in content.paths if path.fill and (path.shade is None or path.shade < _LIGHT)]
    places = [(bounds_of(image.ctm, (0.0, 0.0, 1.0, 1.0)), image) for image in content.images]
    like = _over_fills_like_it(content, fills, places) if fills or places else np.zeros(len(content.runs), bool)
    result = []
    for run, doubted in zip(content.runs, like, strict=True):
        if run.mode in _HIDDEN_MODES:
            if not any(_holds(bounds, _middle(run)) for bounds, _ in places):
                result.append(run)
        elif doubted or run.shade is None or run.shade > _LIGHT or run.mode in (1, 5) or _is_dot(content, run):
            result.append(run)
    return result


def _over_fills_like_it(
    content: PageContent, fills: Sequence[PaintedPath], images: Sequence[tuple[Bounds, PaintedImage]]
) -> npt.NDArray[np.bool_]:
    """Which runs stand on a filled path of about their own shade, or under something that may let them show through."""
    runs = content.runs
    middles = np.array([_middle(run) for run in runs], dtype=float).reshape(-1, 2)
    firsts = np.array([run.first for run in runs])
    shades = np.array([np.nan if run.shade is None else run.shade for run in runs], dtype=float)
    result = np.zeros(len(runs), bool)
    for path in fills:
        differs = np.abs(shades - path.shade) >= _LIKE if path.shade is not None else np.zeros(len(runs), bool)
        result |= _on(middles, path.bounds) & ~(differs & (firsts >= path.order))
    under = np.zeros(len(runs), bool)
    for bounds, image in images:
        if not image.covers:
            under |= _on(middles, bounds) & (firsts < image.order)
    return result | under if under.sum() <= _SCAN * len(runs) else result


def _on(middles: npt.NDArray[np.float64], bounds: Bounds) -> npt.NDArray[np.bool_]:
    x0, y0, x1, y1 = bounds
    inside = (middles[:, 0] >= x0) & (middles[:, 0] <= x1) & (middles[:, 1] >= y0) & (middles[:, 1] <= y1)
    return np.asarray(inside)


def _middle(run: Run) -> tuple[float, float]:
    x0, y0, x1, y1 = _body(run, 0, len(run))
    return (x0 + x1) / 2, (y0 + y1) / 2


def _body(run: Run, first: int, last: int) -> Bounds:
    """Where some glyphs of a run have ink if they are seen, in user space."""
    low, high = min(run.starts[first], run.ends[last - 1]), max(run.starts[first], run.ends[last - 1])
    size = run.size * _BODY
    if run.font.vertical:
        return bounds_of(run.matrix, (-abs(size), low, abs(size), high))
    return bounds_of(run.matrix, (low, min(0.0, size), high, max(0.0, size)))


def _holds(bounds: Bounds, point: tuple[float, float]) -> bool:
    return bounds[0] <= point[0] <= bounds[2] and bounds[1] <= point[1] <= bounds[3]


def _is_dot(content: PageContent, run: Run) -> bool:
    """True where no letter of a run is as large as an eye needs."""
    a, b, c, d, _, _ = multiply(run.matrix, content.seen)
    size = abs(run.size)
    wide, tall = (a * a + b * b) ** 0.5 * abs(run.scale), (c * c + d * d) ** 0.5
    return bool(size * max(wide, tall) < _LEAST_SIZE)


class _Look:
    """The picture of a page where some runs stand, from afar and from close."""

    def __init__(self, content: PageContent, page: Any, runs: Sequence[Run]) -> None:
        self._content = content
        self._page = page
        self._unit = content.width / (page.get_width() or 1.0)
        self._strips: list[tuple[float, float, Picture | None]] = []
        """Top and bottom of strips of the page with runs in them, and their pictures once they are looked at."""
        for _, y0, _, y1 in sorted((self._seen(run, 0, len(run)) for run in runs), key=lambda bounds: bounds[1]):
            if self._strips and y0 < self._strips[-1][1] + _APART:
                top, bottom, _ = self._strips[-1]
                self._strips[-1] = (top, max(bottom, y1), None)
            else:
                self._strips.append((y0, y1, None))

    def _seen(self, run: Run, first: int, last: int) -> Bounds:
        """Where glyphs stand on the page as pdfium measures it."""
        x0, y0, x1, y1 = bounds_of(self._content.seen, _body(run, first, last))
        return x0 / self._unit, y0 / self._unit, x1 / self._unit, y1 / self._unit

    def is_dull(self, run: Run, index: int) -> bool:
        """Whether a glyph does not stand out from what is around it."""
        x0, y0, x1, y1 = self._seen(run, index, index + 1)
        place = bisect_right(self._strips, y0 + 1e-6, key=lambda strip: strip[0]) - 1
        top, bottom, picture = self._strips[max(place, 0)]
        if picture is None:
            picture = self._render((0.0, top, self._page.get_width(), bottom), _DOTS)
            self._strips[max(place, 0)] = (top, bottom, picture)
        area = _area(picture, (x0, y0 - max(top, 0.0), x1, y1 - max(top, 0.0)), _DOTS)
        return not area.size or _contrast(area) <= _CONTRAST

    def _render(self, bounds: Bounds, scale: float) -> Picture:
        """A part of the page; nothing where it lies beside it."""
        width, height = self._page.get_size()
        x0, y0, x1, y1 = max(bounds[0], 0.0), max(bounds[1], 0.0), min(bounds[2], width), min(bounds[3], height)
        if x1 <= x0 or y1 <= y0:
            return np.zeros((0, 0, 3), np.uint8)
        picture: Picture = self._page.render(scale=scale, crop=(x0, height - y1, width - x1, y0)).to_numpy().copy()
        return picture

    def from_close(self, glyphs: Sequence[_Glyph]) -> list[_Glyph]:
        """The glyphs that are unseen from close as well."""
        places = [(glyph, self._seen(glyph.run, glyph.index, glyph.index + 1)) for glyph in glyphs]
        result: list[_Glyph] = []
        begin = 0
        while begin < len(places):
            whole, end = places[begin][1], begin + 1
            while end < len(places) and _size_of(_union(whole, places[end][1])) * _CLOSE**2 <= _CLOSE_PIXELS:
                whole, end = _union(whole, places[end][1]), end + 1
            result += self._unseen_in(whole, places[begin:end])
            begin = end
        return result

    def _unseen_in(self, whole: Bounds, places: Sequence[tuple[_Glyph, Bounds]]) -> list[_Glyph]:
        scale = min(_CLOSE, (_CLOSE_PIXELS / max(_size_of(whole), 1e-6)) ** 0.5)
        picture = self._render(whole, scale)
        left, top = max(whole[0], 0.0), max(whole[1], 0.0)
        areas = (
            (glyph, _area(picture, (a - left, b - top, c - left, d - top), scale)) for glyph, (a, b, c, d) in places
        )
        return [glyph for glyph, area in areas if not area.size or _contrast(area) <= _CLOSE_CONTRAST]


def _union(one: Bounds, other: Bounds) -> Bounds:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _size_of(bounds: Bounds) -> float:
    return (bounds[2] - bounds[0]) * (bounds[3] - bounds[1])


def _area(picture: Picture, bounds: Bounds, scale: float) -> Picture:
    x0, y0, x1, y1 = (value * scale for value in bounds)
    return picture[max(int(y0), 0) : max(int(y1) + 1, 0), max(int(x0), 0) : max(int(x1) + 1, 0)]


def _contrast(area: Picture) -> int:
    return int(np.ptp(area.reshape(-1, area.shape[2]), axis=0).max())


def faint_by_page(data: bytes, contents: Mapping[int, PageContent]) -> dict[int, set[int]]:
    """Unseen glyphs of some pages of a document."""
    result: dict[int, set[int]] = {}
    with pypdfium2.PdfDocument(data) as document:
        for number, content in contents.items():
            page = document[number]
            try:
                found = faint_glyphs(content, page)
            finally:
                page.close()
            if found:
                result[number] = found
    return result
