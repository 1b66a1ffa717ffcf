# SPDX-License-Identifier: EUPL-1.2
"""One line in many encodings: which characters, and where, compared with pdfium."""

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from redaction.content.interpreter import DocumentFonts, interpret_page
from redaction.content.matrices import apply
from redaction.content.page import PageContent
from tests.redaction.content.made_pdfs import COURIER, HELVETICA, TIMES, PdfMaker, by_pdfium, identity_font, one_page

NEAR = 1.0
"""Points within which our origin of a glyph and pdfium's must lie."""


def interpreted(data: bytes, number: int = 0) -> PageContent:
    return interpret_page(PdfReader(io.BytesIO(data)).pages[number], number, DocumentFonts())


def origins(content: PageContent) -> list[tuple[str, float, float]]:
    """Every character with the place of its glyph's origin, user space."""
    found = []
    for run in content.runs:
        for text, start in zip(run.texts, run.starts, strict=True):
            found.append((text, *apply(run.matrix, *((0.0, start) if run.font.vertical else (start, 0.0)))))
    return found


LINE = "De heer Jansen (Ede) & co"
RAW = rb"De heer Jansen \(Ede\) & co"
ENCODED: dict[str, bytes] = {
    "one string": b"BT /F1 11 Tf 40 200 Td (" + RAW + b") Tj ET",
    "hexadecimal with spaces": b"BT /F1 11 Tf 40 200 Td <" + LINE.encode().hex(" ").encode() + b"> Tj ET",
    "octal escapes": b"BT /F1 11 Tf 40 200 Td (" + b"".join(b"\\%03o" % byte for byte in LINE.encode()) + b") Tj ET",
    "kerned": rb"BT /F1 11 Tf 40 200 Td [(D) 20 (e he) -15.5 (er J) 40 (ansen \(E) .5 (de\)) -250 ( & co)] TJ ET",
    "next line": b"BT /F1 11 Tf 14 TL 40 214 Td (" + RAW + b") ' ET",
    "next line with spacing": b"BT /F1 11 Tf 14 TL 40 214 Td 2.5 .4 (" + RAW + b') " ET',
    "spaced words and letters": b"BT /F1 11 Tf 3 Tw .7 Tc 40 200 Td (" + RAW + b") Tj ET",
    "narrow": b"BT /F1 11 Tf 70 Tz 1 Tc 2 Tw 40 200 Td (" + RAW + b") Tj ET",
    "narrow with adjustments": rb"BT /F1 11 Tf 60 Tz 40 200 Td [(De heer ) -800 (Jansen \(Ede\) & co)] TJ ET",
    "raised": b"BT /F1 11 Tf 4 Ts 40 200 Td (" + RAW + b") Tj ET",
    "turned": b"BT /F1 11 Tf .866 .5 -.5 .866 60 60 Tm (" + RAW + b") Tj ET",
    "upside down": b"q -1 0 0 -1 400 300 cm BT /F1 11 Tf 80 100 Td (" + RAW + b") Tj ET Q",
    "mirrored twice": b"q 1 0 0 -1 0 300 cm BT /F1 11 Tf 1 0 0 -1 40 100 Tm (" + RAW + b") Tj ET Q",
    "size in the matrix": b"BT /F1 1 Tf 11 0 0 11 40 200 Tm (" + RAW + b") Tj ET",
    "size in the page": b"q .11 0 0 .11 0 0 cm BT /F1 100 Tf 364 1818 Td (" + RAW + b") Tj ET Q",
    "set leading and down": b"BT /F1 11 Tf 40 240 Td 0 -20 TD T* (" + RAW + b") Tj ET",
    "split over operators": rb"BT /F1 11 Tf 40 200 Td (De heer Ja) Tj (nsen ) Tj [(\(Ede\)) ( & co)] TJ ET",
    "two text objects": rb"BT /F1 11 Tf 40 200 Td (De heer ) Tj ET BT /F1 11 Tf 84 200 Td (Jansen \(Ede\) & co) Tj ET",
    "font set outside": b"/F1 11 Tf BT 40 200 Td (" + RAW + b") Tj ET",
    "spacing that outlives its text object": b"BT 2 Tc ET BT /F1 11 Tf 40 200 Td (" + RAW + b") Tj ET",
    "state put back": b"q BT 5 Tc /F1 30 Tf ET Q BT /F1 11 Tf 40 200 Td (" + RAW + b") Tj ET",
    "invisible": b"BT 3 Tr /F1 11 Tf 40 200 Td (" + RAW + b") Tj ET",
    "comment between": b"BT /F1 11 Tf % (nothing) Tj\n40 200 Td (" + RAW + b") Tj ET",
    "line ends in the string": b"BT /F1 11 Tf 40 200 Td (De heer \\\nJansen \\(Ede\\) & co) Tj ET",
    "numbers as they are met": b"BT /F1 +11. Tf 40.0 00200 Td (" + RAW + b") Tj ET",
    "no space between": b"BT/F1 11 Tf 40 200 Td(" + RAW + b")Tj ET",
}
"""A line as word processors, printers and typesetters write it."""


@pytest.mark.parametrize("content", ENCODED.values(), ids=ENCODED.keys())
@pytest.mark.parametrize("font", [HELVETICA, TIMES, COURIER], ids=["Helvetica", "Times", "Courier"])
def test_line_is_read_where_pdfium_reads_it(content: bytes, font: bytes) -> None:
    data = one_page(content, {"F1": font})
    ours = origins(interpreted(data))
    assert "".join(text for text, _, _ in ours) == LINE
    _near(ours, by_pdfium(data).characters)


def _near(ours: list[tuple[str, float, float]], theirs: list[tuple[str, float, float]]) -> None:
    mine = [item for item in ours if not item[0].isspace()]
    other = [item for item in theirs if not item[0].isspace()]
    assert "".join(text for text, _, _ in mine) == "".join(text for text, _, _ in other)
    for (text, x, y), (_, their_x, their_y) in zip(mine, other, strict=True):
        assert abs(x - their_x) < NEAR, text
        assert abs(y - their_y) < NEAR, text


def test_one_glyph_per_operator() -> None:
    content = b"BT /F1 11 Tf " + b" ".join(
        b"1 0 0 1 %d 200 Tm (%s) Tj" % (40 + 8 * place, letter.encode()) for place, letter in enumerate("Pietersen")
    )
    data = one_page(content + b" ET")
    ours = origins(interpreted(data))
    assert "".join(text for text, _, _ in ours) == "Pietersen"
    _near(ours, by_pdfium(data).characters)


FRAMES: dict[str, bytes] = {
    "plain": b"",
    "crop box": b"/CropBox[20 30 380 280]",
    "crop box beyond the media box": b"/CropBox[-20 -30 380 380]",
    "media box with an offset": b"/MediaBox[-50 -40 350 260]",
    "turned 90": b"/Rotate 90",
    "turned 180 and cropped": b"/Rotate 180/CropBox[20 30 380 280]",
    "turned 270 and cropped": b"/Rotate 270/CropBox[20 30 380 280]",
    "turned -90": b"/Rotate -90",
    "own unit": b"/UserUnit 2/CropBox[20 30 380 280]/Rotate 90",
}


@pytest.mark.parametrize("entries", FRAMES.values(), ids=FRAMES.keys())
def test_boxes_lie_on_the_ink_of_the_page_as_seen(entries: bytes) -> None:
    data = one_page(b"BT /F1 24 Tf 60 120 Td (Hxgd) Tj ET", entries=entries)
    content = interpreted(data)
    boxes = content.glyph_bounds()
    x0, y0 = min(boxes[0::4]) / content.width, min(boxes[1::4]) / content.height
    x1, y1 = max(boxes[2::4]) / content.width, max(boxes[3::4]) / content.height
    ink = by_pdfium(data).ink
    slack = 2 / min(content.width, content.height)
    assert x0 - slack <= ink[0] and y0 - slack <= ink[1] and ink[2] <= x1 + slack and ink[3] <= y1 + slack
    assert (ink[2] - ink[0]) * (ink[3] - ink[1]) > 0.6 * (x1 - x0) * (y1 - y0)


FONTS: dict[str, tuple[bytes, bytes, str]] = {
    "Mac Roman": (
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/MacRomanEncoding>>",
        b"caf\x8e \xa5 \xde",
        "café • fi",
    ),
    "WinAnsi": (HELVETICA, b"Zo\xeb \x80 \x93\x94", "Zoë € “”"),
    "standard, no encoding at all": (
        b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
        b"\xae \xf5 \xe8",
        "fi ı Ł",
    ),
    "differences": (
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Type/Encoding/Differences"
        b"[1/J/a/n/s/e 7/fi/uni00EB/Euro]>>>>",
        b"\x01\x02\x03\x04\x05\x03\x07\x08\x09",
        "Jansenfië€",
    ),
    "differences over a base": (
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[65/B]>>>>",
        b"AAC",
        "BBC",
    ),
    "names that only number": (
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Type/Encoding/Differences[65/g1/g2]>>>>",
        b"AB",
        "\ufffd\ufffd",
    ),
    "symbol": (b"<</Type/Font/Subtype/Type1/BaseFont/Symbol>>", b"abp", "αβπ"),
}


@pytest.mark.parametrize(("font", "shown", "text"), FONTS.values(), ids=FONTS.keys())
def test_characters_of_simple_fonts(font: bytes, shown: bytes, text: str) -> None:
    content = b"BT /F1 12 Tf 40 200 Td <" + shown.hex().encode() + b"> Tj ET"
    assert "".join(found for found, _, _ in origins(interpreted(one_page(content, {"F1": font})))) == text


@pytest.mark.parametrize("to_unicode", [True, False], ids=["ToUnicode", "program only"])
@pytest.mark.parametrize("vertical", [False, True], ids=["horizontal", "vertical"])
def test_two_byte_codes(to_unicode: bool, vertical: bool) -> None:
    maker = PdfMaker()
    font, codes = identity_font(maker, "De heer Jansen", to_unicode=to_unicode, vertical=vertical)
    maker.page(b"BT /F1 12 Tf .5 Tc 3 Tw 200 250 Td <" + codes.hex().encode() + b"> Tj ET", {"F1": font})
    data = maker.finish()
    ours = origins(interpreted(data))
    assert "".join(text for text, _, _ in ours) == "De heer Jansen"
    theirs = by_pdfium(data).characters
    if vertical:  # pdfium gives the origin of the outline, which a position vector parts from the origin of the code
        assert [round(y, 2) for _, _, y in ours] == [round(y + 0.88 * 12, 2) for _, _, y in theirs]
    elif to_unicode:
        _near(ours, theirs)
    else:  # pdfium gives codes instead of characters, in the right places
        _near(ours, [(mine[0], x, y) for mine, (_, x, y) in zip(ours, theirs, strict=True)])


def test_to_unicode_tells_what_names_that_only_number_do_not() -> None:
    maker = PdfMaker()
    cmap = maker.stream(
        b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
        b"2 beginbfrange <41> <42> <0058> <43> <44> [<00660069> <D83DDE00>] endbfrange endcmap"
    )
    font = (
        b"<</Type/Font/Subtype/Type1/BaseFont/Eigen/ToUnicode %d 0 R/Encoding<</BaseEncoding/WinAnsiEncoding"
        b"/Differences[65/g1/g2/g3/g4]>>>>" % cmap
    )
    maker.page(b"BT /F1 12 Tf 40 200 Td (ABCDE) Tj ET", {"F1": font})
    content = interpreted(maker.finish())
    assert content.runs[0].texts == ["X", "Y", "fi", "\U0001f600", "E"]


FORM_TEXT = b"BT /F1 12 Tf 10 10 Td (Jansen) Tj ET"


def nested(depth: int, maker: PdfMaker, font: int) -> int:
    """Number of a form that holds forms."""
    number = maker.stream(
        FORM_TEXT, b"/Type/XObject/Subtype/Form/BBox[0 0 200 200]/Resources<</Font<</F1 %d 0 R>>>>" % font
    )
    for _ in range(depth):
        number = maker.stream(
            b"q 1 0 0 1 5 7 cm /X Do Q",
            b"/Type/XObject/Subtype/Form/BBox[0 0 300 300]/Matrix[1 0 0 1 2 3]/Resources<</XObject<</X %d 0 R>>>>"
            % number,
        )
    return number


def test_forms_in_forms_shared_by_pages_have_a_path_per_use() -> None:
    maker = PdfMaker()
    form = nested(2, maker, maker.add(HELVETICA))
    for _ in range(2):
        maker.page(b"q 1 0 0 1 20 30 cm /X Do Q q 1 0 0 1 20 130 cm /X Do Q", resources=b"/XObject<</X %d 0 R>>" % form)
    data = maker.finish()
    content = interpreted(data, 1)
    assert [run.path for run in content.runs] == [(2, 2, 2), (6, 2, 2)]
    ours = origins(content)
    assert ours[0][1:] == pytest.approx((20 + 2 * 7 + 10, 30 + 2 * 10 + 10))
    _near(ours, by_pdfium(data, 1).characters)


def test_form_without_resources_uses_those_of_the_page() -> None:
    maker = PdfMaker()
    form = maker.stream(FORM_TEXT, b"/Type/XObject/Subtype/Form/BBox[0 0 200 200]")
    maker.page(b"/X Do", resources=b"/XObject<</X %d 0 R>>" % form)
    assert "".join(text for text, _, _ in origins(interpreted(maker.finish()))) == "Jansen"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda content: content.images, id="images"),
        pytest.param(lambda content: content.paths, id="paths"),
    ],
)
def test_what_is_painted_is_noted(change: Callable[[PageContent], list[object]]) -> None:
    data = one_page(b"10 20 30 40 re f q 5 0 0 6 7 8 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x41 EI Q")
    assert len(change(interpreted(data))) == 1


def test_bounds_of_a_path_are_in_user_space() -> None:
    content = interpreted(one_page(b"q 2 0 0 2 10 10 cm 1 2 m 11 2 l 11 22 l h S Q 0 0 5 5 re n"))
    assert [(path.bounds, path.fill, path.stroke) for path in content.paths] == [((12, 14, 32, 54), False, True)]


def test_marked_content_knows_its_glyphs() -> None:
    content = interpreted(
        one_page(
            b"/P <</MCID 3>> BDC BT /F1 12 Tf 40 200 Td (ab) Tj /Span <</ActualText (Jansen)>> BDC (cde) Tj EMC ET EMC"
        )
    )
    assert [(mark.first, mark.last, mark.speaks) for mark in content.marked] == [(2, 5, True), (0, 5, False)]
    assert [run.mcid for run in content.runs] == [3, 3]
