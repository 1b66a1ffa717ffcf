# SPDX-License-Identifier: EUPL-1.2
"""The bytes of a document that we made: one revision, objects end to end, and pictures without texts of their own."""

import re
from collections.abc import Iterator
from typing import Final

import pikepdf

from schemas.redacted import Fault, FaultKind

_HEADER: Final = re.compile(rb"%PDF-\d\.\d\r?\n%[^\r\n]{0,16}\r?\n")
_OBJECT: Final = re.compile(rb"\s*(\d+) \d+ obj\b")
_LENGTH: Final = re.compile(rb"/Length (\d+)(?! \d+ R)")
_STREAM: Final = re.compile(rb"stream\r?\n")
_STREAM_END: Final = re.compile(rb"\s*endstream\s*endobj")
_END: Final = re.compile(
    rb"\s*(?:xref\s+(?:\d+ \d+\s+(?:\d{10} \d{5} [nf]\s+)+)+trailer\s*<<(?:(?!>>).)*>>\s*)?startxref\s+\d+\s+%%EOF\s*",
    re.DOTALL,
)
_JPEG_TEXTS: Final = frozenset((*range(0xE1, 0xEE), 0xEF, 0xFE))
"""JPEG segments that can hold words: all of the applications but JFIF and Adobe's colour transform, and comments."""


def structure(pdf: pikepdf.Pdf, data: bytes) -> list[Fault]:
    """Faults for older revisions, bytes between objects and bytes after the end."""
    found = dict.fromkeys((*_revisions(pdf), *_between(data), *_pictures(pdf)))
    return [Fault(kind=FaultKind.STRUCTURE, engine="bytes", detail=detail) for detail in found]


def _revisions(pdf: pikepdf.Pdf) -> Iterator[str]:
    if "/Prev" in pdf.trailer or "/XRefStm" in pdf.trailer:
        yield "an older or a second table of objects"


def _between(data: bytes) -> Iterator[str]:
    header = _HEADER.match(data)
    if header is None:
        yield "bytes before the first object"
        return
    at = header.end()
    while (start := _OBJECT.match(data, at)) is not None:
        after = _after_object(data, start.end())
        if after is None:
            yield "an object that does not end where it says"
            return
        at = after
    if _END.fullmatch(data, at) is None:
        yield "bytes between or after the objects"


def _after_object(data: bytes, start: int) -> int | None:
    """Where the object that starts here ends; None where its own length is not true."""
    end = data.find(b"endobj", start)
    stream = _STREAM.search(data, start)
    if stream is None or end < stream.start():
        return end + len(b"endobj") if end >= 0 else None
    length = _LENGTH.search(data, start, stream.start())
    if length is None:
        return None
    closing = _STREAM_END.match(data, stream.end() + int(length[1]))
    return None if closing is None else closing.end()


def _pictures(pdf: pikepdf.Pdf) -> Iterator[str]:
    for found in pdf.objects:
        if not isinstance(found, pikepdf.Stream) or found.get("/Subtype") != pikepdf.Name("/Image"):
            continue
        raw = found.read_raw_bytes()
        if any(marker in _JPEG_TEXTS for marker in jpeg_markers(raw)):
            yield "a picture with texts of its own"


def jpeg_markers(data: bytes) -> Iterator[int]:
    """Markers of the segments before the samples of a JPEG; none for anything else."""
    if data[:2] != b"\xff\xd8":
        return
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        yield marker
        if marker in (0xDA, 0xD9):
            return
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
