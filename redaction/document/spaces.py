# SPDX-License-Identifier: EUPL-1.2
"""What the dictionary of an image says about its samples: size, colour space, bits (ISO 32000-2, 8.6 and 8.9.5)."""

from typing import Any, Final

from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from redaction.content.fonts import resolved
from redaction.document.filters import Layout, not_decodable

_MAX_SIDE: Final = 100_000
_DEVICES: Final = {
    "/DeviceGray": 1,
    "/CalGray": 1,
    "/DeviceRGB": 3,
    "/CalRGB": 3,
    "/Lab": 3,
    "/DeviceCMYK": 4,
    "/Indexed": 1,
    "/Separation": 1,
}


def side_of(image: DictionaryObject, key: str) -> int:
    """Width or height of an image.

    Raises:
        DocumentBlocked: it has none that can be (IMAGE_NOT_DECODABLE).
    """
    found = resolved(image.get(key))
    if not isinstance(found, int) or not 0 < found <= _MAX_SIDE:
        raise not_decodable()
    return int(found)


def image_layout(image: DictionaryObject, *, bilevel: bool = False) -> Layout | None:
    """How the samples of an image lie; None where its dictionary does not say."""
    width, height = side_of(image, "/Width"), side_of(image, "/Height")
    if bilevel or is_stencil(image):
        return Layout(width, height, 1, 1)
    bits = resolved(image.get("/BitsPerComponent", 8))
    components = components_of(resolved(image.get("/ColorSpace")))
    if bits not in (1, 2, 4, 8, 16) or not components:
        return None
    return Layout(width, height, components, int(bits))


def is_stencil(image: DictionaryObject) -> bool:
    """True for an image mask: its samples say where paint goes."""
    found = resolved(image.get("/ImageMask"))
    return bool(getattr(found, "value", False))


def family_of(space: Any) -> str:
    """Family of a colour space, with its slash; empty where there is none."""
    if isinstance(space, ArrayObject) and space:
        return str(resolved(space[0]))
    return str(space) if isinstance(space, NameObject) else ""


def components_of(space: Any) -> int:
    """Components of a colour space; 0 where it does not say."""
    family = family_of(space)
    if family == "/ICCBased":
        profile = resolved(space[1]) if len(space) > 1 else None
        count = resolved(profile.get("/N")) if isinstance(profile, DictionaryObject) else None
        return int(count) if count in (1, 3, 4) else 0
    if family == "/DeviceN" and len(space) > 1:
        inks = resolved(space[1])
        return len(inks) if isinstance(inks, ArrayObject) else 0
    return _DEVICES.get(family, 0)
