# SPDX-License-Identifier: EUPL-1.2
"""A card is proposed whole; a text that speaks of passports is not."""

from array import array
from collections.abc import Sequence

import pytest

from redaction.detection.identity_cards import identity_cards
from schemas.geometry import Box
from schemas.textlayer import PageText

CARD = (
    "KONINKRIJK DER NEDERLANDEN   PASPOORT",
    "Naam Voorbeeldman",
    "Voornamen Tess Anna",
    "Nationaliteit Nederlandse",
    "Geldig tot 12.03.2031",
)
ZONE = "P<NLDVOORBEELDMAN<<TESS<ANNA<<<<<<<<<<<<<<<<"


def page(lines: Sequence[str], *, top: float = 200.0, step: float = 14.0, images: tuple[Box, ...] = ()) -> PageText:
    """Lines of letters that are six points wide, from 100 points from the left."""
    text, glyphs, boxes = "", array("i"), array("d")
    for row, line in enumerate(lines):
        for column, letter in enumerate(line):
            glyphs.append(len(boxes) // 4)
            boxes.extend((100.0 + 6 * column, top + step * row, 106.0 + 6 * column, top + step * row + 10))
            text += letter
        text += "\n"
        glyphs.append(-1)
    return PageText(number=0, width=595, height=842, text=text, glyph_of=glyphs, glyph_boxes=boxes, images=images)


@pytest.mark.parametrize(
    "lines", [CARD, (*CARD[:2], ZONE), ("Naam Voorbeeldman", ZONE), ("Geldig tot 1.1.2030", *CARD[:3])]
)
def test_a_card_is_found(lines: Sequence[str]) -> None:
    (card,) = identity_cards(page(lines))
    assert card.x0 < 100
    assert card.y0 < 200
    assert card.y1 > 200 + 14 * (len(lines) - 1) + 10


def test_the_photo_beside_the_words_belongs_to_it_and_the_scanned_page_does_not() -> None:
    photo, whole = Box(20, 205, 85, 280), Box(0, 0, 595, 842)
    (card,) = identity_cards(page(CARD, images=(whole, photo)))
    assert card.x0 <= photo.x0
    assert card.area < whole.area / 3


@pytest.mark.parametrize(
    "lines",
    [
        ("U neemt een geldig paspoort of een rijbewijs mee naar de balie.", "Vul uw naam in."),
        ("Aanvraag rijbewijs", "Naam", "Adres", "Woonplaats"),
        ("Naam", "Geboortedatum", "Nationaliteit", "Geslacht"),
        ("Verslag van de vergadering over de identiteitskaart",),
        (),
    ],
)
def test_a_text_about_cards_is_none(lines: Sequence[str]) -> None:
    assert list(identity_cards(page(lines))) == []


def test_labels_elsewhere_on_the_page_make_no_card() -> None:
    far = ["Paspoort", *[""] * 30, "Naam", "Voornamen", "Nationaliteit"]
    assert list(identity_cards(page(far))) == []
