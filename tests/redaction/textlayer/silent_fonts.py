# SPDX-License-Identifier: EUPL-1.2
"""Documents whose fonts do not tell their letters, and an eye that reads them without fault."""

import io
import re
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import reportlab
from fontTools.agl import toUnicode
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name

from redaction.textlayer import read_text_layer
from schemas.geometry import union
from schemas.recognition import SeenPage, SeenWord
from schemas.textlayer import PageText
from tests.redaction.document.made_fonts import first_use, font_document

TEXT = """Geachte heer Voorbeeldman,
Op 12 maart 2024 vroeg u om inzage in de
stukken over de Proefstraat 35 te Zwolle.
Wij hebben uw verzoek op 6 april ontvangen
en bespreken het met de heer De Wit-Jansen.
Het besluit volgt binnen 78 dagen, tenzij u
bezwaar maakt bij Quirine Xhemaili of Karel
van Yperen. Bel 06 90 12 34 57 voor vragen.
Hoogachtend, namens het college: Bas Visser"""
SILENT = ("TrueType", "TrueType with CIDs", "CFF", "CFF with CIDs", "CFF keyed by CID", "Type 3")
_ROOM = Array([0, -150, 420, 100])


def speaking(kind: str, text: str = TEXT) -> bytes:
    """A page with a text in a font of a kind that tells its letters."""
    data = _type3(text) if kind == "Type 3" else font_document(kind, text)
    return _changed(data, silent=False)


def silent(kind: str, text: str = TEXT) -> bytes:
    """The same page in the same font without ToUnicode; its glyphs are only numbered."""
    data = _type3(text) if kind == "Type 3" else font_document(kind, text)
    return _changed(data, silent=True)


def lying(kind: str, lies: Mapping[str, str], text: str = TEXT) -> bytes:
    """The same page in the same font with a ToUnicode that says other letters."""
    with pikepdf.open(io.BytesIO(speaking(kind, text))) as pdf:
        font = pdf.pages[0].obj.Resources.Font.F1
        known = font.ToUnicode.read_bytes() if "/ToUnicode" in font else _map_of_names(font)

        def lie(match: re.Match[bytes]) -> bytes:
            letter = chr(int(match[2], 16))
            return b"<%s> <%04X>" % (match[1], ord(lies.get(letter, letter)))

        font.ToUnicode = pdf.make_stream(re.sub(rb"<(\w+)> <(\w{4})>(?! end)", lie, known))
        return saved(pdf)


def _map_of_names(font: pikepdf.Object) -> bytes:
    """What the names of a simple font say, as a ToUnicode map."""
    first, *names = list(font.Encoding.Differences)
    rows = b" ".join(
        b"<%02X> <%04X>" % (int(first) + place, ord(toUnicode(str(name)[1:]))) for place, name in enumerate(names)
    )
    return b"1 begincodespacerange <00> <FF> endcodespacerange %d beginbfchar %s endbfchar" % (len(names), rows)


def _changed(data: bytes, *, silent: bool) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0].obj
        page.MediaBox = _ROOM
        if silent:
            del page.Resources.Font.F1.ToUnicode
        return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    """The bytes of a document."""
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


class _Path(BasePen):  # type: ignore[misc]
    """Draws an outline as operators of a content stream."""

    def __init__(self, glyphs: object) -> None:
        super().__init__(glyphs)
        self.parts: list[str] = []

    def _moveTo(self, point: tuple[float, float]) -> None:
        self.parts.append(f"{point[0]:.0f} {point[1]:.0f} m")

    def _lineTo(self, point: tuple[float, float]) -> None:
        self.parts.append(f"{point[0]:.0f} {point[1]:.0f} l")

    def _curveToOne(self, *points: tuple[float, float]) -> None:
        self.parts.append(" ".join(f"{x:.0f} {y:.0f}" for x, y in points) + " c")

    def _closePath(self) -> None:
        self.parts.append("h")


def _type3(text: str) -> bytes:
    source = TTFont(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")
    glyphs, names = source.getGlyphSet(), source.getBestCmap()
    letters = first_use(text.replace("\n", ""))
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(420, 250))
    procedures, widths, rows = Dictionary(), [], []
    codes = {letter: 33 + place for place, letter in enumerate(letters)}
    for letter, code in codes.items():
        pen = _Path(glyphs)
        glyphs[names[ord(letter)]].draw(pen)
        width = source["hmtx"][names[ord(letter)]][0]
        widths.append(width)
        procedures[f"/g{code}"] = pdf.make_stream(f"{width} 0 d0 {' '.join(pen.parts)} f".encode())
        rows.append(f"<{code:02X}> <{ord(letter):04X}>")
    cmap = f"1 begincodespacerange <00> <FF> endcodespacerange {len(rows)} beginbfchar {' '.join(rows)} endbfchar"
    scale = 1 / source["head"].unitsPerEm
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, -500, 2000, 1900]),
        FontMatrix=Array([scale, 0, 0, scale, 0, 0]),
        CharProcs=procedures,
        Encoding=Dictionary(
            Type=Name.Encoding, Differences=Array([33, *(Name(f"/g{code}") for code in codes.values())])
        ),
        FirstChar=33,
        LastChar=32 + len(letters),
        Widths=Array(widths),
        ToUnicode=pdf.make_stream(cmap.encode()),
    )
    page = pdf.pages[0].obj
    page.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
    shown = " ".join(f"<{bytes(codes[letter] for letter in line).hex()}> Tj T*" for line in text.split("\n"))
    page.Contents = pdf.make_stream(f"BT /F1 16 Tf 20 60 Td 20 TL {shown} ET".encode())
    return saved(pdf)


def eye(page: PageText, number: int = 0) -> SeenPage:
    """What an eye without fault reads on a page whose letters are known."""
    return SeenPage(
        number=number,
        words=tuple(
            SeenWord(box=union(page.boxes(*match.span())), text=match.group(), confidence=0.95)
            for match in re.finditer(r"\S+", page.text)
        ),
    )


def seen(kind: str, text: str = TEXT) -> SeenPage:
    """What that eye reads on ``silent(kind, text)``."""
    return eye(read_text_layer(speaking(kind, text)).pages[0])
