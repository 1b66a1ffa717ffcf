# SPDX-License-Identifier: EUPL-1.2
"""Draws the boxes: white with a thin frame and the code of the ground, spoken as a sentence by a screen reader."""

from collections.abc import Sequence, Set
from typing import Final

from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject

from redaction.content.encodings import standard_widths
from redaction.content.lexer import Name, Operation
from redaction.document.copying import Copier
from redaction.removal.gaps import GapBox

FONT_NAME: Final = "LakFont"
_FRAME: Final = 0.45
_CLEAR: Final = 2.2
"""Points that a label stays clear of the edge, so that who checks the rim of a box sees one colour."""


def spoken(ground: str) -> str:
    """What a screen reader says at a box."""
    return f"onleesbaar gemaakt, grond {ground}"


def draw_boxes(boxes: Sequence[GapBox], *, black: bool = False) -> list[Operation]:
    """Operations that paint the boxes, last on the page."""
    result: list[Operation] = []
    for box in boxes:
        text = f"[{spoken(box.ground)}]".encode("utf-16-be")
        properties = {Name("ActualText"): b"\xfe\xff" + text}
        result += [
            Operation(b"q", ()),
            Operation(b"cm", tuple(round(value, 4) for value in box.matrix)),
            Operation(b"g", (0 if black else 1,)),
            Operation(b"G", (0.35,)),
            Operation(b"w", (_FRAME,)),
            Operation(b"re", (0, 0, round(box.width, 3), round(box.height, 3))),
            Operation(b"f", ()),
            Operation(
                b"re",
                (_FRAME / 2, _FRAME / 2, round(box.width - _FRAME, 3), round(box.height - _FRAME, 3)),
            ),
            Operation(b"S", ()),
            Operation(b"BDC", (Name("Span"), properties)),
            *_label(box, black),
            Operation(b"EMC", ()),
            Operation(b"Q", ()),
        ]
    return result


def _label(box: GapBox, black: bool) -> list[Operation]:
    """The code of the ground in the middle of the box, as large as fits; nothing where it could not be read."""
    widths = standard_widths("Helvetica")
    length = sum(widths.get(character, 500.0) for character in box.ground) / 1000
    wide, high = box.width - 2 * _CLEAR, box.height - 2 * _CLEAR
    size = round(min(0.62 * box.height, high / 0.72, min(wide, 0.74 * box.width) / length if length else 0.0, 11.0), 2)
    if size < 2.5:
        return []
    x = round((box.width - length * size) / 2, 2)
    y = round((box.height - 0.72 * size) / 2, 2)
    return [
        Operation(b"BT", ()),
        Operation(b"g", (1 if black else 0.2,)),
        Operation(b"Tr", (0,)),
        Operation(b"Tc", (0,)),
        Operation(b"Tw", (0,)),
        Operation(b"Tz", (100,)),
        Operation(b"Ts", (0,)),
        Operation(b"Tf", (Name(FONT_NAME), size)),
        Operation(b"Tm", (1, 0, 0, 1, x, y)),
        Operation(b"Tj", (box.ground.encode("ascii", "replace"),)),
        Operation(b"ET", ()),
    ]


def label_codes(operations: Sequence[Operation]) -> set[int]:
    """Codes that labels among the operations draw."""
    shown = (operands[0] for operator, operands in operations if operator == b"Tj")
    return {code for text in shown for code in text}


def add_label_font(codes: Set[int], copier: Copier, resources: DictionaryObject) -> None:
    """Add the font of the labels (Helvetica, one of the fonts that every reader has) to a page's resources.

    Args:
        codes: codes that all labels of the document draw; widths are given for these and what lies between them.
        copier: the fresh document.
        resources: of the page.
    """
    if not codes:
        return
    fonts = resources.setdefault(NameObject("/Font"), DictionaryObject())
    first, last = min(codes), max(codes)
    widths = standard_widths("Helvetica")
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
            NameObject("/FirstChar"): NumberObject(first),
            NameObject("/LastChar"): NumberObject(last),
            NameObject("/Widths"): ArrayObject(
                [NumberObject(int(widths.get(chr(code), 0))) for code in range(first, last + 1)]
            ),
        }
    )
    fonts[NameObject(f"/{FONT_NAME}")] = copier.shared("label font", font)
