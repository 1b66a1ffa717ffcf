# SPDX-License-Identifier: EUPL-1.2
"""The picture of a page at the desk, its size and its words are of one measure, whatever unit the page has."""

import io
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from flows.pictures import page_picture, page_size, page_words
from tests.review.made import pdf

DOTS = 110 / 72
"""Pixels a point of the picture."""


@pytest.mark.parametrize("unit", [1, 2, 0.5])
@pytest.mark.parametrize("turn", [0, 90])
def test_words_lie_on_their_letters_in_the_picture(tmp_path: Path, unit: float, turn: int) -> None:
    path = tmp_path / "page.pdf"
    with pikepdf.open(io.BytesIO(pdf([["Besluit"]]))) as made:
        made.pages[0].obj.UserUnit, made.pages[0].obj.Rotate = unit, turn
        made.save(path)
    width, height = page_size(path, 0)
    assert sorted((width, height)) == [pytest.approx(595 * unit), pytest.approx(842 * unit)]
    picture = np.asarray(Image.open(io.BytesIO(page_picture(path, 0))).convert("L"))
    assert picture.shape == pytest.approx((height * DOTS, width * DOTS), abs=2)
    (word,) = page_words(path, 0)
    rows, columns = np.nonzero(picture < 128)
    ink = np.array([columns.min(), rows.min(), columns.max(), rows.max()]) / DOTS
    box = np.array([word.box.x0, word.box.y0, word.box.x1, word.box.y1])
    assert (ink[:2] >= box[:2] - 1).all()
    assert (ink[2:] <= box[2:] + 1).all()
    assert (np.abs(ink - box) < 6 * unit).all()
