# SPDX-License-Identifier: EUPL-1.2
"""Makes bookmarks anew: titles that may be read, places as page only (ISO 32000-2, 12.3.3)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from redaction.content.fonts import resolved

REDACTED_TITLE: Final = "[gelakt]"
_MAX_DEPTH: Final = 30
_MAX_ITEMS: Final = 50_000
_MAX_TREE_DEPTH: Final = 30


@dataclass(slots=True, eq=False)
class Bookmark:
    """A bookmark: its title, the 0-based page that it opens (None for a mere heading), and those below it."""

    title: str = field(repr=False)
    page: int | None
    children: "list[Bookmark]" = field(default_factory=list)


class Destinations:
    """Finds the page of a destination, also of a named one.

    Args:
        catalog: catalog of the document.
        pages: object number of each page with its 0-based number.
    """

    def __init__(self, catalog: DictionaryObject, pages: Mapping[int, int]) -> None:
        self._pages = pages
        self._named: dict[str, Any] = {}
        old = resolved(catalog.get("/Dests"))
        if isinstance(old, DictionaryObject):
            self._named.update({str(name).lstrip("/"): old.get(name) for name in old})
        names = resolved(catalog.get("/Names"))
        tree = resolved(names.get("/Dests")) if isinstance(names, DictionaryObject) else None
        self._collect(tree, 0, set())

    def _collect(self, node: Any, depth: int, seen: set[int]) -> None:
        if not isinstance(node, DictionaryObject) or depth > _MAX_TREE_DEPTH or id(node) in seen:
            return
        seen.add(id(node))
        pairs = resolved(node.get("/Names"))
        if isinstance(pairs, ArrayObject):
            for index in range(0, len(pairs) - 1, 2):
                self._named[_name_of(resolved(pairs[index]))] = pairs[index + 1]
        kids = resolved(node.get("/Kids"))
        for kid in kids if isinstance(kids, ArrayObject) else ():
            self._collect(resolved(kid), depth + 1, seen)

    def page_of(self, destination: Any, depth: int = 0) -> int | None:
        """0-based page of a destination (array, name or string); None where it is not in this document."""
        found = resolved(destination)
        if isinstance(found, DictionaryObject):
            found = resolved(found.get("/D"))
        if isinstance(found, ArrayObject) and found:
            target = found[0]
            if isinstance(target, IndirectObject):
                return self._pages.get(target.idnum)
            number = resolved(target)
            return int(number) if isinstance(number, int) and 0 <= number < len(self._pages) else None
        if isinstance(found, str | bytes) and depth < 3:
            named = self._named.get(_name_of(found))
            return None if named is None else self.page_of(named, depth + 1)
        return None

    def page_of_item(self, item: DictionaryObject) -> int | None:
        """0-based page that a bookmark or link opens, by its destination or its GoTo action."""
        if "/Dest" in item:
            return self.page_of(item.get("/Dest"))
        action = resolved(item.get("/A"))
        if isinstance(action, DictionaryObject) and resolved(action.get("/S")) == "/GoTo":
            return self.page_of(action.get("/D"))
        return None


def _name_of(value: Any) -> str:
    if isinstance(value, NameObject):
        return str(value).lstrip("/")
    if isinstance(value, TextStringObject):
        return value.original_bytes.decode("latin-1")
    return value.decode("latin-1") if isinstance(value, ByteStringObject | bytes) else str(value)


def read_outline(catalog: DictionaryObject, destinations: Destinations) -> list[Bookmark]:
    """Bookmarks of a document, as a tree."""
    outlines = resolved(catalog.get("/Outlines"))
    if not isinstance(outlines, DictionaryObject):
        return []
    return list(_items(outlines.get("/First"), destinations, 0, set()))


def _items(first: Any, destinations: Destinations, depth: int, seen: set[int]) -> Iterator[Bookmark]:
    item = resolved(first)
    while isinstance(item, DictionaryObject) and id(item) not in seen and len(seen) < _MAX_ITEMS:
        seen.add(id(item))
        title = resolved(item.get("/Title"))
        children: list[Bookmark] = []
        if depth < _MAX_DEPTH:
            children = list(_items(item.get("/First"), destinations, depth + 1, seen))
        yield Bookmark(
            " ".join(str(title).split()) if isinstance(title, str) else "", destinations.page_of_item(item), children
        )
        item = resolved(item.get("/Next"))


def titles_of(bookmarks: Sequence[Bookmark]) -> Iterator[str]:
    """All titles, for whoever must judge them."""
    for bookmark in bookmarks:
        yield bookmark.title
        yield from titles_of(bookmark.children)


def build_outline(
    writer: PdfWriter,
    bookmarks: Sequence[Bookmark],
    new_pages: Sequence[IndirectObject],
    may_be_read: Callable[[str], bool],
) -> int:
    """Give the new document bookmarks; a title that may not be read becomes "[gelakt]".

    Args:
        writer: the new document.
        bookmarks: as ``read_outline`` gives them.
        new_pages: the new pages, in order.
        may_be_read: judges a title.

    Returns:
        The number of titles that were replaced.
    """
    if not bookmarks:
        return 0
    root = DictionaryObject({NameObject("/Type"): NameObject("/Outlines")})
    reference = writer._add_object(root)
    maker = _Maker(writer, new_pages, may_be_read)
    maker.fill(root, reference, bookmarks)
    root[NameObject("/Count")] = NumberObject(len(bookmarks))
    writer._root_object[NameObject("/Outlines")] = reference
    return maker.replaced


class _Maker:
    def __init__(self, writer: PdfWriter, pages: Sequence[IndirectObject], may_be_read: Callable[[str], bool]) -> None:
        self._writer = writer
        self._pages = pages
        self._may_be_read = may_be_read
        self.replaced = 0

    def fill(self, holder: DictionaryObject, reference: IndirectObject, bookmarks: Sequence[Bookmark]) -> None:
        """Hang bookmarks under an item, closed."""
        made = [self._item(bookmark, reference) for bookmark in bookmarks]
        for index, (item, own) in enumerate(made):
            if index:
                item[NameObject("/Prev")] = made[index - 1][1]
            if index + 1 < len(made):
                item[NameObject("/Next")] = made[index + 1][1]
            if bookmarks[index].children:
                self.fill(item, own, bookmarks[index].children)
                item[NameObject("/Count")] = NumberObject(-len(bookmarks[index].children))
        holder[NameObject("/First")] = made[0][1]
        holder[NameObject("/Last")] = made[-1][1]

    def _item(self, bookmark: Bookmark, parent: IndirectObject) -> tuple[DictionaryObject, IndirectObject]:
        title = bookmark.title
        if not self._may_be_read(title):
            title = REDACTED_TITLE
            self.replaced += 1
        item = DictionaryObject({NameObject("/Title"): TextStringObject(title), NameObject("/Parent"): parent})
        if bookmark.page is not None and bookmark.page < len(self._pages):
            item[NameObject("/Dest")] = ArrayObject([self._pages[bookmark.page], NameObject("/Fit")])
        return item, self._writer._add_object(item)
