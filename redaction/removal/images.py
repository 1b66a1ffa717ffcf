# SPDX-License-Identifier: EUPL-1.2
"""Overwrites the pixels of images under boxes, in the image's own data, with its masks (ISO 32000-2, 8.9).

What is written back depends only on the pixels outside the boxes and on how the image was stored, so two images that
differ only under the boxes become equal.
"""

from collections.abc import Callable, Sequence
from functools import partial
from math import ceil, floor
from typing import Any, Final

import numpy as np
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    EncodedStreamObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

from redaction.content.fonts import resolved
from redaction.content.matrices import Bounds, Matrix, bounds_of, inverse
from redaction.content.page import PageContent, PaintedImage, UsePath
from redaction.document import rules
from redaction.document.copying import Copier
from redaction.document.filters import Layout, not_decodable, outer_decoded
from redaction.document.inlineimages import inline_as_xobject
from redaction.document.pictures import jpeg_overwritten, jpx_overwritten
from redaction.document.samples import Pixels, bilevel, fax_stream, fills, flate_stream, set_filter, unpacked
from redaction.document.spaces import components_of, family_of, image_layout, is_stencil, side_of
from redaction.removal.covers import covered_pixels, covers_of

PADDING: Final = 2
"""Pixels around a box that go as well."""
_MARGIN: Final = 18
"""Pixels that stay around what is seen: a block of a JPEG, and what a reader mixes in when it scales."""
_LEAST: Final = 8
"""Pixels that must be unseen for an image to be stored anew: pages are full of pictures that are a hair too large."""
_INKS: Final = ("/DeviceCMYK", "/Separation", "/DeviceN")

PixelBox = tuple[int, int, int, int]
"""x0, y0, x1, y1 in pixels from the upper left, the second corner outside."""


def places_in(ctm: Matrix, width: int, height: int, bounds: Sequence[Bounds]) -> list[PixelBox]:
    """Pixels of an image that lie under boxes.

    Args:
        ctm: takes the unit square to user space.
        width: pixels of a row.
        height: rows.
        bounds: boxes in user space.
    """
    back = inverse(ctm)
    if back is None:  # painted without area: no pixel of it can be placed, so all of them are under any box
        return [(0, 0, width, height)] if bounds else []
    places = []
    for box in bounds:
        u0, v0, u1, v1 = bounds_of(back, box)
        if u1 <= 0 or v1 <= 0 or u0 >= 1 or v0 >= 1:
            continue
        x0, x1 = floor(u0 * width) - PADDING, ceil(u1 * width) + PADDING
        y0, y1 = floor((1 - v1) * height) - PADDING, ceil((1 - v0) * height) + PADDING
        places.append((max(x0, 0), max(y0, 0), min(x1, width), min(y1, height)))
    return places


def painted_image(content: PageContent, painted: PaintedImage) -> StreamObject | None:
    """The object behind an image where it is painted; None where there is none."""
    stream = content.streams[painted.path]
    if painted.name is None:
        parameters, data = stream.operations[painted.operation].operands
        return inline_as_xobject(parameters, data, stream.resources)
    listed = resolved(stream.resources.get("/XObject"))
    found = resolved(listed.get(f"/{painted.name}")) if isinstance(listed, DictionaryObject) else None
    return found if isinstance(found, StreamObject) else None


def unseen_parts(content: PageContent) -> dict[tuple[UsePath, int], Callable[[Copier], PdfObject | None] | None]:
    """Images of which something is stored and not seen: makers without it, None for what is not seen at all.

    A picture that was cut to size in an office program keeps what was cut off behind a clip (threat A6), and a scan on
    which somebody drew a bar what is under the bar (A1).
    """
    result: dict[tuple[UsePath, int], Callable[[Copier], PdfObject | None] | None] = {}
    covers = covers_of(content) if content.images else []
    for painted in content.images:
        seen = _common(content.crop, painted.clip)
        box = _common(bounds_of(painted.ctm, (0.0, 0.0, 1.0, 1.0)), seen)
        if box[0] >= box[2] or box[1] >= box[3]:
            result[(painted.path, painted.operation)] = None
            continue
        image = painted_image(content, painted)
        if image is None:
            continue
        under = covered_pixels(painted, image, covers)
        places = under + _strips(painted.ctm, image, seen)
        if places:
            result[(painted.path, painted.operation)] = partial(_maker, image, places, exact=bool(under))
    return result


def has_covered_images(content: PageContent) -> bool:
    """Whether something was painted over part of an image."""
    covers = covers_of(content) if content.images else []
    pairs = ((painted, painted_image(content, painted)) for painted in content.images if covers)
    return any(image is not None and bool(covered_pixels(painted, image, covers)) for painted, image in pairs)


def _maker(image: StreamObject, places: Sequence[PixelBox], copier: Copier, *, exact: bool) -> PdfObject:
    return overwrite(image, places, copier=copier, exact=exact)


def _common(first: Bounds, second: Bounds | None) -> Bounds:
    if second is None:
        return first
    return max(first[0], second[0]), max(first[1], second[1]), min(first[2], second[2]), min(first[3], second[3])


def _strips(ctm: Matrix, image: StreamObject, seen: Bounds) -> list[PixelBox]:
    """Pixels that lie well outside what is seen, as strips along the four sides."""
    back = inverse(ctm)
    width, height = resolved(image.get("/Width")), resolved(image.get("/Height"))
    if back is None or not isinstance(width, int) or not isinstance(height, int):
        return []
    u0, v0, u1, v1 = bounds_of(back, seen)
    left, right = floor(u0 * width) - _MARGIN, ceil(u1 * width) + _MARGIN
    top, bottom = floor((1 - v1) * height) - _MARGIN, ceil((1 - v0) * height) + _MARGIN
    strips = [(0, 0, left, height), (right, 0, width, height), (0, 0, width, top), (0, bottom, width, height)]
    inside = (_within(strip, width, height) for strip in strips)
    return [strip for strip in inside if strip is not None and min(strip[2] - strip[0], strip[3] - strip[1]) >= _LEAST]


def overwrite(
    image: StreamObject, places: Sequence[PixelBox], *, copier: Copier, exact: bool = False, alpha: bool = False
) -> StreamObject:
    """A copy of an image for the fresh document, with nothing in the places.

    Args:
        image: as it is stored.
        places: pixels that go.
        copier: the fresh document.
        exact: nothing beside the places may go with them, as whole blocks of a JPEG do.
        alpha: it is a soft mask, and what it masks is not painted in the places.

    Raises:
        DocumentBlocked: the image cannot be decoded (IMAGE_NOT_DECODABLE).
    """
    width, height = side_of(image, "/Width"), side_of(image, "/Height")
    result = EncodedStreamObject()
    allowed = {key: kind for key, kind in rules.IMAGE.items() if key not in ("/Mask", "/SMask")}
    copier._fill(result, image, allowed, 1)
    boxes = [box for box in (_within(box, width, height) for box in places) if box is not None]
    data, kind, parameters = outer_decoded(image)
    if kind == "/DCTDecode":
        result._data = jpeg_overwritten(data, boxes, exact=exact)
        result[NameObject("/Filter")] = ArrayObject([NameObject(kind)])
        _keep_colour_transform(result, parameters)
    elif kind == "/JPXDecode":
        result._data = jpx_overwritten(data, boxes, width, height)
        result[NameObject("/Filter")] = ArrayObject([NameObject(kind)])
    else:
        _overwrite_samples(result, image, boxes, (data, kind, parameters), copier, alpha=alpha)
    _overwrite_masks(result, image, boxes, width, height, copier)
    return result


def _within(box: PixelBox, width: int, height: int) -> PixelBox | None:
    x0, y0, x1, y1 = max(box[0], 0), max(box[1], 0), min(box[2], width), min(box[3], height)
    return (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None


def _keep_colour_transform(result: DictionaryObject, parameters: Any) -> None:
    found = resolved(parameters.get("/ColorTransform")) if isinstance(parameters, DictionaryObject) else None
    if isinstance(found, int):
        made = DictionaryObject({NameObject("/ColorTransform"): NumberObject(found)})
        result[NameObject("/DecodeParms")] = ArrayObject([made])


def _overwrite_samples(
    result: StreamObject,
    image: StreamObject,
    boxes: list[PixelBox],
    stored: tuple[bytes, str, Any],
    copier: Copier,
    *,
    alpha: bool,
) -> None:
    data, kind, parameters = stored
    layout = image_layout(image, bilevel=bool(kind))
    if layout is None:
        raise not_decodable()
    pixels = bilevel(data, kind, parameters, layout.width, layout.height) if kind else unpacked(data, layout)
    palette = _palette(image)
    value = _clear_value(image, layout) if alpha else _empty_value(image, layout, pixels, boxes, palette)
    pixels = fills(pixels, boxes, value)
    predicted = _uses_predictor(image)
    made = fax_stream(pixels) if kind else flate_stream(pixels, layout.bits, predict=predicted)
    result._data = made._data
    set_filter(result, made)
    if palette is not None:
        result[NameObject("/ColorSpace")] = _reduced_palette(palette, pixels, copier)


def _uses_predictor(image: StreamObject) -> bool:
    parameters = resolved(image.get("/DecodeParms"))
    listed = parameters if isinstance(parameters, ArrayObject) else [parameters]
    return any(
        isinstance(item, DictionaryObject) and resolved(item.get("/Predictor", 1)) != 1
        for item in map(resolved, listed)
    )


# -- what is written in place of pixels


def _decode_array(image: DictionaryObject) -> list[float]:
    found = resolved(image.get("/Decode"))
    numbers = [resolved(item) for item in found] if isinstance(found, ArrayObject) else []
    return [float(number) for number in numbers if isinstance(number, int | float)]


def _empty_value(
    image: StreamObject, layout: Layout, pixels: Pixels, boxes: list[PixelBox], palette: "_Palette | None"
) -> tuple[int, ...]:
    """The sample that shows as paper: white, no ink, or nothing painted."""
    top = (1 << layout.bits) - 1
    if palette is not None:
        return (palette.lightest(_used(pixels, boxes)),)
    decode = _decode_array(image)
    turned = [decode[2 * i] > decode[2 * i + 1] if len(decode) > 2 * i + 1 else False for i in range(layout.components)]
    space = resolved(image.get("/ColorSpace"))
    if is_stencil(image):
        return (0 if turned[0] else 1,)
    family = family_of(space)
    if family == "/Lab":
        return (0 if turned[0] else top, (top + 1) // 2, (top + 1) // 2)
    inks = family in _INKS or (family == "/ICCBased" and layout.components == 4)
    return tuple(top if turn == inks else 0 for turn in turned)


def _clear_value(image: StreamObject, layout: Layout) -> tuple[int, ...]:
    """The sample of a soft mask that lets nothing be painted."""
    decode = _decode_array(image)
    return ((1 << layout.bits) - 1 if len(decode) > 1 and decode[0] > decode[1] else 0,) * layout.components


def _used(pixels: Pixels, boxes: list[PixelBox]) -> list[int]:
    """Values outside the boxes, in order."""
    outside = np.ones(pixels.shape[:2], bool)
    for x0, y0, x1, y1 in boxes:
        outside[y0:y1, x0:x1] = False
    return [int(value) for value in np.unique(pixels[:, :, 0][outside])]


class _Palette:
    """The colours of an indexed colour space."""

    def __init__(self, base: Any, table: bytes, components: int) -> None:
        self.base = base
        self.table = table
        self.components = components
        self.inks = family_of(resolved(base)) in _INKS or components == 4

    def lightest(self, used: list[int]) -> int:
        """The lightest of the used colours."""

        def light(index: int) -> int:
            entry = self.table[index * self.components : (index + 1) * self.components]
            return -sum(entry) if self.inks else sum(entry)

        return max(used, key=light, default=0)


def _palette(image: DictionaryObject) -> _Palette | None:
    space = resolved(image.get("/ColorSpace"))
    if family_of(space) != "/Indexed":
        return None
    if len(space) != 4:
        raise not_decodable()
    components = components_of(resolved(space[1]))
    if not components:
        raise not_decodable()
    table = resolved(space[3])
    data = table.get_data() if isinstance(table, StreamObject) else getattr(table, "original_bytes", None)
    if data is None and isinstance(table, bytes):
        data = bytes(table)
    if data is None:
        raise not_decodable()
    return _Palette(space[1], bytes(data), components)


def _reduced_palette(palette: _Palette, pixels: Pixels, copier: Copier) -> PdfObject:
    """The palette with only the colours that are left: the others would tell what was removed."""
    used = {int(value) for value in np.unique(pixels)}
    size = palette.components
    last = max(used, default=0)
    entries = [
        palette.table[index * size : (index + 1) * size].ljust(size, b"\0") if index in used else bytes(size)
        for index in range(last + 1)
    ]
    base = copier.copy(palette.base, "colour_space", 2)
    if base is None:
        raise not_decodable()
    return ArrayObject([NameObject("/Indexed"), base, NumberObject(last), ByteStringObject(b"".join(entries))])


# -- masks


def _overwrite_masks(
    result: StreamObject, image: StreamObject, boxes: list[PixelBox], width: int, height: int, copier: Copier
) -> None:
    """Masks lose the same places; a colour-key mask is only numbers."""
    for key in ("/Mask", "/SMask"):
        mask = resolved(image.get(key))
        if isinstance(mask, StreamObject):
            across, down = side_of(mask, "/Width") / width, side_of(mask, "/Height") / height
            scaled = [
                (
                    floor(x0 * across) - PADDING,
                    floor(y0 * down) - PADDING,
                    ceil(x1 * across) + PADDING,
                    ceil(y1 * down) + PADDING,
                )
                for x0, y0, x1, y1 in boxes
            ]
            made = overwrite(mask, scaled, copier=copier, alpha=key == "/SMask")
            result[NameObject(key)] = copier.writer._add_object(made)
        elif isinstance(mask, ArrayObject):
            kept = copier.copy(mask, "numbers", 1)
            if kept is not None:
                result[NameObject(key)] = kept
