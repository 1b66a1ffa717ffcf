# SPDX-License-Identifier: EUPL-1.2
"""Fonts of a document that we made hold only what is drawn: an entry more may tell a letter of a removed name."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

import pikepdf

from redaction.verification.engines import EngineFailed
from redaction.verification.objects import BROKEN_OBJECT
from schemas.redacted import Fault, FaultKind

_OPERATORS: Final = "q Q Tf Tj TJ ' \""
_SECTIONS: Final = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_HEX: Final = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")

Key = tuple[int, int]


def letters_not_drawn(pdf: pikepdf.Pdf) -> list[Fault]:
    """Faults for fonts that map or measure codes that no page draws.

    Raises:
        EngineFailed: a content stream cannot be read.
    """
    try:
        drawn, fonts = _drawn(pdf)
        details = dict.fromkeys(detail for key, font in fonts.items() for detail in _more_than(font, drawn[key]))
    except BROKEN_OBJECT as error:
        raise EngineFailed("qpdf", type(error).__name__) from None
    return [Fault(kind=FaultKind.HIDDEN_DATA, engine="qpdf", detail=detail) for detail in details]


def _drawn(pdf: pikepdf.Pdf) -> tuple[dict[Key, set[int]], dict[Key, Any]]:
    """Codes by font, and the fonts, over pages, forms, patterns and the glyphs of Type 3 fonts."""
    codes: dict[Key, set[int]] = defaultdict(set)
    fonts: dict[Key, Any] = {}
    for page in pdf.pages:
        _read(page, page.obj.get("/Resources") or page.resources, codes, fonts)
    for found in pdf.objects:
        if isinstance(found, pikepdf.Stream) and isinstance(found.get("/Resources"), pikepdf.Dictionary):
            _read(found, found.get("/Resources"), codes, fonts)
    for font in list(fonts.values()):
        procedures, resources = font.get("/CharProcs"), font.get("/Resources")
        if isinstance(procedures, pikepdf.Dictionary) and isinstance(resources, pikepdf.Dictionary):
            for _, procedure in procedures.items():
                _read(procedure, resources, codes, fonts)
    return codes, fonts


def _read(content: Any, resources: Any, codes: dict[Key, set[int]], fonts: dict[Key, Any]) -> None:
    named = resources.get("/Font")
    if not isinstance(named, pikepdf.Dictionary):
        return
    current: Any = None
    kept: list[Any] = []
    for instruction in pikepdf.parse_content_stream(content, _OPERATORS):
        operands = instruction.operands
        match str(instruction.operator):
            case "q":
                kept.append(current)
            case "Q":
                current = kept.pop() if kept else None
            case "Tf":
                current = named.get(str(operands[0]))
                if current is not None:
                    fonts[current.objgen] = current
            case _ if current is not None:
                for text in _texts(operands):
                    codes[current.objgen].update(_codes(current, text))


def _texts(operands: Any) -> Iterator[bytes]:
    for operand in operands:
        if isinstance(operand, pikepdf.String):
            yield bytes(operand)
        elif isinstance(operand, pikepdf.Array):
            yield from (bytes(item) for item in operand if isinstance(item, pikepdf.String))


def _codes(font: Any, text: bytes) -> Iterator[int]:
    if font.get("/Subtype") != pikepdf.Name("/Type0"):
        yield from text
    else:
        yield from (int.from_bytes(text[at : at + 2], "big") for at in range(0, len(text), 2))


def _more_than(font: Any, drawn: set[int]) -> Iterator[str]:
    composite = font.get("/Subtype") == pikepdf.Name("/Type0")
    if composite and not str(font.get("/Encoding", "")).startswith("/Identity"):
        return  # codes of one to four bytes: their lengths are another program's business
    mapping = font.get("/ToUnicode")
    if isinstance(mapping, pikepdf.Stream) and not set(mapped_codes(mapping.read_bytes())) <= drawn:
        yield "a font maps letters that are not drawn"
    if not composite and not _widths_fit(font, drawn):
        yield "a font measures letters that are not drawn"
    if composite and not set(_measured(font["/DescendantFonts"][0].get("/W"))) <= drawn:
        yield "a font measures letters that are not drawn"


def _widths_fit(font: Any, drawn: set[int]) -> bool:
    """True where widths are given for drawn codes alone, or of a standard font for all between two drawn codes."""
    listed = font.get("/Widths")
    if not isinstance(listed, pikepdf.Array):
        return True
    first = int(font.get("/FirstChar", 0))
    given = {first + number for number, width in enumerate(map(float, listed)) if width}
    if "/FontDescriptor" not in font and font.get("/Subtype") == pikepdf.Name("/Type1"):
        last = first + len(listed) - 1
        if {first, last} <= drawn and given == set(range(first, last + 1)):
            return True
    return given <= drawn


def _measured(listed: Any) -> Iterator[int]:
    """CIDs of a W array."""
    items = list(listed) if isinstance(listed, pikepdf.Array) else []
    at = 0
    while at + 1 < len(items):
        first, second = int(items[at]), items[at + 1]
        if isinstance(second, pikepdf.Array):
            yield from range(first, first + len(second))
            at += 2
        else:
            yield from range(first, min(int(second), 0xFFFF) + 1)
            at += 3


def mapped_codes(data: bytes) -> Iterator[int]:
    """Codes that a ToUnicode map gives a meaning."""
    for section in _SECTIONS.finditer(data):
        words, depth = [], 0
        for token in _HEX.finditer(section[2]):
            if token[2] or token[3]:
                depth += 1 if token[2] else -1
                if token[2]:
                    words.append(0)  # a list stands for one target
            elif not depth:
                words.append(int(b"".join(token[1].split()) or b"0", 16))
        if section[1] == b"char":
            yield from words[::2]
        else:
            for first, last in zip(words[::3], words[1::3], strict=False):
                yield from range(first, min(last, 0xFFFF) + 1)
