# SPDX-License-Identifier: EUPL-1.2
"""Tracked changes are accepted before a document is printed: what somebody deleted is not published."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Final

from lxml import etree

from archive.formats import FileFormat
from schemas.errors import InputRefused, RefusalReason

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_WORD_PARTS: Final = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_OPEN_PARTS: Final = re.compile(r"(?:content|styles)\.xml")
_MOST_BYTES: Final = 512 * 1024 * 1024


def accepted(data: bytes, found: FileFormat) -> bytes:
    """The document with every tracked change accepted (ISO/IEC 29500-1, 17.13.5; OpenDocument 1.3 part 3, 5.5).

    Raises:
        InputRefused: DAMAGED, or TOO_LARGE when it unpacks to more than a document can hold.
    """
    if found is FileFormat.DOCX:
        return _repacked(data, _WORD_PARTS, _accept_word)
    if found in (FileFormat.ODT, FileFormat.ODS, FileFormat.ODP):
        return _repacked(data, _OPEN_PARTS, _accept_open)
    return data


def _repacked(data: bytes, parts: re.Pattern[str], change: Callable[[etree._Element], None]) -> bytes:
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            if sum(entry.file_size for entry in packed.infolist()) > _MOST_BYTES:
                raise InputRefused(RefusalReason.TOO_LARGE, "The document unpacks to more than a document can hold.")
            for entry in packed.infolist():
                content = packed.read(entry)
                if parts.fullmatch(entry.filename):
                    content = _changed(content, change)
                target.writestr(entry, content)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, RuntimeError, NotImplementedError, EOFError, OSError, ValueError):
        raise InputRefused(
            RefusalReason.DAMAGED, "The document is damaged and does not open.", advice="Save it again, or as PDF."
        ) from None
    return out.getvalue()


def _changed(content: bytes, change: Callable[[etree._Element], None]) -> bytes:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(content, parser)
    change(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _accept_word(root: etree._Element) -> None:
    for row in list(root.iter(f"{_W}tr")):
        if row.find(f"{_W}trPr/{_W}del") is not None:
            _drop(row)
    for paragraph in list(root.iter(f"{_W}p")):
        if paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None and not _stays(paragraph):
            _drop(paragraph)
    for name in ("del", "moveFrom", "rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange",
                 "numberingChange", "cellDel"):  # fmt: skip
        for element in list(root.iter(f"{_W}{name}")):
            _drop(element)
    for name in ("ins", "moveTo"):
        etree.strip_tags(root, f"{_W}{name}")
    for name in ("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"):
        etree.strip_elements(root, f"{_W}{name}", with_tail=False)


def _stays(paragraph: etree._Element) -> bool:
    """True where a paragraph whose mark was deleted keeps some content of its own."""
    kept = ("r", "ins", "moveTo", "hyperlink", "smartTag", "sdt", "fldSimple")
    return any(child.tag == f"{_W}{name}" for child in paragraph for name in kept)


def _accept_open(root: etree._Element) -> None:
    # Deleted text stands in the list of changes; the place in the text has a mark only.
    for name in ("tracked-changes", "change", "change-start", "change-end"):
        for element in list(root.iter(f"{_TEXT}{name}")):
            _drop(element)


def _drop(element: etree._Element) -> None:
    """Remove an element and keep the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)
