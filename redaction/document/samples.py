# SPDX-License-Identifier: EUPL-1.2
"""Samples of images: out of the filters of PDF, overwritten, and back into a stream of about the same size."""

import ctypes
import io
import struct
import zlib
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pikepdf
import pypdfium2
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    EncodedStreamObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from redaction.content.fonts import resolved
from redaction.document.filters import Layout, not_decodable, plain_parameters
from redaction.document.streams import MAX_STREAM
from schemas.errors import BlockReason, DocumentBlocked

Pixels = npt.NDArray[Any]
"""Height by width by components, raw values as stored."""

_FAX_PARAMETERS: Final = ("/K", "/EndOfLine", "/EncodedByteAlign", "/Columns", "/Rows", "/EndOfBlock", "/BlackIs1")


def unpacked(data: bytes, layout: Layout) -> Pixels:
    """Samples from packed rows; missing data is zero and what follows the last row is left behind."""
    if layout.row * layout.height > MAX_STREAM:
        raise DocumentBlocked(BlockReason.SIZE_LIMIT, "An image of the PDF is too large.")
    size = layout.row * layout.height
    rows = np.frombuffer(data[:size].ljust(size, b"\0"), np.uint8).reshape(layout.height, layout.row)
    count = layout.width * layout.components
    flat: Pixels
    if layout.bits == 16:
        flat = rows.view(">u2").astype(np.uint16)
    elif layout.bits == 8:
        flat = rows.copy()
    else:
        bits = np.unpackbits(rows, axis=1)
        groups = bits[:, : count * layout.bits].reshape(layout.height, count, layout.bits)
        weights = (1 << np.arange(layout.bits - 1, -1, -1)).astype(np.uint8)
        flat = (groups * weights).sum(axis=2, dtype=np.uint8)
    return flat.reshape(layout.height, layout.width, layout.components)


def packed(pixels: Pixels, bits: int) -> bytes:
    """Rows of samples as PDF stores them."""
    height = pixels.shape[0]
    flat = pixels.reshape(height, -1)
    if bits == 16:
        return flat.astype(">u2").tobytes()
    if bits == 8:
        return flat.astype(np.uint8).tobytes()
    shifts = np.arange(bits - 1, -1, -1, dtype=np.uint8)
    spread = (flat.astype(np.uint8)[:, :, None] >> shifts) & 1
    return np.packbits(spread.reshape(height, -1), axis=1).tobytes()


def bilevel(data: bytes, kind: str, parameters: Any, width: int, height: int) -> Pixels:
    """Samples of a CCITT or JBIG2 image, 0 or 1 as PDF counts them, through pdfium.

    Raises:
        DocumentBlocked: pdfium does not decode it.
    """
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        image = pikepdf.Stream(pdf, data)
        image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        image.Width, image.Height = width, height
        image.BitsPerComponent, image.ColorSpace = 1, pikepdf.Name.DeviceGray
        image.Filter = pikepdf.Name(kind)
        image.DecodeParms = plain_parameters(parameters, _FAX_PARAMETERS)
        shared = resolved(parameters.get("/JBIG2Globals")) if isinstance(parameters, DictionaryObject) else None
        if isinstance(shared, StreamObject):
            image.DecodeParms.JBIG2Globals = pdf.make_indirect(pikepdf.Stream(pdf, shared.get_data()))
        pdf.add_blank_page(page_size=(100, 100))  # any page will do: the image is taken as it is stored
        page = pdf.pages[0].obj
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=pdf.make_indirect(image)))
        page.Contents = pdf.make_stream(b"/I Do")
        pdf.save(out)
    try:
        return _stored_image(out.getvalue(), width, height)
    except pypdfium2.PdfiumError:
        raise not_decodable() from None


def _stored_image(data: bytes, width: int, height: int) -> Pixels:
    document = pypdfium2.PdfDocument(data)
    try:
        page = document[0]
        found = next(iter(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])), None)
        if found is None:
            raise not_decodable()
        bitmap = found.get_bitmap(render=False)
        if (bitmap.width, bitmap.height) != (width, height):
            raise not_decodable()
        rows = np.ctypeslib.as_array(
            ctypes.cast(bitmap.buffer, ctypes.POINTER(ctypes.c_uint8)), (height * bitmap.stride,)
        )
        values = rows.reshape(height, bitmap.stride)[:, : width * bitmap.n_channels : bitmap.n_channels]
        made = (values > 127).astype(np.uint8).reshape(height, width, 1)
        page.close()
        return made
    finally:
        document.close()


def flate_stream(pixels: Pixels, bits: int, *, predict: bool) -> EncodedStreamObject:
    """Samples behind Flate; with ``predict`` the PNG filters are tried and kept where they make it smaller."""
    raw = packed(pixels, bits)
    stream = EncodedStreamObject()
    stream._data = zlib.compress(raw, 9)
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    if predict and bits >= 8:
        filtered = zlib.compress(_png_filtered(raw, pixels.shape[0], pixels.shape[2] * bits // 8), 9)
        if len(filtered) < len(stream._data):
            stream._data = filtered
            stream[NameObject("/DecodeParms")] = DictionaryObject(
                {
                    NameObject("/Predictor"): NumberObject(15),
                    NameObject("/Colors"): NumberObject(pixels.shape[2]),
                    NameObject("/BitsPerComponent"): NumberObject(bits),
                    NameObject("/Columns"): NumberObject(pixels.shape[1]),
                }
            )
    return stream


def _png_filtered(raw: bytes, height: int, pixel: int) -> bytes:
    """Rows with the PNG filter (none, sub, up, average, Paeth) that leaves the smallest differences."""
    rows = np.frombuffer(raw, np.uint8).reshape(height, -1).astype(np.int16)
    left, up, corner = np.zeros_like(rows), np.zeros_like(rows), np.zeros_like(rows)
    left[:, pixel:], up[1:], corner[1:, pixel:] = rows[:, :-pixel], rows[:-1], rows[:-1, :-pixel]
    base = left + up - corner
    to_left, to_up, to_corner = abs(base - left), abs(base - up), abs(base - corner)
    nearest = np.where((to_left <= to_up) & (to_left <= to_corner), left, np.where(to_up <= to_corner, up, corner))
    tried = [(rows - guess).astype(np.uint8) for guess in (np.zeros_like(rows), left, up, (left + up) // 2, nearest)]
    costs = np.stack([abs(item.view(np.int8).astype(np.int32)).sum(axis=1) for item in tried])
    best = costs.argmin(axis=0)
    chosen = np.stack(tried)[best, np.arange(height)]
    return np.concatenate([best.astype(np.uint8)[:, None], chosen], axis=1).tobytes()


def fax_stream(pixels: Pixels) -> EncodedStreamObject:
    """A bilevel image behind CCITT group 4, 0 is black."""
    from PIL import Image

    height, width = pixels.shape[:2]
    picture = Image.frombytes("1", (width, height), np.packbits(1 - pixels[:, :, 0], axis=1).tobytes())
    out = io.BytesIO()
    picture.save(out, "TIFF", compression="group4", strip_size=2**30)
    stream = EncodedStreamObject()
    stream._data = _only_strip(out.getvalue())
    stream[NameObject("/Filter")] = NameObject("/CCITTFaxDecode")
    stream[NameObject("/DecodeParms")] = DictionaryObject(
        {
            NameObject("/K"): NumberObject(-1),
            NameObject("/Columns"): NumberObject(width),
            NameObject("/Rows"): NumberObject(height),
        }
    )
    return stream


def _only_strip(data: bytes) -> bytes:
    """The one strip of a TIFF file."""
    order = "<" if data[:2] == b"II" else ">"
    (start,) = struct.unpack(order + "I", data[4:8])
    (count,) = struct.unpack(order + "H", data[start : start + 2])
    values: dict[int, int] = {}
    for index in range(count):
        place = start + 2 + 12 * index
        tag, kind, _ = struct.unpack(order + "HHI", data[place : place + 8])
        values[tag] = struct.unpack(
            order + ("H" if kind == 3 else "I"), data[place + 8 : place + (10 if kind == 3 else 12)]
        )[0]
    return data[values[273] : values[273] + values[279]]


def fills(pixels: Pixels, places: list[tuple[int, int, int, int]], value: tuple[int, ...]) -> Pixels:
    """The samples with one value in every place (x0, y0, x1, y1; the second corner outside)."""
    made = pixels.copy()
    for x0, y0, x1, y1 in places:
        made[y0:y1, x0:x1] = value
    return made


def set_filter(image: DictionaryObject, made: EncodedStreamObject) -> None:
    """Take over data and filter of a stream."""
    for key in ("/Filter", "/DecodeParms"):
        if key in made:
            value = made[key]
            image[NameObject(key)] = value if isinstance(value, ArrayObject) else ArrayObject([value])
