# SPDX-License-Identifier: EUPL-1.2
"""How light a colour is, as far as its numbers tell (ISO 32000-2, 8.6)."""

from collections.abc import Sequence
from typing import Any, Final

from pypdf.generic import ArrayObject, DictionaryObject

from redaction.content.fonts import resolved

_DEVICE: Final = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
_SHORT: Final = {"/G": "/DeviceGray", "/RGB": "/DeviceRGB", "/CMYK": "/DeviceCMYK"}
_INKS: Final = ("/Separation", "/DeviceN")


def device_space(components: int) -> str:
    """The colour space of ``g``, ``rg`` or ``k``, by how many numbers they take."""
    return _DEVICE.get(components, "")


def space_of(name: str, resources: DictionaryObject) -> str:
    """Family of a colour space that a page names; ``ICCBased`` ones count as the device space of their size."""
    listed = resolved(resources.get("/ColorSpace"))
    found: Any = resolved(listed.get(name)) if isinstance(listed, DictionaryObject) and name in listed else name
    if not isinstance(found, ArrayObject) or not found:
        return _SHORT.get(str(found), str(found))
    family = str(resolved(found[0]))
    if family == "/ICCBased" and len(found) > 1:
        profile = resolved(found[1])
        components = resolved(profile.get("/N")) if isinstance(profile, DictionaryObject) else None
        return _DEVICE.get(components, "") if isinstance(components, int) else ""
    return {"/CalGray": "/DeviceGray", "/CalRGB": "/DeviceRGB"}.get(family, family)


def shade_of(space: str, colour: Sequence[float]) -> float | None:
    """From 0 (black) to 1 (white); None where the numbers alone do not tell."""
    match space, len(colour):
        case "/DeviceGray", 1:
            return colour[0]
        case "/DeviceRGB", 3:
            return 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2]
        case "/DeviceCMYK", 4:
            return max(0.0, 1.0 - min(1.0, 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2] + colour[3]))
        case family, _ if family in _INKS and not any(colour):
            return 1.0
    return None
