# SPDX-License-Identifier: EUPL-1.2
"""Inline images as image XObjects, so that both are handled in one way (ISO 32000-2, 8.9.7)."""

from typing import Any, Final

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    EncodedStreamObject,
    FloatObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

from redaction.content.fonts import resolved
from redaction.content.lexer import Name, Operation
from redaction.document.imagedata import clean_image_data

_SHORT_KEYS: Final = {
    "W": "/Width",
    "H": "/Height",
    "BPC": "/BitsPerComponent",
    "CS": "/ColorSpace",
    "D": "/Decode",
    "IM": "/ImageMask",
    "I": "/Interpolate",
    "F": "/Filter",
    "DP": "/DecodeParms",
}
_FILTER_KEYS: Final = ("/Filter", "/DecodeParms")
_SHORT_SPACES: Final = {"G": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK", "I": "Indexed"}


def inline_as_xobject(parameters: dict[Name, Any], data: bytes, resources: DictionaryObject) -> StreamObject:
    """An inline image as an image XObject (8.9.7): full keys, colour spaces from the resources."""
    image = EncodedStreamObject()
    image._data = data
    image[NameObject("/Type")] = NameObject("/XObject")
    image[NameObject("/Subtype")] = NameObject("/Image")
    for key, value in parameters.items():
        full = _SHORT_KEYS.get(str(key), f"/{key}")
        made = _space_object(value, resources) if full == "/ColorSpace" else _as_object(value)
        if made is not None:
            image[NameObject(full)] = made
    return image


def _space_object(value: Any, resources: DictionaryObject) -> PdfObject | None:
    if isinstance(value, list) and value:
        return ArrayObject([_space_object(value[0], resources), *(_space_object(v, resources) for v in value[1:])])
    if not isinstance(value, Name):
        return _as_object(value)
    listed = resolved(resources.get("/ColorSpace"))
    if isinstance(listed, DictionaryObject) and f"/{value}" in listed:
        found: PdfObject = listed.raw_get(f"/{value}")
        return found
    return NameObject(f"/{_SHORT_SPACES.get(value, value)}")


def _as_object(value: Any) -> PdfObject | None:
    if isinstance(value, Name):
        return NameObject(f"/{value}")
    if isinstance(value, bool):
        return BooleanObject(value)
    if isinstance(value, int):
        return NumberObject(value)
    if isinstance(value, float):
        return FloatObject(value)
    if isinstance(value, bytes):
        return ByteStringObject(value)
    if isinstance(value, list):
        return ArrayObject([_as_object(item) or NullObject() for item in value])
    if isinstance(value, dict):
        made = ((NameObject(f"/{key}"), _as_object(item)) for key, item in value.items())
        return DictionaryObject({key: item for key, item in made if item is not None})
    return None


def cleaned_inline(operation: Operation, resources: DictionaryObject) -> Operation:
    """An inline image that stays inline, with only what draws its pixels."""
    parameters, data = operation.operands
    filters, found, clean = clean_image_data(inline_as_xobject(parameters, data, resources))
    kept = {key: value for key, value in parameters.items() if _SHORT_KEYS.get(key, f"/{key}") not in _FILTER_KEYS}
    names = [Name(name.lstrip("/")) for name in filters]
    listed = [_as_operand(item) for item in found]
    if b"EI" in clean:  # a reader that looks for the end by these letters would stop too early
        names, listed = [Name("ASCIIHexDecode"), *names], [None, *listed]
        clean = clean.hex().encode("ascii") + b">"
    kept[Name("F")] = names
    if any(item is not None for item in listed):
        kept[Name("DP")] = listed
    return Operation(b"BI", (kept, clean))


def _as_operand(found: Any) -> Any:
    """Numbers and booleans of a parameter dictionary as operands."""
    if not isinstance(found, DictionaryObject):
        return None
    result: dict[Name, Any] = {}
    for key in found:
        value = resolved(found.get(key))
        if isinstance(value, BooleanObject):
            result[Name(key.lstrip("/"))] = bool(value.value)
        elif isinstance(value, int | float):
            result[Name(key.lstrip("/"))] = int(value)
    return result
