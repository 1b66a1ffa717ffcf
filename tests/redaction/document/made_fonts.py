# SPDX-License-Identifier: EUPL-1.2
"""Documents with an embedded font of each kind, subset as producers do: glyphs and codes in order of first use."""

import io
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import reportlab
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

_FONTS = Path(reportlab.__file__).parent / "fonts"
KINDS = (
    "TrueType", "TrueType with CIDs", "CFF", "CFF with CIDs", "CFF keyed by CID", "Type 1", "Type 3", "Differences",
)  # fmt: skip
EMBEDDED = KINDS[:6]


@cache
def _vera() -> TTFont:
    return TTFont(_FONTS / "Vera.ttf")


def first_use(text: str) -> str:
    """The letters of a text, each once, in the order in which they come."""
    return "".join(dict.fromkeys(text))


def _glyph_name(letter: str) -> str:
    return str(_vera().getBestCmap()[ord(letter)])


@cache
def _truetype(letters: str) -> bytes:
    """A program whose glyphs stand in order of use; code 33 and on lead to them by a symbol map."""
    source = _vera()
    names = [_glyph_name(letter) for letter in letters]
    glyphs: dict[str, Any] = {".notdef": source["glyf"][".notdef"]}
    glyphs |= {f"g{place}": source["glyf"][name] for place, name in enumerate(names, 1)}
    order = list(glyphs)
    made = FontBuilder(source["head"].unitsPerEm, isTTF=True)
    made.setupGlyphOrder(order)
    made.setupGlyf(glyphs)
    widths = [source["hmtx"][name] for name in (".notdef", *names)]
    made.setupHorizontalMetrics(dict(zip(order, widths, strict=True)))
    made.setupHorizontalHeader(ascent=1900, descent=-500)
    made.setupCharacterMap({0xF000 + 33 + place: name for place, name in enumerate(order[1:])}, allowFallback=True)
    made.setupNameTable({"familyName": "Geheim", "styleName": "Gewoon"})
    made.setupOS2()
    made.setupPost()
    (table, *_) = made.font["cmap"].tables
    table.platformID, table.platEncID = 3, 0
    made.font["cmap"].tables = [table]
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@cache
def _cff(letters: str, *, by_cid: bool = False) -> bytes:
    source = _vera()
    names = [_glyph_name(letter) for letter in letters]
    glyph_set = source.getGlyphSet()
    glyphs = {}
    order = [".notdef", *(f"g{place}" for place in range(1, len(names) + 1))]
    for new, old in zip(order, (".notdef", *names), strict=True):
        pen = T2CharStringPen(source["hmtx"][old][0], glyph_set)
        glyph_set[old].draw(pen)
        glyphs[new] = pen.getCharString()
    made = FontBuilder(source["head"].unitsPerEm, isTTF=False)
    made.setupGlyphOrder(order)
    made.setupCFF("Geheim", {"FullName": "Geheim", "Notice": "Geheim"}, glyphs, {})
    made.setupHorizontalMetrics({new: source["hmtx"][old] for new, old in zip(order, (".notdef", *names), strict=True)})
    top = made.font["CFF "].cff[0]
    top.FontMatrix = [1 / source["head"].unitsPerEm, 0, 0, 1 / source["head"].unitsPerEm, 0, 0]
    if by_cid:
        _key_by_cid(top, len(order))
    made.setupHorizontalHeader(ascent=1900, descent=-500)
    made.setupMaxp()
    made.font.recalcBBoxes = False
    return bytes(made.font["CFF "].compile(made.font))


def _key_by_cid(top: Any, count: int) -> None:
    from fontTools.cffLib import FDArrayIndex, FDSelect, FontDict

    part = FontDict()
    part.Private = top.Private
    part.FontName = "Geheim"
    top.ROS = ("Adobe", "Identity", 0)
    top.CIDCount = count
    top.FDArray = FDArrayIndex()
    top.FDArray.append(part)
    top.FDSelect = FDSelect()
    top.FDSelect.gidArray = [0] * count
    top.FDSelect.format = 3
    names = [".notdef", *(f"cid{place:05}" for place in range(1, count))]
    strings = top.CharStrings
    strings.charStrings = dict(zip(names, strings.charStrings.values(), strict=True))
    top.charset = names
    for glyph in strings.charStrings.values():
        glyph.fdSelectIndex = 0
    strings.fdArray, strings.fdSelect = top.FDArray, top.FDSelect
    del top.Private
    top.rawDict.pop("Private", None)
    top.rawDict.pop("Encoding", None)


def _to_unicode(codes: dict[int, str], width: int) -> bytes:
    rows = "\n".join(f"<{code:0{width}X}> <{ord(letter):04X}>" for code, letter in codes.items())
    low, high = "0" * width, "F" * width
    return (
        f"1 begincodespacerange <{low}> <{high}> endcodespacerange {len(codes)} beginbfchar\n{rows}\nendbfchar".encode()
    )


def font_document(kind: str, text: str, shown: str | None = None) -> bytes:
    """A page that shows a text in a font of a kind; ``shown`` is what is drawn when it is not the whole text."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(400, 100))
    letters = first_use(text)
    font, codes = _font(pdf, kind, letters)
    page = pdf.pages[0].obj
    page.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
    lines = (text if shown is None else shown).split("\n")
    content = [b"BT /F1 16 Tf 20 60 Td 20 TL"]
    content += [b"<" + b"".join(codes[letter] for letter in line).hex().encode() + b"> Tj T*" for line in lines]
    page.Contents = pdf.make_stream(b" ".join([*content, b"ET"]))
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _font(pdf: pikepdf.Pdf, kind: str, letters: str) -> tuple[Dictionary, dict[str, bytes]]:
    letters = letters.replace("\n", "")
    if kind == "Type 1":
        return _type1(pdf, letters)
    if kind == "Type 3":
        return _type3(pdf, letters)
    widths = [round(_vera()["hmtx"][_glyph_name(letter)][0] * 1000 / 2048) for letter in letters]
    if "CID" in kind:
        return _composite(pdf, kind, letters, widths)
    codes = {letter: bytes([33 + place]) for place, letter in enumerate(letters)}
    font = Dictionary(
        Type=Name.Font,
        BaseFont=Name("/ABCDEF+Geheim"),
        FirstChar=33,
        LastChar=32 + len(letters),
        Widths=Array(widths),
        ToUnicode=pdf.make_stream(_to_unicode({code[0]: letter for letter, code in codes.items()}, 2)),
    )
    names = Array([33, *(Name(f"/g{place}") for place in range(1, len(letters) + 1))])
    if kind == "TrueType":
        font.Subtype, font.FontDescriptor = Name.TrueType, _descriptor(pdf, "FontFile2", _truetype(letters))
    elif kind == "CFF":
        font.Subtype = Name.Type1
        font.FontDescriptor = _descriptor(pdf, "FontFile3", _cff(letters), Subtype=Name.Type1C)
        font.Encoding = Dictionary(Type=Name.Encoding, Differences=names)
    else:
        listed = Array([33, *(Name("/" + _glyph_name(letter)) for letter in letters)])
        font.Subtype, font.BaseFont = Name.Type1, Name.Helvetica
        font.Encoding = Dictionary(Type=Name.Encoding, Differences=listed)
        del font.ToUnicode
    return font, codes


def _descriptor(pdf: pikepdf.Pdf, key: str, data: bytes, **keys: Any) -> pikepdf.Object:
    program = pdf.make_stream(data)
    program.Length1 = len(data)
    for name, value in keys.items():
        program[f"/{name}"] = value
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name("/ABCDEF+Geheim"), Flags=4, ItalicAngle=0)
    descriptor.FontBBox, descriptor.Ascent, descriptor.Descent = Array([0, -300, 1000, 1000]), 928, -236
    descriptor.CapHeight, descriptor.StemV = 700, 80
    descriptor[f"/{key}"] = program
    return pdf.make_indirect(descriptor)


def _composite(pdf: pikepdf.Pdf, kind: str, letters: str, widths: list[int]) -> tuple[Dictionary, dict[str, bytes]]:
    codes = {letter: place.to_bytes(2, "big") for place, letter in enumerate(letters, 1)}
    info = Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0)
    inner = Dictionary(Type=Name.Font, BaseFont=Name("/ABCDEF+Geheim"), CIDSystemInfo=info, W=Array([1, Array(widths)]))
    if kind == "TrueType with CIDs":
        inner.Subtype, inner.CIDToGIDMap = Name.CIDFontType2, Name.Identity
        inner.FontDescriptor = _descriptor(pdf, "FontFile2", _truetype(letters))
    else:
        inner.Subtype = Name.CIDFontType0
        data = _cff(letters, by_cid=kind == "CFF keyed by CID")
        inner.FontDescriptor = _descriptor(pdf, "FontFile3", data, Subtype=Name.CIDFontType0C)
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/ABCDEF+Geheim"),
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(inner)]),
        ToUnicode=pdf.make_stream(
            _to_unicode({int.from_bytes(code, "big"): letter for letter, code in codes.items()}, 4)
        ),
    )
    return font, codes


def _type1(pdf: pikepdf.Pdf, letters: str) -> tuple[Dictionary, dict[str, bytes]]:
    """A whole Type 1 program with codes in order of use."""
    data = (_FONTS / "_ei_____.pfb").read_bytes()
    clear = int.from_bytes(data[2:6], "little")
    secret = int.from_bytes(data[8 + clear : 12 + clear], "little")
    program = data[6 : 6 + clear] + data[12 + clear : 12 + clear + secret]
    codes = {letter: bytes([33 + place]) for place, letter in enumerate(letters)}
    listed = Array([33, *(Name("/" + _glyph_name(letter)) for letter in letters)])
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type1,
        BaseFont=Name("/ABCDEF+Geheim"),
        FirstChar=33,
        LastChar=32 + len(letters),
        Widths=Array([500] * len(letters)),
        Encoding=Dictionary(Type=Name.Encoding, Differences=listed),
        FontDescriptor=_descriptor(pdf, "FontFile", program, Length1=clear, Length2=secret, Length3=0),
    )
    return font, codes


def _type3(pdf: pikepdf.Pdf, letters: str) -> tuple[Dictionary, dict[str, bytes]]:
    codes = {letter: bytes([33 + place]) for place, letter in enumerate(letters)}
    procedures = Dictionary()
    for letter in letters:
        number = ord(letter)
        procedures[f"/g{codes[letter][0]}"] = pdf.make_stream(f"600 0 d0 50 0 {number * 4} {number * 5} re f".encode())
    listed = Array([33, *(Name(f"/g{code[0]}") for code in codes.values())])
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 600, 700]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=procedures,
        Encoding=Dictionary(Type=Name.Encoding, Differences=listed),
        FirstChar=33,
        LastChar=32 + len(letters),
        Widths=Array([600] * len(letters)),
        ToUnicode=pdf.make_stream(_to_unicode({code[0]: letter for letter, code in codes.items()}, 2)),
    )
    return font, codes
