# SPDX-License-Identifier: EUPL-1.2
"""What of a page cannot be read: glyphs without meaning, and images in which text may stand.

Unknown is closed. A page with glyphs whose characters nobody knows is not analysed, for a name may be written in them;
only a mark that stands all alone between white space (the bullet of a list, a tick) can hold no name. A page that
shows an image and no text to speak of is a scan, and is not analysed. An image on a page with text is a question for
a person when it is large enough to read text in, or to recognise a face, and no text lies over it (as it does over a
scan with a text layer). Smaller ones are logos and icons: they decorate, and blocking on them would block every letter
with a letterhead. What is drawn or pasted where a letter is signed is looked for apart (see ``signatures``).
"""

from collections.abc import Iterator
from typing import Final

from redaction.textlayer.marks import unknown_in_words
from schemas.errors import BlockReason
from schemas.findings import NotAnalysed
from schemas.geometry import Box
from schemas.textlayer import NO_GLYPH, PageText

_FEW_CHARACTERS: Final = 40
"""Letters and digits below which a page with a large image has no text to speak of: a page number, a stamp."""
_SCAN_SHARE: Final = 0.25
"""Part of the page that a scan takes at least."""
_READABLE_WIDTH: Final = 110.0
_READABLE_HEIGHT: Final = 55.0
_READABLE_SHARE: Final = 0.05
"""Width and height in points, and part of the page, from which an image can hold a text, a table or a face."""
_TEXT_PER_AREA: Final = 1 / 900
"""Letters over an image per square point from which the image counts as read: 30 by 30 points for each letter."""


def unreadable(page: PageText) -> NotAnalysed | None:
    """Why a page cannot be analysed, or None."""
    if page.unreadable and unknown_in_words(page):
        return NotAnalysed(
            reason=BlockReason.UNKNOWN_CHARACTERS,
            page=page.number,
            message=f"Page {page.number + 1} has characters whose meaning is unknown: its font does not tell them.",
        )
    letters = sum(character.isalnum() for character in page.text)
    if letters < _FEW_CHARACTERS and any(_share(page, box) >= _SCAN_SHARE for box in page.images):
        return NotAnalysed(
            reason=BlockReason.NO_TEXT_LAYER,
            page=page.number,
            message=f"Page {page.number + 1} is an image without a text layer.",
        )
    return None


def unread_images(page: PageText) -> Iterator[Box]:
    """Images of a page with text in which text may stand that nobody read."""
    for box in page.images:
        if box.width < _READABLE_WIDTH or box.height < _READABLE_HEIGHT or _share(page, box) < _READABLE_SHARE:
            continue
        if _letters_over(page, box) < box.area * _TEXT_PER_AREA:
            yield box


def _share(page: PageText, box: Box) -> float:
    seen = max(0.0, min(box.x1, page.width) - max(box.x0, 0.0)) * max(0.0, min(box.y1, page.height) - max(box.y0, 0.0))
    return seen / (page.width * page.height) if page.width and page.height else 0.0


def _letters_over(page: PageText, box: Box) -> int:
    count = 0
    for character, glyph in zip(page.text, page.glyph_of, strict=True):
        if glyph != NO_GLYPH and character.isalnum():
            place = page.glyph_box(glyph)
            count += box.contains_point((place.x0 + place.x1) / 2, (place.y0 + place.y1) / 2)
    return count
