# SPDX-License-Identifier: EUPL-1.2
"""Decides how a font is written in the fresh document: codes, glyphs and their order by what is seen alone.

Producers number the glyphs of an embedded font in the order in which a document uses them, so numbers that are
missing between visible letters spell what was removed. Codes and glyphs are numbered again by their text.
"""

import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from fontTools.misc.psCharStrings import CharStringCompileError
from fontTools.ttLib import TTLibError
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from redaction.content.cmaps import parse_to_unicode
from redaction.content.fonts import UNKNOWN, resolved, stream_data
from redaction.document import cff, truetype, type1
from redaction.document.fontmetrics import cid_widths, simple_widths
from redaction.document.fontuse import FontUse
from redaction.document.glyphnames import base_names, differences_of, encoded_names, is_word, public_glyph_name
from schemas.errors import BlockReason, DocumentBlocked

BROKEN_PROGRAM: Final = (
    TTLibError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    AssertionError,
    NotImplementedError,
    OverflowError,
    RecursionError,
    struct.error,
    CharStringCompileError,
)
"""What reading a damaged font program raises."""
_SPACE: Final = 32
_FREE: Final = (*range(128, 256), *range(33, 127), *range(1, 32), 127)
_TRUETYPE: Final = (b"\x00\x01\x00\x00", b"true", b"ttcf")


@dataclass(slots=True, eq=False)
class FontPlan:
    """A font of the fresh document.

    Attributes:
        recode: old code to new code, for codes that change.
        program: key in the descriptor, subtype of the stream, data, and Length1 to Length3; None where nothing is
            embedded.
        whole: nothing is embedded and codes stay as they are.
        dropped: the embedded program is damaged so that no reader draws with it; it is left out.
        names: code to glyph name of a simple font; None where its program decides.
        cids: new CID to (old CID, old code), for a composite font whose codes are CIDs of our own.
        texts: new code to text.
        widths: new code (simple) or CID (composite) to width.
        renumbered: the font is a composite font with codes of our own (Identity-H).
        glyphs: for a composite TrueType font that keeps its CIDs, CID to new glyph number.
    """

    recode: dict[bytes, bytes] = field(default_factory=dict)
    program: tuple[str, str, bytes, tuple[int, ...]] | None = None
    whole: bool = False
    dropped: bool = False
    names: dict[int, str] | None = None
    texts: dict[bytes, str] = field(default_factory=dict)
    widths: dict[int, Any] = field(default_factory=dict)
    renumbered: bool = False
    glyphs: dict[int, int] | None = None


def plan_font(use: FontUse) -> FontPlan:
    """Decide about one font."""
    font = use.source
    if not isinstance(font, DictionaryObject) or use.font is None:
        return FontPlan()
    texts = _texts(font, use)
    if resolved(font.get("/Subtype")) == "/Type0":
        return _composite(font, use, texts)
    return _simple(font, use, texts)


def _texts(font: DictionaryObject, use: FontUse) -> dict[bytes, str]:
    """Text of the drawn codes as the old document gives it, ligatures as one letter where they are."""
    known = parse_to_unicode(stream_data(font.get("/ToUnicode"))) if "/ToUnicode" in font else {}
    result = {}
    distrusted = set() if use.font is None else use.font.distrusted
    for code in use.codes:
        number = int.from_bytes(code, "big")
        text = "" if number in distrusted else known.get(number, "")
        text = text or use.texts.get(code, "")
        if text and UNKNOWN not in text and "\x00" not in text:
            result[code] = text
    return result


def _program(descriptor: Any) -> tuple[str, bytes]:
    """Key and data of the embedded program; empty where there is none."""
    if isinstance(descriptor, DictionaryObject):
        for key in ("/FontFile", "/FontFile2", "/FontFile3"):
            if key in descriptor:
                return key, stream_data(descriptor.get(key))
    return "", b""


def _not_reducible() -> DocumentBlocked:
    """A program that nobody can take apart may show in its glyphs which letters were removed."""
    return DocumentBlocked(
        BlockReason.UNSAFE_OBJECT,
        "A font of the PDF is damaged, so that its unused letters cannot be taken out.",
        advice="Ask the owner to print the document to PDF again.",
    )


# -- simple fonts


def _simple(font: DictionaryObject, use: FontUse, texts: Mapping[bytes, str]) -> FontPlan:
    descriptor = resolved(font.get("/FontDescriptor"))
    key, data = _program(descriptor)
    old_codes = sorted(code[0] for code in use.codes if code)
    if resolved(font.get("/Subtype")) == "/Type3":
        return _type3(font, use, texts, old_codes)
    try:
        if data[:4] in _TRUETYPE:
            return _simple_truetype(font, use, texts, old_codes, data)
        if data[:4] == b"OTTO" or (key == "/FontFile3" and data[:1] == b"\x01"):
            return _simple_cff(font, use, texts, old_codes, data)
        if key == "/FontFile" and data:
            return _simple_type1(font, use, texts, old_codes, data)
    except BROKEN_PROGRAM:
        if truetype.is_cut_off(data):
            return FontPlan(whole=True, dropped=True)
        raise _not_reducible() from None
    if data:
        raise _not_reducible()
    if not isinstance(resolved(font.get("/Encoding")), DictionaryObject):
        return FontPlan(whole=True)
    names = encoded_names(font, {})
    order = _in_order(old_codes, texts, lambda code: names.get(code, "").encode("latin-1", "replace"))
    new = _new_codes(order, texts, use)
    plan = _simple_plan(font, use, texts, new)
    plan.names = {new[code]: public_glyph_name(names.get(code, ""), new[code]) for code in order if names.get(code)}
    return plan


def _in_order(codes: Sequence[int], texts: Mapping[bytes, str], outline: Callable[[int], bytes]) -> list[int]:
    """Codes by their text, then by how their glyphs look: nothing in the order tells when they were first used."""
    return sorted(codes, key=lambda code: (texts.get(bytes([code]), "\U0010ffff"), outline(code), code))


def _new_codes(order: Sequence[int], texts: Mapping[bytes, str], use: FontUse) -> dict[int, int]:
    """Old to new code: the letter's own code in Windows Latin where it has one, else the next free one."""
    if use.fixed:
        return {code: code for code in order}
    new: dict[int, int] = {}
    taken: set[int] = set()
    if use.spaced and _SPACE in order:  # word spacing goes by this code
        new[_SPACE] = _SPACE
    elif not use.spaced:
        new.update({code: _SPACE for code in [c for c in order if texts.get(bytes([c])) == " "][:1]})
    taken.add(_SPACE)
    for code in order:
        own = _latin(texts.get(bytes([code]), ""))
        if code not in new and own is not None and own not in taken:
            new[code] = own
            taken.add(own)
    free = iter(code for code in _FREE if code not in taken)
    for code in order:
        if code not in new:
            new[code] = next(free)
    return new


def _latin(text: str) -> int | None:
    try:
        raw = text.encode("cp1252")
    except UnicodeEncodeError:
        return None
    return raw[0] if len(raw) == 1 and raw[0] > _SPACE else None


def _simple_plan(font: DictionaryObject, use: FontUse, texts: Mapping[bytes, str], new: Mapping[int, int]) -> FontPlan:
    widths = simple_widths(font)
    return FontPlan(
        recode={bytes([old]): bytes([code]) for old, code in new.items() if old != code},
        texts={bytes([code]): texts[bytes([old])] for old, code in new.items() if bytes([old]) in texts},
        widths={code: widths[old] for old, code in new.items() if old in widths},
    )


def _simple_truetype(
    font: DictionaryObject, use: FontUse, texts: Mapping[bytes, str], codes: Sequence[int], data: bytes
) -> FontPlan:
    program = truetype.Program(data)
    encoding = resolved(font.get("/Encoding"))
    flags = resolved((resolved(font.get("/FontDescriptor")) or {}).get("/Flags"))
    symbolic = not (isinstance(flags, int) and flags & 32)
    differences = differences_of(encoding) if isinstance(encoding, DictionaryObject) else {}
    base = resolved(encoding.get("/BaseEncoding")) if isinstance(encoding, DictionaryObject) else encoding
    by_name = (base in ("/WinAnsiEncoding", "/MacRomanEncoding") and not differences) or not symbolic
    names = encoded_names(font, {}) if by_name else {}
    if by_name and not names:
        names = base_names("StandardEncoding")
    said = {code: texts.get(bytes([code]), "") for code in codes}
    glyphs = program.by_code(names, codes, said)
    order = _in_order(codes, texts, lambda code: program.outline(glyphs[code]))
    new = _new_codes(order, texts, use)
    distinct = list(dict.fromkeys(glyphs[code] for code in order if glyphs[code]))
    places = {glyph: place for place, glyph in enumerate(distinct, start=1)}
    plan = _simple_plan(font, use, texts, new)
    made = program.made(distinct, {new[code]: places.get(glyphs[code], 0) for code in order})
    plan.program = ("/FontFile2", "", made, (len(made),))
    return plan


def _simple_cff(
    font: DictionaryObject, use: FontUse, texts: Mapping[bytes, str], codes: Sequence[int], data: bytes
) -> FontPlan:
    program = cff.Program(data)
    if program.by_cid:
        raise ValueError("a simple font with a program that goes by CID")
    names = encoded_names(font, program.encoding())
    places = {code: program.place(names.get(code, ".notdef")) for code in codes}
    order = _in_order(codes, texts, lambda code: program.outline(places[code]))
    new = _new_codes(order, texts, use)
    plan = _simple_plan(font, use, texts, new)
    rows = [(new[code], names.get(code, ".notdef"), places[code]) for code in order]
    plan.names, chosen = _glyph_names(rows, _unsaid(use, new), _told(plan))
    made = program.made(list(chosen.values()), list(chosen))
    plan.program = ("/FontFile3", "/Type1C", made, ())
    return plan


def _unsaid(use: FontUse, new: Mapping[int, int]) -> frozenset[int]:
    """New codes of glyphs whose name is not to be believed."""
    distrusted = set() if use.font is None else use.font.distrusted
    return frozenset(code for old, code in new.items() if old in distrusted)


def _told(plan: FontPlan) -> frozenset[int]:
    """New codes whose letter stands in the map to Unicode: the name of their glyph need not tell it once more.

    Names such as ``parenleft`` hold words, which a search for a word in the bytes of a document takes for that word.
    """
    return frozenset(code[0] for code in plan.texts)


def _glyph_names(
    rows: Sequence[tuple[int, str, Any]], unsaid: frozenset[int], told: frozenset[int]
) -> tuple[dict[int, str], dict[str, Any]]:
    """Names by new code, and the glyph behind each name.

    Args:
        rows: new code, old name, glyph (0 or None is missing).
        unsaid: new codes whose old name is not kept.
        told: new codes whose letter is told elsewhere: no word is kept as their name.
    """
    names: dict[int, str] = {}
    chosen: dict[str, Any] = {}
    by_glyph: dict[Any, str] = {}
    for code, old, glyph in rows:
        if not glyph:
            names[code] = ".notdef"
            continue
        name = by_glyph.get(glyph)
        if name is None:
            name = public_glyph_name(old, code)
            hidden = code in unsaid or (code in told and is_word(name))
            name = f"c{code}" if name in chosen or hidden else name
            by_glyph[glyph], chosen[name] = name, glyph
        names[code] = name
    return names, chosen


def _simple_type1(
    font: DictionaryObject, use: FontUse, texts: Mapping[bytes, str], codes: Sequence[int], data: bytes
) -> FontPlan:
    program = type1.Program(data)
    names = encoded_names(font, program.encoding())
    order = _in_order(codes, texts, lambda code: program.outline(names.get(code, "")))
    new = _new_codes(order, texts, use)
    plan = _simple_plan(font, use, texts, new)
    rows = [(new[code], name, name if program.has(name) else None) for code in order if (name := names.get(code, ""))]
    plan.names, chosen = _glyph_names(rows, _unsaid(use, new), _told(plan))
    made, clear, secret = program.made(chosen)
    plan.program = ("/FontFile", "", made, (clear, secret, 0))
    return plan


def _type3(font: DictionaryObject, use: FontUse, texts: Mapping[bytes, str], codes: Sequence[int]) -> FontPlan:
    encoding, procedures = resolved(font.get("/Encoding")), resolved(font.get("/CharProcs"))
    names = differences_of(encoding) if isinstance(encoding, DictionaryObject) else {}
    listed = procedures if isinstance(procedures, DictionaryObject) else DictionaryObject()
    order = _in_order(codes, texts, lambda code: stream_data(listed.get(names.get(code, "/"))))
    return _simple_plan(font, use, texts, _new_codes(order, texts, use))


# -- composite fonts


def _composite(font: DictionaryObject, use: FontUse, texts: Mapping[bytes, str]) -> FontPlan:
    listed = resolved(font.get("/DescendantFonts"))
    descendant = resolved(listed[0]) if isinstance(listed, ArrayObject) and listed else None
    if not isinstance(descendant, DictionaryObject) or use.font is None or use.font.code_map is None:
        return FontPlan(whole=True)
    _, data = _program(resolved(descendant.get("/FontDescriptor")))
    if not data:
        return FontPlan(whole=True)
    own = not use.fixed and not use.font.vertical and _may_renumber(font, use)
    try:
        if data[:4] in _TRUETYPE:
            return _composite_truetype(descendant, use, texts, data, own=own)
        return _composite_cff(descendant, use, texts, data, own=own)
    except BROKEN_PROGRAM:
        if truetype.is_cut_off(data):
            return FontPlan(whole=True, dropped=True)
        raise _not_reducible() from None


def _may_renumber(font: DictionaryObject, use: FontUse) -> bool:
    """Codes of predefined CMaps mean something by themselves; one-byte spaces take word spacing."""
    encoding = resolved(font.get("/Encoding"))
    ours = encoding == "/Identity-H" or not isinstance(encoding, NameObject)
    return ours and b" " not in use.codes


def _ordered_codes(use: FontUse, texts: Mapping[bytes, str], outline: Callable[[bytes], bytes]) -> list[bytes]:
    return sorted(use.codes, key=lambda code: (texts.get(code, "\U0010ffff"), outline(code), code))


def _composite_plan(
    descendant: DictionaryObject, use: FontUse, texts: Mapping[bytes, str], order: Sequence[bytes], *, own: bool
) -> FontPlan:
    assert use.font is not None and use.font.code_map is not None
    widths = cid_widths(resolved(descendant.get("/W")))
    cid_of = use.font.code_map.cid
    if not own:
        cids = {cid_of(code) for code in order}
        return FontPlan(
            texts={code: texts[code] for code in order if code in texts},
            widths={cid: widths[cid] for cid in sorted(cids) if cid in widths},
        )
    new = {code: number.to_bytes(2, "big") for number, code in enumerate(order, start=1)}
    return FontPlan(
        recode={old: code for old, code in new.items() if old != code},
        texts={new[code]: texts[code] for code in order if code in texts},
        widths={number: widths[cid_of(code)] for number, code in enumerate(order, 1) if cid_of(code) in widths},
        renumbered=True,
    )


def _composite_truetype(
    descendant: DictionaryObject, use: FontUse, texts: Mapping[bytes, str], data: bytes, *, own: bool
) -> FontPlan:
    assert use.font is not None and use.font.code_map is not None
    program = truetype.Program(data)
    mapping = stream_data(descendant.get("/CIDToGIDMap"))
    cid_of = use.font.code_map.cid

    def glyph_of(code: bytes) -> int:
        cid = cid_of(code)
        return int.from_bytes(mapping[2 * cid : 2 * cid + 2], "big") if mapping else cid

    order = _ordered_codes(use, texts, lambda code: program.outline(glyph_of(code)))
    plan = _composite_plan(descendant, use, texts, order, own=own)
    made = program.made([glyph_of(code) for code in order])
    plan.program = ("/FontFile2", "", made, (len(made),))
    if not own:
        plan.glyphs = {cid_of(code): number for number, code in enumerate(order, start=1)}
    return plan


def _composite_cff(
    descendant: DictionaryObject, use: FontUse, texts: Mapping[bytes, str], data: bytes, *, own: bool
) -> FontPlan:
    assert use.font is not None and use.font.code_map is not None
    program = cff.Program(data)
    cid_of = use.font.code_map.cid
    order = _ordered_codes(use, texts, lambda code: program.outline(program.place_of_cid(cid_of(code))))
    plan = _composite_plan(descendant, use, texts, order, own=own)
    subtype = "/CIDFontType0C"
    if own:
        places = [program.place_of_cid(cid_of(code)) for code in order]
        names = [f"cid{number:05}" if program.by_cid else f"g{number:05}" for number in range(1, len(order) + 1)]
        made = program.made(places, names, cid_count=len(order) + 1)
    elif program.by_cid:
        cids = sorted({cid_of(code) for code in order} - {0})
        names = [f"cid{cid:05}" for cid in cids]
        made = program.made([program.place_of_cid(cid) for cid in cids], names, cid_count=max(cids, default=0) + 1)
    else:
        raise ValueError("the glyphs of this font cannot be numbered again")
    plan.program = ("/FontFile3", subtype, made, ())
    return plan
