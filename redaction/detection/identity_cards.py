# SPDX-License-Identifier: EUPL-1.2
"""Copies of passports, identity cards and driving licences: the whole card, with the photo on it.

The data on a card are found one by one; the card itself has a face, a signature and numbers in its print that no
text tells. Dutch practice makes all of it unreadable (Woo article 5.1, second paragraph, under e; Autoriteit
Persoonsgegevens on copies of identity documents). A card is known by its words: the kind of document and the state
with the labels that stand on it, or the machine-readable zone (ICAO Doc 9303). Running text about a passport has
neither.
"""

from collections.abc import Iterator
from typing import Final

from redaction.detection.patterns import Pattern
from schemas.geometry import Box, union
from schemas.textlayer import PageText

_ZONE: Final = Pattern(r"(?<![\p{L}<])[ACIPV][A-Z<]NLD[A-Z0-9<]{8,}|[A-Z0-9<]{6,}<<[A-Z0-9<]{4,}")
_TITLE: Final = Pattern(
    r"(?<!\p{L})(?:koninkrijk der nederlanden|kingdom of the netherlands|royaume des pays-bas|paspoort|passport"
    r"|identiteitskaart|identity card|rijbewijs|driving licence|verblijfstitel|residence permit|verblijfsdocument)"
    r"(?!\p{L})"
)
_LABEL: Final = Pattern(
    r"(?<!\p{L})(?:naam|surname|voornamen|given names|nationaliteit|nationality|geboortedatum|date of birth"
    r"|geboorteplaats|place of birth|documentnummer|document no|persoonsnummer|personal no|geslacht|sex|lengte|height"
    r"|datum van afgifte|date of issue|geldig tot|date of expiry|autoriteit|authority|burgerservicenummer"
    r"|handtekening houder|signature of bearer)(?!\p{L})"
)
_LABELS: Final = 3
_SIZE: Final = (430.0, 300.0)
"""Most width and height of a card in points: a passport page copied at one and a half times its size."""
_MARGIN: Final = 9.0
"""Points between the words on a card and its edge, at the least."""
_BESIDE: Final = 60.0
"""Points from the words within which a picture belongs to the card: its photo or ground."""


def identity_cards(page: PageText) -> Iterator[Box]:
    """Cards on a page, from top to bottom, page as seen; the words of one card lie within the size of a card.

    Raises:
        TimeoutError: a search did not end in time.
    """
    zones = list(_places(page, _ZONE, page.text))
    titles = list(_places(page, _TITLE, page.text.lower()))
    if not zones and not titles:
        return
    labels = list(_places(page, _LABEL, page.text.lower()))
    for words in _cards(sorted([*zones, *titles, *labels], key=lambda box: (box.y0, box.x0))):
        has_zone, has_title = any(box in words for box in zones), any(box in words for box in titles)
        count = sum(box in words for box in labels)
        if (has_zone and (has_title or count)) or (has_title and count >= _LABELS):
            yield _with_pictures(page, union(words).grown(_MARGIN))


def _places(page: PageText, pattern: Pattern, text: str) -> Iterator[Box]:
    for match in pattern.finditer(text if len(text) == len(page.text) else page.text):
        boxes = page.boxes(match.start(), match.end())
        if boxes:
            yield union(boxes)


def _cards(words: list[Box]) -> Iterator[list[Box]]:
    """Words in groups that each fit on one card."""
    group: list[Box] = []
    for box in words:
        around = union([*group, box])
        if group and (around.width > _SIZE[0] or around.height > _SIZE[1]):
            yield group
            group = []
        group.append(box)
    if group:
        yield group


def _with_pictures(page: PageText, card: Box) -> Box:
    """The card with what is pasted or drawn on it, as long as it has the size of a card."""
    for picture in sorted((*page.images, *page.drawings), key=lambda box: box.area):
        wider = union([card, picture])
        fits = wider.width <= _SIZE[0] + 2 * _MARGIN and wider.height <= _SIZE[1] + 2 * _MARGIN
        if fits and picture.intersects(card.grown(_BESIDE)):
            card = wider
    return Box(max(card.x0, 0.0), max(card.y0, 0.0), min(card.x1, page.width), min(card.y1, page.height))
