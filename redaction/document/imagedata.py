# SPDX-License-Identifier: EUPL-1.2
"""Image data without what is not picture: EXIF, XMP, comments, thumbnails, trailing bytes."""

import struct
import zlib
from typing import Any, Final

from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from redaction.content.fonts import resolved
from redaction.document.streams import decoded
from schemas.errors import BlockReason, DocumentBlocked

_ABBREVIATIONS: Final = {
    "/Fl": "/FlateDecode",
    "/LZW": "/LZWDecode",
    "/DCT": "/DCTDecode",
    "/CCF": "/CCITTFaxDecode",
    "/AHx": "/ASCIIHexDecode",
    "/A85": "/ASCII85Decode",
    "/RL": "/RunLengthDecode",
}
_PICTURE_FILTERS: Final = ("/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode")
_KEPT_JPX_BOXES: Final = (b"jP  ", b"ftyp", b"jp2h", b"jp2c")


def filters_of(image: DictionaryObject) -> tuple[list[str], list[Any]]:
    """Filters of a stream with their parameters, in order of decoding."""
    found = resolved(image.get("/Filter", image.get("/F")))
    parameters = resolved(image.get("/DecodeParms", image.get("/DP")))
    names = [found] if isinstance(found, NameObject) else list(found) if isinstance(found, ArrayObject) else []
    listed = list(parameters) if isinstance(parameters, ArrayObject) else [parameters]
    listed += [None] * (len(names) - len(listed))
    plain = [str(resolved(name)) for name in names]
    return [_ABBREVIATIONS.get(name, name) for name in plain], [resolved(item) for item in listed[: len(names)]]


def clean_image_data(image: StreamObject) -> tuple[list[str], list[Any], bytes]:
    """Filters, parameters and data of an image, with only what draws pixels.

    Raises:
        DocumentBlocked: the data cannot be read as its filters say (IMAGE_NOT_DECODABLE).
    """
    filters, parameters = filters_of(image)
    raw = bytes(image._data)
    while filters and filters[0] not in _PICTURE_FILTERS:
        if filters[0] == "/FlateDecode" and len(filters) == 1:
            return filters, parameters, zlib.compress(inflated(raw), 6)
        return _recoded(image, filters, parameters)
    if not filters:
        return ["/FlateDecode"], [None], zlib.compress(raw, 6)
    if len(filters) > 1:
        raise _not_decodable()
    if filters[0] == "/DCTDecode":
        raw = clean_jpeg(raw)
    elif filters[0] == "/JPXDecode":
        raw = clean_jpx(raw)
    return filters, parameters, raw


def _not_decodable() -> DocumentBlocked:
    return DocumentBlocked(BlockReason.IMAGE_NOT_DECODABLE, "An image of the PDF cannot be decoded.")


def _recoded(image: StreamObject, filters: list[str], parameters: list[Any]) -> tuple[list[str], list[Any], bytes]:
    """Take the outer, textual or old filters off, and keep a picture filter or compress the samples."""
    inner = [index for index, name in enumerate(filters) if name in _PICTURE_FILTERS]
    if inner:
        outer = StreamObject()
        outer._data = image._data
        outer[NameObject("/Filter")] = ArrayObject([NameObject(name) for name in filters[: inner[0]]])
        rest = StreamObject()
        rest._data = decoded(outer)
        rest[NameObject("/Filter")] = NameObject(filters[inner[0]])
        kept = parameters[inner[0]]
        if isinstance(kept, DictionaryObject):
            rest[NameObject("/DecodeParms")] = kept
        return clean_image_data(rest)
    return ["/FlateDecode"], [None], zlib.compress(decoded(image), 6)


def inflated(raw: bytes) -> bytes:
    """Data behind a Flate filter, as far as it goes; what follows the compressed data is left behind.

    Raises:
        DocumentBlocked: nothing can be read.
    """
    worker = zlib.decompressobj()
    try:
        return worker.decompress(raw)
    except zlib.error:
        worker = zlib.decompressobj()
        parts: list[bytes] = []
        try:
            for start in range(0, len(raw), 256):
                parts.append(worker.decompress(raw[start : start + 256]))
        except zlib.error:
            if not any(parts):
                raise _not_decodable() from None
        return b"".join(parts)


def clean_jpeg(data: bytes) -> bytes:
    """A JPEG without application segments and comments (JFIF and Adobe's colour marker stay), nothing after its end."""
    start = data.find(b"\xff\xd8")
    if start < 0:
        raise _not_decodable()
    out = bytearray(b"\xff\xd8")
    position = start + 2
    while position + 4 <= len(data):
        if data[position] != 0xFF:
            position += 1
            continue
        marker = data[position + 1]
        if marker in (0xFF, 0x00, 0x01) or 0xD0 <= marker <= 0xD8:
            position += 1 if marker == 0xFF else 2
            continue
        if marker == 0xD9:
            break
        (length,) = struct.unpack(">H", data[position + 2 : position + 4])
        segment = data[position : position + 2 + length]
        position += 2 + length
        if marker == 0xDA:
            end = data.rfind(b"\xff\xd9")
            scan = data[position:end] if end > position else data[position:]
            return bytes(out + segment + scan + b"\xff\xd9")
        if marker == 0xE0 and segment[4:9] == b"JFIF\x00":
            out += b"\xff\xe0\x00\x10" + segment[4:16] + b"\x00\x00"
        elif (marker == 0xEE and segment[4:9] == b"Adobe") or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            out += segment
    raise _not_decodable()


def clean_jpx(data: bytes) -> bytes:
    """A JPEG 2000 file with only the boxes that draw; a bare code stream stays as it is."""
    if data[:4] == b"\xff\x4f\xff\x51":
        return data
    out = bytearray()
    position = 0
    while position + 8 <= len(data):
        length, kind = struct.unpack(">I4s", data[position : position + 8])
        header = 8
        if length == 1 and position + 16 <= len(data):
            (length,) = struct.unpack(">Q", data[position + 8 : position + 16])
            header = 16
        if length == 0:
            length = len(data) - position
        if length < header:
            break
        if kind in _KEPT_JPX_BOXES:
            out += data[position : position + length]
        position += length
    if not out:
        raise _not_decodable()
    return bytes(out)


def clean_icc(data: bytes) -> bytes:
    """An ICC profile whose texts (description, copyright and the like) are blank (ICC.1, clause 7.3)."""
    if len(data) < 132:
        return data
    out = bytearray(data)
    (count,) = struct.unpack(">I", data[128:132])
    for index in range(min(count, 200)):
        entry = data[132 + 12 * index : 144 + 12 * index]
        if len(entry) < 12:
            break
        _, offset, size = struct.unpack(">4sII", entry)
        if data[offset : offset + 4] in (b"desc", b"mluc", b"text", b"ZXML", b"dict"):
            out[offset + 12 : offset + size] = bytes(max(0, min(size, len(data) - offset) - 12))
    return bytes(out)
