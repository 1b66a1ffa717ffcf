# SPDX-License-Identifier: EUPL-1.2
"""Text that no eye sees goes when a document is prepared: at the desk nobody could put a box over it."""

import pytest

from redaction.removal import prepare
from redaction.textlayer import read_text_layer
from redaction.verification import verify
from tests.redaction.content.made_pdfs import one_page
from tests.redaction.verification.test_unseen import BLANK, COVERED, SEEN, TEXT, shown

UNSEEN = {
    **BLANK,
    **{name: COVERED[name] for name in ("black on black", "grey on grey")},
    "white in a space of its own": b"/DeviceRGB cs 1 1 1 sc " + shown(b"/F1 11 Tf"),
    "letter by letter": b"BT 1 g /F1 11 Tf 40 150 Td [(G) -900 (e) -900 (h) -900 (eel) -900 (onzichtbaar)] TJ ET",
    "a string for each letter": b"".join(
        b"BT 1 g /F1 11 Tf %d 150 Td (%c) Tj ET " % (40 + 9 * place, letter) for place, letter in enumerate(TEXT)
    ),
}
BLACK = b"BT /F1 11 Tf 40 250 Td (Besluit) Tj ET "


@pytest.mark.parametrize("content", UNSEEN.values(), ids=UNSEEN.keys())
def test_unseen_text_goes_and_the_rest_stays(content: bytes) -> None:
    prepared = prepare(one_page(BLACK + content))
    assert "".join(read_text_layer(prepared.data).pages[0].text.split()) in ("Besluit", "BesluitBesluit")
    assert verify(prepared.data).faults == ()


@pytest.mark.parametrize("content", SEEN.values(), ids=SEEN.keys())
def test_text_that_is_only_light_thin_or_small_stays(content: bytes) -> None:
    data = one_page(content)
    prepared = prepare(data)
    assert read_text_layer(prepared.data).pages[0].text == read_text_layer(data).pages[0].text
    assert "faint_glyphs" not in prepared.removed


def test_the_officer_is_told_on_which_sheet() -> None:
    prepared = prepare(one_page(BLANK["white on white"]))
    assert prepared.removed["faint_glyphs"] == len(TEXT.replace(b" ", b""))
    assert prepared.notes == ("Tekst in de kleur van de achtergrond of kleiner dan een stip is verwijderd (blad 1).",)


def test_text_under_a_dark_marker_goes() -> None:
    """Multiplied with the page, black hides black and lets everything else through."""
    over = b"q /G gs 0 g 30 140 300 30 re f Q"
    data = one_page(BLACK + shown(b"/F1 11 Tf") + over, resources=b"/ExtGState<</G<</BM/Multiply>>>>")
    prepared = prepare(data).data
    assert TEXT.decode() not in read_text_layer(prepared).pages[0].text
    assert verify(prepared).faults == ()


def test_letters_over_a_picture_or_a_drawing_of_them_are_its_text_layer() -> None:
    """Outlined letters with invisible text over them: the eye sees the words."""
    drawing = b"".join(b"0 g %d 150 m %d 157 l %d 150 l f " % (40 + x, 42 + x, 44 + x) for x in range(0, 100, 4))
    data = one_page(drawing + b"BT 3 Tr /F1 11 Tf 40 150 Td (" + TEXT + b") Tj ET")
    assert TEXT.decode() in read_text_layer(prepare(data).data).pages[0].text


def test_pages_with_plain_text_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def looked(*_: object) -> dict[int, set[int]]:
        raise AssertionError("the page was rendered")

    monkeypatch.setattr("redaction.removal.preparing.faint_by_page", looked)
    prepare(one_page(BLACK + b"0.8 g 30 140 300 30 re f BT 0 g /F1 11 Tf 40 150 Td (zwart op grijs) Tj ET"))
