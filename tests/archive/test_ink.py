# SPDX-License-Identifier: EUPL-1.2
"""What a pen drew and what is a picture is found on a scan; words, rules and specks are neither."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from archive.recognition.ink import ink_besides_words
from archive.recognition.words import ReadWord, WordPlace
from schemas.geometry import Box

SCALE = 200 / 72


def paper() -> Image.Image:
    """An empty page of 300 by 200 points with the grain of a scanner."""
    grain = np.random.default_rng(4).normal(244, 6, (round(200 * SCALE), round(300 * SCALE)))
    return Image.fromarray(np.clip(grain, 0, 255).astype(np.uint8))


def pixels(*points: float) -> list[float]:
    return [value * SCALE for value in points]


def scribble(page: Image.Image, x: float, y: float) -> Box:
    """A signature of 90 by 24 points."""
    steps = np.linspace(0, 1, 60)
    path = [(SCALE * (x + 90 * t), SCALE * (y + 12 + 12 * np.sin(23 * t))) for t in steps]
    ImageDraw.Draw(page).line(path, fill=30, width=round(1.2 * SCALE), joint="curve")
    return Box(x, y, x + 90, y + 24)


def word(x: float, y: float, width: float, confidence: float) -> ReadWord:
    left, top, right, bottom = pixels(x, y, x + width, y + 10)
    return ReadWord(
        left=round(left), top=round(top), width=round(right - left), height=round(bottom - top), text="woord",
        confidence=confidence, edges=(0.0, 0.2, 0.4, 0.6, 0.8, 1.0), turn=0,
        cell=WordPlace(left=left, top=top, right=right, bottom=bottom),
    )  # fmt: skip


def test_an_empty_page_holds_nothing() -> None:
    ink = ink_besides_words(paper(), (), SCALE)
    assert (ink.drawings, ink.pictures) == ((), ())


@pytest.mark.parametrize("turn", [0.0, 0.9])
def test_a_signature_is_one_drawing(turn: float) -> None:
    page = paper()
    drawn = scribble(page, 60, 80)
    (found,) = ink_besides_words(page.rotate(turn, fillcolor=244), (), SCALE).drawings
    assert found.x0 < drawn.x0 + 2
    assert found.x1 > drawn.x1 - 2
    assert found.area < 2.2 * drawn.area


def test_rules_frames_and_specks_are_no_drawings() -> None:
    page = paper()
    pen = ImageDraw.Draw(page)
    pen.rectangle(pixels(20, 20, 280, 90), outline=20, width=3)
    pen.line(pixels(20, 50, 280, 50), fill=20, width=2)
    for x in range(30, 280, 35):
        pen.point(pixels(x, 150), fill=0)
    assert ink_besides_words(page, (), SCALE).drawings == ()


@pytest.mark.parametrize("turn", [0.0, 1.2, -2.3])
def test_pieces_of_a_table_on_a_page_that_lies_askew_are_no_drawings(turn: float) -> None:
    """Broken lines, a corner and a crossing, as the ink of words and a bad copy leave them."""
    page = paper()
    pen = ImageDraw.Draw(page)
    for x, end in ((20, 55), (60, 92), (97, 130)):
        pen.line(pixels(x, 40, end, 40), fill=30, width=2)
    pen.line(pixels(150, 90, 250, 90), fill=30, width=2)
    pen.line(pixels(150, 90, 150, 125), fill=30, width=2)
    pen.line(pixels(40, 150, 120, 150), fill=30, width=2)
    pen.line(pixels(80, 120, 80, 180), fill=30, width=2)
    turned = page.rotate(turn, Image.Resampling.BICUBIC, fillcolor=244)
    assert ink_besides_words(turned, (), SCALE).drawings == ()


def test_a_signature_on_a_rule_is_a_drawing() -> None:
    page = paper()
    scribble(page, 60, 80)
    ImageDraw.Draw(page).line(pixels(50, 100, 170, 103), fill=30, width=2)
    assert len(ink_besides_words(page, (), SCALE).drawings) == 1


def test_ink_of_words_that_were_read_is_no_drawing_and_of_those_that_were_not_is() -> None:
    page = paper()
    scribble(page, 40, 60)
    covered = [word(38, 58, 46, 0.9), word(82, 58, 52, 0.9), word(38, 66, 96, 0.9), word(38, 76, 96, 0.9)]
    assert ink_besides_words(page, covered, SCALE).drawings == ()
    assert len(ink_besides_words(page, [word(38, 60, 96, 0.1)], SCALE).drawings) == 1


def test_a_photo_is_a_picture_and_a_page_number_is_not() -> None:
    page = paper()
    ImageDraw.Draw(page).rectangle(pixels(30, 30, 130, 150), fill=150)
    ImageDraw.Draw(page).rectangle(pixels(200, 180, 220, 190), fill=90)
    (found,) = ink_besides_words(page, (), SCALE).pictures
    assert found.x0 == pytest.approx(30, abs=4)
    assert found.y1 == pytest.approx(150, abs=4)


def test_a_heavy_logo_is_no_pen_drawing() -> None:
    page = paper()
    ImageDraw.Draw(page).ellipse(pixels(40, 40, 90, 80), fill=30)
    assert ink_besides_words(page, (), SCALE).drawings == ()
