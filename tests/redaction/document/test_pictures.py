# SPDX-License-Identifier: EUPL-1.2
"""JPEG 2000 pictures with places overwritten: even there, alike elsewhere, and hardly larger."""

import io
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from redaction.document.pictures import jpx_overwritten

BOX = (60, 40, 120, 60)


def _scan(grain: int = 12) -> npt.NDArray[Any]:
    """Dark paper with some grain."""
    return np.random.default_rng(5).integers(20, 20 + grain, (160, 240, 3)).astype(np.uint8)


def _stored(pixels: npt.NDArray[Any], **options: Any) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG2000", **options)
    return out.getvalue()


def _seen(data: bytes) -> npt.NDArray[Any]:
    return np.array(Image.open(io.BytesIO(data))).astype(int)


@pytest.mark.parametrize(("grain", "most"), [(12, 1.1), (60, 2.5)])
def test_lossy_picture_is_even_in_the_box_and_about_as_large(grain: int, most: float) -> None:
    data = _stored(_scan(grain), irreversible=True, quality_mode="rates", quality_layers=[120])
    made = jpx_overwritten(data, [BOX], 240, 160)
    x0, y0, x1, y1 = BOX
    assert int(np.ptp(_seen(made)[y0:y1, x0:x1].reshape(-1, 3), axis=0).max()) <= 20
    assert len(made) < most * len(data)


def test_lossless_picture_stays_as_it_was_elsewhere() -> None:
    pixels = _scan()
    made = _seen(jpx_overwritten(_stored(pixels), [BOX], 240, 160))
    x0, y0, x1, y1 = BOX
    assert int(np.ptp(made[y0:y1, x0:x1].reshape(-1, 3), axis=0).max()) == 0
    made[y0:y1, x0:x1] = pixels[y0:y1, x0:x1]
    assert (made == pixels).all()


def test_what_stood_in_the_box_decides_nothing() -> None:
    x0, y0, x1, y1 = BOX
    first, second = _scan(), _scan()
    first[y0:y1, x0:x1], second[y0:y1, x0:x1] = 0, 255
    assert jpx_overwritten(_stored(first), [BOX], 240, 160) == jpx_overwritten(_stored(second), [BOX], 240, 160)
