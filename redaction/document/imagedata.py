# SPDX-License-Identifier: EUPL-1.2
"""Image data without what is not picture: EXIF, XMP, comments, thumbnails, trailing bytes."""

import re
import struct
import zlib
from typing import Any, Final

from pypdf.generic import DictionaryObject, StreamObject

from redaction.content.fonts import resolved
from redaction.document.filters import Layout, filters_of, not_decodable, outer_decoded
from redaction.document.samples import bilevel, fax_stream
from redaction.document.spaces import image_layout
from redaction.document.streams import inflated
from schemas.errors import DocumentBlocked

_MARKER: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_KEPT_JPX_BOXES: Final = (b"jP  ", b"ftyp", b"jp2h", b"jp2c")
_KEPT_JPX_HEADERS: Final = (b"ihdr", b"bpcc", b"colr", b"pclr", b"cmap", b"cdef", b"res ")
_JPX_COMMENT: Final = 0xFF64
_JPX_TILE: Final = 0xFF90
_JPX_DATA: Final = 0xFF93
_JBIG2_COMMENT: Final = 62
_JBIG2_ENDS: Final = (49, 51)
_JBIG2_UNKNOWN_LENGTH: Final = 0xFFFFFFFF
_END_OF_FAX_BLOCK: Final = 2 * (11 * "0" + "1")


def clean_image_data(image: StreamObject) -> tuple[list[str], list[Any], bytes]:
    """Filters, parameters and data of an image, with only what draws pixels.

    Raises:
        DocumentBlocked: the data cannot be read as its filters say (IMAGE_NOT_DECODABLE).
    """
    filters, parameters = filters_of(image)
    if filters == ["/FlateDecode"]:
        return filters, parameters, zlib.compress(_no_longer(inflated(bytes(image._data)), image, parameters[0]), 6)
    data, kind, found = outer_decoded(image)
    if kind == "/DCTDecode":
        return [kind], [found], clean_jpeg(data)
    if kind == "/JPXDecode":
        return [kind], [found], clean_jpx(data)
    if kind == "/JBIG2Decode":
        return [kind], [found], clean_jbig2(data)
    if kind:
        return _clean_fax(image, data, found)
    return ["/FlateDecode"], [None], zlib.compress(_no_longer(data, image, None), 6)


def _no_longer(data: bytes, image: StreamObject, parameters: Any) -> bytes:
    """Samples without what stands after the last row."""
    layout = image_layout(image)
    if layout is None:
        return data
    row = layout.row
    if isinstance(parameters, DictionaryObject):
        predictor = resolved(parameters.get("/Predictor", 1))
        if isinstance(predictor, int) and predictor > 1:
            numbers = [resolved(parameters.get(key, 1)) for key in ("/Columns", "/Colors")]
            bits = resolved(parameters.get("/BitsPerComponent", 8))
            if not all(isinstance(number, int) for number in (*numbers, bits)):
                return data
            inner = Layout(int(numbers[0]), layout.height, int(numbers[1]), int(bits))
            row = inner.row + (1 if predictor >= 10 else 0)
            if inner.row != layout.row:
                return data
    return data[: row * layout.height]


def clean_jpeg(data: bytes) -> bytes:
    """A JPEG without application segments and comments (JFIF and Adobe's colour marker stay), nothing after its end."""
    start = data.find(b"\xff\xd8")
    if start < 0:
        raise not_decodable()
    out = bytearray(b"\xff\xd8")
    position = start + 2
    scans = 0
    while (match := _MARKER.search(data, position)) is not None:
        if scans:
            out += data[position : match.start()]
        marker = data[match.start() + 1]
        position = match.end()
        if marker == 0xD9:
            break
        if marker in (0x01, 0xD8) or position + 2 > len(data):
            continue
        (length,) = struct.unpack(">H", data[position : position + 2])
        segment = data[position - 2 : position + length]
        position += length
        if marker == 0xE0 and segment[4:9] == b"JFIF\x00":
            out += b"\xff\xe0\x00\x10" + segment[4:16] + b"\x00\x00"
        elif marker == 0xEE and segment[4:9] == b"Adobe":
            out += b"\xff\xee\x00\x0e" + segment[4:16]
        elif not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            out += segment
        scans += marker == 0xDA
    else:
        out += data[position:] if scans else b""
    if not scans:
        raise not_decodable()
    return bytes(out + b"\xff\xd9")


# -- JPEG 2000 (ISO 15444-1)


def clean_jpx(data: bytes) -> bytes:
    """A JPEG 2000 file with only the boxes that draw, and a code stream without comments."""
    if data[:4] == b"\xff\x4f\xff\x51":
        return _clean_code_stream(data)
    out = bytearray()
    for kind, content in _jpx_boxes(data):
        if kind == b"jp2h":
            inner = ((name, part) for name, part in _jpx_boxes(content) if name in _KEPT_JPX_HEADERS)
            out += _jpx_box(kind, b"".join(_jpx_box(name, _clean_header(name, part)) for name, part in inner))
        elif kind == b"jp2c":
            out += _jpx_box(kind, _clean_code_stream(content))
        elif kind in _KEPT_JPX_BOXES:
            out += _jpx_box(kind, content)
    if not out:
        raise not_decodable()
    return bytes(out)


def _jpx_boxes(data: bytes) -> list[tuple[bytes, bytes]]:
    boxes = []
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
        boxes.append((kind, data[position + header : position + length]))
        position += length
    return boxes


def _jpx_box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content) + 8, kind) + content


def _clean_header(kind: bytes, content: bytes) -> bytes:
    """A colour specification without the texts of its profile; other header boxes as they are."""
    if kind == b"colr" and content[:1] == b"\x02":
        return content[:3] + (clean_icc(content[3:]) or content[3:])
    return content


def _clean_code_stream(data: bytes) -> bytes:
    out = bytearray(data[:2])
    position = 2
    while position + 4 <= len(data):
        marker, length = struct.unpack(">HH", data[position : position + 4])
        if marker == 0xFFD9:
            break
        if marker == _JPX_TILE:
            part, position = _clean_tile_part(data, position)
            out += part
            continue
        if marker != _JPX_COMMENT:
            out += data[position : position + 2 + length]
        position += 2 + length
    return bytes(out + b"\xff\xd9")


def _clean_tile_part(data: bytes, start: int) -> tuple[bytes, int]:
    """A tile part without comments, and the place after it."""
    (length,) = struct.unpack(">I", data[start + 6 : start + 10])
    end = start + length if length else len(data) - (2 if data.endswith(b"\xff\xd9") else 0)
    header = bytearray()
    position = start + 12
    while position + 4 <= end:
        marker, size = struct.unpack(">HH", data[position : position + 4])
        if marker == _JPX_DATA:
            break
        if marker != _JPX_COMMENT:
            header += data[position : position + 2 + size]
        position += 2 + size
    rest = bytes(header) + data[position:end]
    return data[start : start + 6] + struct.pack(">I", len(rest) + 12) + data[start + 10 : start + 12] + rest, end


# -- bilevel pictures


def clean_jbig2(data: bytes) -> bytes:
    """JBIG2 segments without comments, and nothing after the last (ISO 14492, 7.2)."""
    out = bytearray()
    position = 0
    while position + 11 <= len(data):
        start = position
        flags, referred = data[position + 4], data[position + 5] >> 5
        number = int.from_bytes(data[position : position + 4], "big")
        position += 6
        if referred == 7:
            referred = int.from_bytes(data[position - 1 : position + 3], "big") & 0x1FFFFFFF
            position += 3 + (referred + 8) // 8
        position += referred * (1 if number <= 256 else 2 if number <= 65_536 else 4)
        position += 4 if flags & 0x40 else 1
        length = int.from_bytes(data[position : position + 4], "big")
        position += 4
        if length == _JBIG2_UNKNOWN_LENGTH:
            return bytes(out + data[start:])
        position += length
        if flags & 0x3F != _JBIG2_COMMENT and position <= len(data):
            out += data[start:position]
        if flags & 0x3F in _JBIG2_ENDS:
            break
    return bytes(out)


def _clean_fax(image: StreamObject, data: bytes, parameters: Any) -> tuple[list[str], list[Any], bytes]:
    """A fax picture that ends with its end of block, or one made anew where it has none."""
    group = resolved(parameters.get("/K", 0)) if isinstance(parameters, DictionaryObject) else 0
    end = _end_of_fax_block(data) if isinstance(group, int) and group < 0 else None
    if end is not None:
        return ["/CCITTFaxDecode"], [parameters], data[:end]
    layout = image_layout(image, bilevel=True)
    if layout is None:
        raise not_decodable()
    try:
        made = fax_stream(bilevel(data, "/CCITTFaxDecode", parameters, layout.width, layout.height))
    except DocumentBlocked:
        raise not_decodable() from None
    return ["/CCITTFaxDecode"], [made["/DecodeParms"]], bytes(made._data)


def _end_of_fax_block(data: bytes) -> int | None:
    """The place after the first end-of-block code, at whatever bit it starts; no other code has so many zeros."""
    bits = format(int.from_bytes(data, "big"), f"0{8 * len(data)}b")
    place = bits.find(_END_OF_FAX_BLOCK)
    return None if place < 0 else -(-(place + len(_END_OF_FAX_BLOCK)) // 8)


# -- colour profiles

_ICC_TAGS: Final = frozenset(
    (
        *(b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC", b"kTRC", b"wtpt", b"bkpt", b"chad", b"lumi"),
        *(b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"gamt"),
    )
)
_ICC_TEXT: Final = b"text\x00\x00\x00\x00-\x00\x00\x00"
_ICC_DESCRIPTION: Final = b"desc\x00\x00\x00\x00\x00\x00\x00\x02-\x00" + bytes(78)


def clean_icc(data: bytes) -> bytes | None:
    """An ICC profile with only what turns colours (ICC.1, clause 7), None where it is not a profile."""
    if len(data) < 132 or data[36:40] != b"acsp":
        return None
    header = bytearray(data[:128])
    for first, last in ((4, 8), (24, 36), (48, 64), (80, 128)):  # maker, date, device, creator, identity
        header[first:last] = bytes(last - first)
    (count,) = struct.unpack(">I", data[128:132])
    parts: list[tuple[bytes, bytes]] = [(b"cprt", _ICC_TEXT), (b"desc", _ICC_DESCRIPTION)]
    for index in range(min(count, 200)):
        entry = data[132 + 12 * index : 144 + 12 * index]
        if len(entry) == 12:
            tag, offset, size = struct.unpack(">4sII", entry)
            if tag in _ICC_TAGS and offset + size <= len(data):
                parts.append((tag, _no_tail(data[offset : offset + size])))
    return _profile(bytes(header), parts)


def _no_tail(content: bytes) -> bytes:
    """Content of a tag up to where its type says that it ends."""
    kind = content[:4]
    if kind == b"XYZ ":
        return content[:20]
    if kind == b"curv" and len(content) >= 12:
        return content[: 12 + 2 * int.from_bytes(content[8:12], "big")]
    return content


def _profile(header: bytes, parts: list[tuple[bytes, bytes]]) -> bytes:
    table, body = bytearray(struct.pack(">I", len(parts))), bytearray()
    start = 132 + 12 * len(parts)
    places: dict[bytes, int] = {}
    for tag, content in parts:
        if content not in places:
            places[content] = start + len(body)
            body += content + bytes(-len(content) % 4)
        table += struct.pack(">4sII", tag, places[content], len(content))
    size = start + len(body)
    return struct.pack(">I", size) + header[4:] + bytes(table) + bytes(body)
