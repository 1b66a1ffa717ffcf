# SPDX-License-Identifier: EUPL-1.2
"""Builds a new structure tree, so that a tagged document stays tagged (ISO 32000-2, 14.7 and 14.8).

Only what a reader needs to find its way is made again: the kind of an element, its place in the tree, the marked
content it holds, its language, and what makes a table a table. Custom roles become the standard ones that they stand
for; identifiers become numbers. Texts (Alt, ActualText, E) come over only where the caller vouches for them. Boxes,
widths, titles, classes and user properties never do, for they tell what stood there.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from redaction.content.fonts import resolved
from redaction.content.tags import STANDARD_TYPES

_NEWER_TYPES: Final = {
    "DocumentFragment": "Div",
    "Aside": "Div",
    "Title": "P",
    "FENote": "Note",
    "Sub": "Span",
    "Em": "Span",
    "Strong": "Span",
    "Artifact": "NonStruct",
}
_KEPT_EMPTY: Final = frozenset({"TD", "TH"})
_TEXTS: Final = ("/Alt", "/ActualText")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_SCOPES: Final = ("/Row", "/Column", "/Both")
_NUMBERINGS: Final = frozenset(
    ("/None", "/Disc", "/Circle", "/Square", "/Decimal", "/UpperRoman", "/LowerRoman", "/UpperAlpha", "/LowerAlpha")
)
_MAX_DEPTH: Final = 120
_MAX_ELEMENTS: Final = 1_000_000
_MAX_MCID: Final = 200_000

Mcid = tuple[int, int]
"""A piece of marked content: 0-based page, and its number on that page."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SpokenLabel:
    """A new piece of marked content on a page, which a screen reader reads as ``text``.

    Attributes:
        beside: number of the marked content on the same page that it comes after; None puts it at the end.
    """

    page: int
    mcid: int
    text: str
    beside: int | None = None


@dataclass(slots=True, eq=False)
class _Element:
    kind: str
    kids: "list[_Element | Mcid]" = field(default_factory=list)
    language: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, PdfObject] = field(default_factory=dict)
    identifier: bytes | None = None
    headers: list[bytes] = field(default_factory=list)
    touched: bool = False
    label: str = ""


def language_of(value: Any) -> str:
    """A language tag (BCP 47) as a catalog or element gives it; empty where it is not one."""
    found = resolved(value)
    text = str(found) if isinstance(found, str) else ""
    return text if _LANGUAGE.fullmatch(text) else ""


class _Reader:
    """Reads a structure tree into elements, each object once."""

    def __init__(self, root: DictionaryObject, pages: Mapping[int, int], touched: frozenset[Mcid]) -> None:
        self._roles = resolved(root.get("/RoleMap"))
        self._pages = pages
        self._touched = touched
        self._seen: set[int] = set()
        self.elements = 0

    def kind_of(self, name: Any) -> str:
        """The standard structure type that a type stands for."""
        kind = str(resolved(name)).lstrip("/")
        for _ in range(10):
            if kind in STANDARD_TYPES:
                return kind
            if kind in _NEWER_TYPES:
                return _NEWER_TYPES[kind]
            if re.fullmatch(r"H[0-9]{1,2}", kind):
                return "H6"
            if not isinstance(self._roles, DictionaryObject) or f"/{kind}" not in self._roles:
                break
            kind = str(resolved(self._roles.get(f"/{kind}"))).lstrip("/")
        return "NonStruct"

    def kids(self, value: Any, page: int | None, depth: int) -> Iterator[_Element | Mcid]:
        """What a K entry holds."""
        found = resolved(value)
        for item in found if isinstance(found, ArrayObject) else [value]:
            kid = resolved(item)
            if isinstance(kid, int):
                if page is not None and 0 <= kid <= _MAX_MCID:
                    yield page, int(kid)
            elif isinstance(kid, DictionaryObject):
                if isinstance(item, IndirectObject):
                    if item.idnum in self._seen:
                        continue
                    self._seen.add(item.idnum)
                yield from self._kid(kid, page, depth)

    def _kid(self, kid: DictionaryObject, page: int | None, depth: int) -> Iterator[_Element | Mcid]:
        page = self._page(kid, page)
        kind = resolved(kid.get("/Type"))
        if kind == "/MCR":
            number = resolved(kid.get("/MCID"))
            if page is not None and isinstance(number, int) and 0 <= number <= _MAX_MCID and "/Stm" not in kid:
                yield page, int(number)
        elif kind != "/OBJR" and "/S" in kid:
            made = self._element(kid, page, depth)
            if made is not None:
                yield made

    def _page(self, found: DictionaryObject, inherited: int | None) -> int | None:
        entry = found.raw_get("/Pg") if "/Pg" in found else None
        return self._pages.get(entry.idnum) if isinstance(entry, IndirectObject) else inherited

    def _element(self, found: DictionaryObject, page: int | None, depth: int) -> _Element | None:
        self.elements += 1
        if depth > _MAX_DEPTH or self.elements > _MAX_ELEMENTS:
            return None
        made = _Element(self.kind_of(found.get("/S")), language=language_of(found.get("/Lang")))
        made.kids = list(self.kids(found.get("/K"), page, depth + 1))
        if not made.kids and made.kind not in _KEPT_EMPTY:
            return None
        made.touched = any(kid.touched if isinstance(kid, _Element) else kid in self._touched for kid in made.kids)
        if not made.touched:
            for key in _TEXTS:
                text = resolved(found.get(key))
                if isinstance(text, str):
                    made.texts[key] = str(text)
        _read_attributes(found, made)
        return made


def _read_attributes(found: DictionaryObject, made: _Element) -> None:
    listed = resolved(found.get("/A"))
    for item in listed if isinstance(listed, ArrayObject) else [listed]:
        attributes = resolved(item)
        if not isinstance(attributes, DictionaryObject):
            continue
        owner = resolved(attributes.get("/O"))
        if owner == "/Table":
            _read_table(attributes, made)
        elif owner == "/List" and resolved(attributes.get("/ListNumbering")) in _NUMBERINGS:
            made.attributes["/ListNumbering"] = NameObject(resolved(attributes["/ListNumbering"]))
    identifier = _bytes(resolved(found.get("/ID")))
    made.identifier = identifier or None


def _read_table(attributes: DictionaryObject, made: _Element) -> None:
    if resolved(attributes.get("/Scope")) in _SCOPES:
        made.attributes["/Scope"] = NameObject(resolved(attributes["/Scope"]))
    for key in ("/ColSpan", "/RowSpan"):
        number = resolved(attributes.get(key))
        if isinstance(number, int) and 1 < number < 10_000:
            made.attributes[key] = NumberObject(number)
    headers = resolved(attributes.get("/Headers"))
    if isinstance(headers, ArrayObject):
        made.headers = [_bytes(resolved(header)) for header in headers]


def _bytes(value: Any) -> bytes:
    if isinstance(value, TextStringObject):
        return bytes(value.original_bytes)
    return bytes(value) if isinstance(value, ByteStringObject) else b""


class _Maker:
    """Writes elements into the new document."""

    def __init__(self, writer: PdfWriter, pages: Sequence[IndirectObject], keep_text: Callable[[str], bool]) -> None:
        self._writer = writer
        self._pages = pages
        self._keep_text = keep_text
        self._numbers: dict[bytes, bytes] = {}
        self.parents: dict[Mcid, IndirectObject] = {}
        self.identified: dict[bytes, IndirectObject] = {}

    def number_headers(self, elements: Sequence[_Element]) -> None:
        """Give identifiers that a cell refers to a number; others are not written."""
        wanted = {header for element in _walk(elements) for header in element.headers}
        for element in _walk(elements):
            if element.identifier in wanted and element.identifier not in self._numbers:
                self._numbers[element.identifier] = b"%06d" % (len(self._numbers) + 1)

    def make(self, element: _Element, parent: IndirectObject) -> IndirectObject:
        """Write one element with all that it holds."""
        made = DictionaryObject({NameObject("/S"): NameObject(f"/{element.kind}"), NameObject("/P"): parent})
        reference = self._writer._add_object(made)
        first = next((kid for kid in element.kids if not isinstance(kid, _Element)), None)
        page = None if first is None else first[0]
        if page is not None:
            made[NameObject("/Pg")] = self._pages[page]
        kids = ArrayObject([self._kid(kid, reference, page) for kid in element.kids])
        if kids:
            made[NameObject("/K")] = kids
        if element.language:
            made[NameObject("/Lang")] = TextStringObject(element.language)
        for key, text in element.texts.items():
            if self._keep_text(text):
                made[NameObject(key)] = TextStringObject(text)
        if element.label:
            made[NameObject("/ActualText")] = TextStringObject(element.label)
        self._attributes(element, made, reference)
        return reference

    def _kid(self, kid: _Element | Mcid, reference: IndirectObject, page: int | None) -> PdfObject:
        if isinstance(kid, _Element):
            return self.make(kid, reference)
        self.parents[kid] = reference
        if kid[0] == page:
            return NumberObject(kid[1])
        return DictionaryObject(
            {
                NameObject("/Type"): NameObject("/MCR"),
                NameObject("/Pg"): self._pages[kid[0]],
                NameObject("/MCID"): NumberObject(kid[1]),
            }
        )

    def _attributes(self, element: _Element, made: DictionaryObject, reference: IndirectObject) -> None:
        headers = [self._numbers[header] for header in element.headers if header in self._numbers]
        if element.attributes or headers:
            owner = "/List" if "/ListNumbering" in element.attributes else "/Table"
            attributes = DictionaryObject({NameObject("/O"): NameObject(owner)})
            attributes.update({NameObject(key): value for key, value in element.attributes.items()})
            if headers:
                attributes[NameObject("/Headers")] = ArrayObject([ByteStringObject(header) for header in headers])
            made[NameObject("/A")] = attributes
        number = self._numbers.get(element.identifier or b"")
        if number is not None and number not in self.identified:
            made[NameObject("/ID")] = ByteStringObject(number)
            self.identified[number] = reference


def _walk(elements: Sequence[_Element]) -> Iterator[_Element]:
    for element in elements:
        yield element
        yield from _walk([kid for kid in element.kids if isinstance(kid, _Element)])


def is_tagged(catalog: DictionaryObject) -> bool:
    """True where a document has a structure tree."""
    return isinstance(resolved(catalog.get("/StructTreeRoot")), DictionaryObject)


def build_structure(
    writer: PdfWriter,
    catalog: DictionaryObject,
    source_pages: Mapping[int, int],
    new_pages: Sequence[IndirectObject],
    *,
    drawn: Mapping[int, frozenset[int]] | None = None,
    touched: frozenset[Mcid] = frozenset(),
    keep_text: Callable[[str], bool] = lambda text: False,
    labels: Sequence[SpokenLabel] = (),
) -> int:
    """Give the new document the structure tree of the old one, made anew.

    Args:
        writer: the new document; its catalog and pages are completed.
        catalog: catalog of the old document.
        source_pages: object number of each old page that is published, with its 0-based number.
        new_pages: the new pages, in order.
        drawn: per page the numbers of marked content that its new content has; others are left out.
        touched: marked content from which something was removed: no texts for its elements and those around them.
        keep_text: says of an Alt, ActualText or E whether it may be published.
        labels: new marked content, put beside what it replaces.

    Returns:
        The number of elements; 0 where the old document is not tagged, and then nothing is written.
    """
    root = resolved(catalog.get("/StructTreeRoot"))
    if not isinstance(root, DictionaryObject):
        return 0
    reader = _Reader(root, source_pages, touched)
    top = [kid for kid in reader.kids(root.get("/K"), None, 0) if isinstance(kid, _Element)]
    if drawn is not None:
        top = [element for element in top if _with_drawn(element, drawn)]
    top = _with_labels(top, labels)
    maker = _Maker(writer, new_pages, keep_text)
    maker.number_headers(top)
    new_root = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
    reference = writer._add_object(new_root)
    new_root[NameObject("/K")] = ArrayObject([maker.make(element, reference) for element in top])
    _write_parents(writer, new_root, new_pages, maker.parents)
    if maker.identified:
        names = [item for key, value in sorted(maker.identified.items()) for item in (ByteStringObject(key), value)]
        new_root[NameObject("/IDTree")] = DictionaryObject({NameObject("/Names"): ArrayObject(names)})
    new_catalog = writer._root_object
    new_catalog[NameObject("/StructTreeRoot")] = reference
    new_catalog[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
    return sum(1 for _ in _walk(top))


def _with_drawn(element: _Element, drawn: Mapping[int, frozenset[int]]) -> bool:
    """Leave out what is not drawn; true where something of the element is left."""
    element.kids = [
        kid
        for kid in element.kids
        if (_with_drawn(kid, drawn) if isinstance(kid, _Element) else kid[1] in drawn.get(kid[0], frozenset()))
    ]
    return bool(element.kids) or element.kind in _KEPT_EMPTY


def _with_labels(top: list[_Element], labels: Sequence[SpokenLabel]) -> list[_Element]:
    holders = {kid: element for element in _walk(top) for kid in element.kids if not isinstance(kid, _Element)}
    loose: list[_Element | Mcid] = []
    for label in reversed(labels):  # labels beside the same piece keep their order, as each goes right after it
        made = _Element("Span", kids=[(label.page, label.mcid)], label=label.text)
        beside = None if label.beside is None else (label.page, label.beside)
        holder = None if beside is None else holders.get(beside)
        if holder is None or beside is None:
            loose.insert(0, made)
        else:
            holder.kids.insert(holder.kids.index(beside) + 1, made)
    if not loose:
        return top
    if len(top) == 1:
        top[0].kids += loose
        return top
    return [*top, *(kid for kid in loose if isinstance(kid, _Element))]


def _write_parents(
    writer: PdfWriter,
    root: DictionaryObject,
    pages: Sequence[IndirectObject],
    parents: Mapping[Mcid, IndirectObject],
) -> None:
    """The tree from marked content back to elements; a page's key in it is its number."""
    per_page: dict[int, dict[int, IndirectObject]] = {}
    for (page, number), reference in parents.items():
        per_page.setdefault(page, {})[number] = reference
    numbers: list[PdfObject] = []
    for page in sorted(per_page):
        held = per_page[page]
        row = ArrayObject([held.get(number, NullObject()) for number in range(max(held) + 1)])
        numbers += [NumberObject(page), writer._add_object(row)]
        found = resolved(pages[page])
        found[NameObject("/StructParents")] = NumberObject(page)
    root[NameObject("/ParentTree")] = writer._add_object(DictionaryObject({NameObject("/Nums"): ArrayObject(numbers)}))
    root[NameObject("/ParentTreeNextKey")] = NumberObject(len(pages))
