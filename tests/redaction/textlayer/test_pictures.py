# SPDX-License-Identifier: EUPL-1.2
"""Pictures on a page: images, and what a pen drew."""

import io

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from redaction.detection.signatures import signature_places
from redaction.textlayer import read_text_layer
from schemas.textlayer import PageText

HEIGHT = 842.0


def page_of(canvas: Canvas, out: io.BytesIO) -> PageText:
    canvas.save()
    return read_text_layer(out.getvalue()).pages[0]


def new_canvas() -> tuple[Canvas, io.BytesIO]:
    out = io.BytesIO()
    return Canvas(out, pagesize=(595, HEIGHT)), out


def pen(canvas: Canvas, x: float, y: float, width: float = 110, height: float = 40) -> None:
    """Three bent strokes."""
    for part in range(3):
        left = x + part * width / 3
        canvas.bezier(left, y, left + width / 6, y + height, left + width / 5, y, left + width / 3, y + height / 2)


def test_strokes_of_one_signature_are_one_drawing() -> None:
    canvas, out = new_canvas()
    pen(canvas, 80, 300)
    pen(canvas, 80, 600)
    drawings = page_of(canvas, out).drawings
    assert len(drawings) == 2
    assert drawings[0].y0 == pytest.approx(HEIGHT - 640, abs=1)
    assert drawings[0].x0 == pytest.approx(80, abs=1)


def test_rules_frames_and_filled_shapes_are_no_drawing() -> None:
    canvas, out = new_canvas()
    canvas.line(50, 500, 400, 500)
    canvas.rect(50, 400, 200, 60)
    canvas.circle(300, 300, 40, stroke=0, fill=1)
    canvas.lines([(50, 200, 300, 200), (50, 180, 300, 180), (50, 160, 300, 160)])
    assert page_of(canvas, out).drawings == ()


def test_image_places_are_on_the_page_as_seen() -> None:
    canvas, out = new_canvas()
    canvas.drawImage(ImageReader(Image.new("RGB", (20, 10), "red")), 100, 700, 60, 30)
    page = page_of(canvas, out)
    assert [(round(box.x0), round(box.y0), round(box.x1), round(box.y1)) for box in page.images] == [
        (100, 112, 160, 142)
    ]


@pytest.mark.parametrize(
    ("closing", "certain"),
    [("Hoogachtend,", True), ("Met vriendelijke groet,", True), ("De situatie ter plaatse:", False)],
)
def test_drawing_is_a_signature_where_a_letter_is_signed(closing: str, certain: bool) -> None:
    canvas, out = new_canvas()
    canvas.drawString(80, 360, closing)
    pen(canvas, 80, 300)
    canvas.drawString(80, 280, "A. Voorbeeld")
    (place,) = signature_places(page_of(canvas, out))
    assert place.doubtful is not certain
    assert place.box.height == pytest.approx(40, abs=25)


def test_drawing_of_another_size_is_no_signature() -> None:
    canvas, out = new_canvas()
    canvas.drawString(80, 760, "Hoogachtend,")
    pen(canvas, 40, 100, width=500, height=900)
    assert list(signature_places(page_of(canvas, out))) == []


def test_small_image_under_a_closing_is_asked_about_and_a_logo_is_not() -> None:
    canvas, out = new_canvas()
    picture = ImageReader(Image.new("L", (200, 80), 200))
    canvas.drawImage(picture, 60, 760, 100, 40)
    canvas.drawString(80, 360, "Met vriendelijke groet,")
    canvas.drawImage(picture, 80, 300, 100, 40)
    places = list(signature_places(page_of(canvas, out)))
    assert [(round(place.box.x0), place.doubtful) for place in places] == [(80, True)]
