# SPDX-License-Identifier: EUPL-1.2
"""The picture of a page for the program that reads it."""

import io
from typing import Final

import pypdfium2
from PIL import Image

_MOST_PIXELS: Final = 40_000_000


def drawn(page: pypdfium2.PdfPage, dpi: int) -> tuple[Image.Image, int]:
    """A page in grey, and the resolution at which it was drawn: less than was asked where it would be too large."""
    width, height = page.get_size()
    while width * height * (dpi / 72) ** 2 > _MOST_PIXELS and dpi > 72:
        dpi = max(72, dpi - 50)
    return page.render(scale=dpi / 72, grayscale=True).to_pil(), dpi


def plain(picture: Image.Image) -> bytes:
    """The picture as a TIFF that is not packed: of all forms the one that takes a reader least time to open."""
    out = io.BytesIO()
    picture.save(out, "TIFF", compression=None)
    return out.getvalue()
