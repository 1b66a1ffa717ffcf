# SPDX-License-Identifier: EUPL-1.2
"""Every byte of a file: raw, every object of every revision decoded, and what is packed inside those."""

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import pikepdf

from redaction.verification.engines import EngineFailed

MAX_NESTING: Final = 4
MAX_UNPACKED: Final = 256 * 1024 * 1024
_EOF: Final = re.compile(rb"%%EOF[\r\n]*")
BROKEN_OBJECT: Final = (
    pikepdf.PdfError,
    pikepdf.DataDecodingError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    RuntimeError,
    NotImplementedError,
    RecursionError,
    OverflowError,
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Bytes to search. ``place`` names the kind of place, never what stands in it.

    ``samples`` are pictures; ``shown`` are the strings of a content stream, parted by spaces where the pen moves.
    """

    data: bytes
    place: str
    samples: bool = False
    shown: bool = False


def open_pdf(data: bytes) -> pikepdf.Pdf:
    """The file opened by qpdf.

    Raises:
        EngineFailed: it does not open.
    """
    try:
        return pikepdf.open(io.BytesIO(data), suppress_warnings=True)
    except BROKEN_OBJECT as error:
        raise EngineFailed("qpdf", type(error).__name__) from None


def own_units(data: bytes) -> dict[int, float]:
    """Points in a unit of each page (0-based) that has a unit of its own (``UserUnit``).

    Raises:
        EngineFailed: the file does not open.
    """
    with open_pdf(data) as pdf:
        try:
            found: dict[int, Any] = {number: page.obj.get("/UserUnit") for number, page in enumerate(pdf.pages)}
            units = {number: float(unit) for number, unit in found.items() if isinstance(unit, int | float | Decimal)}
        except BROKEN_OBJECT as error:
            raise EngineFailed("qpdf", type(error).__name__) from None
    return {number: unit for number, unit in units.items() if unit > 0 and unit != 1}


def chunks(data: bytes, depth: int = 0) -> Iterator[Chunk]:
    """All bytes of a PDF that could spell a word, in every revision of it.

    Raises:
        EngineFailed: the newest revision does not open, or files are packed too deeply.
    """
    yield Chunk(data, "file")
    if depth > MAX_NESTING:
        raise EngineFailed("bytes", "nesting")
    ends = [match.end() for match in _EOF.finditer(data)]
    for end in ends[:-1]:
        try:
            with open_pdf(data[:end]) as older:
                yield from _objects(older, "older revision", depth)
        except EngineFailed:
            continue  # a cut that is no file of its own (linearised files end their first part with this mark too)
    with open_pdf(data) as pdf:
        yield from _objects(pdf, "object", depth)


def _objects(pdf: pikepdf.Pdf, place: str, depth: int) -> Iterator[Chunk]:
    for found in pdf.objects:
        if isinstance(found, pikepdf.Stream):
            yield from _stream(found, place, depth)
        elif isinstance(found, pikepdf.Object):
            yield from _texts(found, place)
    yield from _texts(pdf.trailer, "trailer")


def _texts(found: Any, place: str, level: int = 0) -> Iterator[Chunk]:
    """Strings and names of an object; encrypted files give them decrypted."""
    if level > 30:
        return
    if isinstance(found, pikepdf.String):
        yield Chunk(bytes(found), place)
    elif isinstance(found, pikepdf.Name):
        yield Chunk(str(found).encode("utf-8", "replace"), place)
    elif isinstance(found, pikepdf.Array):
        for item in found:
            if isinstance(item, pikepdf.Object) and not item.is_indirect:
                yield from _texts(item, place, level + 1)
    elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        for key, item in found.items():
            yield Chunk(key.encode("utf-8", "replace"), place)
            if isinstance(item, pikepdf.Object) and not item.is_indirect:
                yield from _texts(item, place, level + 1)


def _stream(found: pikepdf.Stream, place: str, depth: int) -> Iterator[Chunk]:
    yield from _texts(found, place)
    picture = found.get("/Subtype") == pikepdf.Name("/Image")
    raw = found.read_raw_bytes()
    try:
        data = found.read_bytes()
    except BROKEN_OBJECT:
        data = raw
    yield Chunk(data, f"{place} stream", samples=picture)
    if data is not raw:
        yield Chunk(raw, f"{place} stream", samples=picture)
    if not picture:
        yield from unpacked(data, depth)
        strings = content_strings(data)
        if strings:
            yield Chunk(strings, f"{place} strings", shown=True)


_SHOWN: Final = re.compile(
    rb"\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]+)>|\b(?:T[dDm]\b|T\*)|['\"]|(-?\d*\.?\d+)", re.DOTALL
)
_WORD_GAP: Final = 180.0
"""Thousandths of a font size from which a step between two strings parts words."""


def content_strings(data: bytes) -> bytes:
    """Strings of a content stream put together, so that a word over several of them is seen.

    Where the pen moves to another place there is a space.
    """
    if b"Tj" not in data and b"TJ" not in data:
        return b""
    parts: list[bytes] = []
    for match in _SHOWN.finditer(data):
        literal, digits, step = match[1], match[2], match[3]
        if literal is not None:
            parts.append(literal)
        elif digits is not None:
            digits = b"".join(digits.split())
            parts.append(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")))
        elif step is None or abs(float(step)) >= _WORD_GAP:
            parts.append(b" ")
    return b"".join(parts)


def unpacked(data: bytes, depth: int) -> Iterator[Chunk]:
    """What is packed in a stream: another PDF, a ZIP (office documents too), gzip.

    Raises:
        EngineFailed: it unpacks to more than a document can hold.
    """
    if data[:1024].find(b"%PDF-") >= 0:
        yield from chunks(data, depth + 1)
    elif data[:4] == b"PK\x03\x04":
        total = 0
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for name in archive.namelist():
                    yield Chunk(name.encode("utf-8", "replace"), "packed name")
                    with archive.open(name) as member:
                        inner = member.read(MAX_UNPACKED)
                    total += len(inner)
                    if total > MAX_UNPACKED:
                        raise EngineFailed("bytes", "unpacked size")
                    yield Chunk(inner, "packed file")
                    yield from unpacked(inner, depth + 1)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
            return
    elif data[:2] == b"\x1f\x8b":
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as member:
                yield Chunk(member.read(MAX_UNPACKED), "packed file")
        except (OSError, zlib.error, EOFError):
            return
