# SPDX-License-Identifier: EUPL-1.2
"""Pages a second of preparing, reading, redacting and verifying, with a number of redactions on each page.

python -m benchmarks.redaction_speed FILE... [--redactions 20] [--peer INTERPRETER]
"""

import argparse
import re
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peer import Peer
from redaction.removal import prepare, redact
from redaction.textlayer import read_text_layer
from redaction.verification import certify
from schemas.errors import LakstraatError, NotVerified
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """Words that were redacted on each page, and seconds per step."""

    words: list[list[str]]
    seconds: dict[str, float]


def ours(data: bytes, wanted: int) -> Measured:
    """What the product does with a document, step by step."""
    seconds: dict[str, float] = {}
    start = time.process_time()
    prepared = prepare(data).data
    seconds["prepare"] = time.process_time() - start
    start = time.process_time()
    layer = read_text_layer(prepared)
    seconds["text layer"] = time.process_time() - start
    redactions = redactions_of(layer, wanted)
    reviewed = ReviewedFindings(
        digest=layer.digest, redactions=redactions, decisions=(), policy_version="", model_version=""
    )
    start = time.process_time()
    result = redact(prepared, reviewed)
    seconds["redact"] = time.process_time() - start
    start = time.process_time()
    try:
        certify(result)
    except NotVerified as error:
        print(f"  {error.message}")
    seconds["verify"] = time.process_time() - start
    return Measured(words=words_of(layer, redactions), seconds=seconds)


def words_of(layer: TextLayer, redactions: Sequence[Redaction]) -> list[list[str]]:
    """The redacted words of each page."""
    texts = {page.number: page.text for page in layer.pages}
    result: list[list[str]] = [[] for _ in layer.pages]
    for redaction in redactions:
        for span in redaction.spans:
            result[span.page].append(texts[span.page][span.start : span.end])
    return result


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--redactions", type=int, default=20, help="redactions on each page")
    parser.add_argument("--peer", type=Path, help="interpreter of an environment with PyMuPDF, on the same pages")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        other = stack.enter_context(Peer(chosen.peer)) if chosen.peer else None
        for path in chosen.files:
            _measure(path, chosen.redactions, other)


def _measure(path: Path, wanted: int, other: Peer | None) -> None:
    data = path.read_bytes()
    try:
        measured = ours(data, wanted)
    except LakstraatError as error:
        print(f"{path.name[:50]}: {error.message}", flush=True)
        return
    pages, count, seconds = len(measured.words), sum(map(len, measured.words)), measured.seconds
    steps = ", ".join(f"{name} {pages / took:.0f}" for name, took in seconds.items())
    print(f"{path.name[:50]}: {pages} pages, {count} redactions; pages a second: {steps}", flush=True)
    whole, redaction = sum(seconds.values()), seconds["text layer"] + seconds["redact"]
    print(f"{'':6}reading and redacting {pages / redaction:.0f}, all four steps {pages / whole:.0f}", flush=True)
    if other is not None:
        _, found, took = other.timed(path, measured.words)
        print(
            f"{'':6}PyMuPDF {other.version}, search, apply and write: {pages / took:.0f} ({found} redactions); "
            f"it takes {took / redaction:.1f} times our reading and redacting, {took / whole:.1f} times all four",
            flush=True,
        )


if __name__ == "__main__":
    main()
