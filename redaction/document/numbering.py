# SPDX-License-Identifier: EUPL-1.2
"""Which objects a fresh document has, each once, and their numbers: the order in which a reader meets them."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

_MAX_ROUNDS: Final = 8
_MERGED_TYPES: Final = ("/Font", "/FontDescriptor", "/ExtGState", "/Encoding")


def merge_equal(writer: PdfWriter) -> None:
    """Let equal streams, fonts and graphics states be one object: forms on many pages are copied page by page."""
    objects = writer._objects
    same: dict[int, int] = {}
    for _ in range(_MAX_ROUNDS):
        known: dict[bytes, int] = {}
        merged = 0
        for number, found in enumerate(objects, start=1):
            if number in same or not _may_merge(found):
                continue
            first = known.setdefault(_fingerprint(found, same), number)
            if first != number:
                same[number] = first
                merged += 1
        if not merged:
            break
    if same:
        numbers = {number: same.get(number, number) for number in range(1, len(objects) + 1)}
        for found in objects:
            _renumber(found, numbers, writer)


def _may_merge(found: Any) -> bool:
    if isinstance(found, StreamObject):
        return True
    return isinstance(found, DictionaryObject) and found.get("/Type") in _MERGED_TYPES


def _fingerprint(found: Any, same: Mapping[int, int]) -> bytes:
    worker = hashlib.sha256()
    waiting = [found]
    while waiting:
        value = waiting.pop()
        if isinstance(value, IndirectObject):
            worker.update(b"R%d " % same.get(value.idnum, value.idnum))
        elif isinstance(value, DictionaryObject):
            worker.update(b"D%d " % len(value))
            if isinstance(value, StreamObject):
                worker.update(b"S%d " % len(value._data) + hashlib.sha256(value._data).digest())
            for key in sorted(value):
                worker.update(key.encode("utf-8", "surrogateescape") + b" ")
                waiting.append(value.raw_get(key))
        elif isinstance(value, ArrayObject):
            worker.update(b"A%d " % len(value))
            waiting += list(value)
        else:
            worker.update(f"{type(value).__name__} {value!r} ".encode("utf-8", "surrogateescape"))
    return worker.digest()


def keep_reachable(writer: PdfWriter) -> None:
    """Leave only objects that the catalog or the information dictionary leads to, numbered in the order of the walk."""
    numbers: dict[int, int] = {}
    order: list[int] = []
    roots = [writer.root_object.indirect_reference, getattr(writer._info_obj, "indirect_reference", None)]
    waiting: list[Any] = [root for root in reversed(roots) if root is not None]
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            if found.idnum in numbers:
                continue
            order.append(found.idnum)
            numbers[found.idnum] = len(order)
            found = writer._objects[found.idnum - 1]
        if isinstance(found, DictionaryObject):
            waiting += [found.raw_get(key) for key in reversed(found)]
        elif isinstance(found, ArrayObject):
            waiting += reversed(list(found))
    objects: list[Any] = [writer._objects[number - 1] for number in order]
    for found in objects:
        _renumber(found, numbers, writer)
    for number, found in enumerate(objects, start=1):
        if found is not None:
            found.indirect_reference = IndirectObject(number, 0, writer)
    writer._objects = objects
    if writer._info_obj is not None:
        writer._info_obj = IndirectObject(numbers[roots[1].idnum], 0, writer) if roots[1] else None


def _renumber(found: Any, numbers: Mapping[int, int], writer: PdfWriter) -> None:
    if isinstance(found, DictionaryObject):
        for key in list(found):
            value = found.raw_get(key)
            if isinstance(value, IndirectObject):
                found[NameObject(key)] = IndirectObject(numbers[value.idnum], 0, writer)
            else:
                _renumber(value, numbers, writer)
    elif isinstance(found, ArrayObject):
        for index, value in enumerate(list(found)):
            if isinstance(value, IndirectObject):
                found[index] = IndirectObject(numbers[value.idnum], 0, writer)
            else:
                _renumber(value, numbers, writer)
