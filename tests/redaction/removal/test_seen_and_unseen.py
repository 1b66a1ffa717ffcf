# SPDX-License-Identifier: EUPL-1.2
"""What somebody covered, clipped or put beside the page goes before anybody looks; what is seen stays (A1, A6)."""

import io

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

from redaction.removal import prepare
from tests.redaction.content.made_pdfs import PdfMaker, by_pdfium, one_page
from tests.redaction.document.made_fonts import font_document
from tests.redaction.witnesses import leaks

WORD = "Vondelkwast"
TEXT = b"BT /F1 11 Tf 40 150 Td (Naam: " + WORD.encode() + b" uit Ede) Tj ET "
OVER = b"30 145 200 20 re "
OTHER = b" BT 0 g /F1 11 Tf 40 250 Td (Besluit op het bezwaar van de bewoners) Tj ET"

ROUND = (
    b"36 143 m 228 143 l 231 143 234 146 234 149 c 234 163 l 234 166 231 169 228 169 c "
    b"36 169 l 33 169 30 166 30 163 c 30 149 l 30 146 33 143 36 143 c h "
)

COVERED: dict[str, bytes] = {
    "black bar": TEXT + b"0 g " + OVER + b"f",
    "white bar": TEXT + b"1 g " + OVER + b"f",
    "bar of four lines": TEXT + b"0 g 30 145 m 230 145 l 230 165 l 30 165 l h f",
    "bar in a frame of its own": TEXT + b"q .5 0 0 .5 0 0 cm 60 290 400 40 re f Q",
    "bar with an outline": TEXT + b"1 0 0 RG " + OVER + b"B",
    "frame with round corners": TEXT + b"1 g " + ROUND + b"f",
    "page-wide white": TEXT + b"1 g 0 0 400 300 re f",
}
SEEN: dict[str, bytes] = {
    "bar drawn first": b".9 g " + OVER + b"f 0 g " + TEXT,
    "frame without filling": TEXT + OVER + b"S",
    "bar beside it": TEXT + b"30 175 200 20 re f",
    "underline": TEXT + b"40 148 180 1 re f",
    "bar that is clipped away": TEXT + b"q 0 0 5 5 re W n " + OVER + b"f Q",
    "path that is never painted": TEXT + OVER + b"n",
    "triangle that leaves the letters to be read": TEXT + b"30 145 m 230 145 l 130 152 l f",
    "frame with round corners around nothing": TEXT + ROUND + b"S",
    "two round frames as one path": TEXT + ROUND + ROUND + b"f*",
}


@pytest.mark.parametrize("content", COVERED.values(), ids=COVERED.keys())
def test_text_under_a_bar_is_taken_out_and_reported(content: bytes) -> None:
    data = one_page(content + OTHER)
    assert leaks(data, WORD)
    prepared = prepare(data)
    assert leaks(prepared.data, WORD) == []
    assert prepared.removed["covered_glyphs"] >= len(WORD)
    assert any("blad 1" in note for note in prepared.notes)
    assert "Besluit op het bezwaar" in by_pdfium(prepared.data).text


@pytest.mark.parametrize("content", SEEN.values(), ids=SEEN.keys())
def test_text_that_is_seen_stays(content: bytes) -> None:
    prepared = prepare(one_page(content + OTHER))
    assert WORD in by_pdfium(prepared.data).text
    assert "covered_glyphs" not in prepared.removed


def test_glyphs_beside_the_bar_stay() -> None:
    content = TEXT + b"0 g 74 145 61 20 re f" + OTHER
    text = by_pdfium(prepare(one_page(content)).data).text
    assert "Naam:" in text and "uit Ede" in text and WORD not in text


STATES: dict[str, tuple[bytes, bool]] = {
    "half transparent": (b"/ca .5", False),
    "multiplied like a marker": (b"/BM/Multiply", False),
    "opaque by name": (b"/ca 1/BM/Normal", True),
    "says that it does not overprint": (b"/op false/OP false", True),
    "overprinting, which no reader shows on a screen": (b"/op true/OP true", True),
}


@pytest.mark.parametrize(("state", "covers"), STATES.values(), ids=STATES.keys())
def test_bar_that_lets_text_through_covers_nothing(state: bytes, covers: bool) -> None:
    content = TEXT + b"q /G gs 1 1 0 rg " + OVER + b"f Q" + OTHER
    data = one_page(content, resources=b"/ExtGState<</G<<" + state + b">>>>")
    assert bool(leaks(prepare(data).data, WORD)) is not covers


def _image(maker: PdfMaker, extra: bytes = b"", samples: bytes = b"\x00\x80\xff\x20") -> int:
    entries = b"/Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent 8/ColorSpace/DeviceGray"
    return maker.stream(samples, entries + extra)


def test_text_under_a_picture_is_taken_out() -> None:
    maker = PdfMaker()
    resources = b"/XObject<</I %d 0 R>>" % _image(maker)
    maker.page(TEXT + OTHER + b" q 200 0 0 20 30 145 cm /I Do Q", resources=resources)
    data = maker.finish()
    assert leaks(data, WORD)
    assert leaks(prepare(data).data, WORD) == []


def test_text_under_the_picture_of_a_scan_stays_to_be_judged() -> None:
    maker = PdfMaker()
    resources = b"/XObject<</I %d 0 R>>" % _image(maker)
    maker.page(TEXT + OTHER + b" q 400 0 0 300 0 0 cm /I Do Q", resources=resources)
    assert WORD in by_pdfium(prepare(maker.finish()).data).text


@pytest.mark.parametrize(("alpha", "covers"), [(b"\x00", False), (b"\x40", False), (b"\xff", True)])
def test_picture_with_a_mask_covers_as_far_as_it_is_opaque(alpha: bytes, covers: bool) -> None:
    maker = PdfMaker()
    mask = _image(maker, samples=alpha * 4)
    resources = b"/XObject<</I %d 0 R>>" % _image(maker, b"/SMask %d 0 R" % mask, b"\x30" * 4)
    maker.page(TEXT + OTHER + b" q 200 0 0 20 30 145 cm /I Do Q", resources=resources)
    assert (WORD in by_pdfium(prepare(maker.finish()).data).text) is not covers


def test_text_under_a_filled_annotation_is_taken_out() -> None:
    maker = PdfMaker()
    look = maker.stream(b"0 g 0 0 200 20 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 200 20]")
    square = maker.add(b"<</Type/Annot/Subtype/Square/Rect[30 145 230 165]/AP<</N %d 0 R>>>>" % look)
    maker.page(TEXT + OTHER, entries=b"/Annots[%d 0 R]" % square)
    data = maker.finish()
    assert leaks(data, WORD)
    prepared = prepare(data)
    assert leaks(prepared.data, WORD) == []
    assert prepared.removed["covered_glyphs"] >= len(WORD)


BARS: dict[str, bytes] = {
    "square": b"/Subtype/Square/IC[0 0 0]",
    "circle": b"/Subtype/Circle/IC[0]",
    "polygon": b"/Subtype/Polygon/IC[1 1 1]/Vertices[0 120 300 120 300 180 0 180]",
    "line": b"/Subtype/Line/C[0 0 0 1]/L[0 154 300 154]/BS<</W 20>>",
    "note": b"/Subtype/FreeText/C[0 0 0]",
    "field": b"/Subtype/Widget/FT/Tx/MK<</BG[0 0 0]>>",
}


def _annotated(keys: bytes) -> bytes:
    maker = PdfMaker()
    annotation = maker.add(b"<</Type/Annot/Rect[-100 100 400 208]%s>>" % keys)
    maker.page(TEXT + OTHER, entries=b"/Annots[%d 0 R]" % annotation)
    return maker.finish()


@pytest.mark.parametrize("keys", BARS.values(), ids=BARS.keys())
def test_text_under_an_annotation_that_viewers_fill_themselves_is_taken_out(keys: bytes) -> None:
    data = _annotated(keys)
    assert leaks(data, WORD)
    prepared = prepare(data)
    assert leaks(prepared.data, WORD) == []
    assert prepared.removed["covered_glyphs"] >= len(WORD)
    assert any("Onder een vlak" in note for note in prepared.notes)


@pytest.mark.parametrize(
    "keys",
    [
        b"/Subtype/Square/C[0 0 0]",
        b"/Subtype/Square/IC[]",
        b"/Subtype/Square/IC[0 0 0]/CA .3",
        b"/Subtype/Square/IC[0 0 0]/F 2",
        b"/Subtype/Line/C[0 0 0]/L[0 154 300 154]",
    ],
)
def test_annotation_without_a_fill_hides_nothing(keys: bytes) -> None:
    prepared = prepare(_annotated(keys))
    assert WORD in by_pdfium(prepared.data).text
    assert prepared.pending == ()


@pytest.mark.parametrize(("colour", "places"), [(b"0 0 0", 1), (b"0 0 .5", 1), (b"0 0 0 1", 1), (b"1 1 0", 0)])
def test_highlight_as_dark_as_a_bar_is_a_place_to_judge(colour: bytes, places: int) -> None:
    quad = b"/Subtype/Highlight/C[%s]/QuadPoints[30 165 230 165 30 145 230 145]"
    prepared = prepare(_annotated(quad % colour))
    assert [page for page, _ in prepared.pending] == [0] * places
    assert WORD in by_pdfium(prepared.data).text


def _without_outlines(data: bytes, kept: int) -> bytes:
    """The document, of whose embedded font only the first glyphs draw something."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        descendant = pdf.pages[0].obj.Resources.Font.F1.DescendantFonts[0]
        program = TTFont(io.BytesIO(descendant.FontDescriptor.FontFile2.read_bytes()))
        for name in program.getGlyphOrder()[kept + 1 :]:
            program["glyf"][name] = Glyph()
        made = io.BytesIO()
        program.save(made)
        descendant.FontDescriptor.FontFile2 = pdf.make_stream(made.getvalue())
        pdf.save(out)
    return out.getvalue()


def test_letters_that_a_font_draws_with_nothing_are_taken_out() -> None:
    data = _without_outlines(font_document("TrueType with CIDs", WORD), kept=1)
    assert leaks(data, WORD)
    prepared = prepare(data)
    assert leaks(prepared.data, WORD) == []
    assert prepared.removed["blank_glyphs"] == len(WORD) - 1
    assert any("lettertype" in note for note in prepared.notes)


AWAY: dict[str, tuple[bytes, bytes]] = {
    "clipped away": (b"q 300 10 20 20 re W n " + TEXT + b"Q", b""),
    "clipped twice": (b"q 0 0 400 160 re W n 0 170 400 90 re W n " + TEXT + b"Q", b""),
    "outside the crop box": (TEXT, b"/CropBox[0 200 400 300]"),
    "only the tops of its letters within the clip": (b"q 0 156.5 400 100 re W n " + TEXT + b"Q", b""),
    "outside the media box": (b"q 1 0 0 1 0 400 cm " + TEXT + b"Q", b""),
}


@pytest.mark.parametrize(("content", "entries"), AWAY.values(), ids=AWAY.keys())
def test_text_that_is_painted_nowhere_is_taken_out(content: bytes, entries: bytes) -> None:
    data = one_page(content + OTHER, entries=entries)
    assert leaks(data, WORD)
    prepared = prepare(data)
    assert leaks(prepared.data, WORD) == []
    assert prepared.removed["outside_glyphs"] >= len(WORD)
    assert "Besluit op het bezwaar" in by_pdfium(prepared.data).text


def test_text_beyond_the_box_of_a_form_is_taken_out() -> None:
    maker = PdfMaker()
    font = maker.add(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 400 90]/Resources<</Font<</F1 %d 0 R>>>>" % font
    form = maker.stream(TEXT, entries)
    maker.page(b"/X Do" + OTHER, resources=b"/XObject<</X %d 0 R>>" % form)
    data = maker.finish()
    assert leaks(data, WORD)
    assert leaks(prepare(data).data, WORD) == []
