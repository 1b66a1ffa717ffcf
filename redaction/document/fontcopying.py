# SPDX-License-Identifier: EUPL-1.2
"""Copies fonts with only what the drawn codes need, under names that say nothing."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

from redaction.content.cmaps import CodeMap, cmap_sections, parse_to_unicode, predefined_code_map, write_to_unicode
from redaction.content.fonts import UNKNOWN, read_font, resolved
from redaction.content.lexer import format_number, serialise
from redaction.document import rules
from redaction.document.fontmetrics import cid_widths, simple_widths, vertical_metrics
from redaction.document.fontplans import FontPlan
from redaction.document.fontuse import FontUse, shown_strings
from redaction.document.glyphnames import differences_of
from redaction.document.naming import Names
from redaction.document.streams import decoded, deflated
from schemas.errors import BlockReason, DocumentBlocked

if TYPE_CHECKING:
    from redaction.document.copying import Copier

_PROGRAMS: Final = ("/FontFile", "/FontFile2", "/FontFile3")
_SIMPLE_ENCODINGS: Final = ("/StandardEncoding", "/MacRomanEncoding", "/WinAnsiEncoding", "/MacExpertEncoding")
_FAMILIES: Final = re.compile(
    r"helvetica|arial|times|courier|symbol|zapf|calibri|cambria|verdana|georgia|tahoma|trebuchet|garamond|bookman|"
    r"palatino|century|futura|univers|frutiger|gill|optima|lucida|consolas|candara|corbel|constantia|segoe|comic|impact|"
    r"dejavu|liberation|noto|opensans|roboto|lato|source|myriad|minion|wingdings|webdings|carlito|caladea|aptos|"
    r"song|hei|kozmin|kozgo|mincho|gothic|ming|batang|gulim|myungjo|myeongjo|kai|sans|serif|mono",
    re.IGNORECASE,
)
"""Families whose name a reader needs when the font is not in the document."""
_NONSYMBOLIC: Final = 1 << 5
_SYMBOLIC: Final = 1 << 2


def copy_font(copier: "Copier", value: Any, depth: int) -> PdfObject | None:
    """A font dictionary of the fresh document."""
    found = resolved(value)
    if not isinstance(found, DictionaryObject):
        return None
    use = copier.use_of(value)
    if use is not None and not use.codes:
        return _unused(copier)
    plan = None if use is None else use.plan
    if resolved(found.get("/Subtype")) == "/Type3":
        return _type3(copier, found, use, depth)
    result = copier.dictionary(found, rules.FONT, depth)
    if result is None:
        return None
    holder = _own_descendant(copier, result)
    _own_descriptor(copier, result, holder, plan)
    if use is None or plan is None or plan.whole:
        _set_encoding(copier, result, found, use)
        _set_map(copier, result, found, use)
        _reduce_widths(result, holder, use)
    elif holder is result:
        _write_simple(copier, result, plan)
    else:
        _write_composite(copier, result, holder, found, use, plan)
    return result


def _unused(copier: "Copier") -> PdfObject:
    """What stands in for a font that is chosen and never used."""
    keys = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    made = DictionaryObject({NameObject(key): NameObject(value) for key, value in keys.items()})
    return copier.shared("unused font", made)


# -- names, descriptors and programs


def _own_descendant(copier: "Copier", font: DictionaryObject) -> DictionaryObject:
    """The dictionary that holds the descriptor: the font, or a descendant of its own."""
    listed = resolved(font.get("/DescendantFonts"))
    if not isinstance(listed, ArrayObject) or not listed:
        return font
    own = DictionaryObject(resolved(listed[0]))
    font[NameObject("/DescendantFonts")] = ArrayObject([copier.writer._add_object(own)])
    return own


def _own_descriptor(copier: "Copier", font: DictionaryObject, holder: DictionaryObject, plan: FontPlan | None) -> None:
    descriptor = resolved(holder.get("/FontDescriptor"))
    has_descriptor = isinstance(descriptor, DictionaryObject)
    embedded = has_descriptor and any(key in descriptor for key in _PROGRAMS)
    name = NameObject(f"/{_public_name(copier, str(resolved(font.get('/BaseFont', '/'))).lstrip('/'), embedded)}")
    for dictionary in (font, holder):
        if "/BaseFont" in dictionary:
            dictionary[NameObject("/BaseFont")] = name
    if not has_descriptor:
        return
    own = DictionaryObject(descriptor)
    own[NameObject("/FontName")] = name
    if plan is not None and (plan.program is not None or plan.dropped):
        for key in _PROGRAMS:
            own.pop(key, None)
    if plan is not None and plan.program is not None:
        key, subtype, data, lengths = plan.program
        stream = deflated(data)
        if subtype:
            stream[NameObject("/Subtype")] = NameObject(subtype)
        for number, length in enumerate(lengths, start=1):
            stream[NameObject(f"/Length{number}")] = NumberObject(length)
        own[NameObject(key)] = copier.writer._add_object(stream)
        if key == "/FontFile2" and font is holder:
            flags = resolved(own.get("/Flags"))
            plain = int(flags) if isinstance(flags, int) else 0
            own[NameObject("/Flags")] = NumberObject((plain | _SYMBOLIC) & ~_NONSYMBOLIC)
    holder[NameObject("/FontDescriptor")] = copier.writer._add_object(own)


def _public_name(copier: "Copier", name: str, embedded: bool) -> str:
    plain = name.split("+", 1)[-1] if re.match(r"[A-Z]{6}\+", name) else name
    if not embedded and re.fullmatch(r"[A-Za-z0-9 ,_-]{1,60}", plain) and _FAMILIES.search(plain):
        return plain
    bold = "Bold" if re.search(r"bold|black|heavy", plain, re.IGNORECASE) else ""
    slanted = "Italic" if re.search(r"italic|oblique", plain, re.IGNORECASE) else ""
    style = f"-{bold}{slanted}" if bold or slanted else ""
    if not embedded:
        return f"Lettertype{style}"
    return f"{copier.next_prefix()}+Lettertype{style}"


# -- fonts by plan


def _write_simple(copier: "Copier", result: DictionaryObject, plan: FontPlan) -> None:
    result.pop("/Encoding", None)
    if plan.program is not None:
        kind = "/TrueType" if plan.program[0] == "/FontFile2" else "/Type1"
        result[NameObject("/Subtype")] = NameObject(kind)
    if plan.names is not None:
        result[NameObject("/Encoding")] = _encoding_of(plan.names)
    if plan.texts:
        result[NameObject("/ToUnicode")] = copier.writer._add_object(_to_unicode(plan.texts))
    _set_widths(result, plan.widths)


def _set_widths(result: DictionaryObject, widths: Mapping[int, Any]) -> None:
    for key in ("/FirstChar", "/LastChar", "/Widths"):
        result.pop(key, None)
    if not widths:
        return
    first, last = min(widths), max(widths)
    result[NameObject("/FirstChar")] = NumberObject(first)
    result[NameObject("/LastChar")] = NumberObject(last)
    listed = [_number(widths.get(code, 0)) for code in range(first, last + 1)]
    result[NameObject("/Widths")] = ArrayObject(listed)


def _number(value: Any) -> PdfObject:
    if isinstance(value, float):
        return FloatObject(format_number(float(value)))
    return NumberObject(int(value)) if isinstance(value, int) else NumberObject(0)


def _encoding_of(names: Mapping[int, str]) -> DictionaryObject:
    result = DictionaryObject({NameObject("/Type"): NameObject("/Encoding")})
    listed = ArrayObject()
    previous = -2
    for code, name in sorted(names.items()):
        if code != previous + 1:
            listed.append(NumberObject(code))
        listed.append(NameObject(f"/{name.lstrip('/')}"))
        previous = code
    if listed:
        result[NameObject("/Differences")] = listed
    return result


def _write_composite(
    copier: "Copier",
    result: DictionaryObject,
    holder: DictionaryObject,
    found: DictionaryObject,
    use: FontUse,
    plan: FontPlan,
) -> None:
    if plan.renumbered:
        result[NameObject("/Encoding")] = NameObject("/Identity-H")
        holder[NameObject("/CIDSystemInfo")] = DictionaryObject(
            {
                NameObject("/Registry"): ByteStringObject(b"Adobe"),
                NameObject("/Ordering"): ByteStringObject(b"Identity"),
                NameObject("/Supplement"): NumberObject(0),
            }
        )
    else:
        _set_encoding(copier, result, found, use)
    _reduce_vertical(holder, set() if plan.renumbered else use.cids())
    holder.pop("/CIDToGIDMap", None)
    if plan.program is not None and plan.program[0] == "/FontFile2":
        holder[NameObject("/Subtype")] = NameObject("/CIDFontType2")
        holder[NameObject("/CIDToGIDMap")] = (
            NameObject("/Identity") if plan.glyphs is None else copier.writer._add_object(_glyph_map(plan.glyphs))
        )
    elif plan.program is not None:
        holder[NameObject("/Subtype")] = NameObject("/CIDFontType0")
    holder.pop("/W", None)
    if plan.widths:
        holder[NameObject("/W")] = _width_array(plan.widths)
    if plan.texts:
        result[NameObject("/ToUnicode")] = copier.writer._add_object(_to_unicode(plan.texts))


def _glyph_map(glyphs: Mapping[int, int]) -> StreamObject:
    rows = (glyphs.get(cid, 0).to_bytes(2, "big") for cid in range(max(glyphs, default=0) + 1))
    return deflated(b"".join(rows))


def _width_array(widths: Mapping[int, Any]) -> ArrayObject:
    result = ArrayObject()
    row = ArrayObject()
    previous = -2
    for cid, width in sorted(widths.items()):
        if cid != previous + 1:
            row = ArrayObject()
            result += [NumberObject(cid), row]
        row.append(_number(width))
        previous = cid
    return result


def _to_unicode(texts: Mapping[bytes, str]) -> StreamObject:
    return deflated(write_to_unicode(texts))


# -- fonts that keep their codes


def _set_map(copier: "Copier", result: DictionaryObject, found: DictionaryObject, use: FontUse | None) -> None:
    """ToUnicode with the codes that are drawn; whole where no use is known."""
    mapping = resolved(found.get("/ToUnicode"))
    if not isinstance(mapping, StreamObject):
        return
    known = parse_to_unicode(decoded(mapping))
    if use is not None:
        texts = {code: known[number] for code in use.codes if (number := int.from_bytes(code, "big")) in known}
        distrusted = set() if use.font is None else use.font.distrusted
        texts |= {code: use.texts[code] for code in texts if int.from_bytes(code, "big") in distrusted}
        texts = {code: text for code, text in texts.items() if UNKNOWN not in text}
    else:
        composite = resolved(found.get("/Subtype")) == "/Type0"
        wide = composite or any(number > 255 for number in known)
        texts = {number.to_bytes(2 if wide else 1, "big"): text for number, text in known.items() if number < 65_536}
    if texts:
        result[NameObject("/ToUnicode")] = copier.writer._add_object(_to_unicode(texts))


def _reduce_widths(result: DictionaryObject, holder: DictionaryObject, use: FontUse | None) -> None:
    if use is None:
        return
    drawn = use.cids()
    _reduce_vertical(holder, drawn)
    if holder is result:
        if "/Widths" in result:
            _set_widths(result, {code: width for code, width in simple_widths(result).items() if code in drawn})
    elif "/W" in holder:
        widths = cid_widths(resolved(holder.get("/W")))
        holder[NameObject("/W")] = _width_array({cid: width for cid, width in widths.items() if cid in drawn})


def _reduce_vertical(holder: DictionaryObject, drawn: set[int]) -> None:
    listed = resolved(holder.pop("/W2", None))
    made = ArrayObject()
    for cid, numbers in vertical_metrics(listed, drawn):
        made += [NumberObject(cid), ArrayObject([_number(number) for number in numbers])]
    if made:
        holder[NameObject("/W2")] = made


def _set_encoding(copier: "Copier", result: DictionaryObject, found: DictionaryObject, use: FontUse | None) -> None:
    encoding = resolved(found.get("/Encoding"))
    made: PdfObject | None = None
    if isinstance(encoding, StreamObject):
        made = _embedded_map(copier, encoding, use)
    elif isinstance(encoding, DictionaryObject):
        made = _differences(encoding, use)
    elif isinstance(encoding, NameObject):
        known = encoding in _SIMPLE_ENCODINGS or encoding in ("/Identity-H", "/Identity-V")
        if known or predefined_code_map(str(encoding).lstrip("/")) is not None:
            made = NameObject(encoding)
    if made is not None:
        result[NameObject("/Encoding")] = made


def _differences(encoding: DictionaryObject, use: FontUse | None) -> DictionaryObject:
    """An encoding dictionary with the names of drawn codes only."""
    drawn = None if use is None else use.cids()
    names = {code: name for code, name in differences_of(encoding).items() if drawn is None or code in drawn}
    result = _encoding_of(names)
    base = resolved(encoding.get("/BaseEncoding"))
    if base in _SIMPLE_ENCODINGS:
        result[NameObject("/BaseEncoding")] = NameObject(base)
    return result


def _embedded_map(copier: "Copier", encoding: StreamObject, use: FontUse | None) -> PdfObject | None:
    """An embedded CMap with the codes that are drawn (ISO 32000-2, 9.7.5.3)."""
    code_map: CodeMap | None = None if use is None or use.font is None else use.font.code_map
    if use is None or code_map is None:
        return copier.stream(encoding, rules.EMBEDDED_CMAP, 1)
    vertical = int(code_map.vertical)
    spaces = sorted({(low, high) for _, low, high in code_map.ranges})
    if not spaces:
        spaces = [(bytes(length), b"\xff" * length) for length in sorted({len(code) for code in use.codes if code})]
    rows = [f"<{code.hex()}> {code_map.cid(code)}" for code in sorted(use.codes) if code]
    parts = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> def",
        f"/CMapName /Lakstraat def /CMapType 1 def /WMode {vertical} def",
        *cmap_sections("codespacerange", [f"<{low.hex()}> <{high.hex()}>" for low, high in spaces]),
        *cmap_sections("cidchar", rows),
        "endcmap CMapName currentdict /CMap defineresource pop end end",
    ]
    made = deflated("\n".join(parts).encode("ascii"))
    made[NameObject("/Type")] = NameObject("/CMap")
    made[NameObject("/CMapName")] = NameObject("/Lakstraat")
    made[NameObject("/WMode")] = NumberObject(vertical)
    info = copier.copy(encoding.get("/CIDSystemInfo"), "system_info")
    if info is not None:
        made[NameObject("/CIDSystemInfo")] = info
    return copier.writer._add_object(made)


# -- Type 3


def _type3(copier: "Copier", found: DictionaryObject, use: FontUse | None, depth: int) -> DictionaryObject | None:
    """A Type 3 font with the procedures of drawn codes, named by their new code."""
    result = copier.dictionary(found, rules.TYPE3_FONT, depth)
    encoding, procedures = resolved(found.get("/Encoding")), resolved(found.get("/CharProcs"))
    if result is None or not isinstance(encoding, DictionaryObject) or not isinstance(procedures, DictionaryObject):
        return None
    own = resolved(found.get("/Resources"))
    resources = own if isinstance(own, DictionaryObject) else copier.inherited
    names = Names(resources)
    known = differences_of(encoding)
    recode: dict[bytes, bytes] = {} if use is None else use.plan.recode
    codes = known if use is None else {code[0] for code in use.codes if code}
    rows = sorted((recode.get(bytes([code]), bytes([code]))[0], known[code]) for code in codes if code in known)
    made, listed = DictionaryObject(), {}
    for code, name in rows:
        procedure = resolved(procedures.get(name))
        if isinstance(procedure, StreamObject):
            operations = copier.cleaned(decoded(procedure), resources)
            if use is not None and any(True for _ in shown_strings(operations, resources)):
                raise DocumentBlocked(BlockReason.UNSAFE_OBJECT, "A glyph of a font draws text.")
            operations = names.rename(operations)
            made[NameObject(f"/c{code}")] = copier.writer._add_object(deflated(serialise(operations)))
            listed[code] = f"c{code}"
    result[NameObject("/CharProcs")] = made
    result[NameObject("/Encoding")] = _encoding_of(listed)
    result[NameObject("/Resources")] = copier.resources(names, depth)
    texts = _type3_texts(found) if use is None else use.plan.texts
    if texts:
        result[NameObject("/ToUnicode")] = copier.writer._add_object(_to_unicode(texts))
    if use is not None:
        _set_widths(result, use.plan.widths)
    return result


def _type3_texts(found: DictionaryObject) -> dict[bytes, str]:
    """Text of the codes, also where only the names of the glyphs tell it."""
    known = read_font(found).text
    return {bytes([code]): text for code, text in known.items() if 0 <= code < 256 and UNKNOWN not in text}
