# SPDX-License-Identifier: EUPL-1.2
"""Images to PDF: one page for each frame, upright, at the resolution that the image states."""

import io
import warnings
from collections.abc import Iterator
from typing import Final

import pi_heif
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from schemas.errors import InputRefused, RefusalReason

MOST_PIXELS: Final = 120_000_000
MOST_FRAMES: Final = 2_000
_LONGEST_SIDE_PT: Final = 842.0
"""An image that states no resolution is made as long as an A4 page."""
_BROKEN: Final = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    TypeError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    OverflowError,
    Image.DecompressionBombError,
)


def pictures_to_pdf(data: bytes) -> bytes:
    """A PDF with the frames of an image (JPEG, PNG, TIFF, GIF, BMP, WebP, HEIC, JPEG 2000).

    Raises:
        InputRefused: DAMAGED or TOO_LARGE.
    """
    pi_heif.register_heif_opener()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as image:
                pages = _alike(list(_pages(image)))
                out = io.BytesIO()
                # One resolution for all pages: Pillow takes no other. Frames of one scan share it.
                first, dpi = pages[0]
                others = [page for page, _ in pages[1:]]
                lossy = {} if first.mode == "1" else {"quality": 92}  # Pillow keeps one bit per pixel as CCITT G4
                first.save(out, "PDF", save_all=True, append_images=others, resolution=dpi, **lossy)
    except Image.DecompressionBombWarning:
        raise _too_large() from None
    except _BROKEN as error:
        if isinstance(error, InputRefused):
            raise
        raise InputRefused(
            RefusalReason.DAMAGED,
            "The image is damaged and does not open.",
            advice="Have it scanned or exported again.",
        ) from None
    return out.getvalue()


def _too_large() -> InputRefused:
    return InputRefused(
        RefusalReason.TOO_LARGE,
        "The image has more pixels or pages than a document can hold.",
        advice="Have it scanned at 300 dpi, or split it.",
    )


def _pages(image: Image.Image) -> Iterator[tuple[Image.Image, float]]:
    total = 0
    for number, frame in enumerate(ImageSequence.Iterator(image)):
        total += frame.width * frame.height
        if number >= MOST_FRAMES or total > MOST_PIXELS * 8 or frame.width * frame.height > MOST_PIXELS:
            raise _too_large()
        upright = ImageOps.exif_transpose(frame)
        yield _flat(upright), _dpi(frame)


def _alike(pages: list[tuple[Image.Image, float]]) -> list[tuple[Image.Image, float]]:
    """Black and white stays one bit per pixel only where all pages are: Pillow writes them with one compression."""
    if len({page.mode == "1" for page, _ in pages}) == 1:
        return pages
    return [(page.convert("L") if page.mode == "1" else page, dpi) for page, dpi in pages]


def _flat(frame: Image.Image) -> Image.Image:
    """A frame in a mode that a PDF can hold, on white where it is transparent."""
    if frame.mode in ("1", "L", "RGB", "CMYK"):
        return frame.copy()
    if frame.mode in ("I", "I;16", "F"):
        return frame.convert("L")
    coloured = frame.convert("RGBA")
    ground = Image.new("RGBA", coloured.size, "white")
    return Image.alpha_composite(ground, coloured).convert("RGB")


def _dpi(frame: Image.Image) -> float:
    stated = frame.info.get("dpi", (0, 0))
    try:
        across = float(stated[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        across = 0.0
    if 50 <= across <= 2_400:
        return across
    return max(frame.width, frame.height) / _LONGEST_SIDE_PT * 72
