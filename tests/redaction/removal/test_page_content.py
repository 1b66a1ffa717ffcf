# SPDX-License-Identifier: EUPL-1.2
"""Glyphs and strokes that go, and their neighbours that stay (A2 to A4, A10, A14, A15)."""

import io
import re

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest

from redaction.removal import prepare
from redaction.removal.terms import find_terms
from redaction.textlayer import read_text_layer
from schemas.findings import Kind
from schemas.geometry import Box
from schemas.review import Redaction
from tests.redaction.content.made_pdfs import COURIER, PdfMaker, by_pdfium, one_page
from tests.redaction.removal.roads import GROUND, decided, without, without_box
from tests.redaction.witnesses import leaks

WORD = "Vondelkwast"


def contents(data: bytes, page: int = 0) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = pdf.pages[page].Contents
        return bytes(found.read_bytes())


@pytest.mark.parametrize("size", [5, 6, 8, 10, 12])
@pytest.mark.parametrize("term", ["il.l", "1.11", "lil"])
def test_narrow_letters_go_whole_and_their_neighbours_stay(size: int, term: str) -> None:
    content = b"BT /F1 %d Tf 40 200 Td (jan %s min) Tj 0 -%d Td (lijn onder) Tj ET" % (size, term.encode(), size + 1)
    text = by_pdfium(without(one_page(content), term).data).text
    assert term not in text
    assert "jan" in text and "min" in text and "lijn onder" in text


SETTINGS: dict[str, bytes] = {
    "plain": b"",
    "narrow": b"70 Tz ",
    "raised": b"3 Ts ",
    "spread": b"1.5 Tc 4 Tw ",
    "turned": b".866 .5 -.5 .866 60 20 Tm ",
    "scaled": b"1.5 0 0 1.5 20 150 Tm ",
}


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS.keys())
@pytest.mark.parametrize("count", [2, 3, 9])
def test_many_terms_in_one_operation(setting: bytes, count: int) -> None:
    names = [f"Nm{'abcdefghi'[place]}q" for place in range(count)]
    parts = " ".join(f"(x{place} ) 12 ({name} )" for place, name in enumerate(names))
    data = one_page(b"BT /F1 4 Tf 20 200 Td " + setting + b"[" + parts.encode() + b"] TJ ET")
    result = without(data, *names)
    assert [leaks(result.data, name) for name in names] == [[]] * count
    text = "".join(by_pdfium(result.data).text.split())
    assert all(f"x{place}" in text for place in range(count))


def test_ligature_goes_whole() -> None:
    font = (
        b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[1/fi]>>>>"
    )
    data = one_page(b"BT /F1 11 Tf 40 200 Td (de heer Gra\x01n uit Ede) Tj ET", {"F1": font})
    text = by_pdfium(without(data, "Grafin").data).text
    assert "uit Ede" in text
    assert "\x01" not in text and "ﬁ" not in text and "Gra" not in text and "fi" not in text


SPLIT: dict[str, bytes] = {
    "over a line end": b"BT /F1 11 Tf 14 TL 40 150 Td (de heer Vondel-) Tj T* (kwast uit Ede) Tj ET",
    "letters in reverse order": b"BT /F1 11 Tf "
    + b" ".join(
        b"1 0 0 1 %d 150 Tm (%s) Tj" % (40 + 8 * place, WORD[place].encode()) for place in reversed(range(len(WORD)))
    )
    + b" ET",
    "two fonts": b"BT /F1 11 Tf 40 150 Td (Vondel) Tj /F2 11 Tf (kwast) Tj ET",
    "painted twice to look bold": b"BT /F1 11 Tf 40 150 Td (Vondelkwast) Tj .3 0 Td (Vondelkwast) Tj ET",
}


@pytest.mark.parametrize("content", SPLIT.values(), ids=SPLIT.keys())
def test_name_in_pieces(content: bytes) -> None:
    data = one_page(content, {"F1": COURIER, "F2": COURIER})
    assert leaks(data, WORD)
    result = without(data, WORD)
    assert leaks(result.data, WORD) == []
    left = by_pdfium(result.data).text
    assert "Vondel" not in left and "kwast" not in left


def test_name_over_a_page_end() -> None:
    maker = PdfMaker()
    maker.page(b"BT /F1 11 Tf 40 40 Td (de heer Vondel-) Tj ET")
    maker.page(b"BT /F1 11 Tf 40 250 Td (kwast uit Ede) Tj ET")
    result = without(maker.finish(), WORD)
    assert {box.page for box in result.boxes} == {0, 1}
    assert "kwast" not in by_pdfium(result.data, 1).text and "uit Ede" in by_pdfium(result.data, 1).text
    assert "Vondel" not in by_pdfium(result.data, 0).text


def test_two_grounds_stay_two_boxes() -> None:
    prepared = prepare(one_page(b"BT /F1 11 Tf 40 200 Td (Jansen Pieters) Tj ET")).data
    layer = read_text_layer(prepared)
    found = find_terms(layer, ["Jansen"], ground="5.1.2.e") + find_terms(layer, ["Pieters"], ground="5.1.1.d")
    result = decided(prepared, found)
    assert [box.ground for box in result.boxes] == ["5.1.2.e", "5.1.1.d"]


# -- strokes under an officer's box

SIGNATURE = b"100 100 m 110 130 120 90 140 120 c 150 130 l 160 95 l S "


def test_drawn_signature_goes_and_the_rules_of_the_table_stay() -> None:
    content = SIGNATURE + b"20 90 360 1 re f 20 135 m 380 135 l S BT /F1 11 Tf 40 250 Td (Getekend) Tj ET"
    result = without_box(one_page(content), Box(95, 165, 165, 212))
    left = contents(result.data)
    assert b" c\n" not in left
    assert b"360 1 re" in left and b"380 135 l" in left
    assert result.removed["paths"] == 1


def test_letters_drawn_as_outlines_go_by_subpath() -> None:
    letters = b"".join(b"%d 100 m %d 110 %d 110 %d 100 c h " % (x, x, x + 6, x + 6) for x in (50, 60, 200, 210))
    result = without_box(one_page(letters + b"f"), Box(45, 185, 75, 205))
    left = contents(result.data)
    assert b"200 100 m" in left and b"210 100 m" in left
    assert b"50 100 m" not in left and b"60 100 m" not in left


def test_box_is_one_colour_but_for_its_frame() -> None:
    black = b"0 g 0 0 400 300 re f 1 g BT /F1 11 Tf 40 200 Td (Jansen) Tj ET"
    result = without_box(one_page(black), Box(30, 80, 120, 120))
    document = pdfium.PdfDocument(result.data)
    picture = np.asarray(document[0].render(scale=4).to_numpy())[:, :, :3]
    document.close()
    rim = picture[4 * 80 + 6 : 4 * 80 + 14, 4 * 30 + 6 : 4 * 120 - 6]
    assert int(rim.max()) - int(rim.min()) == 0


# -- what a stream says beside what it shows

BESIDE: dict[str, bytes] = {
    "comment": b"% Vondelkwast\n",
    "operand that nobody takes": b"(Vondelkwast) 1 0 0 rg ",
    "operator that nobody knows": b"(Vondelkwast) Zz ",
    "text to speak": b"/Span <</ActualText (Vondelkwast)>> BDC EMC ",
    "expansion": b"/Span <</E (Vondelkwast)>> BDC EMC ",
    "tag": b"/Vondelkwast BMC EMC ",
    "point mark": b"/Vondelkwast MP ",
    "string shown nowhere": b"BT /F9 1 Tf ET /Vondelkwast gs ",
}


@pytest.mark.parametrize("beside", BESIDE.values(), ids=BESIDE.keys())
def test_stream_holds_what_it_shows_and_nothing_beside(beside: bytes) -> None:
    data = one_page(beside + b"BT /F1 11 Tf 40 200 Td (Aan Jansen) Tj ET")
    assert leaks(data, WORD)
    result = without(data, "Jansen")
    assert leaks(result.data, WORD) == []
    assert b"%" not in contents(result.data)


def test_nothing_of_the_emptied_run_is_left() -> None:
    content = b"q BT /F1 11 Tf 40 200 Td (Aan ) Tj ET Q q 1 0 0 rg BT /F1 11 Tf 70 200 Td (Jansen) Tj ET Q"
    left = contents(without(one_page(content), "Jansen").data)
    assert left.count(b"BT") == 2  # the word before, and the label
    assert b"1 0 0 rg" not in left


def test_ground_is_in_the_label() -> None:
    result = without(one_page(b"BT /F1 11 Tf 40 200 Td (Aan Jansen) Tj ET"), "Jansen")
    assert result.boxes[0].ground == GROUND


def test_name_that_is_painted_twice_goes_twice() -> None:
    twice = b"BT /F1 20 Tf 40 250 Td (Vondelkwast) Tj ET "
    other = b"BT /F1 11 Tf 40 200 Td (Besluit op het bezwaar) Tj ET "
    data = one_page(twice + other + b"q 1 0 0 1 .4 .3 cm " + twice + b"Q")
    prepared = prepare(data).data
    layer = read_text_layer(prepared)
    first = find_terms(layer, ["Vondelkwast"], ground="5.1.2.e")[:1]  # only one of the two was found
    assert leaks(data, "Vondelkwast")
    assert leaks(decided(prepared, first).data, "Vondelkwast") == []


@pytest.mark.parametrize("apart", [0.4, 2.0])
def test_words_beside_a_name_that_has_a_shadow_stay(apart: float) -> None:
    """Browsers draw a shadow as the same line once more: each line had been taken for what bounds the other."""
    text = b"BT /F1 12 Tf 40 250 Td (Aan) Tj 26 0 Td (Vondel) Tj 40 0 Td (kwast belde ons) Tj ET "
    shadow = f"q 0.8 g 1 0 0 1 {apart} {-apart} cm ".encode()
    result = without(one_page(shadow + text + b"Q " + text), "Vondelkwast")
    assert leaks(result.data, "Vondelkwast") == []
    assert len(result.boxes) == 1
    assert read_text_layer(result.data).pages[0].text.count("belde ons") == 2


def test_letters_of_another_line_under_a_box_go_too() -> None:
    """Text that overlaps other text: the box of the one would hide letters of the other that can still be copied."""
    data = one_page(
        b"BT /F1 12 Tf 40 250 Td (Vondelkwast belde) Tj ET BT /F1 12 Tf 42 254 Td (zoemhark en nog een zin) Tj ET"
    )
    result = without(data, "Vondelkwast")
    seen = by_pdfium(result.data)
    assert leaks(result.data, "zoem") == []
    assert "een zin" in seen.text and "belde" in seen.text


def test_cells_that_are_clipped_apart_stay_apart() -> None:
    """A name in the last cell of a row does not draw the other cells to the left of their clips."""
    cells = [(40, 30, b"v0.1 "), (72, 60, b"16 mei "), (134, 200, b"versie door Vondelkwast")]
    row = b"".join(
        b"q %d 240 %d 20 re W n BT /F1 11 Tf 1 0 0 1 %d 245 Tm (%s) Tj ET Q " % (x, width, x + 4, text)
        for x, width, text in cells
    )
    seen = by_pdfium(without(one_page(row), "Vondelkwast").data)
    places = {letter: x for letter, x, _ in seen.characters[:12]}
    assert abs(places["1"] - 76) < 2 and abs(places["m"] - 91.3) < 3
    assert "16 mei" in seen.text and "versie door" in seen.text


def test_line_is_narrowed_to_the_field_that_it_is_clipped_to() -> None:
    field = b"q 40 240 110 20 re W n BT /F1 11 Tf 1 0 0 1 44 245 Tm (Jo belde de raad snel) Tj ET Q"
    seen = by_pdfium(without(one_page(field), "Jo").data)
    assert all(x < 150 for letter, x, _ in seen.characters if not letter.isspace())
    assert "snel" in seen.text


def test_box_within_the_box_of_an_officer_is_not_drawn() -> None:
    """Its label would lie under the other, to be copied and not to be seen."""
    prepared = prepare(one_page(b"BT /F1 12 Tf 100 150 Td (Vondelkwast) Tj ET")).data
    layer = read_text_layer(prepared)
    whole = Redaction(ground="5.1.2.e", kind=Kind.BEELD, page=0, boxes=(Box(10, 10, 390, 290),))
    result = decided(prepared, [*find_terms(layer, ["Vondelkwast"], ground="5.1.2.e"), whole])
    assert [box.kind for box in result.boxes] == [Kind.BEELD]
    assert by_pdfium(result.data).text.count("gelakt") <= 1


@pytest.mark.parametrize("turn", [(1, 0), (0, 1), (-1, 0), (0, -1)])
def test_box_on_a_crooked_line_of_a_scan_is_set_upright(turn: tuple[int, int]) -> None:
    x, y = turn
    slope = 0.02
    a, b = x - slope * y, y + slope * x
    scan = b"q 400 0 0 300 0 0 cm BI /W 2 /H 2 /BPC 8 /CS /G ID \x00\x80\xff\x20 EI Q "
    text = b"BT 3 Tr /F1 12 Tf %f %f %f %f 200 150 Tm (Vondelkwast) Tj ET" % (a, b, -b, a)
    result = without(one_page(scan + text), "Vondelkwast")
    (box,) = (applied.box for applied in result.boxes)
    drawn = re.findall(rb"q\n([-\d. ]+) cm", contents(result.data))[-1]
    assert sorted(abs(float(number)) for number in drawn.split()[:4]) == [0, 0, 1, 1]
    middle = (200 + 35 * a, 300 - 150 - 35 * b)
    assert box.contains_point(*middle)
