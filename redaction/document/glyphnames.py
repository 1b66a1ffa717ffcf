# SPDX-License-Identifier: EUPL-1.2
"""Codes of simple fonts and the names of their glyphs (ISO 32000-2, 9.6.5 and annex D)."""

import re
from collections.abc import Mapping
from typing import Final

from fontTools.agl import AGL2UV, UV2AGL
from fontTools.encodings.MacRoman import MacRoman
from fontTools.encodings.StandardEncoding import StandardEncoding
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from redaction.content.encodings import base_encoding
from redaction.content.fonts import resolved

_SYMBOL_NAMES: Final = re.compile(r"a\d{1,3}|uni[0-9A-F]{4}|u[0-9A-F]{4,6}")

_WORD: Final = 4
"""Letters from which the name of a glyph may be a word."""
_ACCENTS: Final = frozenset(
    (
        *("grave", "acute", "circumflex", "tilde", "macron", "breve", "dotaccent", "dieresis", "ring", "cedilla"),
        *("hungarumlaut", "ogonek", "caron", "dotlessi"),
    )
)
"""Glyphs of which accented letters are made, by these names (Type 1 Font Format, section 6.2: ``seac``)."""


def encoded_names(font: DictionaryObject, built_in: Mapping[int, str]) -> dict[int, str]:
    """Code to glyph name of a simple font, by Encoding over what the program says."""
    encoding = resolved(font.get("/Encoding"))
    if isinstance(encoding, NameObject):
        return base_names(str(encoding).lstrip("/")) or dict(built_in)
    if not isinstance(encoding, DictionaryObject):
        return dict(built_in)
    base = resolved(encoding.get("/BaseEncoding"))
    names = base_names(str(base).lstrip("/")) if isinstance(base, NameObject) else dict(built_in)
    if not names and not built_in:
        names = base_names("StandardEncoding")
    names.update({code: name.lstrip("/") for code, name in differences_of(encoding).items()})
    return names


def base_names(base: str) -> dict[int, str]:
    """Code to glyph name of an encoding that every reader knows; empty for any other."""
    if base == "MacRomanEncoding":
        return {code: name for code, name in enumerate(MacRoman) if name != ".notdef"}
    if base == "StandardEncoding":
        return {code: name for code, name in enumerate(StandardEncoding) if name != ".notdef"}
    if base not in ("WinAnsiEncoding", "MacExpertEncoding"):
        return {}
    names = {
        code: UV2AGL[ord(text)]
        for code, text in enumerate(base_encoding(base))
        if len(text) == 1 and ord(text) in UV2AGL
    }
    if base == "WinAnsiEncoding":
        names.update({0xA0: "space", 0xAD: "hyphen"})
        names.update({code: "bullet" for code in range(0x7F, 0xA0) if code not in names})
    return names


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
        elif isinstance(value, int | float):
            code = int(value)
    return names


def public_glyph_name(name: str, code: int) -> str:
    """A glyph name that everybody knows, or a number in place of a word of the author's program."""
    if name in AGL2UV or name == ".notdef" or _SYMBOL_NAMES.fullmatch(name):
        return name
    return f"c{code}"


def is_word(name: str) -> bool:
    """True for a name that holds a word (``parenleft``) and that no other glyph needs."""
    return len(name) >= _WORD and name not in _ACCENTS
