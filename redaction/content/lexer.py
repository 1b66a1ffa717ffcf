# SPDX-License-Identifier: EUPL-1.2
"""Content streams as operations, and operations as bytes again (ISO 32000-2, 7.8.2).

An operation is ``(operator, operands)``. Operands are numbers, Name, bytes (strings, decoded), lists, dicts, booleans
and None. An inline image is one operation ``BI`` with operands ``(dict, data)``. Comments do not survive.
"""

import re
from collections.abc import Sequence
from functools import partial
from math import floor, log10
from typing import Any, Final, NamedTuple

from schemas.errors import BlockReason, DocumentBlocked

MAX_OPERATIONS: Final = 4_000_000
MAX_DEPTH: Final = 32
_MAX_PLAIN: Final = 30_000_000
"""Bytes of a stream that is cut into tokens all at once."""


class Name(str):
    """A PDF name without its slash, ``#`` escapes decoded as Latin-1."""

    __slots__ = ()


class Operation(NamedTuple):
    """One operator with its operands."""

    operator: bytes
    operands: tuple[Any, ...]


_TOKEN: Final = re.compile(
    rb"""
    (?:[\x00\t\n\x0c\r ]+ | %[^\r\n]*)+
  | (?P<number>[+-]*(?:\d+\.?\d*|\.\d+)(?:-\d*)?)(?=[\x00\t\n\x0c\r ()<>\[\]{}/%]|\Z|[A-Za-z'"])
  | /(?P<name>[^\x00\t\n\x0c\r ()<>\[\]{}/%]*)
  | \((?P<simple>[^()\\\r]*)\)
  | <(?P<hex>[0-9A-Fa-f\x00\t\n\x0c\r ]*)>
  | (?P<open>\(|<<|\[)
  | (?P<close>>>|\])
  | (?P<word>[A-Za-z'"*_][^\x00\t\n\x0c\r ()<>\[\]{}/%]*)
  | (?P<junk>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_NAME_ESCAPE: Final = re.compile(r"#([0-9A-Fa-f]{2})")
_STRING_PART: Final = re.compile(rb"[^()\\\r]+|\\(?:[0-7]{1,3}|\r\n|.)|\r\n?|[()]", re.DOTALL)
_ESCAPES: Final = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}
_CONSTANTS: Final = {b"true": True, b"false": False, b"null": None}
_WHITE: Final = b"\x00\t\n\x0c\r "


def _name(raw: bytes) -> Name:
    text = raw.decode("latin-1")
    return Name(_NAME_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "#" in text else text)


def _number(raw: bytes) -> float | int:
    try:
        return float(raw) if b"." in raw else int(raw)
    except ValueError:
        # Seen in the wild: "--5", "12-34". Readers take the sign once and the digits before a second sign.
        digits = raw.lstrip(b"+-").split(b"-")[0]
        value = float(digits) if digits not in (b"", b".") else 0.0
        return -value if raw.startswith(b"-") else value


def _string(data: bytes, position: int) -> tuple[bytes, int]:
    """A literal string that starts after its opening parenthesis; returns it and the place after it."""
    parts: list[bytes] = []
    depth = 1
    for match in _STRING_PART.finditer(data, position):
        part = match[0]
        if part == b"(":
            depth += 1
        elif part == b")":
            depth -= 1
            if not depth:
                return b"".join(parts), match.end()
        if part[:1] == b"\\":
            escape = part[1:]
            part = bytes([int(escape, 8) & 255]) if escape[:1].isdigit() else _ESCAPES.get(escape, escape)
        elif part[:1] == b"\r":
            part = b"\n"
        parts.append(part)
    return b"".join(parts), len(data)


def _hex(raw: bytes) -> bytes:
    digits = raw.translate(None, _WHITE)
    return bytes.fromhex((digits + b"0" if len(digits) % 2 else digits).decode("ascii"))


_INLINE_END: Final = re.compile(rb"[\x00\t\n\x0c\r ]EI(?=[\x00\t\n\x0c\r ]|\Z)")


def _inline_image(data: bytes, position: int) -> tuple[bytes, int]:
    """Data of an inline image; ``position`` is after ``ID``. The end must be followed by something that parses."""
    start = position + 1
    for match in _INLINE_END.finditer(data, position):
        tail = data[match.end() : match.end() + 24]
        if all(byte in b"\t\n\r" or 32 <= byte < 127 for byte in tail):
            return data[start : match.start()], match.end()
    return data[start:], len(data)


class _Parser:
    def __init__(self, data: bytes, max_operations: int) -> None:
        self.data = data
        self.operations: list[Operation] = []
        self.stack: list[Any] = []
        self.nesting: list[list[Any]] = []
        self.max_operations = max_operations

    def run(self) -> list[Operation]:
        data, position, size = self.data, 0, len(self.data)
        match_token, append = _TOKEN.match, self._append
        while position < size:
            match = match_token(data, position)
            if match is None:
                break
            position = match.end()
            kind = match.lastgroup
            if kind is None:
                continue
            if kind == "number":
                append(_number(match[kind]))
            elif kind == "word":
                position = self._word(match[kind], position)
            elif kind == "name":
                append(_name(match[kind]))
            elif kind == "simple":
                append(match[kind])
            elif kind == "hex":
                append(_hex(match[kind]))
            elif kind == "open":
                position = self._open(match[kind], position)
            elif kind == "close":
                self._close(match[kind])
        return self.operations

    def _append(self, value: Any) -> None:
        self.stack.append(value)

    def _open(self, mark: bytes, position: int) -> int:
        if mark == b"(":
            value, position = _string(self.data, position)
            self.stack.append(value)
            return position
        if len(self.nesting) >= MAX_DEPTH:
            raise DocumentBlocked(BlockReason.SIZE_LIMIT, "A content stream nests its operands too deeply.")
        self.nesting.append(self.stack)
        self.stack = []
        return position

    def _close(self, mark: bytes) -> None:
        if not self.nesting:
            return
        inner, self.stack = self.stack, self.nesting.pop()
        if mark == b"]":
            self.stack.append(inner)
        else:
            pairs = zip(inner[::2], inner[1::2], strict=False)
            self.stack.append({key: value for key, value in pairs if isinstance(key, Name)})

    def _word(self, word: bytes, position: int) -> int:
        if word in _CONSTANTS:
            self.stack.append(_CONSTANTS[word])
            return position
        while self.nesting:  # an array or dictionary that was never closed: its operator ends it
            self._close(b"]")
        if word == b"ID":
            pairs = zip(self.stack[::2], self.stack[1::2], strict=False)
            parameters = {key: value for key, value in pairs if isinstance(key, Name)}
            image, position = _inline_image(self.data, position)
            self._emit(b"BI", (parameters, image))
        elif word not in (b"BI", b"EI"):
            self._emit(word, tuple(self.stack))
        self.stack = []
        return position

    def _emit(self, operator: bytes, operands: tuple[Any, ...]) -> None:
        if len(self.operations) >= self.max_operations:
            raise DocumentBlocked(BlockReason.SIZE_LIMIT, "A content stream has too many operations.")
        self.operations.append(Operation(operator, operands))


_PLAIN_TOKEN: Final = re.compile(
    rb"""
    [^\x00\t\n\x0c\r ()<>\[\]{}/%]+
  | /[^\x00\t\n\x0c\r ()<>\[\]{}/%]*
  | \((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)
  | <[0-9A-Fa-f\x00\t\n\x0c\r ]*>
  | <<|>>
  | %[^\r\n]*
  | [\[\](<>{}]
    """,
    re.VERBOSE | re.DOTALL,
)
"""Tokens of a stream without inline images, white space left out."""
_PLAIN_NUMBER: Final = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)")
_PLAIN_WORD: Final = re.compile(rb"[A-Za-z'\"*_][^\x00\t\n\x0c\r ()<>\[\]{}/%]*")
_INLINE: Final = re.compile(rb"(?<![^\x00\t\n\x0c\r ])ID[\x00\t\n\x0c\r ]")
_MISSING: Final = object()
_BRACKETS: Final = frozenset((b"[", b"]", b"<<", b">>"))
_made: Final = partial(tuple.__new__, Operation)


class _Unusual(Exception):
    """Something that only the careful parser reads well."""


def _plain_operand(token: bytes) -> Any:
    """The value of a token that is an operand; _MISSING for an operator."""
    first = token[:1]
    if _PLAIN_NUMBER.fullmatch(token):
        return float(token) if b"." in token else int(token)
    if first == b"/":
        return _name(token[1:])
    if first == b"(" and len(token) > 1:
        inner = token[1:-1]
        return inner if b"\\" not in inner and b"\r" not in inner else _string(token, 1)[0]
    if first == b"<" and token != b"<<" and len(token) > 1:
        return _hex(token[1:-1])
    if token in _CONSTANTS:
        return _CONSTANTS[token]
    if _PLAIN_WORD.fullmatch(token):
        return _MISSING
    raise _Unusual


def _parse_plain(data: bytes, max_operations: int) -> list[Operation]:
    """The same as the careful parser for what nearly all streams are made of, in a third of the time.

    Raises:
        _Unusual: it holds something else.
    """
    operations: list[Operation] = []
    known: dict[bytes, Any] = {}
    operators: set[bytes] = set()
    stack: list[Any] = []
    nesting: list[list[Any]] = []
    for token in _PLAIN_TOKEN.findall(data):
        value = known.get(token, _MISSING)
        if value is not _MISSING:
            stack.append(value)
        elif token in operators:
            if nesting:
                raise _Unusual
            operations.append(_made((token, tuple(stack))))
            stack = []
        elif token in _BRACKETS:
            stack = _bracket(token, stack, nesting)
        elif token[:1] != b"%":
            value = _plain_operand(token)
            if value is not _MISSING:
                known[token] = value
                stack.append(value)
                continue
            operators.add(token)
            if nesting:
                raise _Unusual
            operations.append(_made((token, tuple(stack))))
            stack = []
    if len(operations) > max_operations:
        raise DocumentBlocked(BlockReason.SIZE_LIMIT, "A content stream has too many operations.")
    return operations


def _bracket(token: bytes, stack: list[Any], nesting: list[list[Any]]) -> list[Any]:
    """The stack after a bracket."""
    if token in (b"[", b"<<"):
        if len(nesting) >= MAX_DEPTH:
            raise DocumentBlocked(BlockReason.SIZE_LIMIT, "A content stream nests its operands too deeply.")
        nesting.append(stack)
        return []
    if not nesting:
        return stack
    outer = nesting.pop()
    if token == b"]":
        outer.append(stack)
    else:
        pairs = zip(stack[::2], stack[1::2], strict=False)
        outer.append({key: value for key, value in pairs if isinstance(key, Name)})
    return outer


def parse_content(data: bytes, *, max_operations: int = MAX_OPERATIONS) -> list[Operation]:
    """Operations of a content stream.

    Raises:
        DocumentBlocked: more operations or deeper nesting than a page can need (SIZE_LIMIT).
    """
    if _INLINE.search(data) is None and len(data) <= _MAX_PLAIN:
        try:
            return _parse_plain(data, max_operations)
        except _Unusual:
            pass
    return _Parser(data, max_operations).run()


_NAME_ENCODE: Final = re.compile(r"[^!\"$&'*+,\-.0-9:;=?@A-Z\\^_`a-z|~]")


def format_number(value: float | int) -> str:
    """A number as PDF writes it: five decimals, six digits for small numbers, no exponent, no trailing zeros."""
    if isinstance(value, int):
        return str(value)
    size = abs(value)
    decimals = 5 if size >= 1 or not size >= 1e-9 else 5 - floor(log10(size))
    text = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def format_operand(value: Any) -> bytes:
    """One operand as bytes; strings in hexadecimal."""
    if value is None or isinstance(value, bool):
        return {None: b"null", True: b"true", False: b"false"}[value]
    if isinstance(value, int | float):
        return format_number(value).encode("ascii")
    if isinstance(value, Name):
        escaped = _NAME_ENCODE.sub(lambda match: "".join(f"#{byte:02X}" for byte in match[0].encode("latin-1")), value)
        return b"/" + escaped.encode("ascii")
    if isinstance(value, bytes):
        return b"<" + value.hex().encode("ascii") + b">"
    if isinstance(value, list):
        return b"[" + b" ".join(format_operand(item) for item in value) + b"]"
    if isinstance(value, dict):
        items = (format_operand(Name(key)) + b" " + format_operand(item) for key, item in value.items())
        return b"<<" + b" ".join(items) + b">>"
    raise TypeError(f"no operand of a content stream: {type(value).__name__}")


def serialise(operations: Sequence[Operation]) -> bytes:
    """Operations as a content stream, one per line; equal operations give equal bytes."""
    lines: list[bytes] = []
    for operator, operands in operations:
        if operator == b"BI":
            parameters, data = operands
            items = b" ".join(
                format_operand(Name(key)) + b" " + format_operand(item) for key, item in parameters.items()
            )
            lines.append(b"BI " + items + b" ID " + data + b"\nEI")
        elif operands:
            lines.append(b" ".join(map(format_operand, operands)) + b" " + operator)
        else:
            lines.append(operator)
    return b"\n".join(lines) + b"\n" if lines else b""
