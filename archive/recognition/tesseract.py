# SPDX-License-Identifier: EUPL-1.2
"""Calls Tesseract on the picture of one page: its words, where each letter stands, and how sure each word is."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lxml import etree

from archive.recognition.words import ReadWord, WordPlace
from schemas.errors import BlockReason, DocumentBlocked

SECONDS: Final = 180.0
"""A page that takes longer is given up."""
_POOR: Final = 0.60
"""Mean confidence below which a page may lie on its side, and is read again with a look at how it is turned.

Pages that lie on a side or stand on their head are read with 0.30 at the most, poor upright ones with 0.70."""
_ROOM: Final = 0.2
"""Part of the height of a line that lies between two words; between a letter and a digit of one it is less."""
_LINES: Final = frozenset({"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"})
_NUMBERS: Final = re.compile(r"(\w+) (-?[\d.]+(?: -?[\d.]+)*)")
_UPRIGHT, _ANY_WAY_UP = "3", "1"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadPicture:
    """What was read in one picture. ``font`` is a PDF with the font in which its words can be written unseen."""

    words: tuple[ReadWord, ...]
    font: bytes = field(repr=False)

    @property
    def confidence(self) -> float:
        """Mean over the letters, 0 to 1; 0 where nothing was read."""
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / letters if letters else 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Tesseract:
    """An installed Tesseract with the Dutch language."""

    program: str
    language: str = "nld"

    def read(self, picture: bytes, dpi: int) -> ReadPicture:
        """Read the text in a picture (TIFF, PNM or PNG), whichever way up it stands.

        Raises:
            DocumentBlocked: TIME_LIMIT, or NO_TEXT_LAYER when the program fails on the picture.
        """
        with tempfile.TemporaryDirectory(prefix="lakstraat-") as folder:
            source = Path(folder) / "page"
            source.write_bytes(picture)
            upright = self._read(source, dpi, _UPRIGHT)
            if upright.confidence >= _POOR:
                return upright
            turned = self._read(source, dpi, _ANY_WAY_UP)
            return max(upright, turned, key=lambda read: read.confidence * len(read.words))

    def _read(self, source: Path, dpi: int, way_up: str) -> ReadPicture:
        self._run([str(source), str(source), "-l", self.language, "--psm", way_up, "--dpi", str(dpi),
                   "-c", "textonly_pdf=1", "-c", "hocr_char_boxes=1", "pdf", "hocr"])  # fmt: skip
        return ReadPicture(
            words=tuple(_words(source.with_suffix(".hocr").read_bytes())),
            font=source.with_suffix(".pdf").read_bytes(),
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


def _words(page: bytes) -> Iterator[ReadWord]:
    """Words of a page in hOCR (version 1.2; boxes are left, top, right, bottom in pixels)."""
    try:
        root = etree.fromstring(page, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError:
        raise DocumentBlocked(BlockReason.NO_TEXT_LAYER, "The text of a scanned page could not be read.") from None
    for line in root.iter("{*}span"):
        if line.get("class") not in _LINES:
            continue
        told = _told(line)
        for span in line.iter("{*}span"):
            if span.get("class") == "ocrx_word":
                yield from _in_one(span, told)


@dataclass(frozen=True, slots=True)
class _Letter:
    """A sign and its box in pixels."""

    sign: str
    left: float
    top: float
    right: float
    bottom: float


def _letters(span: etree._Element) -> Iterator[_Letter]:
    for one in span.iter("{*}span"):
        sign = (one.text or "").strip()
        if sign and one.get("class") == "ocrx_cinfo":
            box = one.get("title", "").partition(";")[0].split()
            yield _Letter(sign, *(float(number) for number in box[1:5]))


def _in_one(span: etree._Element, line: dict[str, list[float]]) -> Iterator[ReadWord]:
    """The words in what was taken for one: a letter and a number with room between them are two."""
    told = _told(span)
    confidence = min(max(told.get("x_wconf", [0.0])[0] / 100, 0.0), 1.0)
    upright = not int(line.get("textangle", [0.0])[0]) % 360
    parts = list(_apart(list(_letters(span)), line.get("x_size", [0.0])[0] * _ROOM if upright else 0.0))
    for letters in parts:
        left, top, right, bottom = told["bbox"] if len(parts) == 1 else _around(letters)
        if right > left and bottom > top:
            yield _word(letters, WordPlace(left=left, top=top, right=right, bottom=bottom), confidence, line)


def _apart(letters: list[_Letter], room: float) -> Iterator[list[_Letter]]:
    """Letters, parted where a sign of the alphabet and a digit have at least so many pixels between them."""
    part: list[_Letter] = []
    for letter in letters:
        if part and room and letter.left - part[-1].right >= room:
            one, two = part[-1].sign, letter.sign
            if (one.isalpha() and two.isdigit()) or (one.isdigit() and two.isalpha()):
                yield part
                part = []
        part.append(letter)
    if part:
        yield part


def _around(letters: list[_Letter]) -> tuple[float, float, float, float]:
    return (
        min(one.left for one in letters), min(one.top for one in letters), max(one.right for one in letters),
        max(one.bottom for one in letters),
    )  # fmt: skip


def _word(letters: list[_Letter], place: WordPlace, confidence: float, line: dict[str, list[float]]) -> ReadWord:
    return ReadWord(
        left=round(place.left),
        top=round(place.top),
        width=round(place.right - place.left),
        height=round(place.bottom - place.top),
        text="".join(one.sign for one in letters),
        confidence=confidence,
        edges=tuple(_edges(letters)),
        turn=int(line.get("textangle", [0.0])[0]) % 360,
        cell=_cell(place, line),
    )


def _told(element: etree._Element) -> dict[str, list[float]]:
    """The properties in the title of an element."""
    return {
        found[1]: [float(number) for number in found[2].split()]
        for found in _NUMBERS.finditer(element.get("title", ""))
    }


def _edges(letters: list[_Letter]) -> Iterator[float]:
    """Where each letter of a word begins, and the last ends, as a part of its length; one entry per character.

    A letter reaches to halfway the next, so that no ink lies between two of them.
    """
    first, last = letters[0].left, max(one.right for one in letters)
    length = max(last - first, 1.0)
    begin = 0.0
    for number, letter in enumerate(letters):
        following = letters[number + 1].left if number + 1 < len(letters) else last
        end = max(begin, min(((letter.right + following) / 2 - first) / length, 1.0)) if following != last else 1.0
        for part in range(len(letter.sign)):
            yield begin + (end - begin) * part / len(letter.sign)
        begin = end
    yield 1.0


def _cell(word: WordPlace, line: dict[str, list[float]]) -> WordPlace:
    """The room of a word on its line: as high as the letters of the line reach, up and down.

    Lines that run up or down the page tell no baseline; there the line's box is the room.
    """
    left, top, right, bottom = line["bbox"]
    turn = int(line.get("textangle", [0.0])[0]) % 360
    if turn in (90, 270):
        return WordPlace(left=min(left, word.left), top=word.top, right=max(right, word.right), bottom=word.bottom)
    size = line.get("x_size", [bottom - top])[0]
    if "baseline" in line and turn == 0:
        slope, offset = line["baseline"]
        low = bottom + offset + slope * ((word.left + word.right) / 2 - left) + line.get("x_descenders", [0.0])[0]
        top, bottom = low - size, low
    # A rule or speck that was taken for part of a word must not make it higher than half a line more.
    return WordPlace(
        left=word.left,
        top=min(top, max(word.top, top - size / 2)),
        right=word.right,
        bottom=max(bottom, min(word.bottom, bottom + size / 2)),
    )
