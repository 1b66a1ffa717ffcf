# SPDX-License-Identifier: EUPL-1.2
"""Links of a fresh page: web addresses and pages of the document, nothing else that a link can carry."""

from collections.abc import Sequence

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
)

from redaction.content.lexer import format_number
from redaction.content.matrices import Bounds
from redaction.document.building import Builder


def add_links(builder: Builder, page: DictionaryObject, links: Sequence[tuple[Bounds, str | int]]) -> None:
    """Add link annotations to a page of the fresh document.

    Args:
        builder: the document.
        page: the new page.
        links: rectangle in user space, and address or 0-based page.
    """
    made = ArrayObject()
    for box, target in links:
        link = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Link"),
                NameObject("/Rect"): ArrayObject([FloatObject(format_number(value)) for value in box]),
                NameObject("/Border"): ArrayObject([NumberObject(0)] * 3),
            }
        )
        if isinstance(target, int):
            builder.link_inside(link, target)
        else:
            link[NameObject("/A")] = _action(target)
        made.append(builder.writer._add_object(link))
    if made:
        page[NameObject("/Tabs")] = NameObject("/S")
        page[NameObject("/Annots")] = made


def _action(address: str) -> DictionaryObject:
    raw = ByteStringObject(address.encode("latin-1", "replace"))
    return DictionaryObject({NameObject("/S"): NameObject("/URI"), NameObject("/URI"): raw})
