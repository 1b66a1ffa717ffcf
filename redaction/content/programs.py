# SPDX-License-Identifier: EUPL-1.2
"""What the program of an embedded font says of its characters: cmap, glyph names, built-in encoding."""

import io
import re
import struct
from typing import Any, Final

from fontTools.cffLib import CFFFontSet
from fontTools.encodings.StandardEncoding import StandardEncoding
from fontTools.ttLib import TTFont, TTLibError
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, IndirectObject, StreamObject

from redaction.content.encodings import is_meaningless_name, unicode_of_glyph_name

BROKEN_STREAM: Final = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, EOFError, OSError)
_BROKEN_FONT: Final = (
    *(TTLibError, AssertionError, NotImplementedError, struct.error, RecursionError, OverflowError),
    *BROKEN_STREAM,
)
_PROGRAMS: Final = ("/FontFile", "/FontFile2", "/FontFile3")
_SFNT: Final = (b"\x00\x01\x00\x00", b"true", b"OTTO", b"ttcf")
_PFB: Final = b"\x80"


def resolved(value: Any) -> Any:
    """The object behind a reference."""
    return value.get_object() if isinstance(value, IndirectObject) else value


def stream_data(value: Any) -> bytes:
    """Decoded data of a stream object; empty where it cannot be decoded."""
    found = resolved(value)
    if not isinstance(found, StreamObject):
        return b""
    try:
        return bytes(found.get_data())
    except BROKEN_STREAM:
        return b""


def is_embedded(descriptor: Any) -> bool:
    """True where a descriptor has a program."""
    return isinstance(descriptor, DictionaryObject) and any(key in descriptor for key in _PROGRAMS)


def _data(descriptor: Any) -> bytes:
    if isinstance(descriptor, DictionaryObject):
        for key in _PROGRAMS:
            if key in descriptor:
                return stream_data(descriptor.get(key))
    return b""


def _opened(data: bytes) -> TTFont | None:
    """A TrueType or OpenType program; None where it is none or cannot be read."""
    if data[:4] not in _SFNT:
        return None
    try:
        return TTFont(io.BytesIO(data), lazy=True, fontNumber=0)
    except _BROKEN_FONT:
        return None


def _text_of(name: str) -> str:
    """Text of a glyph name that means something."""
    return "" if is_meaningless_name(name) else unicode_of_glyph_name(name)


def program_encoding(descriptor: Any) -> dict[int, str]:
    """Code to text of a simple font by its program alone (ISO 32000-2, 9.6.5.2 and 9.6.5.4)."""
    data = _data(descriptor)
    try:
        program = _opened(data)
        if program is not None and "cmap" in program:
            return _truetype_encoding(program)
        names = _type1_names(data) if program is None and data[:1] != b"\x01" else _cff_encoding(data)
    except _BROKEN_FONT:
        return {}
    return {code: text for code, name in names.items() if (text := _text_of(name))}


def _truetype_encoding(program: TTFont) -> dict[int, str]:
    result: dict[int, str] = {}
    tables = {(table.platformID, table.platEncID): table.cmap for table in program["cmap"].tables}
    for code, glyph in (tables.get((3, 0)) or tables.get((1, 0)) or {}).items():
        text = _text_of(glyph)
        if text:
            result[code & 0xFF] = text
    for code, glyph in tables.get((3, 1), {}).items():
        if code < 256 and glyph != ".notdef":
            result.setdefault(code, chr(code))
    return result


def _type1_names(data: bytes) -> dict[int, str]:
    """Built-in encoding of a Type 1 program, from its clear part."""
    if data[:1] == _PFB:
        data = data[6:]
    clear = data[: max(data.find(b"eexec"), 0)]
    if re.search(rb"/Encoding\s+StandardEncoding\s+def", clear):
        return {code: name for code, name in enumerate(StandardEncoding) if name != ".notdef"}
    rows = re.findall(rb"dup\s+(\d{1,3})\s*/(\S+)\s+put", clear)
    return {int(code): name.decode("latin-1") for code, name in rows if int(code) < 256}


def _cff(data: bytes) -> Any:
    if data[:4] == b"OTTO":
        data = bytes(TTFont(io.BytesIO(data), lazy=True).reader["CFF "])
    if data[:1] != b"\x01":
        return None
    found = CFFFontSet()
    found.decompile(io.BytesIO(data), None, isCFF2=False)
    return found[0]


def _cff_encoding(data: bytes) -> dict[int, str]:
    top = _cff(data)
    if top is None or hasattr(top, "ROS"):
        return {}
    found = top.Encoding
    if isinstance(found, str):
        found = StandardEncoding if found == "StandardEncoding" else []
    return {code: name for code, name in enumerate(found) if name != ".notdef"}


def program_texts(descriptor: Any, descendant: DictionaryObject) -> dict[int, str]:
    """CID to text of a composite font by its program: its cmap, or else the names of its glyphs."""
    data = _data(descriptor)
    try:
        by_glyph = _texts_by_glyph(data)
    except _BROKEN_FONT:
        return {}
    mapping = stream_data(descendant.get("/CIDToGIDMap")) if by_glyph else b""
    if mapping:
        pairs = ((cid, int.from_bytes(mapping[2 * cid : 2 * cid + 2], "big")) for cid in range(len(mapping) // 2))
        return {cid: by_glyph[glyph] for cid, glyph in pairs if glyph in by_glyph}
    return by_glyph


def _texts_by_code(program: TTFont) -> dict[int, str]:
    """Glyph number to text by the cmap; numbers stand for the names, of which a large font has very many."""
    program.setGlyphOrder(list(map(str, range(program["maxp"].numGlyphs))))
    result: dict[int, str] = {}
    for code, glyph in (program.getBestCmap() or {}).items():
        result.setdefault(int(glyph.removeprefix("glyph")), chr(code))
    return result


def _texts_by_glyph(data: bytes) -> dict[int, str]:
    program = _opened(data)
    if program is not None and "cmap" in program:
        by_glyph = _texts_by_code(program)
        if by_glyph:
            return by_glyph
        program = _opened(data)
    names: list[str] = []
    if program is not None and "post" in program:
        names = program.getGlyphOrder() if program["post"].formatType in (1.0, 2.0) else []
    elif program is None or "CFF " in program:
        top = _cff(data)
        names = [] if top is None or hasattr(top, "ROS") else list(top.charset)
    return {glyph: text for glyph, name in enumerate(names) if (text := _text_of(name))}
