# SPDX-License-Identifier: EUPL-1.2
"""Fonts of which there is reason to doubt that their text is what they draw, for the eye to judge."""

from collections import Counter
from collections.abc import Iterable
from math import log
from statistics import median
from typing import Final

from redaction.content.encodings import standard_widths
from redaction.content.fonts import Font

_MODELS: Final = ("Helvetica", "Times-Roman")
_LEAST: Final = 3
"""Letters of different width from which the widths say something."""
_ODD: Final = 0.12
"""Mean deviation (logarithm of width) from letters as others draw them: half is usual, twice as much is chance."""
_MOST: Final = 0.7
"""Deviation of one letter that counts at most: a wide i or a narrow m is a matter of taste."""
_EVEN: Final = 0.7
"""Share of letters of one width from which a font is a typewriter's, whose widths say nothing."""


def is_doubtful(font: Font, drawn: Iterable[bytes]) -> bool:
    """True where the widths of drawn codes fit other letters than they say, or where two of them say one letter."""
    pairs = [
        (text, width)
        for code, text, width in zip(*font.decode(b"".join(drawn)), strict=True)
        if len(text) == 1 and text.isascii() and text.isalnum() and width > 0
    ]
    if font.vertical or len(pairs) < _LEAST:
        return False
    if len({text for text, _ in pairs}) < len(pairs):
        return True
    even = Counter(round(width, 3) for _, width in pairs).most_common(1)[0][1]
    return even <= _EVEN * len(pairs) and min(_deviation(pairs, model) for model in _MODELS) > _ODD


def _deviation(pairs: list[tuple[str, float]], model: str) -> float:
    """How far the widths of letters are from those of a model, whatever the size and the colour of the type."""
    widths = standard_widths(model)
    found = [log(width / widths[text]) for text, width in pairs]
    middle = median(found)
    return sum(min(abs(value - middle), _MOST) for value in found) / len(found)
