# SPDX-License-Identifier: EUPL-1.2
"""Text of a document by engines that had no part in making it: pdfium, pdfminer (in pdfplumber), Poppler."""

import io
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pdfplumber
from pdfminer.layout import LTChar, LTContainer
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException
from pypdfium2 import PdfiumError

POPPLER_SECONDS: Final = 120
BROKEN: Final = (
    PdfminerException,
    PDFException,
    PSException,
    PdfiumError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    RecursionError,
    AssertionError,
    OverflowError,
    ZeroDivisionError,
    NotImplementedError,
)
"""What the engines raise on files that they cannot read."""


class EngineFailed(Exception):
    """An engine could not read the file. Its message is a class name, never text of the document."""

    def __init__(self, engine: str, error: str) -> None:
        super().__init__(f"{engine}: {error}")
        self.engine = engine


@dataclass(frozen=True, slots=True)
class Character:
    """A character and its place on the page as seen (points, origin top left)."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


def pdfminer_pages(data: bytes) -> Iterator[tuple[str, list[Character]]]:
    """Text in drawing order and characters of each page by pdfminer."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            for page in document.pages:
                characters = _letters(page)
                yield "".join(character.text for character in characters), characters
                page.close()
    except BROKEN as error:
        raise EngineFailed("pdfplumber", type(error).__name__) from None


def _letters(page: Any) -> list[Character]:
    """Letters of a page in drawing order, straight from pdfminer: what pdfplumber would tell of each is not needed."""
    left, top = float(page.bbox[0]), float(page.bbox[1])
    letters = []
    waiting = [page.layout]
    while waiting:
        found = waiting.pop()
        if isinstance(found, LTChar):
            (x0, y0), (x1, y1) = page.point2coord((found.x0, found.y1)), page.point2coord((found.x1, found.y0))
            letters.append(Character(found.get_text(), x0 - left, y0 - top, x1 - left, y1 - top))
        elif isinstance(found, LTContainer):
            waiting += reversed(list(found))
    return letters


def poppler_text(data: bytes) -> str | None:
    """Text of the whole document by Poppler in reading order and in drawing order; None where it is not installed."""
    program = shutil.which("pdftotext")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.pdf"
        path.write_bytes(data)
        parts = []
        for mode in ("-raw", "-layout"):
            try:
                done = subprocess.run(
                    [program, mode, "-enc", "UTF-8", str(path), "-"],
                    capture_output=True,
                    timeout=POPPLER_SECONDS,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                raise EngineFailed("poppler", "TimeoutExpired") from None
            if done.returncode not in (0, 3):
                raise EngineFailed("poppler", f"exit {done.returncode}")
            parts.append(done.stdout.decode("utf-8", "replace"))
        return "\n".join(parts)
