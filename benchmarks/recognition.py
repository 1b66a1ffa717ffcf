# SPDX-License-Identifier: EUPL-1.2
"""How well scans are read: a sample archive printed to pictures with noise and skew, and read back.

    python -m benchmarks.recognition [--seed 5] [--documents 20] [--dpi 200 300] [--skew 0.7] [--noise 10] [--pages 40]

Prints per resolution: character error rate by place (per word of the original: the letters that were read where it
stands, so that another reading order is no error), the share of planted personal data whose letters lie in a finding,
the same for the pages before they were printed, the share of drawn signatures that is proposed, and seconds per page
as a multiple of bare Tesseract (one thread, text only) on the same pictures, which it gets unpacked as we give them:
by the clock, and in seconds of the processor, which other work on the machine does not change.
"""

import argparse
import io
import math
import os
import random
import re
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from archive.recognition import Tesseract, find_tesseract, read_scans
from archive.recognition.drawing import plain
from archive.sample.archive import make_sample_archive
from flows.engine import DetectorChoice, search
from redaction.detection.evaluation.archive_truth import TruthDocument, TruthItem, read_truth
from redaction.detection.evaluation.scoring import Share, wilson
from redaction.detection.recognition import RECOGNISER
from redaction.detection.signatures import signature_places
from redaction.removal import prepare
from redaction.textlayer import read_text_layer
from schemas.errors import DocumentBlocked, InputRefused
from schemas.findings import Findings
from schemas.geometry import Box
from schemas.textlayer import PageText, TextLayer

_PAPER = 248


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """A turn about the middle of a page, degrees counter-clockwise as seen."""

    degrees: float
    width: float
    height: float

    def moved(self, box: Box) -> tuple[float, float]:
        """Where the middle of a box comes to stand."""
        angle = math.radians(-self.degrees)
        x, y = (box.x0 + box.x1 - self.width) / 2, (box.y0 + box.y1 - self.height) / 2
        return (
            x * math.cos(angle) - y * math.sin(angle) + self.width / 2,
            x * math.sin(angle) + y * math.cos(angle) + self.height / 2,
        )


@dataclass(slots=True)
class Time:
    """Seconds by the clock, and of the processor in this process and those that it started."""

    clock: float = 0.0
    processor: float = 0.0

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Add what the block takes."""
        clock, processor = time.perf_counter(), _processor()
        yield
        self.clock += time.perf_counter() - clock
        self.processor += _processor() - processor


def _processor() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


@dataclass(kw_only=True, slots=True)
class Tally:
    """What is counted over all pages of one resolution."""

    wrong: int = 0
    letters: int = 0
    added: int = 0
    planted: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0, 0]))
    """Per kind: letters, those in a finding before printing, after, and after with questions about unsure words."""
    signatures: list[int] = field(default_factory=lambda: [0, 0])
    pages: int = 0
    blocked: int = 0
    ours: Time = field(default_factory=lambda: Time())
    bare: Time = field(default_factory=lambda: Time())


@dataclass(frozen=True, kw_only=True, slots=True)
class Original:
    """A document of the archive before it is printed."""

    data: bytes = field(repr=False)
    layer: TextLayer
    findings: Findings
    truth: TruthDocument


def originals(folder: Path, seed: int, documents: int, most: int) -> Iterator[Original]:
    """Documents with text of a fresh sample archive, up to so many pages in all."""
    make_sample_archive(folder, documents=documents, seed=seed)
    pages = 0
    for truth in read_truth(folder).documents:
        path = folder / truth.file
        if path.suffix != ".pdf" or pages >= most:
            continue
        try:
            prepared = prepare(path.read_bytes()).data
            layer = read_text_layer(prepared)
            if not any(page.text.strip() for page in layer.pages):
                continue
            findings = search(prepared, layer, (), DetectorChoice())
        except (DocumentBlocked, InputRefused, pikepdf.PdfError, ValueError):
            continue
        pages += len(layer.pages)
        yield Original(data=prepared, layer=layer, findings=findings, truth=truth)


def printed(data: bytes, dpi: int, turn: float, noise: float, chance: random.Random) -> tuple[bytes, list[Image.Image]]:
    """The document as a scanner gives it, and the pictures of its pages."""
    out = io.BytesIO()
    pictures: list[Image.Image] = []
    canvas = Canvas(out, invariant=1)
    grain = np.random.default_rng(chance.randrange(2**32))
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            size = page.get_size()
            clean = (
                page.render(scale=dpi / 72, grayscale=True)
                .to_pil()
                .rotate(turn, Image.Resampling.BICUBIC, fillcolor=_PAPER)
            )
            levels = np.asarray(clean, dtype=np.float32) * (_PAPER / 255) + grain.normal(0, noise, clean.size[::-1])
            jpeg = io.BytesIO()
            Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8)).save(jpeg, "JPEG", quality=75, dpi=(dpi, dpi))
            pictures.append(Image.open(jpeg))
            canvas.setPageSize(size)
            canvas.drawImage(ImageReader(jpeg), 0, 0, *size)
            canvas.showPage()
    canvas.save()
    return out.getvalue(), pictures


def read_bare(pictures: Sequence[Image.Image], program: str, dpi: int, spent: Time) -> None:
    """Let Tesseract read by itself."""
    with tempfile.TemporaryDirectory() as folder:
        for number, picture in enumerate(pictures):
            (Path(folder) / f"{number}.tif").write_bytes(plain(picture))
        with spent.counted():
            for number in range(len(pictures)):
                subprocess.run(
                    [program, f"{folder}/{number}.tif", f"{folder}/{number}", "-l", "nld", "--dpi", str(dpi)],
                    capture_output=True, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"},
                )  # fmt: skip


def count(
    original: Original, dpi: int, turn: float, noise: float, tesseract: Tesseract, tally: Tally, seed: int
) -> None:
    """Print one document, read it back, and add what came of it."""
    scan, pictures = printed(original.data, dpi, turn, noise, random.Random(seed))
    read_bare(pictures, tesseract.program, dpi, tally.bare)
    with tally.ours.counted():
        read = read_scans(scan, tesseract)
    layer = read_text_layer(read.data)
    tally.pages += len(layer.pages)
    try:
        found = search(read.data, layer, read.pages, DetectorChoice())
    except DocumentBlocked:
        tally.blocked += 1
        return
    for before, after in zip(original.layer.pages, layer.pages, strict=True):
        turned = Turn(degrees=turn, width=before.width, height=before.height)
        wrong, letters, added = _errors(before, after, turned)
        tally.wrong, tally.letters, tally.added = tally.wrong + wrong, tally.letters + letters, tally.added + added
        _planted(original, before, turned, found, tally)
        _signatures(before, turned, found, tally)


def _errors(before: PageText, after: PageText, turned: Turn) -> tuple[int, int, int]:
    """Letters read wrongly or not, letters there are, and letters read where no word stands."""
    read = []
    for offset, glyph in enumerate(after.glyph_of):
        if glyph >= 0 and not after.text[offset].isspace():
            place = after.glyph_box(glyph)
            read.append(((place.x0 + place.x1) / 2, (place.y0 + place.y1) / 2, after.text[offset]))
    wrong = letters = 0
    taken: set[int] = set()
    for match in re.finditer(r"\S+", before.text):
        boxes = before.boxes(match.start(), match.end())
        if not boxes:
            continue
        x, y = turned.moved(boxes[0])
        half = boxes[0].width / 2 + 1.5, boxes[0].height / 2
        own = [
            number for number, (left, top, _) in enumerate(read)
            if number not in taken and abs(left - x) <= half[0] and abs(top - y) <= half[1]
        ]  # fmt: skip
        taken.update(own)
        wrong += _distance(match.group(), "".join(read[number][2] for number in own))
        letters += len(match.group())
    return wrong, letters, len(read) - len(taken)


def _distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, right in enumerate(other, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (left != right))
    return row[-1]


def _planted(original: Original, page: PageText, turned: Turn, found: Findings, tally: Tally) -> None:
    before = [box for number, box in _places(original.findings, True) if number == page.number]
    after = [box.grown(1) for number, box in _places(found, False) if number == page.number]
    asked = [box.grown(1) for number, box in _places(found, True) if number == page.number]
    for item in original.truth.items:
        if item.action != "redact" or item.place != "text" or item.page != page.number + 1:
            continue
        for glyph in _glyphs(item, page):
            box = page.glyph_box(glyph)
            x, y = turned.moved(box)
            counts = tally.planted[item.kind]
            counts[0] += 1
            counts[1] += any(one.contains_point((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2) for one in before)
            counts[2] += any(one.contains_point(x, y) for one in after)
            counts[3] += any(one.contains_point(x, y) for one in asked)


def _glyphs(item: TruthItem, page: PageText) -> Iterator[int]:
    words = r"\s+".join(re.escape(word) for word in item.text.split())
    for match in re.finditer(rf"(?<!\w){words}(?!\w)", page.text):
        yield from page.glyphs(match.start(), match.end())


def _places(findings: Findings, questions: bool) -> Iterator[tuple[int, Box]]:
    for finding in findings.findings:
        if finding.action.value != "keep" and (questions or finding.recogniser != RECOGNISER):
            yield from finding.places


def _signatures(page: PageText, turned: Turn, found: Findings, tally: Tally) -> None:
    proposed = [box for number, box in _places(found, False) if number == page.number]
    for place in signature_places(page):
        if not place.doubtful:
            x, y = turned.moved(place.box)
            tally.signatures[1] += 1
            tally.signatures[0] += any(box.contains_point(x, y) for box in proposed)


def _share(part: int, whole: int) -> str:
    share: Share = wilson(part, whole)
    return f"{share.right / share.total:.3f} [{share.low:.3f}, {share.high:.3f}]" if whole else "-"


def report(dpi: int, tally: Tally) -> None:
    """Print the figures of one resolution."""
    print(f"\n{dpi} dpi: {tally.pages} pages, {tally.blocked} documents not searched (read with too little certainty)")
    print(f"character error rate {tally.wrong / max(tally.letters, 1):.4f} of {tally.letters} letters; "
          f"{tally.added / max(tally.letters, 1):.4f} read where no word stands")  # fmt: skip
    print(f"seconds a page {tally.ours.clock / tally.pages:.2f}, {tally.ours.clock / tally.bare.clock:.2f} times bare "
          f"tesseract; of the processor {tally.ours.processor / tally.pages:.2f}, "
          f"{tally.ours.processor / tally.bare.processor:.2f} times")  # fmt: skip
    print(f"drawn signatures proposed: {_share(*tally.signatures)} of {tally.signatures[1]}")
    print(f"{'kind':24} {'letters':>7}  {'before printing':22}  {'in a finding':22}  with questions")
    rows = dict(sorted(tally.planted.items()))
    for name, kinds in (("names", {"naam"}), ("all others", set(rows) - {"naam"})):
        rows[name] = [sum(column) for column in zip(*(tally.planted[kind] for kind in sorted(kinds)), strict=True)]
    for kind, (letters, before, after, asked) in rows.items():
        shares = f"{_share(before, letters):22}  {_share(after, letters):22}  {_share(asked, letters)}"
        print(f"{kind:24} {letters:7}  {shares}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--documents", type=int, default=20)
    parser.add_argument("--pages", type=int, default=40, help="about so many pages")
    parser.add_argument("--dpi", type=int, nargs="+", default=[200, 300])
    parser.add_argument("--skew", type=float, default=0.7, help="degrees, either way")
    parser.add_argument("--noise", type=float, default=10.0, help="standard deviation in levels of 255")
    chosen = parser.parse_args()
    tesseract = find_tesseract()
    if tesseract is None:
        raise SystemExit("Tesseract with Dutch is not installed: apt-get install tesseract-ocr tesseract-ocr-nld")
    with tempfile.TemporaryDirectory() as folder:
        documents = list(originals(Path(folder), chosen.seed, chosen.documents, chosen.pages))
        for dpi in chosen.dpi:
            tally, chance = Tally(), random.Random(chosen.seed)
            for number, original in enumerate(documents):
                turn = chance.uniform(-chosen.skew, chosen.skew)
                count(original, dpi, turn, chosen.noise, tesseract, tally, chosen.seed + number)
            report(dpi, tally)


if __name__ == "__main__":
    main()
