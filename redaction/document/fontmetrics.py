# SPDX-License-Identifier: EUPL-1.2
"""Widths as the dictionaries of fonts give them, per code or CID (ISO 32000-2, 9.6.2 and 9.7.4.3)."""

from collections.abc import Collection
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject

from redaction.content.fonts import resolved


def simple_widths(font: DictionaryObject) -> dict[int, Any]:
    """Code to width as the dictionary of a simple font gives them."""
    first, listed = resolved(font.get("/FirstChar")), resolved(font.get("/Widths"))
    if not isinstance(first, int) or not isinstance(listed, ArrayObject):
        return {}
    return {first + place: resolved(width) for place, width in enumerate(listed)}


def vertical_metrics(listed: Any, drawn: Collection[int]) -> list[tuple[int, list[Any]]]:
    """CID with its three numbers of a W2 array, for the drawn CIDs (ISO 32000-2, 9.7.4.3)."""
    result: dict[int, list[Any]] = {}
    items = [resolved(item) for item in listed] if isinstance(listed, ArrayObject) else []
    index = 0
    while index + 1 < len(items):
        first, second = int(items[index]), items[index + 1]
        if isinstance(second, ArrayObject):
            numbers = [resolved(number) for number in second]
            result.update({first + at: numbers[3 * at : 3 * at + 3] for at in range(len(numbers) // 3)})
            index += 2
        else:
            numbers = items[index + 2 : index + 5]
            result.update({cid: numbers for cid in drawn if first <= cid <= int(second)})
            index += 5
    return [(cid, result[cid]) for cid in sorted(result) if cid in drawn]


def cid_widths(listed: Any) -> dict[int, Any]:
    """CID to width of a W array (ISO 32000-2, 9.7.4.3)."""
    result: dict[int, Any] = {}
    items = [resolved(item) for item in listed] if isinstance(listed, ArrayObject) else []
    index = 0
    while index + 1 < len(items):
        first, second = items[index], items[index + 1]
        if isinstance(second, ArrayObject):
            result.update({int(first) + offset: resolved(width) for offset, width in enumerate(second)})
            index += 2
        elif index + 2 < len(items):
            for cid in range(int(first), min(int(second), int(first) + 65_535) + 1):
                result[cid] = items[index + 2]
            index += 3
        else:
            break
    return result
