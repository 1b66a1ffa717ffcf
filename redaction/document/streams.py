# SPDX-License-Identifier: EUPL-1.2
"""Streams: all of their data, or new ones."""

import zlib
from typing import Final

from pypdf.errors import LimitReachedError
from pypdf.generic import EncodedStreamObject, NameObject, StreamObject

from redaction.document.opening import BROKEN_PDF, blocked_by
from schemas.errors import BlockReason, DocumentBlocked

MAX_STREAM: Final = 512 * 1024 * 1024
"""Decoded bytes of one stream beyond which a document is blocked."""


def deflated(data: bytes) -> EncodedStreamObject:
    """A stream object with data compressed anew."""
    stream = EncodedStreamObject()
    stream._data = zlib.compress(data, 6)
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    return stream


def inflated(raw: bytes) -> bytes:
    """Data behind a Flate filter, as far as it goes; what follows the compressed data is left behind.

    Raises:
        DocumentBlocked: nothing can be read (IMAGE_NOT_DECODABLE), or it is too large (SIZE_LIMIT).
    """
    worker = zlib.decompressobj()
    try:
        data = worker.decompress(raw, MAX_STREAM + 1)
    except zlib.error:
        data = _as_far_as_it_goes(raw)
    if len(data) > MAX_STREAM:
        raise DocumentBlocked(BlockReason.SIZE_LIMIT, "A stream of the PDF is too large.")
    return data


def _as_far_as_it_goes(raw: bytes) -> bytes:
    worker = zlib.decompressobj()
    parts: list[bytes] = []
    try:
        for start in range(0, len(raw), 256):
            parts.append(worker.decompress(raw[start : start + 256]))
    except zlib.error:
        if not any(parts):
            raise DocumentBlocked(BlockReason.IMAGE_NOT_DECODABLE, "An image of the PDF cannot be decoded.") from None
    return b"".join(parts)


def decoded(stream: StreamObject) -> bytes:
    """All data of a stream.

    Raises:
        DocumentBlocked: it cannot be decoded (UNSAFE_OBJECT) or is too large (SIZE_LIMIT).
    """
    try:
        data = bytes(stream.get_data())
    except LimitReachedError as error:
        raise blocked_by(error) from None
    except (*BROKEN_PDF, zlib.error):
        raise DocumentBlocked(BlockReason.UNSAFE_OBJECT, "A stream of the PDF cannot be decoded.") from None
    if len(data) > MAX_STREAM:
        raise DocumentBlocked(BlockReason.SIZE_LIMIT, "A stream of the PDF is too large.")
    return data
