# SPDX-License-Identifier: EUPL-1.2
"""Fonts as office programs put them in PDFs: a standard one, and subsets that number their glyphs in two ways."""

import zlib
from abc import ABC, abstractmethod
from io import BytesIO
from pathlib import Path
from typing import Protocol

import reportlab
from fontTools import subset
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.reorderGlyphs import reorderGlyphs
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

from redaction.content.encodings import standard_widths


class Objects(Protocol):
    """Where a face puts the objects of its font."""

    def add(self, value: bytes) -> int:
        """Number of a new object."""

    def stream(self, data: bytes, entries: bytes = b"") -> int:
        """Number of a new stream object."""


class Face(Protocol):
    """A font while a page is set with it."""

    @property
    def used(self) -> bool:
        """True once a text was shown in it."""

    def bold(self) -> "Face":
        """The bold of the same kind and family, with nothing set yet."""

    def width(self, text: str) -> float:
        """Advance of a text at size 1."""

    def codes(self, text: str) -> bytes:
        """The string that shows a text."""

    def finish(self, objects: Objects) -> int:
        """Number of the font dictionary, when everything is set."""


class StandardFace:
    """A font that every reader has, by its name."""

    def __init__(self, name: str = "Times-Roman") -> None:
        self.name = name
        self._used = False

    @property
    def used(self) -> bool:
        """True once a text was shown in it."""
        return self._used

    def bold(self) -> Face:
        """The bold of the family."""
        return StandardFace("Times-Bold")

    def width(self, text: str) -> float:
        """Advance of a text at size 1."""
        widths = standard_widths(self.name)
        return sum(widths[letter] for letter in text) / 1000

    def codes(self, text: str) -> bytes:
        """The string that shows a text."""
        self._used = True
        return text.encode("cp1252")

    def finish(self, objects: Objects) -> int:
        """Number of the font dictionary."""
        return objects.add(b"<</Type/Font/Subtype/Type1/BaseFont/%s/Encoding/WinAnsiEncoding>>" % self.name.encode())


class _Embedded(ABC):
    """A TrueType font of which a document carries the glyphs it draws."""

    def __init__(self, file: str = "Vera.ttf") -> None:
        self.program = TTFont(Path(reportlab.__file__).parent / "fonts" / file, recalcTimestamp=False)
        self.glyphs: dict[int, str] = self.program.getBestCmap()
        self.units: int = self.program["head"].unitsPerEm
        self.drawn: dict[str, None] = {}

    @property
    def used(self) -> bool:
        """True once a text was shown in it."""
        return bool(self.drawn)

    def bold(self) -> Face:
        """The bold of the same kind."""
        return type(self)("VeraBd.ttf")

    @abstractmethod
    def codes(self, text: str) -> bytes:
        """The string that shows a text."""

    @abstractmethod
    def finish(self, objects: Objects) -> int:
        """Number of the font dictionary."""

    def width(self, text: str) -> float:
        """Advance of a text at size 1."""
        return sum(self._advance(letter) for letter in text) / 1000

    def _advance(self, letter: str) -> int:
        advance: int = self.program["hmtx"][self.glyphs[ord(letter)]][0]
        return round(advance * 1000 / self.units)

    def _reduced(self, *, keep_numbers: bool) -> TTFont:
        options = subset.Options(
            retain_gids=keep_numbers, notdef_outline=True, layout_features=[], hinting=False, glyph_names=True
        )
        worker = subset.Subsetter(options)
        worker.populate(text="".join(self.drawn))
        worker.subset(self.program)
        return self.program

    def _descriptor(self, objects: Objects, program: TTFont) -> int:
        buffer = BytesIO()
        program.save(buffer, reorderTables=False)
        data = zlib.compress(buffer.getvalue())
        file = objects.stream(data, b"/Filter/FlateDecode/Length1 %d" % len(buffer.getvalue()))
        return objects.add(
            b"<</Type/FontDescriptor/FontName/ABCDEF+Vera/Flags 4/FontBBox[-200 -250 1300 950]/ItalicAngle 0"
            b"/Ascent 928/Descent -236/CapHeight 730/StemV 80/FontFile2 %d 0 R>>" % file
        )

    def _to_unicode(self, objects: Objects, codes: dict[str, int], digits: int) -> int:
        rows = b"\n".join(
            b"<%0*X> <%04X>" % (digits, code, ord(letter)) for letter, code in sorted(codes.items(), key=lambda i: i[1])
        )
        return objects.stream(
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n1 begincodespacerange "
            b"<%s> <%s> endcodespacerange\n%d beginbfchar\n%s\nendbfchar\nendcmap CMapName currentdict /CMap "
            b"defineresource pop end end" % (b"0" * digits, b"F" * digits, len(codes), rows)
        )


class NumberedFace(_Embedded):
    """A subset with the glyph numbers of the whole font (word processors that print by Identity-H)."""

    def codes(self, text: str) -> bytes:
        """The string that shows a text."""
        self.drawn.update(dict.fromkeys(text))
        return b"".join(self.program.getGlyphID(self.glyphs[ord(letter)]).to_bytes(2, "big") for letter in text)

    def finish(self, objects: Objects) -> int:
        """Number of the font dictionary."""
        numbers = {letter: int(self.program.getGlyphID(self.glyphs[ord(letter)])) for letter in self.drawn}
        widths = {number: self._advance(letter) for letter, number in numbers.items()}
        mapping = self._to_unicode(objects, numbers, 4)
        descriptor = self._descriptor(objects, self._reduced(keep_numbers=True))
        listed = b" ".join(b"%d[%d]" % item for item in sorted(widths.items()))
        descendant = objects.add(
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Vera/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            b"/Supplement 0>>/FontDescriptor %d 0 R/DW 600/W[%s]/CIDToGIDMap/Identity>>" % (descriptor, listed)
        )
        return objects.add(
            b"<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Vera/Encoding/Identity-H/DescendantFonts[%d 0 R]"
            b"/ToUnicode %d 0 R>>" % (descendant, mapping)
        )


class FirstUseFace(_Embedded):
    """A simple font whose codes and glyphs are numbered in the order in which letters are first drawn."""

    def codes(self, text: str) -> bytes:
        """The string that shows a text."""
        self.drawn.update(dict.fromkeys(text))
        order = list(self.drawn)
        return bytes(1 + order.index(letter) for letter in text)

    def finish(self, objects: Objects) -> int:
        """Number of the font dictionary."""
        order = list(self.drawn)
        widths = b" ".join(b"%d" % self._advance(letter) for letter in order)
        mapping = self._to_unicode(objects, {letter: 1 + place for place, letter in enumerate(order)}, 2)
        drawn = [self.glyphs[ord(letter)] for letter in order]
        program = self._reduced(keep_numbers=False)
        others = [glyph for glyph in program.getGlyphOrder() if glyph not in drawn and glyph != ".notdef"]
        reorderGlyphs(program, [".notdef", *drawn, *others])
        table = CmapSubtable.newSubtable(0)
        table.platformID, table.platEncID, table.language = 1, 0, 0
        table.cmap = {1 + place: glyph for place, glyph in enumerate(drawn)}
        program["cmap"] = newTable("cmap")
        program["cmap"].tableVersion, program["cmap"].tables = 0, [table]
        descriptor = self._descriptor(objects, program)
        return objects.add(
            b"<</Type/Font/Subtype/TrueType/BaseFont/ABCDEF+Vera/FirstChar 1/LastChar %d/Widths[%s]"
            b"/FontDescriptor %d 0 R/ToUnicode %d 0 R>>" % (len(order), widths, descriptor, mapping)
        )


FACES: dict[str, type[StandardFace] | type[NumberedFace] | type[FirstUseFace]] = {
    "standard": StandardFace,
    "subset": NumberedFace,
    "subset, numbered by use": FirstUseFace,
}
