# SPDX-License-Identifier: EUPL-1.2
"""Pages on which nothing is seen: the empty back of a sheet that went through a scanner."""

from collections.abc import Iterable
from typing import Final

import pypdfium2
from PIL import ImageChops, ImageFilter

_DPI: Final = 150
_MOST_PIXELS: Final = 40_000_000
_AROUND: Final = 12
"""Pixels over which the tint of the paper is taken, so that a shadow along the edge of a sheet is no letter."""
_CONTRAST: Final = 14
"""Levels of grey, of 255, by which a faint stroke differs from the paper; the grain of a scanner stays below it."""


def blank_pages(data: bytes, numbers: Iterable[int]) -> frozenset[int]:
    """Those of the pages on which nothing stands. A speck is something: what may be a letter is not judged here.

    Args:
        data: a PDF that opens without a password.
        numbers: 0-based pages to look at.
    """
    wanted = tuple(dict.fromkeys(numbers))
    if not wanted:
        return frozenset()
    with pypdfium2.PdfDocument(data) as document:
        return frozenset(number for number in wanted if _is_blank(document[number]))


def _is_blank(page: pypdfium2.PdfPage) -> bool:
    try:
        width, height = page.get_size()
        if width * height * (_DPI / 72) ** 2 > _MOST_PIXELS:
            return False
        seen = page.render(scale=_DPI / 72).to_pil().convert("RGB")
    finally:
        page.close()
    # Grain is one pixel wide; the mean of four keeps a stroke and halves the grain.
    smooth = seen.filter(ImageFilter.BoxBlur(0.5))
    difference = ImageChops.difference(smooth, smooth.filter(ImageFilter.BoxBlur(_AROUND)))
    counts = difference.histogram()
    return not any(sum(counts[start + _CONTRAST : start + 256]) for start in range(0, len(counts), 256))
