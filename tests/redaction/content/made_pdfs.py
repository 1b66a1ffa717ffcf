# SPDX-License-Identifier: EUPL-1.2
"""PDFs written by hand, so that a test shows every byte that matters, and pdfium's view of them."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import reportlab
from fontTools import subset
from fontTools.ttLib import TTFont

HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
TIMES = b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>"
COURIER = b"<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>"


class PdfMaker:
    """Collects objects and writes a file with a plain cross-reference table."""

    def __init__(self) -> None:
        self.objects: list[bytes] = [b"", b""]  # 1 catalog, 2 page tree
        self.pages: list[int] = []

    def add(self, value: bytes) -> int:
        """Number of a new object."""
        self.objects.append(value)
        return len(self.objects)

    def stream(self, data: bytes, entries: bytes = b"", *, deflate: bool = False) -> int:
        """Number of a new stream object."""
        if deflate:
            data, entries = zlib.compress(data), entries + b"/Filter/FlateDecode"
        return self.add(b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data))

    def page(
        self,
        content: bytes,
        fonts: Mapping[str, bytes | int] | None = None,
        *,
        size: tuple[float, float] = (400, 300),
        resources: bytes = b"",
        entries: bytes = b"",
    ) -> int:
        """Number of a new page; fonts by name, each a dictionary or the number of one."""
        listed = b"".join(
            b"/%s %s " % (name.encode(), b"%d 0 R" % (font if isinstance(font, int) else self.add(font)))
            for name, font in (fonts or {"F1": HELVETICA}).items()
        )
        stream = self.stream(content)
        box = b"[0 0 %d %d]" % size if b"/MediaBox" not in entries else b""
        number = self.add(
            b"<</Type/Page/Parent 2 0 R%s/Contents %d 0 R/Resources<</Font<<%s>>%s>>%s>>"
            % (b"/MediaBox" + box if box else b"", stream, listed, resources, entries)
        )
        self.pages.append(number)
        return number

    def finish(self, catalog: bytes = b"") -> bytes:
        """The file."""
        self.objects[0] = b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog
        kids = b" ".join(b"%d 0 R" % page for page in self.pages)
        self.objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(self.pages))
        result, places = b"%PDF-1.7\n", []
        for number, value in enumerate(self.objects, 1):
            places.append(len(result))
            result += b"%d 0 obj\n%s\nendobj\n" % (number, value)
        start = len(result)
        result += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        result += b"".join(b"%010d 00000 n \n" % place for place in places)
        return result + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start)


def one_page(content: bytes, fonts: Mapping[str, bytes | int] | None = None, **more: object) -> bytes:
    """A file of one page."""
    maker = PdfMaker()
    maker.page(content, fonts, **more)  # type: ignore[arg-type]
    return maker.finish()


def program(text: str) -> tuple[bytes, TTFont]:
    """A TrueType program with the glyphs of a text (a free font that comes with a library), and the same, opened."""
    source = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    font = TTFont(source)
    reducer = subset.Subsetter(subset.Options(notdef_outline=True, layout_features=[], hinting=False))
    reducer.populate(text=text)
    reducer.subset(font)
    buffer = BytesIO()
    font.save(buffer)
    return buffer.getvalue(), font


def identity_font(maker: PdfMaker, text: str, *, to_unicode: bool = True, vertical: bool = False) -> tuple[int, bytes]:
    """A Type 0 font with Identity-H or -V around an embedded subset, and the text in its two-byte codes."""
    data, font = program(text)
    glyphs = {character: font.getGlyphID(font.getBestCmap()[ord(character)]) for character in sorted(set(text))}
    units = font["head"].unitsPerEm
    widths = b" ".join(
        b"%d[%d]" % (glyph, round(font["hmtx"][font.getGlyphName(glyph)][0] * 1000 / units))
        for glyph in sorted(glyphs.values())
    )
    file = maker.stream(data, b"/Length1 %d" % len(data), deflate=True)
    descriptor = maker.add(
        b"<</Type/FontDescriptor/FontName/ABCDEF+Vera/Flags 4/FontBBox[-200 -250 1300 950]/ItalicAngle 0"
        b"/Ascent 928/Descent -236/CapHeight 730/StemV 80/FontFile2 %d 0 R>>" % file
    )
    descendant = maker.add(
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Vera/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/FontDescriptor %d 0 R/DW 600/W[%s]/CIDToGIDMap/Identity>>" % (descriptor, widths)
    )
    extra = b""
    if to_unicode:
        pairs = b"\n".join(
            b"<%04X> <%s>" % (glyph, character.encode("utf-16-be").hex().encode())
            for character, glyph in glyphs.items()
        )
        cmap = (
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n%d beginbfchar\n%s\nendbfchar\n"
            b"endcmap CMapName currentdict /CMap defineresource pop end end" % (len(glyphs), pairs)
        )
        extra = b"/ToUnicode %d 0 R" % maker.stream(cmap)
    number = maker.add(
        b"<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Vera/Encoding/Identity-%s/DescendantFonts[%d 0 R]%s>>"
        % (b"V" if vertical else b"H", descendant, extra)
    )
    return number, b"".join(glyphs[character].to_bytes(2, "big") for character in text)


@dataclass
class Seen:
    """A page by pdfium: its characters with their origins in user space, and its picture."""

    text: str
    characters: list[tuple[str, float, float]] = field(default_factory=list)
    ink: tuple[float, float, float, float] = (0, 0, 0, 0)
    """Bounds of what is dark, as fractions of the page as seen."""


def by_pdfium(data: bytes, number: int = 0) -> Seen:
    """What pdfium sees on a page."""
    document = pdfium.PdfDocument(data)
    try:
        page = document[number]
        text_page = page.get_textpage()
        found = Seen(text_page.get_text_range())
        x, y = pdfium_c.c_double(), pdfium_c.c_double()
        for index in range(text_page.count_chars()):
            character = chr(pdfium_c.FPDFText_GetUnicode(text_page, index))
            if pdfium_c.FPDFText_IsGenerated(text_page, index) == 1:
                continue
            pdfium_c.FPDFText_GetCharOrigin(text_page, index, x, y)
            found.characters.append((character, x.value, y.value))
        picture = page.render(scale=2).to_numpy()[:, :, :3].min(axis=2)
        rows, columns = np.nonzero(picture < 128)
        if len(rows):
            height, width = picture.shape
            found.ink = (
                columns.min() / width,
                rows.min() / height,
                (columns.max() + 1) / width,
                (rows.max() + 1) / height,
            )
        text_page.close()
        page.close()
    finally:
        document.close()
    return found


def words(text: str) -> Sequence[str]:
    """Words of a text."""
    return text.split()
