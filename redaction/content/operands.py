# SPDX-License-Identifier: EUPL-1.2
"""Operations with the operands that they take and no others: what an operator ignores, a reader of bytes still sees."""

from typing import Any, Final

from redaction.content.lexer import Name, Operation

_NUMBERS: Final = {
    **dict.fromkeys((b"w", b"J", b"j", b"M", b"i", b"g", b"G", b"Tc", b"Tw", b"Tz", b"TL", b"Ts", b"Tr"), 1),
    **dict.fromkeys((b"m", b"l", b"Td", b"TD", b"d0"), 2),
    **dict.fromkeys((b"rg", b"RG"), 3),
    **dict.fromkeys((b"re", b"v", b"y", b"k", b"K"), 4),
    **dict.fromkeys((b"cm", b"c", b"Tm", b"d1"), 6),
}
"""Operators that take numbers, and how many (ISO 32000-2, Annex A)."""
_NAMED: Final = frozenset((b"gs", b"Do", b"cs", b"CS", b"sh", b"ri"))
_COLOURS: Final = frozenset((b"sc", b"SC", b"scn", b"SCN"))
_BARE: Final = frozenset(
    (b"q", b"Q", b"h", b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"n", b"W", b"W*", b"BT", b"ET", b"T*")
)
_INTENTS: Final = ("AbsoluteColorimetric", "RelativeColorimetric", "Saturation", "Perceptual")
_INLINE_KEYS: Final = {
    "W": "W",
    "Width": "W",
    "H": "H",
    "Height": "H",
    "BPC": "BPC",
    "BitsPerComponent": "BPC",
    "CS": "CS",
    "ColorSpace": "CS",
    "D": "D",
    "Decode": "D",
    "IM": "IM",
    "ImageMask": "IM",
    "I": "I",
    "Interpolate": "I",
    "F": "F",
    "Filter": "F",
    "DP": "DP",
    "DecodeParms": "DP",
}
_PARAMETERS: Final = frozenset(
    (
        *("Predictor", "Colors", "BitsPerComponent", "Columns", "EarlyChange", "K", "EndOfLine", "EncodedByteAlign"),
        *("Rows", "EndOfBlock", "BlackIs1", "DamagedRowsBeforeError", "ColorTransform"),
    )
)


def checked(operation: Operation) -> Operation | None:
    """The operation with exactly its operands, the last ones where there are more; None where they do not fit."""
    operator, operands = operation
    count = _NUMBERS.get(operator)
    if count is not None:
        kept = operands if len(operands) == count else operands[-count:]
        if len(kept) != count or not all(_is_number(value) for value in kept):
            return None
        return operation if kept is operands else Operation(operator, kept)
    if operator in _BARE:
        return Operation(operator, ()) if operands else operation
    if operator in _NAMED:
        return _named(operation)
    if operator in _COLOURS:
        return _coloured(operation)
    check = _CHECKS.get(operator)
    fitting = None if check is None else check(operands)
    return None if fitting is None else Operation(operator, fitting)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _named(operation: Operation) -> Operation | None:
    operator, operands = operation
    if not operands or not isinstance(operands[-1], Name):
        return None
    if operator == b"ri" and operands[-1] not in _INTENTS:
        return None
    return Operation(operator, operands[-1:])


def _coloured(operation: Operation) -> Operation | None:
    operator, operands = operation
    named = bool(operands) and isinstance(operands[-1], Name) and operator in (b"scn", b"SCN")
    numbers = tuple(value for value in operands if _is_number(value))
    kept = (*numbers, operands[-1]) if named else numbers
    return Operation(operator, kept) if kept else None


def _string(operands: tuple[Any, ...]) -> tuple[Any, ...] | None:
    return operands[-1:] if operands and isinstance(operands[-1], bytes) else None


def _spaced(operands: tuple[Any, ...]) -> tuple[Any, ...] | None:
    kept = operands[-3:]
    fits = len(kept) == 3 and _is_number(kept[0]) and _is_number(kept[1]) and isinstance(kept[2], bytes)
    return kept if fits else None


def _adjusted(operands: tuple[Any, ...]) -> tuple[Any, ...] | None:
    if not operands or not isinstance(operands[-1], list):
        return None
    parts = operands[-1]
    if all(isinstance(part, bytes) or _is_number(part) for part in parts):
        return operands[-1:]
    return ([part for part in parts if isinstance(part, bytes) or _is_number(part)],)


def _font(operands: tuple[Any, ...]) -> tuple[Any, ...] | None:
    kept = operands[-2:]
    return kept if len(kept) == 2 and isinstance(kept[0], Name) and _is_number(kept[1]) else None


def _dash(operands: tuple[Any, ...]) -> tuple[Any, ...] | None:
    kept = operands[-2:]
    if len(kept) != 2 or not isinstance(kept[0], list) or not _is_number(kept[1]):
        return None
    return [value for value in kept[0] if _is_number(value)], kept[1]


def _inline(operands: tuple[Any, ...]) -> tuple[Any, ...] | None:
    if len(operands) != 2 or not isinstance(operands[0], dict) or not isinstance(operands[1], bytes):
        return None
    kept: dict[Name, Any] = {}
    for key, value in operands[0].items():
        short = _INLINE_KEYS.get(key)
        if short == "DP":
            kept[Name(short)] = _parameters(value)
        elif short is not None:
            kept[Name(short)] = value
    return kept, operands[1]


def _parameters(value: Any) -> Any:
    if isinstance(value, list):
        return [_parameters(item) for item in value]
    if isinstance(value, dict):
        return {key: item for key, item in value.items() if key in _PARAMETERS and isinstance(item, int | float)}
    return None


_CHECKS: Final = {
    b"Tj": _string,
    b"'": _string,
    b'"': _spaced,
    b"TJ": _adjusted,
    b"Tf": _font,
    b"d": _dash,
    b"BI": _inline,
}
