# SPDX-License-Identifier: EUPL-1.2
"""JPEG and JPEG 2000 images with places overwritten, stored as before."""

import io
import struct
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from PIL import Image, JpegImagePlugin, UnidentifiedImageError

from redaction.document.filters import not_decodable
from redaction.document.imagedata import clean_jpeg
from redaction.document.jpegcoding import NotBaselineError, with_empty_blocks

_BROKEN: Final = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError)
_MAX_PIXELS: Final = 400_000_000
_BLOCK: Final = 8
_EVEN: Final = 6
"""Difference of value up to which pixels are one colour."""
_EVEN_WAVES: Final = 20
"""The same for JPEG 2000, whose waves run on at the edge of a box."""
_RING: Final = 4
"""Pixels around a box of which the colour is taken."""
_SHARES: Final = (1.0, 1.2, 1.5, 2.0, 3.0, 4.0)
"""Sizes to try, as shares of the size that the picture had."""

PixelBox = tuple[int, int, int, int]


def _opened(data: bytes) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(data), formats=("JPEG", "JPEG2000"))
    except _BROKEN:
        raise not_decodable() from None
    if picture.width * picture.height > _MAX_PIXELS:
        raise not_decodable()
    return picture


def _loaded(picture: Image.Image) -> None:
    try:
        picture.load()
    except _BROKEN:
        raise not_decodable() from None


def jpeg_overwritten(data: bytes, boxes: Sequence[PixelBox], *, exact: bool = False) -> bytes:
    """A JPEG with white in the boxes, out to the edges of its blocks; blocks beside them stay as they are.

    With ``exact`` only the boxes themselves become white, and all blocks are made anew from their pixels.

    Raises:
        DocumentBlocked: it cannot be decoded (IMAGE_NOT_DECODABLE).
    """
    if exact:
        return _decoded_and_stored(data, boxes, exact=True)
    try:
        return with_empty_blocks(clean_jpeg(data), boxes)
    except (NotBaselineError, KeyError, IndexError, struct.error):
        return _decoded_and_stored(data, boxes)


def _decoded_and_stored(data: bytes, boxes: Sequence[PixelBox], *, exact: bool = False) -> bytes:
    """The same by way of pixels, for JPEGs that are stored in another way (progressive, several scans)."""
    picture: Any = _opened(data)
    sampling = JpegImagePlugin.get_sampling(picture)
    step = _BLOCK * (2 if sampling in (1, 2) else 1)
    if picture.mode == "RGB" and picture.info.get("adobe_transform") != 0:
        picture.draft("YCbCr", None)
    _loaded(picture)
    empty: dict[str, Any] = {"L": 255, "RGB": (255, 255, 255), "YCbCr": (255, 128, 128), "CMYK": (0, 0, 0, 0)}
    if picture.mode not in empty:
        raise not_decodable()
    pixels = np.array(picture)
    if exact and all(_is_even(pixels[y0:y1, x0:x1]) for x0, y0, x1, y1 in boxes):
        return clean_jpeg(data)
    for x0, y0, x1, y1 in boxes:
        if exact:
            pixels[y0:y1, x0:x1] = empty[picture.mode]
            continue
        left, top = x0 // step * step, y0 // step * step
        right, bottom = -(-x1 // step) * step, -(-y1 // step) * step
        edge = 2 if step > _BLOCK else 0
        pixels[max(top - edge, 0) : bottom + edge, max(left - edge, 0) : right + edge] = empty[picture.mode]
    made = Image.fromarray(pixels, picture.mode)
    out = io.BytesIO()
    options: dict[str, Any] = {"subsampling": sampling} if sampling >= 0 else {"subsampling": 0}
    if picture.mode == "RGB":
        options["keep_rgb"] = True
    made.save(
        out, "JPEG", qtables=picture.quantization, optimize=True, progressive="progression" in picture.info, **options
    )
    return clean_jpeg(out.getvalue())


def _is_even(pixels: Any, most: int = _EVEN) -> bool:
    """True where nothing can be told from pixels: one colour, but for what storing as a JPEG adds."""
    flat = pixels.reshape(-1, pixels.shape[2] if pixels.ndim == 3 else 1)
    return not flat.size or int(np.ptp(flat, axis=0).max()) <= most


def jpx_overwritten(data: bytes, boxes: Sequence[PixelBox], width: int, height: int) -> bytes:
    """A JPEG 2000 image with the colour of what is around a box in that box; lossless where it was lossless.

    A lossy one gets about the size that it had, and more where the colour of its boxes is not even otherwise.

    Raises:
        DocumentBlocked: it cannot be decoded (IMAGE_NOT_DECODABLE).
    """
    picture = _opened(data)
    if picture.size != (width, height):
        raise not_decodable()
    _loaded(picture)
    if picture.mode not in ("L", "LA", "RGB", "RGBA", "CMYK", "I;16"):
        raise not_decodable()
    pixels = np.array(picture)
    colours = [_around(pixels, boxes, box) for box in boxes]
    for (x0, y0, x1, y1), colour in zip(boxes, colours, strict=True):
        pixels[y0:y1, x0:x1] = colour
    made = Image.fromarray(pixels, picture.mode)
    bare = data[:4] == b"\xff\x4f\xff\x51"
    if _is_reversible(data):
        return _as_jpx(made, bare=bare)
    ratio = pixels.nbytes / len(data)
    for share in _SHARES:
        stored = _as_jpx(made, bare=bare, irreversible=True, quality_mode="rates", quality_layers=[ratio / share])
        seen = np.array(_opened(stored))
        if all(_is_even(seen[y0:y1, x0:x1], _EVEN_WAVES) for x0, y0, x1, y1 in boxes):
            return stored
    return _as_jpx(made, bare=bare)


def _around(pixels: Any, boxes: Sequence[PixelBox], box: PixelBox) -> Any:
    """The middling colour of what lies just outside a box and in no other: nothing of what lay in it."""
    x0, y0, x1, y1 = box
    left, top = max(x0 - _RING, 0), max(y0 - _RING, 0)
    outside = np.ones(pixels.shape[:2], bool)[top : y1 + _RING, left : x1 + _RING]
    for a, b, c, d in boxes:
        outside[max(b - top, 0) : max(d - top, 0), max(a - left, 0) : max(c - left, 0)] = False
    ring = pixels[top : y1 + _RING, left : x1 + _RING][outside]
    return np.median(ring, axis=0).astype(pixels.dtype) if len(ring) else np.iinfo(pixels.dtype).max


def _as_jpx(picture: Image.Image, *, bare: bool, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG2000", no_jp2=bare, **options)
    return out.getvalue()


def _is_reversible(data: bytes) -> bool:
    """Whether the coding style of the main header names the reversible wavelet (ISO 15444-1, A.6.1)."""
    place = data.find(b"\xff\x52")
    return place >= 0 and len(data) > place + 13 and data[place + 13] == 1
