# SPDX-License-Identifier: EUPL-1.2
"""Fonts as the interpreter needs them: string to codes, code to text, code to advance (ISO 32000-2, 9.5 to 9.10)."""

import io
from dataclasses import dataclass, field
from typing import Any, Final

from fontTools.ttLib import TTFont, TTLibError
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from redaction.content.cmaps import (
    CodeMap,
    cid_to_unicode,
    parse_code_map,
    parse_to_unicode,
    predefined_code_map,
)
from redaction.content.encodings import (
    base_encoding,
    is_meaningless_name,
    standard_font,
    standard_widths,
    unicode_of_glyph_name,
)

UNKNOWN: Final = "\ufffd"
_LIGATURES: Final = dict(
    zip("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)
)
_BROKEN_STREAM: Final = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, EOFError, OSError)
_BROKEN_FONT: Final = (TTLibError, *_BROKEN_STREAM, AssertionError, NotImplementedError)


def resolved(value: Any) -> Any:
    """The object behind a reference."""
    return value.get_object() if isinstance(value, IndirectObject) else value


def _number(value: Any, default: float) -> float:
    found = resolved(value)
    return float(found) if isinstance(found, int | float) else default


def stream_data(value: Any) -> bytes:
    """Decoded data of a stream object; empty where it cannot be decoded."""
    found = resolved(value)
    if not isinstance(found, StreamObject):
        return b""
    try:
        return bytes(found.get_data())
    except _BROKEN_STREAM:
        return b""


@dataclass(slots=True, eq=False)
class Font:
    """One font of a page.

    Attributes:
        name: BaseFont without subset tag.
        code_map: how strings split; None for a simple font (one byte per code).
        text: code number to text.
        widths: code number to advance, in text-space units for size 1 (0.5 is half the font size).
        ascent, descent: above and below the baseline, size 1.
        vertical: advances run down the page.
        key: identity of the font dictionary, for finding it again among the resources.
    """

    name: str
    code_map: CodeMap | None = None
    text: dict[int, str] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    default_width: float = 0.0
    ascent: float = 0.75
    descent: float = -0.25
    vertical: bool = False
    type3: bool = False
    _vertical_widths: dict[int, float] = field(default_factory=dict)
    _decoded: dict[bytes, tuple[list[bytes], list[str], list[float]]] = field(default_factory=dict)

    def decode(self, data: bytes) -> tuple[list[bytes], list[str], list[float]]:
        """Codes, texts and advances of a string. Text that cannot be known is U+FFFD."""
        known = self._decoded.get(data)
        if known is None:
            codes = [data[i : i + 1] for i in range(len(data))] if self.code_map is None else self.code_map.split(data)
            numbers = [int.from_bytes(code, "big") for code in codes]
            texts = [self.text.get(number) or UNKNOWN for number in numbers]
            advances = [self.widths.get(number, self.default_width) for number in numbers]
            known = (codes, texts, advances)
            if len(self._decoded) < 20_000:
                self._decoded[data] = known
        return known

    @property
    def space_width(self) -> float:
        """Advance of a space at size 1; a quarter of the size where the font has none."""
        for number, text in self.text.items():
            if text == " " and self.widths.get(number, 0) > 0:
                return self.widths[number]
        return 0.25

    def code_of_space(self) -> bytes | None:
        """The code that draws a space, None where the font has none."""
        for number, text in self.text.items():
            if text == " " and self.widths.get(number, 0) > 0 and self.code_map is None:
                return bytes([number])
        return None


def read_font(dictionary: DictionaryObject) -> Font:
    """A font from its dictionary. A part that is missing or broken is left out; its characters are then unknown."""
    subtype = str(resolved(dictionary.get("/Subtype", "")))
    name = str(resolved(dictionary.get("/BaseFont", ""))).lstrip("/")
    font = Font(name=name.split("+")[-1])
    if subtype == "/Type0":
        _read_composite(font, dictionary)
    else:
        _read_simple(font, dictionary, subtype)
    unicode_map = stream_data(dictionary.get("/ToUnicode"))
    if unicode_map:
        font.text.update({code: text for code, text in parse_to_unicode(unicode_map).items() if _means(text)})
    _spell_ligatures(font.text)
    return font


def _spell_ligatures(texts: dict[int, str]) -> None:
    """Letters for ligatures: names are searched for by their letters."""
    for code, text in texts.items():
        if text in _LIGATURES:
            texts[code] = _LIGATURES[text]


def _means(text: str) -> bool:
    return bool(text) and text != "\x00" and UNKNOWN not in text


def _metrics(font: Font, descriptor: Any) -> None:
    if isinstance(descriptor, DictionaryObject):
        ascent = _number(descriptor.get("/Ascent"), 0) / 1000
        descent = _number(descriptor.get("/Descent"), 0) / 1000
        if 0.3 <= ascent <= 2:
            font.ascent = ascent
        if -1 <= descent <= -0.05:
            font.descent = descent
        elif 0.05 <= descent <= 1:
            font.descent = -descent


def _read_simple(font: Font, dictionary: DictionaryObject, subtype: str) -> None:
    descriptor = resolved(dictionary.get("/FontDescriptor"))
    _metrics(font, descriptor)
    font.type3 = subtype == "/Type3"
    names = _simple_encoding(font, dictionary, descriptor, subtype)
    scale = 0.001
    if font.type3:
        matrix = resolved(dictionary.get("/FontMatrix"))
        scale = abs(_number(matrix[0], 0.001)) if isinstance(matrix, ArrayObject) and len(matrix) == 6 else 0.001
        _type3_extent(font, dictionary, matrix)
    first = int(_number(dictionary.get("/FirstChar"), 0))
    widths = resolved(dictionary.get("/Widths"))
    if isinstance(widths, ArrayObject):
        font.widths = {first + index: _number(width, 0) * scale for index, width in enumerate(widths)}
        if isinstance(descriptor, DictionaryObject):
            font.default_width = _number(descriptor.get("/MissingWidth"), 0) * scale
    else:
        metrics = standard_widths(standard_font(font.name) or "Helvetica")
        font.default_width = metrics.get(" ", 278.0) / 1000
        font.widths = {code: metrics[text] / 1000 for code, text in font.text.items() if text in metrics}
        for code, glyph in names.items():
            text = unicode_of_glyph_name(glyph)
            if text in metrics:
                font.widths[code] = metrics[text] / 1000


def _type3_extent(font: Font, dictionary: DictionaryObject, matrix: Any) -> None:
    box = resolved(dictionary.get("/FontBBox"))
    if isinstance(box, ArrayObject) and len(box) == 4 and isinstance(matrix, ArrayObject) and len(matrix) == 6:
        scale = _number(matrix[3], 0.001)
        low, high = sorted((_number(box[1], 0) * scale, _number(box[3], 0) * scale))
        if high > low:
            font.ascent, font.descent = max(high, 0.1), min(low, 0.0)


def _simple_encoding(font: Font, dictionary: DictionaryObject, descriptor: Any, subtype: str) -> dict[int, str]:
    """Fill the text of a simple font from Encoding, Differences and, where these are silent, the font program."""
    encoding = resolved(dictionary.get("/Encoding"))
    symbolic = isinstance(descriptor, DictionaryObject) and bool(int(_number(descriptor.get("/Flags"), 0)) & 4)
    base = None
    if isinstance(encoding, str):
        base = str(encoding).lstrip("/")
    elif isinstance(encoding, DictionaryObject) and "/BaseEncoding" in encoding:
        base = str(resolved(encoding["/BaseEncoding"])).lstrip("/")
    known = standard_font(font.name)
    from_program = {} if base or subtype == "/Type3" else _program_encoding(descriptor)
    if base is None and not from_program:
        base = known if known in ("Symbol", "ZapfDingbats") else "StandardEncoding"
    if base is not None and subtype != "/Type3":
        font.text = {code: text for code, text in enumerate(base_encoding(base)) if text}
    font.text.update(from_program)
    if symbolic and base in ("WinAnsiEncoding", "MacRomanEncoding") and not isinstance(encoding, DictionaryObject):
        # A symbolic TrueType font ignores Encoding; its own cmap decides where it has one.
        font.text.update(_program_encoding(descriptor))
    names: dict[int, str] = {}
    if isinstance(encoding, DictionaryObject):
        names = _differences(encoding)
        for code, glyph in names.items():
            text = unicode_of_glyph_name(glyph)
            if text:
                font.text[code] = text
            elif is_meaningless_name(glyph) or glyph == ".notdef" or subtype == "/Type3":
                font.text.pop(code, None)
    return names


def _differences(encoding: DictionaryObject) -> dict[int, str]:
    listed = resolved(encoding.get("/Differences"))
    names: dict[int, str] = {}
    code = 0
    for item in listed if isinstance(listed, ArrayObject) else ():
        value = resolved(item)
        if isinstance(value, int | float):
            code = int(value)
        elif isinstance(value, str):
            names[code] = value.lstrip("/")
            code += 1
    return names


def _program(descriptor: Any) -> TTFont | None:
    """The embedded TrueType or OpenType program; None where there is none or it cannot be read."""
    if not isinstance(descriptor, DictionaryObject):
        return None
    for key in ("/FontFile2", "/FontFile3"):
        data = stream_data(descriptor.get(key))
        if data[:4] in (b"\x00\x01\x00\x00", b"true", b"OTTO", b"ttcf"):
            try:
                return TTFont(io.BytesIO(data), lazy=True, fontNumber=0)
            except _BROKEN_FONT:
                return None
    return None


def _program_encoding(descriptor: Any) -> dict[int, str]:
    """Code to text of a simple font by the (3,0), (3,1) or (1,0) cmap of its program (ISO 32000-2, 9.6.5.4)."""
    program = _program(descriptor)
    if program is None:
        return {}
    result: dict[int, str] = {}
    try:
        if "cmap" not in program:
            return {}
        tables = {(table.platformID, table.platEncID): table.cmap for table in program["cmap"].tables}
        for code, glyph in (tables.get((3, 0)) or tables.get((1, 0)) or {}).items():
            text = unicode_of_glyph_name(glyph)
            if text and not is_meaningless_name(glyph):
                result[code & 0xFF] = text
        for code, glyph in tables.get((3, 1), {}).items():
            if code < 256 and glyph != ".notdef":
                result.setdefault(code, chr(code))
    except _BROKEN_FONT:
        return {}
    return result


def _read_composite(font: Font, dictionary: DictionaryObject) -> None:
    encoding = resolved(dictionary.get("/Encoding"))
    font.code_map = _code_map(encoding)
    font.vertical = font.code_map.vertical
    descendants = resolved(dictionary.get("/DescendantFonts"))
    descendant = resolved(descendants[0]) if isinstance(descendants, ArrayObject) and descendants else None
    if not isinstance(descendant, DictionaryObject):
        return
    descriptor = resolved(descendant.get("/FontDescriptor"))
    _metrics(font, descriptor)
    font.default_width = _number(descendant.get("/DW"), 1000) / 1000
    by_cid = _cid_widths(resolved(descendant.get("/W")))
    if font.vertical:
        default = resolved(descendant.get("/DW2"))
        advance = _number(default[1], -1000) if isinstance(default, ArrayObject) and len(default) == 2 else -1000.0
        font.default_width = advance / 1000
        by_cid = {}
    info = resolved(descendant.get("/CIDSystemInfo"))
    ordering = ""
    if isinstance(info, DictionaryObject):
        ordering = f"{resolved(info.get('/Registry', ''))}-{resolved(info.get('/Ordering', ''))}"
    texts = cid_to_unicode(ordering)
    if not texts:
        texts = _program_texts(descriptor, descendant)
    if font.code_map.identity:
        font.widths = by_cid
        font.text = dict(texts)
    else:
        for code, cid in font.code_map.cids.items():
            number = int.from_bytes(code, "big")
            if cid in by_cid:
                font.widths[number] = by_cid[cid]
            if cid in texts:
                font.text[number] = texts[cid]


def _code_map(encoding: Any) -> CodeMap:
    if isinstance(encoding, StreamObject):
        parent = resolved(encoding.get("/UseCMap"))
        base = predefined_code_map(str(parent).lstrip("/")) if isinstance(parent, str) else None
        result = parse_code_map(stream_data(encoding), base)
        result.vertical = result.vertical or _number(encoding.get("/WMode"), 0) == 1
        return result
    found = predefined_code_map(str(encoding).lstrip("/")) if encoding is not None else None
    return found if found is not None else CodeMap(identity=True)


def _cid_widths(listed: Any) -> dict[int, float]:
    """The W array: ``c [w1 w2 ...]`` and ``first last w`` (ISO 32000-2, 9.7.4.3)."""
    result: dict[int, float] = {}
    if not isinstance(listed, ArrayObject):
        return result
    items = [resolved(item) for item in listed]
    index = 0
    while index + 1 < len(items):
        first, second = items[index], items[index + 1]
        if isinstance(second, ArrayObject):
            for offset, width in enumerate(second):
                result[int(_number(first, 0)) + offset] = _number(width, 0) / 1000
            index += 2
        elif index + 2 < len(items):
            low, high = int(_number(first, 0)), int(_number(second, 0))
            width = _number(items[index + 2], 0) / 1000
            for cid in range(low, min(high, low + 65_535) + 1):
                result[cid] = width
            index += 3
        else:
            break
    return result


def _program_texts(descriptor: Any, descendant: DictionaryObject) -> dict[int, str]:
    """CID to text through the embedded program's own cmap, for fonts without ToUnicode."""
    program = _program(descriptor)
    if program is None:
        return {}
    try:
        if "cmap" not in program:
            return {}
        by_glyph: dict[int, str] = {}
        for code, glyph in (program.getBestCmap() or {}).items():
            by_glyph.setdefault(program.getGlyphID(glyph), chr(code))
    except _BROKEN_FONT:
        return {}
    mapping = stream_data(descendant.get("/CIDToGIDMap"))
    if mapping:
        pairs = ((cid, int.from_bytes(mapping[2 * cid : 2 * cid + 2], "big")) for cid in range(len(mapping) // 2))
        return {cid: by_glyph[glyph] for cid, glyph in pairs if glyph in by_glyph}
    return by_glyph
