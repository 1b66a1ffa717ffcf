# SPDX-License-Identifier: EUPL-1.2
"""Copies objects into a fresh document by the allow-list of ``rules``; what is not listed stays behind."""

from collections.abc import Callable
from typing import Any, Final

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    EncodedStreamObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

from redaction.content.cleaning import clean_operations, nothing_hidden
from redaction.content.fonts import resolved
from redaction.content.lexer import Name, Operation, format_number, parse_content, serialise
from redaction.document import rules
from redaction.document.colours import Colours
from redaction.document.fontcopying import copy_font
from redaction.document.fontplans import plan_font
from redaction.document.fontuse import FontUse, recoded, use_key
from redaction.document.imagedata import clean_image_data
from redaction.document.inlineimages import cleaned_inline, inline_as_xobject
from redaction.document.marking import without_numbers
from redaction.document.naming import Names
from redaction.document.streams import decoded, deflated
from schemas.errors import BlockReason, DocumentBlocked

MAX_DEPTH: Final = 40
_RULES: Final[dict[str, rules.Rules]] = {
    "graphics_state": rules.GRAPHICS_STATE,
    "cid_font": rules.CID_FONT,
    "system_info": rules.SYSTEM_INFO,
    "font_descriptor": rules.FONT_DESCRIPTOR,
    "decode_parameters": rules.DECODE_PARAMETERS,
    "group": rules.GROUP,
    "shading_pattern": rules.SHADING_PATTERN,
    "colour_dictionary": rules.COLOUR_DICTIONARY,
}


class Copier:
    """Copies into one fresh document. The same source object becomes the same new object.

    Args:
        writer: the fresh document.
        uses: per font (see ``use_key``) the codes that the new document draws with it; None leaves fonts whole.
        hidden: tells of an optional-content group whether it is off.
    """

    def __init__(
        self,
        writer: PdfWriter,
        uses: dict[int, FontUse] | None = None,
        hidden: Callable[[Any], bool] = nothing_hidden,
    ) -> None:
        self.writer = writer
        self.hidden = hidden
        self.uses = uses
        for use in uses.values() if uses else ():
            if use.codes:
                use.plan = plan_font(use)
        self.inherited = DictionaryObject()
        """Resources of the page, for forms and glyph procedures that have none of their own."""
        self._prefixes = 0
        self._made: dict[tuple[int, int, str, int], IndirectObject] = {}
        self._own: dict[str, IndirectObject] = {}
        self._special: dict[str, Callable[[Any, int], PdfObject | None]] = {
            "number": self.number,
            "name": self._name,
            "bool": self._bool,
            "bools": lambda value, depth: self._array(value, "bool", depth),
            "numbers": self._numbers,
            "names": self._names,
            "collection": self._collection,
            "font_name": self._font_name,
            "font": lambda value, depth: copy_font(self, value, depth),
            "font_and_size": self._font_and_size,
            "font_program": self._plain_stream(rules.FONT_PROGRAM),
            "cid_to_gid": self._cid_to_gid,
            "soft_mask": self._soft_mask,
            "xobject": self._xobject,
            "image": self._image,
            "image_mask": self._image_mask,
            "form": self._form,
            "pattern": self._pattern,
            "shading": self._shading,
            "function": self._function,
            "colour_space": Colours(self).copy,
            "jbig2_globals": self._plain_stream({}),
        }

    def shared(self, name: str, value: DictionaryObject) -> IndirectObject:
        """An object of our own that the whole document shares, added once."""
        if name not in self._own:
            self._own[name] = self.writer._add_object(value)
        return self._own[name]

    def copy(self, value: Any, kind: str, depth: int = 0) -> PdfObject | None:
        """A copy of a value as a kind; None where nothing of it may be copied."""
        if depth > MAX_DEPTH:
            raise DocumentBlocked(BlockReason.SIZE_LIMIT, "Objects of the PDF are nested too deeply.")
        if not isinstance(value, IndirectObject):
            direct = self._direct(value, kind, depth)
            return self.writer._add_object(direct) if isinstance(direct, StreamObject) else direct
        found = resolved(value)
        key = (value.idnum, value.generation, kind, self._frame(found))
        if key in self._made:
            return self._made[key]
        if not isinstance(found, DictionaryObject | ArrayObject):
            return self._direct(found, kind, depth)
        placeholder = self.writer._add_object(NullObject())
        self._made[key] = placeholder
        made = self._direct(value if kind == "font" else found, kind, depth)
        if made is None:
            return None
        if isinstance(made, IndirectObject):
            self._made[key] = made
            return made
        self.writer._objects[placeholder.idnum - 1] = made
        made.indirect_reference = placeholder
        return placeholder

    def _frame(self, found: Any) -> int:
        """What an object takes from the page it is used on: a stream without resources has those of the page."""
        own = isinstance(found, StreamObject) and "/Resources" not in found and "/Width" not in found
        return id(self.inherited) if own or (isinstance(found, DictionaryObject) and "/CharProcs" in found) else 0

    def _direct(self, value: Any, kind: str, depth: int) -> PdfObject | None:
        if kind in self._special:
            return self._special[kind](value, depth)
        found = resolved(value)
        if kind.startswith("map:"):
            return self._map(found, kind[4:], depth)
        if kind.startswith("array:"):
            return self._array(found, kind[6:], depth)
        return self.dictionary(found, _RULES[kind], depth)

    def dictionary(self, found: Any, allowed: rules.Rules, depth: int) -> DictionaryObject | None:
        """A dictionary with the allowed keys of the found one."""
        if not isinstance(found, DictionaryObject):
            return None
        result = DictionaryObject()
        self._fill(result, found, allowed, depth)
        return result

    def _fill(self, result: DictionaryObject, found: DictionaryObject, allowed: rules.Rules, depth: int) -> None:
        for key, kind in allowed.items():
            if key in found:
                made = self.copy(found.raw_get(key), kind, depth + 1)
                if made is not None:
                    result[NameObject(key)] = made

    def stream(self, found: Any, allowed: rules.Rules, depth: int, data: bytes | None = None) -> StreamObject | None:
        """A stream with the allowed keys and its data compressed anew."""
        if not isinstance(found, StreamObject):
            return None
        result = deflated(decoded(found) if data is None else data)
        self._fill(result, found, allowed, depth)
        return result

    # -- scalars

    def number(self, value: Any, _: int) -> PdfObject | None:
        """A copy of a number."""
        found = resolved(value)
        if isinstance(found, NumberObject):
            return NumberObject(found)
        return FloatObject(format_number(float(found))) if isinstance(found, FloatObject) else None

    def _name(self, value: Any, _: int) -> PdfObject | None:
        found = resolved(value)
        return NameObject(found) if isinstance(found, NameObject) and found in rules.NAME_VALUES else None

    def _font_name(self, value: Any, _: int) -> PdfObject | None:
        found = resolved(value)
        return NameObject(found) if isinstance(found, NameObject) else None

    def _bool(self, value: Any, _: int) -> PdfObject | None:
        found = resolved(value)
        return BooleanObject(found.value) if isinstance(found, BooleanObject) else None

    def _collection(self, value: Any, _: int) -> PdfObject | None:
        """Registry or ordering of a character collection; one that nobody knows is called Identity."""
        found = resolved(value)
        text = str(found) if isinstance(found, str) else ""
        return ByteStringObject((text if text in rules.COLLECTIONS else "Identity").encode("ascii"))

    def _numbers(self, value: Any, depth: int) -> PdfObject | None:
        found = resolved(value)
        if not isinstance(found, ArrayObject):
            return self.number(found, depth)
        items = (self._numbers(item, depth + 1) for item in found)
        return ArrayObject([NullObject() if item is None else item for item in items])

    def _names(self, value: Any, depth: int) -> PdfObject | None:
        found = resolved(value)
        if not isinstance(found, ArrayObject):
            return self._name(found, depth)
        items = (self._name(item, depth) or self.number(item, depth) for item in found)
        return ArrayObject([item for item in items if item is not None])

    def _array(self, value: Any, kind: str, depth: int) -> PdfObject | None:
        found = resolved(value)
        if not isinstance(found, ArrayObject):
            return None
        items = (self.copy(item, kind, depth + 1) for item in found)
        return ArrayObject([item for item in items if item is not None])

    def _map(self, value: Any, kind: str, depth: int) -> PdfObject | None:
        if not isinstance(value, DictionaryObject):
            return None
        result = DictionaryObject()
        for name in value:
            made = self.copy(value.raw_get(name), kind, depth + 1)
            if made is not None:
                result[NameObject(name)] = made
        return result

    # -- fonts

    def use_of(self, value: Any) -> FontUse | None:
        """What is drawn with a font; None where fonts stay whole."""
        return None if self.uses is None else self.uses.get(use_key(value), FontUse(resolved(value)))

    def next_prefix(self) -> str:
        """A subset tag (ISO 32000-2, 9.9.2) that no other font of the document has."""
        number = self._prefixes = self._prefixes + 1
        return "".join(chr(65 + number // 26**place % 26) for place in range(5, -1, -1))

    def _font_and_size(self, value: Any, depth: int) -> PdfObject | None:
        found = resolved(value)
        if not isinstance(found, ArrayObject) or len(found) != 2:
            return None
        font, size = self.copy(found[0], "font", depth + 1), self.number(found[1], depth)
        return None if font is None or size is None else ArrayObject([font, size])

    def _cid_to_gid(self, value: Any, depth: int) -> PdfObject | None:
        found = resolved(value)
        return self.stream(found, {}, depth) if isinstance(found, StreamObject) else self._name(found, depth)

    def _plain_stream(self, allowed: rules.Rules) -> Callable[[Any, int], PdfObject | None]:
        return lambda value, depth: self.stream(resolved(value), allowed, depth)

    def _soft_mask(self, value: Any, depth: int) -> PdfObject | None:
        found = resolved(value)
        return self._name(found, depth) or self.dictionary(found, rules.SOFT_MASK, depth)

    # -- painted things

    def _xobject(self, value: Any, depth: int) -> PdfObject | None:
        found = resolved(value)
        if not isinstance(found, StreamObject):
            return None
        kind = resolved(found.get("/Subtype"))
        if kind == "/Image":
            return self._image(found, depth)
        return self._form(found, depth) if kind == "/Form" else None

    def _image(self, value: Any, depth: int) -> PdfObject | None:
        found = resolved(value)
        if not isinstance(found, StreamObject):
            return None
        result = EncodedStreamObject()
        self._fill(result, found, rules.IMAGE, depth)
        filters, parameters, data = clean_image_data(found)
        result._data = data
        if filters:
            result[NameObject("/Filter")] = ArrayObject([NameObject(name) for name in filters])
            copied = [self.dictionary(item, rules.DECODE_PARAMETERS, depth + 1) for item in parameters]
            if any(item for item in copied):
                result[NameObject("/DecodeParms")] = ArrayObject([item or NullObject() for item in copied])
        return result

    def inline_image(self, parameters: dict[Name, Any], data: bytes, resources: DictionaryObject) -> IndirectObject:
        """An inline image as an object of its own."""
        made = self._image(inline_as_xobject(parameters, data, resources), 0)
        return self.writer._add_object(NullObject() if made is None else made)

    def _image_mask(self, value: Any, depth: int) -> PdfObject | None:
        found = resolved(value)
        return self._numbers(found, depth) if isinstance(found, ArrayObject) else self._image(found, depth)

    def _form(self, value: Any, depth: int) -> PdfObject | None:
        return self._painting(resolved(value), rules.FORM, depth)

    def _pattern(self, value: Any, depth: int) -> PdfObject | None:
        found = resolved(value)
        if isinstance(found, StreamObject):
            return self._painting(found, rules.TILING_PATTERN, depth)
        return self.dictionary(found, rules.SHADING_PATTERN, depth)

    def _painting(self, found: Any, allowed: rules.Rules, depth: int) -> PdfObject | None:
        """A content stream with the resources that it uses."""
        if not isinstance(found, StreamObject):
            return None
        own = resolved(found.get("/Resources"))
        given = own if isinstance(own, DictionaryObject) else self.inherited
        names = Names(given)
        operations = names.rename(self.cleaned(decoded(found), given))
        result = self.stream(found, allowed, depth, serialise(operations))
        if result is not None:
            result[NameObject("/Resources")] = self.resources(names, depth)
        return result

    def cleaned(self, content: bytes, resources: DictionaryObject) -> list[Operation]:
        """Operations of a form, pattern or glyph as they may be written, still with the names of its resources."""
        operations = clean_operations(parse_content(content), resources, self.hidden)
        written = recoded(without_numbers(operations), resources, self.uses)
        return [cleaned_inline(item, resources) if item.operator == b"BI" else item for item in written]

    def resources(self, names: Names, depth: int = 0) -> DictionaryObject:
        """A resource dictionary with what streams use, under its new names."""
        result = DictionaryObject()
        for category, kind in rules.RESOURCES.items():
            made = DictionaryObject()
            for old, new in names.used.get(category, {}).items():
                copied = self.copy(names.entry(category, old), kind.removeprefix("map:"), depth + 1)
                if copied is not None:
                    made[NameObject(f"/{new}")] = copied
            for new, own in names.own.get(category, {}).items():
                made[NameObject(f"/{new}")] = own
            if made:
                result[NameObject(category)] = made
        return result

    def _shading(self, value: Any, depth: int) -> PdfObject | None:
        found = resolved(value)
        if isinstance(found, StreamObject):
            return self.stream(found, rules.SHADING, depth)
        return self.dictionary(found, rules.SHADING, depth)

    def _function(self, value: Any, depth: int) -> PdfObject | None:
        found = resolved(value)
        if isinstance(found, ArrayObject):
            return self._array(found, "function", depth)
        if isinstance(found, StreamObject):
            return self.stream(found, rules.FUNCTION, depth)
        return self._name(found, depth) or self.dictionary(found, rules.FUNCTION, depth)
