# SPDX-License-Identifier: EUPL-1.2
"""Walks a document that we made from its trailer: a key that is not on the list may not be published.

The list is made from ISO 32000-2, not from the remover. Per kind of dictionary it says which keys may occur and of
which kind their values are; ``*`` stands for any key (names of resources), ``-`` for a value that is no dictionary, or
one of which nothing more needs to be known.
"""

from typing import Any, Final

import pikepdf

from schemas.redacted import Fault, FaultKind

_KINDS: Final[dict[str, str]] = {
    "trailer": "Size Root:catalog Info:info ID XRefStm Type W Index Length Filter DecodeParms",
    "info": "Producer Title",
    "catalog": (
        "Type Pages:pages Lang ViewerPreferences:viewer MarkInfo:marks StructTreeRoot:tree Outlines:outline Version"
    ),
    "viewer": "DisplayDocTitle",
    "marks": "Marked",
    "pages": "Type Kids:page Count Parent:pages Resources:resources MediaBox",
    "page": (
        "Type Parent:pages Kids:page Count MediaBox Resources:resources Contents:content Rotate UserUnit "
        "Group:group StructParents Annots:link Tabs"
    ),
    "content": "Length Filter DecodeParms",
    "link": "Type Subtype Rect Border A:action Dest StructParent F",
    "action": "Type S URI",
    "resources": (
        "ExtGState:names_state ColorSpace:names_space Pattern:names_pattern Shading:names_shading "
        "Font:names_font XObject:names_object ProcSet"
    ),
    "names_state": "*:state",
    "names_space": "*:space",
    "names_pattern": "*:pattern",
    "names_shading": "*:shading",
    "names_font": "*:font",
    "names_object": "*:object",
    "state": "Type LW LC LJ ML D RI OP op OPM Font FL SM SA BM SMask:mask CA ca AIS TK",
    "mask": "Type S G:object BC TR:function",
    "font": (
        "Type Subtype BaseFont FirstChar LastChar Widths FontDescriptor:descriptor Encoding:encoding "
        "ToUnicode:content DescendantFonts:font FontBBox FontMatrix CharProcs:names_glyph "
        "Resources:resources CIDSystemInfo:system DW W DW2 W2 CIDToGIDMap:content"
    ),
    "names_glyph": "*:content",
    "system": "Registry Ordering Supplement",
    "descriptor": (
        "Type FontName FontStretch FontWeight Flags FontBBox ItalicAngle Ascent Descent Leading "
        "CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth FontFile:program FontFile2:program "
        "FontFile3:program"
    ),
    "program": "Length Filter DecodeParms Subtype Length1 Length2 Length3",
    "encoding": ("Length Filter DecodeParms Type BaseEncoding Differences CMapName CIDSystemInfo:system WMode UseCMap"),
    "object": (
        "Length Filter DecodeParms Type Subtype Width Height ColorSpace:space BitsPerComponent Intent "
        "ImageMask Mask:object Decode Interpolate SMask:object SMaskInData Matte FormType BBox Matrix "
        "Resources:resources Group:group StructParents"
    ),
    "group": "Type S CS:space I K",
    "space": "Length Filter DecodeParms N Alternate:space Range WhitePoint BlackPoint Gamma Matrix *function",
    "pattern": (
        "Length Filter DecodeParms Type PatternType PaintType TilingType BBox XStep YStep "
        "Resources:resources Matrix Shading:shading ExtGState:state"
    ),
    "shading": (
        "Length Filter DecodeParms ShadingType ColorSpace:space Background BBox AntiAlias "
        "Function:function Domain Matrix Coords Extend BitsPerCoordinate BitsPerComponent BitsPerFlag "
        "Decode VerticesPerRow"
    ),
    "function": (
        "Length Filter DecodeParms FunctionType Domain Range Size BitsPerSample Order Encode Decode C0 "
        "C1 N Functions:function Bounds"
    ),
    "tree": "Type K:element ParentTree:numbers ParentTreeNextKey RoleMap IDTree:names_element",
    "names_element": "Names:element Kids:names_element Limits",
    "numbers": "Nums:element Kids:numbers Limits",
    "element": (
        "Type S P:element K:element Pg:page A:attributes Lang ActualText Alt MCID Stm Obj:link StmOwn "
        "ParentTree:numbers ParentTreeNextKey RoleMap IDTree:names_element Nums Kids ID"
    ),
    "attributes": "O Scope ColSpan RowSpan Headers ListNumbering Placement WritingMode TextAlign",
    "outline": "Type First:outline Last:outline Next:outline Prev:outline Parent:outline Count Title Dest F C",
}
_FUNCTION_KEYS: Final = frozenset(_KINDS["function"].replace(":function", "").split())


def _parsed(kind: str) -> tuple[dict[str, str], str | None]:
    keys: dict[str, str] = {}
    wildcard = None
    for word in _KINDS[kind].split():
        name, _, value = word.partition(":")
        if name == "*":
            wildcard = value
        elif word == "*function":
            keys.update(dict.fromkeys((f"/{key}" for key in _FUNCTION_KEYS), "-"))
        else:
            keys[f"/{name}"] = value or "-"
    return keys, wildcard


def unknown_keys(pdf: pikepdf.Pdf) -> list[Fault]:
    """Faults for keys that are not on the list, by the kind of dictionary they stand in."""
    parsed = {kind: _parsed(kind) for kind in _KINDS}
    unknown: set[str] = set()
    done: set[tuple[int, int, str]] = set()
    waiting: list[tuple[Any, str]] = [(pdf.trailer, "trailer")]
    while waiting:
        found, kind = waiting.pop()
        if not isinstance(found, pikepdf.Object) or kind == "-":
            continue
        if found.is_indirect:
            mark = (*found.objgen, kind)
            if mark in done:
                continue
            done.add(mark)
        if isinstance(found, pikepdf.Array):
            waiting += [(item, kind) for item in found]
        elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
            keys, wildcard = parsed[kind]
            for key, value in found.items():
                allowed = keys.get(key, wildcard)
                if allowed is None:
                    unknown.add(kind)
                else:
                    waiting.append((value, allowed))
    return [
        Fault(kind=FaultKind.UNKNOWN_KEY, engine="qpdf", detail=f"a key that is not on the list: {kind}")
        for kind in sorted(unknown)
    ]


_VALUES: Final = (
    "Catalog Pages Page Font FontDescriptor TrueType Type0 Type1 Type1C Type3 MMType1 CIDFontType0 CIDFontType0C "
    "CIDFontType2 OpenType XObject Image Form Pattern Group Transparency Mask Luminosity Alpha Annot Link URI GoTo "
    "StructTreeRoot StructElem MCR OBJR Layout List Table Outlines ExtGState CMap Identity Adobe UCS Standard "
    "FlateDecode DCTDecode JPXDecode CCITTFaxDecode LZWDecode RunLengthDecode ASCIIHexDecode ASCII85Decode "
    "DeviceGray DeviceRGB DeviceCMYK CalGray CalRGB Lab ICCBased Indexed Separation DeviceN None All Cyan Magenta "
    "Yellow Black Red Green Blue Spot WinAnsiEncoding MacRomanEncoding MacExpertEncoding StandardEncoding Normal "
    "Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight Difference Exclusion Hue "
    "Saturation Color Luminosity RelativeColorimetric Perceptual AbsoluteColorimetric Span Artifact Document Part "
    "Sect Div Caption Index NonStruct BlockQuote LBody Figure Formula Note Reference BibEntry Code Quote Block Inline "
    "Helvetica Bold Italic Oblique Times TimesNewRoman TimesNewRomanPSMT Roman Courier CourierNew Arial ArialNarrow "
    "Symbol ZapfDingbats Calibri Cambria Verdana Georgia Tahoma Garamond "
    "Lakstraat endobj stream endstream xref startxref trailer false true null beginbfchar endbfchar "
    "beginbfrange endbfrange begincmap endcmap begincodespacerange endcodespacerange usecmap findresource dict "
    "begin defineresource currentdict CIDInit ProcSet CIDSystemInfo CMapName CMapType"
)
_OWN_WORDS: Final = "onleesbaargemaakt,grond"
"""What a screen reader hears at a box; the words that a label draws are those of its ground."""


def format_words() -> frozenset[str]:
    """Words in small letters that any document of ours holds: those of the PDF format, and of our labels.

    A term that is part of one of them is in every file, whoever it names, so bytes tell nothing about it.
    """
    keys = {word.partition(":")[0].lstrip("*") for line in _KINDS.values() for word in line.split()}
    return frozenset(word.lower() for word in (*keys, *_VALUES.split(), _OWN_WORDS) if word)
