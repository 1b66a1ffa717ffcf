# SPDX-License-Identifier: EUPL-1.2
"""Builds a fresh document from pages: nothing is in it but what this module and the allow-list put there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pypdf import PageObject, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from redaction.content.cleaning import clean_operations, nothing_hidden
from redaction.content.fonts import resolved
from redaction.content.lexer import Operation, format_number, serialise
from redaction.content.page import PageContent, UsePath
from redaction.content.pausing import without_collector
from redaction.document import rules
from redaction.document.copying import Copier
from redaction.document.fontuse import FontUse, recoded
from redaction.document.marking import marked_numbers, tagged_extra, without_numbers
from redaction.document.naming import Names
from redaction.document.numbering import keep_reachable, merge_equal
from redaction.document.streams import deflated
from redaction.document.structure import SpokenLabel
from redaction.document.writing import written
from schemas.geometry import unit_of

PRODUCER = "Lakstraat"


@dataclass(slots=True, eq=False)
class PagePlan:
    """How a page of the fresh document comes about.

    Attributes:
        source: the page that it is made from.
        content: its interpretation.
        streams: operations per use path that replace the source's; other streams are cleaned and kept.
        images: painted images to replace: (use path, operation) to a maker of the new object, None paints nothing.
        extra: operations that are painted last (boxes), with the objects that they name.
        beside: for each box among them the number of the marked content that it stands in, where there is one.
    """

    source: PageObject
    content: PageContent
    streams: Mapping[UsePath, list[Operation]] = field(default_factory=dict)
    images: Mapping[tuple[UsePath, int], "Callable[[Copier], PdfObject | None] | None"] = field(default_factory=dict)
    extra: list[Operation] = field(default_factory=list)
    extra_resources: "Callable[[Copier, DictionaryObject], None] | None" = None
    beside: Sequence[int | None] = ()


class Builder:
    """Makes the pages of one fresh document.

    Args:
        uses: drawn codes per font; empty leaves fonts whole.
        hidden: tells of an optional-content group whether it is off.
        tagged: the document has a structure tree, so what is painted last gets marks for it.

    Attributes:
        drawn: per page the numbers of marked content that it has.
        labels: marked content of our own, to be put in the structure tree.
    """

    def __init__(
        self,
        uses: dict[int, FontUse] | None = None,
        hidden: Callable[[Any], bool] = nothing_hidden,
        *,
        tagged: bool = False,
    ) -> None:
        self.writer = PdfWriter()
        self.copier = Copier(self.writer, uses, hidden)
        self.hidden = hidden
        self.tagged = tagged
        self.pages: list[DictionaryObject] = []
        self.drawn: list[set[int]] = []
        self.labels: list[SpokenLabel] = []
        self._inner: list[tuple[DictionaryObject, int]] = []

    def link_inside(self, link: DictionaryObject, page: int) -> None:
        """Let a link lead to a page of the document, when all pages are there."""
        self._inner.append((link, page))

    @without_collector()
    def add(self, plan: PagePlan) -> DictionaryObject:
        """Add the page of a plan; media box and crop box become the part that is seen."""
        own = resolved(plan.source.get("/Resources"))
        self.copier.inherited = own if isinstance(own, DictionaryObject) else DictionaryObject()
        operations, resources = self._stream(plan, ())
        page = DictionaryObject()
        page[NameObject("/Type")] = NameObject("/Page")
        page[NameObject("/MediaBox")] = ArrayObject([FloatObject(format_number(v)) for v in plan.content.crop])
        turn = int(plan.source.rotation) % 360
        if turn:
            page[NameObject("/Rotate")] = NumberObject(turn)
        unit = unit_of(resolved(plan.source.get("/UserUnit")))
        if unit != 1:
            page[NameObject("/UserUnit")] = FloatObject(format_number(unit))
        self.drawn.append(marked_numbers(operations))
        if plan.extra:
            extra = self._tagged(plan) if self.tagged else plan.extra
            operations = [Operation(b"q", ()), *operations, *_closing(operations), Operation(b"Q", ()), *extra]
            if plan.extra_resources is not None:
                plan.extra_resources(self.copier, resources)
        page[NameObject("/Resources")] = resources
        page[NameObject("/Contents")] = self.writer._add_object(deflated(serialise(operations)))
        group = resolved(plan.source.get("/Group"))
        if isinstance(group, DictionaryObject):
            made = self.copier.dictionary(group, rules.GROUP, 0)
            if made:
                page[NameObject("/Group")] = made
        tree: Any = self.writer._pages
        parent = tree if isinstance(tree, IndirectObject) else tree.indirect_reference
        page[NameObject("/Parent")] = parent
        reference = self.writer._add_object(page)
        kids = resolved(parent)
        kids["/Kids"].append(reference)
        kids[NameObject("/Count")] = NumberObject(len(kids["/Kids"]))
        self.pages.append(page)
        return page

    def _tagged(self, plan: PagePlan) -> list[Operation]:
        """What is painted last, with marks; they are noted for the structure tree."""
        number, drawn = len(self.pages), self.drawn[-1]
        operations, made = tagged_extra(plan.extra, max(drawn, default=-1) + 1)
        beside = [*plan.beside, *([None] * len(made))]
        for (mcid, text), place in zip(made, beside, strict=False):
            drawn.add(mcid)
            self.labels.append(SpokenLabel(page=number, mcid=mcid, text=text, beside=place))
        return operations

    def _stream(self, plan: PagePlan, path: UsePath) -> tuple[list[Operation], DictionaryObject]:
        """Operations and resources of one use of a stream, with its replaced forms and images."""
        stream = plan.content.streams[path]
        source = plan.streams.get(path, stream.operations)
        names = Names(stream.resources)
        cleaned = clean_operations(source, stream.resources, self.hidden)
        made = self._painted(plan, path, cleaned, names)
        operations: list[Operation] = []
        for operation in recoded(cleaned, stream.resources, self.copier.uses):
            if operation.operator not in (b"Do", b"BI"):
                operations += names.rename([operation])
                continue
            replacement = next(made)
            if replacement is not None:
                operations.append(replacement)
        return operations if self.tagged and not path else without_numbers(operations), self.copier.resources(names)

    def _painted(
        self, plan: PagePlan, path: UsePath, cleaned: list[Operation], names: Names
    ) -> Iterator[Operation | None]:
        """For each ``Do`` and inline image that is left, what paints it in the fresh document.

        Cleaning keeps their order, and takes whole ones away (hidden layers), so what is left matches in order.
        """
        stream = plan.content.streams[path]
        replaced = self._replacements(plan, path)
        places = (index for index, item in enumerate(stream.operations) if item.operator in (b"Do", b"BI"))
        for item in cleaned:
            if item.operator not in (b"Do", b"BI"):
                continue
            index = next(place for place in places if _same_painting(stream.operations[place], item))
            if index in replaced:
                made = self._replacement(plan, path, index)
                yield None if made is None else Operation(b"Do", (names.add("/XObject", made),))
            elif item.operator == b"BI":
                parameters, data = item.operands
                image = self.copier.inline_image(parameters, data, stream.resources)
                yield Operation(b"Do", (names.add("/XObject", image),))
            else:
                yield names.rename([item])[0]

    def _replacements(self, plan: PagePlan, path: UsePath) -> set[int]:
        """Operation numbers of ``Do`` whose object is not the source's: edited forms, replaced images."""
        forms = {other[len(path)] for other in plan.streams if len(other) > len(path) and other[: len(path)] == path}
        deeper = {key[len(path)] for key, _ in plan.images if len(key) > len(path) and key[: len(path)] == path}
        return forms | deeper | {index for key, index in plan.images if key == path}

    def _replacement(self, plan: PagePlan, path: UsePath, index: int) -> PdfObject | None:
        if (path, index) in plan.images:
            maker = plan.images[(path, index)]
            made = None if maker is None else maker(self.copier)
            return None if made is None else self.writer._add_object(made)
        inner = (*path, index)
        form = plan.content.streams[inner].form
        operations, resources = self._stream(plan, inner)
        new = deflated(serialise(operations))
        allowed = {key: kind for key, kind in rules.FORM.items() if key != "/Resources"}
        self.copier._fill(new, form, allowed, 1)
        new[NameObject("/Resources")] = resources
        return self.writer._add_object(new)

    def finish(self, *, title: str | None = None, language: str | None = None) -> bytes:
        """The bytes of the document; equal content gives equal bytes."""
        catalog = self.writer.root_object
        for link, number in self._inner:
            if number < len(self.pages):
                target = self.pages[number].indirect_reference
                link[NameObject("/Dest")] = ArrayObject([target, NameObject("/Fit")])
        if language:
            catalog[NameObject("/Lang")] = TextStringObject(language)
        info = DictionaryObject({NameObject("/Producer"): TextStringObject(PRODUCER)})
        if title:
            info[NameObject("/Title")] = TextStringObject(title)
            catalog[NameObject("/ViewerPreferences")] = DictionaryObject(
                {NameObject("/DisplayDocTitle"): BooleanObject(True)}
            )
        self.writer._info = info
        merge_equal(self.writer)
        keep_reachable(self.writer)
        return written(self.writer)


def _same_painting(source: Operation, cleaned: Operation) -> bool:
    """Whether a cleaned operation comes from this one: the same object, or inline data."""
    if source.operator != cleaned.operator:
        return False
    if source.operator == b"BI":
        return bool(source.operands[1] == cleaned.operands[1])
    return bool(source.operands and source.operands[-1] == cleaned.operands[-1])


def _closing(operations: list[Operation]) -> list[Operation]:
    """Operations that close what a page left open, so that boxes are painted in its own frame."""
    depth = 0
    marks = 0
    in_text = False
    for operator, _ in operations:
        if operator == b"q":
            depth += 1
        elif operator == b"Q":
            depth = max(depth - 1, 0)
        elif operator in (b"BMC", b"BDC"):
            marks += 1
        elif operator == b"EMC":
            marks = max(marks - 1, 0)
        elif operator in (b"BT", b"ET"):
            in_text = operator == b"BT"
    return ([Operation(b"ET", ())] if in_text else []) + [Operation(b"EMC", ())] * marks + [Operation(b"Q", ())] * depth
