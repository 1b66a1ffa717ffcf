# SPDX-License-Identifier: EUPL-1.2
"""Ways to switch off what removes a threat, and carriers that bring back what is never copied."""

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final
from unittest import mock

from pypdf.generic import NameObject, NullObject

from redaction.content.fonts import resolved
from redaction.content.lexer import Name
from redaction.document import annotations, building, carrying, copying
from redaction.document.copying import Copier
from redaction.document.naming import Names
from redaction.document.numbering import merge_equal
from redaction.removal import preparing, redacting
from redaction.removal.editing import edit_page
from schemas.redacted import RedactedDocument

WORD: Final = "Vondelkwast"
"""An invented name that occurs nowhere else."""
Patches = Callable[[], Sequence[Any]]


def off(holder: Any, name: str, replacement: Any) -> Patches:
    """One name of a module or class replaced."""
    return lambda: [mock.patch.object(holder, name, replacement)]


def hollow(function: Any, replacement: Any) -> Patches:
    """What a function does replaced, for whoever holds it by whatever name."""

    @contextlib.contextmanager
    def hollowed() -> Iterator[None]:
        kept = function.__code__
        function.__code__ = replacement.__code__
        try:
            yield
        finally:
            function.__code__ = kept

    return lambda: [hollowed()]


def edit(keep: Callable[[Any, Any], Mapping[Any, Any]], marks: Callable[[Any, Any], Any] | None = None) -> Patches:
    """Editing that leaves streams or marks out."""

    def changed(content: Any, wanted: Any, **rest: Any) -> Any:
        made = original(content, wanted if marks is None else marks(content, wanted), **rest)
        made.streams = dict(keep(content, made.streams))
        return made

    original = edit_page
    return off(redacting, "edit_page", changed)


def nothing(_: Any, __: Any) -> Mapping[Any, Any]:
    """No stream is changed."""
    return {}


def all_streams(_: Any, streams: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """Every changed stream."""
    return streams


def only_page(_: Any, streams: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """Changed streams of pages, and none of forms."""
    return {path: operations for path, operations in streams.items() if not path}


def first_only(_: Any, marks: Mapping[int, Any]) -> Mapping[int, Any]:
    """Only the first occurrence is marked."""
    return {glyph: marks[glyph] for glyph in sorted(marks)[: len(WORD)]}


def seen_only(content: Any, marks: Mapping[int, Any]) -> Mapping[int, Any]:
    """Unseen letters stay."""
    return {glyph: mark for glyph, mark in marks.items() if content.run_of(glyph)[0].mode not in (3, 7)}


def raw(value: Any, writer: Any) -> Any:
    """A copy of a value with everything that it leads to."""
    if resolved(value) is None:
        return NullObject()
    return value.clone(writer)


def without_list() -> Patches:
    """The allow-lists of dictionaries: every key is copied."""
    original = Copier._fill

    def fill(self: Any, result: Any, found: Any, allowed: Any, depth: int) -> None:
        original(self, result, found, allowed, depth)
        for key in found:
            if key not in result and key not in ("/Length", "/Filter", "/DecodeParms", "/Parent", "/Resources"):
                result[NameObject(key)] = raw(found.raw_get(key), self.writer)

    return off(Copier, "_fill", fill)


def unused_forms() -> Patches:
    """Resources that no operation names are copied."""
    original = Copier.resources

    def resources(self: Any, names: Any, depth: int = 0) -> Any:
        for old in names._entries["/XObject"]:
            names._name("/XObject", old[1:])
        return original(self, names, depth)

    return off(Copier, "resources", resources)


def own_names() -> Patches:
    """Resources keep the names that their author gave them."""

    def name(self: Any, category: str, old: Any) -> Any:
        if f"/{old}" in self._entries[category]:
            self.used.setdefault(category, {})[old] = old
        return old

    return off(Names, "_name", name)


def whole_fonts() -> Sequence[Any]:
    """Fonts are copied as they are."""
    return [
        mock.patch.object(
            copying, "copy_font", lambda copier, value, _: copier.writer._add_object(raw(value, copier.writer))
        ),
        mock.patch.object(redacting, "font_uses", lambda _: None),
    ]


def carrier(*catalog: str, page: Sequence[str] = ()) -> Patches:
    """Keys of the catalog and of pages are carried over as they are; ``*`` is every key."""
    original = carrying.carry_over

    def carried(builder: Any, reader: Any, **rest: Any) -> Any:
        counts = original(builder, reader, **rest)
        carry(builder.writer.root_object, reader.root_object, catalog, builder.writer)
        for made, source in zip(builder.pages, reader.pages, strict=True):
            carry(made, source, page, builder.writer)
        return counts

    return lambda: [
        mock.patch.object(preparing, "carry_over", carried),
        mock.patch.object(redacting, "carry_over", carried),
    ]


def carry(made: Any, source: Any, keys: Sequence[str], writer: Any) -> None:
    """Copy keys of one dictionary into another."""
    for key in list(source) if "*" in keys else keys:
        if key in source and (key not in made or "*" not in keys) and key not in ("/Parent", "/Pages"):
            made[NameObject(key)] = raw(source.raw_get(key), writer)


def carried_info() -> Sequence[Any]:
    """The information dictionary is carried over as it is."""
    original, carry = merge_equal, carrying.carry_over
    sources: dict[int, Any] = {}

    def carried(builder: Any, reader: Any, **rest: Any) -> Any:
        sources[id(builder.writer)] = reader.trailer.get("/Info")
        return carry(builder, reader, **rest)

    def merged(writer: Any) -> None:
        found = resolved(sources.get(id(writer)))
        for key in found or ():
            writer._info[NameObject(key)] = raw(found.raw_get(key), writer)
        original(writer)

    return [
        mock.patch.object(preparing, "carry_over", carried),
        mock.patch.object(redacting, "carry_over", carried),
        mock.patch.object(building, "merge_equal", merged),
    ]


def appended() -> Sequence[Any]:
    """The new document stands after the old bytes instead of alone."""
    first, second = preparing._prepare, redacting._redact
    before: list[bytes] = []

    def prepared(reader: Any, *rest: Any) -> Any:
        reader.stream.seek(0)
        before.append(reader.stream.read())
        return first(reader, *rest)

    def redacted(data: bytes, *rest: Any) -> Any:
        result = second(data, *rest)
        both = (before[0] if before else data) + b"\n" + result.data
        values = {name: getattr(result, name) for name in ("source_digest", "pages", "boxes", "removed")}
        return RedactedDocument(data=both, **values)

    return [
        mock.patch.object(preparing, "_prepare", prepared),
        mock.patch.object(redacting, "_redact", redacted),
    ]


def raw_mark(operation: Any, resources: Any, _: Any) -> Any:
    """A mark as it stands, with its properties in it."""
    tag, *rest = operation.operands
    if rest and not isinstance(rest[0], dict):
        listed = resolved(resources.get("/Properties"))
        found = resolved(listed.get(f"/{rest[0]}")) if listed else None
        pairs = {Name(key[1:]): bytes(item.original_bytes) for key, item in (found or {}).items()}
        return operation._replace(operands=(tag, pairs)), False
    return operation, False


class Everything:
    """A list that everything is on."""

    def __contains__(self, _: object) -> bool:
        return True


def any_link(annotation: Any) -> Any:
    """The address of a link, whatever it is."""
    action = resolved(annotation.get("/A"))
    address = resolved(action.get("/URI")) if action else None
    return None if address is None else (address.decode("latin-1") if isinstance(address, bytes) else str(address))


def same(value: Any, *_: Any) -> Any:
    """What was given, unchanged."""
    return value


def always(*_: Any, **__: Any) -> bool:
    """Yes to all."""
    return True


def nothing_more(*_: Any, **__: Any) -> None:
    """Does nothing."""


def never(*_: Any, **__: Any) -> bool:
    """No to all."""
    return False


def flags_ignored() -> Sequence[Any]:
    """Annotations are painted though they are hidden."""
    return [mock.patch.object(annotations, "_HIDDEN", 0), mock.patch.object(annotations, "_NO_VIEW", 0)]


def raw_fax(image: Any, data: bytes, parameters: Any) -> Any:
    """A fax picture with all of its bytes."""
    return ["/CCITTFaxDecode"], [parameters], data


def raw_kind(_: Any, name: Any) -> str:
    """The type that an author gave an element."""
    return str(resolved(name)).lstrip("/")


def raw_colorant(_: Any, value: Any) -> Any:
    """The name that an author gave an ink."""
    return NameObject(str(resolved(value)))


def raw_name(_: Any, value: Any, __: int) -> Any:
    """Any name as a value."""
    found = resolved(value)
    return NameObject(found) if isinstance(found, NameObject) else None
