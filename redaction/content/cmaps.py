# SPDX-License-Identifier: EUPL-1.2
"""CMaps: how bytes split into codes, codes into CIDs, and codes into Unicode (ISO 32000-2, 9.7.5 and 9.10.3)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pdfminer.cmapdb import CMapDB

from redaction.content.lexer import Name, parse_content

MAX_RANGE: Final = 65_536
"""A range longer than this is hostile: no code space of a PDF font needs it."""

_PART: Final = 100
"""Rows in a section of a CMap (Adobe Technical Note 5014)."""
_COLLECTIONS: Final = {"Adobe-GB1", "Adobe-CNS1", "Adobe-Japan1", "Adobe-Korea1"}


@dataclass(slots=True)
class CodeMap:
    """How the bytes of a string become codes and CIDs.

    Attributes:
        lengths: for each possible first byte the lengths of codes that may start with it.
        cids: code (bytes) to CID; a code that is not in it has CID ``identity`` (its own number) or 0.
    """

    vertical: bool = False
    identity: bool = False
    ranges: list[tuple[int, bytes, bytes]] = field(default_factory=list)
    cids: dict[bytes, int] = field(default_factory=dict)

    @property
    def length(self) -> int:
        """Bytes of a code where all have as many; 0 where they differ."""
        if self.identity or not self.ranges:
            return 2
        length = self.ranges[0][0]
        return length if all(other == length for other, _, _ in self.ranges) else 0

    def split(self, text: bytes) -> list[bytes]:
        """Codes of a string, in order. A byte that fits no range stands alone."""
        length = self.length
        if length:
            return [text[start : start + length] for start in range(0, len(text), length)]
        return list(self._split_mixed(text, sorted({length for length, _, _ in self.ranges})))

    def _split_mixed(self, text: bytes, lengths: list[int]) -> Iterator[bytes]:
        position = 0
        while position < len(text):
            for length in lengths:
                code = text[position : position + length]
                if any(len(code) == size and _within(code, low, high) for size, low, high in self.ranges):
                    break
            else:
                code = text[position : position + lengths[0]]
            yield code
            position += len(code)

    def cid(self, code: bytes) -> int:
        """CID of a code; 0 (not defined) where the map does not have it."""
        if self.identity:
            return int.from_bytes(code, "big")
        return self.cids.get(code, 0)


def _within(code: bytes, low: bytes, high: bytes) -> bool:
    return all(first <= byte <= last for byte, first, last in zip(code, low, high, strict=True))


def _sections(data: bytes, wanted: set[bytes]) -> Iterator[tuple[bytes, tuple[object, ...]]]:
    for operator, operands in parse_content(data):
        if operator in wanted:
            yield operator, operands


def parse_to_unicode(data: bytes) -> dict[int, str]:
    """Code number to text, from a ToUnicode CMap (bfchar and bfrange)."""
    result: dict[int, str] = {}
    for operator, operands in _sections(data, {b"endbfchar", b"endbfrange"}):
        items = [item for item in operands if isinstance(item, bytes | list | Name)]
        if operator == b"endbfchar":
            for source, target in zip(items[::2], items[1::2], strict=False):
                if isinstance(source, bytes) and isinstance(target, bytes):
                    result[int.from_bytes(source, "big")] = _utf16(target)
            continue
        for low, high, target in zip(items[::3], items[1::3], items[2::3], strict=False):
            if isinstance(low, bytes) and isinstance(high, bytes):
                _add_range(result, int.from_bytes(low, "big"), int.from_bytes(high, "big"), target)
    return result


def _add_range(result: dict[int, str], low: int, high: int, target: object) -> None:
    count = min(high - low + 1, MAX_RANGE)
    if isinstance(target, list):
        for offset, text in enumerate(target[:count]):
            if isinstance(text, bytes):
                result[low + offset] = _utf16(text)
    elif isinstance(target, bytes) and target:
        text = _utf16(target)
        if text:
            head, first = text[:-1], ord(text[-1])
            letters = range(first, min(first + count, 0x110000))
            result.update(zip(range(low, low + count), [head + chr(letter) for letter in letters], strict=False))


def _utf16(data: bytes) -> str:
    if len(data) == 1:
        return chr(data[0])
    return data.decode("utf-16-be", "replace")


def parse_code_map(data: bytes, parent: CodeMap | None = None) -> CodeMap:
    """A CMap that is embedded in the document."""
    result = CodeMap() if parent is None else CodeMap(parent.vertical, False, list(parent.ranges), dict(parent.cids))
    result.vertical = result.vertical or bool(re.search(rb"/WMode\s+1\s+def", data))
    for operator, operands in _sections(data, {b"endcodespacerange", b"endcidchar", b"endcidrange"}):
        if operator == b"endcodespacerange":
            for low, high in zip(operands[::2], operands[1::2], strict=False):
                if isinstance(low, bytes) and isinstance(high, bytes) and len(low) == len(high) > 0:
                    result.ranges.append((len(low), low, high))
        elif operator == b"endcidchar":
            for code, cid in zip(operands[::2], operands[1::2], strict=False):
                if isinstance(code, bytes) and isinstance(cid, int):
                    result.cids[code] = cid
        else:
            for low, high, cid in zip(operands[::3], operands[1::3], operands[2::3], strict=False):
                if isinstance(low, bytes) and isinstance(high, bytes) and isinstance(cid, int):
                    first = int.from_bytes(low, "big")
                    for offset in range(min(int.from_bytes(high, "big") - first + 1, MAX_RANGE)):
                        result.cids[(first + offset).to_bytes(len(low), "big")] = cid + offset
    return result


def predefined_code_map(name: str) -> CodeMap | None:
    """A predefined CMap by name (ISO 32000-2, table 116); None where it is not known."""
    if name in ("Identity-H", "Identity-V"):
        return CodeMap(vertical=name.endswith("V"), identity=True)
    try:
        source = CMapDB.get_cmap(name)
    except CMapDB.CMapNotFound:
        return None
    result = CodeMap(vertical=name.endswith("V"))
    _walk(getattr(source, "code2cid", {}), b"", result)
    return result


def _walk(tree: dict[int, object], prefix: bytes, result: CodeMap) -> None:
    """Turn pdfminer's tree of bytes into codes; each leaf also gives the code space its length."""
    for byte, value in tree.items():
        code = prefix + bytes([byte])
        if isinstance(value, dict):
            _walk(value, code, result)
        elif isinstance(value, int):
            result.cids[code] = value
            if not prefix or not result.ranges or result.ranges[-1][1][:-1] != prefix:
                result.ranges.append((len(code), prefix + b"\x00", prefix + b"\xff"))
            if not prefix:
                result.ranges[-1] = (1, code, code)


def cid_to_unicode(ordering: str) -> dict[int, str]:
    """CID to text for an Adobe character collection (``Adobe-GB1`` and so on); empty where it has no meaning."""
    if ordering not in _COLLECTIONS:
        return {}
    found = CMapDB.get_unicode_map(ordering, False)
    return dict(found.cid2unichr)


def write_to_unicode(texts: Mapping[bytes, str]) -> bytes:
    """A ToUnicode CMap (ISO 32000-2, 9.10.3)."""
    lengths = sorted({len(code) for code in texts})
    rows = [f"<{code.hex()}> <{text.encode('utf-16-be', 'replace').hex()}>" for code, text in sorted(texts.items())]
    spaces = [f"<{'00' * length}> <{'ff' * length}>" for length in lengths]
    parts = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        *cmap_sections("codespacerange", spaces),
        *cmap_sections("bfchar", rows),
        "endcmap CMapName currentdict /CMap defineresource pop end end",
    ]
    return "\n".join(parts).encode("ascii")


def cmap_sections(kind: str, rows: Sequence[str]) -> Iterable[str]:
    """Rows of a CMap in sections of the length that readers take."""
    for start in range(0, len(rows), _PART):
        part = rows[start : start + _PART]
        yield from (f"{len(part)} begin{kind}", *part, f"end{kind}")
