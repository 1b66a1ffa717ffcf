# SPDX-License-Identifier: EUPL-1.2
"""What text recognition (OCR) read on pages that are pictures, and how sure it was."""

from dataclasses import dataclass, field

from schemas.geometry import Box


@dataclass(frozen=True, kw_only=True, slots=True)
class UncertainWord:
    """A word that was read with little certainty: print damage, handwriting, a stamp. Box on the page as seen."""

    box: Box
    confidence: float
    """0 to 1."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RecognisedPage:
    """A page that was read from its picture.

    Attributes:
        number: 0-based page.
        words: words that were read.
        confidence: mean over the letters of those words, 0 to 1; 0 where nothing was read.
        uncertain: words below the limit of certainty.
        drawings: what a pen drew, or handwriting that was not read; boxes on the page as seen.
        pictures: photos, cards and tinted areas; boxes on the page as seen.
    """

    number: int
    words: int
    confidence: float
    uncertain: tuple[UncertainWord, ...] = ()
    drawings: tuple[Box, ...] = ()
    pictures: tuple[Box, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenWord:
    """A word as the eye sees it on a page. Box on the page as seen, in points; confidence 0 to 1."""

    box: Box
    text: str = field(repr=False)
    confidence: float


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenPage:
    """What was read in the picture of a page, whatever its fonts say. ``number`` is 0-based."""

    number: int
    words: tuple[SeenWord, ...] = field(repr=False)
