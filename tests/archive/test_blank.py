# SPDX-License-Identifier: EUPL-1.2
"""The empty back of a scanned sheet stops no document; what may be a letter does."""

import io
import random
from datetime import UTC, datetime

import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from archive.blank import blank_pages
from archive.recognition import find_tesseract
from flows.engine import DetectorChoice, check, examine, remove, search_again, secrets_of
from review.automatic import approve
from schemas.errors import BlockReason, DocumentBlocked


def paper(*, paper_tint: int = 248) -> Image.Image:
    """An empty sheet as a scanner sees it: a tint, grain, and a shadow along one edge."""
    grain = random.Random(7)
    width, height = 620, 877
    tints = [paper_tint - max(0, 60 - x) for x in range(width)] * height
    values = [max(0, min(255, round(grain.gauss(tint, 2.0)))) for tint in tints]
    sheet = Image.new("L", (width, height))
    sheet.putdata(values)
    return sheet


def marked(level: int) -> Image.Image:
    """The sheet with a short faint line of letters."""
    sheet = paper()
    ImageDraw.Draw(sheet).text((300, 400), "Jan de Wit", fill=level)
    return sheet


def pdf(*sheets: Image.Image, text: str = "") -> bytes:
    """A scan with these sheets, after a page with text."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    if text:
        canvas.drawString(60, 700, text)
        canvas.showPage()
    for sheet in sheets:
        canvas.drawImage(ImageReader(sheet), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_paper_is_blank_and_letters_are_not() -> None:
    sheets = (Image.new("1", (620, 877), 1), paper(), paper(paper_tint=225), marked(0), marked(170), marked(215))
    assert blank_pages(pdf(*sheets), range(len(sheets))) == {0, 1, 2}
    assert blank_pages(pdf(*sheets), [4]) == frozenset()


def test_a_coloured_mark_of_the_same_grey_is_seen() -> None:
    sheet = Image.new("RGB", (620, 877), (128, 128, 128))
    ImageDraw.Draw(sheet).text((300, 400), "Jan de Wit", fill=(200, 100, 105))
    assert blank_pages(pdf(sheet), [0]) == frozenset()


def test_an_empty_back_stops_no_document() -> None:
    if find_tesseract() is None:
        pytest.skip("TESSERACT WITH DUTCH ABSENT: apt-get install tesseract-ocr tesseract-ocr-nld")
    front = "Besluit van het college over de subsidie voor het buurthuis in de wijk."
    examined = examine(pdf(paper(), text=front), DetectorChoice(), None, b"salt")
    assert examined.pages == 2
    found = examined.examination.findings
    again = search_again(examined.prepared, examined.examination.scans, DetectorChoice(), None)
    assert again.not_analysed == found.not_analysed == ()
    reviewed = approve(found, moment=datetime(2026, 3, 2, tzinfo=UTC))
    assert check(remove(examined.prepared, reviewed, secrets_of(examined.prepared, reviewed))).pages == 2
    with pytest.raises(DocumentBlocked) as caught:
        examine(pdf(Image.effect_noise((620, 877), 120), text=front), DetectorChoice(), None, b"salt")
    assert caught.value.reason in (BlockReason.NO_TEXT_LAYER, BlockReason.RECOGNITION_UNCERTAIN)
