# SPDX-License-Identifier: EUPL-1.2
"""The truth file: every planted datum with its page, looked up in the finished PDF."""

import re
from collections.abc import Iterator

import pypdfium2

from archive.sample.draft import Draft, Place
from schemas.errors import LakstraatError

_SPACE = re.compile(r"[\s\u00ad\ufffe]+")


def page_texts(data: bytes) -> list[str]:
    """Text of every page without white space, so that a line break does not part a name."""
    document = pypdfium2.PdfDocument(data)
    try:
        texts = []
        for page in document:
            text_page = page.get_textpage()
            texts.append(_plain(str(text_page.get_text_range())))
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
            wanted = _plain(planted.text)
            found = [number for number, text in enumerate(pages) if wanted in text]
            if not found:
                raise LakstraatError(f"A planted {planted.kind.value} is not in the text of the sample document.")
            for number in found:
                yield {**entry, "page": number + 1, "count": pages[number].count(wanted)}
        elif planted.place in (Place.ANNOTATION, Place.FORM):
            yield {**entry, "page": 1}
        elif planted.place is Place.DRAWING:
            yield {**entry, "page": len(pages)}
        else:
            yield {**entry, "page": None}


def _plain(text: str) -> str:
    return _SPACE.sub("", text)
