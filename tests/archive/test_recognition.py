# SPDX-License-Identifier: EUPL-1.2
"""Scans get a text layer that lies on the words, whichever way the page is turned."""

import io
import re
from math import sin
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from archive.recognition import Tesseract, find_tesseract, read_scans, read_words
from redaction.detection.recognition import uncertain_words, unread_pages
from redaction.textlayer import read_text_layer
from schemas.errors import BlockReason, DocumentBlocked
from schemas.findings import Action, Findings
from schemas.geometry import Box
from schemas.identity import Digest
from schemas.recognition import RecognisedPage, UncertainWord

LINE = "De heer Voorbeeldman woont aan de Proefstraat 12."
WIDTH, HEIGHT = 400.0, 200.0


@pytest.fixture(scope="module")
def tesseract() -> Tesseract:
    found = find_tesseract()
    if found is None:
        pytest.skip("TESSERACT WITH DUTCH ABSENT: apt-get install tesseract-ocr tesseract-ocr-nld")
    return found


def picture(line: str = LINE, dpi: int = 200) -> Image.Image:
    """A page with one line as a scanner sees it."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT))
    canvas.setFont("Helvetica", 13)
    canvas.drawString(40, 120, line)
    canvas.save()
    with pypdfium2.PdfDocument(out.getvalue()) as document:
        rendered: Image.Image = document[0].render(scale=dpi / 72, grayscale=True).to_pil()
        return rendered


def scan(turn: int = 0, *, stamp: str = "", unit: float = 1, signed: bool = False) -> bytes:
    """A scan, stored turned by so many degrees and shown upright."""
    seen = picture()
    if signed:
        steps = [place / 60 for place in range(60)]
        curve = [(250 + 90 * step, 150 + 12 * sin(23 * step)) for step in steps]
        ImageDraw.Draw(seen).line([(x * 200 / 72, y * 200 / 72) for x, y in curve], fill=30, width=3, joint="curve")
    image = seen.rotate(turn, expand=True)
    size = (WIDTH, HEIGHT) if turn in (0, 180) else (HEIGHT, WIDTH)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size)
    canvas.drawImage(ImageReader(image), 0, 0, *size)
    canvas.drawString(20, 10, stamp)
    canvas.save()
    with pikepdf.open(io.BytesIO(out.getvalue())) as pdf:
        pdf.pages[0].Rotate = turn
        pdf.pages[0].obj.UserUnit = unit
        if turn == 90:
            # A crop box that does not begin at the origin, which the layer must follow.
            pdf.pages[0].MediaBox = [-10, -20, size[0] + 5, size[1] + 5]
            pdf.pages[0].CropBox = [0, 0, size[0], size[1]]
        saved = io.BytesIO()
        pdf.save(saved)
    return saved.getvalue()


def test_a_page_with_a_unit_of_its_own_is_told_in_points(tesseract: Tesseract) -> None:
    (plain,), (large,) = (read_scans(scan(unit=unit, signed=True), tesseract).pages for unit in (1, 2))
    assert len(plain.drawings) == 1
    assert large.drawings == tuple(box.scaled(2) for box in plain.drawings)
    assert plain.drawings[0].intersects(Box(260, 140, 330, 160))
    (page,) = read_text_layer(read_scans(scan(unit=2), tesseract).data).pages
    (seen,) = read_words(scan(unit=2), [0], tesseract)
    word = next(word for word in seen.words if "Voorbeeldman" in word.text)
    start = page.text.index("Voorbeeldman")
    (box,) = page.boxes(start, start + len("Voorbeeldman"))
    assert (word.box.x0, box.x0) == pytest.approx((2 * 88, 2 * 88), abs=8)
    assert word.box.intersects(box)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_words_lie_where_they_are_seen(tesseract: Tesseract, turn: int) -> None:
    result = read_scans(scan(turn), tesseract)
    (page,) = read_text_layer(result.data).pages
    assert LINE in page.text
    start = page.text.index("Voorbeeldman")
    (box,) = page.boxes(start, start + len("Voorbeeldman"))
    assert box.x0 == pytest.approx(88, abs=6)
    assert (box.y0 + box.y1) / 2 == pytest.approx(HEIGHT - 124, abs=6)


@pytest.mark.parametrize("turn", [0, 180])
def test_the_box_of_a_word_holds_all_its_ink_to_the_last_letter_and_below_the_line(
    tesseract: Tesseract, turn: int
) -> None:
    result = read_scans(scan(turn), tesseract)
    (page,) = read_text_layer(result.data).pages
    scale = 3
    with pypdfium2.PdfDocument(result.data) as document:
        seen = document[0].render(scale=scale, grayscale=True).to_pil()
    for word in re.finditer(r"\S+", LINE):
        start = page.text.index(LINE) + word.start()
        (box,) = page.boxes(start, start + len(word.group()))
        seen.paste(255, (int(box.x0 * scale), int(box.y0 * scale), int(box.x1 * scale) + 1, int(box.y1 * scale) + 1))
    assert seen.getextrema()[0] > 200


def test_each_letter_lies_on_its_own_ink(tesseract: Tesseract) -> None:
    # The letters of this word differ much in width: even steps would put them elsewhere.
    image = picture("Wilhelmina Willemijn")
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT))
    canvas.drawImage(ImageReader(image), 0, 0, WIDTH, HEIGHT)
    canvas.save()
    (page,) = read_text_layer(read_scans(out.getvalue(), tesseract).data).pages
    start = page.text.index("Wilhelmina")
    (wide,), (narrow,) = page.boxes(start, start + 1), page.boxes(start + 1, start + 2)
    assert wide.width > 2 * narrow.width


def test_confidence_is_told(tesseract: Tesseract) -> None:
    (page,) = read_scans(scan(), tesseract).pages
    assert page.number == 0
    assert page.words == len(LINE.split())
    assert page.confidence > 0.85


def test_a_stamp_on_a_scan_does_not_hide_its_text(tesseract: Tesseract) -> None:
    (page,) = read_text_layer(read_scans(scan(stamp="Ingekomen 3 maart"), tesseract).data).pages
    assert "Voorbeeldman" in page.text
    assert "Ingekomen" in page.text


def test_the_picture_stays_as_it_was(tesseract: Tesseract) -> None:
    before = scan()
    after = read_scans(before, tesseract).data
    with pypdfium2.PdfDocument(before) as one, pypdfium2.PdfDocument(after) as other:
        assert one[0].render().to_pil().tobytes() == other[0].render().to_pil().tobytes()


def test_a_page_with_text_is_left_alone(tesseract: Tesseract) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT))
    canvas.drawImage(ImageReader(Image.new("L", (20, 20), 90)), 0, 150, 40, 40)
    for row in range(5):
        canvas.drawString(20, 100 - 15 * row, LINE)
    canvas.save()
    result = read_scans(out.getvalue(), tesseract)
    assert result.pages == ()
    assert result.data == out.getvalue()


def test_letters_drawn_as_outlines_are_read(tesseract: Tesseract) -> None:
    # Each stroke of the word is a path: there is no text and no image.
    image = picture("VOORBEELD", dpi=72).point(lambda value: 255 if value < 128 else 0)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT))
    for y in range(image.height):
        for x in range(image.width):
            if image.getpixel((x, y)):
                canvas.rect(x, HEIGHT - y - 1, 1, 1, stroke=0, fill=1)
    canvas.save()
    (page,) = read_scans(out.getvalue(), tesseract).pages
    assert page.words


def test_a_program_that_fails_blocks_the_document() -> None:
    with pytest.raises(DocumentBlocked) as caught:
        read_scans(scan(), Tesseract(program="/bin/false"))
    assert caught.value.reason is BlockReason.NO_TEXT_LAYER


def _as_read(tmp_path: Path, letters: str, lefts: list[int]) -> list[str]:
    """The words that are made of one word that Tesseract tells, each letter 10 pixels wide."""
    signs = "".join(
        f"<span class='ocrx_cinfo' title='x_bboxes {left} 10 {left + 10} 30; x_conf 99'>{letter}</span>"
        for letter, left in zip(letters, lefts, strict=True)
    )
    box = f"bbox {lefts[0]} 10 {lefts[-1] + 10} 30"
    (tmp_path / "page.hocr").write_text(
        f"<html><body><span class='ocr_line' title='{box}; x_size 20'>"
        f"<span class='ocrx_word' title='{box}; x_wconf 95'>{signs}</span></span></body></html>"
    )
    program = tmp_path / "tesseract"
    program.write_text(f'#!/bin/sh\ncp {tmp_path}/page.hocr "$2.hocr"; : > "$2.pdf"\n')
    program.chmod(0o700)
    return [word.text for word in Tesseract(program=str(program)).read(b"", 200).words]


@pytest.mark.parametrize(
    ("letters", "lefts", "words"),
    [
        ("T053", [0, 16, 27, 38], ["T", "053"]),
        ("B200", [0, 12, 23, 34], ["B200"]),
        ("12a", [0, 11, 23], ["12a"]),
        ("ab", [0, 30], ["ab"]),
    ],
)
def test_a_letter_and_a_number_with_room_between_them_are_two_words(
    tmp_path: Path, letters: str, lefts: list[int], words: list[str]
) -> None:
    """What precedes a telephone number would otherwise hide it."""
    assert _as_read(tmp_path, letters, lefts) == words


def test_badly_read_pages_block_and_uncertain_words_are_asked_about() -> None:
    word = UncertainWord(box=Box(10, 10, 60, 20), confidence=0.3)
    pages = (
        RecognisedPage(number=0, words=40, confidence=0.9, uncertain=(word,)),
        RecognisedPage(number=3, words=40, confidence=0.4),
    )
    assert [one.page for one in unread_pages(pages)] == [3]
    nothing = Findings(digest=Digest("0" * 64), findings=(), policy_version="p", model_version="m")
    (question,) = uncertain_words(nothing, pages)
    assert (question.action, question.places) == (Action.ASK, ((0, word.box),))
    known = Findings(digest=Digest("0" * 64), findings=(question,), policy_version="p", model_version="m")
    assert list(uncertain_words(known, pages)) == []
