# SPDX-License-Identifier: EUPL-1.2
"""Pages a second of preparing, reading, redacting and verifying, with a number of redactions on each page.

python -m benchmarks.redaction_speed FILE... [--redactions 20] [--peer]
"""

import argparse
import importlib
import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

from redaction.removal import prepare, redact
from redaction.textlayer import read_text_layer
from redaction.verification import certify
from schemas.errors import NotVerified
from schemas.findings import Kind, Span
from schemas.review import Redaction, ReviewedFindings
from schemas.textlayer import TextLayer

GROUND = "5.1.2.e"


def redactions_of(layer: TextLayer, wanted: int) -> tuple[Redaction, ...]:
    """Words spread over each page."""
    result: list[Redaction] = []
    for page in layer.pages:
        words = list(re.finditer(r"\w{4,}", page.text))
        for match in words[:: max(1, len(words) // wanted)][:wanted]:
            span = Span(page=page.number, start=match.start(), end=match.end())
            result.append(Redaction(ground=GROUND, kind=Kind.NAAM, spans=(span,)))
    return tuple(result)


def ours(data: bytes, wanted: int) -> tuple[int, int, dict[str, float]]:
    """Pages, redactions, and seconds per step."""
    seconds: dict[str, float] = {}
    start = time.perf_counter()
    prepared = prepare(data).data
    seconds["prepare"] = time.perf_counter() - start
    start = time.perf_counter()
    layer = read_text_layer(prepared)
    seconds["text layer"] = time.perf_counter() - start
    redactions = redactions_of(layer, wanted)
    reviewed = ReviewedFindings(
        digest=layer.digest, redactions=redactions, decisions=(), policy_version="", model_version=""
    )
    start = time.perf_counter()
    result = redact(prepared, reviewed)
    seconds["redact"] = time.perf_counter() - start
    start = time.perf_counter()
    try:
        certify(result)
    except NotVerified as error:
        print(f"  {error.message}")
    seconds["verify"] = time.perf_counter() - start
    return len(layer.pages), len(redactions), seconds


def peer(pymupdf: Any, data: bytes, wanted: int) -> tuple[int, float]:
    """Pages, and seconds of PyMuPDF's search and removal of the same number of words a page."""
    start = time.perf_counter()
    with pymupdf.open(stream=data) as document:
        for page in document:
            words = [word[4] for word in page.get_text("words") if len(word[4]) >= 4]
            counts = Counter(words[:: max(1, len(words) // wanted)][:wanted])
            for word, count in counts.items():
                for place in page.search_for(word)[:count]:
                    page.add_redact_annot(place)
            page.apply_redactions()
        document.tobytes(garbage=3, deflate=True)
        return len(document), time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--redactions", type=int, default=20, help="redactions on each page")
    parser.add_argument("--peer", action="store_true", help="PyMuPDF too, where it is installed")
    chosen = parser.parse_args()
    pymupdf = None
    if chosen.peer:
        try:
            pymupdf = importlib.import_module("pymupdf")
        except ImportError:
            print("PyMuPDF is not installed; it plays when it is (`pip install pymupdf`, AGPL).")
    for path in chosen.files:
        data = path.read_bytes()
        pages, count, seconds = ours(data, chosen.redactions)
        steps = ", ".join(f"{name} {pages / took:.0f}" for name, took in seconds.items())
        print(f"{path.name[:50]}: {pages} pages, {count} redactions; pages a second: {steps}", flush=True)
        if pymupdf is not None:
            others, took = peer(pymupdf, data, chosen.redactions)
            print(f"{'':10}PyMuPDF search and apply: {others / took:.0f}", flush=True)


if __name__ == "__main__":
    main()
