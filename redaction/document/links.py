# SPDX-License-Identifier: EUPL-1.2
"""Links of a fresh page: web addresses only, without anything else that a link annotation can carry."""

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


def add_links(builder: Builder, page: DictionaryObject, links: Sequence[tuple[Bounds, str]]) -> None:
    """Add link annotations to a page of the fresh document.

    Args:
        builder: the document.
        page: the new page.
        links: rectangle in user space and address.
    """
    made = ArrayObject()
    for box, address in links:
        action = DictionaryObject(
            {
                NameObject("/S"): NameObject("/URI"),
                NameObject("/URI"): ByteStringObject(address.encode("latin-1", "replace")),
            }
        )
        link = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Link"),
                NameObject("/Rect"): ArrayObject([FloatObject(format_number(value)) for value in box]),
                NameObject("/Border"): ArrayObject([NumberObject(0)] * 3),
                NameObject("/A"): action,
            }
        )
        made.append(builder.writer._add_object(link))
    if made:
        page[NameObject("/Annots")] = made
