# SPDX-License-Identifier: EUPL-1.2
"""Nothing of a removed name is left in the geometry: pages that differ only in the name become the same bytes."""

import io

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw

from benchmarks.attack_layouts import LAYOUTS, WRAPPED, page_with
from benchmarks.attack_sheet import LEFT, PUBLIC, RIGHT
from benchmarks.faces import FACES, StandardFace
from redaction.document.samples import fax_stream
from redaction.removal import RedactionOptions
from schemas.geometry import Box
from tests.redaction.content.made_pdfs import PdfMaker, by_pdfium, identity_font, one_page
from tests.redaction.removal.roads import without, without_box

SHORT, LONG, OTHER = "An Ili", "Christiaan Vliet", "Marguerite Jansen"
GAME = [name for name in LAYOUTS if name != WRAPPED]


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("layout", GAME)
def test_pages_that_differ_in_a_name_become_the_same_bytes(layout: str, face: str) -> None:
    outputs = {without(page_with(name, layout=layout, face=face), name).data for name in (SHORT, LONG)}
    assert len(outputs) == 1


CHANCES = (
    ("centred in a table cell", "subset", "Marguerite Zwartwaterhof"),
    ("signature block", "subset", "Marguerite Zwartwaterhof"),
    ("field of a form", "standard", "Job Wammes"),
    ("tab after the name", "standard", "An Kok"),
)
"""Names that fill their cell, are as long as the rule over them, or meet the edge of something else by chance."""


@pytest.mark.parametrize(("layout", "face", "name"), CHANCES)
def test_a_name_that_meets_something_by_chance_is_not_told(layout: str, face: str, name: str) -> None:
    outputs = {without(page_with(one, layout=layout, face=face), one).data for one in (SHORT, name)}
    assert len(outputs) == 1


@pytest.mark.parametrize("layout", ["one string", "justified by word spacing", "underlined", "centred"])
def test_keeping_the_geometry_keeps_the_difference(layout: str) -> None:
    keep = RedactionOptions(geometry="keep")
    outputs = {
        without(page_with(name, layout=layout, face="standard"), name, options=keep).data for name in (SHORT, LONG)
    }
    assert len(outputs) == 2


def test_wrapped_paragraph_tells_no_more_than_its_line_ends() -> None:
    face = StandardFace()
    pair = ("Els Bos", "Job Bas")
    assert face.width(pair[0]) != face.width(pair[1])
    outputs = {without(page_with(name, layout=WRAPPED, face="standard"), name).data for name in pair}
    assert len(outputs) == 1


# Of a line that is painted twice pdfium reads some words once and others twice.
@pytest.mark.parametrize("layout", [name for name in GAME if name != "bold line by painting twice"])
def test_words_stay_in_order_and_on_the_page_and_clear_of_boxes(layout: str) -> None:
    before = page_with(LONG, layout=layout, face="standard")
    result = without(before, LONG)
    seen = by_pdfium(result.data)
    for letter, x, y in seen.characters:
        assert letter.isspace() or (0 < x < 595 and 0 < y < 842)
    for box in result.boxes:
        inside = [
            letter
            for letter, x, y in seen.characters
            if box.box.x0 < x + 1 < box.box.x1 and box.box.y0 < 842 - y - 2 < box.box.y1 and not letter.isspace()
        ]
        assert "".join(inside) in ("", "5.1.2.e", "[onleesbaargemaakt,grond5.1.2.e]")
    left = seen.text.replace("[onleesbaar gemaakt, grond 5.1.2.e]", " ").replace("5.1.2.e", " ")
    kept = by_pdfium(before).text
    for part in (*LONG.split(), *LONG.upper().split()):
        kept = kept.replace(part, " ")
    assert _words(left)[: len(_words(kept))] == _words(kept)


def _words(text: str) -> list[str]:
    return text.replace(".", " ").split()


@pytest.mark.parametrize("layout", ["one string", "justified by word spacing", "table cell"])
def test_other_lines_do_not_move(layout: str) -> None:
    before = page_with(LONG, layout=layout, face="subset")
    after = without(before, LONG)
    old, new = (_picture(data) for data in (before, after.data))
    tops = [round((box.box.y0 - 3) * 150 / 72) for box in after.boxes]
    ends = [round((box.box.y1 + 3) * 150 / 72) for box in after.boxes]
    height = old.height
    assert old.crop((0, 0, old.width, min(tops))).tobytes() == new.crop((0, 0, new.width, min(tops))).tobytes()
    assert (
        old.crop((0, max(ends), old.width, height)).tobytes() == new.crop((0, max(ends), new.width, height)).tobytes()
    )


def _picture(data: bytes) -> Image.Image:
    document = pdfium.PdfDocument(data)
    picture: Image.Image = document[0].render(scale=150 / 72).to_pil()
    document.close()
    return picture


def test_cells_keep_their_column() -> None:
    result = without(page_with(LONG, layout="table cell", face="standard"), LONG)
    columns = {round(x, 1) for letter, x, y in by_pdfium(result.data).characters if letter == "2" and y < 750}
    assert LEFT + 190 in columns  # the date after the removed name


def _rows(name: str, start: float, error: float = 0.0) -> bytes:
    """A table of two columns, the second from ``start``; beside the name it is off by a rounding error."""
    rows = [("Aanvraag", "12 januari"), ("Zitting", "3 februari"), (name, "28 maart"), ("Besluit", "19 april")]
    content = ""
    for place, (first, second) in enumerate(rows):
        y, x = 250 - 18 * place, start + (error if first == name else 0.0)
        content += f"BT /F1 11 Tf 40 {y} Td ({first}) Tj {x - 40:.3f} 0 Td ({second}) Tj ET\n"
    return one_page(content.encode())


def test_long_name_does_not_take_the_next_cell_with_it() -> None:
    face = StandardFace("Helvetica")
    start = 40 + face.width(LONG) * 11 + 8  # less than what parts columns in running text
    assert len({without(_rows(name, start), name).data for name in (SHORT, LONG)}) == 1


def test_rounding_error_after_a_name_is_not_kept() -> None:
    pair = (_rows(SHORT, 180, 0.03), SHORT), (_rows(OTHER, 180, -0.02), OTHER)
    assert len({without(data, name).data for data, name in pair}) == 1


def test_boxes_come_in_few_sizes() -> None:
    widths = set()
    for layout in GAME:
        for box in without(page_with(OTHER, layout=layout, face="standard"), OTHER).boxes:
            widths.add(round(max(box.box.width, box.box.height), 1))
    assert widths == {25.6, 28.8, 35.2}  # one for each size of letter: 8, 9 and 11 points


def test_line_without_room_is_narrowed_but_never_leaves_its_column() -> None:
    words = "van de gemeente Voorbeeldstad en van alle bewoners van de wijk aan het water"
    lines = [f"BT /F1 11 Tf {LEFT} {700 - 14 * place} Td ({text}) Tj ET" for place, text in enumerate(PUBLIC)]
    content = "\n".join(lines) + f"\nBT /F1 11 Tf {LEFT} 640 Td (Ed {words} en meer) Tj ET"
    result = without(one_page(content.encode(), size=(595, 842)), "Ed")
    assert max(x for _, x, _ in by_pdfium(result.data).characters) < RIGHT + 20


def test_punctuation_between_two_gaps_goes_with_them() -> None:
    content = b"BT /F1 11 Tf 40 200 Td (Aan Jansen, Pieter \\(griffier\\)) Tj ET"
    result = without(one_page(content), "Jansen", "Pieter")
    assert len(result.boxes) == 1
    assert "," not in by_pdfium(result.data).text.replace("gemaakt,", "")


def test_text_with_a_negative_size_is_set_upright() -> None:
    content = b"BT -100 Tz /F1 -11 Tf -1 0 0 -1 40 200 Tm 1 0 0 -1 40 200 Tm (besluit van Jansen over de weg) Tj ET"
    data = one_page(content)
    before, after = by_pdfium(data), by_pdfium(without(data, "Jansen").data)
    assert "over de weg" in before.text.replace("\r\n", " ")
    assert "over de weg" in after.text.replace("\r\n", " ")


def test_vertical_writing_is_set_again_downwards() -> None:
    outputs = set()
    for name in ("Bos", "Oosterhuizen"):
        maker = PdfMaker()
        text = f"van {name} aan de raad"
        font, codes = identity_font(maker, text + "BOosterhuizen")
        del font, codes
        maker = PdfMaker()
        font, _ = identity_font(maker, "van Oosterhuizen Bos aan de raad", vertical=True)
        _, wanted = identity_font(PdfMaker(), "van Oosterhuizen Bos aan de raad")
        glyphs = dict(
            zip("van Oosterhuizen Bos aan de raad", (wanted[i : i + 2] for i in range(0, 64, 2)), strict=True)
        )
        shown = b"".join(glyphs[letter] for letter in text).hex().encode()
        maker.page(b"BT /F1 11 Tf 200 600 Td <%s> Tj ET" % shown, {"F1": font}, size=(400, 700))
        outputs.add(without(maker.finish(), name).data)
    assert len(outputs) == 1


# -- scans


SCANS = ("flate", "JPEG", "progressive JPEG", "fax", "JPEG 2000")


def _scan(name: str, kind: str, *, layer: bool) -> bytes:
    """A picture of a line with a name, drawn into the same width whatever it is; with ``layer`` its words as text."""
    picture = Image.new("L", (800, 200), 255)
    pen = ImageDraw.Draw(picture)
    pen.text((40, 90), "Brief van", fill=0, font_size=30)
    word = Image.new("L", (200, 40), 255)
    ImageDraw.Draw(word).text((2, 2), name, fill=0, font_size=30)
    picture.paste(word, (220, 85))
    pen.text((440, 90), "aan de raad", fill=0, font_size=30)
    maker = PdfMaker()
    image = _stored(maker, picture, kind)
    content = b"q 400 0 0 100 0 0 cm /I Do Q"
    if layer:
        face = StandardFace("Helvetica")
        for x, width, text in ((20, 65, "Brief van"), (110, 95, name), (220, 85, "aan de raad")):
            scale = 100 * width / (face.width(text) * 15)
            content += b" BT 3 Tr /F1 15 Tf %.4f Tz 1 0 0 1 %d 42 Tm (%s) Tj ET" % (scale, x, text.encode())
    maker.page(content, size=(400, 100), resources=b"/XObject<</I %d 0 R>>" % image)
    return maker.finish()


def _stored(maker: PdfMaker, picture: Image.Image, kind: str) -> int:
    entries = b"/Type/XObject/Subtype/Image/Width 800/Height 200/ColorSpace/DeviceGray"
    if kind == "flate":
        return maker.stream(picture.tobytes(), entries + b"/BitsPerComponent 8", deflate=True)
    if kind == "fax":
        data = bytes(fax_stream((np.asarray(picture) > 127).astype(np.uint8)[:, :, None])._data)
        fax = b"/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 800/Rows 200>>"
        return maker.stream(data, entries + fax)
    out = io.BytesIO()
    if kind == "JPEG 2000":
        picture.save(out, "JPEG2000", irreversible=False)
        return maker.stream(out.getvalue(), entries + b"/BitsPerComponent 8/Filter/JPXDecode")
    picture.save(out, "JPEG", quality=75, progressive=kind == "progressive JPEG")
    return maker.stream(out.getvalue(), entries + b"/BitsPerComponent 8/Filter/DCTDecode")


@pytest.mark.parametrize("kind", SCANS)
def test_scans_that_differ_in_a_name_become_the_same_bytes(kind: str) -> None:
    names = ("Bos", "Jansen", "Kok")
    assert len({_scan(name, kind, layer=False) for name in names}) == 3
    box = Box(105, 38, 212, 66)
    outputs = {without_box(_scan(name, kind, layer=False), box).data for name in names}
    assert len(outputs) == 1


@pytest.mark.parametrize("kind", SCANS)
def test_scans_with_a_text_layer_that_differ_in_a_name_become_the_same_bytes(kind: str) -> None:
    outputs = {without(_scan(name, kind, layer=True), name).data for name in ("Bos", "Jansen", "Kok")}
    assert len(outputs) == 1
