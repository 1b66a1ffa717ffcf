# SPDX-License-Identifier: EUPL-1.2
"""Calls Tesseract on the picture of one page: a PDF with the words only, and how sure each word is."""

import csv
import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from schemas.errors import BlockReason, DocumentBlocked

SECONDS: Final = 180.0
"""A page that takes longer is given up."""
_WORD_LEVEL: Final = "5"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadWord:
    """A word with its place in pixels from the top left of the picture, and its confidence, 0 to 1."""

    left: int
    top: int
    width: int
    height: int
    text: str = field(repr=False)
    confidence: float


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadPicture:
    """What was read in one picture. ``pdf`` is one page of invisible words, of the size of the picture."""

    pdf: bytes = field(repr=False)
    words: tuple[ReadWord, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Tesseract:
    """An installed Tesseract with the Dutch language."""

    program: str
    language: str = "nld"

    def read(self, picture: bytes, dpi: int) -> ReadPicture:
        """Read the text in a picture (PNG), whichever way up it stands.

        Raises:
            DocumentBlocked: TIME_LIMIT, or NO_TEXT_LAYER when the program fails on the picture.
        """
        with tempfile.TemporaryDirectory(prefix="lakstraat-") as folder:
            source, target = Path(folder) / "page.png", Path(folder) / "page"
            source.write_bytes(picture)
            self._run([str(source), str(target), "-l", self.language, "--psm", "1", "--dpi", str(dpi),
                       "-c", "textonly_pdf=1", "pdf", "tsv"])  # fmt: skip
            return ReadPicture(
                pdf=target.with_suffix(".pdf").read_bytes(),
                words=tuple(_words(target.with_suffix(".tsv").read_text(encoding="utf-8", errors="replace"))),
            )

    def _run(self, arguments: list[str]) -> None:
        # One thread: several pages are read at a time, and Tesseract's own threads only wait for one another.
        try:
            done = subprocess.run(
                [self.program, *arguments],
                capture_output=True,
                timeout=SECONDS,
                check=False,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )
        except subprocess.TimeoutExpired:
            raise DocumentBlocked(BlockReason.TIME_LIMIT, "Reading the text of a scanned page took too long.") from None
        if done.returncode != 0:
            raise DocumentBlocked(BlockReason.NO_TEXT_LAYER, "The text of a scanned page could not be read.")


def find_tesseract(language: str = "nld") -> Tesseract | None:
    """Tesseract with a language, or None where it is not installed (Debian: tesseract-ocr tesseract-ocr-nld)."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        listed = subprocess.run(
            [program, "--list-langs"], capture_output=True, text=True, timeout=30, check=False
        ).stdout.split()
    except (OSError, subprocess.TimeoutExpired):
        return None
    return Tesseract(program=program, language=language) if language in listed else None


def _words(table: str) -> Iterator[ReadWord]:
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if row.get("level") != _WORD_LEVEL or not text:
            continue
        yield ReadWord(
            left=int(row["left"]),
            top=int(row["top"]),
            width=int(row["width"]),
            height=int(row["height"]),
            text=text,
            confidence=min(max(float(row["conf"]) / 100, 0.0), 1.0),
        )
