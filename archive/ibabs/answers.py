# SPDX-License-Identifier: EUPL-1.2
"""What iBabs answers, as values. It is read by the local names of its elements, in whatever order they come."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from lxml import etree

_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_REFERENCE: Final = re.compile(rb"&#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));")
_ENCODED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TRUTH: Final = {"true": True, "1": True, "false": False, "0": False}
_DATES: Final = (
    "%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %I:%M %p", "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y", "%d-%m-%Y %H:%M:%S",
    "%d-%m-%Y %H:%M", "%d-%m-%Y",
)  # fmt: skip
_EARLIEST, _LATEST = 1900, 2100


class NotXml(Exception):
    """An answer that is no XML, or XML with a document type."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A document as iBabs lists it.

    Attributes:
        confidential: None where the answer does not say it in a way that is certain.
        size: bytes, or 0 where iBabs does not say.
    """

    id: str
    file_name: str = field(repr=False)
    name: str = field(repr=False)
    confidential: bool | None
    url: str = field(repr=False)
    size: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A row of a report: its identifier, and its columns by name."""

    id: str
    columns: dict[str, str] = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """An entry of a list."""

    values: dict[str, str] = field(repr=False)
    documents: tuple[Document, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Meeting:
    """A meeting: documents of its own and of the points on its agenda."""

    id: str
    type: str
    day: date | None
    documents: tuple[Document, ...]


def parse(content: bytes) -> etree._Element:
    """An answer as XML: no entity is resolved, nothing is fetched; characters that XML has not are passed over.

    Raises:
        NotXml: it is cut off or otherwise no XML, or has a document type.
    """
    try:
        root = _parsed(content)
    except etree.XMLSyntaxError:
        try:
            root = _parsed(_REFERENCE.sub(_kept, _CONTROL.sub(b" ", content)))
        except etree.XMLSyntaxError:
            raise NotXml from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise NotXml
    return root


def named(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Every element below with this local name."""
    yield from element.iter(f"{{*}}{name}")


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first element directly in it with this local name."""
    return next(element.iterchildren(f"{{*}}{name}"), None)


def text(element: etree._Element, name: str) -> str:
    """Text of the first element directly in it with this local name; empty where it is not there."""
    found = child(element, name)
    return "" if found is None else (found.text or "").strip()


def pairs(result: etree._Element) -> tuple[tuple[str, str], ...]:
    """Key and value of everything in an answer that has a key."""
    keys = (one.getparent() for one in named(result, "Key"))
    return tuple((text(one, "Key"), _value(one)) for one in keys if one is not None and text(one, "Key"))


def rows(result: etree._Element) -> tuple[Row, ...]:
    """The rows of a data set; one without an identifier has an empty one."""
    found = []
    for data in named(result, "DocumentElement"):
        for row in data.iterchildren("{*}*"):
            columns = {
                _column(etree.QName(cell).localname): (cell.text or "").strip() for cell in row.iterchildren("{*}*")
            }
            id = next((value for name, value in columns.items() if name.casefold() == "id"), "")
            found.append(Row(id=id, columns=columns))
    return tuple(found)


def entry(result: etree._Element) -> Entry:
    """An entry of a list."""
    values = child(result, "Values")
    return Entry(values={} if values is None else dict(pairs(values)), documents=_documents(result))


def meetings(result: etree._Element) -> tuple[Meeting, ...]:
    """The meetings of an answer."""
    return tuple(
        Meeting(
            id=text(one, "Id"),
            type=text(one, "MeetingtypeId"),
            day=day_of(text(one, "MeetingDate")),
            documents=_documents(one),
        )
        for one in named(result, "iBabsMeeting")
    )


def meeting_types(result: etree._Element) -> dict[str, str]:
    """Name of each type of meeting by its identifier."""
    return {text(one, "Id"): text(one, "Meetingtype") for one in named(result, "iBabsMeetingtype")}


def day_of(written: str) -> date | None:
    """The day of a date as iBabs writes it; None where it is no date, or one that means no date."""
    found: date | None = None
    try:
        found = datetime.fromisoformat(written).date()
    except ValueError:
        for form in _DATES:
            try:
                found = datetime.strptime(written, form).date()
                break
            except ValueError:
                continue
    return found if found is not None and _EARLIEST <= found.year <= _LATEST else None


def _parsed(content: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(content, parser)


def _kept(reference: re.Match[bytes]) -> bytes:
    """A reference to a character that XML has, as it is; to any other, a space."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    fine = code in (9, 10, 13) or 32 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
    return reference[0] if fine else b" "


def _value(pair: etree._Element) -> str:
    """The value of a pair: a text, or the texts of an array."""
    value = child(pair, "Value")
    if value is None:
        return ""
    return " ".join(" ".join(str(part) for part in value.itertext()).split())


def _column(name: str) -> str:
    """Name of a column as people wrote it; the data set encodes what an element name cannot have."""
    return _ENCODED.sub(lambda found: chr(int(found[1], 16)), name)


def _documents(element: etree._Element) -> tuple[Document, ...]:
    return tuple(_document(one) for one in named(element, "iBabsDocument"))


def _document(element: etree._Element) -> Document:
    size = text(element, "FileSize")
    return Document(
        id=text(element, "Id"),
        file_name=text(element, "FileName"),
        name=text(element, "DisplayName"),
        confidential=_confidential(element),
        url=text(element, "PublicDownloadURL"),
        size=int(size) if size.isascii() and size.isdigit() else 0,
    )


def _confidential(element: etree._Element) -> bool | None:
    """What the document says of itself; everything that it lies in can only close it further."""
    own = _TRUTH.get(text(element, "Confidential").lower())
    for around in element.iterancestors("{*}iBabsMeetingItem", "{*}iBabsMeeting", "{*}GetListEntryResult"):
        if child(around, "Confidential") is not None and _TRUTH.get(text(around, "Confidential").lower()) is not False:
            return True
    return own
