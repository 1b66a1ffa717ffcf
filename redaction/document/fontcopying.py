# SPDX-License-Identifier: EUPL-1.2
"""Copies fonts with only what the drawn codes need, under names that say nothing."""

import re
from typing import TYPE_CHECKING, Any, Final

from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

from redaction.content.cleaning import clean_operations
from redaction.content.cmaps import predefined_code_map
from redaction.content.fonts import resolved
from redaction.content.lexer import Operation, parse_content, serialise
from redaction.document import rules
from redaction.document.fontprograms import FontUse, reduced_program, reduced_to_unicode, reduced_widths
from redaction.document.naming import Names
from redaction.document.streams import decoded, deflated

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


def copy_font(copier: "Copier", value: Any, depth: int) -> PdfObject | None:
    """A font dictionary of the fresh document."""
    found = resolved(value)
    if not isinstance(found, DictionaryObject):
        return None
    use = copier.use_of(value)
    if resolved(found.get("/Subtype")) == "/Type3":
        return _type3(copier, found, use, depth)
    result = copier.dictionary(found, rules.FONT, depth)
    if result is None:
        return None
    _set_encoding(copier, result, found, use)
    mapping = resolved(found.get("/ToUnicode"))
    if isinstance(mapping, StreamObject):
        result[NameObject("/ToUnicode")] = copier.writer._add_object(
            deflated(reduced_to_unicode(decoded(mapping), use))
        )
    _own_parts(copier, result)
    if use is not None:
        reduced_widths(result, use)
        reduced_program(copier.writer, result, use)
    return result


def _own_parts(copier: "Copier", font: DictionaryObject) -> None:
    """Give the font a descendant and descriptors of its own, with names that say nothing."""
    listed = resolved(font.get("/DescendantFonts"))
    holders = [font]
    if isinstance(listed, ArrayObject) and listed:
        own = DictionaryObject(resolved(listed[0]))
        font[NameObject("/DescendantFonts")] = ArrayObject([copier.writer._add_object(own)])
        holders.append(own)
    descriptors = [resolved(holder.get("/FontDescriptor")) for holder in holders]
    embedded = any(
        isinstance(found, DictionaryObject) and any(key in found for key in _PROGRAMS) for found in descriptors
    )
    name = _public_name(copier, str(resolved(font.get("/BaseFont", "/"))).lstrip("/"), embedded)
    for holder, descriptor in zip(holders, descriptors, strict=True):
        if "/BaseFont" in holder:
            holder[NameObject("/BaseFont")] = NameObject(f"/{name}")
        if isinstance(descriptor, DictionaryObject):
            own = DictionaryObject(descriptor)
            own[NameObject("/FontName")] = NameObject(f"/{name}")
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


# -- encodings


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
    result = DictionaryObject({NameObject("/Type"): NameObject("/Encoding")})
    base = resolved(encoding.get("/BaseEncoding"))
    if base in _SIMPLE_ENCODINGS:
        result[NameObject("/BaseEncoding")] = NameObject(base)
    listed = ArrayObject()
    previous = -2
    for code, name in sorted(differences_of(encoding).items()):
        if drawn is None or code in drawn:
            if code != previous + 1:
                listed.append(NumberObject(code))
            listed.append(NameObject(name))
            previous = code
    if listed:
        result[NameObject("/Differences")] = listed
    return result


def differences_of(encoding: DictionaryObject) -> dict[int, str]:
    """Code to glyph name (with its slash) of the Differences of an encoding."""
    listed = resolved(encoding.get("/Differences"))
    names: dict[int, str] = {}
    code = 0
    for item in listed if isinstance(listed, ArrayObject) else ():
        value = resolved(item)
        if isinstance(value, NameObject):
            if 0 <= code <= 255:
                names[code] = str(value)
            code += 1
        elif isinstance(value, int):
            code = int(value)
    return names


def _embedded_map(copier: "Copier", encoding: StreamObject, use: FontUse | None) -> PdfObject | None:
    """An embedded CMap with the codes that are drawn (ISO 32000-2, 9.7.5.3)."""
    if use is None or use.code_map is None:
        return copier.stream(encoding, rules.EMBEDDED_CMAP, 1)
    vertical = use.code_map.vertical
    lengths = sorted({len(code) for code in use.codes if code}) or [2]
    spaces = sorted({(low, high) for _, low, high in use.code_map.ranges})
    if not spaces:
        spaces = [(bytes(length), b"\xff" * length) for length in lengths]
    rows = [f"<{code.hex()}> {use.code_map.cid(code)}" for code in sorted(use.codes) if code]
    parts = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> def",
        f"/CMapName /Lakstraat def /CMapType 1 def /WMode {int(vertical)} def",
    ]
    for start in range(0, len(spaces), 100):
        part = spaces[start : start + 100]
        parts += [f"{len(part)} begincodespacerange", *(f"<{low.hex()}> <{high.hex()}>" for low, high in part)]
        parts.append("endcodespacerange")
    for start in range(0, len(rows), 100):
        part_rows = rows[start : start + 100]
        parts += [f"{len(part_rows)} begincidchar", *part_rows, "endcidchar"]
    parts.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    made = deflated("\n".join(parts).encode("ascii"))
    made[NameObject("/Type")] = NameObject("/CMap")
    made[NameObject("/CMapName")] = NameObject("/Lakstraat")
    made[NameObject("/WMode")] = NumberObject(int(vertical))
    info = copier.copy(encoding.get("/CIDSystemInfo"), "system_info")
    if info is not None:
        made[NameObject("/CIDSystemInfo")] = info
    return copier.writer._add_object(made)


# -- Type 3


def _type3(copier: "Copier", found: DictionaryObject, use: FontUse | None, depth: int) -> DictionaryObject | None:
    """A Type 3 font with the procedures of drawn codes, named by code."""
    result = copier.dictionary(found, rules.TYPE3_FONT, depth)
    encoding, procedures = resolved(found.get("/Encoding")), resolved(found.get("/CharProcs"))
    if result is None or not isinstance(encoding, DictionaryObject) or not isinstance(procedures, DictionaryObject):
        return None
    drawn = None if use is None else use.cids()
    own = resolved(found.get("/Resources"))
    resources = own if isinstance(own, DictionaryObject) else copier.inherited
    names = Names(resources)
    made, listed = DictionaryObject(), ArrayObject()
    for code, name in sorted(differences_of(encoding).items()):
        procedure = resolved(procedures.get(name))
        if (drawn is None or code in drawn) and isinstance(procedure, StreamObject):
            operations = names.rename(_procedure(copier, procedure, resources))
            made[NameObject(f"/g{code}")] = copier.writer._add_object(deflated(serialise(operations)))
            listed += [NumberObject(code), NameObject(f"/g{code}")]
    result[NameObject("/CharProcs")] = made
    result[NameObject("/Encoding")] = DictionaryObject(
        {NameObject("/Type"): NameObject("/Encoding"), NameObject("/Differences"): listed}
    )
    result[NameObject("/Resources")] = copier.resources(names, depth)
    mapping = resolved(found.get("/ToUnicode"))
    if isinstance(mapping, StreamObject):
        result[NameObject("/ToUnicode")] = copier.writer._add_object(
            deflated(reduced_to_unicode(decoded(mapping), use))
        )
    if use is not None:
        reduced_widths(result, use)
    return result


def _procedure(copier: "Copier", procedure: StreamObject, resources: DictionaryObject) -> list[Operation]:
    return clean_operations(parse_content(decoded(procedure)), resources, copier.hidden)


def use_key(value: Any) -> int:
    """By what a font is found among the uses: its object number, or its identity where it is a direct object."""
    return value.idnum if isinstance(value, IndirectObject) else id(resolved(value))
