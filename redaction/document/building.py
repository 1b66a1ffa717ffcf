# SPDX-License-Identifier: EUPL-1.2
"""Builds a fresh document from pages: nothing is in it but what this module and the allow-list put there."""

import hashlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pypdf import PageObject, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from redaction.content.cleaning import clean_operations, nothing_hidden, used_names
from redaction.content.fonts import resolved
from redaction.content.lexer import Name, Operation, format_number, serialise
from redaction.content.page import PageContent, UsePath
from redaction.document import rules
from redaction.document.copying import Copier
from redaction.document.fontprograms import FontUse
from redaction.document.streams import deflated

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
    """

    source: PageObject
    content: PageContent
    streams: Mapping[UsePath, list[Operation]] = field(default_factory=dict)
    images: Mapping[tuple[UsePath, int], "Callable[[Copier], PdfObject | None] | None"] = field(default_factory=dict)
    extra: list[Operation] = field(default_factory=list)
    extra_resources: "Callable[[Copier, DictionaryObject], None] | None" = None


def font_uses(plans: list[PagePlan], hidden: Callable[[Any], bool] = nothing_hidden) -> dict[int, FontUse]:
    """Codes that the plans draw with each font, by the object number of the font."""
    uses: dict[int, FontUse] = {}
    for plan in plans:
        for path, stream in plan.content.streams.items():
            fonts = resolved(stream.resources.get("/Font"))
            listed = fonts if isinstance(fonts, DictionaryObject) else DictionaryObject()
            runs = {run.operation: run for run in plan.content.runs if run.path == path}
            edited = plan.streams.get(path)
            by_name = {run.font_name: run.font for run in runs.values()}
            if edited is None:
                for run in runs.values():
                    _note(uses, listed, run.font_name, run.font.code_map, run.codes)
                continue
            name = ""
            for operator, operands in edited:
                if operator == b"Tf" and operands:
                    name = str(operands[0])
                elif operator in (b"Tj", b"TJ") and operands and name in by_name:
                    font = by_name[name]
                    parts = operands[0] if isinstance(operands[0], list) else [operands[0]]
                    codes = [code for part in parts if isinstance(part, bytes) for code in font.decode(part)[0]]
                    _note(uses, listed, name, font.code_map, codes)
    return uses


def _note(uses: dict[int, FontUse], fonts: DictionaryObject, name: str, code_map: Any, codes: list[bytes]) -> None:
    key = f"/{name}"
    if key not in fonts:
        return
    entry = fonts.raw_get(key)
    number = entry.idnum if isinstance(entry, IndirectObject) else id(resolved(entry))
    uses.setdefault(number, FontUse(code_map)).codes.update(codes)


class Builder:
    """Makes the pages of one fresh document.

    Args:
        uses: drawn codes per font; empty leaves fonts whole.
        hidden: tells of an optional-content group whether it is off.
    """

    def __init__(self, uses: dict[int, FontUse] | None = None, hidden: Callable[[Any], bool] = nothing_hidden) -> None:
        self.writer = PdfWriter()
        self.copier = Copier(self.writer, uses, hidden)
        self.hidden = hidden
        self.pages: list[DictionaryObject] = []

    def add(self, plan: PagePlan) -> DictionaryObject:
        """Add the page of a plan; media box and crop box become the part that is seen."""
        operations, resources = self._stream(plan, ())
        page = DictionaryObject()
        page[NameObject("/Type")] = NameObject("/Page")
        page[NameObject("/MediaBox")] = ArrayObject([FloatObject(format_number(v)) for v in plan.content.crop])
        turn = int(plan.source.rotation) % 360
        if turn:
            page[NameObject("/Rotate")] = NumberObject(turn)
        unit = resolved(plan.source.get("/UserUnit", 1))
        if isinstance(unit, int | float) and unit != 1:
            page[NameObject("/UserUnit")] = FloatObject(format_number(float(unit)))
        if plan.extra:
            operations = [Operation(b"q", ()), *operations, *_closing(operations), Operation(b"Q", ()), *plan.extra]
            if plan.extra_resources is not None:
                plan.extra_resources(self.copier, resources)
        page[NameObject("/Resources")] = resources
        page[NameObject("/Contents")] = self.writer._add_object(deflated(serialise(operations)))
        group = resolved(plan.source.get("/Group"))
        if isinstance(group, DictionaryObject):
            made = self.copier.dictionary(group, rules.GROUP, 0)
            if made:
                page[NameObject("/Group")] = made
        parents = resolved(plan.source.get("/StructParents"))
        if isinstance(parents, int):
            page[NameObject("/StructParents")] = NumberObject(parents)
        tree: Any = self.writer._pages
        parent = tree if isinstance(tree, IndirectObject) else tree.indirect_reference
        page[NameObject("/Parent")] = parent
        reference = self.writer._add_object(page)
        kids = resolved(parent)
        kids["/Kids"].append(reference)
        kids[NameObject("/Count")] = NumberObject(len(kids["/Kids"]))
        self.pages.append(page)
        return page

    def _stream(self, plan: PagePlan, path: UsePath) -> tuple[list[Operation], DictionaryObject]:
        """Operations and resources of one use of a stream, with its replaced forms and images."""
        stream = plan.content.streams[path]
        edited = plan.streams.get(path)
        replaced = self._replacements(plan, path)
        source = stream.operations if edited is None else edited
        operations = clean_operations(source, stream.resources, self.hidden)
        objects: dict[str, PdfObject] = {}
        if replaced:
            operations, objects = self._renamed(plan, path, operations, replaced)
        used = used_names(operations)
        resources = DictionaryObject()
        for category, kind in rules.RESOURCES.items():
            entries = resolved(stream.resources.get(category))
            made = DictionaryObject()
            for name in sorted(used.get(category, ())):
                if category == "/XObject" and name in objects:
                    made[NameObject(f"/{name}")] = objects[name]
                elif isinstance(entries, DictionaryObject) and f"/{name}" in entries:
                    copied = self.copier.copy(entries.raw_get(f"/{name}"), kind.removeprefix("map:"))
                    if copied is not None:
                        made[NameObject(f"/{name}")] = copied
            if made:
                resources[NameObject(category)] = made
        return operations, resources

    def _replacements(self, plan: PagePlan, path: UsePath) -> set[int]:
        """Operation numbers of ``Do`` whose object is not the source's: edited forms, replaced images."""
        forms = {other[len(path)] for other in plan.streams if len(other) > len(path) and other[: len(path)] == path}
        deeper = {key[len(path)] for key, _ in plan.images if len(key) > len(path) and key[: len(path)] == path}
        return forms | deeper | {index for key, index in plan.images if key == path}

    def _renamed(
        self, plan: PagePlan, path: UsePath, operations: list[Operation], replaced: set[int]
    ) -> tuple[list[Operation], dict[str, PdfObject]]:
        """Give each replaced ``Do`` a name of its own. Cleaning keeps the order of ``Do`` and ``BI`` operations."""
        stream = plan.content.streams[path]
        painted = [index for index, item in enumerate(stream.operations) if item.operator in (b"Do", b"BI")]
        kept = [item for item in operations if item.operator in (b"Do", b"BI")]
        if len(kept) != len(painted):
            # Cleaning took some away (hidden layers): match what is left by its operands, in order.
            remaining = iter(painted)
            painted = [next(index for index in remaining if stream.operations[index] == item) for item in kept]
        order = iter(painted)
        objects: dict[str, PdfObject] = {}
        result: list[Operation] = []
        for operation in operations:
            if operation.operator not in (b"Do", b"BI"):
                result.append(operation)
                continue
            index = next(order)
            if index not in replaced:
                result.append(operation)
                continue
            made = self._replacement(plan, path, index)
            if made is not None:
                name = f"L{index}"
                objects[name] = made
                result.append(Operation(b"Do", (Name(name),)))
        return result, objects

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
        if language:
            catalog[NameObject("/Lang")] = TextStringObject(language)
        info = DictionaryObject({NameObject("/Producer"): TextStringObject(PRODUCER)})
        if title:
            info[NameObject("/Title")] = TextStringObject(title)
            catalog[NameObject("/ViewerPreferences")] = DictionaryObject(
                {NameObject("/DisplayDocTitle"): BooleanObject(True)}
            )
        self.writer._info = info
        keep_reachable(self.writer)
        first = io.BytesIO()
        self.writer.write(first)
        identity = ByteStringObject(hashlib.sha256(first.getvalue()).digest()[:16])
        self.writer._ID = ArrayObject([identity, identity])
        out = io.BytesIO()
        self.writer.write(out)
        return out.getvalue()


def keep_reachable(writer: PdfWriter) -> None:
    """Leave only objects that the catalog or the information dictionary leads to, numbered in the order of the walk."""
    numbers: dict[int, int] = {}
    order: list[int] = []
    roots = [writer.root_object.indirect_reference, getattr(writer._info_obj, "indirect_reference", None)]
    waiting: list[Any] = [root for root in reversed(roots) if root is not None]
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            if found.idnum in numbers:
                continue
            order.append(found.idnum)
            numbers[found.idnum] = len(order)
            found = writer._objects[found.idnum - 1]
        if isinstance(found, DictionaryObject):
            waiting += [found.raw_get(key) for key in reversed(found)]
        elif isinstance(found, ArrayObject):
            waiting += reversed(list(found))
    objects: list[Any] = [writer._objects[number - 1] for number in order]
    for found in objects:
        _renumber(found, numbers, writer)
    for number, found in enumerate(objects, start=1):
        if found is not None:
            found.indirect_reference = IndirectObject(number, 0, writer)
    writer._objects = objects
    if writer._info_obj is not None:
        writer._info_obj = IndirectObject(numbers[roots[1].idnum], 0, writer) if roots[1] else None


def _renumber(found: Any, numbers: Mapping[int, int], writer: PdfWriter) -> None:
    if isinstance(found, DictionaryObject):
        for key in list(found):
            value = found.raw_get(key)
            if isinstance(value, IndirectObject):
                found[NameObject(key)] = IndirectObject(numbers[value.idnum], 0, writer)
            else:
                _renumber(value, numbers, writer)
    elif isinstance(found, ArrayObject):
        for index, value in enumerate(list(found)):
            if isinstance(value, IndirectObject):
                found[index] = IndirectObject(numbers[value.idnum], 0, writer)
            else:
                _renumber(value, numbers, writer)


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
