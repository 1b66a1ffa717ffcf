# SPDX-License-Identifier: EUPL-1.2
"""Type 1 programs made anew with the glyphs that are drawn and the subroutines that these call (Adobe Type 1, 1990)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fontTools.encodings.StandardEncoding import StandardEncoding
from fontTools.misc import eexec

NAME: Final = "Lettertype"
_KEY: Final = 55_665
_GLYPH_KEY: Final = 4330
_ENTRY: Final = re.compile(rb"/([^\s/{}\[\]()<>]+)\s+(\d+)\s+(RD|-\||\S{1,8}) ")
_SUBR: Final = re.compile(rb"dup\s+(\d+)\s+(\d+)\s+(RD|-\||\S{1,8}) ")
_PRIVATE_KEYS: Final = (
    *("BlueValues", "OtherBlues", "FamilyBlues", "FamilyOtherBlues", "BlueScale", "BlueShift", "BlueFuzz"),
    *("StdHW", "StdVW", "StemSnapH", "StemSnapV", "ForceBold", "LanguageGroup", "ExpansionFactor", "password"),
)
_OTHER_SUBRS: Final = (
    b"/OtherSubrs[{}{}{}{systemdict/internaldict known not{pop 3}{1183615869 systemdict/internaldict get exec dup"
    b"/startlock known{/startlock get exec}{dup/strtlck known{/strtlck get exec}{pop 3}ifelse}"
    b"ifelse}ifelse}executeonly]"
)
_RETURN: Final = b"\x0b"


@dataclass(slots=True)
class _Parts:
    glyphs: dict[str, bytes]
    subrs: dict[int, bytes]
    skip: int


class Program:
    """A Type 1 program of the old document.

    Raises:
        ValueError: it is not one, or not one that can be taken apart.
    """

    def __init__(self, data: bytes) -> None:
        data = _without_headers(data)
        place = data.find(b"eexec")
        if place < 0:
            raise ValueError("no encrypted part")
        self.clear = data[:place]
        secret = data[place + 5 :].lstrip(b" \t\r\n")
        if re.fullmatch(rb"[0-9A-Fa-f\s]{8}", secret[:8]):
            secret = bytes.fromhex(re.sub(rb"[^0-9A-Fa-f]", b"", secret).decode()[: 2 * (len(secret) // 2)])
        self.private = eexec.decrypt(secret, _KEY)[0][4:]
        self._parts = _taken_apart(self.private)
        if ".notdef" not in self._parts.glyphs:
            raise ValueError("no glyph for what is not defined")

    def encoding(self) -> dict[int, str]:
        """Code to glyph name by the program itself."""
        if re.search(rb"/Encoding\s+StandardEncoding\s+def", self.clear):
            return {code: name for code, name in enumerate(StandardEncoding) if name != ".notdef"}
        rows = re.findall(rb"dup\s+(\d{1,3})\s*/(\S+)\s+put", self.clear)
        return {int(code): name.decode("latin-1") for code, name in rows if int(code) < 256}

    def has(self, name: str) -> bool:
        """Whether the program has a glyph of this name."""
        return name in self._parts.glyphs

    def outline(self, name: str) -> bytes:
        """What tells a glyph from others: its instructions."""
        return self._parts.glyphs.get(name, b"")

    def made(self, names: Mapping[str, str]) -> tuple[bytes, int, int]:
        """A new program, and the lengths of its clear and its encrypted part.

        Args:
            names: new name to old name, in the order in which the glyphs are to stand.
        """
        glyphs = {".notdef": self._parts.glyphs[".notdef"]}
        glyphs.update({new: self._parts.glyphs[old] for new, old in names.items()})
        for part in sorted(self._accent_parts(glyphs)):
            if glyphs.setdefault(part, self._parts.glyphs[part]) != self._parts.glyphs[part]:
                raise ValueError("a part of an accented letter has another name")
        called = self._called(glyphs)
        clear, secret = self._new_clear(), self._new_private(glyphs, called)
        encrypted = eexec.encrypt(b"LAK " + secret, _KEY)[0]
        return clear + encrypted, len(clear), len(encrypted)

    def _operations(self, code: bytes) -> list[int | str]:
        """Numbers and operators (as text) of a decrypted glyph or subroutine."""
        result: list[int | str] = []
        index = 0
        while index < len(code):
            first = code[index]
            index += 1
            if first >= 32:
                if first <= 246:
                    result.append(first - 139)
                elif first <= 250:
                    result.append((first - 247) * 256 + code[index] + 108)
                    index += 1
                elif first <= 254:
                    result.append(-(first - 251) * 256 - code[index] - 108)
                    index += 1
                else:
                    result.append(int.from_bytes(code[index : index + 4], "big", signed=True))
                    index += 4
            elif first == 12:
                result.append(f"12 {code[index]}")
                index += 1
            else:
                result.append(str(first))
        return result

    def _accent_parts(self, glyphs: Mapping[str, bytes]) -> set[str]:
        parts: set[str] = set()
        for code in glyphs.values():
            operations = self._operations(code)
            for place, item in enumerate(operations):
                if item == "12 6" and place >= 2:
                    for number in operations[place - 2 : place]:
                        name = StandardEncoding[number] if isinstance(number, int) and 0 <= number < 256 else ".notdef"
                        if name not in self._parts.glyphs:
                            raise ValueError("a part of an accented letter is missing")
                        parts.add(name)
        return parts

    def _called(self, glyphs: Mapping[str, bytes]) -> set[int]:
        """Subroutines that the glyphs call, those for hint replacement and flex included."""
        found: set[int] = set()
        waiting = list(glyphs.values())
        while waiting:
            operations = self._operations(waiting.pop())
            for place, item in enumerate(operations):
                # The number may be an operand of the OtherSubr that picks it (3 callothersubr pop callsubr).
                numbers = operations[max(place - 8, 0) : place] if item == "10" else []
                for number in numbers:
                    if isinstance(number, int) and number in self._parts.subrs and number not in found:
                        found.add(number)
                        waiting.append(self._parts.subrs[number])
        return found | {number for number in range(5) if number in self._parts.subrs}

    def _new_clear(self) -> bytes:
        matrix = re.search(rb"/FontMatrix\s*\[([^\]]*)\]", self.clear)
        box = re.search(rb"/FontBBox\s*[\[{]([^\]}]*)[\]}]", self.clear)
        paint = re.search(rb"/PaintType\s+(\d)", self.clear)
        parts = [
            f"%!PS-AdobeFont-1.0: {NAME}\n12 dict begin\n/FontInfo 1 dict dup begin\nend readonly def\n".encode(),
            f"/FontName /{NAME} def\n/PaintType {int(paint[1]) if paint else 0} def\n/FontType 1 def\n".encode(),
            b"/FontMatrix [" + _numbers(matrix[1] if matrix else b"0.001 0 0 0.001 0 0") + b"] readonly def\n",
            b"/Encoding StandardEncoding def\n",
            b"/FontBBox {" + _numbers(box[1] if box else b"0 0 0 0") + b"} readonly def\n",
            b"currentdict end\ncurrentfile eexec\n",
        ]
        return b"".join(parts)

    def _new_private(self, glyphs: Mapping[str, bytes], called: set[int]) -> bytes:
        skip = self._parts.skip
        parts = [
            b"dup /Private 20 dict dup begin\n/RD {string currentfile exch readstring pop} executeonly def\n",
            b"/ND {noaccess def} executeonly def\n/NP {noaccess put} executeonly def\n",
            b"/MinFeature {16 16} def\n",
            b"" if skip == 4 else b"/lenIV %d def\n" % skip,
        ]
        for key in _PRIVATE_KEYS:
            value = _private_value(self.private, key)
            if value:
                parts.append(f"/{key} ".encode() + value + b" def\n")
        if called:
            parts.append(_OTHER_SUBRS + b"def\n")
            count = max(called) + 1
            parts.append(b"/Subrs %d array\n" % count)
            for number in range(count):
                code = self._parts.subrs[number] if number in called else _RETURN
                parts.append(b"dup %d " % number + _stored(code, skip) + b" NP\n")
            parts.append(b"ND\n")
        parts.append(b"2 index /CharStrings %d dict dup begin\n" % len(glyphs))
        parts += [
            b"/" + name.encode("latin-1") + b" " + _stored(code, skip) + b" ND\n" for name, code in glyphs.items()
        ]
        parts.append(
            b"end\nend\nreadonly put\nnoaccess put\ndup/FontName get exch definefont pop\nmark currentfile closefile\n"
        )
        return b"".join(parts)


def _numbers(text: bytes) -> bytes:
    return b" ".join(re.findall(rb"[-+0-9.eE]+", text))


def _private_value(private: bytes, key: str) -> bytes:
    start = private.find(b"/CharStrings")
    match = re.search(rf"/{key}\s*(\[[-+0-9.eE\s]*\]|{{[-+0-9.eE\s]*}}|[-+0-9.]+|true|false)".encode(), private[:start])
    return match[1] if match else b""


def _stored(code: bytes, skip: int) -> bytes:
    encrypted = eexec.encrypt(bytes(skip) + code, _GLYPH_KEY)[0] if skip >= 0 else code
    return b"%d RD " % len(encrypted) + bytes(encrypted)


def _without_headers(data: bytes) -> bytes:
    """The font without the segment headers of a PFB file."""
    if data[:1] != b"\x80":
        return data
    parts: list[bytes] = []
    place = 0
    while data[place : place + 1] == b"\x80" and data[place + 1] in (1, 2):
        length = int.from_bytes(data[place + 2 : place + 6], "little")
        parts.append(data[place + 6 : place + 6 + length])
        place += 6 + length
    return b"".join(parts)


def _taken_apart(private: bytes) -> _Parts:
    found = re.search(rb"/lenIV\s+(-?\d+)", private)
    skip = int(found[1]) if found else 4
    start = private.find(b"/CharStrings")
    if start < 0:
        raise ValueError("no glyphs")
    subrs_start = private.find(b"/Subrs")
    subrs: dict[int, bytes] = {}
    if 0 <= subrs_start < start:
        place = subrs_start
        while (match := _SUBR.search(private, place, start)) is not None:
            length = int(match[2])
            subrs[int(match[1])] = _clear_code(private[match.end() : match.end() + length], skip)
            place = match.end() + length
    glyphs: dict[str, bytes] = {}
    place = start + len(b"/CharStrings")
    while (match := _ENTRY.search(private, place)) is not None:
        length = int(match[2])
        glyphs[match[1].decode("latin-1")] = _clear_code(private[match.end() : match.end() + length], skip)
        place = match.end() + length
    return _Parts(glyphs, subrs, skip)


def _clear_code(code: bytes, skip: int) -> bytes:
    return bytes(eexec.decrypt(code, _GLYPH_KEY)[0][skip:]) if skip >= 0 else code
