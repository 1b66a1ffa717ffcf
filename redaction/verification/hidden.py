# SPDX-License-Identifier: EUPL-1.2
"""Places of a PDF that no page shows: attachments, scripts, layers, old revisions, private data."""

import re
from collections.abc import Iterator
from typing import Any, Final

import pikepdf

from redaction.verification.objects import BROKEN_OBJECT
from schemas.redacted import Fault, FaultKind

_PUBLIC_INFO: Final = frozenset(("/Title", "/Producer", "/Creator", "/CreationDate", "/ModDate", "/Trapped"))
_CATALOG: Final = {
    "/AF": "attachments",
    "/Collection": "portfolio",
    "/OpenAction": "action at opening",
    "/AA": "actions",
    "/OCProperties": "layers",
    "/Threads": "article threads",
    "/SpiderInfo": "web capture data",
    "/PieceInfo": "private data of a program",
    "/Legal": "legal attestations",
    "/DSS": "signature data",
    "/Perms": "permissions by signature",
}
_NAMES: Final = {"/EmbeddedFiles": "attachments", "/JavaScript": "scripts"}
_ANY: Final = {
    "/PieceInfo": "private data of a program",
    "/Thumb": "thumbnail",
    "/LastModified": "private data of a program",
    "/Alternates": "alternate images",
    "/OPI": "reference to another image",
    "/JS": "script",
}


def hidden_data(pdf: pikepdf.Pdf, data: bytes) -> list[Fault]:
    """Faults for everything that a publication does not need and a page does not show."""
    found = dict.fromkeys(_found(pdf, data))
    return [Fault(kind=FaultKind.HIDDEN_DATA, engine="qpdf", detail=detail) for detail in found]


def _found(pdf: pikepdf.Pdf, data: bytes) -> Iterator[str]:
    root = pdf.Root
    for key, what in _CATALOG.items():
        if key in root and not (key == "/OpenAction" and _is_plain_destination(root[key])):
            yield what
    names = root.get("/Names")
    for key, what in _NAMES.items():
        if isinstance(names, pikepdf.Dictionary) and key in names:
            yield what
    form = root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        yield "form fields"
        if "/XFA" in form:
            yield "XFA form"
    info = pdf.trailer.get("/Info")
    if isinstance(info, pikepdf.Dictionary) and any(
        key not in _PUBLIC_INFO and str(value) for key, value in info.items()
    ):
        yield "metadata"
    for page in pdf.pages:
        yield from _annotations(page)
    for found in pdf.objects:
        if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
            for key, what in _ANY.items():
                if key in found:
                    yield what
    yield from _old_bytes(data)


def _is_plain_destination(value: Any) -> bool:
    return isinstance(value, pikepdf.Array)


def _annotations(page: pikepdf.Page) -> Iterator[str]:
    listed = page.obj.get("/Annots")
    for annotation in listed if isinstance(listed, pikepdf.Array) else ():
        if not isinstance(annotation, pikepdf.Dictionary):
            continue
        subtype = str(annotation.get("/Subtype", ""))
        if subtype == "/Redact":
            yield "redaction mark that was not applied"
        elif subtype == "/FileAttachment":
            yield "attachments"
        elif subtype not in ("/Link", "/Widget"):
            yield "annotation"


_REVISION: Final = re.compile(rb"startxref\s+\d+\s+%%EOF")


def _old_bytes(data: bytes) -> Iterator[str]:
    if len(_REVISION.findall(data)) > 1 and not re.search(rb"/Linearized\b", data[:2048]):
        yield "older revisions"
    end = data.rfind(b"%%EOF")
    if end < 0 or data[end + 5 :].strip(b"\r\n \0\t"):
        yield "bytes after the end"


_OF_THE_FILE: Final = {
    "/ObjStm": frozenset(("/Type", "/N", "/First", "/Length", "/Filter")),
    "/XRef": frozenset(
        ("/Type", "/W", "/Index", "/Size", "/Root", "/Info", "/ID", "/Length", "/Filter", "/DecodeParms")
    ),
}
"""Streams that are part of how a file is written; nothing refers to them, and these are all of their keys."""


def _holds_objects(found: pikepdf.Object) -> bool:
    if not isinstance(found, pikepdf.Stream):
        return False
    return set(found.keys()) <= _OF_THE_FILE.get(str(found.get("/Type", "")), frozenset())


def unreferenced(pdf: pikepdf.Pdf) -> list[Fault]:
    """Faults for objects that nothing leads to."""
    reached: set[tuple[int, int]] = set()
    waiting: list[Any] = [pdf.trailer]
    while waiting:
        found = waiting.pop()
        if not isinstance(found, pikepdf.Object):
            continue
        if found.is_indirect:
            if found.objgen in reached:
                continue
            reached.add(found.objgen)
        try:
            if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
                waiting += [item for _, item in found.items()]
            elif isinstance(found, pikepdf.Array):
                waiting += list(found)
        except BROKEN_OBJECT:
            continue
    lost = [item for item in pdf.objects if isinstance(item, pikepdf.Object) and item.objgen not in reached]
    real = [item for item in lost if item.objgen != (0, 0) and not _holds_objects(item)]
    if not real:
        return []
    return [Fault(kind=FaultKind.STRUCTURE, engine="qpdf", detail="objects that nothing refers to")]
