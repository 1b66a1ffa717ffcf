# SPDX-License-Identifier: EUPL-1.2
"""Pictures as they are stored, without what is drawn over them: samples under a box have one colour."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium

from redaction.verification.engines import EngineFailed
from redaction.verification.sheets import Frame, Sheet
from schemas.geometry import Box
from schemas.redacted import Fault, FaultKind

_TOLERANCE: Final = 24
"""Difference between samples that still counts as one colour (JPEG)."""
_MAX_DEPTH: Final = 40
_MAX_POINTS: Final = 2_000_000
_PER_SAMPLE: Final = 2
"""Points at which each sample under a box is looked at, in each direction."""


def look_at_stored(sheet: Sheet, boxes: Sequence[Box]) -> list[Fault]:
    """Faults for pictures of a page that still hold something under a box.

    Raises:
        EngineFailed: pdfium cannot read a picture under a box.
    """
    if not boxes or not any(_holds(picture, sheet, frame, boxes) for picture, frame in _pictures(sheet.page)):
        return []
    return [
        Fault(
            kind=FaultKind.BOX_NOT_UNIFORM,
            engine="pixels",
            detail="a stored picture has more than one colour under a box",
            page=sheet.number,
        )
    ]


def _pictures(page: Any) -> Iterator[tuple[Any, Frame]]:
    """Pictures of a page, also those in forms, with the frames that take them to the page."""
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _inside(pdfium.FPDFPage_GetObject(page, index), np.eye(3), 0)


def _inside(item: Any, outer: Frame, depth: int) -> Iterator[tuple[Any, Frame]]:
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind not in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM):
        return
    found = pdfium.FS_MATRIX()
    if depth > _MAX_DEPTH or not pdfium.FPDFPageObj_GetMatrix(item, found):
        raise EngineFailed("pdfium", "place of a picture")
    frame = outer @ np.array([[found.a, found.c, found.e], [found.b, found.d, found.f], [0, 0, 1]], float)
    if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        yield item, frame
        return
    for index in range(pdfium.FPDFFormObj_CountObjects(item)):
        yield from _inside(pdfium.FPDFFormObj_GetObject(item, index), frame, depth + 1)


def _holds(picture: Any, sheet: Sheet, frame: Frame, boxes: Sequence[Box]) -> bool:
    """Whether a picture has more than one colour under one of the boxes."""
    seen = sheet.frame @ frame
    if abs(np.linalg.det(seen)) < 1e-9:
        return False  # painted without area: nothing of it has a place
    back = np.linalg.inv(seen).astype(np.float64)
    near = [box for box in boxes if _meets(back, box)]
    if not near:
        return False
    samples = _samples(picture)
    return any(_differs(samples, back, box) for box in near)


def _meets(back: Frame, box: Box) -> bool:
    corners = np.array([[box.x0, box.x1, box.x0, box.x1], [box.y0, box.y0, box.y1, box.y1], [1, 1, 1, 1]], float)
    u, v = (back @ corners)[:2]
    return bool(u.max() > 0 and v.max() > 0 and u.min() < 1 and v.min() < 1)


def _samples(picture: Any) -> npt.NDArray[np.uint8]:
    """Rows of samples, decoded and without masks."""
    raw = pdfium.FPDFImageObj_GetBitmap(picture)
    if not raw:
        raise EngineFailed("pdfium", "picture")
    bitmap = pypdfium2.PdfBitmap.from_raw(raw)
    try:
        found = np.array(bitmap.to_numpy(), np.uint8)
    finally:
        bitmap.close()
    return found.reshape(found.shape[0], found.shape[1], -1)[:, :, :3]


def _differs(samples: npt.NDArray[np.uint8], back: Frame, box: Box) -> bool:
    """Whether the samples under a box differ: each is looked at, wherever the picture lies and however it is turned."""
    height, width = samples.shape[:2]
    sizes = np.abs(back[:2, :2]) * np.array([[width], [height]])  # samples for each point of the page, per direction
    columns = int((box.x1 - box.x0) * max(sizes[:, 0].sum(), 0.1) * _PER_SAMPLE) + 2
    rows = int((box.y1 - box.y0) * max(sizes[:, 1].sum(), 0.1) * _PER_SAMPLE) + 2
    thinner = max((columns * rows / _MAX_POINTS) ** 0.5, 1.0)
    x, y = np.meshgrid(
        np.linspace(box.x0, box.x1, max(int(columns / thinner), 2)),
        np.linspace(box.y0, box.y1, max(int(rows / thinner), 2)),
    )
    u, v = (back @ np.stack([x.ravel(), y.ravel(), np.ones(x.size)]))[:2]
    across, down = np.floor(u * width).astype(int), np.floor((1 - v) * height).astype(int)
    inside = (across >= 0) & (across < width) & (down >= 0) & (down < height)
    under = samples[down[inside], across[inside]]
    return bool(under.size and np.any(np.ptp(under, axis=0) > _TOLERANCE))
