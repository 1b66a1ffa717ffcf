# SPDX-License-Identifier: EUPL-1.2
"""Places in a PDF where a word can hide: one builder per place, each putting one word there.

The rows follow the threats in the order: page content (A), document level (B), fonts (C). The base document
shows harmless text; a builder adds the word to a document that is open in pikepdf.
"""

import io
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import reportlab
from fontTools import subset
from fontTools.ttLib import TTFont, newTable
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image
from reportlab.pdfgen import canvas

Builder = Callable[[pikepdf.Pdf, str], None]
Rewriter = Callable[[bytes, str], bytes]
PLACES: dict[str, Builder] = {}
REWRITERS: dict[str, Rewriter] = {}
"""Places that no library writes: what changes the bytes of the saved document."""
VISIBLE: set[str] = set()
"""Places where the word can be seen, so that only a redaction of it may take it away."""


def place(name: str, *, visible: bool = False) -> Callable[[Builder], Builder]:
    """Register a builder under the name of its place."""

    def register(builder: Builder) -> Builder:
        PLACES[name] = builder
        if visible:
            VISIBLE.add(name)
        return builder

    return register


def raw_place(name: str, *, visible: bool = False) -> Callable[[Rewriter], Rewriter]:
    """Register what puts the word into the bytes of a saved document."""

    def register(rewriter: Rewriter) -> Rewriter:
        REWRITERS[name] = rewriter
        place(name, visible=visible)(lambda pdf, word: None)
        return rewriter

    return register


def base_document() -> pikepdf.Pdf:
    """Two pages of harmless text in a standard font."""
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(400, 300), invariant=1)
    for number in (1, 2):
        page.setFont("Helvetica", 11)
        page.drawString(40, 250, f"Besluit over de aanvraag, blad {number}")
        page.drawString(40, 230, "De gemeente heeft de aanvraag ontvangen en beoordeeld.")
        page.showPage()
    page.save()
    return pikepdf.open(io.BytesIO(out.getvalue()))


def build(name: str, word: str, *, shown: bool = False) -> bytes:
    """The base document with a word in one place, and with ``shown`` also as normal text on the first page."""
    pdf = base_document()
    if shown:
        add_content(pdf, f"BT /F1 11 Tf 40 180 Td (Getekend door {word} namens het college) Tj ET")
    PLACES[name](pdf, word)
    data = saved(pdf)
    return REWRITERS[name](data, word) if name in REWRITERS else data


def saved(pdf: pikepdf.Pdf) -> bytes:
    """The bytes of a document."""
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, compress_streams=True, fix_metadata_version=False)
    return out.getvalue()


def add_content(pdf: pikepdf.Pdf, content: str | bytes, page: int = 0) -> None:
    """Put operations after the content of a page."""
    data = content.encode("latin-1") if isinstance(content, str) else content
    pdf.pages[page].contents_add(pdf.make_stream(data))


def _resource(pdf: pikepdf.Pdf, category: str, name: str, value: pikepdf.Object, page: int = 0) -> None:
    resources = pdf.pages[page].obj.Resources
    if category not in resources:
        resources[category] = Dictionary()
    resources[category][name] = value


def _form(pdf: pikepdf.Pdf, content: str, **keys: pikepdf.Object) -> pikepdf.Object:
    fonts = pdf.pages[0].obj.Resources.Font
    form = Stream(pdf, content.encode("latin-1"))
    form.Type, form.Subtype = Name.XObject, Name.Form
    form.BBox = Array([0, 0, 400, 300])
    form.Resources = Dictionary(Font=fonts)
    for key, value in keys.items():
        form[f"/{key}"] = value
    return pdf.make_indirect(form)


def _shown(word: str, y: int = 150) -> str:
    return f"BT /F1 11 Tf 40 {y} Td (Naam: {word}) Tj ET"


def _annotation(pdf: pikepdf.Pdf, page: int = 0, **keys: Any) -> pikepdf.Object:
    made = pdf.make_indirect(Dictionary(Type=Name.Annot, Rect=Array([40, 100, 200, 120]), **keys))
    entry = pdf.pages[page].obj
    if "/Annots" not in entry:
        entry.Annots = Array()
    entry.Annots.append(made)
    return made


# -- A: page content


@place("A1 text under a filled rectangle", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    add_content(pdf, _shown(word) + " 0 g 30 145 200 20 re f")


@place("A1 text under an image", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    _resource(pdf, "/XObject", "/Im9", _image(pdf))
    add_content(pdf, _shown(word) + " q 200 0 0 20 30 145 cm /Im9 Do Q")


@place("A1 text under a white rectangle", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    add_content(pdf, _shown(word) + " 1 g 30 145 200 20 re f")


@place("A1 text under a highlight", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    add_content(pdf, _shown(word, 104))
    look = _form(pdf, "1 1 0 rg 0 0 160 20 re f")
    look.BBox = Array([0, 0, 160, 20])
    _annotation(
        pdf, Subtype=Name.Highlight, QuadPoints=Array([40, 120, 200, 120, 40, 100, 200, 100]), AP=Dictionary(N=look)
    )


_BARS: dict[str, bytes] = {
    "Square": b"<</IC[0 0 0]>>",
    "Circle": b"<</IC[0]>>",
    "Polygon": b"<</IC[1 1 1]/Vertices[30 90 210 90 210 130 30 130]>>",
    "Line": b"<</C[0 0 0 1]/L[30 107 210 107]/BS<</W 20>>>>",
    "FreeText": b"<</C[0 0 0]>>",
}
for _kind, _keys in _BARS.items():

    def _bar(pdf: pikepdf.Pdf, word: str, kind: str = _kind, keys: bytes = _keys) -> None:
        add_content(pdf, f"BT /F1 11 Tf 90 106 Td ({word}) Tj ET")
        made = _annotation(pdf, Subtype=Name(f"/{kind}"))
        made.Rect = Array([30, 80, 210, 140])
        for key, value in pikepdf.Object.parse(keys).items():
            made[key] = value

    place(f"A1 text under an annotation without appearance: {_kind}", visible=True)(_bar)


@place("A1 redaction mark that was not applied", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    add_content(pdf, _shown(word))
    _annotation(pdf, Subtype=Name.Redact, OverlayText=String(word))


@place("A2 one string", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    add_content(pdf, _shown(word))


@place("A2 hexadecimal string", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    add_content(pdf, f"BT /F1 11 Tf 40 150 Td <{word.encode('latin-1').hex()}> Tj ET")


@place("A2 octal escapes", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    escapes = "".join("\\" + format(ord(letter), "03o") for letter in word)
    add_content(pdf, f"BT /F1 11 Tf 40 150 Td ({escapes}) Tj ET")


@place("A2 kerned per glyph", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    add_content(pdf, f"BT /F1 11 Tf 40 150 Td [{' 20 '.join(f'({c})' for c in word)}] TJ ET")


@place("A2 one glyph per operation", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    add_content(pdf, f"BT /F1 11 Tf 40 150 Td {' '.join(f'({c}) Tj' for c in word)} ET")


@place("A2 letters drawn in reverse", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    rows = [f"1 0 0 1 {40 + 7 * index} 150 Tm ({letter}) Tj" for index, letter in enumerate(word)]
    add_content(pdf, f"BT /F1 11 Tf {' '.join(reversed(rows))} ET")


@place("A2 next-line operators", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    add_content(pdf, f"BT /F1 11 Tf 14 TL 40 150 Td ({word}) ' 1 0 ({word}) \" ET")


@place("A2 over a line end", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    half = len(word) // 2
    add_content(pdf, f"BT /F1 11 Tf 14 TL 40 150 Td (van {word[:half]}-) Tj T* ({word[half:]} en) Tj ET")


@place("A2 over a page end", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    half = len(word) // 2
    pdf.pages[0].contents_add(pdf.make_stream(f"BT /F1 11 Tf 40 30 Td (van {word[:half]}-) Tj ET".encode()))
    pdf.pages[1].contents_add(
        pdf.make_stream(f"BT /F1 11 Tf 40 270 Td ({word[half:]} en) Tj ET".encode()), prepend=True
    )


@place("A2 two fonts in one word", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    bold = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Helvetica-Bold"))
    _resource(pdf, "/Font", "/F9", pdf.make_indirect(bold))
    half = len(word) // 2
    add_content(pdf, f"BT /F1 11 Tf 40 150 Td ({word[:half]}) Tj /F9 11 Tf ({word[half:]}) Tj ET")


@place("A2 soft hyphens and wide spaces inside the word", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    add_content(pdf, f"BT /F1 11 Tf 40 150 Td ({word[:4]}\\255{word[4:]}) Tj 0 -14 Td ({' '.join(word)}) Tj ET")


@place("A2 two-byte codes", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    rows = "".join(f"<{ord(letter):04X}> <{ord(letter):04X}>" for letter in sorted(set(word)))
    table = f"1 begincodespacerange <0000> <FFFF> endcodespacerange {len(set(word))} beginbfchar {rows} endbfchar"
    info = Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0)
    inner = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Arial, CIDSystemInfo=info, DW=600)
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name.Arial,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(inner)]),
        ToUnicode=pdf.make_stream(table.encode()),
    )
    _resource(pdf, "/Font", "/F9", pdf.make_indirect(font))
    add_content(pdf, f"BT /F9 11 Tf 40 150 Td <{word.encode('utf-16-be').hex()}> Tj ET")


@place("A4 ten times in one operation", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    add_content(pdf, f"BT /F1 5 Tf 40 150 Td [{' 100 '.join([f'({word} en )'] * 10)}] TJ ET")


@place("A4 with spacing, scaling and rise", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    add_content(pdf, f"BT /F1 11 Tf 2 Tc 5 Tw 70 Tz 3 Ts 40 150 Td (de heer {word} en {word}) Tj ET")


@place("A2 rotated and scaled", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    add_content(pdf, f"q .8 .3 -.3 .8 90 20 cm BT /F1 9 Tf 80 Tz 1 Ts 1 0 0 1.2 40 100 Tm ({word}) Tj ET Q")


@place("A5 invisible render mode")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    add_content(pdf, f"BT 3 Tr /F1 11 Tf 40 150 Td ({word}) Tj ET")


@place("A5 clipping render mode")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    add_content(pdf, f"q BT 7 Tr /F1 11 Tf 40 150 Td ({word}) Tj ET Q")


@place("A5 white text")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    add_content(pdf, f"q 1 g {_shown(word)} Q")


@place("A5 size of almost nothing")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    add_content(pdf, f"BT /F1 .1 Tf 40 150 Td ({word}) Tj ET")


@place("A5 transparent text")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    _resource(pdf, "/ExtGState", "/G9", Dictionary(ca=0, CA=0))
    add_content(pdf, f"q /G9 gs {_shown(word)} Q")


@place("A5 invisible text over a scan", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    _resource(pdf, "/XObject", "/Im9", _image(pdf))
    add_content(pdf, f"q 300 0 0 100 30 100 cm /Im9 Do Q BT 3 Tr /F1 11 Tf 40 150 Td ({word}) Tj ET")


@place("A6 outside the media box")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    add_content(pdf, f"BT /F1 11 Tf 40 900 Td ({word}) Tj ET")


@place("A6 outside the crop box")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    pdf.pages[0].obj.CropBox = Array([0, 200, 400, 300])
    add_content(pdf, _shown(word, 100))


@place("A6 clipped away", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    add_content(pdf, f"q 300 10 20 20 re W n {_shown(word)} Q")


def _layer(pdf: pikepdf.Pdf, name: str, *, off: bool) -> pikepdf.Object:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(name)))
    default = Dictionary(Order=Array([group]))
    if off:
        default.OFF = Array([group])
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=default)
    return group


@place("A7 hidden layer")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    _resource(pdf, "/Properties", "/P9", _layer(pdf, "Laag", off=True))
    add_content(pdf, f"/OC /P9 BDC {_shown(word)} EMC")


@place("A7 hidden layer, nested marks")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    _resource(pdf, "/Properties", "/P9", _layer(pdf, "Laag", off=True))
    add_content(pdf, f"/OC /P9 BDC /Span BMC EMC {_shown(word)} EMC")


@place("A7 hidden form")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    _resource(pdf, "/XObject", "/Fm9", _form(pdf, _shown(word), OC=_layer(pdf, "Laag", off=True)))
    add_content(pdf, "/Fm9 Do")


@place("A7 layer of a membership that is off")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    group = _layer(pdf, "Laag", off=True)
    _resource(pdf, "/Properties", "/P9", Dictionary(Type=Name.OCMD, OCGs=Array([group]), P=Name.AllOn))
    add_content(pdf, f"/OC /P9 BDC {_shown(word)} EMC")


@place("A7 layer that is printed and not shown")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    group = _layer(pdf, "Laag", off=True)
    group.Usage = Dictionary(Print=Dictionary(PrintState=Name.ON))
    pdf.Root.OCProperties.D.AS = Array(
        [Dictionary(Event=Name.Print, Category=Array([Name.Print]), OCGs=Array([group]))]
    )
    _resource(pdf, "/Properties", "/P9", group)
    add_content(pdf, f"/OC /P9 BDC {_shown(word)} EMC")


@place("A7 configurations and order of layers")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    group = _layer(pdf, "Laag", off=False)
    pdf.Root.OCProperties.D.Name, pdf.Root.OCProperties.D.Creator = String(word), String(word)
    pdf.Root.OCProperties.D.Order = Array([Array([String(word), group])])
    pdf.Root.OCProperties.Configs = Array([Dictionary(Name=String(word))])


@place("A7 name of a layer")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    _resource(pdf, "/Properties", "/P9", _layer(pdf, word, off=False))
    add_content(pdf, "/OC /P9 BDC EMC")


@place("A7 usage of a layer")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    group = _layer(pdf, "Laag", off=False)
    group.Usage = Dictionary(CreatorInfo=Dictionary(Creator=String(word)), User=Dictionary(Name=String(word)))


@place("A8 form", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    _resource(pdf, "/XObject", "/Fm9", _form(pdf, _shown(word)))
    add_content(pdf, "/Fm9 Do")


@place("A8 nested form", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    inner = _form(pdf, _shown(word))
    outer = _form(pdf, "q 1 0 0 1 10 10 cm /Fm8 Do Q")
    outer.Resources.XObject = Dictionary(Fm8=inner)
    _resource(pdf, "/XObject", "/Fm9", outer)
    add_content(pdf, "/Fm9 Do")


@place("A8 form that is shared by pages", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    form = _form(pdf, _shown(word))
    for page in (0, 1):
        _resource(pdf, "/XObject", "/Fm9", form, page)
        add_content(pdf, "/Fm9 Do", page)


@place("A8 form with the page's resources", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    form = _form(pdf, _shown(word))
    del form.Resources
    _resource(pdf, "/XObject", "/Fm9", form)
    add_content(pdf, "/Fm9 Do")


@place("A8 form that nobody paints")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    _resource(pdf, "/XObject", "/Fm9", _form(pdf, _shown(word)))


@place("A8 metadata, names and private data of a form")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    form = _form(
        pdf,
        "0 0 1 1 re f",
        PieceInfo=Dictionary(App=Dictionary(Private=String(word))),
        Name=Name(f"/{word}"),
        Metadata=pdf.make_stream(word.encode()),
        OPI=Dictionary(F=String(word)),
        Ref=Dictionary(F=String(word), Page=0),
    )
    _resource(pdf, "/XObject", "/Fm9", form)
    add_content(pdf, "/Fm9 Do")


@place("A9 pattern cell", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    pattern = _form(pdf, _shown(word, 20))
    del pattern.Subtype
    pattern.Type = Name.Pattern
    pattern.PatternType, pattern.PaintType, pattern.TilingType = 1, 1, 1
    pattern.XStep, pattern.YStep = 400, 300
    _resource(pdf, "/Pattern", "/P9", pattern)
    add_content(pdf, "/Pattern cs /P9 scn 0 0 400 90 re f")


@place("A9 soft mask", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    mask = Dictionary(S=Name.Luminosity, G=_form(pdf, f"1 g {_shown(word)}", Group=group))
    _resource(pdf, "/ExtGState", "/G9", Dictionary(SMask=mask))
    add_content(pdf, "q /G9 gs 0 g 0 0 400 200 re f Q")


@place("A9 glyph procedure of a Type 3 font")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    procedure = pdf.make_stream(f"500 0 0 0 500 500 d1 % {word}\n/{word} BMC 0 0 400 400 re f EMC".encode())
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 500, 500]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=Dictionary({"/a": procedure}),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([97, Name.a])),
        FirstChar=97,
        LastChar=97,
        Widths=Array([500]),
    )
    _resource(pdf, "/Font", "/T9", pdf.make_indirect(font))
    add_content(pdf, "BT /T9 11 Tf 40 100 Td (a) Tj ET")


@place("A9 glyph procedure that shows text")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    PLACES["A9 glyph procedure of a Type 3 font"](pdf, "openbaar")
    font = pdf.pages[0].obj.Resources.Font["/T9"]
    font.Resources = Dictionary(Font=pdf.pages[0].obj.Resources.Font)
    font.CharProcs["/a"] = pdf.make_stream(f"500 0 d0 BT /F1 400 Tf ({word}) Tj ET".encode())


@place("A9 names of shadings, patterns and colour spaces")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    function = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0]), C1=Array([1]), N=1, LakWord=String(word))
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceGray, Coords=Array([0, 0, 1, 1]), Function=function)
    shading.LakWord = String(word)
    _resource(pdf, "/Shading", f"/{word}", shading)
    pattern = Dictionary(Type=Name.Pattern, PatternType=2, Shading=shading, LakWord=String(word))
    _resource(pdf, "/Pattern", f"/{word}", pattern)
    add_content(pdf, f"q 0 0 1 1 re W n /{word} sh Q /Pattern cs /{word} scn 0 0 1 1 re f")


@place("A9 names as values")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    state = Dictionary(Type=Name(f"/{word}"), BM=Array([Name(f"/{word}"), Name.Multiply]), RI=Name(f"/{word}"))
    _resource(pdf, "/ExtGState", "/G9", state)
    add_content(pdf, f"q /G9 gs /{word} ri 0 0 1 1 re f Q")


def _image(pdf: pikepdf.Pdf, **keys: Any) -> pikepdf.Object:
    image = Stream(pdf, bytes(range(64)) * 3)
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height, image.BitsPerComponent, image.ColorSpace = 8, 8, 8, Name.DeviceRGB
    for key, value in keys.items():
        image[f"/{key}"] = value
    return pdf.make_indirect(image)


def _painted(pdf: pikepdf.Pdf, image: pikepdf.Object) -> None:
    _resource(pdf, "/XObject", "/Im9", image)
    add_content(pdf, "q 60 0 0 60 300 40 cm /Im9 Do Q")


@place("A11 metadata and private data of an image")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    _painted(
        pdf,
        _image(
            pdf,
            Metadata=pdf.make_stream(word.encode()),
            Name=Name(f"/{word}"),
            ID=String(word),
            PieceInfo=Dictionary(App=Dictionary(Private=String(word))),
            Measure=Dictionary(R=String(word)),
        ),
    )


@place("A11 alternates of an image")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    other = _image(pdf, Metadata=pdf.make_stream(word.encode()))
    _painted(pdf, _image(pdf, Alternates=Array([Dictionary(Image=other)])))


@place("A11 bytes after the samples of an image")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    image = _image(pdf)
    image.write(zlib.compress(bytes(range(64)) * 3) + word.encode(), filter=Name.FlateDecode)
    _painted(pdf, image)


@place("A11 samples after the last row of an image")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    image = _image(pdf)
    image.write(zlib.compress(bytes(range(64)) * 3 + word.encode()), filter=Name.FlateDecode)
    _painted(pdf, image)


@place("A11 colours after the last of a palette")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    table = bytes((0, 0, 0, 255, 255, 255)) + word.encode()
    image = _image(pdf, ColorSpace=Array([Name.Indexed, Name.DeviceRGB, 1, String(table)]), BitsPerComponent=1)
    image.write(bytes(range(8)))
    _painted(pdf, image)


@place("A11 private data of the masks of an image")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    mask = _image(pdf, Metadata=pdf.make_stream(word.encode()), ColorSpace=Name.DeviceGray, LakWord=String(word))
    mask.write(bytes(range(64)))
    _painted(pdf, _image(pdf, SMask=mask))
    stencil = _image(pdf, ImageMask=True, BitsPerComponent=1, LakWord=String(word))
    del stencil.ColorSpace
    stencil.write(bytes(range(8)))
    _resource(pdf, "/XObject", "/Im8", _image(pdf, Mask=stencil))
    add_content(pdf, "q 60 0 0 60 200 40 cm /Im8 Do Q")


@place("A11 inline image")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    samples = bytes(range(65, 73)).decode() + word
    add_content(pdf, f"q 9 0 0 9 300 9 cm BI /W 8 /H 1 /BPC 8 /CS /G /{word} ({word}) /L ({word}) ID {samples} EI Q")


@place("A11 inline image that is a JPEG")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    data = _jpeg_data(comment=word.encode())
    add_content(pdf, b"q 9 0 0 9 300 9 cm BI /W 16 /H 16 /BPC 8 /CS /RGB /F /DCT ID " + data + b" EI Q")


@place("A11 inline image in a form and in a glyph")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    data = b"BI /W 16 /H 16 /BPC 8 /CS /RGB /F /DCT ID " + _jpeg_data(comment=word.encode()) + b" EI"
    form = _form(pdf, "")
    form.write(b"q 9 0 0 9 300 9 cm " + data + b" Q")
    _resource(pdf, "/XObject", "/Fm9", form)
    PLACES["A9 glyph procedure of a Type 3 font"](pdf, "openbaar")
    pdf.pages[0].obj.Resources.Font["/T9"].CharProcs["/a"] = pdf.make_stream(b"500 0 d0 " + data)
    add_content(pdf, "/Fm9 Do")


def _jpeg(pdf: pikepdf.Pdf, data: bytes) -> pikepdf.Object:
    image = _image(pdf)
    image.Width, image.Height = 16, 16
    image.write(data, filter=Name.DCTDecode)
    return image


def _jpeg_data(**options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (16, 16), "navy").save(out, "JPEG", **options)
    return out.getvalue()


@place("A12 EXIF of a JPEG")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    exif = Image.Exif()
    exif[0x013B] = word
    _painted(pdf, _jpeg(pdf, _jpeg_data(exif=exif.tobytes())))


@place("A12 comment of a JPEG")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    _painted(pdf, _jpeg(pdf, _jpeg_data(comment=word.encode())))


@place("A12 application segments of a JPEG")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    data = _jpeg_data()
    text = word.encode()
    segments = b"".join(
        bytes((0xFF, 0xE0 + number)) + (len(text) + 2).to_bytes(2, "big") + text for number in range(1, 16)
    )
    _painted(pdf, _jpeg(pdf, data[:2] + segments + data[2:]))


@place("A12 bytes after a JPEG")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    _painted(pdf, _jpeg(pdf, _jpeg_data() + word.encode()))


@place("A12 comment of a JPEG behind another filter")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    image = _jpeg(pdf, b"")
    image.write(zlib.compress(_jpeg_data(comment=word.encode())), filter=Array([Name.FlateDecode, Name.DCTDecode]))
    _painted(pdf, image)


@place("A12 thumbnail in a JPEG")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    inner = _jpeg_data(comment=word.encode())
    segment = b"\xff\xe1" + (len(inner) + 8).to_bytes(2, "big") + b"Exif\0\0" + inner
    data = _jpeg_data()
    _painted(pdf, _jpeg(pdf, data[:2] + segment + data[2:]))


@place("A12 comment of a progressive JPEG between its scans")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    data = _jpeg_data(progressive=True)
    scan = data.rfind(b"\xff\xda")
    text = word.encode()
    comment = b"\xff\xfe" + (len(text) + 2).to_bytes(2, "big") + text
    _painted(pdf, _jpeg(pdf, data[:scan] + comment + data[scan:]))


@place("A13 JPEG 2000 boxes")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (16, 16), "navy").save(out, "JPEG2000")
    text = word.encode()
    box = (24 + len(text)).to_bytes(4, "big") + b"uuid" + bytes(16) + text
    image = _image(pdf)
    image.Width, image.Height = 16, 16
    image.write(out.getvalue() + box, filter=Name.JPXDecode)
    _painted(pdf, image)


@place("A13 comment in a JPEG 2000 code stream")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (16, 16), "navy").save(out, "JPEG2000", comment=word, no_jp2=True)
    image = _image(pdf)
    image.Width, image.Height = 16, 16
    image.write(out.getvalue(), filter=Name.JPXDecode)
    _painted(pdf, image)


@place("A13 comment in a tile of JPEG 2000")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (16, 16), "navy").save(out, "JPEG2000", no_jp2=True)
    data = out.getvalue()
    start, header = data.find(b"\xff\x90"), data.find(b"\xff\x93")
    text = b"\x00\x01" + word.encode()
    comment = b"\xff\x64" + (len(text) + 2).to_bytes(2, "big") + text
    length = int.from_bytes(data[start + 6 : start + 10], "big") + len(comment)
    data = data[: start + 6] + length.to_bytes(4, "big") + data[start + 10 : header] + comment + data[header:]
    image = _image(pdf)
    image.Width, image.Height = 16, 16
    image.write(data, filter=Name.JPXDecode)
    _painted(pdf, image)


def _bilevel(pdf: pikepdf.Pdf, data: bytes, kind: Name, parameters: Dictionary | None) -> None:
    image = _image(pdf, BitsPerComponent=1, ColorSpace=Name.DeviceGray)
    image.Width, image.Height = 16, 16
    image.write(data, filter=kind, decode_parms=parameters)
    _painted(pdf, image)


@place("A13 bytes after the end of a fax picture")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    white = bytes.fromhex("ffff001001")  # sixteen lines like the white line above them, end of block
    _bilevel(pdf, white + word.encode(), Name.CCITTFaxDecode, Dictionary(K=-1, Columns=16, Rows=16))


@place("A13 bytes after a fax picture that has no end")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    parameters = Dictionary(K=-1, Columns=16, Rows=16, EndOfBlock=False)
    _bilevel(pdf, b"\xff\xff" + word.encode(), Name.CCITTFaxDecode, parameters)


@place("A13 comment in a JBIG2 picture")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    page = bytes.fromhex("00000001 30 00 01 00000013 00000010 00000010 00000000 00000000 00 0000")
    text = bytes.fromhex("20000000") + word.encode()
    comment = bytes.fromhex("00000002 3e 00 01") + len(text).to_bytes(4, "big") + text
    end = bytes.fromhex("00000003 31 00 01 00000000")
    _bilevel(pdf, page + comment + end + word.encode(), Name.JBIG2Decode, None)


@place("A15 comment in a content stream")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    add_content(pdf, f"% {word}\nq Q")


@place("A15 unused operands and unknown operators")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    add_content(pdf, f"({word}) /{word} q Q BX ({word}) {word} EX ({word}) MP /{word} MP")


@place("A15 ActualText, Alt and E in a mark")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    add_content(
        pdf, f"/Span <</ActualText ({word}) /Alt ({word}) /E ({word}) /Lang ({word}) /{word} 1>> BDC 0 0 1 1 re f EMC"
    )


@place("A15 ActualText by way of the properties")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    _resource(pdf, "/Properties", "/P9", Dictionary(ActualText=String(word)))
    add_content(pdf, "/Span /P9 BDC 0 0 1 1 re f EMC")


@place("A15 tag of a mark")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    add_content(pdf, f"/{word} BMC 0 0 1 1 re f EMC /{word} <</MCID 7>> BDC EMC")


@place("A15 names of resources")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    _resource(pdf, "/ExtGState", f"/{word}", Dictionary(LW=1))
    _resource(pdf, "/Font", f"/{word}", pdf.pages[0].obj.Resources.Font["/F1"])
    add_content(pdf, f"/{word} gs BT /{word} 11 Tf 40 100 Td (openbaar) Tj ET")


# -- B: document level


def _revised(data: bytes, number: int, value: bytes) -> bytes:
    """The document with a newer version of one object in an incremental update."""
    previous = int(data[data.rfind(b"startxref") + 9 :].split()[0])
    trailer = data[data.rfind(b"trailer") + 7 : data.rfind(b"startxref")].strip().removesuffix(b">>")
    body = data if data.endswith(b"\n") else data + b"\n"
    start = len(body)
    body += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n%s /Prev %d >>" % (number, start, trailer, previous)
    return body + table + b"\nstartxref\n%d\n%%%%EOF\n" % (start + len(value) + len(b"%d 0 obj\n\nendobj\n" % number))


def _with_hidden_object(data: bytes, word: str) -> tuple[bytes, int]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        added = pdf.make_indirect(String(f"proefversie van {word}"))
        pdf.Root["/Extensions"] = added
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    saved_again = out.getvalue()
    with pikepdf.open(io.BytesIO(saved_again)) as pdf:
        number = next(item.objgen[0] for item in pdf.objects if isinstance(item, pikepdf.String) and word in str(item))
    return saved_again, number


@raw_place("B1 earlier revision")
def _(data: bytes, word: str) -> bytes:
    revision, number = _with_hidden_object(data, word)
    return _revised(revision, number, b"(openbaar)")


@raw_place("B1 two earlier revisions")
def _(data: bytes, word: str) -> bytes:
    revision, number = _with_hidden_object(data, word)
    return _revised(_revised(revision, number, f"({word})".encode()), number, b"null")


@raw_place("B1 two tables of objects")
def _(data: bytes, word: str) -> bytes:
    # The newest table has the object as free: it is still in the file, and the table before still leads to it.
    revision, number = _with_hidden_object(data, word)
    previous = int(revision[revision.rfind(b"startxref") + 9 :].split()[0])
    trailer = revision[revision.rfind(b"trailer") + 7 : revision.rfind(b"startxref")].strip().removesuffix(b">>")
    table = b"xref\n%d 1\n%010d 00001 f \ntrailer\n%s /Prev %d >>" % (number, 0, trailer, previous)
    return revision + table + b"\nstartxref\n%d\n%%%%EOF\n" % len(revision)


@raw_place("B1 object that only the second table of a hybrid file knows")
def _(data: bytes, word: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        size = int(pdf.trailer.Size)
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    body = out.getvalue()
    cut = body.rfind(b"xref\n0")
    secret = b"%d 0 obj\n(proefversie van %s)\nendobj\n" % (size, word.encode())
    rows = b"\x01" + cut.to_bytes(4, "big") + b"\x00"
    stream = b"%d 0 obj\n<</Type/XRef/W[1 4 1]/Index[%d 1]/Size %d/Length 6>>stream\n%s\nendstream\nendobj\n" % (
        *(size + 1, size, size + 2),
        rows,
    )
    table = body[cut:].replace(b"trailer <<", b"trailer <</XRefStm %d" % (cut + len(secret)), 1)
    old, at = table.rsplit(b"startxref", 1)[0], cut + len(secret) + len(stream)
    return body[:cut] + secret + stream + old + b"startxref\n%d\n%%%%EOF\n" % at


@raw_place("B1 bytes after the end of the file")
def _(data: bytes, word: str) -> bytes:
    return data + f"\n% {word}\n".encode()


@raw_place("B1 bytes before the header")
def _(data: bytes, word: str) -> bytes:
    return f"{word}\n".encode() + data


@raw_place("B1 comment after the header")
def _(data: bytes, word: str) -> bytes:
    # The reference table then points beside its objects, as in files that were changed by hand.
    place = data.index(b"\n") + 1
    return data[:place] + f"%{word}\n".encode() + data[place:]


@place("B1 object streams")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    pdf.Root["/LakWord"] = pdf.make_indirect(Dictionary(Inner=String(word)))


def _packed(data: bytes, _: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


REWRITERS["B1 object streams"] = _packed


@place("B1 object that nobody draws")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    pdf.Root["/Free"] = pdf.make_stream(word.encode())


@place("B2 document information")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    for key in ("Title", "Author", "Subject", "Keywords", "Creator", "Producer", "Company"):
        pdf.docinfo[f"/{key}"] = String(word)


@place("B2 metadata of the document")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    data = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><creator>{word}</creator></x:xmpmeta>'.encode()
    pdf.Root.Metadata = Stream(pdf, data, Type=Name.Metadata, Subtype=Name.XML)


@place("B2 metadata of a page and a font")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    pdf.pages[0].obj.Metadata = pdf.make_stream(word.encode())
    pdf.pages[0].obj.Resources.Font["/F1"].Metadata = pdf.make_stream(word.encode())


@place("B2 private data of the page and the document")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    for holder in (pdf.Root, pdf.pages[0].obj):
        holder.PieceInfo = Dictionary(App=Dictionary(LastModified=String(word), Private=Dictionary(T=String(word))))
        holder.LastModified = String(word)


def _file(pdf: pikepdf.Pdf, word: str, data: bytes | None = None) -> pikepdf.Object:
    content = pdf.make_stream(word.encode() if data is None else data)
    content.Type = Name.EmbeddedFile
    return pdf.make_indirect(
        Dictionary(Type=Name.Filespec, F=String(word), UF=String(word), Desc=String(word), EF=Dictionary(F=content))
    )


@place("B3 attachment")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String(word), _file(pdf, word)])))


@place("B3 attachment that is a zip")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w>{word}</w>")
    names = Array([String("bijlage"), _file(pdf, "bijlage", out.getvalue())])
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=names))


@place("B3 associated files")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    pdf.Root.AF = Array([_file(pdf, word)])
    pdf.pages[0].obj.AF = Array([_file(pdf, word)])


@place("B3 attachment of an annotation")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    _annotation(pdf, Subtype=Name.FileAttachment, FS=_file(pdf, word), Contents=String(word), AF=_file(pdf, word))


@place("B3 portfolio")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    PLACES["B3 attachment"](pdf, word)
    schema = Dictionary(A=Dictionary(Type=Name.CollectionField, Subtype=Name.F, N=String(word)))
    pdf.Root.Collection = Dictionary(Type=Name.Collection, Schema=schema, D=String(word))


@place("B3 attachment that is a PDF")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    inner = base_document()
    add_content(inner, _shown(word))
    names = Array([String("bijlage"), _file(pdf, "bijlage", saved(inner))])
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=names))


@place("B4 reply to a note")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    first = _annotation(pdf, Subtype=Name.Text, Contents=String("vraag"))
    popup = _annotation(pdf, Subtype=Name.Popup, Parent=first, Contents=String(word))
    _annotation(pdf, Subtype=Name.Text, IRT=first, RT=Name.R, State=String(word), Contents=String(word), Popup=popup)


_TEXT_KEYS = ("Contents", "RC", "T", "Subj", "NM", "OverlayText", "CA")
for _subtype in (
    *("Text", "FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine", "Highlight", "Underline", "Squiggly"),
    *(
        "StrikeOut",
        "Stamp",
        "Caret",
        "Ink",
        "Popup",
        "Sound",
        "Movie",
        "Screen",
        "Watermark",
        "3D",
        "RichMedia",
        "Link",
    ),
):

    def _texts(pdf: pikepdf.Pdf, word: str, subtype: str = _subtype) -> None:
        texts: dict[str, Any] = {key: String(word) for key in _TEXT_KEYS}
        _annotation(pdf, Subtype=Name(f"/{subtype}"), **texts)

    place(f"B4 texts of an annotation: {_subtype}")(_texts)


@place("B4 appearance of an annotation", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    look = _form(pdf, f"BT /F1 11 Tf 2 4 Td ({word}) Tj ET")
    look.BBox = Array([0, 0, 160, 20])
    _annotation(pdf, Subtype=Name.Stamp, AP=Dictionary(N=look))


@place("B4 appearances that are not the present one")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    look = _form(pdf, "0 0 10 10 re f")
    other = _form(pdf, f"BT /F1 11 Tf 2 4 Td ({word}) Tj ET")
    states = Dictionary(Aan=look, Uit=other)
    field = _annotation(pdf, Subtype=Name.Widget, FT=Name.Btn, AS=Name.Aan, AP=Dictionary(N=states, D=other, R=other))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


@place("B4 appearance of a hidden annotation")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    _annotation(pdf, Subtype=Name.Stamp, F=2, AP=Dictionary(N=_form(pdf, _shown(word))))
    _annotation(pdf, Subtype=Name.Stamp, F=32, AP=Dictionary(N=_form(pdf, _shown(word))))


def _link(pdf: pikepdf.Pdf, action: pikepdf.Object, **keys: Any) -> None:
    _annotation(pdf, Subtype=Name.Link, A=action, **keys)


@place("B5 mail link")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    _link(pdf, Dictionary(S=Name.URI, URI=String(f"mailto:{word}@voorbeeld.example")))


@place("B5 address with the word", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    _link(pdf, Dictionary(S=Name.URI, URI=String(f"https://voorbeeld.example/{word}")))


@place("B5 address with the word in percent signs", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    coded = "".join(f"%{ord(letter):02X}" for letter in word)
    _link(pdf, Dictionary(S=Name.URI, URI=String(f"https://voorbeeld.example/{coded}")))


@place("B5 user in an address")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    _link(pdf, Dictionary(S=Name.URI, URI=String(f"https://{word}:geheim@voorbeeld.example/")))


@place("B5 other file, program and form")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    _link(pdf, Dictionary(S=Name.GoToR, F=String(f"C:\\{word}.pdf"), D=Array([0, Name.Fit])))
    _link(pdf, Dictionary(S=Name.Launch, F=String(word)))
    _link(pdf, Dictionary(S=Name.SubmitForm, F=String(f"https://voorbeeld.example/{word}")))


@place("B5 action after an action, and private keys of a link")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    after = Dictionary(S=Name.JavaScript, JS=String(word))
    _link(
        pdf,
        Dictionary(S=Name.URI, URI=String("https://voorbeeld.example/"), Next=after),
        PA=Dictionary(S=Name.URI, URI=String(word)),
        Contents=String(word),
    )


@place("B6 form field without appearance")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    field = _annotation(
        pdf,
        Subtype=Name.Widget,
        FT=Name.Tx,
        T=String(word),
        TU=String(word),
        TM=String(word),
        V=String(word),
        DV=String(word),
        RV=String(word),
        Opt=Array([String(word)]),
        MK=Dictionary(CA=String(word)),
        AA=Dictionary(K=Dictionary(S=Name.JavaScript, JS=String(word))),
        F=4,
    )
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), DA=String(word), CO=Array([field]))


@place("B6 form field with appearance", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    look = _form(pdf, f"/Tx BMC BT /F1 11 Tf 2 4 Td ({word}) Tj ET EMC")
    look.BBox = Array([0, 0, 160, 20])
    field = _annotation(
        pdf, Subtype=Name.Widget, FT=Name.Tx, T=String("naam"), V=String(word), F=4, AP=Dictionary(N=look)
    )
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


@place("B6 signature")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    signature = Dictionary(
        Type=Name.Sig,
        Filter=Name("/Adobe.PPKLite"),
        Name=String(word),
        ContactInfo=String(word),
        Location=String(word),
        Reason=String(word),
        Contents=String(word.encode() + bytes(40)),
    )
    field = _annotation(pdf, Subtype=Name.Widget, FT=Name.Sig, T=String("tekening"), V=pdf.make_indirect(signature))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)
    pdf.Root.DSS = Dictionary(Certs=Array([pdf.make_stream(word.encode())]))
    pdf.Root.Perms = Dictionary(DocMDP=pdf.make_indirect(signature))


@place("B6 data of an XFA form behind a form with fields")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    field = _annotation(pdf, Subtype=Name.Widget, FT=Name.Tx, T=String("naam"), F=4)
    data = pdf.make_stream(f"<xfa:datasets><naam>{word}</naam></xfa:datasets>".encode())
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), XFA=Array([String("datasets"), data]))


@place("B6 fields that no page shows")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    loose = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("los"), V=String(word)))
    pdf.Root.AcroForm = Dictionary(Fields=Array([loose]))


@place("B7 scripts and actions")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    script = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{word}')"))
    pdf.Root.OpenAction = script
    pdf.Root.AA = Dictionary(WC=script)
    pdf.pages[0].obj.AA = Dictionary(O=script)
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String(word), script])))


@place("B8 bookmark", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"Brief van {word}", 0))


@place("B8 named destinations")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    target = Array([pdf.pages[0].obj, Name.Fit])
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array([String(word), target])))
    pdf.Root.Dests = Dictionary({f"/{word}": target})


@place("B8 page labels, threads, viewer preferences, language and other catalog keys")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String(word))]))
    pdf.Root.Threads = Array([pdf.make_indirect(Dictionary(Type=Name.Thread, I=Dictionary(Title=String(word))))])
    pdf.Root.ViewerPreferences = Dictionary({f"/{word}": True})
    pdf.Root.Lang = String(word)
    pdf.Root.Legal = Dictionary(Attestation=String(word))
    pdf.Root.SpiderInfo = Dictionary(V=1.0, C=Array([String(word)]))
    pdf.Root.URI = Dictionary(Base=String(f"https://{word}.example/"))
    pdf.Root.Extensions = Dictionary({f"/{word}": Dictionary(BaseVersion=Name("/1.7"))})


@place("B9 structure tree")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    page = pdf.pages[0].obj
    add_content(pdf, "/P <</MCID 0>> BDC 0 0 1 1 re f EMC")
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    element = pdf.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name(f"/{word}"),
            P=root,
            Pg=page,
            K=0,
            T=String(word),
            ID=String(word),
            C=Name(f"/{word}"),
            A=Dictionary(O=Name.UserProperties, P=Array([Dictionary(N=String(word), V=String(word))])),
            AF=Array([_file(pdf, word)]),
        )
    )
    root.K = element
    root.RoleMap = Dictionary({f"/{word}": Name.P})
    root.ClassMap = Dictionary({f"/{word}": Dictionary(O=Name.Layout)})
    root.IDTree = Dictionary(Names=Array([String(word), element]))
    root.ParentTree = Dictionary(Nums=Array([0, Array([element])]))
    page.StructParents = 0
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True, UserProperties=True)


@place("B9 alternative text in the structure tree", visible=True)
def _(pdf: pikepdf.Pdf, word: str) -> None:
    PLACES["B9 structure tree"](pdf, "openbaar")
    element = pdf.Root.StructTreeRoot.K
    element.Alt, element.ActualText, element.E = String(f"Foto van {word}"), String(word), String(word)


@place("B10 thumbnail and other keys of a page")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    page = pdf.pages[0].obj
    page.Thumb = _image(pdf, Metadata=pdf.make_stream(word.encode()))
    page.SeparationInfo = Dictionary(DeviceColorant=String(word))
    page.VP = Array([Dictionary(Type=Name.Viewport, BBox=Array([0, 0, 9, 9]), Name=String(word))])
    page.PresSteps = Dictionary(NA=String(word))
    page[f"/{word}"] = String(word)
    page.ID = String(word)
    page.B = Array([Dictionary(T=String(word))])


@place("B10 unknown keys in the catalog and the page tree")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    pdf.Root[f"/{word}"] = Dictionary(Inner=Array([String(word)]))
    pdf.Root.Pages[f"/{word}"] = String(word)
    pdf.trailer[f"/{word}"] = String(word)


@place("B10 measures and private data of a form on the page")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    measure = Dictionary(Type=Name.Measure, R=String(word), X=Array([Dictionary(U=String(word))]))
    form = _form(pdf, "0 0 1 1 re f", Measure=measure, PtData=Dictionary(Names=Array([String(word)])), AF=String(word))
    _resource(pdf, "/XObject", "/Fm9", form)
    add_content(pdf, "/Fm9 Do")


@raw_place("B12 encrypted without a password")
def _(data: bytes, word: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.Root["/LakWord"] = String(word)
        pdf.save(out, encryption=pikepdf.Encryption(owner=word, user="", R=4), static_id=True)
    return out.getvalue()


@place("B11 output intent")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String(word),
        Info=String(word),
        RegistryName=String(word),
        DestOutputProfile=pdf.make_stream(word.encode()),
    )
    pdf.Root.OutputIntents = Array([intent])


@place("B11 halftone and function names, and the colour space of a separation")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    halftone = Dictionary(Type=Name.Halftone, HalftoneType=1, HalftoneName=String(word), Frequency=60, Angle=45)
    _resource(pdf, "/ExtGState", "/G9", Dictionary(HT=halftone, LakWord=String(word)))
    function = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0]), C1=Array([1]), N=1)
    space = Array([Name.Separation, Name(f"/{word}"), Name.DeviceGray, function])
    _resource(pdf, "/ColorSpace", "/C9", space)
    add_content(pdf, "/G9 gs /C9 cs 1 scn 0 0 1 1 re f")


@place("B11 texts of a colour profile")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    text = b"desc" + bytes(4) + (len(word) + 1).to_bytes(4, "big") + word.encode() + b"\0"
    head = bytearray(128)
    head[12:24] = b"mntrRGB XYZ "
    data = bytes(head) + (1).to_bytes(4, "big") + b"desc" + (144).to_bytes(4, "big") + len(text).to_bytes(4, "big")
    profile = pdf.make_stream(data + text + word.encode())
    profile.N = 3
    _resource(pdf, "/ColorSpace", "/C9", Array([Name.ICCBased, profile]))
    add_content(pdf, "/C9 cs 1 0 0 scn 0 0 1 1 re f")


# -- C: fonts


def _named_font(pdf: pikepdf.Pdf, **keys: Any) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    for key, value in keys.items():
        font[f"/{key}"] = value
    _resource(pdf, "/Font", "/F9", pdf.make_indirect(font))
    add_content(pdf, "BT /F9 11 Tf 40 100 Td (bcd) Tj ET")


@place("C1 character set and private keys of a font")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    letters = "".join(f"/{letter}" for letter in word)
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name.Helvetica,
        Flags=32,
        CharSet=String(f"{letters} {word}"),
        FontFamily=String(word),
        Lang=Name(f"/{word}"),
    )
    _named_font(pdf, FontDescriptor=descriptor, Name=Name(f"/{word}"), LakWord=String(word))


@place("C1 ToUnicode of codes that nobody draws")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    rows = "\n".join(f"<{ord(letter):02X}> <{ord(letter):04X}>" for letter in word if letter not in "bcd")
    coded = word.encode("utf-16-be").hex()
    table = f"1 begincodespacerange <00> <FF> endcodespacerange 9 beginbfchar {rows} <01> <{coded}> endbfchar % {word}"
    _named_font(pdf, ToUnicode=pdf.make_stream(table.encode()))


@place("C1 glyph names of codes that nobody draws")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    _named_font(pdf, Encoding=Dictionary(Type=Name.Encoding, Differences=Array([1, Name(f"/{word}")])))


@place("C1 glyph procedure of a code that nobody draws")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    PLACES["A9 glyph procedure of a Type 3 font"](pdf, "openbaar")
    font = pdf.pages[0].obj.Resources.Font["/T9"]
    font.CharProcs[f"/{word}"] = pdf.make_stream(f"500 0 d0 % {word}".encode())
    font.CharProcs["/b"] = pdf.make_stream(f"500 0 d0 /{word} gs".encode())


@place("C4 name of a font")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    _named_font(pdf, BaseFont=Name(f"/ABCDEF+{word}"))


@cache
def _program(word: str) -> bytes:
    """A small TrueType program with the word in its names and in a private table."""
    font = TTFont(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")
    options = subset.Options(name_IDs=["*"], notdef_outline=True)
    worker = subset.Subsetter(options)
    worker.populate(text="bcd")
    worker.subset(font)
    for identifier in (0, 1, 4, 6, 13):
        font["name"].setName(word, identifier, 3, 1, 0x409)
        font["name"].setName(word, identifier, 1, 0, 0)
    font["LAKS"] = newTable("LAKS")
    font["LAKS"].data = word.encode()
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


@place("C4 names and private tables of a font program")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    program = pdf.make_stream(_program(word))
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name.Vera, Flags=32, FontFile2=program)
    _named_font(pdf, Subtype=Name.TrueType, BaseFont=Name.Vera, FontDescriptor=descriptor)


@place("C1 glyph name of a code that is drawn")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    program = pdf.make_stream(_program("openbaar"))
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name.Vera, Flags=4, FontFile2=program)
    encoding = Dictionary(Type=Name.Encoding, Differences=Array([98, Name(f"/{word}"), Name.c, Name.d]))
    _named_font(pdf, Subtype=Name.TrueType, BaseFont=Name.Vera, FontDescriptor=descriptor, Encoding=encoding)


@place("C1 glyph name of a code that is drawn in a font of the reader")
def _(pdf: pikepdf.Pdf, word: str) -> None:
    encoding = Dictionary(Type=Name.Encoding, Differences=Array([98, Name(f"/{word}"), Name.c, Name.d]))
    _named_font(pdf, Encoding=encoding)
