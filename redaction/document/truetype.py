# SPDX-License-Identifier: EUPL-1.2
"""TrueType programs made anew with the glyphs that are drawn, in a given order, and no table that holds text."""

import io
from array import array
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any, Final

from fontTools.agl import UV2AGL
from fontTools.encodings.MacRoman import MacRoman
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

from redaction.content.encodings import unicode_of_glyph_name

_HINTS: Final = ("cvt ", "fpgm", "prep")
_SYMBOL_PREFIXES: Final = (0xF000, 0xF100, 0xF200, 0x0000)
_SIGNATURES: Final = (b"\x00\x01\x00\x00", b"true")
_MAX_MISSING: Final = 1 << 20
_MAC_CODES: Final = {name: code for code, name in enumerate(MacRoman)}


class Program:
    """A TrueType program of the old document. Errors of fontTools pass through."""

    def __init__(self, data: bytes) -> None:
        self.font = TTFont(io.BytesIO(_filled(data)), lazy=True, recalcTimestamp=False, fontNumber=0)
        if "glyf" not in self.font:
            raise ValueError("no outlines")
        self.glyphs: Any = _glyphs(self.font)
        self.order: list[str] = self.font.getGlyphOrder()
        self.metrics = _metrics(self.font, self.order)
        tables = self.font["cmap"].tables if "cmap" in self.font else []
        self.maps: dict[tuple[int, int], dict[int, str]] = {}
        for table in tables:
            self.maps.setdefault((table.platformID, table.platEncID), table.cmap)
        self._places = {name: place for place, name in enumerate(self.order)}

    def outline(self, glyph: int) -> bytes:
        """What tells a glyph from others: its compiled outline."""
        if not 0 <= glyph < len(self.order):
            return b""
        name = self.order[glyph]
        return bytes(self.glyphs[name].compile(self.glyphs, recalcBBoxes=False))

    def by_code(self, names: Mapping[int, str], codes: Sequence[int], texts: Mapping[int, str]) -> dict[int, int]:
        """Glyph numbers of codes in a simple font (ISO 32000-2, 9.6.5.4, as readers apply it).

        Args:
            names: glyph names by the font's encoding; empty where the program's own map decides.
            codes: codes that are drawn.
            texts: what the codes say, the last resort.
        """
        if names:
            return {code: self._named(names.get(code, ""), code, texts.get(code, "")) for code in codes}
        for key, prefixes in (((3, 0), _SYMBOL_PREFIXES), ((1, 0), (0,))):
            table = self.maps.get(key)
            if table is not None:
                found = {code: self._place(next(_looked_up(table, code, prefixes), "")) for code in codes}
                if any(found.values()):
                    return found
        table = self._unicode_map()
        if table is not None:
            return {code: self._place(table.get(ord(texts[code][0]), "") if texts.get(code) else "") for code in codes}
        return {code: code if code < len(self.order) else 0 for code in codes}

    def _unicode_map(self) -> dict[int, str] | None:
        keys = ((3, 1), (3, 10), (0, 3), (0, 4), (0, 1), (0, 0), (0, 2))
        return next((self.maps[key] for key in keys if key in self.maps), None)

    def _named(self, name: str, code: int, text: str) -> int:
        unicode_map, symbols, mac = self._unicode_map(), self.maps.get((3, 0)), self.maps.get((1, 0))
        if not name:
            table = unicode_map or symbols or mac or {}
            return self._place(next(_looked_up(table, code, _SYMBOL_PREFIXES), ""))
        letter = unicode_of_glyph_name(name)
        glyph = 0
        if unicode_map is not None:
            glyph = self._place(unicode_map.get(ord(letter), "")) if len(letter) == 1 else 0
        elif symbols is not None:
            glyph = self._place(next(_looked_up(symbols, code, _SYMBOL_PREFIXES), ""))
        elif mac is not None:
            plain = UV2AGL.get(ord(letter), name) if len(letter) == 1 else name
            glyph = self._place(mac.get(_MAC_CODES.get(name, _MAC_CODES.get(plain, -1)), ""))
        if glyph:
            return glyph
        glyph = self._places.get(name, 0)
        if not glyph and mac is not None and name in _MAC_CODES:
            glyph = self._place(mac.get(_MAC_CODES[name], ""))
        if not glyph and text and unicode_map is not None:
            glyph = self._place(unicode_map.get(ord(text[0]), ""))
        return glyph

    def _place(self, name: str) -> int:
        return self._places.get(name, 0)

    def made(self, glyphs: Sequence[int], codes: Mapping[int, int] | None = None) -> bytes:
        """A new program: glyph 0, then the given glyphs of the old one in their order, then parts that they use.

        Args:
            glyphs: old glyph numbers; a number may occur twice, one that the font lacks gives an empty glyph.
            codes: for a simple font, code to place among ``glyphs``.
        """
        sources = [self.order[0], *(self.order[glyph] if glyph < len(self.order) else "" for glyph in glyphs)]
        parts = self._parts(sources)
        all_sources = sources + parts
        order = [".notdef", *(f"g{number:05}" for number in range(1, len(all_sources)))]
        part_names = dict(zip(parts, order[len(sources) :], strict=True))
        return _compiled(self, all_sources, order, part_names, codes)

    def _parts(self, sources: Sequence[str]) -> list[str]:
        """Glyphs that composite glyphs are made of, each once, in the order in which they are met."""
        found: list[str] = []
        waiting = list(sources)
        while waiting:
            name = waiting.pop(0)
            glyph = self.glyphs[name] if name else None
            if glyph is None or not glyph.isComposite():
                continue
            for component in glyph.components:
                if component.glyphName not in found:
                    found.append(component.glyphName)
                    waiting.append(component.glyphName)
        return found


def _ends(data: bytes) -> list[int]:
    """Where the tables of a program end by its directory."""
    count = int.from_bytes(data[4:6], "big") if data[:4] in _SIGNATURES else 0
    entries = (data[12 + 16 * place : 28 + 16 * place] for place in range(count))
    return [int.from_bytes(entry[8:12], "big") + int.from_bytes(entry[12:16], "big") for entry in entries]


def is_cut_off(data: bytes) -> bool:
    """True for a program that ends before its tables do."""
    return max(_ends(data), default=0) > len(data)


def _filled(data: bytes) -> bytes:
    """A program that ends early, with zeros up to where its directory says that it ends."""
    return data.ljust(max((end for end in _ends(data) if end < len(data) + _MAX_MISSING), default=0), b"\0")


def _glyphs(font: TTFont) -> Any:
    """The outlines. A place before the one before it, or behind the end, means the end, as readers take it."""
    data, loca = font.reader["glyf"], font["loca"]
    places = [min(place, len(data)) for place in loca.locations]
    ends = [end if end >= start else len(data) for start, end in pairwise(places)]
    if ends == list(loca.locations[1:]):
        return font["glyf"]
    pieces = [data[start:end] for start, end in zip(places, ends, strict=False)]
    loca.locations = array("I", accumulate(map(len, pieces), initial=0))
    table = font["glyf"] = newTable("glyf")
    table.decompile(b"".join(pieces), font)
    return table


def _metrics(font: TTFont, order: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Advance and left side of each glyph; programs in PDFs may lack them for glyphs at the end."""
    count = max(int.from_bytes(font.reader["hhea"][34:36], "big"), 1)
    data = font.reader["hmtx"]
    result: dict[str, tuple[int, int]] = {}
    advance = 0
    for place, name in enumerate(order):
        start = 4 * place if place < count else 4 * count + 2 * (place - count)
        if place < count and start + 4 <= len(data):
            advance = int.from_bytes(data[start : start + 2], "big")
            start += 2
        left = int.from_bytes(data[start : start + 2], "big", signed=True) if start + 2 <= len(data) else 0
        result[name] = (advance, left)
    return result


def _looked_up(table: Mapping[int, str], code: int, prefixes: Sequence[int]) -> Any:
    return (table[prefix + code] for prefix in prefixes if prefix + code in table)


def _compiled(
    program: Program,
    sources: Sequence[str],
    order: list[str],
    part_names: Mapping[str, str],
    codes: Mapping[int, int] | None,
) -> bytes:
    old = program.font
    new = TTFont(recalcTimestamp=False)
    new.setGlyphOrder(order)
    glyf, hmtx = newTable("glyf"), newTable("hmtx")
    glyf.glyphOrder, glyf.glyphs, hmtx.metrics = order, {}, {}
    empty = type(program.glyphs[program.order[0]])
    for name, source in zip(order, sources, strict=True):
        glyf.glyphs[name] = _renamed(program.glyphs[source], part_names) if source else empty()
        hmtx.metrics[name] = program.metrics.get(source, (0, 0))
    new["glyf"], new["hmtx"], new["loca"] = glyf, hmtx, newTable("loca")
    for tag in ("head", "hhea", "maxp", *_HINTS):
        if tag in old:
            new[tag] = old[tag]
    head = new["head"]
    head.created = head.modified = 0
    head.fontRevision, head.lowestRecPPEM = 1.0, 8
    if codes is not None:
        new["cmap"] = _code_map({code: order[place] for code, place in codes.items()})
    out = io.BytesIO()
    new.save(out, reorderTables=None)
    return out.getvalue()


def _renamed(glyph: Any, names: Mapping[str, str]) -> Any:
    if not glyph.isComposite():
        return glyph
    made = type(glyph)()
    made.__dict__.update(glyph.__dict__)
    made.components = []
    for component in glyph.components:
        own = type(component)()
        own.__dict__.update(component.__dict__)
        own.glyphName = names[component.glyphName]
        made.components.append(own)
    return made


def _code_map(glyphs: Mapping[int, str]) -> Any:
    """A cmap for a symbolic font: code F0xx of the symbol map, and the same codes for readers that look there."""
    table = newTable("cmap")
    table.tableVersion, table.tables = 0, []
    for platform, encoding, kind, prefix in ((1, 0, 6, 0), (3, 0, 4, 0xF000)):
        subtable = CmapSubtable.newSubtable(kind)
        subtable.platformID, subtable.platEncID, subtable.language = platform, encoding, 0
        subtable.cmap = {prefix + code: name for code, name in sorted(glyphs.items())}
        table.tables.append(subtable)
    return table
