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


def _is_even(pixels: Any) -> bool:
    """True where nothing can be told from pixels: one colour, but for what storing as a JPEG adds."""
    flat = pixels.reshape(-1, pixels.shape[2] if pixels.ndim == 3 else 1)
    return not flat.size or int(np.ptp(flat, axis=0).max()) <= _EVEN


def jpx_overwritten(data: bytes, boxes: Sequence[PixelBox], width: int, height: int) -> bytes:
    """A JPEG 2000 image with white in the boxes; lossless where it was lossless.

    Raises:
        DocumentBlocked: it cannot be decoded (IMAGE_NOT_DECODABLE).
    """
    picture = _opened(data)
    if picture.size != (width, height):
        raise not_decodable()
    _loaded(picture)
    empty: dict[str, Any] = {
        "L": 255,
        "LA": (255, 0),
        "RGB": (255, 255, 255),
        "RGBA": (255, 255, 255, 0),
        "CMYK": (0, 0, 0, 0),
        "I;16": 65_535,
    }
    if picture.mode not in empty:
        raise not_decodable()
    pixels = np.array(picture)
    for x0, y0, x1, y1 in boxes:
        pixels[y0:y1, x0:x1] = empty[picture.mode]
    made = Image.fromarray(pixels, picture.mode)
    out = io.BytesIO()
    bare = data[:4] == b"\xff\x4f\xff\x51"
    lossless = _is_reversible(data)
    options: dict[str, Any] = {} if lossless else {"irreversible": True, "quality_mode": "dB", "quality_layers": [46]}
    made.save(out, "JPEG2000", no_jp2=bare, **options)
    return out.getvalue()


def _is_reversible(data: bytes) -> bool:
    """Whether the coding style of the main header names the reversible wavelet (ISO 15444-1, A.6.1)."""
    place = data.find(b"\xff\x52")
    return place >= 0 and len(data) > place + 13 and data[place + 13] == 1
