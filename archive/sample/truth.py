# SPDX-License-Identifier: EUPL-1.2
"""The truth file: every planted datum with its page, looked up in the finished PDF."""

import re
from collections.abc import Iterator

import pypdfium2

from archive.sample.draft import Draft, Place
from schemas.errors import LakstraatError


def page_texts(data: bytes) -> list[str]:
    """Text of every page."""
    document = pypdfium2.PdfDocument(data)
    try:
        texts = []
        for page in document:
            text_page = page.get_textpage()
            texts.append(str(text_page.get_text_range()))
            text_page.close()
            page.close()
        return texts
    finally:
        document.close()


def items(draft: Draft, pages: list[str]) -> Iterator[dict[str, object]]:
    """One entry per datum and page.

    Raises:
        LakstraatError: a datum was planted that the PDF does not show; the truth would be wrong.
    """
    for planted in draft.planted:
        entry: dict[str, object] = {
            "kind": planted.kind.value,
            "text": planted.text,
            "action": planted.action.value,
            "place": planted.place.value,
        }
        if planted.place is Place.TEXT:
            counts = [count(planted.text, text) for text in pages]
            if not any(counts):
                raise LakstraatError(f"A planted {planted.kind.value} is not in the text of the sample document.")
            for number, found in enumerate(counts, start=1):
                if found:
                    yield {**entry, "page": number, "count": found}
        elif planted.place in (Place.ANNOTATION, Place.FORM):
            yield {**entry, "page": 1}
        elif planted.place is Place.DRAWING:
            for signed_on in draft.signed_on:
                yield {**entry, "page": signed_on}
        else:
            yield {**entry, "page": None}


def count(planted: str, text: str) -> int:
    """How often a datum stands in a text as whole words; white space and line breaks within it do not matter."""
    words = r"\s+".join(re.escape(word) for word in planted.split())
    return len(re.findall(rf"(?<!\w){words}(?!\w)", text))
