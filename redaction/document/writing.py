# SPDX-License-Identifier: EUPL-1.2
"""Writes a fresh document: objects packed in object streams, a cross-reference stream (ISO 32000-2, 7.5.7, 7.5.8).

A tagged document has tens of thousands of small dictionaries; packed, they are as small as the old ones were. Nothing
here depends on the clock or on chance: equal objects give equal bytes.
"""

import hashlib
import io
import zlib
from collections.abc import Sequence
from typing import Any, Final

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    EncodedStreamObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
)

_HEADER: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_PACKED: Final = 200
"""Objects in one object stream: a reader unpacks all of them to see one."""
_WIDTHS: Final = (1, 4, 2)
"""Bytes of the three columns of the cross-reference stream."""
_FREE: Final = (0, 0, 65535)
_Row = tuple[int, int, int]


def written(writer: PdfWriter) -> bytes:
    """The bytes of a document whose objects are numbered from 1, without gaps."""
    objects: Sequence[Any] = writer._objects
    out = io.BytesIO()
    out.write(_HEADER)
    rows: dict[int, _Row] = {}
    loose: list[tuple[int, Any]] = []
    for number, found in enumerate(objects, start=1):
        if isinstance(found, StreamObject):
            rows[number] = (1, out.tell(), 0)
            _write(out, number, found)
        else:
            loose.append((number, found))
    for start in range(0, len(loose), _PACKED):
        part, own = loose[start : start + _PACKED], len(objects) + 1 + start // _PACKED
        rows.update({number: (2, own, place) for place, (number, _) in enumerate(part)})
        rows[own] = (1, out.tell(), 0)
        _write(out, own, _packed(part))
    _write_table(out, rows, writer)
    return out.getvalue()


def _write(out: io.BytesIO, number: int, found: Any) -> None:
    out.write(b"%d 0 obj\n" % number)
    found.write_to_stream(out)
    out.write(b"\nendobj\n")


def _packed(part: Sequence[tuple[int, Any]]) -> EncodedStreamObject:
    """One object stream."""
    body = io.BytesIO()
    places = []
    for number, found in part:
        places.append(b"%d %d" % (number, body.tell()))
        found.write_to_stream(body)
        body.write(b"\n")
    head = b" ".join(places) + b"\n"
    stream = _deflated(head + body.getvalue())
    stream[NameObject("/Type")] = NameObject("/ObjStm")
    stream[NameObject("/N")] = NumberObject(len(part))
    stream[NameObject("/First")] = NumberObject(len(head))
    return stream


def _write_table(out: io.BytesIO, rows: dict[int, _Row], writer: PdfWriter) -> None:
    """The cross-reference stream, which is the trailer as well; the identity comes from all that stands before it."""
    identity = ByteStringObject(hashlib.sha256(out.getvalue()).digest()[:16])
    at, own = out.tell(), len(rows) + 1
    rows = {**rows, own: (1, at, 0)}
    table = b"".join(_row(rows.get(number, _FREE)) for number in range(own + 1))
    stream = _deflated(_predicted(table, sum(_WIDTHS)))
    stream[NameObject("/DecodeParms")] = DictionaryObject(
        {NameObject("/Predictor"): NumberObject(12), NameObject("/Columns"): NumberObject(sum(_WIDTHS))}
    )
    stream[NameObject("/Type")] = NameObject("/XRef")
    stream[NameObject("/Size")] = NumberObject(own + 1)
    stream[NameObject("/W")] = ArrayObject([NumberObject(width) for width in _WIDTHS])
    stream[NameObject("/Root")] = _reference(writer.root_object.indirect_reference)
    if writer._info is not None:
        stream[NameObject("/Info")] = _reference(writer._info.indirect_reference)
    stream[NameObject("/ID")] = ArrayObject([identity, identity])
    _write(out, own, stream)
    out.write(b"startxref\n%d\n%%%%EOF\n" % at)


def _reference(found: Any) -> IndirectObject:
    assert isinstance(found, IndirectObject)
    return found


def _row(row: _Row) -> bytes:
    return b"".join(value.to_bytes(width, "big") for value, width in zip(row, _WIDTHS, strict=True))


def _predicted(table: bytes, width: int) -> bytes:
    """Rows as differences from the row above (the PNG predictor Up), which pack far better."""
    above = bytes(width)
    result = bytearray()
    for start in range(0, len(table), width):
        row = table[start : start + width]
        result.append(2)
        result += bytes((value - over) & 0xFF for value, over in zip(row, above, strict=True))
        above = row
    return bytes(result)


def _deflated(data: bytes) -> EncodedStreamObject:
    stream = EncodedStreamObject()
    stream._data = zlib.compress(data, 9)
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    return stream
