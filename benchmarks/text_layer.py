# SPDX-License-Identifier: EUPL-1.2
"""Pages a second of the text layer, beside pdfplumber's words in the same run, and memory over a long document.

Time is that of the processor, the least of a few rounds in which the two take turns over the same pages, so that what
else the machine does hardly counts.

python -m benchmarks.text_layer FILE-OR-FOLDER... [--pages 2000]
"""

import argparse
import io
import resource
import statistics
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

import pdfplumber
import pikepdf

from redaction.textlayer import read_pages
from schemas.errors import LakstraatError

_ROUNDS: Final = 3
_PAGES: Final = 12
_TEXT: Final = 500
"""Letters a page from which a file counts as text."""


def _layer(data: bytes, most: int | None = None) -> tuple[int, int]:
    """Pages and characters that were read."""
    pages = characters = 0
    for page in islice(read_pages(data), most):
        pages += 1
        characters += len(page.text)
    return pages, characters


def _words(data: bytes) -> int:
    """Pages of which pdfplumber gave the words."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages[:_PAGES]:
            page.extract_words()
            page.close()
        return len(document.pages)


def _beside(data: bytes) -> tuple[int, int, float, float]:
    """Pages, characters, seconds of the text layer and of pdfplumber, which is 0 where it does not read the file."""
    own, other = [], []
    pages = characters = 0
    for _ in range(_ROUNDS):
        start = time.process_time()
        pages, characters = _layer(data, _PAGES)
        own.append(time.process_time() - start)
        start = time.process_time()
        read = _words(data)
        other.append(time.process_time() - start if read else 0.0)
    return pages, characters, min(own), min(other)


def _long(paths: Sequence[Path], pages: int) -> bytes:
    """The pages of all files, over and over, in one document."""
    result = pikepdf.Pdf.new()
    while len(result.pages) < pages:
        for path in paths:
            with pikepdf.open(path) as pdf:
                result.pages.extend(pdf.pages)
    out = io.BytesIO()
    result.save(out, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _files(given: Sequence[Path]) -> Iterator[Path]:
    for path in given:
        yield from sorted(path.glob("*.pdf")) if path.is_dir() else [path]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--pages", type=int, default=0, help="also read a document of so many pages, for the memory")
    chosen = parser.parse_args()
    good: list[Path] = []
    measured: list[tuple[int, float, float]] = []
    print(f"{'file':60} {'pages':>5} {'letters':>8} {'pages/s':>8} {'pdfplumber':>10} {'times':>6}")
    for path in _files(chosen.files):
        try:
            pages, characters, seconds, other = _beside(path.read_bytes())
        except LakstraatError:
            continue
        good.append(path)
        figures = f"{pages:5} {characters // pages:8} {pages / seconds:8.0f}"
        if other:
            figures += f" {pages / other:10.1f} {other / seconds:6.1f}"
            measured.append((characters // pages, seconds, other))
        print(f"{path.name[:60]:60} {figures}", flush=True)
    for least, name in ((0, "all files"), (_TEXT, f"files with {_TEXT} letters a page or more")):
        some = [(seconds, other) for letters, seconds, other in measured if letters >= least]
        if some:
            ratios = sorted(other / seconds for seconds, other in some)
            whole = sum(other for _, other in some) / sum(seconds for seconds, _ in some)
            spread = (
                f"median {statistics.median(ratios):.1f}, {ratios[0]:.1f} to {ratios[-1]:.1f}, together {whole:.1f}"
            )
            print(f"times pdfplumber, {len(some)} {name}: {spread}")
    if chosen.pages:
        _print_memory(_long(good, chosen.pages))


def _print_memory(data: bytes) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.process_time()
    pages, _ = _layer(data)
    seconds = time.process_time() - start
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{pages} pages: {pages / seconds:.0f} pages/s, most memory {after:.0f} MB ({before:.0f} MB before)")


if __name__ == "__main__":
    main()
