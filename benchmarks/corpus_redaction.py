# SPDX-License-Identifier: EUPL-1.2
"""Redacts words of every PDF in a folder, each in a process with limits, and looks with others' eyes for what is left.

    python -m benchmarks.corpus_redaction FOLDER [--words 5] [--only PART-OF-NAME]

Columns: what became of the file; words that some engine still finds; pixels (of 10,000) that changed outside boxes and
the lines that were set again, at 150 dots an inch, and (flat) that changed when the document was prepared: form fields
as page content have other edges; size before and after; seconds; the verdict of the gate, or the reason of a refusal.
"""

import argparse
import re
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from redaction.removal import prepare, redact
from redaction.removal.terms import find_terms, folded
from redaction.textlayer import read_text_layer
from redaction.verification import certify
from redaction.worker import Limits, Worker
from schemas.errors import DocumentBlocked, InputRefused, LakstraatError, NotVerified
from schemas.redacted import AppliedBox, RedactedDocument
from schemas.review import ReviewedFindings
from tests.redaction.witnesses import leaks

DOTS = 150
_DIFFERENT = 40
"""Difference of a colour value (0 to 255) from which a pixel counts as changed: letters' edges shift a little."""
_MARGIN = 4
_MAX_PAGES_SEEN = 12
_GRAMMAR = (
    "actualtext alternate ascent artifact basefont bitspercomponent bitspersample black boundingbox calgray calrgb "
    "capheight catalog charset cidfont cidsystem cidtogidmap color colorspace columns contents count creator "
    "decodeparms descendantfonts descent devicecmyk devicegray devicergb differences document embedded encoding endobj "
    "endstream extgstate false figure filter flags flatedecode fontbbox fontdescriptor fontfile fontname form "
    "fontmatrix function gamma group height iccbased identity image indexed info interpolate italicangle kids lang "
    "length lettertype "
    "link linearized matrix mediabox metadata missingwidth name none normal null objects ordering page pages parent "
    "pattern perceptual predictor procset producer properties range registry relative resources root rotate saturation "
    "separation shading size span stream stemv structparents subtype supplement table text title tounicode trailer "
    "transparency true truetype type unicode user viewerpreferences whitepoint width widths xobject xref lakstraat "
    "helvetica onleesbaar gemaakt grond begin range endbfchar endcmap codespace currentdict findresource "
    "defineresource adobe annot border rect bold italic oblique regular standard macroman"
)
"""What the grammar of PDF and our own labels say: a word that is part of it cannot be looked for in bytes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One line of the table."""

    outcome: str
    words: int = 0
    places: int = 0
    leaks: tuple[str, ...] = ()
    changed: float = 0.0
    flattened: float = 0.0
    worst_page: int = -1
    before: int = 0
    after: int = 0
    gate: str = ""


def words_of(data: bytes, wanted: int) -> list[str]:
    """Words that Poppler and pdfium both read, spread over the document; none that is another word backwards."""
    run = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=False, timeout=120)
    poppler = run.stdout.decode("utf-8", "replace")
    document = pdfium.PdfDocument(data)
    seen = folded(" ".join(page.get_textpage().get_text_range() for page in document))
    found = dict.fromkeys(re.findall(r"[^\W\d_]{4,}", poppler))
    listed = [
        word
        for word in found
        if folded(word) in seen and folded(word)[::-1] not in seen and folded(word) not in _GRAMMAR
    ]
    step = max(1, len(listed) // wanted)
    return listed[step // 2 :: step][:wanted]


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """What the product made of a file."""

    prepared: bytes
    result: RedactedDocument
    places: int
    gate: str


def made_of(data: bytes, words: Sequence[str]) -> Made:
    """Prepare, redact and verify; runs in a worker with the limits of the product."""
    prepared = prepare(data).data
    layer = read_text_layer(prepared)
    redactions = find_terms(layer, words, ground="5.1.2.e")
    result = redact(
        prepared,
        ReviewedFindings(digest=layer.digest, redactions=redactions, decisions=(), policy_version="", model_version=""),
    )
    try:
        certify(result, terms=words)
        gate = "passed"
    except NotVerified as error:
        gate = error.message.split(": ", 1)[-1].rstrip(".")
    return Made(prepared=prepared, result=result, places=len(redactions), gate=gate)


def looked_at(data: bytes, words: Sequence[str], made: Made) -> Row:
    """What others see in the result; runs in a worker too, for these programs crash on some files."""
    after = made.result.data
    left = tuple(f"{place}:{number}" for number, word in enumerate(words) for place in leaks(after, word))
    changed, worst = changed_outside(made.prepared, after, made.result.boxes)
    return Row(
        outcome="redacted" if words else "no words",
        words=len(words),
        places=made.places,
        leaks=left,
        changed=changed,
        flattened=_flattened(data, made.prepared),
        worst_page=worst,
        before=len(data),
        after=len(after),
        gate=made.gate,
    )


def _flattened(data: bytes, prepared: bytes) -> float:
    """What preparing changed; -1 where pdfium does not open the file."""
    try:
        return changed_outside(data, prepared, ())[0]
    except pdfium.PdfiumError:
        return -1.0


def changed_outside(before: bytes, after: bytes, boxes: Sequence[AppliedBox]) -> tuple[float, int]:
    """The page of which most changed outside boxes and their lines: changed pixels of 10,000, and which page."""
    old, new = pdfium.PdfDocument(before), pdfium.PdfDocument(after)
    old.init_forms()
    worst, where = 0.0, -1
    for number in range(min(len(old), _MAX_PAGES_SEEN)):
        first, second = _picture(old, number), _picture(new, number)
        if first.shape != second.shape:
            return 10_000.0, number
        different = np.abs(first - second).max(axis=2) > _DIFFERENT
        for box in (box.box for box in boxes if box.page == number):
            x0, y0, x1, y1 = (round(value * DOTS / 72) for value in (box.x0, box.y0, box.x1, box.y1))
            if y1 - y0 <= x1 - x0 or y1 - y0 < 40:
                different[max(y0 - _MARGIN, 0) : y1 + _MARGIN] = False
            else:
                different[:, max(x0 - _MARGIN, 0) : x1 + _MARGIN] = False
        share = float(different.mean()) * 10_000
        if share > worst:
            worst, where = share, number
    return worst, where


def _picture(document: pdfium.PdfDocument, number: int) -> npt.NDArray[np.int16]:
    page = document[number]
    scale = min(DOTS / 72, 4000 / max(page.get_size()))
    return np.asarray(page.render(scale=scale).to_numpy()[:, :, :3], dtype=np.int16)


def _sound(path: Path) -> bool:
    run = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False, timeout=120)
    return run.returncode != 2


def _reason(error: LakstraatError) -> str:
    if isinstance(error, InputRefused | DocumentBlocked):
        page = "" if not isinstance(error, DocumentBlocked) or error.page is None else f" (page {error.page + 1})"
        return f"{error.reason.value}: {error.message}{page}"
    return error.message


def main() -> None:
    """Handle the folder and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--words", type=int, default=5, help="words to take out of each file")
    parser.add_argument("--only", default="", help="only files whose name holds this")
    chosen = parser.parse_args()
    paths = sorted(path for path in chosen.folder.glob("*.pdf") if chosen.only in path.name)
    head = f"{'file':58} {'outcome':10} {'words':>5} {'places':>6} {'leaks':>5} {'changed':>8} {'flat':>6}"
    print(f"{head} {'before':>9} {'after':>9} {'s':>6}  gate or reason")
    sound = refused = leaking = 0
    with Worker() as worker, Worker(Limits(memory_bytes=8 * 1024**3)) as others:
        for path in paths:
            data, good = path.read_bytes(), _sound(path)
            start = time.perf_counter()
            took = 0.0
            try:
                words = others.call(words_of, worker.call(prepare, data).data, chosen.words)
                made = worker.call(made_of, data, words)
                took = time.perf_counter() - start
                row = others.call(looked_at, data, words, made)
                note = row.gate
            except LakstraatError as error:
                row, note = Row(outcome="refused", before=len(data)), _reason(error)
            sound += good
            refused += good and row.outcome == "refused"
            leaking += bool(row.leaks)
            _print(path.name, row, took or time.perf_counter() - start, note + ("" if good else " [not sound]"))
    share = 100 * refused / sound if sound else 0
    print(f"{len(paths)} files, {sound} sound by qpdf, of which {refused} refused ({share:.1f} %); {leaking} leak")


def _print(name: str, row: Row, seconds: float, note: str) -> None:
    figures = f"{row.words:5} {row.places:6} {len(row.leaks):5} {row.changed:8.2f} {row.flattened:6.1f}"
    figures += f" {row.before:9} {row.after:9} {seconds:6.1f}"
    print(f"{name[:58]:58} {row.outcome:10} {figures}  {note}", flush=True)
    for leak in row.leaks[:6]:
        print(f"    leak: {leak}")
    if row.changed > 1:
        print(f"    most changed page: {row.worst_page + 1}", flush=True)


if __name__ == "__main__":
    main()
