# SPDX-License-Identifier: EUPL-1.2
"""Content streams as operations, and operations as bytes again (ISO 32000-2, 7.8.2).

An operation is ``(operator, operands)``. Operands are numbers, Name, bytes (strings, decoded), lists, dicts, booleans
and None. An inline image is one operation ``BI`` with operands ``(dict, data)``. Comments do not survive.
"""

import re
from binascii import unhexlify
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from enum import Enum, auto
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
            part = bytes([int(escape, 8) & 255]) if b"0" <= escape[:1] <= b"7" else _ESCAPES.get(escape, escape)
        elif part[:1] == b"\r":
            part = b"\n"
        parts.append(part)
    return b"".join(parts), len(data)


def _hex(raw: bytes) -> bytes:
    try:
        return unhexlify(raw)
    except ValueError:
        digits = raw.translate(None, _WHITE)
        return unhexlify(digits + b"0" if len(digits) % 2 else digits)


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
  | \([^()\\]*+(?:(?:\\.|\([^()\\]*+(?:\\.[^()\\]*+)*+\))[^()\\]*+)*+\)
  | <[0-9A-Fa-f\x00\t\n\x0c\r ]*>
  | \[(?:[^()<>\[\]{}/%A-Za-z'"*_]++|\([^()\\]*+(?:\\.[^()\\]*+)*+\)|<[0-9A-Fa-f\x00\t\n\x0c\r ]*>)*+\]
  | <<[^()<>\[\]{}%]*+>>
  | <<|>>
  | %[^\r\n]*
  | [\[\](<>{}]
    """,
    re.VERBOSE | re.DOTALL,
)
"""Tokens of a stream without inline images, white space left out. Arrays of numbers and strings are one token, and so
are dictionaries of names and numbers."""
_is_number: Final = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)").fullmatch
_PLAIN_WORD: Final = re.compile(rb"[A-Za-z'\"*_][^\x00\t\n\x0c\r ()<>\[\]{}/%]*")
_INLINE: Final = re.compile(rb"ID(?<![^\x00\t\n\x0c\r ]ID)[\x00\t\n\x0c\r ]")
_BRACKETS: Final = frozenset((b"[", b"]", b"<<", b">>"))
_made: Final = partial(tuple.__new__, Operation)


class _Unusual(Exception):
    """Something that only the careful parser reads well."""


class _Mark(Enum):
    """What a token is when it is no operand."""

    OPERATOR = auto()
    BRACKET = auto()


class _Values(dict[bytes, Any]):
    """Tokens of one stream to their values, each read once; lists and dictionaries are made anew each time."""

    def __init__(self, tokens: Iterable[bytes] = ()) -> None:
        super().__init__()
        numbers = list(filter(_is_number, set(tokens)))
        self.update((token, float(token) if b"." in token else int(token)) for token in numbers)
        self._between = _Between()

    def __missing__(self, token: bytes) -> Any:
        if token[:1] == b"[" and len(token) > 1:
            return self._array(token)
        if token[:2] == b"<<" and len(token) > 2:
            values = list(map(self.__getitem__, _PLAIN_TOKEN.findall(token, 2, len(token) - 2)))
            if any(value is _Mark.OPERATOR for value in values):
                raise _Unusual
            return _dictionary(values)
        value = self[token] = _plain_value(token)
        return value

    def _array(self, token: bytes) -> list[Any]:
        """An array of numbers and strings: as a rule strings of one kind without escapes, one number between them."""
        try:
            if b"(" not in token:
                pieces: list[Any] = token[1:-1].replace(b"<", b">").split(b">")
                pieces[1::2] = map(unhexlify, pieces[1::2])
            elif b"\\" not in token and b"<" not in token and b"\r" not in token:
                pieces = token[1:-1].replace(b"(", b")").split(b")")
            else:
                raise ValueError
            pieces[::2] = map(self._between.__getitem__, pieces[::2])
            return [piece for piece in pieces if piece is not None]
        except ValueError:
            pass
        return list(map(self.__getitem__, _PLAIN_TOKEN.findall(token, 1, len(token) - 1)))


class _Between(dict[bytes, float | int | None]):
    """What stands between two strings of an array: a number, or None for nothing; ValueError for more."""

    def __missing__(self, piece: bytes) -> float | int | None:
        token = piece.strip(_WHITE)
        if token and not _is_number(token):
            raise ValueError
        value = self[piece] = None if not token else float(token) if b"." in token else int(token)
        return value


def _plain_value(token: bytes) -> Any:
    if _is_number(token):
        return float(token) if b"." in token else int(token)
    first = token[:1]
    if first == b"/":
        return _name(token[1:])
    if first == b"(" and len(token) > 1:
        inner = token[1:-1]
        return inner if b"\\" not in inner and b"\r" not in inner else _string(token, 1)[0]
    if token in _BRACKETS:
        return _Mark.BRACKET
    if first == b"<" and len(token) > 1:
        return _hex(token[1:-1])
    if token in _CONSTANTS:
        return _CONSTANTS[token]
    if _PLAIN_WORD.fullmatch(token):
        return _Mark.OPERATOR
    raise _Unusual


def _dictionary(values: list[Any]) -> dict[Name, Any]:
    return {key: value for key, value in zip(values[::2], values[1::2], strict=False) if isinstance(key, Name)}


def _parse_plain(data: bytes, max_operations: int) -> list[Operation]:
    """The same as the careful parser for what nearly all streams are made of, in a fraction of the time.

    Raises:
        _Unusual: it holds something else.
    """
    tokens = _PLAIN_TOKEN.findall(data)
    if b"%" in data:
        tokens = [token for token in tokens if token[:1] != b"%"]
    known = _Values(tokens)
    values = tuple(map(known.__getitem__, tokens))
    operators = {token for token, value in known.items() if value is _Mark.OPERATOR}
    if not operators.isdisjoint((b"BI", b"ID", b"EI")):
        raise _Unusual
    ends = [place for place, token in enumerate(tokens) if token in operators]
    if len(ends) > max_operations:
        raise DocumentBlocked(BlockReason.SIZE_LIMIT, "A content stream has too many operations.")
    starts = [0, *(end + 1 for end in ends)]
    operands = [values[start:end] for start, end in zip(starts, ends, strict=False)]
    if not _BRACKETS.isdisjoint(known):
        places = (place for place, token in enumerate(tokens) if token in _BRACKETS)
        for number in sorted({bisect_left(ends, place) for place in places} - {len(ends)}):
            operands[number] = _nested(tokens[starts[number] : ends[number]], known)
    return list(map(_made, zip(map(tokens.__getitem__, ends), operands, strict=True)))


def _nested(tokens: list[bytes], known: _Values) -> tuple[Any, ...]:
    """Operands among which are arrays or dictionaries that hold others."""
    stack: list[Any] = []
    nesting: list[list[Any]] = []
    for token in tokens:
        if token in (b"[", b"<<"):
            if len(nesting) >= MAX_DEPTH:
                raise DocumentBlocked(BlockReason.SIZE_LIMIT, "A content stream nests its operands too deeply.")
            nesting.append(stack)
            stack = []
        elif token not in _BRACKETS:
            stack.append(known[token])
        elif nesting:
            inner, stack = stack, nesting.pop()
            stack.append(inner if token == b"]" else _dictionary(inner))
    if nesting:
        raise _Unusual
    return tuple(stack)


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
