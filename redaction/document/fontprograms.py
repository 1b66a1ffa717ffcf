# SPDX-License-Identifier: EUPL-1.2
"""Reduces fonts to what the new document draws: other letters would tell what was removed."""

import io
import struct
import zlib
from dataclasses import dataclass, field
from typing import Any, Final

from fontTools import subset
from fontTools.agl import UV2AGL
from fontTools.ttLib import TTFont, TTLibError
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    EncodedStreamObject,
    NameObject,
    NumberObject,
)

from redaction.content.cmaps import CodeMap, parse_to_unicode
from redaction.content.encodings import base_encoding, unicode_of_glyph_name
from redaction.content.fonts import resolved, stream_data

_BROKEN_FONT: Final = (
    TTLibError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    AssertionError,
    NotImplementedError,
    OverflowError,
    struct.error,
    subset.Subsetter.SubsettingError,
)


@dataclass(slots=True)
class FontUse:
    """The codes that a document draws with one font."""

    code_map: CodeMap | None = None
    codes: set[bytes] = field(default_factory=set)

    def cids(self) -> set[int]:
        """CIDs (composite font) or code numbers (simple font) that are drawn."""
        if self.code_map is None:
            return {code[0] for code in self.codes if code}
        return {self.code_map.cid(code) for code in self.codes}


def reduced_to_unicode(data: bytes, use: FontUse | None) -> bytes:
    """A ToUnicode CMap made anew, with the codes that are drawn (all codes where no use is given)."""
    known = parse_to_unicode(data)
    codes: set[bytes]
    if use is None:
        codes = {number.to_bytes(2 if number > 255 else 1, "big") for number in known}
        if any(len(code) == 2 for code in codes) or b"<0000>" in data.lower() or b"<FFFF>" in data.upper():
            codes = {number.to_bytes(2, "big") for number in known if number < 65_536}
    else:
        codes = use.codes
    length = max((len(code) for code in codes), default=1)
    low, high = "00" * length, "FF" * length
    rows = [
        f"<{code.hex().upper()}> <{known[number].encode('utf-16-be', 'replace').hex().upper()}>"
        for code in sorted(codes)
        if (number := int.from_bytes(code, "big")) in known
    ]
    parts = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        f"1 begincodespacerange <{low}> <{high}> endcodespacerange",
    ]
    for start in range(0, len(rows), 100):
        part = rows[start : start + 100]
        parts += [f"{len(part)} beginbfchar", *part, "endbfchar"]
    parts.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(parts).encode("ascii")


def reduced_widths(font: DictionaryObject, use: FontUse) -> None:
    """Set widths of codes that are not drawn to zero (simple font) or leave them out (composite font)."""
    descendant = _descendant(font)
    if descendant is None:
        widths = resolved(font.get("/Widths"))
        first = resolved(font.get("/FirstChar"))
        if isinstance(widths, ArrayObject) and isinstance(first, int):
            drawn = use.cids()
            kept = [width if first + index in drawn else NumberObject(0) for index, width in enumerate(widths)]
            font[NameObject("/Widths")] = ArrayObject(kept)
        return
    widths = resolved(descendant.get("/W"))
    if isinstance(widths, ArrayObject):
        descendant[NameObject("/W")] = _kept_cid_widths(widths, use.cids())


def _kept_cid_widths(widths: ArrayObject, drawn: set[int]) -> ArrayObject:
    result = ArrayObject()
    items = [resolved(item) for item in widths]
    index = 0
    while index + 1 < len(items):
        first, second = items[index], items[index + 1]
        if isinstance(second, ArrayObject):
            for offset, width in enumerate(second):
                if int(first) + offset in drawn:
                    result += [NumberObject(int(first) + offset), ArrayObject([width])]
            index += 2
        elif index + 2 < len(items):
            low, high = int(first), min(int(second), int(first) + 65_535)
            for cid in sorted(cid for cid in drawn if low <= cid <= high):
                result += [NumberObject(cid), ArrayObject([items[index + 2]])]
            index += 3
        else:
            break
    return result


def reduced_program(writer: PdfWriter, font: DictionaryObject, use: FontUse) -> None:
    """Empty the outlines of glyphs that are not drawn, and drop names and unknown tables of the font program.

    A program that fontTools cannot read (Type 1, bare CFF) stays as it is.
    """
    descendant = _descendant(font)
    holder = font if descendant is None else descendant
    descriptor = resolved(holder.get("/FontDescriptor"))
    if not isinstance(descriptor, DictionaryObject):
        return
    for key in ("/FontFile2", "/FontFile3"):
        data = stream_data(descriptor.get(key))
        if data[:4] not in (b"\x00\x01\x00\x00", b"true", b"OTTO"):
            continue
        try:
            made = _subset(data, holder, font, use)
        except _BROKEN_FONT:
            continue
        stream = EncodedStreamObject()
        stream._data = zlib.compress(made, 6)
        stream[NameObject("/Filter")] = NameObject("/FlateDecode")
        if key == "/FontFile2":
            stream[NameObject("/Length1")] = NumberObject(len(made))
        else:
            stream[NameObject("/Subtype")] = NameObject("/OpenType")
        own = DictionaryObject(descriptor)
        own[NameObject(key)] = writer._add_object(stream)
        holder[NameObject("/FontDescriptor")] = writer._add_object(own)


def _subset(data: bytes, holder: DictionaryObject, font: DictionaryObject, use: FontUse) -> bytes:
    program = TTFont(io.BytesIO(data), lazy=False, recalcTimestamp=False)
    if "glyf" not in program and "CFF " not in program:
        raise ValueError("no outlines")
    if use.code_map is None:
        glyphs = _simple_glyphs(program, font, use)
    else:
        mapping = stream_data(holder.get("/CIDToGIDMap"))
        cids = use.cids()
        glyphs = {
            int.from_bytes(mapping[2 * cid : 2 * cid + 2], "big") if mapping else cid
            for cid in cids
            if not mapping or 2 * cid + 2 <= len(mapping)
        }
    options = subset.Options()
    options.retain_gids = True
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.name_IDs = []
    options.layout_features = []
    options.hinting = True
    options.legacy_cmap = True
    options.symbol_cmap = True
    options.glyph_names = use.code_map is None
    options.drop_tables = [*options.drop_tables, "GSUB", "GPOS", "GDEF", "kern", "DSIG", "meta"]
    worker = subset.Subsetter(options)
    total = program["maxp"].numGlyphs
    unicodes = list(program["cmap"].buildReversed().items()) if "cmap" in program else []
    names = {program.getGlyphName(glyph) for glyph in glyphs if glyph < total}
    worker.populate(glyphs=names, unicodes=[code for name, codes in unicodes if name in names for code in codes])
    worker.subset(program)
    out = io.BytesIO()
    program.save(out, reorderTables=False)
    return out.getvalue()


def _simple_glyphs(program: TTFont, font: DictionaryObject, use: FontUse) -> set[int]:
    """Every glyph that a reader may pick for the drawn codes: the union over the ways that readers choose."""
    glyphs: set[int] = set()
    order: dict[str, int] = program.getReverseGlyphMap()
    names = _drawn_names(font, use)
    glyphs.update(order[name] for name in names if name in order)
    if "cmap" not in program:
        return glyphs | use.cids()
    texts = {ord(text) for name in names if len(text := unicode_of_glyph_name(name)) == 1}
    for table in program["cmap"].tables:
        for code in use.cids():
            for candidate in (code, 0xF000 + code, 0xF100 + code, 0xF200 + code):
                if candidate in table.cmap:
                    glyphs.add(order[table.cmap[candidate]])
        glyphs.update(order[table.cmap[text]] for text in texts if text in table.cmap)
    return glyphs


def _drawn_names(font: DictionaryObject, use: FontUse) -> set[str]:
    """Glyph names of the drawn codes, from Differences and from the base encoding."""
    encoding = resolved(font.get("/Encoding"))
    base = str(encoding).lstrip("/") if isinstance(encoding, str) else "StandardEncoding"
    names: dict[int, str] = {}
    if isinstance(encoding, DictionaryObject):
        base = str(resolved(encoding.get("/BaseEncoding", "/StandardEncoding"))).lstrip("/")
        code = 0
        for item in resolved(encoding.get("/Differences")) or ():
            value: Any = resolved(item)
            if isinstance(value, int):
                code = value
            else:
                names[code] = str(value).lstrip("/")
                code += 1
    for code, text in enumerate(base_encoding(base)):
        if text and len(text) == 1 and code not in names and ord(text) in UV2AGL:
            names[code] = UV2AGL[ord(text)]
    drawn = use.cids()
    return {name for code, name in names.items() if code in drawn}


def _descendant(font: DictionaryObject) -> DictionaryObject | None:
    listed = resolved(font.get("/DescendantFonts"))
    found = resolved(listed[0]) if isinstance(listed, ArrayObject) and listed else None
    return found if isinstance(found, DictionaryObject) else None
