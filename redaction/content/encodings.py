# SPDX-License-Identifier: EUPL-1.2
"""Simple fonts: code to glyph name to Unicode (ISO 32000-2, annex D), and widths of the standard fonts."""

import re
from functools import cache
from typing import Final

from fontTools import agl
from pdfminer.fontmetrics import FONT_METRICS
from pypdf._codecs import charset_encoding

_STANDARD_14: Final = (
    (re.compile(r"courier", re.IGNORECASE), "Courier"),
    (re.compile(r"helvetica|arial", re.IGNORECASE), "Helvetica"),
    (re.compile(r"times", re.IGNORECASE), "Times"),
)
_UNI_NAME: Final = re.compile(r"(?:uni|u)([0-9A-F]{4,6})(?:\..*)?")
_NUMBERED: Final = re.compile(r"(?:[a-zA-Z]|cid|glyph|index|char|chr|gid)_?(\d+)", re.IGNORECASE)


@cache
def base_encoding(name: str) -> tuple[str, ...]:
    """256 texts of a named encoding (``/WinAnsiEncoding`` and so on), empty where a code has no character."""
    if name == "Symbol":
        return tuple(charset_encoding["/Symbol"])
    if name == "ZapfDingbats":
        return tuple(charset_encoding["/ZapfDingbats"])
    listed = charset_encoding.get(f"/{name}")
    table = list(charset_encoding["/StandardEncoding"] if listed is None else listed)
    return tuple("" if len(text) == 1 and ord(text) < 32 else text for text in table)


def unicode_of_glyph_name(name: str) -> str:
    """Text of a glyph name by the Adobe Glyph List and its rules; empty where the name says nothing."""
    text: str = agl.toUnicode(name)
    if text:
        return text
    match = _UNI_NAME.fullmatch(name)
    if match and int(match[1], 16) <= 0x10FFFF:
        return chr(int(match[1], 16))
    return ""


def standard_font(base_font: str) -> str | None:
    """Name of the standard font whose metrics stand in for a font that is not embedded; None for other fonts."""
    plain = base_font.split("+")[-1]
    if plain in FONT_METRICS:
        return plain
    if plain in ("Symbol", "ZapfDingbats"):
        return plain
    for pattern, family in _STANDARD_14:
        if pattern.search(plain):
            bold = "Bold" in plain
            slanted = "Italic" in plain or "Oblique" in plain
            slant = "Italic" if family == "Times" else "Oblique"
            style = ("Bold" if bold else "") + (slant if slanted else "")
            return f"{family}-{style}" if style else ("Times-Roman" if family == "Times" else family)
    return None


@cache
def standard_widths(name: str) -> dict[str, float]:
    """Widths of a standard font per character, in thousandths of the font size."""
    found = FONT_METRICS.get(name)
    return {} if found is None else {text: float(width) for text, width in found[1].items()}


def is_meaningless_name(name: str) -> bool:
    """True for names that only number a glyph (``g12``, ``cid34``): they say nothing about the character."""
    return _NUMBERED.fullmatch(name) is not None
