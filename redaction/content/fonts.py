# SPDX-License-Identifier: EUPL-1.2
"""Fonts as the interpreter needs them: string to codes, code to text, code to advance (ISO 32000-2, 9.5 to 9.10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, Final, TypeVar

from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

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
from redaction.content.programs import is_embedded, program_encoding, program_texts, resolved, stream_data
from redaction.content.shapes import contradicts

__all__ = ["UNKNOWN", "Font", "read_font", "resolved", "stream_data"]

UNKNOWN: Final = "\ufffd"
Decoded = tuple[Sequence[bytes], Sequence[str], Sequence[float]]
"""Codes, texts and advances."""
Placed = tuple[Sequence[bytes], Sequence[str], Sequence[float], Sequence[float]]
"""Codes, texts, starts and ends."""

_T = TypeVar("_T")
_BYTES: Final = tuple(bytes([number]) for number in range(256))
_REMEMBERED: Final = 20_000
"""Strings that a font remembers."""
_SHORT: Final = 12
"""Bytes of a string that is likely to come again at the same size."""
_LIGATURES: Final = dict(
    zip("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)
)


def _number(value: Any, default: float) -> float:
    found = resolved(value)
    return float(found) if isinstance(found, int | float) else default


class _Table(dict[int, _T]):
    """Values of the codes that were met, with one for all codes that have none."""

    def __init__(self, source: Mapping[int, _T], default: _T) -> None:
        super().__init__()
        self._source, self._default = source, default

    def __missing__(self, number: int) -> _T:
        value = self[number] = self._source.get(number, self._default)
        return value


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
        distrusted: code numbers of which ToUnicode says another letter than is drawn.
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
    distrusted: set[int] = field(default_factory=set)
    _vertical_widths: dict[int, float] = field(default_factory=dict)
    _tables: tuple["_Table[str]", "_Table[float]"] | None = None
    _placed: dict[tuple[bytes, float], Placed] = field(default_factory=dict)

    def decode(self, data: bytes) -> Decoded:
        """Codes, texts and advances of a string. Text that cannot be known is U+FFFD."""
        codes: Sequence[bytes]
        numbers: Sequence[int]
        if self.code_map is None:
            codes, numbers = [_BYTES[number] for number in data], data
        else:
            codes = self.code_map.split(data)
            numbers = [int.from_bytes(code, "big") for code in codes]
        if self._tables is None:
            self._tables = _Table(self.text, UNKNOWN), _Table(self.widths, self.default_width)
        texts, advances = self._tables
        return codes, list(map(texts.__getitem__, numbers)), list(map(advances.__getitem__, numbers))

    def decode_parts(self, parts: Sequence[bytes]) -> tuple[Decoded, Sequence[int]]:
        """Codes, texts and advances of strings that follow one another, and how many codes each has."""
        length = 1 if self.code_map is None else self.code_map.length
        if length == 1:
            return self.decode(b"".join(parts)), [len(part) for part in parts]
        if length and not any(len(part) % length for part in parts):
            return self.decode(b"".join(parts)), [len(part) // length for part in parts]
        codes: list[bytes] = []
        texts: list[str] = []
        advances: list[float] = []
        counts: list[int] = []
        for part in parts:
            own, said, wide = self.decode(part)
            codes += own
            texts += said
            advances += wide
            counts.append(len(own))
        return (codes, texts, advances), counts

    def placed(self, data: bytes, size: float) -> Placed:
        """Codes and texts of a string, and where each glyph starts and ends when nothing is between them."""
        known = self._placed.get((data, size))
        if known is None:
            codes, texts, advances = self.decode(data)
            places = list(accumulate([advance * size for advance in advances], initial=0.0))
            known = codes, texts, places[:-1], places[1:]
            if len(data) <= _SHORT and len(self._placed) < _REMEMBERED:
                self._placed[(data, size)] = known
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
    drawn = _read_composite(font, dictionary) if subtype == "/Type0" else _read_simple(font, dictionary, subtype)
    unicode_map = stream_data(dictionary.get("/ToUnicode"))
    if unicode_map:
        said = {code: text for code, text in parse_to_unicode(unicode_map).items() if _means(text)}
        both = ((code, text, drawn[code]) for code, text in said.items() if code in drawn)
        font.distrusted = {code for code, text, shown in both if text != shown and contradicts(text, shown)}
        font.text.update(said)
        font.text.update(_what_is_drawn(font, dictionary, drawn))
    # Letters for ligatures: names are searched for by their letters.
    font.text = {code: _LIGATURES.get(text, text) for code, text in font.text.items() if text}
    return font


def _what_is_drawn(font: Font, dictionary: DictionaryObject, drawn: Mapping[int, str]) -> dict[int, str]:
    """Text of the codes of which ToUnicode says another letter than the encoding or the program.

    A font that is not embedded is drawn by its encoding. Of an embedded one either may be wrong: the eye must tell.
    """
    descendants = resolved(dictionary.get("/DescendantFonts"))
    holder = resolved(descendants[0]) if isinstance(descendants, ArrayObject) and descendants else dictionary
    by_eye = font.type3 or is_embedded(resolved(holder.get("/FontDescriptor")))
    return {code: UNKNOWN if by_eye else drawn[code] for code in font.distrusted}


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


def _read_simple(font: Font, dictionary: DictionaryObject, subtype: str) -> dict[int, str]:
    """Fill a simple font; what its encoding and program say of the characters, where that can be relied upon."""
    descriptor = resolved(dictionary.get("/FontDescriptor"))
    _metrics(font, descriptor)
    font.type3 = subtype == "/Type3"
    names, drawn = _simple_encoding(font, dictionary, descriptor, subtype)
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
    return drawn


def _type3_extent(font: Font, dictionary: DictionaryObject, matrix: Any) -> None:
    box = resolved(dictionary.get("/FontBBox"))
    if isinstance(box, ArrayObject) and len(box) == 4 and isinstance(matrix, ArrayObject) and len(matrix) == 6:
        scale = _number(matrix[3], 0.001)
        low, high = sorted((_number(box[1], 0) * scale, _number(box[3], 0) * scale))
        if high > low:
            font.ascent, font.descent = max(high, 0.1), min(low, 0.0)


def _simple_encoding(
    font: Font, dictionary: DictionaryObject, descriptor: Any, subtype: str
) -> tuple[dict[int, str], dict[int, str]]:
    """Fill the text of a simple font from Encoding, Differences and, where these are silent, the font program.

    Gives the names of the Differences, and the texts of what is drawn for certain.
    """
    encoding = resolved(dictionary.get("/Encoding"))
    symbolic = isinstance(descriptor, DictionaryObject) and bool(int(_number(descriptor.get("/Flags"), 0)) & 4)
    embedded, type3 = is_embedded(descriptor), subtype == "/Type3"
    base = None
    if isinstance(encoding, str):
        base = str(encoding).lstrip("/")
    elif isinstance(encoding, DictionaryObject) and "/BaseEncoding" in encoding:
        base = str(resolved(encoding["/BaseEncoding"])).lstrip("/")
    names = _differences(encoding) if isinstance(encoding, DictionaryObject) else {}
    known = standard_font(font.name)
    by_program = not base and not type3 and not (embedded and _are_told(dictionary, names))
    from_program = program_encoding(descriptor) if by_program else {}
    certain = dict(from_program)
    if base is None and not from_program and not (embedded and symbolic):
        base = known if known in ("Symbol", "ZapfDingbats") else "StandardEncoding"
    if base is not None and not type3:
        font.text = {code: text for code, text in enumerate(base_encoding(base)) if text}
        if not symbolic or (known is not None and not embedded):
            certain = dict(font.text)
    font.text.update(from_program)
    if symbolic and base in ("WinAnsiEncoding", "MacRomanEncoding") and not isinstance(encoding, DictionaryObject):
        # A symbolic TrueType font ignores Encoding; its own cmap decides where it has one.
        font.text.update(program_encoding(descriptor))
    for code, glyph in names.items():
        certain.pop(code, None)
        text = unicode_of_glyph_name(glyph)
        if text:
            font.text[code] = certain[code] = text
        elif is_meaningless_name(glyph) or glyph == ".notdef" or type3:
            font.text.pop(code, None)
    return names, certain


def _are_told(dictionary: DictionaryObject, names: Mapping[int, str]) -> bool:
    """True where the Differences name all codes that the font has widths for, so that the program need not be asked."""
    widths = resolved(dictionary.get("/Widths"))
    first = int(_number(dictionary.get("/FirstChar"), 0))
    listed = widths if isinstance(widths, ArrayObject) else ()
    return bool(names) and all(first + place in names for place, width in enumerate(listed) if _number(width, 0))


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


def _read_composite(font: Font, dictionary: DictionaryObject) -> dict[int, str]:
    """Fill a composite font; what its collection or program says of the characters."""
    encoding = resolved(dictionary.get("/Encoding"))
    font.code_map = _code_map(encoding)
    font.vertical = font.code_map.vertical
    descendants = resolved(dictionary.get("/DescendantFonts"))
    descendant = resolved(descendants[0]) if isinstance(descendants, ArrayObject) and descendants else None
    if not isinstance(descendant, DictionaryObject):
        return {}
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
        texts = program_texts(descriptor, descendant)
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
    return dict(font.text)


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
