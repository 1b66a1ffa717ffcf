# SPDX-License-Identifier: EUPL-1.2
"""Pages a second of the text layer, beside pdfplumber's words in the same run, and memory over a long document.

python -m benchmarks.text_layer FILE-OR-FOLDER... [--pages 2000]
"""

import argparse
import io
import resource
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pdfplumber
import pikepdf

from redaction.textlayer import read_pages
from schemas.errors import LakstraatError

_ROUNDS = 3
_PEER_PAGES = 12


def _seconds(data: bytes) -> tuple[int, int, float]:
    """Pages, characters, and the least time of a few rounds."""
    best = float("inf")
    pages = characters = 0
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        pages = characters = 0
        for page in read_pages(data):
            pages += 1
            characters += len(page.text)
        best = min(best, time.perf_counter() - start)
    return pages, characters, best


def _peer(data: bytes) -> tuple[int, float]:
    start = time.perf_counter()
    pages = 0
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages[:_PEER_PAGES]:
            page.extract_words()
            page.close()
            pages += 1
    return pages, time.perf_counter() - start


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
    times: list[float] = []
    good: list[Path] = []
    print(f"{'file':60} {'pages':>5} {'letters':>8} {'pages/s':>8} {'pdfplumber':>10} {'times':>6}")
    for path in _files(chosen.files):
        data = path.read_bytes()
        try:
            pages, characters, seconds = _seconds(data)
        except LakstraatError:
            continue
        good.append(path)
        other, taken = _peer(data)
        ratio = (pages / seconds) / (other / taken) if other else 0.0
        times.append(ratio)
        figures = f"{pages:5} {characters // pages:8} {pages / seconds:8.0f} {other / taken:10.1f} {ratio:6.1f}"
        print(f"{path.name[:60]:60} {figures}", flush=True)
    if times:
        print(f"times pdfplumber: median {statistics.median(times):.1f}, least {min(times):.1f}")
    if chosen.pages:
        data = _long(good, chosen.pages)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        pages, _, seconds = _seconds(data)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{pages} pages: {pages / seconds:.0f} pages/s, most memory {after:.0f} MB ({before:.0f} MB before)")


if __name__ == "__main__":
    main()
