# SPDX-License-Identifier: EUPL-1.2
"""CFF programs made anew with the glyphs that are drawn, in a given order, without names, notices and subroutines."""

import io
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, Final

from fontTools.cffLib import CFFFontSet, cffISOAdobeStrings
from fontTools.encodings.StandardEncoding import StandardEncoding
from fontTools.misc.psCharStrings import T2CharString
from fontTools.ttLib import TTFont

_TEXTS: Final = (
    *("version", "Notice", "FullName", "FontName", "FamilyName", "Weight", "Copyright", "PostScript"),
    *("BaseFontName", "BaseFontBlend", "UniqueID", "XUID", "UIDBase"),
)
_USUAL: Final = [0.001, 0, 0, 0.001, 0, 0]
"""Glyph space to text space where a font says nothing else."""
NAME: Final = "Lettertype"


def bare_cff(data: bytes) -> bytes:
    """The CFF table of an OpenType font; other data as it is."""
    if data[:4] != b"OTTO":
        return data
    return bytes(TTFont(io.BytesIO(data), lazy=True).reader["CFF "])


class Program:
    """A CFF program of the old document. Errors of fontTools pass through."""

    def __init__(self, data: bytes) -> None:
        self.set = CFFFontSet()
        self.set.decompile(io.BytesIO(bare_cff(data)), SimpleNamespace(recalcBBoxes=True), isCFF2=False)
        self.top: Any = self.set[0]
        self.by_cid = hasattr(self.top, "ROS")
        if "charset" not in self.top.rawDict:
            self.top.charset = self._usual_charset(bare_cff(data))
        self.strings: Any = self.top.CharStrings
        self.names: list[str] = list(self.top.charset)
        self._places = {name: place for place, name in enumerate(self.names)}

    def _usual_charset(self, data: bytes) -> list[str]:
        """Names of the glyphs of a program that lists none (Technical Note 5176, section 13: offset 0)."""
        at = self.top.rawDict["CharStrings"]
        count = int.from_bytes(data[at : at + 2], "big")
        if self.by_cid:
            return [".notdef", *(f"cid{cid:05}" for cid in range(1, count))]
        return list(cffISOAdobeStrings[:count])

    def encoding(self) -> dict[int, str]:
        """Code to glyph name by the program itself."""
        found = self.top.Encoding
        if isinstance(found, str):
            found = StandardEncoding if found == "StandardEncoding" else []
        return {code: name for code, name in enumerate(found) if name != ".notdef"}

    def place(self, name: str) -> int:
        """Place of a glyph by its name; 0 (not defined) where the program lacks it."""
        return self._places.get(name, 0)

    def place_of_cid(self, cid: int) -> int:
        """Place of a CID."""
        if self.by_cid:
            return self._places.get(f"cid{cid:05}", 0)
        return cid if cid < len(self.names) else 0

    def outline(self, place: int) -> bytes:
        """What tells a glyph from others: its instructions."""
        if not 0 <= place < len(self.names):
            return b""
        glyph = self.strings[self.names[place]]
        glyph.decompile()
        return repr(glyph.program).encode()

    def made(self, places: Sequence[int], names: Sequence[str], *, cid_count: int = 0) -> bytes:
        """A new program: glyph 0, then the glyphs at the given places of the old one, under new names.

        Args:
            places: places in the old program, each at most once unless the names differ.
            names: a new name for each; ``cid00001`` and so on in a program that goes by CID.
            cid_count: number of CIDs of a program that goes by CID.
        """
        top = self.top
        sources, new_names = [0, *places], [".notdef", *names]
        glyphs = [self._glyph(place) for place in sources]
        for name in sorted({name for glyph in glyphs for name in _parts_of(glyph.program)}):
            if name not in new_names:
                sources.append(self._places[name])
                glyphs.append(self._glyph(self._places[name]))
                new_names.append(name)
            elif sources[new_names.index(name)] != self._places[name]:
                raise ValueError("a part of an accented letter has another name")
        if hasattr(top, "FDSelect"):
            self._select_dictionaries([top.FDSelect[place] for place in sources])
        strings = self.strings
        strings.charStrings = {name: place for place, name in enumerate(new_names)}
        strings.charStringsIndex.items = glyphs
        for attribute in ("file", "offsets"):
            strings.charStringsIndex.__dict__.pop(attribute, None)
        top.charset = new_names
        top.numGlyphs = len(new_names)
        self._anonymous(cid_count)
        out = io.BytesIO()
        self.set.compile(out, SimpleNamespace(recalcBBoxes=True), isCFF2=False)
        return out.getvalue()

    def _glyph(self, place: int) -> Any:
        """A glyph of its own, with its subroutines written out."""
        from fontTools.cffLib.transforms import desubroutinizeCharString

        found, _ = self.strings.getItemAndSelector(self.names[place])
        desubroutinizeCharString(found)
        program = list(found.program)
        if self.by_cid and _parts_of(program):
            raise ValueError("a glyph is made of two others by name")
        return T2CharString(program=program, private=found.private, globalSubrs=[])

    def _select_dictionaries(self, chosen: list[int]) -> None:
        top = self.top
        kept = sorted(set(chosen))
        dictionaries = [top.FDArray[index] for index in kept]
        top.FDSelect.format = 3
        top.FDSelect.gidArray = [kept.index(index) for index in chosen]
        top.FDArray.items = dictionaries
        for attribute in ("file", "offsets"):
            top.FDArray.__dict__.pop(attribute, None)

    def _anonymous(self, cid_count: int) -> None:
        top = self.top
        holders = [top, *(top.FDArray.items if hasattr(top, "FDArray") else ())]
        for holder in holders:
            for key in _TEXTS:
                holder.rawDict.pop(key, None)
                holder.__dict__.pop(key, None)
            private = getattr(holder, "Private", None)
            if private is not None:
                private.rawDict.pop("Subrs", None)
                private.__dict__.pop("Subrs", None)
        if self.by_cid:
            self._one_matrix()
            top.ROS = ("Adobe", "Identity", 0)
            top.CIDCount = max(cid_count, 1)
            top.rawDict.pop("Encoding", None)
        else:
            top.Encoding = "StandardEncoding"
        self.set.fontNames = [NAME]
        self.set.GlobalSubrs.items = []
        for attribute in ("file", "offsets"):
            self.set.GlobalSubrs.__dict__.pop(attribute, None)

    def _one_matrix(self) -> None:
        """Fold the matrix of the whole font into those of its parts where it is the usual one.

        fontTools leaves the usual matrix out, and a part whose own matrix is said relative to it would be drawn a
        thousand times too large (Technical Note 5176, sections 9 and 16).
        """
        top = self.top
        if list(top.rawDict.get("FontMatrix", ())) != _USUAL:
            return
        for part in top.FDArray.items:
            matrix = part.rawDict.get("FontMatrix")
            if matrix is not None:
                part.FontMatrix = part.rawDict["FontMatrix"] = [value * _USUAL[0] for value in matrix]


def _parts_of(program: Sequence[Any]) -> list[str]:
    """Names of the parts of an accented letter: an endchar with four operands (Type 2, appendix C)."""
    operands: list[Any] = []
    for item in reversed(program[:-1] if program[-1:] == ["endchar"] else ()):
        if isinstance(item, str):
            break
        operands.insert(0, item)
    return [StandardEncoding[int(code)] for code in operands[-2:]] if len(operands) >= 4 else []
