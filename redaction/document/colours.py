# SPDX-License-Identifier: EUPL-1.2
"""Copies colour spaces: profiles without texts, inks without names of their own (ISO 32000-2, 8.6)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
)

from redaction.content.fonts import resolved
from redaction.document import rules
from redaction.document.imagedata import clean_icc
from redaction.document.spaces import components_of
from redaction.document.streams import decoded

if TYPE_CHECKING:
    from redaction.document.copying import Copier

_PROCESS_COLORANTS: Final = ("/All", "/None", "/Cyan", "/Magenta", "/Yellow", "/Black", "/Red", "/Green", "/Blue")
_DEVICE_SPACES: Final = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}


class Colours:
    """Copies the colour spaces of one document."""

    def __init__(self, copier: "Copier") -> None:
        self._copier = copier
        self._colorants: dict[str, NameObject] = {}
        self._made: dict[tuple[int, int], IndirectObject] = {}

    def copy(self, value: Any, depth: int) -> PdfObject | None:
        """A copy of a colour space; None where it is none."""
        found = resolved(value)
        if isinstance(found, NameObject):
            return NameObject(found) if found in (*_DEVICE_SPACES.values(), "/Pattern") else None
        if not isinstance(found, ArrayObject) or not found:
            return None
        family = resolved(found[0])
        result = ArrayObject([NameObject(str(family))])
        if family == "/ICCBased" and len(found) > 1 and isinstance(found[1], IndirectObject):
            return self._profiled(found[1], depth)
        for made in self._colour_operands(str(family), list(found[1:]), depth):
            if made is None:
                return None
            result.append(made)
        return result

    def _colour_operands(self, family: str, operands: list[Any], depth: int) -> Iterable[PdfObject | None]:
        if family == "/ICCBased" and operands:
            yield self._icc(operands[0], depth)
        elif family in ("/CalGray", "/CalRGB", "/Lab"):
            yield from (self._copier.copy(item, "colour_dictionary", depth + 1) for item in operands[:1])
        elif family == "/Indexed" and len(operands) == 3:
            yield self._copier.copy(operands[0], "colour_space", depth + 1)
            yield self._copier.number(operands[1], depth)
            yield self._table(operands)
        elif family == "/Separation" and len(operands) == 3:
            yield self._colorant(operands[0])
            yield self._copier.copy(operands[1], "colour_space", depth + 1)
            yield self._copier.copy(operands[2], "function", depth + 1)
        elif family == "/DeviceN" and len(operands) >= 3:
            listed = resolved(operands[0])
            yield ArrayObject([self._colorant(name) for name in listed] if isinstance(listed, ArrayObject) else [])
            yield self._copier.copy(operands[1], "colour_space", depth + 1)
            yield self._copier.copy(operands[2], "function", depth + 1)
        elif family == "/Pattern":
            yield from (self._copier.copy(item, "colour_space", depth + 1) for item in operands[:1])

    def _colorant(self, value: Any) -> NameObject:
        """The name of an ink: a process colour, or a number for any other."""
        name = str(resolved(value))
        if name in _PROCESS_COLORANTS:
            return NameObject(name)
        return self._colorants.setdefault(name, NameObject(f"/Spot{len(self._colorants) + 1}"))

    def _profiled(self, reference: IndirectObject, depth: int) -> PdfObject | None:
        """A space with a profile, one per profile; the plain space where the profile is none (8.6.5.5)."""
        key = (reference.idnum, reference.generation)
        if key not in self._made:
            made = self._icc(reference, depth)
            if made is None:
                profile = resolved(reference)
                count = resolved(profile.get("/N")) if isinstance(profile, DictionaryObject) else None
                device = _DEVICE_SPACES.get(count) if isinstance(count, int) else None
                return None if device is None else NameObject(device)
            self._made[key] = self._copier.writer._add_object(ArrayObject([NameObject("/ICCBased"), made]))
        return self._made[key]

    def _icc(self, value: Any, depth: int) -> PdfObject | None:
        found = resolved(value)
        profile = clean_icc(decoded(found)) if isinstance(found, StreamObject) else None
        made = None if profile is None else self._copier.stream(found, rules.ICC_PROFILE, depth, profile)
        return None if made is None else self._copier.writer._add_object(made)

    def _table(self, operands: list[Any]) -> PdfObject | None:
        """The colours of an indexed space as one string, with nothing after the last."""
        table, last = resolved(operands[2]), resolved(operands[1])
        raw = decoded(table) if isinstance(table, StreamObject) else getattr(table, "original_bytes", None)
        size = components_of(resolved(operands[0]))
        if not isinstance(raw, bytes) or not isinstance(last, int) or not size:
            return None
        return ByteStringObject(raw[: (last + 1) * size])
