# SPDX-License-Identifier: EUPL-1.2
"""Carries over what belongs to a document and to no page: bookmarks, tags, where links inside it lead."""

import re
from collections.abc import Callable, Collection
from typing import Any, Final

from pypdf import PdfReader
from pypdf.generic import IndirectObject

from redaction.content.page import PageContent
from redaction.document.building import Builder
from redaction.document.outline import Destinations, build_outline, read_outline
from redaction.document.structure import Mcid, build_structure, language_of

_WORD: Final = re.compile(r"[^\W_]+")
_PICTURE_WORDS: Final = (
    *("afbeelding", "beeldmerk", "de", "diagram", "een", "en", "figuur", "foto", "gemeente", "grafiek", "handtekening"),
    *("het", "icoon", "illustratie", "in", "kaart", "logo", "met", "ministerie", "op", "pictogram", "plattegrond"),
    *("provincie", "rijksoverheid", "schema", "tabel", "tekening", "van", "wapen", "waterschap"),
)
"""Words of picture descriptions that name nobody."""


def page_numbers(reader: PdfReader) -> dict[int, int]:
    """Object number of each page with its 0-based number."""
    references = (page.indirect_reference for page in reader.pages)
    return {reference.idnum: number for number, reference in enumerate(references) if reference is not None}


def destinations_of(reader: PdfReader) -> Destinations:
    """Where the links of a document lead."""
    return Destinations(reader.root_object, page_numbers(reader))


def own_language(reader: PdfReader) -> str | None:
    """Language of a document, None where it says none."""
    return language_of(reader.root_object.get("/Lang")) or None


def carry_over(
    builder: Builder,
    reader: PdfReader,
    *,
    may_be_read: Callable[[str], bool],
    touched: Collection[Mcid] = (),
) -> dict[str, int]:
    """Give a fresh document the bookmarks and tags of the old one, after its pages are added.

    Args:
        builder: the fresh document.
        reader: the old document.
        may_be_read: says of a title or alternative text whether it may be published.
        touched: marked content from which something was removed.

    Returns:
        Counts of what was replaced (``bookmarks``).
    """
    catalog = reader.root_object
    pages = [_reference(page) for page in builder.pages]
    bookmarks = read_outline(catalog, destinations_of(reader))
    replaced = build_outline(builder.writer, bookmarks, pages, may_be_read)
    if builder.tagged:
        build_structure(
            builder.writer,
            catalog,
            page_numbers(reader),
            pages,
            drawn={number: frozenset(drawn) for number, drawn in enumerate(builder.drawn)},
            touched=frozenset(touched),
            keep_text=may_be_read,
            labels=builder.labels,
        )
    return {"bookmarks": replaced}


def _reference(page: Any) -> IndirectObject:
    reference = page.indirect_reference
    assert isinstance(reference, IndirectObject)
    return reference


class VisibleText:
    """What can still be read on the pages: a title or description may only repeat that.

    Nobody has judged a text that stands outside the pages, so one with other words is not carried over.
    """

    def __init__(self, fold: Callable[[str], str]) -> None:
        self._fold = fold
        self._lines: list[str] = []
        self._words: set[str] = set(_PICTURE_WORDS)

    def add(self, content: PageContent, gone: Collection[int]) -> None:
        """Add a page without the glyphs that are gone."""
        parts: list[str] = []
        for run in content.runs:
            texts = (
                [" " if run.first + place in gone else text for place, text in enumerate(run.texts)]
                if gone
                else run.texts
            )
            text = "".join(texts)
            parts.append(text)
            self._words.update(self._fold(word) for word in _WORD.findall(text))
        self._lines.append(self._fold("".join(parts)))

    def shows(self, folded_text: str) -> bool:
        """Whether a page still shows a text, wherever that is."""
        return any(folded_text in line for line in self._lines)

    def holds(self, text: str) -> bool:
        """Whether a text says nothing that the pages do not show."""
        plain = self._fold(text)
        if not plain or all(self._fold(word) in self._words for word in _WORD.findall(text)):
            return True
        return any(plain in line for line in self._lines)
