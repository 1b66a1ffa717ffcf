# SPDX-License-Identifier: EUPL-1.2
"""Which pages of a PDF are pictures of text, and the layer of words that makes them searchable."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from archive.recognition.drawing import drawn, plain
from archive.recognition.ink import Ink, ink_besides_words
from archive.recognition.tesseract import ReadPicture, Tesseract
from archive.recognition.words import ReadWord, unseen_text
from schemas.errors import BlockReason, DocumentBlocked
from schemas.geometry import Box, unit_of
from schemas.recognition import RecognisedPage, UncertainWord

DPI: Final = (200, 300)
"""Least and most resolution at which a page is read; between them its own, for pixels made up cost time and noise."""
_SCAN_SHARE: Final = 0.35
"""Share of the page that an image must fill to be a scan."""
_FEW: Final = 100
"""Letters that a scanner, a stamp or a page number may have put on a scan; with more, the page has its text."""
_CERTAIN: Final = 0.60
"""Confidence from which a word with a capital or digit counts as read; for other words half of it."""
_SHORT: Final = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Recognised:
    """A PDF whose scanned pages have a text layer. ``pages`` are those that were read; none: the bytes are as given."""

    data: bytes = field(repr=False)
    pages: tuple[RecognisedPage, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _ReadPage:
    """What stands on a scanned page; ``scale`` in pixels per unit of the page, ``size`` as seen in those."""

    picture: ReadPicture
    ink: Ink
    scale: float
    size: tuple[float, float]


def read_scans(data: bytes, tesseract: Tesseract) -> Recognised:
    """Read the pages that lack usable text.

    Args:
        data: a PDF that opens without a password.
        tesseract: the program that reads.

    Raises:
        DocumentBlocked: a page took too long or cannot be read at all, or the file does not open.
    """
    try:
        with pypdfium2.PdfDocument(data) as document:
            read = {number: _read(document[number], tesseract) for number in _scans(document)}
        if not read:
            return Recognised(data=data, pages=())
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            units = {number: unit_of(pdf.pages[number].obj.get("/UserUnit")) for number in read}
            for number, one in read.items():
                _add_layer(pdf, pdf.pages[number], one.picture, one.scale)
            out = io.BytesIO()
            pdf.save(out, deterministic_id=True)
    except (pypdfium2.PdfiumError, pikepdf.PdfError) as error:
        raise DocumentBlocked(
            BlockReason.NO_TEXT_LAYER, f"The scanned pages cannot be read ({type(error).__name__})."
        ) from None
    return Recognised(
        data=out.getvalue(),
        pages=tuple(_told(number, one, units[number]) for number, one in read.items()),
    )


def _scans(document: pypdfium2.PdfDocument) -> Iterator[int]:
    """0-based pages whose text is in pixels or in outlines only."""
    for number in range(len(document)):
        page = document[number]
        try:
            if _is_scan(page):
                yield number
        finally:
            page.close()


def _is_scan(page: pypdfium2.PdfPage) -> bool:
    text_page = page.get_textpage()
    try:
        letters = sum(not letter.isspace() for letter in text_page.get_text_bounded())
    finally:
        text_page.close()
    if letters > _FEW:
        return False
    width, height = page.get_width(), page.get_height()
    painted = list(page.get_objects(max_depth=4))
    share = max((_share(one, width, height) for one in painted if one.type == pdfium.FPDF_PAGEOBJ_IMAGE), default=0.0)
    if letters:
        return share >= _SCAN_SHARE
    # Without any letter, whatever is painted may be text: small pictures in a row, or letters drawn as outlines.
    return share > 0 or sum(one.type == pdfium.FPDF_PAGEOBJ_PATH for one in painted) >= _FEW


def _share(image: pypdfium2.PdfObject, width: float, height: float) -> float:
    left, bottom, right, top = image.get_bounds()
    return float(abs((right - left) * (top - bottom)) / max(width * height, 1.0))


def _read(page: pypdfium2.PdfPage, tesseract: Tesseract) -> _ReadPage:
    try:
        size = page.get_size()
        seen, dpi = drawn(page, _resolution(page))
    finally:
        page.close()
    picture = tesseract.read(plain(seen), dpi)
    ink = ink_besides_words(seen, picture.words, dpi / 72)
    return _ReadPage(picture=picture, ink=ink, scale=dpi / 72, size=size)


def _resolution(page: pypdfium2.PdfPage) -> int:
    """Dots per inch of the largest image of a page; the most where letters are outlines."""
    least, most = DPI
    images = [one for one in page.get_objects(max_depth=4) if isinstance(one, pypdfium2.PdfImage)]
    if not images:
        return most
    scan = max(images, key=lambda one: _share(one, page.get_width(), page.get_height()))
    left, bottom, right, top = scan.get_bounds()
    inches = max(right - left, top - bottom) / 72
    return min(max(round(max(scan.get_px_size()) / inches), least), most) if inches > 0 else most


def _told(number: int, read: _ReadPage, unit: float) -> RecognisedPage:
    return RecognisedPage(
        number=number,
        words=len(read.picture.words),
        confidence=read.picture.confidence,
        uncertain=tuple(
            UncertainWord(
                box=Box(
                    max(word.left / read.scale, 0.0),
                    max(word.top / read.scale, 0.0),
                    min((word.left + word.width) / read.scale, read.size[0]),
                    min((word.top + word.height) / read.scale, read.size[1]),
                ).scaled(unit),
                confidence=round(word.confidence, 3),
            )
            for word in read.picture.words
            if _is_uncertain(word)
        ),
        drawings=tuple(box.scaled(unit) for box in read.ink.drawings),
        pictures=tuple(box.scaled(unit) for box in read.ink.pictures),
    )


def _is_uncertain(word: ReadWord) -> bool:
    """True where a name or number may stand that was read wrongly; specks and rules are no words."""
    letters = sum(letter.isalnum() for letter in word.text)
    if letters < _SHORT:
        return False
    telling = any(letter.isupper() or letter.isdigit() for letter in word.text)
    return word.confidence < (_CERTAIN if telling else _CERTAIN / 2)


def _add_layer(pdf: pikepdf.Pdf, page: pikepdf.Page, picture: ReadPicture, scale: float) -> None:
    """Lay unseen words over a page, turned and scaled as the page is seen."""
    with pikepdf.open(io.BytesIO(picture.font)) as written:
        resources = written.pages[0].obj.get("/Resources", pikepdf.Dictionary())
        if not picture.words or "/Font" not in resources:
            return
        font = next(iter(resources.Font.keys()))
        _, _, wide, high = (float(value) for value in written.pages[0].mediabox)
        form = pdf.copy_foreign(written.pages[0].as_form_xobject())
    form.write(unseen_text(picture.words, font, high * scale, scale))
    name = page.add_resource(form, pikepdf.Name.XObject, prefix="Ocr")
    matrix = _placed(page, wide, high)
    numbers = " ".join(f"{value:.6f}".rstrip("0").rstrip(".") for value in matrix)
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(f"\nQ q {numbers} cm {name} Do Q".encode("ascii"))


def _placed(page: pikepdf.Page, wide: float, high: float) -> tuple[float, float, float, float, float, float]:
    """Matrix from the words' page (origin lower left, as seen) to user space of the page (ISO 32000-2, 7.7.3.3)."""
    x0, y0, x1, y1 = (float(value) for value in page.cropbox)
    left, low, right, top = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    turn = int(page.obj.get("/Rotate", _inherited(page, "/Rotate"))) % 360
    across, up = (right - left, top - low) if turn in (0, 180) else (top - low, right - left)
    sx, sy = across / wide, up / high
    if turn == 90:
        return 0.0, sx, -sy, 0.0, right, low
    if turn == 180:
        return -sx, 0.0, 0.0, -sy, right, top
    if turn == 270:
        return 0.0, -sx, sy, 0.0, left, top
    return sx, 0.0, 0.0, sy, left, low


def _inherited(page: pikepdf.Page, key: str) -> int:
    node = page.obj.get("/Parent")
    for _ in range(50):
        if not isinstance(node, pikepdf.Dictionary):
            return 0
        if key in node:
            return int(node[key])
        node = node.get("/Parent")
    return 0
